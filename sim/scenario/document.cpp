#include "sim/scenario/document.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "sim/base/hash.hpp"
#include "sim/scenario/canonical.hpp"
#include "sim/scenario/overlay.hpp"
#include "sim/scenario/source_scopes.hpp"
#include "sim/scenario/yaml_parser.hpp"
#include "sim/scenario/yaml_text.hpp"

namespace chokepoint {
namespace fs = std::filesystem;

namespace {

/// Keys at the top that are used up before settings are applied.
bool is_loader_key(std::string_view key) {
  return key == "chokepoint" || key == "include" || key == "sources" || key == "source";
}

}  // namespace

class DocumentLoader {
 public:
  DocumentLoader(Document& document, Diagnostics& diagnostics)
      : document_(document), diagnostics_(diagnostics) {}

  /// Keeps what is needed to lay settings on later.
  void keep(Node* merged, std::vector<fs::path>* folders) {
    kept_merged_ = merged;
    kept_folders_ = folders;
  }

  /// The document's tree is merged already: only settings and what follows them.
  void change(const Document& base, const Node& merged, std::span<const Setting> settings,
              const std::vector<fs::path>& folders) {
    document_.root_ = merged;
    document_.series_ = base.series_;
    folders_ = folders;
    for (const Setting& setting : settings)
      apply_set(document_.root_, setting.path, setting.value.origin, Node(setting.value),
                diagnostics_);
    if (auto unused = apply_kind_defaults(document_.root_, diagnostics_))
      document_.unused_defaults_ = std::move(*unused);
    else
      document_.complete_ = false;
    // One value cannot name a data file; those of the base are known.
    const bool may_name_files =
        std::any_of(settings.begin(), settings.end(), [](const Setting& setting) {
          return !setting.value.is_scalar() || setting.path.ends_with("series");
        });
    if (may_name_files)
      load_tables(document_.root_, "");
  }

  void load(const LoadOptions& options) {
    scope_ = options.needs_sources ? SourceScopes::kNone : SourceTable::kCommandLine;
    for (const fs::path& file : options.files)
      load_layer(file);
    for (std::size_t i = 0; i < options.sets.size(); ++i)
      load_set(options.sets[i], i + 1);
    if (document_.complete_) {
      said_ =
          canonical_text(document_.root_, document_.sources_) + canonical_text(document_.sources_);
      if (kept_merged_ != nullptr) {
        *kept_merged_ = document_.root_;
        *kept_folders_ = folders_;
      }
      if (auto unused = apply_kind_defaults(document_.root_, diagnostics_))
        document_.unused_defaults_ = std::move(*unused);
      else
        document_.complete_ = false;
    }
    if (document_.complete_) {
      load_tables(document_.root_, "");
      for (const UnusedDefault& unused : document_.unused_defaults_)
        load_tables(unused.entry, "defaults." + unused.kind);
    }
    document_.files_ = diagnostics_.files();
    for (const std::string& file : document_.files_)
      document_.places_.push_back(place_of(file));
    document_.sha256_ = sha256_hex(said_ + tables_text());
  }

 private:
  enum class Role { main, overlay, include };

  [[nodiscard]] std::string place_of(const std::string& label) const {
    if (label.starts_with("--set "))
      return label;
    const auto whole = [](const fs::path& path) {
      std::error_code error;
      return fs::weakly_canonical(fs::absolute(path), error);
    };
    const fs::path home = whole(document_.files_.front()).parent_path();
    return whole(label).lexically_relative(home).generic_string();
  }

  std::uint32_t open(std::string label, const fs::path& folder) {
    folders_.resize(diagnostics_.files().size());
    folders_.push_back(folder);
    return diagnostics_.add_file(std::move(label));
  }

