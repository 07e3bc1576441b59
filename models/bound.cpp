#include "models/bound.hpp"

#include <algorithm>

#include "models/core/reasons.hpp"
#include "sim/bound/loops.hpp"
#include "sim/bound/occupancy.hpp"
#include "sim/bound/solver.hpp"

namespace chokepoint::models {

namespace {

void state_all(World& world, ProcessModel& model) {
  world.state(model);
  state_occupancy(model);
  state_loops(model);
}

}  // namespace

std::vector<double> level_by_month(const Trace& trace, const MonthGrid& grid) {
  std::vector<double> levels;
  double level = 0;
  const auto lots = trace.sink_lots();
  std::size_t next = 0;
  for (int month = 0; month < grid.months(); ++month) {
    const bool last = month + 1 == grid.months();
    while (next < lots.size() && (last || lots[next].tick < grid.end(month)))
      level += lots[next++].amount;
    levels.push_back(level);
  }
  return levels;
}

void refuse_boundless(const Scenario& scenario) {
  if (std::none_of(scenario.entries.begin(), scenario.entries.end(),
                   [](const auto& entry) { return entry.section == "parts"; }))
    return;
  World world(scenario);
  ProcessModel model(scenario.timeline, scenario.horizon);
  state_all(world, model);
  const LinearProgramme programme = write_programme(model);
  static_cast<void>(Solver(programme).solve());
}

std::vector<double> levels_of_run(const Scenario& scenario, const MonthGrid& grid) {
  World world(scenario);
  world.run();
  return level_by_month(world.trace(), grid);
}

std::vector<double> levels_with_money(const Scenario& scenario, const MonthGrid& grid) {
  // Much more does not fit into whole cents over all years.
  constexpr double kPlenty = 10;
  World world(scenario, {.relaxed = {Relaxation::by(std::string(kMoney), kPlenty)}});
  world.run();
  return level_by_month(world.trace(), grid);
}

void state_and_run(World& world, ProcessModel& model) {
  state_all(world, model);
  world.run();
}

}  // namespace chokepoint::models
