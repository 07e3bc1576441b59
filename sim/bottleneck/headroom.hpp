#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace chokepoint {

/// Looks for the relaxation from which on more of a constraint brings little: first over a coarse
/// ladder, then within the steps around the place.
class HeadroomSearch {
 public:
  static constexpr int kRounds = 2;

  /// `month` is the one at whose end output is measured, `step` the relaxation by which it is
  /// judged whether a constraint binds at all.
  HeadroomSearch(std::size_t month, double step);

  [[nodiscard]] std::size_t month() const { return month_; }
  /// Relaxations to be tried in this round (0.1 = a tenth more).
  [[nodiscard]] const std::vector<double>& wanted() const { return wanted_; }
  /// Output with that relaxation, relative to the base.
  void found(double by, double output) { output_[by] = output; }
  /// The round is over: the next one looks more closely.
  void narrow();
  /// Where it stops binding: what is left of the better of the two slopes meets there. Infinite
  /// when it still binds at the last rung; none when there are no answers, or when a step brings
  /// little and a larger relaxation more.
  [[nodiscard]] std::optional<double> headroom() const;

 private:
  using Curve = std::vector<std::pair<double, double>>;  ///< relaxation and output

  /// What was tried, without what a smaller and a larger relaxation together beat: with decisions
  /// that answer to it, a little more may bring less, and that is no sign that it stopped binding.
  [[nodiscard]] Curve envelope() const;
  /// The first of what was tried that is larger than where it stops binding on the envelope; their
  /// count if it never does.
  [[nodiscard]] std::size_t first_slack() const;
  /// A step brings little, and more brings more.
  [[nodiscard]] bool comes_in_lumps() const;

  std::size_t month_;
  double step_;
  std::vector<double> wanted_;
  std::map<double, double> output_;
};

}  // namespace chokepoint
