#include "sim/scenario/scenario_walker.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "sim/scenario/read_context.hpp"

namespace chokepoint {
namespace {

constexpr std::chrono::days kLongest{366 * 200};

using Faults = Scenario::Entry::Faults;

void collect_texts(const Node& node, std::set<std::string, std::less<>>& texts) {
  if (node.is_scalar())
    texts.insert(node.text);
  for (const Node& item : node.items)
    collect_texts(item, texts);
  for (const Member& m : node.members) {
    texts.insert(m.key);
    collect_texts(m.value, texts);
  }
}

/// The words below an entry that may name something else.
void collect_mentions(const Node& node, const std::string& path,
                      std::vector<Scenario::Entry::Mention>& mentions) {
  const auto add = [&](const std::string& word, const std::string& at, Origin origin) {
    const bool is_word = !word.empty() && (word.front() < '0' || word.front() > '9');
    if (is_word)
      mentions.push_back({word, at, origin});
  };
  if (node.is_scalar())
    add(node.text, path, node.origin);
  for (std::size_t i = 0; i < node.items.size(); ++i)
    collect_mentions(node.items[i], entry_path(path, node.items[i], i), mentions);
  for (const Member& m : node.members) {
    if (path.empty() && (m.key == "name" || m.key == "kind"))
      continue;
    const std::string below = join_path(path, m.key);
    add(m.key, below, m.origin);
    collect_mentions(m.value, below, mentions);
  }
}

/// Keys at the top that the loader uses up before anything is read.
std::vector<KeySpec> loader_keys() {
  using Form = KeySpec::Form;
  const auto key = [](const char* name, Form form, bool required, const char* help) {
    KeySpec spec;
    spec.key = name;
    spec.form = form;
    spec.required = required;
    spec.help = help;
    return spec;
  };
  return {key("chokepoint", Form::count, true, "version of the format: 1"),
          key("include", Form::texts, false, "files that come before this one"),
          key("sources", Form::text, false, "the source table: a file, or a list"),
          key("source", Form::text, false, "where the numbers of this file come from"),
          key("defaults", Form::group, false, "what all things of a kind have in common, by kind")};
}

const Date kNoDate{std::chrono::year(2000), std::chrono::month(1), std::chrono::day(1)};

}  // namespace

std::string singular(std::string_view section) {
  return std::string(section.ends_with('s') ? section.substr(0, section.size() - 1) : section);
}

Scenario ScenarioWalker::read(const Document& document, const SampleOptions& options) {
  Scenario scenario{.name = "", .timeline = Timeline(kNoDate), .end = kNoDate};
  if (!document.complete())
    return scenario;
  scenario.resolved.use_files(document.places());
  context_.only_for_world = options.only_for_world;
  context_.memo = options.memo;
  context_.document = &document;
  context_.resolved = &scenario.resolved;
  Reader top(context_, &document.root(), "", nullptr);
  scenario.name = top.text("name", "what the scenario is called");
  read_dates(top, scenario);
  read_seed(top, scenario, options);
  context_.random = RandomSource(scenario.seed, scenario.replication);
  context_.deterministic = scenario.deterministic = options.deterministic;
  read_regions(top, scenario);
  read_sections(top, scenario);
  if (context_.diagnostics->is_overfull()) {
    context_.resolved = nullptr;
    return scenario;  // what was not read might be named by what was
  }
  for (const Registry::Root& root : registry_.roots()) {
    scenario.roots.emplace_back(root.name, root.read(top));
  }
  for (const KeySpec& spec : loader_keys())
    top.declared_.push_back(spec.key);  // known, and taken out or checked by the loader
  top.finish();
  check_defaults();
  check_references(scenario);
  context_.resolved = nullptr;
  return scenario;
}

void ScenarioWalker::read_dates(Reader& top, Scenario& scenario) {
  const std::size_t faults = context_.diagnostics->count();
  const Date start = top.date("start", "the first day of the run");
  const Date end = top.date("end", "the day at whose beginning the run ends");
  if (context_.diagnostics->count() == faults && top.node_ != nullptr) {
    const auto length = std::chrono::sys_days(end) - std::chrono::sys_days(start);
    const Node& at = *top.node_->find("end");
    if (length <= std::chrono::days(0)) {
      top.fail(at, "end",
               "expected a date after the start (" + iso(start) + "), found " + in_quotes(at.text));
    } else if (length > kLongest) {
      top.fail(at, "end",
               "expected a date within 200 years of the start, found " + in_quotes(at.text));
    }
  }
  context_.timeline = Timeline(start);
  scenario.timeline = context_.timeline;
  scenario.end = end;
  context_.horizon = scenario.horizon = scenario.timeline.tick(end);
}

void ScenarioWalker::read_seed(Reader& top, Scenario& scenario, const SampleOptions& options) {
  KeySpec& spec =
      top.declare(KeySpec::Form::count, "seed", "the seed of all random numbers", false);
  spec.default_text = "1";
  spec.unit = "1";
  spec.bounds = Bounds::between(0, static_cast<double>(kLargestSeed));
  if (const Node* node = top.take_scalar("seed", false, "a whole number")) {
    std::string problem;
    const auto value = parse_quantity(node->text, "1", problem);
    const bool whole = is_bare_number(*node) && value && *value >= 0.0 &&
                       *value <= static_cast<double>(kLargestSeed) &&
                       *value == static_cast<double>(static_cast<std::int64_t>(*value));
    if (whole) {
      scenario.seed = static_cast<std::uint64_t>(*value);
    } else {
      top.fail(*node, "seed",
               "expected a whole number from 0 to 9e15, found " + in_quotes(node->text));
    }
  }
  scenario.seed = options.seed.value_or(scenario.seed);
  scenario.replication = options.replication;
}

void ScenarioWalker::read_regions(Reader& top, Scenario& scenario) {
  scenario.regions = top.list_or_empty("regions", "the regions of the world", [](Reader& region) {
    std::string name = region.name();
    region.declare_name("region", name);
    return name;
  });
}

void ScenarioWalker::read_sections(Reader& top, Scenario& scenario) {
  for (const std::string& section : registry_.sections()) {
    std::vector<Reader> entries =
        top.open_list(section, "the " + section + " of the scenario", false);
    if (top.is_describing())
      continue;  // each kind is described by itself
    for (std::size_t i = 1; i < entries.size(); ++i) {
      // Which of the two is meant nobody knows: what either supplies may be missing without it.
      if (entries[i].path() == entries[i - 1].path()) {
        collect_texts(*entries[i - 1].node_, scenario.in_doubt);
        collect_texts(*entries[i].node_, scenario.in_doubt);
      }
    }
    for (Reader& entry : entries) {
      if (context_.diagnostics->is_overfull())
        return;
      const std::size_t faults = context_.diagnostics->count();
      const std::size_t of_numbers = context_.number_faults;
      const std::size_t known = scenario.entries.size();
      read_entry(entry, section, scenario);
      const std::size_t more = context_.diagnostics->count() - faults;
      if (more > context_.number_faults - of_numbers) {
        collect_texts(*entry.node_, scenario.in_doubt);
        if (scenario.entries.size() > known)
          scenario.entries.back().faults = Faults::names;
      } else if (more > 0) {
        scenario.entries.back().faults = Faults::numbers;
      }
      scenario.lacks_text = context_.lacks_text;
      context_.entries = scenario.entries.size();
    }
  }
}

const Node* ScenarioWalker::take_kind(Reader& entry, const std::string& section,
                                      const std::vector<std::string>& kinds) {
  if (entry.node_ == nullptr || entry.node_->find("kind") != nullptr)
    return entry.take_scalar("kind", true, one_of_text(kinds));
  std::string message = "expected " + one_of_text(kinds) + ", found no such key";
  if (entry.node_->unmatched && !context_.diagnostics->is_full()) {
    std::vector<std::string> others;
    for (const Node& item : context_.document->root().find(section)->items) {
      if (!item.unmatched)
        others.emplace_back(entry_label(item));
    }
    const std::string_view label = entry_label(*entry.node_);
    message += "; the files before have no entry " + in_quotes(label) + " to change" +
               did_you_mean(label, others);
  }
  entry.fail(*entry.node_, "kind", message);
  for (const Member& m : entry.node_->members) {
    const std::string hint = did_you_mean(m.key, {"kind"});
    if (hint.empty())
      continue;
    // As the kind that is meant, the entry tells what else is wrong, this key included.
    if (registry_.find(section, m.value.text) != nullptr)
      return &m.value;
    context_.diagnostics->add(m.origin, join_path(entry.path(), m.key),
                              "unknown key " + in_quotes(m.key) + hint);
  }
  return nullptr;
}

void ScenarioWalker::read_entry(Reader& entry, const std::string& section, Scenario& scenario) {
  std::vector<std::string> kinds;
  for (const Registry::Kind& kind : registry_.kinds()) {
    if (kind.section == section)
      kinds.push_back(kind.name);
  }
  const std::string name = entry.name();
  const Node* kind_node = take_kind(entry, section, kinds);
  entry.declare_name(singular(section), name);
  if (kind_node == nullptr)
    return;
  const Registry::Kind* kind = registry_.find(section, kind_node->text);
  if (kind == nullptr) {
    entry.fail(*kind_node, "kind",
               "expected " + one_of_text(kinds) + ", found " + in_quotes(kind_node->text) +
                   did_you_mean(kind_node->text, kinds));
    return;
  }
  entry.declared_.emplace_back("kind");
  entry.declare_name(kind->name, name);
  std::any value = kind->read(entry);
  entry.finish();
  scenario.entries.push_back(
      {section, kind->name, name, std::move(value), entry.node_->origin, {}});
  if (!context_.only_for_world)
    collect_mentions(*entry.node_, "", scenario.entries.back().mentions);
}

void ScenarioWalker::check_references(Scenario& scenario) {
  std::map<std::string, NameHints> hints;  // by thing
  const auto hints_for = [&](const std::string& thing) -> NameHints& {
    const auto known = hints.find(thing);
    if (known != hints.end())
      return known->second;
    std::vector<std::string> names;
    for (auto at = context_.names.lower_bound({thing, ""});
         at != context_.names.end() && at->first == thing; ++at)
      names.push_back(at->second);
    return hints.emplace(thing, NameHints(std::move(names))).first->second;
  };
  for (const ReadContext::PendingReference& r : context_.references) {
    if (context_.names.contains({r.thing, r.name}))
      continue;
    if (r.entry < scenario.entries.size())
      scenario.entries[r.entry].faults = Faults::names;
    scenario.in_doubt.insert(r.name);
    context_.diagnostics->add(r.origin, r.path,
                              "expected the name of " + with_article(r.thing) + ", found " +
                                  in_quotes(r.name) + did_you_mean(r.name, hints_for(r.thing)));
  }
}

void ScenarioWalker::read_only(const Document& document, const std::function<void(Reader&)>& read) {
  if (!document.complete())
    return;
  context_.document = &document;
  Reader top(context_, &document.root(), "", nullptr);
  read(top);
  for (const char* key : {"chokepoint", "include", "source", "sources"})
    top.declared_.emplace_back(key);
  top.finish();
}

std::vector<KeySpec> ScenarioWalker::describe_only(const std::function<void(Reader&)>& read) {
  std::vector<KeySpec> keys = loader_keys();
  std::erase_if(keys, [](const KeySpec& spec) { return spec.key == "defaults"; });
  Reader top(context_, nullptr, "", &keys);
  read(top);
  return keys;
}

std::vector<KeySpec> ScenarioWalker::describe_top() {
  std::vector<KeySpec> keys = loader_keys();
  Scenario ignored{.name = "", .timeline = Timeline(kNoDate), .end = kNoDate};
  Reader top(context_, nullptr, "", &keys);
  (void)top.text("name", "what the scenario is called");
  read_dates(top, ignored);
  read_seed(top, ignored, {});
  read_regions(top, ignored);
  read_sections(top, ignored);
  for (const Registry::Root& root : registry_.roots())
    (void)root.read(top);
  return keys;
}

std::vector<KeySpec> ScenarioWalker::describe_kind(const Registry::Kind& kind) {
  std::vector<KeySpec> keys;
  Reader entry(context_, nullptr, kind.section + ".<" + kind.name + ">", &keys);
  (void)entry.name();
  (void)kind.read(entry);
  return keys;
}

Scenario read_scenario(const Document& document, const Registry& registry,
                       const SampleOptions& options, Diagnostics& diagnostics) {
  diagnostics.use_files(document.files());
  ReadContext context;
  context.diagnostics = &diagnostics;
  return ScenarioWalker(context, registry).read(document, options);
}

void read_document(const Document& document, const std::function<void(Reader&)>& read,
                   Diagnostics& diagnostics) {
  diagnostics.use_files(document.files());
  Resolved forgotten;
  ReadContext context;
  context.diagnostics = &diagnostics;
  context.resolved = &forgotten;
  const Registry nothing;
  ScenarioWalker(context, nothing).read_only(document, read);
}

std::vector<KeySpec> describe_document(const std::function<void(Reader&)>& read) {
  Diagnostics none;
  ReadContext context;
  context.diagnostics = &none;
  const Registry nothing;
  return ScenarioWalker(context, nothing).describe_only(read);
}

std::vector<KeySpec> describe(const Registry& registry, std::string_view section,
                              std::string_view kind) {
  Diagnostics none;
  ReadContext context;
  context.diagnostics = &none;
  ScenarioWalker walker(context, registry);
  if (section.empty())
    return walker.describe_top();
  const Registry::Kind* found_kind = registry.find(section, kind);
  return found_kind == nullptr ? std::vector<KeySpec>{} : walker.describe_kind(*found_kind);
}

}  // namespace chokepoint
