#include "models/supply.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "models/generic/register.hpp"
#include "sim/base/log.hpp"

namespace chokepoint::models {

namespace {

/// Which entry wrote down what: names may be many, so none is looked for by going through all.
class EntryIndex {
 public:
  EntryIndex(const Scenario& scenario, const SupplyGraph& graph) : graph_(graph) {
    for (const Scenario::Entry& entry : scenario.entries)
      by_name_.emplace(entry.name, &entry);
    neighbour_.resize(graph.nodes().size(), nullptr);
    for (const SupplyEdge& edge : graph.edges()) {
      learn(edge.from, edge.to);
      learn(edge.to, edge.from);
    }
  }

  /// nullptr when there is none of that name.
  [[nodiscard]] const Scenario::Entry* of(std::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : found->second;
  }

  /// The entry that wrote a node down; for a store without entry, a neighbour that names it.
  [[nodiscard]] const Scenario::Entry* at(std::size_t node) const {
    const auto* own = of(graph_.nodes()[node].name);
    return own != nullptr ? own : neighbour_[node];
  }

  /// Where an entry first mentions a word; nullptr when it does not.
  [[nodiscard]] const Scenario::Entry::Mention* mention(const Scenario::Entry* entry,
                                                        std::string_view word) {
    if (entry == nullptr)
      return nullptr;
    auto [at, fresh] = mentions_.try_emplace(entry->name);
    if (fresh) {
      for (const Scenario::Entry::Mention& m : entry->mentions)
        at->second.emplace(m.word, &m);
    }
    const auto found = at->second.find(word);
    return found == at->second.end() ? nullptr : found->second;
  }

 private:
  void learn(std::size_t node, std::size_t other) {
    if (neighbour_[node] == nullptr)
      neighbour_[node] = of(graph_.nodes()[other].name);
  }

