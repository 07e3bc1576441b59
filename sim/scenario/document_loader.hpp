#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/node.hpp"
#include "sim/scenario/source_scopes.hpp"

namespace chokepoint {

/// Makes a document from files and settings.
class DocumentLoader {
 public:
  DocumentLoader(Document& document, Diagnostics& diagnostics)
      : document_(document), diagnostics_(diagnostics) {}

  /// Keeps what is needed to lay settings on later.
  void keep(Node* merged, std::vector<std::filesystem::path>* folders);
  /// The document's tree is merged already: only settings and what follows them.
  void change(const Document& base, const Node& merged, std::span<const Setting> settings,
              const std::vector<std::filesystem::path>& folders);
  /// Reads everything; what is wrong goes into the diagnostics.
  void load(const LoadOptions& options);

 private:
  enum class Role : std::uint8_t { main, overlay, include };

  // Layers, in document_layers.cpp:
  void load_layer(const std::filesystem::path& file);
  /// Lays the file's includes and then the file itself on what there is.
  void load_file(const std::filesystem::path& path, std::uint32_t id, Origin asked_at,
                 const std::string& asked_as, Role role);
  std::optional<Node> read_tree(const std::filesystem::path& path, std::uint32_t id,
                                Origin asked_at, const std::string& asked_as);
  void read_version(Node& root);
  void refuse_main_keys(Node& root);
  void read_sources(Node& root);
  void load_includes(Node& root);
  void include(const Node& item, const std::string& path);

  // Settings, in document_loader.cpp:
  /// Not before the main file's table of sources has been read.
  SourceScopes& scopes();
  void load_set(const std::string& text, std::size_t number);
  /// What is said for a kind goes with the last thing of it that is deleted.
  void forget_defaults();
  std::optional<Node> parse_setting(const std::string& text, std::size_t equals, std::uint32_t id);

  // Files and the tables in them, in document_files.cpp:
  [[nodiscard]] std::string place_of(const std::string& label) const;
  std::uint32_t open(std::string label, const std::filesystem::path& folder);
  std::optional<std::string> read(const std::filesystem::path& path, std::uintmax_t most,
                                  Origin asked_at, std::string_view document_path);
  /// A path written in a scenario, which must stay inside the scenario's folder.
  std::optional<std::filesystem::path> resolve(const Node& node, const std::string& path);
  /// Follows symbolic links.
  static bool is_inside(const std::filesystem::path& file, const std::filesystem::path& folder);
  void load_tables(const Node& node, const std::string& path);
  void load_table(const Node& node, const std::string& path);
  /// What the data files say, by their paths from the scenario's folder.
  [[nodiscard]] std::string tables_text() const;

  Document& document_;
  Diagnostics& diagnostics_;
  /// By file: where its includes and data are looked for.
  std::vector<std::filesystem::path> folders_;
  /// Of the file given on the command line that is being read.
  std::set<std::filesystem::path> included_;
  std::vector<std::filesystem::path> including_;
  std::set<std::string> had_;  ///< kinds of things, whether or not they were deleted since
  std::string said_;           ///< by all files and settings together, in canonical form
  std::uintmax_t yaml_bytes_ = 0;
  std::uintmax_t csv_bytes_ = 0;
  std::size_t series_values_ = 0;  ///< of all keys together, however often a file is named
  std::int32_t scope_ = SourceScopes::kNone;
  Node* kept_merged_ = nullptr;
  std::vector<std::filesystem::path>* kept_folders_ = nullptr;
  bool first_ = true;
  bool overlay_alone_ = false;
  bool has_scenario_ = true;  ///< the first file is one, not an overlay
  bool sources_are_known_ = true;
  std::optional<SourceScopes> scopes_;
};

}  // namespace chokepoint
