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

  /// `month` is the one at whose end output is measured; smaller relaxations than `step` tell
  /// nothing.
  HeadroomSearch(std::size_t month, double step);

  [[nodiscard]] std::size_t month() const { return month_; }
  /// Relaxations to be tried in this round (0.1 = a tenth more).
  [[nodiscard]] const std::vector<double>& wanted() const { return wanted_; }
  /// Output with that relaxation, relative to the base.
  void found(double by, double output) { output_[by] = output; }
  /// The round is over: the next one looks more closely.
  void narrow();
  /// Where it stops binding: what is left of the better of the two slopes meets there. Infinite
  /// when it still binds at the last rung; none when there are no answers, or when the least
  /// relaxation brings little and a larger one does.
  [[nodiscard]] std::optional<double> headroom() const;

 private:
  /// The first step between two tried relaxations in which it does not bind; their count if none.
  [[nodiscard]] std::size_t first_slack(const std::vector<std::pair<double, double>>& tried) const;

  std::size_t month_;
  std::vector<double> wanted_;
  std::map<double, double> output_;
};

}  // namespace chokepoint