  const SupplyGraph& graph_;
  std::map<std::string_view, const Scenario::Entry*, std::less<>> by_name_;
  std::vector<const Scenario::Entry*> neighbour_;  ///< by node
  /// By name of the entry, as far as they were asked for.
  std::map<std::string_view, std::map<std::string_view, const Scenario::Entry::Mention*>> mentions_;
};

void report(const Scenario::Entry* entry, const std::string& message, Diagnostics& diagnostics) {
  if (entry == nullptr) {
    diagnostics.add({}, "", message);
  } else {
    diagnostics.add(entry->origin, entry->section + "." + entry->name, message);
  }
}

/// The same at a place inside the entry, if there is one.
void report_at(const Scenario::Entry* entry, const Scenario::Entry::Mention* place,
               const std::string& message, Diagnostics& diagnostics) {
  if (place == nullptr) {
    report(entry, message, diagnostics);
  } else {
    diagnostics.add(place->origin, entry->section + "." + entry->name + "." + place->path, message);
  }
}

using Faults = Scenario::Entry::Faults;

bool has_faults(const Scenario& scenario) {
  return !scenario.in_doubt.empty() ||
         std::any_of(scenario.entries.begin(), scenario.entries.end(),
                     [](const Scenario::Entry& e) { return e.faults != Faults::none; });
}

/// The parts, each name once: a second one was refused when it was read.
std::vector<PartPtr> different_parts(const Scenario& scenario) {
  std::vector<PartPtr> parts = parts_of(scenario);
  const auto same = [](const PartPtr& a, const PartPtr& b) { return a->name() == b->name(); };
  parts.erase(std::unique(parts.begin(), parts.end(), same), parts.end());
  return parts;
}

/// The firms that could be read, without anything else.
Scenario sound_firms(const Scenario& scenario) {
  Scenario firms{.name = scenario.name, .timeline = scenario.timeline, .end = scenario.end};
  firms.horizon = scenario.horizon;
  firms.regions = scenario.regions;
  std::copy_if(scenario.entries.begin(), scenario.entries.end(), std::back_inserter(firms.entries),
               [](const Scenario::Entry& entry) {
                 return entry.section == "actors" && entry.faults == Faults::none;
               });
  // A second firm of the same name was refused when it was read.
  const auto same = [](const auto& a, const auto& b) { return a.name == b.name; };
  firms.entries.erase(std::unique(firms.entries.begin(), firms.entries.end(), same),
                      firms.entries.end());
  return firms;
}

SupplyNode node_of(const Market& market, const Firm& firm) {
  SupplyNode node{.name = firm.name(), .kind = firm.kind, .region = firm.region()};
  node.is_sink = firm.is_sink();
  node.is_end = firm.is_customer();
  for (const CommodityId commodity : firm.offered())
    node.makes.push_back(market.commodity(commodity).name);
  std::sort(node.makes.begin(), node.makes.end());
  return node;
}

/// Nothing when the seller can supply that.
std::string refusal(const Market& market, const Market::Supply& supply) {
  const Firm& seller = market.firm(supply.seller);
  const std::string& commodity = market.commodity(supply.commodity).name;
  if (supply.seller == supply.buyer)
    return "expected another firm to supply " + commodity + ", found the firm itself";
  if (!seller.offers(supply.commodity))
    return "expected a firm that sells " + commodity + ", found '" + seller.name() + "' of kind " +
           seller.kind;
  return "";
}

/// Rules about goods that a firm does not sell would forbid nothing, silently.
void check_export_rules(const Market& market, const Firm& firm,
                        std::vector<PartnerProblem>& problems) {
  std::vector<std::string> sold;
  for (const CommodityId commodity : firm.offered())
    sold.push_back(market.commodity(commodity).name);
  for (const ExportRule& rule : firm.export_rules()) {
    if (!rule.goods.empty() && std::find(sold.begin(), sold.end(), rule.goods) == sold.end())
      problems.push_back({firm.name(), "export_rules: expected goods that '" + firm.name() +
                                           "' sells, found '" + rule.goods + "'" +
                                           did_you_mean(rule.goods, sold)});
  }
}

}  // namespace

std::vector<PartnerProblem> connect_firms(const Market& market,
                                          const std::set<std::string>& half_known,
                                          SupplyGraph& graph) {
  std::vector<PartnerProblem> problems;
  std::vector<std::size_t> node(market.firms().size(), SIZE_MAX);
  for (const Firm* firm : market.firms()) {
    check_export_rules(market, *firm, problems);
    if (graph.find(firm->name()) == graph.nodes().size())
      node[firm->id()] = graph.add_node(node_of(market, *firm));
    else
      problems.push_back(
          {firm->name(), "expected a name that no part has, found '" + firm->name() + "'"});
  }
  for (const Market::Need& need : market.needs) {
    if (node[need.buyer] != SIZE_MAX)
      graph.need(node[need.buyer], market.commodity(need.commodity).name);
  }
  for (const Market::Supply& supply : market.supplies) {
    const Commodity& commodity = market.commodity(supply.commodity);
    const std::string refused = refusal(market, supply);
    if (!refused.empty() && !half_known.contains(market.firm(supply.seller).name()))
      problems.push_back({market.firm(supply.buyer).name(), refused});
    if (node[supply.buyer] == SIZE_MAX || node[supply.seller] == SIZE_MAX)
      continue;
    graph.need(node[supply.buyer], commodity.name);
    graph.add_edge({.from = node[supply.seller],
                    .to = node[supply.buyer],
                    .commodity = commodity.name,
                    .unit = commodity.unit,
                    .to_start = supply.to_start});
  }
  return problems;
}

namespace {

/// A graph of what can be read of a scenario, and what is wrong before it is looked at as a whole.
struct Wired {
  SupplyGraph graph;
  std::vector<PartnerProblem> problems;
  std::set<std::string> half_known;   ///< firms of which a partner could not be read
  std::set<std::string> constraints;  ///< under whose names something is put on record
};

Wired wire(const Scenario& scenario) {
  Wired wired;
  const bool is_half_read = has_faults(scenario);
  for (Wiring::Problem& problem : connect_parts(different_parts(scenario), wired.graph)) {
    if (!problem.is_about_others || !is_half_read)
      wired.problems.push_back({problem.part, problem.message});
  }
  for (const PartPtr& part : different_parts(scenario))
    wired.constraints.insert(part->name());
  const Scenario firms = sound_firms(scenario);
  if (firms.entries.empty())
    return wired;
  const World world(firms, WorldOptions{.record = false});
  for (const PartnerProblem& problem : world.problems()) {
    wired.half_known.insert(problem.firm);
    if (!problem.is_absent)
      wired.problems.push_back(problem);
  }
  for (const Constraint& constraint : world.trace().constraints())
    wired.constraints.insert(constraint.name);
  for (PartnerProblem& problem : connect_firms(world.market(), wired.half_known, wired.graph))
    wired.problems.push_back(std::move(problem));
  return wired;
}

/// What an event stops is on record under its name: nothing else may have that.
void check_event_names(const Scenario& scenario, const std::set<std::string>& constraints,
                       Diagnostics& diagnostics) {
  for (const Scenario::Entry& entry : scenario.entries) {
    if (entry.section == "events" && constraints.contains(entry.name))
      report(&entry,
             "expected a name that no constraint of the run has, found '" + entry.name + "'",
             diagnostics);
  }
}

/// Whether what could not be read may put a finding right.
bool is_in_doubt(const GraphFinding& finding, const Scenario& scenario, const Wired& wired,
                 const Scenario::Entry* entry) {
  if (finding.node < wired.graph.nodes().size() &&
      wired.half_known.contains(wired.graph.nodes()[finding.node].name))
    return true;
  if (entry != nullptr && entry->faults == Faults::names)
    return true;
  if (scenario.lacks_text && finding.kind == GraphFinding::Kind::missing_supplier)
    return true;
  return std::any_of(finding.names.begin(), finding.names.end(),
                     [&](const std::string& name) { return scenario.in_doubt.contains(name); });
}

/// More of them than that are counted only.
constexpr std::size_t kMostOddities = 20;

/// An oddity with its place, as diagnostics show it, on stderr.
void warn(const std::vector<std::string>& files, const Scenario::Entry* entry,
          const std::string& message) {
  Diagnostics place;
  place.use_files(files);
  report(entry, message, place);
  log::warn(place.lines().front());
}

}  // namespace

SupplyGraph supply_graph(const Scenario& scenario) {
  return wire(scenario).graph;
}

void check_supply(const Scenario& scenario, Diagnostics& diagnostics) {
  if (diagnostics.is_overfull())
    return;
  if (scenario.entries.empty()) {
    if (diagnostics.empty())
      diagnostics.add({}, "", "expected at least one part or actor, found none");
    return;
  }
  const Wired wired = wire(scenario);
  check_event_names(scenario, wired.constraints, diagnostics);
  EntryIndex entries(scenario, wired.graph);
  for (const PartnerProblem& problem : wired.problems) {
    const Scenario::Entry* entry = entries.of(problem.firm);
    if (entry == nullptr || entry->faults != Faults::names)
      report(entry, problem.message, diagnostics);
  }
  std::vector<GraphFinding> findings = wired.graph.check();
  // Errors first: what is only odd is not worth a word beside them.
  std::stable_partition(findings.begin(), findings.end(),
                        [](const GraphFinding& finding) { return finding.error; });
  const bool is_half_read = has_faults(scenario);
  std::size_t oddities = 0;
  std::set<const Scenario::Entry*> odd;  // a part, and the store that nobody empties, are one
  for (const GraphFinding& finding : findings) {
    const bool is_whole = finding.node == wired.graph.nodes().size();
    const bool is_end =
        finding.kind == GraphFinding::Kind::no_sink || finding.kind == GraphFinding::Kind::dead_end;
    const Scenario::Entry* entry = is_whole ? nullptr : entries.at(finding.node);
    if (is_end ? is_half_read : is_in_doubt(finding, scenario, wired, entry))
      continue;
    if (finding.kind == GraphFinding::Kind::missing_supplier) {
      report_at(entry, entries.mention(entry, finding.names.front()), finding.message, diagnostics);
    } else if (finding.error) {
      report(entry, finding.message, diagnostics);
    } else if (diagnostics.empty() && odd.insert(entry).second && ++oddities <= kMostOddities) {
      warn(diagnostics.files(), entry, finding.message);
    }
  }
  if (oddities > kMostOddities)
    log::warn("and " + std::to_string(oddities - kMostOddities) + " more dead ends");
}

std::string graphviz(const Scenario& scenario) {
  return supply_graph(scenario).graphviz(scenario.name);
}

}  // namespace chokepoint::models
