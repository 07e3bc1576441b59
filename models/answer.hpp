#pragma once

#include "models/core/order.hpp"
#include "models/core/series.hpp"
#include "sim/bottleneck/ledger.hpp"
#include "sim/record/run_result.hpp"
#include "sim/scenario/registry.hpp"

namespace chokepoint::models {

class Market;

/// What a finished world hands over to be told: its plan, its event graph and, where firms took
/// part, their market. All must outlive the call.
struct Told {
  const Scenario& scenario;
  const std::string& sha256;  ///< of the scenario's files
  const Trace& trace;
  const Market* market = nullptr;  ///< null or empty for a textbook network
  bool adds_up = false;            ///< whole paths of it must: World::adds_up()
};

/// Turns a finished world into the answer that is printed and written: years with demand, online
/// and binding constraints, monthly shares, series and the order journal.
[[nodiscard]] RunResult answer(const Told& told);

/// How a constraint is called in sentences; its own name in words when it has no title.
[[nodiscard]] const std::vector<ConstraintTitle>& constraint_titles();

}  // namespace chokepoint::models
