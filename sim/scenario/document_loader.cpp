#include "sim/scenario/document_loader.hpp"

#include <algorithm>
#include <utility>

#include "sim/base/hash.hpp"
#include "sim/scenario/canonical.hpp"
#include "sim/scenario/kind_defaults.hpp"
#include "sim/scenario/overlay.hpp"
#include "sim/scenario/yaml_parser.hpp"

namespace chokepoint {
namespace fs = std::filesystem;

namespace {

/// Keys at the top that are used up before settings are applied.
bool is_loader_key(std::string_view key) {
  return key == "chokepoint" || key == "include" || key == "sources" || key == "source";
}

/// Adds the kinds of all parts and actors.
void note_kinds(const Node& root, std::set<std::string>& kinds) {
  for (const Member& section : root.members) {
    for (const Node& thing : section.value.items) {
      const Node* kind = thing.find("kind");
      if (kind != nullptr && kind->is_scalar())
        kinds.insert(kind->text);
    }
  }
}

}  // namespace

void DocumentLoader::forget_defaults() {
  Node* defaults = document_.root_.find("defaults");
  if (defaults == nullptr)
    return;
  std::set<std::string> has;
  note_kinds(document_.root_, has);
  std::erase_if(defaults->members, [&](const Member& kind) {
    return had_.contains(kind.key) && !has.contains(kind.key);
  });
}

void DocumentLoader::keep(Node* merged, std::vector<fs::path>* folders) {
  kept_merged_ = merged;
  kept_folders_ = folders;
}

void DocumentLoader::change(const Document& base, const Node& merged,
                            std::span<const Setting> settings,
                            const std::vector<fs::path>& folders) {
  document_.root_ = merged;
  document_.series_ = base.series_;
  folders_ = folders;
  note_kinds(document_.root_, had_);
  for (const Setting& setting : settings)
    apply_set(document_.root_, setting.path, setting.value.origin, Node(setting.value),
              diagnostics_);
  forget_defaults();
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

void DocumentLoader::load(const LoadOptions& options) {
  overlay_alone_ = options.overlay_alone;
  scope_ = options.needs_sources ? SourceScopes::kNone : SourceTable::kCommandLine;
  for (const fs::path& file : options.files) {
    load_layer(file);
    if (!has_scenario_) {
      document_.files_ = diagnostics_.files();  // for the message
      return;
    }
    note_kinds(document_.root_, had_);
  }
  for (std::size_t i = 0; i < options.sets.size(); ++i)
    load_set(options.sets[i], i + 1);
  if (document_.complete_) {
    said_ =
        canonical_text(document_.root_, document_.sources_) + canonical_text(document_.sources_);
    if (kept_merged_ != nullptr) {
      *kept_merged_ = document_.root_;
      *kept_folders_ = folders_;
    }
    forget_defaults();
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

SourceScopes& DocumentLoader::scopes() {
  if (!scopes_)
    scopes_.emplace(document_.sources_, sources_are_known_, diagnostics_);
  return *scopes_;
}

void DocumentLoader::load_set(const std::string& text, std::size_t number) {
  const std::uint32_t id =
      open("--set " + std::to_string(number), folders_.empty() ? fs::path() : folders_.front());
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || text.find_first_not_of(' ', equals + 1) == std::string::npos) {
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

std::optional<Node> DocumentLoader::parse_setting(const std::string& text, std::size_t equals,
                                                  std::uint32_t id) {
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

}  // namespace chokepoint
