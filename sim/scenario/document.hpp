#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/scenario/csv_table.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/kind_defaults.hpp"
#include "sim/scenario/node.hpp"
#include "sim/scenario/source_table.hpp"

namespace chokepoint {

struct LoadOptions {
  std::vector<std::filesystem::path> files;  ///< the scenario, then overlays
  std::vector<std::string> sets;             ///< "path=value", applied last, left to right
  bool needs_sources = true;                 ///< false: numbers are choices, and need none
  bool overlay_alone = false;                ///< true: the first file may be an overlay, by itself
};

/// One value to be replaced, as `--set path=value` does; the node has its place of writing.
struct Setting {
  std::string path;
  Node value;
};

/// A scenario's files as one tree: includes, then the file itself, then overlays, then settings.
/// Immutable: loaded once, read for as many worlds as needed.
class Document {
 public:
  [[nodiscard]] const Node& root() const { return root_; }
  /// Labels of every file that was opened, as diagnostics show them.
  [[nodiscard]] const std::vector<std::string>& files() const { return files_; }
  /// The same, files by their paths from the folder of the first one: these do not depend on where
  /// the program was called and how the paths were typed.
  [[nodiscard]] const std::vector<std::string>& places() const { return places_; }
  [[nodiscard]] const SourceTable& sources() const { return sources_; }
  /// What nothing in the tree shows any more, to be checked all the same.
  [[nodiscard]] const std::vector<UnusedDefault>& unused_defaults() const {
    return unused_defaults_;
  }
  /// The data file that a `series:` written at this place names; nullptr when it is not readable.
  [[nodiscard]] const CsvTable* table(Origin series) const;
  /// False when a file is missing or is not YAML, so that nothing can be said about references.
  [[nodiscard]] bool complete() const { return complete_; }
  /// SHA-256 of all that files and settings say together: order of writing, comments and how it is
  /// spread over files do not count; values, sources and data do.
  [[nodiscard]] const std::string& sha256() const { return sha256_; }

 private:
  friend class DocumentLoader;
  friend class SettableDocument;

  Node root_;
  std::vector<UnusedDefault> unused_defaults_;
  std::vector<std::string> files_;
  std::vector<std::string> places_;
  SourceTable sources_;
  std::map<std::string, std::shared_ptr<const CsvTable>> tables_;  ///< by file
  std::map<Origin, std::shared_ptr<const CsvTable>> series_;
  bool complete_ = true;
  std::string sha256_;
};

/// Reads, checks and merges all files. What is wrong goes into `diagnostics`.
[[nodiscard]] Document load_document(const LoadOptions& options, Diagnostics& diagnostics);

/// A scenario's files, read once, with other settings again and again.
class SettableDocument {
 public:
  /// `label` is what diagnostics call the place where the settings were written.
  SettableDocument(const LoadOptions& options, const std::string& label, Diagnostics& diagnostics);

  /// As the files say.
  [[nodiscard]] const Document& base() const { return base_; }
  /// With settings laid on, as `--set` would after those of the options; good until the next call.
  /// Its hash is that of the base. What is wrong goes into `diagnostics`.
  [[nodiscard]] const Document& with(std::span<const Setting> settings, Diagnostics& diagnostics);

  /// The file that origins of settings refer to.
  [[nodiscard]] std::uint32_t settings_file() const {
    return static_cast<std::uint32_t>(changed_.files().size() - 1);
  }

 private:
  Document base_;
  Node merged_;  ///< before the defaults of kinds were applied
  std::vector<std::filesystem::path> folders_;
  Document changed_;
};

}  // namespace chokepoint