  std::optional<std::string> read(const fs::path& path, std::uintmax_t most, Origin asked_at,
                                  std::string_view document_path) {
    auto text = read_text_file(path, most, asked_at, document_path, diagnostics_);
    if (!text) {
      document_.complete_ = false;
      return std::nullopt;
    }
    return text;
  }

  void load_layer(const fs::path& file) {
    const Role role = first_ ? Role::main : Role::overlay;
    first_ = false;
    included_.clear();
    including_.clear();
    const std::uint32_t id = open(file.generic_string(), file.parent_path());
    load_file(file, id, {id, 1, 1}, "", role);
  }

  /// Lays the file's includes and then the file itself on what there is.
  void load_file(const fs::path& path, std::uint32_t id, Origin asked_at,
                 const std::string& asked_as, Role role) {
    auto own = read_tree(path, id, asked_at, asked_as);
    if (!own)
      return;
    if (!own->is_map()) {
      diagnostics_.add(own->origin, "", "expected a mapping of keys, found " + found(*own));
      document_.complete_ = false;
      return;
    }
    std::error_code error;
    included_.insert(fs::weakly_canonical(path, error));
    including_.push_back(fs::weakly_canonical(path, error));
    Node& root = document_.root_;
    if (role == Role::main) {
      root.type = Node::Type::map;
      root.origin = own->origin;
      read_version(*own);
      read_sources(*own);
    } else {
      refuse_main_keys(*own);
    }
    load_includes(*own);
    scopes().enter(*own, scope_, "");
    refuse_duplicate_names(*own, "", diagnostics_);
    merge_maps(root, std::move(*own), "", diagnostics_);
    including_.pop_back();
  }

  std::optional<Node> read_tree(const fs::path& path, std::uint32_t id, Origin asked_at,
                                const std::string& asked_as) {
    // The limit holds for all files together: it bounds the time that reading can take.
    const auto text = read(path, kMostYamlBytes - yaml_bytes_, asked_at, asked_as);
    if (!text)
      return std::nullopt;
    yaml_bytes_ += text->size();
    auto tree = parse_yaml(*text, id, diagnostics_);
    if (!tree)
      document_.complete_ = false;
    return tree;
  }

  void read_version(Node& root) {
    const Node* version = root.find("chokepoint");
    if (version == nullptr) {
      diagnostics_.add(root.origin, "chokepoint",
                       "expected 'chokepoint: 1', the version of the format, found no such key");
    } else if (!version->is_scalar() || version->text != "1" || version->quoted) {
      diagnostics_.add(version->origin, "chokepoint",
                       "expected 1, the only version of the format, found " + found(*version));
    }
    root.erase("chokepoint");
  }

  void refuse_main_keys(Node& root) {
    for (const Member& m : root.members) {
      if (m.key == "chokepoint" || m.key == "sources") {
        diagnostics_.add(m.origin, m.key, "expected this key in the scenario's main file only");
      }
    }
    root.erase("chokepoint");
    root.erase("sources");
  }

  void read_sources(Node& root) {
    const Node* sources = root.find("sources");
    if (sources == nullptr)
      return;
    const std::size_t faults = diagnostics_.count();
    if (sources->is_scalar()) {
      if (const auto file = resolve(*sources, "sources")) {
        const std::uint32_t id = open(file->generic_string(), folders_[sources->origin.file]);
        if (const auto list = read_tree(*file, id, sources->origin, "sources")) {
          document_.sources_.read(*list, diagnostics_);
        }
      }
    } else {
      document_.sources_.read(*sources, diagnostics_);
    }
    sources_are_known_ = diagnostics_.count() == faults;
    root.erase("sources");
  }

  void load_includes(Node& root) {
    Node* found_list = root.find("include");
    if (found_list == nullptr)
      return;
    const Node list = std::move(*found_list);
    root.erase("include");
    if (!list.is_list()) {
      diagnostics_.add(list.origin, "include", "expected a list of files, found " + found(list));
      document_.complete_ = false;
      return;
    }
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      include(list.items[i], "include[" + std::to_string(i) + "]");
    }
  }

