#include "models/detector_worlds.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <set>
#include <span>

#include "models/core/reasons.hpp"
#include "sim/worlds/bytes.hpp"
#include "sim/worlds/runner.hpp"

namespace chokepoint::models {

namespace {

constexpr double kStep = 0.05;

void add_names(BytesOut& bytes, const std::vector<std::string>& names) {
  bytes.add(std::uint64_t{names.size()});
  for (const std::string& name : names)
    bytes.add(name);
}

std::vector<std::string> take_names(BytesIn& bytes) {
  std::vector<std::string> names(bytes.number());
  for (std::string& name : names)
    name = bytes.text();
  return names;
}

bool is_outage(const Trace& trace, std::string_view name) {
  const auto known = trace.constraints();
  const auto found = std::find_if(known.begin(), known.end(), [&](const Constraint& constraint) {
    return constraint.name == name;
  });
  if (found == known.end())
    return false;
  const std::uint32_t kinds = trace.kinds(static_cast<ConstraintId>(found - known.begin()));
  return (kinds >> static_cast<unsigned>(EventKind::outage) & 1U) != 0;
}

/// Called in a process of its own: the one that forks must not make an engine yet.
std::string names_in(const Scenario& scenario) {
  Relief::Names held;
  World world(scenario, {.names = &held});
  world.run();
  DetectorNames names{works(world.trace(), ledger_of(world)), {}, {}};
  const auto serves = [&](const std::string& name) {
    return std::find(names.works.begin(), names.works.end(), name) != names.works.end();
  };
  for (const std::string& name : held.amounts) {
    if (!serves(name))
      (name == kOutsideDemand ? names.others : names.decisions).push_back(name);
  }
  for (const std::string& name : held.times) {
    if (!serves(name) && held.amounts.count(name) == 0)
      (is_outage(world.trace(), name) ? names.others : names.leads).push_back(name);
  }
  BytesOut bytes;
  for (const auto* list : {&names.works, &names.decisions, &names.others, &names.leads})
    add_names(bytes, *list);
  for (const auto& [name, amounts] : held.wholes) {
    for (const WholeAmount& whole : amounts) {
      bytes.add(name).add(static_cast<std::uint64_t>(whole.amount));
      bytes.add(static_cast<std::uint64_t>(whole.least));
    }
  }
  return bytes.take();
}

/// One frozen world with a step of those constraints; a worker writes its tape once.
std::string changed(const Scenario& scenario, const DetectorNames& names,
                    const std::vector<std::string>& constraints, double step) {
  static const std::unique_ptr<Tape> tape = [&] {
    auto written = std::make_unique<Tape>();
    World base(scenario, {.written = written.get()});
    base.run();
    return written;
  }();
  std::vector<Relaxation> relaxed;
  for (const std::string& constraint : constraints)
    relaxed.push_back(Relaxation::by(constraint, 1 + names.step(constraint, step).by));
  World world(scenario, {.relaxed = relaxed, .replayed = tape.get()});
  world.run();
  return BytesOut().add(online_by_month(world.trace(), ledger_of(world))).take();
}

}  // namespace

std::vector<std::string> DetectorNames::amounts() const {
  std::vector<std::string> list = works;
  list.insert(list.end(), decisions.begin(), decisions.end());
  list.insert(list.end(), others.begin(), others.end());
  return list;
}

std::vector<std::string> DetectorNames::all() const {
  std::vector<std::string> list = amounts();
  list.insert(list.end(), leads.begin(), leads.end());
  return list;
}

WholeStep DetectorNames::step(const std::string& name, double by) const {
  const auto known = wholes.find(name);
  return whole_step(known == wholes.end() ? std::span<const WholeAmount>() : known->second, by);
}

namespace {

Alternatives alternatives_in(const ProcessModel& model, const Trace& trace) {
  std::set<std::string> known;
  for (const Constraint& constraint : trace.constraints())
    known.insert(constraint.name);
  std::map<ProcessModel::StockId, std::vector<std::set<std::string>>> makers;
  for (const ProcessModel::Process& process : model.processes()) {
    std::set<std::string> needs;
    for (const ProcessModel::Use& use : process.uses)
      needs.insert(model.capacities()[use.capacity].constraint);
    for (const ProcessModel::Flow& flow : process.flows) {
      if (flow.amount > 0 && !needs.empty())
        makers[flow.stock].push_back(needs);
    }
  }
  Alternatives result;
  for (const auto& [stock, sets] : makers) {
    std::set<std::string> names;
    const bool single = std::all_of(sets.begin(), sets.end(), [&](const auto& needs) {
      return needs.size() == 1 && known.count(*needs.begin()) > 0;
    });
    for (const std::set<std::string>& needs : sets)
      names.insert(needs.begin(), needs.end());
    if (single && names.size() > 1)
      result.emplace_back(names.begin(), names.end());
  }
  return result;
}

}  // namespace

CutStructure cut_structure(const World& world, const ProcessModel& model) {
  return {.is_tree = world.is_tree(), .alternatives = alternatives_in(model, world.trace())};
}

Ledger ledger_of(const World& world) {
  return {world.trace(), world.scenario().timeline, world.scenario().horizon};
}

DetectorNames find_detector_names(const Scenario& scenario) {
  const auto outcomes = run_worlds(1, 1, [&](std::size_t) { return names_in(scenario); });
  if (!outcomes.front().ok)
    throw RunError(outcomes.front().failure);
  BytesIn bytes(outcomes.front().result);
  DetectorNames names;
  for (auto* list : {&names.works, &names.decisions, &names.others, &names.leads})
    *list = take_names(bytes);
  while (!bytes.rest().empty()) {
    std::vector<WholeAmount>& wholes = names.wholes[bytes.text()];
    const auto amount = static_cast<std::int64_t>(bytes.number());
    wholes.push_back({amount, static_cast<std::int64_t>(bytes.number())});
  }
  return names;
}

Responses ask_worlds(const Scenario& scenario, const DetectorNames& names, int workers,
                     std::vector<std::string>& failed) {
  std::vector<std::vector<std::string>> groups;
  for (const std::string& name : names.all())
    groups.push_back({name});
  groups.push_back(names.decisions);
  const std::size_t count = groups.size();
  const auto outcomes = run_worlds(2 * count, workers, [&](std::size_t i) {
    return changed(scenario, names, groups[i % count], i < count ? kStep : -kStep);
  });
  Responses responses{.step = kStep};
  for (std::size_t k = 0; k + 1 < count; ++k) {
    const std::string& name = groups[k].front();
    responses.constraints.push_back(name);
    responses.spans.push_back(names.step(name, kStep).change - names.step(name, -kStep).change);
  }
  responses.constraints.emplace_back(kDecisions);
  responses.spans.push_back(2 * kStep);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    auto& side = i < count ? responses.relaxed : responses.tightened;
    side.push_back(outcomes[i].ok ? BytesIn(outcomes[i].result).reals() : std::vector<double>());
    if (!outcomes[i].ok)
      failed.push_back(responses.constraints[i % count] + ": " + outcomes[i].failure);
  }
  return responses;
}

}  // namespace chokepoint::models
