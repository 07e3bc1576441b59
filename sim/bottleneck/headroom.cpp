#include "sim/bottleneck/headroom.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "sim/bottleneck/relief_study.hpp"

namespace chokepoint {

namespace {

constexpr int kRungs = 8;    ///< of the second, closer ladder
constexpr double kMost = 4;  ///< the last rung
constexpr double kRounding = 1e-12;
constexpr double kFar = 2;  ///< nobody asks beyond three times the amount

/// Slope of ln output over ln amount between two relaxations.
double elasticity(std::pair<double, double> a, std::pair<double, double> b) {
  return std::log(b.second / a.second) / std::log((1 + b.first) / (1 + a.first));
}

}  // namespace

HeadroomSearch::HeadroomSearch(std::size_t month, double step)
    : month_(month), step_(step), output_{{0.0, 1.0}} {
  for (const double rung : {1.0, 2.5, 5.0, 10.0, 17.5, 30.0, 50.0}) {
    if (rung * step < kMost)
      wanted_.push_back(rung * step);
  }
  wanted_.push_back(kMost);
}

HeadroomSearch::Curve HeadroomSearch::envelope() const {
  Curve curve;
  for (const auto& next : output_) {
    const auto is_below = [&](const auto& left, const auto& point) {
      const double chord = left.second + (next.second - left.second) * (point.first - left.first) /
                                             (next.first - left.first);
      return point.second < chord - kRounding;
    };
    while (curve.size() >= 2 && is_below(curve[curve.size() - 2], curve.back()))
      curve.pop_back();
    curve.push_back(next);
  }
  return curve;
}

std::size_t HeadroomSearch::first_slack() const {
  const Curve curve = envelope();
  std::size_t step = 1;
  while (step < curve.size() && elasticity(curve[step - 1], curve[step]) >= kBindingElasticity)
    ++step;
  if (step >= curve.size())
    return output_.size();
  const auto last = output_.find(curve[step - 1].first);
  return static_cast<std::size_t>(std::distance(output_.begin(), last)) + 1;
}

bool HeadroomSearch::comes_in_lumps() const {
  const auto binds = [&](const std::pair<double, double>& rung) {
    return rung.first > 0 && elasticity(*output_.begin(), rung) >= kBindingElasticity;
  };
  const auto step = output_.find(step_);
  return step != output_.end() && !binds(*step) &&
         std::any_of(output_.begin(), output_.end(), binds);
}

void HeadroomSearch::narrow() {
  const Curve tried(output_.begin(), output_.end());
  const std::size_t slack = first_slack();
  wanted_.clear();
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

std::optional<double> HeadroomSearch::headroom() const {
  const Curve tried(output_.begin(), output_.end());
  if (output_.size() < 2 || comes_in_lumps())
    return std::nullopt;
  const std::size_t slack = first_slack();
  if (slack >= tried.size())
    return std::numeric_limits<double>::infinity();
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
  const double bend = (tried[after].second - level * tried[after].first - tried[before].second +
                       rise * tried[before].first) /
                      (rise - level);
  // Lines that do not meet nearby say nothing.
  const double found = bend >= low && bend <= high ? bend : tried[slack - 1].first;
  return found > kFar ? std::numeric_limits<double>::infinity() : found;
}

}  // namespace chokepoint
