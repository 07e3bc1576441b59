#include <algorithm>
#include <system_error>
#include <utility>

#include "sim/scenario/document_loader.hpp"
#include "sim/scenario/overlay.hpp"
#include "sim/scenario/yaml_parser.hpp"
#include "sim/scenario/yaml_text.hpp"

// How a file and what it includes are laid on what there is.

namespace chokepoint {
namespace fs = std::filesystem;

namespace {

/// Whether it says nothing of what only a scenario of its own says.
bool is_overlay(const Node& root) {
  return root.find("chokepoint") == nullptr && root.find("start") == nullptr &&
         root.find("end") == nullptr && !root.members.empty();
}

}  // namespace

void DocumentLoader::load_layer(const fs::path& file) {
  const Role role = first_ ? Role::main : Role::overlay;
  first_ = false;
  included_.clear();
  including_.clear();
  const std::uint32_t id = open(file.generic_string(), file.parent_path());
  load_file(file, id, {id, 1, 1}, "", role);
}

void DocumentLoader::load_file(const fs::path& path, std::uint32_t id, Origin asked_at,
                               const std::string& asked_as, Role role) {
  auto own = read_tree(path, id, asked_at, asked_as);
  if (!own)
    return;
  if (!own->is_map()) {
    diagnostics_.add(own->origin, "", "expected a mapping of keys, found " + found(*own));
    document_.complete_ = false;
    return;
  }
  if (role == Role::main && !overlay_alone_ && is_overlay(*own)) {
    diagnostics_.add(own->origin, "",
                     "expected a scenario first, found an overlay (it has no 'chokepoint', no "
                     "'start' and no 'end'): it goes after the scenario that it is laid on");
    document_.complete_ = false;
    has_scenario_ = false;
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

std::optional<Node> DocumentLoader::read_tree(const fs::path& path, std::uint32_t id,
                                              Origin asked_at, const std::string& asked_as) {
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

void DocumentLoader::read_version(Node& root) {
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

void DocumentLoader::refuse_main_keys(Node& root) {
  for (const Member& m : root.members) {
    if (m.key == "chokepoint" || m.key == "sources") {
      diagnostics_.add(m.origin, m.key, "expected this key in the scenario's main file only");
    }
  }
  root.erase("chokepoint");
  root.erase("sources");
}

void DocumentLoader::read_sources(Node& root) {
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

void DocumentLoader::load_includes(Node& root) {
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

void DocumentLoader::include(const Node& item, const std::string& path) {
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

}  // namespace chokepoint
