#include "models/balance.hpp"

#include <vector>

#include "models/core/firm.hpp"
#include "models/core/line.hpp"
#include "sim/base/error.hpp"

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

}  // namespace

TokenBalance checked_balance(const Told& told, const Ledger& ledger, std::size_t paths) {
  const bool decided = told.market != nullptr && !told.market->firms().empty();
  std::vector<NeverBegun> waiting;
  if (decided)
    waiting = never_begun(*told.market);
  TokenBalance balance = token_balance(told.trace, ledger, decided, waiting, paths);
  if (told.adds_up && balance.whole.violated > 0)
    throw ModelError("a critical path does not add up: " + balance.whole.first);
  if (balance.runs.violated > 0)
    throw ModelError("a run of jobs on a critical path does not add up: " + balance.runs.first);
  return balance;
}

}  // namespace chokepoint::models
