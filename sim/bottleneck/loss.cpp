#include "sim/bottleneck/loss.hpp"

#include <algorithm>
#include <functional>
#include <span>
#include <utility>

namespace chokepoint {

namespace {

/// The size of a lot is remembered over about so many.
constexpr double kLotMemory = 10;
/// Part of what demand adds by which a backlog may grow that is none.
constexpr double kNoGrowth = 0.02;
/// Of a month of demand: once in a year so much less is a shortage, though it comes later.
constexpr double kMuch = 0.5;
/// A growth of the backlog is like another if it is so many times as large at least.
constexpr double kAlike = 1.0 / 3;
/// In lots: by one the backlog moves from each to the next.
constexpr double kLotAndRounding = 1.001;

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
                   backlog - backlog_before <= kNoGrowth * added + lot_;
  return {
      demand_, online_, lost / kYearMinutes, std::max(0.0, backlog - backlog_before), met_until_,
      lot_,    !met};
}

namespace {

double backlog_of(const LossCurve::Stretch& at) {
  return std::max(0.0, at.demand - at.online);
}

/// By how much the backlog grew each time it did, in months that follow one another.
std::vector<double> growths(std::span<const LossCurve::Stretch> year, double least) {
  std::vector<double> result;
  bool growing = false;
  for (const LossCurve::Stretch& month : year) {
    const bool grows = month.fell_behind > least;
    if (grows && !growing)
      result.push_back(0);
    if (grows)
      result.back() += month.fell_behind;
    growing = grows;
  }
  return result;
}

/// Whether supply fell behind once by much and not, as what comes in lots does, again and again.
bool fell_behind_once(std::span<const LossCurve::Stretch> year, double month) {
  std::vector<double> sizes = growths(year, kNoGrowth * month);
  std::sort(sizes.begin(), sizes.end(), std::greater<>());
  return !sizes.empty() && sizes[0] > kMuch * month &&
         (sizes.size() < 2 || sizes[1] < kAlike * sizes[0]);
}

/// `before`: how the year began.
bool is_served(std::span<const LossCurve::Stretch> year, const LossCurve::Stretch& before) {
  const LossCurve::Stretch& last = year.back();
  const double added = last.demand - before.demand;
  const double most = std::max(added / static_cast<double>(year.size()), last.lot);
  return added > 0 && backlog_of(last) - backlog_of(before) <= kNoGrowth * added + last.lot &&
         !fell_behind_once(year, most) &&
         std::all_of(year.begin(), year.end(),
                     [most](const auto& month) { return backlog_of(month) <= most; });
}

}  // namespace

std::vector<LossCurve::Stretch> month_stretches(const Trace& trace, const Timeline& timeline,
                                                Tick horizon) {
  LossCurve loss(trace);
  LossCurve::Stretch before = LossCurve(trace).advance(0);
  std::vector<LossCurve::Stretch> months;
  std::size_t first = 0;  // of the year
  for (int index = 0; timeline.month_begin(index) < horizon; ++index) {
    const Tick to = timeline.month_begin(index + 1);
    months.push_back(loss.advance(std::min(horizon, to)));
    if (to < horizon && timeline.year(to) == timeline.year(timeline.month_begin(index)))
      continue;
    const auto year = std::span(months).subspan(first);
    if (!trace.demand_steps().empty() && is_served(year, before)) {
      for (LossCurve::Stretch& month : year)
        month.shortfall = false;
    }
    before = months.back();
    first = months.size();
  }
  return months;
}

BacklogWithin::BacklogWithin(const Trace& trace, Tick from, Tick to) : from_(from), to_(to) {
  const auto steps = trace.demand_steps();
  const auto lots = trace.sink_lots();
  auto step = std::upper_bound(steps.begin(), steps.end(), from,
                               [](Tick at, const DemandStep& of) { return at < of.tick; });
  auto next = lots.begin() + static_cast<std::ptrdiff_t>(trace.lots_by(from));
  double backlog = 0;
  while (true) {
    const Tick step_at = step != steps.end() ? step->tick : kNever;
    const Tick lot_at = next != lots.end() ? next->tick : kNever;
    if (std::min(step_at, lot_at) > to)
      break;
    if (step_at <= lot_at) {
      largest_step_ = std::max(largest_step_, step->amount);
      wanted_ += step->amount;
      backlog += (step++)->amount;
    } else {
      lot_ = std::max(lot_, next->amount);
      backlog -= (next++)->amount;
    }
    most_ = std::max(most_, backlog);
    path_.emplace_back(std::min(step_at, lot_at), backlog);
  }
}

bool BacklogWithin::grew() const {
  return most_ > std::max(kLotAndRounding * lot_, kNoGrowth * wanted_);
}

Tick BacklogWithin::growth_end() const {
  if (path_.empty() || wanted_in_steps())
    return to_;
  const auto top = std::find_if(path_.begin(), path_.end(),
                                [this](const auto& point) { return point.second >= most_ - lot_; });
  if (top->first <= from_ || top->second <= 0)
    return to_;
  const double pace = top->second / static_cast<double>(top->first - from_);
  const Tick end = top->first + static_cast<Tick>((most_ - top->second) / pace);
  return pace * static_cast<double>(to_ - end) > 2 * lot_ ? end : to_;
}

}  // namespace chokepoint
