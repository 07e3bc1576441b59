#include "sim/bottleneck/root_cause.hpp"

#include <algorithm>

#include "sim/bottleneck/path.hpp"

namespace chokepoint {

namespace {

constexpr int kDeepest = 6;  ///< overruns of overruns
/// Months after the one asked about whose records are looked at: what came later nobody knew.
constexpr std::size_t kLookAhead = 3;
constexpr std::size_t kUsualParts = 16;  ///< before those of the same cause are added up

}  // namespace

Tick cause_of(const LedgerShare& share) {
  return share.cause_from + (std::max(share.cause_from, share.cause_to) - share.cause_from) / 2;
}

RootCauses::RootCauses(const Trace& trace, const Ledger& ledger, const AtMonth& at_month)
    : trace_(trace), ledger_(ledger), history_(trace, ledger), idle_(trace) {
  find_kinds();
  find_months(at_month);
}

void RootCauses::find_kinds() {
  kinds_.assign(ledger_.constraint_count(), RootClass::unexplained);
  const auto constraints = trace_.constraints();
  for (std::size_t k = 0; k < constraints.size(); ++k) {
    const bool said = constraints[k].nature != Nature::unknown;
    kinds_[k] = said ? class_of(constraints[k].nature)
                     : class_by_events(trace_, static_cast<ConstraintId>(k));
  }
  kinds_[ledger_.id("demand")] = RootClass::demand;
  kinds_[ledger_.id("unexplained")] = RootClass::unexplained;
  kinds_[ledger_.id("initial_stock")] = RootClass::initial_stock;
}

void RootCauses::find_months(const AtMonth& at_month) {
  const StoppageToll toll(trace_, ledger_);
  const auto months = ledger_.months();
  for (std::size_t m = 0; m < months.size(); ++m) {
    const MonthLedger& month = months[m];
    history_.advance(month.to, months[std::min(m + kLookAhead, months.size() - 1)].to);
    months_.push_back(shares_.size());
    for (const LedgerShare& share : month.shares)
      shares_.push_back(of(month, share));
    for (const StoppageToll::Part& part : toll.of(m))
      add_toll(month, part, {shares_.data() + months_.back(), month.shares.size()});
    if (at_month)
      at_month(*this, month);
  }
  history_.advance(ledger_.horizon(), ledger_.horizon());
}

const Increment* RootCauses::next_increment(Capacity capacity, Tick cause) const {
  const GrowthHistory::Increments next = history_.next_to(capacity, cause);
  return next.empty() ? nullptr : next.front();
}

GrowthHistory::Increments RootCauses::next_increments(Capacity capacity, Tick cause) const {
  return can_grow(capacity.constraint) ? history_.next_to(capacity, cause)
                                       : GrowthHistory::Increments{};
}

IncrementDates RootCauses::dates(const Increment& increment, Tick cause) const {
  return {.need = history_.short_since({increment.constraint, increment.gate}, cause),
          .known = increment.known,
          .funded = std::max(increment.known, increment.funded),
          .ordered = increment.ordered,
          .arrived = history_.arrival(increment),
          .usual_decision = increment.usual_decision,
          .usual_lead = increment.usual_lead};
}

RootClass RootCauses::itself(ConstraintId constraint) const {
  return kinds_[constraint];
}

bool RootCauses::can_grow(ConstraintId constraint) const {
  return itself(constraint) == RootClass::capacity || itself(constraint) == RootClass::labour;
}

void RootCauses::add(Parts& parts, Capacity capacity, Tick cause, double weight, int depth) const {
  const bool grows = can_grow(capacity.constraint);
  if (grows)
    weight = add_idle(parts, capacity.constraint, cause, weight);
  if (weight <= 0)
    return;
  const GrowthHistory::Increments next = next_increments(capacity, cause);
  if (next.empty()) {
    if (grows && history_.expandable(capacity)) {
      add_none(parts, capacity, cause, weight, depth);
    } else {
      parts.push_back({itself(capacity.constraint), capacity.constraint, weight});
    }
    return;
  }
  double amount = 0;
  for (const Increment* increment : next)
    amount += increment->amount;
  for (const Increment* increment : next)
    add_increment(parts, *increment, cause, weight * increment->amount / amount, depth);
}

double RootCauses::add_idle(Parts& parts, ConstraintId constraint, Tick cause,
                            double weight) const {
  double rest = weight;
  for (const IdleCapacity::Part& idle : idle_.at(constraint, cause)) {
    parts.push_back({RootClass::outage, idle.outage, weight * idle.part});
    rest -= weight * idle.part;
  }
  return rest;
}

void RootCauses::add_increment(Parts& parts, const Increment& increment, Tick cause, double weight,
                               int depth) const {
  const IncrementDates when = dates(increment, cause);
  const Lateness late = lateness(when);
  const auto positive = [](Tick term) { return static_cast<double>(std::max<Tick>(0, term)); };
  const double sum = positive(late.information) + positive(late.money) + positive(late.decision) +
                     positive(late.overrun);
  if (sum <= 0) {
    parts.push_back({itself(increment.constraint), increment.constraint, weight});
    return;
  }
  const double per_minute = weight / sum;
  const Tick lead = could_not_have_known(when);
  const ConstraintId where = increment.constraint;
  parts.push_back({RootClass::lead_time, where, per_minute * positive(lead)});
  parts.push_back({RootClass::information, where, per_minute * positive(late.information - lead)});
  parts.push_back({RootClass::money, where, per_minute * positive(late.money)});
  if (late.decision > 0)
    add_decision(parts, where, increment.held_by, per_minute * positive(late.decision));
  if (late.overrun > 0)
    add_chain(parts, increment, per_minute * positive(late.overrun), depth);
}

RootClass RootCauses::held_by(ConstraintId limit) const {
  // Who ordered all it knew of, but later than deciding takes, decided to.
  const RootClass kind = itself(limit);
  const bool by_choice = kind == RootClass::lead_time || kind == RootClass::unexplained;
  return by_choice ? RootClass::decision : kind;
}

void RootCauses::add_decision(Parts& parts, ConstraintId asked, ConstraintId limit,
                              double weight) const {
  const RootClass kind = held_by(limit);
  // Only what truly held it back gives the decision a name of its own.
  const bool by_itself = kind == RootClass::decision && itself(limit) != RootClass::decision;
  parts.push_back({kind, by_itself ? asked : limit, weight});
}

void RootCauses::add_none(Parts& parts, Capacity capacity, Tick cause, double weight,
                          int depth) const {
  const NeedStep* last = history_.last_need(capacity, cause);
  if (last != nullptr && last->is_short) {
    add_decision(parts, capacity.constraint, last->limit, weight);
    return;
  }
  // Enough has come since, and what is still missing was lost before it came.
  const Increment* before = nullptr;
  const Tick since = history_.short_since(capacity, cause);
  for (const Increment* increment : history_.increments(capacity)) {
    const Tick came = history_.arrival(*increment);
    if (came <= cause && came >= since)
      before = increment;
  }
  if (before != nullptr) {
    add_increment(parts, *before, cause, weight, depth);
  } else {
    parts.push_back({RootClass::information, capacity.constraint, weight});
  }
}

const Enabler* RootCauses::critical(EventId id) const {
  return told_enabler(trace_, TieBreaker(0), id);
}

void RootCauses::add_chain(Parts& parts, const Increment& increment, double weight,
                           int depth) const {
  weight -= add_outages(parts, increment, weight);
  if (weight <= 0)
    return;
  // What has not come yet waits as the last one did that came.
  const Increment& told = history_.last_to_come(increment);
  if (&told != &increment)
    weight -= add_outages(parts, told, weight);
  const std::vector<LatePart>& late = held_up(told);
  if (late.empty() || depth >= kDeepest || !history_.has_come(told)) {
    parts.push_back({RootClass::overrun, increment.constraint, weight});
    return;
  }
  for (const LatePart& part : late) {
    if (part.kind == EventKind::outage)
      parts.push_back({RootClass::outage, part.capacity.constraint, weight * part.part});
    else if (part.kind == EventKind::lead)
      parts.push_back({RootClass::overrun, increment.constraint, weight * part.part});
    else
      add(parts, part.capacity, part.cause, weight * part.part, depth + 1);
  }
}

const std::vector<LatePart>& RootCauses::held_up(const Increment& increment) const {
  const auto [found, is_new] = held_up_.try_emplace(&increment);
  if (is_new)
    found->second = late_parts(trace_, increment);
  return found->second;
}

std::vector<RootPart> RootCauses::of(Capacity capacity, Tick cause) const {
  Parts parts;
  parts.reserve(kUsualParts);
  add(parts, capacity, cause, 1, 0);
  merge_parts(parts);
  return parts;
}

std::vector<RootPart> RootCauses::of(const Increment& increment, Tick cause) const {
  Parts parts;
  const double weight = add_idle(parts, increment.constraint, cause, 1);
  if (weight > 0)
    add_increment(parts, increment, cause, weight, 0);
  merge_parts(parts);
  return parts;
}

std::vector<GateShare> RootCauses::gates_of(const MonthLedger& month,
                                            ConstraintId constraint) const {
  std::vector<GateShare> gates;
  const auto slots = ledger_.slots();
  auto slot = std::partition_point(slots.begin(), slots.end(),
                                   [&](const auto& one) { return one.month < month.month; });
  for (; slot != slots.end() && slot->month == month.month; ++slot) {
    const double weight =
        month.fell_behind > 0 ? slot->fell_behind : static_cast<double>(slot->to - slot->from);
    for (const GateShare& share : slot->gates) {
      if (share.constraint != constraint || weight <= 0)
        continue;
      const auto known = std::find_if(gates.begin(), gates.end(),
                                      [&](const GateShare& one) { return one.gate == share.gate; });
      if (known == gates.end())
        gates.push_back({constraint, share.gate, weight * share.share});
      else
        known->share += weight * share.share;
    }
  }
  double all = 0;
  for (const GateShare& share : gates)
    all += share.share;
  for (GateShare& share : gates)
    share.share /= all;
  if (gates.empty())
    gates.push_back({constraint, kNoGate, 1});
  return gates;
}

std::vector<RootPart> RootCauses::of(const MonthLedger& month, const LedgerShare& share) const {
  Parts parts;
  parts.reserve(kUsualParts);
  for (const GateShare& gate : gates_of(month, share.constraint))
    add(parts, {share.constraint, gate.gate}, cause_of(share), gate.share, 0);
  merge_parts(parts);
  return parts;
}

std::vector<RootPart> RootCauses::of(const YearLedger& year, ConstraintId constraint) const {
  Parts parts;
  parts.reserve(kUsualParts);
  for (const MonthLedger& month : ledger_.months_of(year)) {
    for (std::size_t i = 0; i < month.shares.size(); ++i) {
      const LedgerShare& share = month.shares[i];
      if (share.constraint != constraint || month.weight <= 0)
        continue;
      for (RootPart part : of_share(static_cast<std::size_t>(month.month), i)) {
        part.part *= month.weight * share.share;
        parts.push_back(part);
      }
    }
  }
  if (parts.empty())
    return {};
  merge_parts(parts);
  return parts;
}

std::string RootCauses::name(const RootPart& root, ConstraintId asked) const {
  std::string name(text(root.cause));
  if (root.where != asked && ledger_.name(root.where) != name)
    name.append(":").append(ledger_.name(root.where));
  return name;
}

}  // namespace chokepoint
