#include "sim/bottleneck/ledger.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "sim/base/error.hpp"
#include "sim/bottleneck/bursts.hpp"
#include "sim/bottleneck/effect_walk.hpp"
#include "sim/bottleneck/loss.hpp"
#include "sim/bottleneck/market_lots.hpp"
#include "sim/bottleneck/past_outages.hpp"
#include "sim/bottleneck/share_sum.hpp"

namespace chokepoint {

namespace {

/// So long after the last lot a slot is judged like the one before.
constexpr Tick kRest = 60 * kDay;

/// Of most paths, until what they explain lies before the slot.
constexpr int kStepsInSlot = 8;
/// Slots whose paths are fetched together: the more of them, the less each waits for memory.
constexpr std::size_t kFetchedSlots = 6;

/// The lots of a slot; of them the paths of the last and each `step`th before it are walked.
struct SlotLots {
  std::size_t first;
  std::size_t end;
  std::size_t step;
};

std::vector<SlotLots> divided(std::span<const SinkLot> lots, std::span<const Ledger::Slot> slots,
                              std::size_t walked) {
  std::vector<SlotLots> result;
  result.reserve(slots.size());
  std::size_t next = 0;
  for (const Ledger::Slot& slot : slots) {
    const std::size_t first = next;
    while (next < lots.size() && lots[next].tick <= slot.to)
      ++next;
    result.push_back({first, next, next > first ? (next - first - 1) / walked + 1 : 1});
  }
  return result;
}

void fetch(const Trace& trace, std::span<const SlotLots> slots, std::vector<EventId>& ends) {
  ends.clear();
  for (const SlotLots& slot : slots.first(std::min(slots.size(), kFetchedSlots))) {
    for (std::size_t back = 0; back < slot.end - slot.first; back += slot.step)
      ends.push_back(trace.sink_lots()[slot.end - 1 - back].event);
  }
  trace.fetch_paths(ends, kStepsInSlot);
}

/// Of several markets, what those waited for whose backlog grew in a slot, by how much it did:
/// their late lots and, where none came, the next one. Nothing where nothing late came any more.
void add_lacking(std::span<const MarketLots::Lacking> markets, const Ledger::Slot& slot,
                 const Trace& trace, const LedgerOptions& options, EffectWalk& walk,
                 BurstReader& reader, SlotSum& sum) {
  for (const MarketLots::Lacking& market : markets) {
    const std::size_t step = market.late.size() / options.lots_per_slot + 1;
    const std::size_t walked = (market.late.size() + step - 1) / step;
    for (std::size_t back = 0; back < market.late.size(); back += step) {
      const std::size_t index = market.late[market.late.size() - 1 - back];
      const SinkLot& lot = trace.sink_lots()[index];
      const Tick from = std::min(slot.from, lot.tick - 1);
      const std::uint64_t salt = mix(options.seed, index);
      sum.add(options.through_bursts ? reader.read(lot, from, salt) : walk.walk(lot, from, salt),
              market.grown / static_cast<double>(walked));
    }
    if (!market.late.empty() || !market.next)
      continue;
    auto pieces =
        walk.walk(trace.sink_lots()[*market.next], slot.from, mix(options.seed, *market.next));
    cut_after(pieces, static_cast<double>(slot.to));
    sum.add(pieces, market.grown);
  }
}

/// The smaller the likelier it is that nothing more arrives because of it.
auto blame_order(const OpenActivity& open) {
  return std::tuple(!open.awaited, open.kind != EventKind::outage, open.ends, open.since);
}

ConstraintId find_or_add(std::vector<std::string>& names, const char* name) {
  const auto known = std::find(names.begin(), names.end(), name);
  if (known != names.end())
    return static_cast<ConstraintId>(known - names.begin());
  names.emplace_back(name);
  return static_cast<ConstraintId>(names.size() - 1);
}

}  // namespace

Ledger::Ledger(const Trace& trace, const Timeline& timeline, Tick horizon, LedgerOptions options)
    : trace_(trace), timeline_(timeline), horizon_(horizon), options_(options) {
  ensure(trace.enabled(), "a ledger needs a run that was recorded");
  ensure(options.slots_per_month >= 1 && options.lots_per_slot >= 1,
         "a ledger looks at one path a month at least");
  for (const Constraint& constraint : trace.constraints())
    names_.push_back(constraint.name);
  demand_ = find_or_add(names_, "demand");
  unexplained_ = find_or_add(names_, "unexplained");
  initial_stock_ = find_or_add(names_, "initial_stock");
  make_slots();
  judge_slots();
  name_outages();
  make_months();
  make_years();
}

ConstraintId Ledger::id(std::string_view name) const {
  const auto known = std::find(names_.begin(), names_.end(), name);
  ensure(known != names_.end(), "a constraint is asked for by a name it has");
  return static_cast<ConstraintId>(known - names_.begin());
}

void Ledger::make_slots() {
  LossCurve loss(trace_);
  // The slot in which the last lot comes ends with it: what follows has another cause.
  const Tick over = nothing_more_from();
  for (int month = 0; timeline_.month_begin(month) < horizon_; ++month) {
    const Tick from = timeline_.month_begin(month);
    const Tick to = std::min(timeline_.month_begin(month + 1), horizon_);
    for (int i = 0; i < options_.slots_per_month; ++i) {
      const Tick begin = from + (to - from) * i / options_.slots_per_month;
      const Tick end = from + (to - from) * (i + 1) / options_.slots_per_month;
      const Tick middle = std::clamp(over, begin, end);
      add_slot(loss, begin, middle, month);
      add_slot(loss, middle, end, month);
    }
  }
}

void Ledger::add_slot(LossCurve& loss, Tick from, Tick to, int month) {
  if (to <= from)
    return;
  const LossCurve::Stretch stretch = loss.advance(to);
  slots_.push_back({.from = from,
                    .to = to,
                    .month = month,
                    .fell_behind = stretch.fell_behind,
                    .lost = stretch.lost,
                    .missing = std::max(0.0, stretch.demand - stretch.online),
                    .met_until = stretch.met_until,
                    .shares = {}});
}

void Ledger::judge_slots() {
  const auto lots = trace_.sink_lots();
  EffectWalk walk(trace_, {unexplained_, initial_stock_});
  BurstReader reader(walk);
  SlotSum sum(names_.size());
  MarketLots markets(trace_);
  std::optional<PastOutages> past;
  Tick held_until = lots.empty() ? kNever : lots.back().tick;
  const std::vector<SlotLots> divisions = divided(lots, slots_, options_.lots_per_slot);
  std::vector<EventId> ends;
  for (std::size_t s = 0; s < slots_.size(); ++s) {
    Slot& slot = slots_[s];
    const auto [first, next, step] = divisions[s];
    if (s % kFetchedSlots == 0)
      fetch(trace_, std::span(divisions).subspan(s), ends);
    const std::vector<MarketLots::Lacking> lacking = markets.advance(slot.to);
    if (!lacking.empty() && slot.fell_behind > 0) {
      add_lacking(lacking, slot, trace_, options_, walk, reader, sum);
    } else if (next > first) {
      for (std::size_t back = 0; back < next - first; back += step) {
        const std::size_t lot = next - 1 - back;
        const Tick from = std::min(slot.from, lots[lot].tick - 1);
        const std::uint64_t salt = mix(options_.seed, lot);
        sum.add(options_.through_bursts ? reader.read(lots[lot], from, salt)
                                        : walk.walk(lots[lot], from, salt),
                lots[lot].amount);
      }
    } else if (next < lots.size()) {
      // Nothing arrived: the next lot to come says what it had to wait for.
      auto pieces = walk.walk(lots[next], slot.from, mix(options_.seed, next));
      cut_after(pieces, static_cast<double>(slot.to));
      sum.add(pieces, 1.0);
    }
    slot.shares = sum.take(slot.from, slot.to);
    slot.gates = sum.gates();
    if (slot.fell_behind > 0)
      leave_out_demand(slot.shares);
    if (!slot.shares.empty())
      continue;
    // After the last lot, and after an outage that held everything, a short rest is judged like
    // what came before; then, and where an outage has begun, by what never ended.
    if (!past)
      past.emplace(trace_);
    const OpenActivity* open = never_ended(slot.to);
    const std::optional<OpenActivity> stood = past->standing_at(slot.to, next == lots.size());
    if (stood && (open == nullptr || blame_order(*stood) < blame_order(*open)))
      open = &*stood;
    const bool rest = s > 0 && held_until != kNever && slot.from - held_until <= kRest;
    if (stood && open == &*stood)
      held_until = slot.to;
    if (rest && (open == nullptr || open->ends)) {
      slot.shares = slots_[s - 1].shares;
      slot.gates = slots_[s - 1].gates;
    } else {
      const ConstraintId named = open != nullptr ? open->constraint : unexplained_;
      slot.shares = {{named, 1.0, slot.from, slot.to, slot.from, slot.to}};
    }
  }
}

const OpenActivity* Ledger::never_ended(Tick before) const {
  const OpenActivity* longest = nullptr;
  for (const OpenActivity& open : trace_.open_activities()) {
    if (open.since >= before || trace_.constraints()[open.constraint].aside)
      continue;
    if (longest == nullptr || blame_order(open) < blame_order(*longest))
      longest = &open;
  }
  return longest;
}

Tick Ledger::nothing_more_from() const {
  const auto open = trace_.open_activities();
  const bool over = std::any_of(open.begin(), open.end(), [](const OpenActivity& activity) {
    return activity.awaited && !activity.ends;
  });
  return over && !trace_.sink_lots().empty() ? trace_.sink_lots().back().tick : kNever;
}

void Ledger::leave_out_demand(std::vector<LedgerShare>& shares) const {
  const auto is_demand = [this](const LedgerShare& share) {
    const auto constraints = trace_.constraints();
    return share.constraint < constraints.size() &&
           constraints[share.constraint].nature == Nature::demand;
  };
  double rest = 0;
  for (const LedgerShare& share : shares)
    rest += is_demand(share) ? 0.0 : share.share;
  if (rest <= 0 || std::none_of(shares.begin(), shares.end(), is_demand))
    return;
  std::erase_if(shares, is_demand);
  for (LedgerShare& share : shares)
    share.share /= rest;
}

void Ledger::make_months() {
  const std::vector<LossCurve::Stretch> stretches = month_stretches(trace_, timeline_, horizon_);
  ShareSum sum(names_.size());
  ShareSum backlog(names_.size());  // what is missing, by what it was lost to
  ShareSum unmet(names_.size());
  double demand_before = 0;
  for (std::size_t first = 0; first < slots_.size();) {
    std::size_t end = first;
    while (end < slots_.size() && slots_[end].month == slots_[first].month)
      ++end;
    const LossCurve::Stretch& stretch = stretches[static_cast<std::size_t>(slots_[first].month)];
    const bool growing = stretch.fell_behind > 0.02 * (stretch.demand - demand_before);
    for (std::size_t s = first; s < end; ++s) {
      const Slot& slot = slots_[s];
      // Half of what is missing on average was so at its beginning, half at its end.
      unmet.add(backlog, slot.lost / 2);
      for (const LedgerShare& share : slot.shares) {
        sum.add(share, growing ? slot.fell_behind : static_cast<double>(slot.to - slot.from));
        if (stretch.shortfall)
          backlog.add(share, slot.fell_behind);
      }
      if (!stretch.shortfall)  // what has come to be missing since all else came is the demand's
        backlog.add({demand_, 1.0, slot.from, slot.to, slot.from, slot.to}, slot.fell_behind);
      if (backlog.total() > slot.missing)
        backlog.scale(slot.missing / backlog.total());
      unmet.add(backlog, slot.lost / 2);
    }
    MonthLedger month{.month = slots_[first].month,
                      .year = timeline_.year(slots_[first].from),
                      .from = slots_[first].from,
                      .to = slots_[end - 1].to,
                      .demand = stretch.demand,
                      .online = stretch.online,
                      .lost = stretch.lost,
                      .fell_behind = stretch.shortfall ? stretch.fell_behind : 0,
                      .growing = stretch.shortfall && (growing || trace_.demand_steps().empty()),
                      .shortfall = stretch.shortfall,
                      .weight = 0,
                      .shares = {},
                      .unmet = unmet.take(),
                      .deciding = sum.take()};
    if (!month.shortfall) {
      month.deciding.clear();
      month.shares = demand_alone(month.lost, month.from, month.to);
    } else {
      month.shares = growing || backlog.total() <= 0 ? month.deciding : backlog.parts();
    }
    if (month.unmet.empty() && month.lost > 0)
      month.unmet = month.shares;
    demand_before = month.demand;
    months_.push_back(std::move(month));
    first = end;
  }
}

std::vector<LedgerShare> Ledger::demand_alone(double lost, Tick from, Tick to) const {
  if (lost <= 0)
    return {};
  return {{demand_, 1.0, from, to}};
}

void Ledger::make_years() {
  ShareSum unmet(names_.size());
  double online_before = 0;
  double demand_before = 0;
  for (std::size_t first = 0; first < months_.size();) {
    const int year = months_[first].year;
    std::size_t end = first;
    while (end < months_.size() && months_[end].year == year)
      ++end;
    const auto months = std::span<MonthLedger>(months_).subspan(first, end - first);
    YearLedger now{.year = year,
                   .demand = months.back().demand,
                   .online = months.back().online,
                   .added = months.back().online - online_before,
                   .shares = year_shares(months, months.back().demand - demand_before),
                   .unmet = {},
                   .label = demand_,
                   .runner_up = {}};
    for (const MonthLedger& month : months) {
      now.lost += month.lost;
      for (const LedgerShare& share : month.unmet)
        unmet.add(share, month.lost);
    }
    now.unmet = unmet.take();
    if (!now.shares.empty())
      now.label = now.shares.front().constraint;
    if (now.shares.size() > 1 && now.shares[1].share >= 0.25)
      now.runner_up = now.shares[1].constraint;
    online_before = now.online;
    demand_before = now.demand;
    years_.push_back(std::move(now));
    first = end;
  }
}

std::span<const MonthLedger> Ledger::months_of(const YearLedger& year) const {
  std::size_t first = 0;
  while (first < months_.size() && months_[first].year != year.year)
    ++first;
  std::size_t end = first;
  while (end < months_.size() && months_[end].year == year.year)
    ++end;
  return std::span(months_).subspan(first, end - first);
}

std::vector<LedgerShare> Ledger::year_shares(std::span<MonthLedger> months,
                                             double demand_added) const {
  double grown = 0;
  bool short_of = false;
  for (const MonthLedger& month : months) {
    grown += month.fell_behind;
    short_of = short_of || month.shortfall;
  }
  if (!short_of) {
    double lost = 0;
    for (MonthLedger& month : months) {
      month.weight = month.lost;
      lost += month.lost;
    }
    return demand_alone(lost, months.front().from, months.back().to);
  }
  // Where nobody said how much is wanted, all is, and every day counts the same.
  const bool wanted = !trace_.demand_steps().empty();
  const bool growing = grown > 0.02 * demand_added;
  ShareSum sum(names_.size());
  for (MonthLedger& month : months) {
    month.weight = growing ? month.fell_behind : month.lost;
    if (!wanted)
      month.weight = static_cast<double>(month.to - month.from);
    for (const LedgerShare& share : month.shares)
      sum.add(share, month.weight);
  }
  return sum.take();
}

}  // namespace chokepoint
