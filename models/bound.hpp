#pragma once

#include <vector>

#include "models/world.hpp"
#include "sim/bound/process_model.hpp"

namespace chokepoint::models {

/// What has reached the sink by the end of each month, as the bound counts it: what comes in the
/// first minute of a month belongs to that month, and what comes as the run ends to the last.
[[nodiscard]] std::vector<double> level_by_month(const Trace& trace, const MonthGrid& grid);

/// Lets a world state what is possible and runs it, so that the model has seen it.
void state_and_run(World& world, ProcessModel& model);

/// Solves what a network of parts can do at most, before anything runs: a run of what nothing
/// limits would not end. Throws NoBoundError. Makes a world of its own, so no other may be there.
void refuse_boundless(const Scenario& scenario);

/// What a run has at the sink at the end of each month. Makes a world of its own, so no other may
/// be there.
[[nodiscard]] std::vector<double> levels_of_run(const Scenario& scenario, const MonthGrid& grid);

/// Of a run in which labs and builders have ten times the money of their own, of investors and of
/// customers: what it has at the sink at the end of each month. A plan has whatever money the best
/// of its worlds brings, so this tells how much of what it has more is money. Makes a world of its
/// own, so no other may be there.
[[nodiscard]] std::vector<double> levels_with_money(const Scenario& scenario,
                                                    const MonthGrid& grid);

}  // namespace chokepoint::models
