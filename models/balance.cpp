#include "models/balance.hpp"

#include <algorithm>
#include <vector>

#include "models/core/firm.hpp"
#include "sim/base/error.hpp"

namespace chokepoint::models {

namespace {

/// What was ordered for the sink and never begun. Orders of one seller, commodity and steadiness
/// wait for one gate: the first at which any of them was worked on.
std::vector<NeverBegun> never_begun(const Trace& trace, const Market& market) {
  struct Queue {
    bool waits = false;  ///< some order does
    bool begun = false;  ///< some order was: there is a gate
    GateId gate = kNoGate;
  };
  const std::size_t commodities = market.commodities().size();
  std::vector<Queue> queues(2 * commodities * market.firms().size());
  std::vector<std::uint32_t> queue_of(market.journal.size());
  std::vector<OrderId> waiting;
  for (OrderId id = 1; id < market.journal.size(); ++id) {
    const Order& order = market.journal.at(id);
    const std::size_t kind = order.seller * commodities + order.terms.commodity;
    queue_of[id] = static_cast<std::uint32_t>(2 * kind + (order.terms.stable ? 1 : 0));
    Queue& queue = queues[queue_of[id]];
    queue.begun = queue.begun || order.started > 0;
    if (order.closed() || order.to_start() <= 0)
      continue;
    queue.waits = true;
    waiting.push_back(id);
  }
  auto missing = std::count_if(queues.begin(), queues.end(),
                               [](const Queue& queue) { return queue.waits && queue.begun; });
  for (const Note& note : trace.notes()) {
    if (missing == 0)
      break;
    Queue& queue = queues[queue_of[note.subject]];
    if (!queue.waits || queue.gate != kNoGate)
      continue;
    const Event& event = trace.event(note.event);
    if (event.kind != EventKind::service)
      continue;
    queue.gate = event.gate;
    missing -= queue.begun ? 1 : 0;
  }
  std::vector<NeverBegun> result;
  for (const OrderId id : waiting) {
    const Order& order = market.journal.at(id);
    const GateId gate = queues[queue_of[id]].gate;
    if (gate != kNoGate)
      result.push_back(
          {id, gate, order.terms.sink_per_unit * static_cast<double>(order.to_start())});
  }
  return result;
}

}  // namespace

TokenBalance checked_balance(const Told& told, const Ledger& ledger, std::size_t paths) {
  const bool decided = told.market != nullptr && !told.market->firms().empty();
  std::vector<NeverBegun> waiting;
  if (decided)
    waiting = never_begun(told.trace, *told.market);
  const TokenBalance balance = token_balance(told.trace, ledger, decided, waiting, paths);
  if (told.is_tree && balance.whole.violated > 0)
    throw ModelError("a critical path does not add up: " + balance.whole.first);
  if (balance.runs.violated > 0)
    throw ModelError("a run of jobs on a critical path does not add up: " + balance.runs.first);
  return balance;
}

}  // namespace chokepoint::models
