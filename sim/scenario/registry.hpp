#pragma once

#include <any>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "sim/scenario/document.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/scenario/resolved.hpp"

namespace chokepoint {

/// The kinds of things a scenario may list. A kind is added under the name that scenarios use,
/// with the function that reads one entry and returns its parameters as a value.
class Registry {
 public:
  struct Kind {
    std::string section;  ///< "parts", "actors"
    std::string name;     ///< "gate", "foundry"
    std::string help;
    std::function<std::any(Reader&)> read;
  };
  struct Root {
    std::string name;
    std::function<std::any(Reader&)> read;
  };

  /// `read` is T(Reader&) with a copyable T, or void(Reader&).
  template <class F>
  void add(std::string section, std::string kind, F read, std::string help) {
    add_kind({std::move(section), std::move(kind), std::move(help), erase(std::move(read))});
  }
  /// A function that reads further keys at the top of the document ("labour", "market", ...).
  template <class F>
  void add_root(std::string name, F read) {
    roots_.push_back({std::move(name), erase(std::move(read))});
  }

  [[nodiscard]] const std::vector<Kind>& kinds() const { return kinds_; }
  [[nodiscard]] const std::vector<Root>& roots() const { return roots_; }
  /// In the order of their first kind.
  [[nodiscard]] std::vector<std::string> sections() const;
  [[nodiscard]] const Kind* find(std::string_view section, std::string_view kind) const;

 private:
  template <class F>
  static std::function<std::any(Reader&)> erase(F read) {
    return [read = std::move(read)](Reader& reader) mutable -> std::any {
      if constexpr (std::is_void_v<std::invoke_result_t<F&, Reader&>>) {
        read(reader);
        return {};
      } else {
        return std::any(read(reader));
      }
    };
  }
  void add_kind(Kind kind);

  std::vector<Kind> kinds_;
  std::vector<Root> roots_;
};

/// Every whole number up to it is a number of YAML and JSON, too.
inline constexpr std::uint64_t kLargestSeed = 9'000'000'000'000'000;

class NumberMemo;

struct SampleOptions {
  std::optional<std::uint64_t> seed;  ///< none: the scenario's own
  std::uint64_t replication = 0;      ///< which of several worlds of one seed; 0 is the first
  bool deterministic = false;         ///< every number its `point`, else its median
  /// Only what a world needs: of one scenario that is read very often, nothing is told of values
  /// (Scenario::resolved) and of words (Entry::mentions), which takes half of the time.
  bool only_for_world = false;
  /// What was understood in earlier readings, and takes what is in this one; nullptr: nothing. It
  /// changes no result.
  NumberMemo* memo = nullptr;
};

/// A scenario as values, ready to build a world from.
struct Scenario {
  /// One entry of a section.
  struct Entry {
    std::string section;
    std::string kind;
    std::string name;
    std::any value;  ///< what the kind's read function returned
    Origin origin;
    /// A word that stands somewhere below it, as a value or as a key.
    struct Mention {
      std::string word;
      std::string path;  ///< from the entry: "from", "inputs.bolts"
      Origin origin;
    };
    std::vector<Mention> mentions;
    /// What was wrong inside it: nothing, numbers only (its names are right), or more.
    enum class Faults : std::uint8_t { none, numbers, names } faults = Faults::none;
  };

  std::string name;
  Timeline timeline;
  Date end;
  Tick horizon = 0;  ///< the tick of `end`
  std::uint64_t seed = 1;
  bool deterministic = false;        ///< every uncertain number at its point value, else its median
  std::uint64_t replication = 0;     ///< which of several worlds of one seed
  std::vector<std::string> regions;  ///< sorted
  std::vector<Entry> entries;        ///< section by section, sorted by name within
  std::vector<std::pair<std::string, std::any>> roots;  ///< what the root functions returned
  Resolved resolved;
  /// Every text inside entries of which more than numbers is wrong: what they may have meant.
  std::set<std::string, std::less<>> in_doubt;
  /// An entry lacks a text that it has to give: it may have meant any name.
  bool lacks_text = false;

  /// The content of resolved.yaml: seed, whether anything was drawn, every value.
  [[nodiscard]] std::string resolved_yaml() const;
  /// What the root function of that name returned.
  template <class T>
  [[nodiscard]] const T& root(std::string_view root_name) const {
    for (const auto& [key, value] : roots) {
      if (key == root_name)
        return std::any_cast<const T&>(value);
    }
    throw std::bad_any_cast();
  }
};

/// Reads a document with the registered kinds, for one seed. Call it again for another seed; files
/// are not read again. When diagnostics were added, only the entries without faults mean anything;
/// of those with faults in numbers, the names do too.
[[nodiscard]] Scenario read_scenario(const Document& document, const Registry& registry,
                                     const SampleOptions& options, Diagnostics& diagnostics);

/// Reads a document that is no scenario (it has no dates, regions or actors): `read` declares all
/// its keys.
void read_document(const Document& document, const std::function<void(Reader&)>& read,
                   Diagnostics& diagnostics);

/// The keys of a document that is no scenario: what `read` declares, and those of every file.
[[nodiscard]] std::vector<KeySpec> describe_document(const std::function<void(Reader&)>& read);

/// The keys of one kind, or of the top of the document (section and kind empty).
[[nodiscard]] std::vector<KeySpec> describe(const Registry& registry, std::string_view section,
                                            std::string_view kind);

/// The JSON Schema (draft-07) of the merged document, as indented text.
[[nodiscard]] std::string json_schema(const Registry& registry);

/// The same of a document with those keys.
[[nodiscard]] std::string json_schema(const std::vector<KeySpec>& keys, const std::string& title);

/// Keys as a table in Markdown: key, what it holds, default, help.
[[nodiscard]] std::string markdown_table(const std::vector<KeySpec>& keys);

/// A table of keys: path, unit or form, range, default, help; of one kind, or of all when empty.
/// Empty when there is no such kind.
[[nodiscard]] std::string parameter_list(const Registry& registry, std::string_view kind = {});

}  // namespace chokepoint
