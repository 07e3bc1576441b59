#include "models/balance.hpp"

#include <algorithm>
#include <vector>

#include "models/core/firm.hpp"
#include "sim/base/error.hpp"

namespace chokepoint::models {

namespace {

/// Who serves whom: orders of one seller, commodity and steadiness wait for one gate.
class OrderGates {
 public:
  OrderGates(const Trace& trace, const Market& market) {
    for (OrderId id = 1; id < market.journal.size(); ++id)
      commodities_ =
          std::max<std::size_t>(commodities_, market.journal.at(id).terms.commodity + 1U);
    gates_.resize(2 * commodities_ * market.firms().size(), kNoGate);
    for (const Note& note : trace.notes()) {
      const Event& event = trace.event(note.event);
      if (event.kind != EventKind::service)
        continue;
      // The first of several gates: there an order begins.
      GateId& gate = gates_[place(market.journal.at(note.subject))];
      if (gate == kNoGate)
        gate = event.gate;
    }
  }
  [[nodiscard]] GateId of(const Order& order) const { return gates_[place(order)]; }

 private:
  [[nodiscard]] std::size_t place(const Order& order) const {
    return 2 * (order.seller * commodities_ + order.terms.commodity) + (order.terms.stable ? 1 : 0);
  }

  std::size_t commodities_ = 0;
  std::vector<GateId> gates_;
};

/// What was ordered for the sink and never begun.
std::vector<NeverBegun> never_begun(const Trace& trace, const Market& market) {
  const OrderGates gates(trace, market);
  std::vector<NeverBegun> result;
  for (OrderId id = 1; id < market.journal.size(); ++id) {
    const Order& order = market.journal.at(id);
    if (order.closed() || order.to_start() <= 0 || gates.of(order) == kNoGate)
      continue;
    result.push_back(
        {id, gates.of(order), order.terms.sink_per_unit * static_cast<double>(order.to_start())});
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
