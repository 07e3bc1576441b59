#include "sim/bottleneck/headroom.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "sim/bottleneck/relief_study.hpp"

namespace chokepoint {

namespace {

/// The first ladder.
constexpr double kLadder[] = {0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 4};
constexpr double kSmall = 0.2;      ///< of these small relaxations
constexpr int kRungs = 8;           ///< of the second, closer ladder
constexpr std::size_t kFewest = 4;  ///< to leave one out of
constexpr double kRounding = 1e-12;
constexpr double kFar = 2;  ///< nobody asks beyond three times the amount
constexpr double kInfinite = std::numeric_limits<double>::infinity();

using Outputs = std::map<double, double>;
using Curve = std::vector<std::pair<double, double>>;  ///< relaxation and output

/// Slope of ln output over ln amount between two relaxations.
double elasticity(std::pair<double, double> a, std::pair<double, double> b) {
  return std::log(b.second / a.second) / std::log((1 + b.first) / (1 + a.first));
}

bool binds(const Outputs& output, const std::pair<double, double>& rung) {
  return rung.first > 0 && elasticity(*output.begin(), rung) >= kBindingElasticity;
}

/// What was tried, without what a smaller and a larger relaxation together beat: with decisions
/// that answer to it, a little more may bring less, and that is no sign that it stopped binding.
Curve envelope(const Outputs& output) {
  Curve curve;
  for (const auto& next : output) {
    const auto is_below = [&](const auto& left, const auto& point) {
      const double chord = left.second + (next.second - left.second) * (point.first - left.first) /
                                             (next.first - left.first);
      return point.second < chord - kRounding;
    };
    while (curve.size() >= 2 && is_below(curve[curve.size() - 2], curve.back()))
      curve.pop_back();
    curve.emplace_back(next);
  }
  return curve;
}

/// The first of what was tried that is larger than where it stops binding on the envelope; their
/// count if it never does.
std::size_t first_slack(const Outputs& output) {
  const Curve curve = envelope(output);
  std::size_t step = 1;
  while (step < curve.size() && elasticity(curve[step - 1], curve[step]) >= kBindingElasticity)
    ++step;
  if (step >= curve.size())
    return output.size();
  const auto last = output.find(curve[step - 1].first);
  return static_cast<std::size_t>(std::distance(output.begin(), last)) + 1;
}

/// Most small relaxations bring little, and some relaxation more.
bool comes_in_lumps(const Outputs& output) {
  int few = 0;
  int small = 0;
  bool any = false;
  for (const auto& rung : output) {
    any = any || binds(output, rung);
    if (rung.first <= 0 || rung.first > kSmall / 2 + kRounding)
      continue;
    ++small;
    few += binds(output, rung) ? 0 : 1;
  }
  return any && 2 * few > small;
}

/// Where the lines on either side of the bend meet.
double bend(const Outputs& output) {
  const Curve tried(output.begin(), output.end());
  const std::size_t slack = first_slack(output);
  if (slack >= tried.size())
    return kInfinite;
  // Straight on from the steps that are clear of the bend on either side.
  const std::size_t before = slack >= 3 ? slack - 3 : 0;
  const std::size_t after = std::min(slack + 1, tried.size() - 1);
  const auto slope = [&](std::size_t a) {
    return (tried[a + 1].second - tried[a].second) / (tried[a + 1].first - tried[a].first);
  };
  const double low = tried[slack >= 2 ? slack - 2 : 0].first;
  const double high = tried[slack].first;
  const double rise = slope(before);
  const double level = slope(after - 1);
  if (rise <= level)
    return tried[slack - 1].first;
  const double meet = (tried[after].second - level * tried[after].first - tried[before].second +
                       rise * tried[before].first) /
                      (rise - level);
  // Lines that do not meet nearby say nothing.
  const double found = meet >= low && meet <= high ? meet : tried[slack - 1].first;
  return found > kFar ? kInfinite : found;
}

}  // namespace

HeadroomSearch::HeadroomSearch()
    : wanted_(std::begin(kLadder), std::end(kLadder)), output_{{0.0, 1.0}} {}

void HeadroomSearch::narrow() {
  const Curve tried(output_.begin(), output_.end());
  const std::size_t slack = first_slack(output_);
  wanted_.clear();
  if (coarse_.empty())
    coarse_ = output_;
  if (slack >= tried.size())
    return;
  // The bend is in the first slack step or in the one before it.
  const double low = tried[slack >= 2 ? slack - 2 : 0].first;
  const double high = tried[slack].first;
  for (int rung = 1; rung < kRungs; ++rung) {
    const double by = low + (high - low) * rung / kRungs;
    if (output_.find(by) == output_.end())
      wanted_.push_back(by);
  }
}

std::optional<Headroom> HeadroomSearch::headroom() const {
  if (output_.size() < 2 || comes_in_lumps(output_))
    return std::nullopt;
  Headroom found{bend(output_), 0, 0};
  found.low = found.high = found.by;
  for (const Outputs* tried : {&output_, &coarse_}) {
    for (const auto& rung : *tried) {
      if (rung.first <= 0 || tried->size() < kFewest)
        continue;
      Outputs others = *tried;
      others.erase(rung.first);
      const double by = bend(others);
      found.low = std::min(found.low, by);
      found.high = std::max(found.high, by);
    }
  }
  return found;
}

double weight_of_small_steps(const std::map<double, double>& output) {
  double weight = 0;
  for (const auto& rung : output) {
    if (rung.first > 0 && rung.first <= kSmall + kRounding)
      weight += elasticity({0, 1}, rung);
  }
  return weight;
}

}  // namespace chokepoint
