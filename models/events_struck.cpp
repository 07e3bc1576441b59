// What two events strike both.

#include "models/events_struck.hpp"

#include <algorithm>
#include <utility>

namespace chokepoint::models {

using Entry = Scenario::Entry;

const Entry* find_entry(const Scenario& scenario, std::string_view section, std::string_view name) {
  const auto known =
      std::find_if(scenario.entries.begin(), scenario.entries.end(),
                   [&](const Entry& e) { return e.section == section && e.name == name; });
  return known == scenario.entries.end() ? nullptr : &*known;
}

bool holds(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string common(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  const auto both = std::find_if(a.begin(), a.end(), [&](const std::string& name) {
    return std::find(b.begin(), b.end(), name) != b.end();
  });
  return both == a.end() ? "" : *both;
}

std::string_view region_of(const Entry& actor) {
  // The key is a mention of itself, too.
  const auto place = std::find_if(
      actor.mentions.begin(), actor.mentions.end(),
      [](const Entry::Mention& m) { return m.path == "region" && m.word != "region"; });
  return place == actor.mentions.end() ? std::string_view() : place->word;
}

namespace {

/// A site or a node as an event names it.
struct Target {
  std::string text;
  std::string firm;
  std::string region;  ///< empty: all of them
  std::string node;    ///< empty: all of them
};

std::vector<Target> targets_of(const Disruption& event) {
  std::vector<Target> targets;
  for (const std::string& site : event.sites) {
    const std::size_t dot = site.find('.');
    targets.push_back({site, site.substr(0, dot), site.substr(dot + 1), ""});
  }
  for (const std::string& node : event.nodes) {
    const std::size_t first = node.find('.');
    const std::size_t last = node.rfind('.');
    const std::string region = first < last ? node.substr(first + 1, last - first - 1) : "";
    targets.push_back({node, node.substr(0, first), region, node.substr(last + 1)});
  }
  return targets;
}

/// Of the sites and nodes that one event strikes the first that the other strikes, too, and what
/// that one names there.
std::pair<std::string, std::string> target_of_both(const Scenario& scenario, const Disruption& one,
                                                   const Disruption& other) {
  const auto meet = [](const std::string& a, const std::string& b) {
    return a.empty() || b.empty() || a == b;
  };
  for (const Target& target : targets_of(one)) {
    for (const Target& second : targets_of(other)) {
      if (target.firm == second.firm && meet(target.region, second.region) &&
          meet(target.node, second.node))
        return {target.text, second.text};
    }
    if (holds(other.firms, target.firm))
      return {target.text, target.firm};
    const Entry* const firm = find_entry(scenario, "actors", target.firm);
    const std::string region = !target.region.empty() ? target.region
                               : firm == nullptr      ? std::string()
                                                      : std::string(region_of(*firm));
    if (holds(other.regions, region))
      return {target.text, region};
  }
  return {};
}

}  // namespace

std::string struck_by_both(const Scenario& scenario, const Disruption& a, const Disruption& b) {
  for (const auto list : {&Disruption::firms, &Disruption::sites, &Disruption::nodes,
                          &Disruption::parts, &Disruption::regions}) {
    if (std::string target = common(a.*list, b.*list); !target.empty())
      return target;
  }
  if (std::string target = target_of_both(scenario, a, b).first; !target.empty())
    return target;
  if (std::string target = target_of_both(scenario, b, a).second; !target.empty())
    return target;
  for (const Entry& entry : scenario.entries) {
    if (entry.section != "actors")
      continue;
    const std::string_view region = region_of(entry);
    if (holds(a.firms, entry.name) && holds(b.regions, region))
      return entry.name;
    if (holds(b.firms, entry.name) && holds(a.regions, region))
      return std::string(region);
  }
  return "";
}

}  // namespace chokepoint::models
