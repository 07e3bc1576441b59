#include "models/core/growth_record.hpp"

#include <algorithm>

namespace chokepoint::models {

namespace {
/// A need that exceeds what is covered by less is none.
constexpr double kWorthAWord = 0.01;
}  // namespace

GrowthRecord::GrowthRecord(Trace& trace, ConstraintId constraint, Tick usual_decision)
    : trace_(trace), constraint_(constraint), usual_decision_(usual_decision) {
  trace_.declare_expandable(constraint);
}

void GrowthRecord::planned(Tick now, double wanted, double covered, ConstraintId limit) {
  if (!trace_.enabled())
    return;
  if (levels_.empty() || wanted > levels_.back().wanted)
    levels_.push_back({now, wanted});
  const bool changed = limits_.empty() || limits_.back().by != limit;
  if (changed)
    limits_.push_back({now, limit});
  const bool is_short = wanted > covered * (1 + kWorthAWord);
  if (is_short != short_ || (is_short && changed))
    trace_.need({now, constraint_, limit, is_short});
  short_ = is_short;
}

Tick GrowthRecord::known(double level, Tick now) const {
  const auto found =
      std::lower_bound(levels_.begin(), levels_.end(), level,
                       [](const Level& known, double wanted) { return known.wanted < wanted; });
  return found == levels_.end() ? now : found->since;
}

ConstraintId GrowthRecord::held_by(Tick from, Tick to) const {
  ConstraintId longest = limits_.empty() ? constraint_ : limits_.back().by;
  Tick most = 0;
  for (std::size_t i = 0; i < limits_.size(); ++i) {
    Tick held = 0;
    for (std::size_t j = i; j < limits_.size(); ++j) {
      const Tick end = j + 1 < limits_.size() ? limits_[j + 1].since : to;
      if (limits_[j].by == limits_[i].by)
        held += std::max<Tick>(0, std::min(end, to) - std::max(limits_[j].since, from));
    }
    if (held > most) {
      most = held;
      longest = limits_[i].by;
    }
  }
  return longest;
}

std::uint32_t GrowthRecord::ordered(Tick now, double amount, double covered, Tick usual_lead) {
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
                         .usual_lead = usual_lead});
}

}  // namespace chokepoint::models
