#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/scenario/read_context.hpp"
#include "sim/scenario/scenario_walker.hpp"

// A default that everything overrides reaches no reader of a kind, so it is read here by the
// specification of its key.

namespace chokepoint {

void Reader::read_as(const KeySpec& spec) {
  using Form = KeySpec::Form;
  switch (spec.form) {
    case Form::text:
      if (!spec.thing.empty())
        (void)reference(spec.key, spec.thing, "");  // nothing else may name it
      else
        (void)(spec.is_name ? name_or(spec.key, "", "") : text(spec.key, ""));
      break;
    case Form::flag:
      (void)flag_or(spec.key, false, "");
      break;
    case Form::count:
      (void)count(spec.key, "", spec.bounds);
      break;
    case Form::number:
      (void)number(spec.key, spec.unit, "", spec.bounds);
      break;
    case Form::duration:
      (void)duration(spec.key, "", spec.least.empty() ? "0 days" : spec.least);
      break;
    case Form::date:
      (void)date(spec.key, "");
      break;
    case Form::choice:
      (void)one_of(spec.key, spec.allowed, "");
      break;
    case Form::reference:
      (void)reference(spec.key, spec.thing, "");
      break;
    case Form::references:
      (void)references_or_empty(spec.key, spec.thing, "");
      break;
    case Form::numbers:
      (void)numbers(spec.key, spec.unit, "", spec.bounds);
      break;
    case Form::distribution:
      (void)distribution(spec.key, spec.unit, "", spec.bounds);
      break;
    case Form::profile:
      (void)exogenous(spec.key, spec.unit, "", spec.bounds);
      break;
    case Form::table:
      (void)table(spec.key, spec.unit, "", spec.bounds);
      break;
    case Form::group:
      (void)open_group(spec.key, "", true);
      break;
    case Form::list:
      for (Reader& entry : open_list(spec.key, "", true)) {
        for (const KeySpec& child : spec.children) {
          if (child.required || entry.node_->find(child.key) != nullptr)
            entry.read_as(child);
        }
        entry.finish();
      }
      break;
    case Form::texts:
    case Form::scalars:
      break;
  }
}

void ScenarioWalker::check_defaults() {
  Resolved forgotten;
  Resolved* const resolved = std::exchange(context_.resolved, &forgotten);
  std::map<std::string, std::vector<KeySpec>> keys_of;  // by kind
  for (const UnusedDefault& unused : context_.document->unused_defaults()) {
    const auto kind = std::find_if(registry_.kinds().begin(), registry_.kinds().end(),
                                   [&](const Registry::Kind& k) { return k.name == unused.kind; });
    if (kind == registry_.kinds().end())
      continue;  // everything of that kind was refused
    auto [at, fresh] = keys_of.try_emplace(unused.kind);
    if (fresh)
      at->second = describe(registry_, kind->section, kind->name);
    const std::vector<KeySpec>* keys = &at->second;
    std::string path = "defaults." + unused.kind;
    KeySpec as_table;
    for (const std::string& group : unused.groups) {
      path = join_path(path, group);
      const auto spec = std::find_if(keys->begin(), keys->end(),
                                     [&](const KeySpec& s) { return s.key == group; });
      if (spec == keys->end()) {
        keys = nullptr;  // refused where a thing has a group of that name
        break;
      }
      if (spec->form == KeySpec::Form::table)
        as_table = *spec;
      keys = &spec->children;
    }
    if (keys == nullptr)
      continue;
    const Member& member = unused.entry.members.front();
    Reader reader(context_, &unused.entry, path, nullptr);
    auto spec = std::find_if(keys->begin(), keys->end(),
                             [&](const KeySpec& s) { return s.key == member.key; });
    if (!as_table.key.empty()) {
      as_table.form = KeySpec::Form::number;
      as_table.key = member.key;
      reader.read_as(as_table);
      continue;
    }
    for (const KeySpec& key : *keys)
      reader.declared_.push_back(key.key);
    if (spec != keys->end())
      reader.read_as(*spec);
    reader.finish();
  }
  context_.resolved = resolved;
}

}  // namespace chokepoint
