#include "models/core/growth_record.hpp"

#include <algorithm>

#include "models/core/firm.hpp"
#include "sim/base/log.hpp"
#include "sim/base/text.hpp"

namespace chokepoint::models {

namespace {
/// A need that exceeds what is covered by less is none.
constexpr double kWorthAWord = 0.01;

/// Room for what most planners come to in a run, at once.
constexpr std::size_t kUsualLevels = 32;
constexpr std::size_t kUsualLimits = 16;
constexpr std::size_t kUsualNames = 8;
}  // namespace

void tell_order(const Timeline& timeline, std::string_view who, std::string_view what,
                double amount, double covered, Tick due) {
  std::string text(who);
  text.append(": ").append(shortest(amount)).append(" more of ").append(what);
  if (covered > 0)
    text.append(" on top of ").append(shortest(covered));
  log::debug(text + ", online " + timeline.iso(due));
}

GrowthRecord::GrowthRecord(Market& market, std::string_view who, ConstraintId constraint,
                           GateId gate, Tick usual_decision)
    : market_(market),
      trace_(market.flow.trace),
      who_(who),
      constraint_(constraint),
      gate_(gate),
      usual_decision_(usual_decision) {
  trace_.declare_expandable(constraint);
  if (!trace_.enabled())
    return;
  levels_.reserve(kUsualLevels);
  limits_.reserve(kUsualLimits);
  held_.reserve(kUsualNames);
}

void GrowthRecord::planned(Tick now, double wanted, double covered, ConstraintId limit) {
  if (!trace_.enabled())
    return;
  if (levels_.empty() || wanted > most_wanted_) {
    levels_.push_back({now, wanted});
    most_wanted_ = wanted;
  }
  const bool changed = limits_.empty() || last_limit_ != limit;
  if (changed) {
    last_limit_ = limit;
    last_since_ = now;
    const auto known = std::find_if(held_.begin(), held_.end(),
                                    [limit](const Held& held) { return held.by == limit; });
    limits_.push_back({now, static_cast<std::size_t>(known - held_.begin())});
    if (known == held_.end())
      held_.push_back({limit});
  }
  const bool is_short = wanted > covered * (1 + kWorthAWord);
  if (is_short != short_ || (is_short && changed))
    trace_.need({now, constraint_, limit, is_short, gate_});
  short_ = is_short;
}

Tick GrowthRecord::known(double level, Tick now) const {
  // From behind: what is ordered is what was wanted lately.
  Tick since = now;
  for (auto last = levels_.rbegin(); last != levels_.rend() && last->wanted >= level; ++last)
    since = last->since;
  return since;
}

ConstraintId GrowthRecord::held_by(Tick from, Tick to) {
  if (!limits_.empty() && (last_since_ <= from || to <= from))
    return last_limit_;
  for (Held& held : held_)
    held.minutes = 0;
  // Those that had ended before count nothing.
  const auto later =
      std::upper_bound(limits_.begin(), limits_.end(), from,
                       [](Tick tick, const Limit& limit) { return tick < limit.since; });
  const auto first = static_cast<std::size_t>(later - limits_.begin());
  for (std::size_t i = first > 0 ? first - 1 : 0; i < limits_.size(); ++i) {
    const Tick end = i + 1 < limits_.size() ? limits_[i + 1].since : to;
    held_[limits_[i].held].minutes +=
        std::max<Tick>(0, std::min(end, to) - std::max(limits_[i].since, from));
  }
  ConstraintId longest = limits_.empty() ? constraint_ : held_[limits_.back().held].by;
  Tick most = 0;
  for (const Held& held : held_) {
    if (held.minutes > most) {
      most = held.minutes;
      longest = held.by;
    }
  }
  return longest;
}

std::uint32_t GrowthRecord::ordered(Tick now, double amount, double covered, Tick usual_lead) {
  if (market_.flow.tells)
    tell_order(market_.timeline, who_, trace_.name(constraint_), amount, covered, now + usual_lead);
  if (!trace_.enabled())
    return 0;
  const Tick since = known(covered + amount, now);
  return trace_.ordered({.constraint = constraint_,
                         .held_by = held_by(since, now),
                         .amount = amount,
                         .known = since,
                         .funded = since,
                         .ordered = now,
                         .usual_decision = usual_decision_,
                         .usual_lead = usual_lead,
                         .gate = gate_});
}

}  // namespace chokepoint::models