  void include(const Node& item, const std::string& path) {
    const auto file = resolve(item, path);
    if (!file)
      return;
    std::error_code error;
    const fs::path real = fs::weakly_canonical(*file, error);
    if (included_.contains(real)) {
      const bool cycle = std::find(including_.begin(), including_.end(), real) != including_.end();
      diagnostics_.add(item.origin, path,
                       cycle ? "expected a file that does not include this one, found a cycle"
                             : "expected each file once, found it included again");
      document_.complete_ = false;
      return;
    }
    const std::uint32_t id = open(file->generic_string(), folders_[item.origin.file]);
    load_file(*file, id, item.origin, path, Role::include);
  }

  /// A path written in a scenario, which must stay inside the scenario's folder.
  std::optional<fs::path> resolve(const Node& node, const std::string& path) {
    std::string problem;
    if (!node.is_scalar() || node.text.empty()) {
      problem = "expected the name of a file, found " + found(node);
    } else {
      const fs::path written(node.text);
      const bool climbs = std::find(written.begin(), written.end(), "..") != written.end();
      const fs::path folder = folders_[node.origin.file];
      const fs::path file = (folder / written).lexically_normal();
      if (!written.is_absolute() && !climbs && is_inside(file, folder))
        return file;
      problem = "expected a file inside the scenario's folder, found " + in_quotes(node.text);
    }
    diagnostics_.add(node.origin, path, problem);
    document_.complete_ = false;
    return std::nullopt;
  }

  /// Follows symbolic links.
  static bool is_inside(const fs::path& file, const fs::path& folder) {
    std::error_code error;
    const fs::path root = fs::weakly_canonical(fs::absolute(folder / ".", error), error);
    const fs::path real = fs::weakly_canonical(fs::absolute(file, error), error);
    return !error &&
           std::mismatch(root.begin(), root.end(), real.begin(), real.end()).first == root.end();
  }

  /// Not before the main file's table of sources has been read.
  SourceScopes& scopes() {
    if (!scopes_)
      scopes_.emplace(document_.sources_, sources_are_known_, diagnostics_);
    return *scopes_;
  }

