#include "sim/base/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "sim/base/portable_math.hpp"
#include "sim/base/text.hpp"

namespace chokepoint {
namespace {

constexpr double kUnbounded = std::numeric_limits<double>::infinity();
constexpr double kLeastShare = 1e-12;

void require(bool holds, const char* rule) {
  if (!holds)
    throw std::invalid_argument(rule);
}

double triangular_quantile(double low, double mode, double high, double u) {
  if (low == high)
    return low;
  const double rising_share = (mode - low) / (high - low);
  if (u < rising_share)
    return low + std::sqrt(u * (high - low) * (mode - low));
  return high - std::sqrt((1.0 - u) * (high - low) * (high - mode));
}

const char* kind_name(Distribution::Kind kind) {
  constexpr const char* kNames[] = {"constant",  "uniform",     "triangular", "normal",
                                    "lognormal", "exponential", "choice"};
  return kNames[static_cast<int>(kind)];
}

}  // namespace

Distribution Distribution::constant(double value) {
  require(std::isfinite(value), "a constant must be finite");
  return {Kind::constant, {value}};
}

Distribution Distribution::uniform(double low, double high) {
  require(std::isfinite(low) && std::isfinite(high) && low <= high, "uniform: low <= high");
  return {Kind::uniform, {low, high}};
}

Distribution Distribution::triangular(double low, double mode, double high) {
  require(std::isfinite(low) && std::isfinite(high) && low <= mode && mode <= high,
          "triangular: low <= mode <= high");
  return {Kind::triangular, {low, mode, high}};
}

Distribution Distribution::normal(double mean, double standard_deviation) {
  require(std::isfinite(mean) && std::isfinite(standard_deviation) && standard_deviation >= 0.0,
          "normal: the standard deviation must not be negative");
  return {Kind::normal, {mean, standard_deviation}};
}

Distribution Distribution::lognormal(double median, double sigma) {
  require(std::isfinite(median) && median > 0.0, "lognormal: the median must be positive");
  require(std::isfinite(sigma) && sigma >= 0.0, "lognormal: sigma must not be negative");
  return {Kind::lognormal, {median, sigma}};
}

Distribution Distribution::exponential(double mean) {
  require(std::isfinite(mean) && mean > 0.0, "exponential: the mean must be positive");
  return {Kind::exponential, {mean}};
}

Distribution Distribution::choice(std::vector<double> values, std::vector<double> weights) {
  require(!values.empty(), "choice: at least one value");
  if (weights.empty())
    weights.assign(values.size(), 1.0);
  require(weights.size() == values.size(), "choice: one weight per value");
  for (const double weight : weights) {
    require(std::isfinite(weight) && weight >= 0.0, "choice: weights must not be negative");
  }
  for (const double value : values)
    require(std::isfinite(value), "choice: values must be finite");
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  require(total > 0.0, "choice: some weight must be positive");
  Distribution made(Kind::choice, std::move(values));
  double sum = 0.0;
  for (const double weight : weights)
    made.cumulative_.push_back((sum += weight) / total);
  return made;
}

Distribution Distribution::truncated(double min, double max) const {
  require(min <= max, "truncation: min <= max");
  if (kind_ == Kind::choice)
    return truncated_choice(min, max);
  Distribution cut = *this;
  cut.low_ = std::max(low_, min);
  cut.high_ = std::min(high_, max);
  require(cut.low_ <= cut.high_, "truncation: nothing is left between min and max");
  if (raw_min() == raw_max()) {
    require(cut.low_ <= raw_min() && raw_max() <= cut.high_,
            "truncation: nothing is left between min and max");
    return cut;
  }
  cut.u_low_ = share_below(cut.low_);
  cut.u_high_ = share_below(cut.high_);
  require(cut.u_high_ - cut.u_low_ > kLeastShare,
          "truncation: nothing is left between min and max");
  return cut;
}

Distribution Distribution::truncated_choice(double min, double max) const {
  std::vector<double> values;
  std::vector<double> weights;
  double below = 0.0;
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    if (min <= parameters_[i] && parameters_[i] <= max) {
      values.push_back(parameters_[i]);
      weights.push_back(cumulative_[i] - below);
    }
    below = cumulative_[i];
  }
  require(!values.empty(), "truncation: nothing is left between min and max");
  return choice(std::move(values), std::move(weights));
}

