#include "models/balance.hpp"

#include <map>
#include <tuple>
#include <vector>

#include "models/core/firm.hpp"
#include "sim/base/error.hpp"

namespace chokepoint::models {

namespace {

/// Who serves whom: orders of one seller, commodity and steadiness wait for one gate.
using Book = std::tuple<FirmId, CommodityId, bool>;

Book book_of(const Order& order) {
  return {order.seller, order.terms.commodity, order.terms.stable};
}

/// What was ordered for the sink and never begun.
std::vector<NeverBegun> never_begun(const Trace& trace, const Journal& journal) {
  std::map<Book, GateId> gates;
  for (const Note& note : trace.notes()) {
    const Event& event = trace.event(note.event);
    // The first of several gates: there an order begins.
    if (event.kind == EventKind::service && event.gate != kNoGate)
      gates.emplace(book_of(journal.at(note.subject)), event.gate);
  }
  std::vector<NeverBegun> result;
  for (OrderId id = 1; id < journal.size(); ++id) {
    const Order& order = journal.at(id);
    if (order.closed() || order.to_start() <= 0)
      continue;
    const auto gate = gates.find(book_of(order));
    if (gate != gates.end())
      result.push_back(
          {id, gate->second, order.terms.sink_per_unit * static_cast<double>(order.to_start())});
  }
  return result;
}

}  // namespace

TokenBalance checked_balance(const Told& told, const Ledger& ledger, std::size_t paths) {
  const bool decided = told.market != nullptr && !told.market->firms().empty();
  std::vector<NeverBegun> waiting;
  if (decided)
    waiting = never_begun(told.trace, told.market->journal);
  const TokenBalance balance = token_balance(told.trace, ledger, decided, waiting, paths);
  if (told.is_tree && balance.whole.violated > 0)
    throw ModelError("a critical path does not add up: " + balance.whole.first);
  if (balance.runs.violated > 0)
    throw ModelError("a run of jobs on a critical path does not add up: " + balance.runs.first);
  return balance;
}

}  // namespace chokepoint::models
