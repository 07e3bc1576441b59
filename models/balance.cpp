#include "models/balance.hpp"

#include <vector>

#include "models/core/firm.hpp"
#include "models/core/line.hpp"
#include "sim/base/error.hpp"
#include "sim/bottleneck/record_links.hpp"

namespace chokepoint::models {

namespace {

/// What was ordered for the sink and never begun, with the gate it waited for.
std::vector<NeverBegun> never_begun(const Market& market) {
  std::vector<NeverBegun> result;
  for (const Line* const line : market.lines) {
    line->for_each_waiting([&](OrderId id, GateId gate) {
      const Order& order = market.journal.at(id);
      result.push_back(
          {id, gate, order.terms.sink_per_unit * static_cast<double>(order.to_start())});
    });
  }
  return result;
}

/// Every piece of every path: dates, conditions, jobs of a gate in turn.
RecordLinks whole_record(const Told& told) {
  const Trace& trace = told.trace;
  if (trace.unexplained() > 0) {
    const Event& first = trace.event(trace.unexplained_events().front());
    throw ModelError(std::to_string(trace.unexplained()) +
                     " activities did not start when the last thing recorded of them was there, "
                     "the first of '" +
                     trace.name(first.constraint) + "' on " +
                     told.scenario.timeline.iso(first.start));
  }
  RecordLinks links = record_links(trace);
  if (links.broken > 0)
    throw ModelError("the record of the run is not whole: " + links.first);
  return links;
}

}  // namespace

TokenBalance checked_balance(const Told& told, const Ledger& ledger, std::size_t paths) {
  const RecordLinks links = whole_record(told);
  const bool decided = told.market != nullptr && !told.market->firms().empty();
  std::vector<NeverBegun> waiting;
  if (decided)
    waiting = never_begun(*told.market);
  TokenBalance balance = token_balance(told.trace, ledger, decided, waiting, paths);
  balance.links = links.checked;
  if (told.adds_up && balance.whole.violated > 0)
    throw ModelError("a critical path does not add up: " + balance.whole.first);
  if (balance.runs.violated > 0)
    throw ModelError("a run of jobs on a critical path does not add up: " + balance.runs.first);
  return balance;
}

}  // namespace chokepoint::models