double Distribution::share_below(double value) const {
  if (value <= raw_min())
    return 0.0;
  if (value >= raw_max())
    return 1.0;
  double below = 0.0;
  double above = 1.0;
  for (int halving = 0; halving < 80; ++halving) {
    const double middle = below + (above - below) / 2.0;
    (raw_quantile(middle) < value ? below : above) = middle;
  }
  return above;
}

double Distribution::quantile(double u) const {
  require(u > 0.0 && u < 1.0, "a quantile needs a share between 0 and 1");
  const double raw = raw_quantile(u_low_ + u * (u_high_ - u_low_));
  return std::clamp(round_significant(raw), low_, high_);
}

double Distribution::raw_quantile(double u) const {
  const std::vector<double>& p = parameters_;
  switch (kind_) {
    case Kind::constant:
      return p[0];
    case Kind::uniform:
      return p[0] + u * (p[1] - p[0]);
    case Kind::triangular:
      return triangular_quantile(p[0], p[1], p[2], u);
    case Kind::normal:
      return p[1] == 0.0 ? p[0] : p[0] + p[1] * normal_quantile(u);
    case Kind::lognormal:
      return p[1] == 0.0 ? p[0] : p[0] * portable_exp(p[1] * normal_quantile(u));
    case Kind::exponential:
      return -p[0] * portable_log(1.0 - u);
    case Kind::choice:
      break;
  }
  const auto at = std::upper_bound(cumulative_.begin(), cumulative_.end(), u);
  const auto index = static_cast<std::size_t>(at - cumulative_.begin());
  return p[std::min(index, p.size() - 1)];
}

double Distribution::mean() const {
  if (low_ == -kUnbounded && high_ == kUnbounded)
    return round_significant(raw_mean());
  constexpr int kSlices = 4096;
  double sum = 0.0;
  for (int slice = 0; slice < kSlices; ++slice)
    sum += quantile((slice + 0.5) / kSlices);
  return round_significant(sum / kSlices);
}

double Distribution::raw_mean() const {
  const std::vector<double>& p = parameters_;
  switch (kind_) {
    case Kind::constant:
    case Kind::normal:
    case Kind::exponential:
      return p[0];
    case Kind::uniform:
      return p[0] + (p[1] - p[0]) / 2.0;
    case Kind::triangular:
      return (p[0] + p[1] + p[2]) / 3.0;
    case Kind::lognormal:
      return p[0] * portable_exp(p[1] * p[1] / 2.0);
    case Kind::choice:
      break;
  }
  double sum = 0.0;
  double below = 0.0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    sum += p[i] * (cumulative_[i] - below);
    below = cumulative_[i];
  }
  return sum;
}

double Distribution::raw_min() const {
  const std::vector<double>& p = parameters_;
  switch (kind_) {
    case Kind::normal:
      return p[1] == 0.0 ? p[0] : -kUnbounded;
    case Kind::lognormal:
      return p[1] == 0.0 ? p[0] : 0.0;
    case Kind::exponential:
      return 0.0;
    case Kind::choice:
      return *std::min_element(p.begin(), p.end());
    default:
      return p.front();
  }
}

double Distribution::raw_max() const {
  const std::vector<double>& p = parameters_;
  switch (kind_) {
    case Kind::normal:
    case Kind::lognormal:
      return p[1] == 0.0 ? p[0] : kUnbounded;
    case Kind::exponential:
      return kUnbounded;
    case Kind::choice:
      return *std::max_element(p.begin(), p.end());
    default:
      return p.back();
  }
}

double Distribution::min() const {
  return std::max(low_, raw_min());
}

double Distribution::max() const {
  return std::min(high_, raw_max());
}

std::string Distribution::text() const {
  std::string text = kind_name(kind_);
  const char* separator = "(";
  for (const double parameter : parameters_) {
    text += separator + shortest(parameter);
    separator = ", ";
  }
  if (kind_ == Kind::choice) {
    separator = "; shares ";
    double below = 0.0;
    for (const double up_to : cumulative_) {
      text += separator + shortest(round_significant(up_to - below));
      separator = ", ";
      below = up_to;
    }
  }
  text += ')';
  if (low_ != -kUnbounded || high_ != kUnbounded) {
    text += " in [" + shortest(low_) + ", " + shortest(high_) + "]";
  }
  return text;
}

}  // namespace chokepoint
