// What outages kept from the sink while others went on delivering.

#include <algorithm>
#include <map>
#include <utility>

#include "sim/bottleneck/ledger.hpp"
#include "sim/bottleneck/outage_effects.hpp"

namespace chokepoint {

namespace {

/// By outage, with the amount it kept from the sink in a slot in place of the share.
using Kept = std::map<ConstraintId, LedgerShare>;

void add(Kept& kept, const OutageEffect& effect, const Ledger::Slot& slot) {
  const Tick from = std::max(effect.from, slot.from);
  const Tick to = std::min(effect.to, slot.to);
  LedgerShare& sum = kept.try_emplace(effect.outage, LedgerShare{.constraint = effect.outage,
                                                                 .share = 0,
                                                                 .cause_from = effect.cause_from,
                                                                 .cause_to = effect.cause_to,
                                                                 .effect_from = from,
                                                                 .effect_to = to})
                         .first->second;
  sum.share += effect.per_minute * static_cast<double>(to - from);
  sum.cause_from = std::min(sum.cause_from, effect.cause_from);
  sum.cause_to = std::max(sum.cause_to, effect.cause_to);
  sum.effect_from = std::min(sum.effect_from, from);
  sum.effect_to = std::max(sum.effect_to, to);
}

/// Outages have at least the part of `missing` (as much as they all kept back, or more) that they
/// kept from the sink; the others keep what is left, in proportion. What the paths say already is
/// not said twice.
void raise(std::vector<LedgerShare>& shares, const Kept& kept, double missing) {
  double raised = 0;  // what outages have afterwards, of those that had less
  double had = 0;
  std::vector<LedgerShare> more;
  for (const auto& [outage, sum] : kept) {
    const auto same = [id = outage](const LedgerShare& share) { return share.constraint == id; };
    const auto known = std::find_if(shares.begin(), shares.end(), same);
    const double before = known == shares.end() ? 0 : known->share;
    const double part = sum.share / missing;
    if (part <= before)
      continue;
    raised += part;
    had += before;
    more.push_back(sum);
    more.back().share = part;
    std::erase_if(shares, same);
  }
  const double kept_of_others = had < 1 ? (1 - raised) / (1 - had) : 0;
  for (LedgerShare& share : shares)
    share.share *= kept_of_others;
  std::erase_if(shares, [](const LedgerShare& share) { return share.share <= 0; });
  shares.insert(shares.end(), more.begin(), more.end());
  std::sort(shares.begin(), shares.end(), [](const LedgerShare& a, const LedgerShare& b) {
    return a.share != b.share ? a.share > b.share : a.constraint < b.constraint;
  });
}

}  // namespace

void Ledger::name_outages() {
  std::map<std::size_t, Kept> by_slot;
  for (const OutageEffect& effect :
       outage_effects(trace_, {unexplained_, initial_stock_}, options_.seed)) {
    auto slot = std::upper_bound(slots_.begin(), slots_.end(), effect.from,
                                 [](Tick tick, const Slot& s) { return tick < s.to; });
    for (; slot != slots_.end() && slot->from < effect.to; ++slot)
      add(by_slot[static_cast<std::size_t>(slot - slots_.begin())], effect, *slot);
  }
  const auto lots = trace_.sink_lots();
  // Demand comes in steps: what was kept back while the backlog did not grow counts when it does.
  std::map<ConstraintId, double> carried;
  std::size_t before = 0;
  for (auto& [s, kept] : by_slot) {
    Slot& slot = slots_[s];
    if (s != before + 1 || slot.met_until >= slot.to)
      carried.clear();
    before = s;
    double all = 0;
    for (auto& [outage, sum] : kept)
      all += sum.share += std::exchange(carried[outage], 0.0);
    double missing = slot.fell_behind;
    if (trace_.demand_steps().empty()) {
      // All that comes is wanted: what came and what was kept are all there could have been.
      missing = all;
      for (std::size_t lot = trace_.lots_by(slot.from); lot < trace_.lots_by(slot.to); ++lot)
        missing += lots[lot].amount;
    }
    if (missing > 0)
      raise(slot.shares, kept, std::max(missing, all));
    for (const auto& [outage, sum] : kept)
      carried[outage] = sum.share * std::max(0.0, 1 - missing / all);
  }
}

}  // namespace chokepoint
