#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace chokepoint {

/// An uncertain number as a value. Sampling is inversion: one uniform number gives one value, so
/// two runs that share a stream share the ranks of their draws. Values are rounded to twelve
/// significant digits, so that every machine agrees on them.
class Distribution {
 public:
  enum class Kind { constant, uniform, triangular, normal, lognormal, exponential, choice };

  /// Each throws std::invalid_argument when its parameters make no distribution (low > high,
  /// a negative spread, weights that do not match).
  [[nodiscard]] static Distribution constant(double value);
  [[nodiscard]] static Distribution uniform(double low, double high);
  [[nodiscard]] static Distribution triangular(double low, double mode, double high);
  [[nodiscard]] static Distribution normal(double mean, double standard_deviation);
  /// `sigma` is the standard deviation of the logarithm.
  [[nodiscard]] static Distribution lognormal(double median, double sigma);
  [[nodiscard]] static Distribution exponential(double mean);
  /// Weights need not sum to 1; without them all values are equally likely.
  [[nodiscard]] static Distribution choice(std::vector<double> values,
                                           std::vector<double> weights = {});

  /// This distribution given that its value lies in [min, max]; throws std::invalid_argument when
  /// that can hardly happen (probability below 1e-12).
  [[nodiscard]] Distribution truncated(double min, double max) const;

  [[nodiscard]] Kind kind() const { return kind_; }
  /// The value below which a share `u` in (0, 1) of all draws lies.
  [[nodiscard]] double quantile(double u) const;
  [[nodiscard]] double median() const { return quantile(0.5); }
  /// Exact without truncation; with it the mean of 4,096 equally likely quantiles.
  [[nodiscard]] double mean() const;
  /// Least and greatest possible value (infinite where the kind has none).
  [[nodiscard]] double min() const;
  [[nodiscard]] double max() const;
  [[nodiscard]] bool is_constant() const { return kind_ == Kind::constant; }

  /// "lognormal(12, 0.4)", "uniform(3, 5) in [3.5, 4]".
  [[nodiscard]] std::string text() const;

  friend bool operator==(const Distribution&, const Distribution&) = default;

 private:
  Distribution(Kind kind, std::vector<double> parameters)
      : kind_(kind), parameters_(std::move(parameters)) {}

  [[nodiscard]] double raw_quantile(double u) const;
  [[nodiscard]] double raw_mean() const;
  [[nodiscard]] double raw_min() const;
  [[nodiscard]] double raw_max() const;
  [[nodiscard]] double share_below(double value) const;
  [[nodiscard]] Distribution truncated_choice(double min, double max) const;

  Kind kind_;
  std::vector<double> parameters_;  ///< choice: the values; else in the order of the factory
  std::vector<double> cumulative_;  ///< choice only: shares up to and including each value
  double low_ = -std::numeric_limits<double>::infinity();
  double high_ = std::numeric_limits<double>::infinity();
  double u_low_ = 0.0;   ///< share of the untruncated distribution below low_
  double u_high_ = 1.0;  ///< ... up to high_
};

}  // namespace chokepoint