  void load_set(const std::string& text, std::size_t number) {
    const std::uint32_t id =
        open("--set " + std::to_string(number), folders_.empty() ? fs::path() : folders_.front());
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos ||
        text.find_first_not_of(' ', equals + 1) == std::string::npos) {
      diagnostics_.add({id, 1, 1}, "", "expected path=value, found " + in_quotes(text));
      return;
    }
    auto value = parse_setting(text, equals, id);
    if (!value)
      return;
    const std::string path = text.substr(0, equals);
    const std::string top = path.substr(0, path.find_first_of(".["));
    if (is_loader_key(top)) {
      diagnostics_.add({id, 1, 1}, top,
                       "expected a key that a setting can change, found " + in_quotes(top) +
                           ", which is read from files only");
      return;
    }
    scopes().enter(*value, SourceTable::kCommandLine, path);
    refuse_duplicate_names(*value, path, diagnostics_);
    if (document_.complete_) {
      apply_set(document_.root_, path, {id, 1, 1}, std::move(*value), diagnostics_);
    }
  }

  std::optional<Node> parse_setting(const std::string& text, std::size_t equals, std::uint32_t id) {
    const std::size_t begin = text.find_first_not_of(' ', equals + 1);
    if (text.substr(begin) == "!delete") {  // yaml-cpp drops a tag without a value
      Node node;
      node.remove = true;
      node.origin = {id, 1, static_cast<std::int32_t>(begin + 1)};
      return node;
    }
    // Spaces in place of the path keep the columns.
    return parse_yaml(std::string(equals + 1, ' ') + text.substr(equals + 1), id, diagnostics_);
  }

  void load_tables(const Node& node, const std::string& path) {
    for (const Member& m : node.members) {
      const std::string member_path = join_path(path, m.key);
      if (m.key == "series") {
        load_table(m.value, member_path);
      } else {
        load_tables(m.value, member_path);
      }
    }
    for (std::size_t i = 0; i < node.items.size(); ++i)
      load_tables(node.items[i], entry_path(path, node.items[i], i));
  }

  void load_table(const Node& node, const std::string& path) {
    if (document_.series_.contains(node.origin))
      return;
    const auto file = resolve(node, path);
    if (!file)
      return;
    const std::string label = file->generic_string();
    if (!document_.tables_.contains(label)) {
      std::shared_ptr<const CsvTable> table;
      const std::uint32_t id = open(label, folders_[node.origin.file]);
      const auto text = read(*file, kMostCsvBytes - csv_bytes_, node.origin, path);
      if (text) {
        csv_bytes_ += text->size();
        if (auto parsed = parse_csv(*text, id, path, diagnostics_)) {
          table = std::make_shared<CsvTable>(std::move(*parsed));
        }
      }
      document_.tables_.emplace(label, table);
    }
    const auto& table = document_.tables_.at(label);
    document_.series_[node.origin] = table;
    const std::size_t before = series_values_;
    series_values_ += table == nullptr ? 0 : table->rows.size();
    if (series_values_ > kMostSeriesValues && before <= kMostSeriesValues) {
      diagnostics_.add(node.origin, path,
                       "expected series of at most " + std::to_string(kMostSeriesValues) +
                           " values together, found more");
      document_.complete_ = false;
    }
  }

  /// What the data files say, by their paths from the scenario's folder.
  [[nodiscard]] std::string tables_text() const {
    std::map<std::string, std::string> texts;
    for (const auto& [label, table] : document_.tables_) {
      if (table != nullptr)
        texts[place_of(label)] = canonical_text(*table);
    }
    std::string result;
    for (const auto& [place, text] : texts) {
      result += std::to_string(place.size()) + ":";
      result += place;
      result += text;
    }
    return result;
  }

  Document& document_;
  Diagnostics& diagnostics_;
  std::vector<fs::path> folders_;  ///< by file: where its includes and data are looked for
  std::set<fs::path> included_;    ///< of the file given on the command line that is being read
  std::vector<fs::path> including_;
  std::string said_;  ///< by all files and settings together, in canonical form
  std::uintmax_t yaml_bytes_ = 0;
  std::uintmax_t csv_bytes_ = 0;
  std::size_t series_values_ = 0;  ///< of all keys together, however often a file is named
  std::int32_t scope_ = SourceScopes::kNone;
  Node* kept_merged_ = nullptr;
  std::vector<fs::path>* kept_folders_ = nullptr;
  bool first_ = true;
  bool sources_are_known_ = true;
  std::optional<SourceScopes> scopes_;
};

const CsvTable* Document::table(Origin series) const {
  const auto at = series_.find(series);
  return at == series_.end() ? nullptr : at->second.get();
}

SettableDocument::SettableDocument(const LoadOptions& options, const std::string& label,
                                   Diagnostics& diagnostics) {
  DocumentLoader loader(base_, diagnostics);
  loader.keep(&merged_, &folders_);
  loader.load(options);
  changed_ = base_;
  changed_.files_.push_back(label);
  changed_.places_.push_back(fs::path(label).filename().generic_string());
}

const Document& SettableDocument::with(std::span<const Setting> settings,
                                       Diagnostics& diagnostics) {
  diagnostics.use_files(changed_.files());
  if (settings.empty())
    return base_;
  DocumentLoader(changed_, diagnostics).change(base_, merged_, settings, folders_);
  return changed_;
}

Document load_document(const LoadOptions& options, Diagnostics& diagnostics) {
  Document document;
  DocumentLoader(document, diagnostics).load(options);
  return document;
}

}  // namespace chokepoint
