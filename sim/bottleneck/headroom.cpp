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
constexpr double kFar = 2;   ///< nobody asks beyond three times the amount

/// Slope of ln output over ln amount between two relaxations.
double elasticity(std::pair<double, double> a, std::pair<double, double> b) {
  return std::log(b.second / a.second) / std::log((1 + b.first) / (1 + a.first));
}

}  // namespace

HeadroomSearch::HeadroomSearch(std::size_t month, double step)
    : month_(month), output_{{0.0, 1.0}} {
  for (const double rung : {1.0, 2.5, 5.0, 10.0, 17.5, 30.0, 50.0}) {
    if (rung * step < kMost)
      wanted_.push_back(rung * step);
  }
  wanted_.push_back(kMost);
}

std::size_t HeadroomSearch::first_slack(const std::vector<std::pair<double, double>>& tried) const {
  std::size_t step = 1;
  while (step < tried.size() && elasticity(tried[step - 1], tried[step]) >= kBindingElasticity)
    ++step;
  return step;
}

void HeadroomSearch::narrow() {
  const std::vector<std::pair<double, double>> tried(output_.begin(), output_.end());
  const std::size_t slack = first_slack(tried);
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
  const std::vector<std::pair<double, double>> tried(output_.begin(), output_.end());
  if (tried.size() < 2)
    return std::nullopt;
  const std::size_t slack = first_slack(tried);
  if (slack >= tried.size())
    return std::numeric_limits<double>::infinity();
  // A little brings nothing, and more does: it comes in lumps, and no bend can be told.
  const auto binds = [&](const std::pair<double, double>& rung) {
    return elasticity(tried.front(), rung) >= kBindingElasticity;
  };
  if (slack == 1 && std::any_of(tried.begin() + 1, tried.end(), binds))
    return std::nullopt;
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
  const double found = std::clamp(bend, low, high);
  return found > kFar ? std::numeric_limits<double>::infinity() : found;
}

}  // namespace chokepoint
