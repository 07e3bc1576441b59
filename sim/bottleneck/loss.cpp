#include "sim/bottleneck/loss.hpp"

#include <algorithm>

namespace chokepoint {

namespace {

/// The size of a lot is remembered over about so many.
constexpr double kLotMemory = 10;

}  // namespace

LossCurve::LossCurve(const Trace& trace) : trace_(trace) {}

void LossCurve::arrive(const SinkLot& lot) {
  online_ += lot.amount;
  // What was online on day 0 is no lot.
  if (lot.tick > 0)
    lot_ = lot_ > 0 ? lot_ + (lot.amount - lot_) / kLotMemory : lot.amount;
}

LossCurve::Stretch LossCurve::advance(Tick to) {
  const auto steps = trace_.demand_steps();
  const auto lots = trace_.sink_lots();
  const double demand_before = demand_;
  const double backlog_before = std::max(0.0, demand_ - online_);
  const Tick from = at_;
  double lost = 0;
  while (at_ < to) {
    const Tick demand_at = next_demand_ < steps.size() ? steps[next_demand_].tick : kNever;
    const Tick lot_at = next_lot_ < lots.size() ? lots[next_lot_].tick : kNever;
    const Tick until = std::min({to, demand_at, lot_at});
    lost += std::max(0.0, demand_ - online_) * static_cast<double>(std::max<Tick>(0, until - at_));
    at_ = std::max(at_, until);
    if (!steps.empty() && demand_ - online_ <= lot_)
      met_until_ = at_;
    if (demand_at <= at_)
      demand_ += steps[next_demand_++].amount;
    if (lot_at <= at_)
      arrive(lots[next_lot_++]);
  }
  while (next_demand_ < steps.size() && steps[next_demand_].tick <= to)
    demand_ += steps[next_demand_++].amount;
  while (next_lot_ < lots.size() && lots[next_lot_].tick <= to)
    arrive(lots[next_lot_++]);
  const double added = demand_ - demand_before;
  const double backlog = std::max(0.0, demand_ - online_);
  const double month = added * (30.0 * kDay) / static_cast<double>(std::max<Tick>(1, to - from));
  const bool met = !steps.empty() && backlog <= std::max(month, lot_) &&
                   backlog - backlog_before <= 0.02 * added + lot_;
  return {demand_,    online_, lost / kYearMinutes, std::max(0.0, backlog - backlog_before),
          met_until_, !met};
}

}  // namespace chokepoint
