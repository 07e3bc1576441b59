#include <algorithm>
#include <utility>

#include "sim/base/portable_math.hpp"
#include "sim/bottleneck/binding_runs.hpp"
#include "sim/bottleneck/effect_walk.hpp"
#include "sim/bottleneck/ledger.hpp"
#include "sim/bottleneck/loss.hpp"

namespace chokepoint {

namespace {

const LedgerShare* share_of(const std::vector<LedgerShare>& shares, ConstraintId constraint) {
  const auto found = std::find_if(shares.begin(), shares.end(), [&](const LedgerShare& share) {
    return share.constraint == constraint;
  });
  return found == shares.end() ? nullptr : &*found;
}

/// Months of which at least a part is in an interval.
constexpr std::ptrdiff_t kLeastMonths = 3;
/// In a slot with less, a constraint does not begin or end to bind.
constexpr double kNoticed = 0.20;
/// A month in which the backlog grows by fewer lots is too slow for its parts to tell.
constexpr double kSlow = 10;

}  // namespace

std::vector<double> Ledger::smoothed(ConstraintId constraint) const {
  std::vector<double> raw;
  raw.reserve(months_.size());
  for (const MonthLedger& month : months_) {
    const LedgerShare* share = month.growing ? share_of(month.shares, constraint) : nullptr;
    raw.push_back(share != nullptr ? share->share : 0.0);
  }
  return smoothed_months(raw);
}

std::pair<Tick, Tick> Ledger::decided(const Slot& slot, const LedgerShare& share) const {
  const auto lots = trace_.sink_lots();
  const auto after = [&](Tick at) {
    return std::upper_bound(lots.begin(), lots.end(), at,
                            [](Tick tick, const SinkLot& lot) { return tick < lot.tick; });
  };
  const auto first = after(slot.from);
  auto end = after(slot.to);
  // The next one explains what is left of the slot.
  if (end != lots.end())
    ++end;
  std::vector<EventId> ends;
  for (auto lot = first; lot != end; ++lot)
    ends.push_back(lot->event);
  trace_.fetch_paths(ends, 1);
  EffectWalk walk(trace_, {unexplained_, initial_stock_});
  Tick from = kNever;
  Tick to = 0;
  Tick before = slot.from;
  for (auto lot = first; lot != end; before = std::max(before, lot->tick), ++lot) {
    if (lot->tick <= before)
      continue;
    const auto salt = mix(options_.seed, static_cast<std::uint64_t>(lot - lots.begin()));
    for (const EffectPiece& piece : walk.walk(*lot, before, salt)) {
      if (piece.constraint != share.constraint)
        continue;
      from = std::min(from, static_cast<Tick>(nearest_whole(piece.effect_from)));
      to = std::max(to, std::min(slot.to, static_cast<Tick>(nearest_whole(piece.effect_to))));
    }
  }
  // An outage that kept others waiting is on none of these paths.
  return from < to ? std::pair(from, to) : std::pair(share.effect_from, share.effect_to);
}

bool Ledger::falls_behind(const Slot& slot) const {
  // Where nobody said how much is wanted, all is, and what is missing has no amount.
  if (trace_.demand_steps().empty())
    return true;
  const bool grew = slot.fell_behind > 0;
  const BacklogWithin backlog(trace_, slot.from, slot.to);
  if (backlog.wanted_in_steps())
    return grew;
  // It may have grown first and then fallen by more; and what keeps pace moves it by a lot. Where
  // it grows by no more than that in a part of a month, the month says whether it does.
  const MonthLedger& month = months_[static_cast<std::size_t>(slot.month)];
  const bool slowly = month.growing && month.fell_behind < kSlow * backlog.lot();
  return backlog.grew() || (slowly && grew);
}

bool Ledger::trim(Interval& interval) const {
  const Slot* first = nullptr;
  const Slot* last = nullptr;
  for (const Slot& slot : slots_) {
    if (slot.to <= interval.from || slot.from >= interval.to || slot.met_until >= slot.to ||
        !falls_behind(slot))
      continue;
    const LedgerShare* share = share_of(slot.shares, interval.constraint);
    if (share == nullptr || share->share < kNoticed)
      continue;
    if (first == nullptr)
      first = &slot;
    else
      interval.cause_from = std::min(interval.cause_from, share->cause_from);
    if (last != nullptr)
      interval.cause_to =
          std::max(interval.cause_to, share_of(last->shares, interval.constraint)->cause_to);
    last = &slot;
  }
  if (first == nullptr)
    return false;
  const LedgerShare& begins = *share_of(first->shares, interval.constraint);
  const LedgerShare& ends = *share_of(last->shares, interval.constraint);
  interval.from = std::max({interval.from, decided(*first, begins).first, first->met_until});
  interval.to = std::min({interval.to, decided(*last, ends).second,
                          BacklogWithin(trace_, last->from, last->to).growth_end()});
  // The mean time between cause and effect in the slot, off the exact date.
  interval.cause_from = std::min(
      interval.cause_from, std::max<Tick>(0, interval.from - first->from + begins.cause_from));
  interval.cause_to =
      std::max(interval.cause_to, std::max<Tick>(0, interval.to - last->to + ends.cause_to));
  return std::count_if(months_.begin(), months_.end(), [&](const MonthLedger& month) {
           return month.from < interval.to && month.to > interval.from;
         }) >= kLeastMonths;
}

std::vector<Interval> Ledger::intervals() const {
  std::vector<Interval> result;
  std::vector<bool> seen(names_.size());
  for (const MonthLedger& month : months_) {
    for (const LedgerShare& share : month.shares)
      seen[share.constraint] = month.growing || seen[share.constraint];
  }
  for (std::size_t k = 0; k < names_.size(); ++k) {
    if (!seen[k])
      continue;
    const auto constraint = static_cast<ConstraintId>(k);
    for (const MonthRun& run : binding_runs(smoothed(constraint))) {
      Interval interval{.constraint = constraint,
                        .from = months_[static_cast<std::size_t>(run.first)].from,
                        .to = months_[static_cast<std::size_t>(run.last)].to,
                        .cause_from = kNever};
      if (trim(interval))
        result.push_back(interval);
    }
  }
  std::stable_sort(result.begin(), result.end(),
                   [](const Interval& a, const Interval& b) { return a.from < b.from; });
  return result;
}

std::vector<Interval> Ledger::spans() const {
  std::vector<Interval> result;
  for (const Slot& slot : slots_) {
    const LedgerShare& top = slot.shares.front();
    if (top.share < 0.5)
      continue;
    if (!result.empty() && result.back().constraint == top.constraint &&
        result.back().to == slot.from) {
      result.back().to = slot.to;
      result.back().cause_from = std::min(result.back().cause_from, top.cause_from);
      result.back().cause_to = std::max(result.back().cause_to, top.cause_to);
    } else {
      result.push_back({top.constraint, slot.from, slot.to, top.cause_from, top.cause_to});
    }
  }
  return result;
}

}  // namespace chokepoint
