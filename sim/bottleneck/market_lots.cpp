#include "sim/bottleneck/market_lots.hpp"

#include <algorithm>
#include <utility>

namespace chokepoint {

namespace {

bool is_demand(const Trace& trace, EventId event) {
  return trace.constraints()[trace.event(event).constraint].nature == Nature::demand;
}

/// By whom the lot was wanted; nullptr where its record does not say.
const Enabler* wish_of(const Trace& trace, const SinkLot& lot) {
  const auto enablers = trace.enablers(lot.event);
  const auto wish = std::find_if(enablers.begin(), enablers.end(), [&trace](const Enabler& by) {
    return by.how() == EnablerClass::order && is_demand(trace, by.event);
  });
  return wish == enablers.end() ? nullptr : &*wish;
}

}  // namespace

MarketLots::MarketLots(const Trace& trace) : trace_(trace) {
  std::unordered_map<GateId, std::size_t> by_gate;
  for (std::size_t gate = 0; gate < trace.jobs().size(); ++gate) {
    const auto id = static_cast<GateId>(gate);
    const auto wishes = trace.services(id);
    if (wishes.empty() || !is_demand(trace, wishes.front()))
      continue;
    by_gate.emplace(id, markets_.size());
    markets_.push_back({.gate = id});
  }
  several_ = markets_.size() > 1;
  for (std::size_t lot = 0; several_ && lot < trace.sink_lots().size(); ++lot)
    assign(lot, by_gate);
}

void MarketLots::assign(std::size_t lot, const std::unordered_map<GateId, std::size_t>& markets) {
  const Enabler* wish = wish_of(trace_, trace_.sink_lots()[lot]);
  const auto market =
      wish == nullptr ? markets.end() : markets.find(trace_.event(wish->event).gate);
  several_ = market != markets.end();
  if (several_)
    markets_[market->second].lots.push_back({lot, wish->slack() > trace_.tolerance()});
}

std::vector<MarketLots::Lacking> MarketLots::advance(Tick to) {
  std::vector<Lacking> result;
  if (!several_)
    return result;
  for (Market& market : markets_) {
    Lacking now = advance(market, to);
    if (now.grown > 0)
      result.push_back(std::move(now));
  }
  return result;
}

MarketLots::Lacking MarketLots::advance(Market& market, Tick to) const {
  Lacking result;
  const double before = market.backlog;
  const auto wishes = trace_.services(market.gate);
  for (; market.next_wish < wishes.size(); ++market.next_wish) {
    const Event& wish = trace_.event(wishes[market.next_wish]);
    if (wish.end > to)
      break;
    market.backlog += wish.sink;
  }
  const auto lots = trace_.sink_lots();
  for (; market.next_lot < market.lots.size(); ++market.next_lot) {
    const auto [index, late] = market.lots[market.next_lot];
    if (lots[index].tick > to)
      break;
    market.backlog -= lots[index].amount;
    if (late)
      result.late.push_back(index);
  }
  result.grown = std::max(0.0, market.backlog - before);
  const auto next = std::find_if(market.lots.begin() + static_cast<std::ptrdiff_t>(market.next_lot),
                                 market.lots.end(), [](const Lot& lot) { return lot.late; });
  if (next != market.lots.end())
    result.next = next->index;
  return result;
}

}  // namespace chokepoint
