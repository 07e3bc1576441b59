#include "models/detector_worlds.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <span>
#include <sstream>

#include "models/core/reasons.hpp"
#include "sim/worlds/runner.hpp"

namespace chokepoint::models {

namespace {

constexpr double kStep = 0.05;

std::string bytes_of(const std::vector<double>& values) {
  std::string bytes(values.size() * sizeof(double), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

std::vector<double> values_in(const std::string& bytes) {
  std::vector<double> values(bytes.size() / sizeof(double));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(double));
  return values;
}

std::string lines_of(const std::vector<std::string>& names) {
  std::string lines = std::to_string(names.size()) + "\n";
  for (const std::string& name : names)
    lines += name + "\n";
  return lines;
}

std::vector<std::string> take_lines(std::istream& from) {
  std::size_t count = 0;
  from >> count >> std::ws;
  std::vector<std::string> lines(count);
  for (std::string& line : lines)
    std::getline(from, line);
  return lines;
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
  std::string text;
  for (const auto* list : {&names.works, &names.decisions, &names.others, &names.leads})
    text += lines_of(*list);
  for (const auto& [name, amounts] : held.wholes) {
    for (const WholeAmount& whole : amounts)
      text += name + "\n" + std::to_string(whole.amount) + " " + std::to_string(whole.least) + "\n";
  }
  return text;
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
  return bytes_of(online_by_month(world.trace(), ledger_of(world)));
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

Ledger ledger_of(const World& world) {
  return {world.trace(), world.scenario().timeline, world.scenario().horizon};
}

DetectorNames find_detector_names(const Scenario& scenario) {
  const auto outcomes = run_worlds(1, 1, [&](std::size_t) { return names_in(scenario); });
  if (!outcomes.front().ok)
    throw RunError(outcomes.front().failure);
  std::istringstream text(outcomes.front().result);
  DetectorNames names;
  names.works = take_lines(text);
  names.decisions = take_lines(text);
  names.others = take_lines(text);
  names.leads = take_lines(text);
  WholeAmount whole;
  for (std::string name;
       std::getline(text, name) && text >> whole.amount >> whole.least >> std::ws;)
    names.wholes[name].push_back(whole);
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
    side.push_back(values_in(outcomes[i].result));
    if (!outcomes[i].ok)
      failed.push_back(responses.constraints[i % count] + ": " + outcomes[i].failure);
  }
  return responses;
}

}  // namespace chokepoint::models
