#include <algorithm>

#include "sim/bottleneck/binding_runs.hpp"
#include "sim/bottleneck/ledger.hpp"

namespace chokepoint {

namespace {

const LedgerShare* share_of(const std::vector<LedgerShare>& shares, ConstraintId constraint) {
  const auto found = std::find_if(shares.begin(), shares.end(), [&](const LedgerShare& share) {
    return share.constraint == constraint;
  });
  return found == shares.end() ? nullptr : &*found;
}

/// In a slot with less, a constraint does not begin or end to bind.
constexpr double kNoticed = 0.20;

}  // namespace

std::vector<double> Ledger::smoothed(ConstraintId constraint) const {
  std::vector<double> raw;
  for (const MonthLedger& month : months_) {
    const LedgerShare* share = share_of(month.deciding, constraint);
    raw.push_back(share != nullptr ? share->share : 0.0);
  }
  return smoothed_months(raw);
}

void Ledger::trim(Interval& interval) const {
  Tick from = kNever;
  Tick to = 0;
  for (const Slot& slot : slots_) {
    if (slot.to <= interval.from || slot.from >= interval.to || slot.met_until >= slot.to)
      continue;
    const LedgerShare* share = share_of(slot.shares, interval.constraint);
    if (share == nullptr || share->share < kNoticed)
      continue;
    from = std::min(from, std::max(share->effect_from, slot.met_until));
    to = std::max(to, share->effect_to);
  }
  if (from >= to)
    return;
  interval.from = std::max(interval.from, from);
  interval.to = std::min(interval.to, to);
}

std::vector<Interval> Ledger::intervals() const {
  std::vector<Interval> result;
  std::vector<bool> seen(names_.size());
  for (const MonthLedger& month : months_) {
    for (const LedgerShare& share : month.deciding)
      seen[share.constraint] = true;
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
      for (int m = run.first; m <= run.last; ++m) {
        const auto* share = share_of(months_[static_cast<std::size_t>(m)].deciding, constraint);
        if (share == nullptr)
          continue;
        interval.cause_from = std::min(interval.cause_from, share->cause_from);
        interval.cause_to = std::max(interval.cause_to, share->cause_to);
      }
      trim(interval);
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
