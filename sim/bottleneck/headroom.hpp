#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

namespace chokepoint {

/// Up to which relaxation more of a constraint helps (0.1 = a tenth more); infinite beyond three
/// times the amount.
struct Headroom {
  double by = 0;
  /// What is found without one of the relaxations that were tried, whichever that is, and by the
  /// first ladder alone: where these are far apart, output does not bend at one place.
  double low = 0;
  double high = 0;
};

/// Looks for the relaxation from which on more of a constraint brings little: first over a coarse
/// ladder, the same whatever else is asked, then within the steps around the place.
class HeadroomSearch {
 public:
  static constexpr int kRounds = 2;

  HeadroomSearch();

  /// Relaxations to be tried in this round.
  [[nodiscard]] const std::vector<double>& wanted() const { return wanted_; }
  /// Output with that relaxation, relative to the base.
  void found(double by, double output) { output_[by] = output; }
  /// The round is over: the next one looks more closely.
  void narrow();
  /// Where it stops binding: what is left of the better of the two slopes meets there. None when
  /// there are no answers, or when most small relaxations bring little and a larger one more.
  [[nodiscard]] std::optional<Headroom> headroom() const;

 private:
  std::vector<double> wanted_;
  std::map<double, double> output_;  ///< by relaxation
  std::map<double, double> coarse_;  ///< of the first ladder
};

/// By the relaxations up to a fifth, how much a constraint counts: the sum of the elasticities.
[[nodiscard]] double weight_of_small_steps(const std::map<double, double>& output);

}  // namespace chokepoint
