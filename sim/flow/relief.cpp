#include "sim/flow/relief.hpp"

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint {

std::int64_t relieved_amount(const WholeAmount& whole, double factor) {
  return std::max(whole.least, nearest_whole(static_cast<double>(whole.amount) * factor));
}

Relaxation Relaxation::by(std::string constraint, double factor, Tick from, Tick to) {
  Relaxation relaxation{std::move(constraint), {{from, factor}}};
  if (to != kNever)
    relaxation.steps.push_back({to, 1});
  return relaxation;
}

Relief::Relief(std::vector<Relaxation> relaxations) : relaxations_(std::move(relaxations)) {
  for (const Relaxation& relaxation : relaxations_) {
    for (const Relaxation::Step& step : relaxation.steps)
      ensure(step.factor >= 0, "a relaxation leaves no less than nothing of a constraint");
  }
}

double Relief::asked_for(std::string_view constraint, Tick at) const {
  if (names_ != nullptr)
    names_->amounts.emplace(constraint);
  return look_up(constraint, at);
}

double Relief::look_up(std::string_view constraint, Tick at) const {
  double factor = 1;
  for (const Relaxation& relaxation : relaxations_) {
    if (relaxation.constraint != constraint)
      continue;
    double now = 1;
    for (const Relaxation::Step& step : relaxation.steps) {
      if (step.from <= at)
        now = step.factor;
    }
    factor *= now;
  }
  return factor;
}

Tick Relief::next_change(std::string_view constraint, Tick at) const {
  Tick next = kNever;
  for (const Relaxation& relaxation : relaxations_) {
    if (relaxation.constraint != constraint)
      continue;
    for (const Relaxation::Step& step : relaxation.steps) {
      if (step.from > at)
        next = std::min(next, step.from);
    }
  }
  return next;
}

std::int64_t Relief::amount(std::string_view constraint, Tick at, std::int64_t amount,
                            std::int64_t least) const {
  if (empty())
    return std::max(least, amount);
  if (names_ != nullptr)
    names_->wholes[std::string(constraint)].push_back({amount, least});
  return relieved_amount({amount, least}, factor(constraint, at));
}

Tick Relief::span(std::string_view constraint, Tick at, Tick minutes) const {
  if (names_ != nullptr)
    names_->times.emplace(constraint);
  const double by = look_up(constraint, at);
  return by == 1 || by <= 0 ? minutes : nearest_whole(static_cast<double>(minutes) / by);
}

}  // namespace chokepoint
