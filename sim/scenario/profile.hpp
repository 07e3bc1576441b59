#pragma once

#include <vector>

#include "sim/base/time.hpp"

namespace chokepoint {

/// A value that the outside world sets over time. It holds its first value before the first date
/// and its last one after the last date.
class Profile {
 public:
  enum class Shape { steps, linear };
  struct Point {
    Tick tick;
    double value;
    friend bool operator==(const Point&, const Point&) = default;
  };

  /// A value that never changes.
  explicit Profile(double constant = 0.0) : points_{{0, constant}} {}
  /// At least one point, in rising order of ticks.
  Profile(Shape shape, std::vector<Point> points);

  [[nodiscard]] double at(Tick t) const;
  /// The first tick after `t` at which the value (steps) or its slope (linear) changes; kNever.
  [[nodiscard]] Tick next_change(Tick t) const;
  /// The integral over [from, to) in value times minutes.
  [[nodiscard]] double integral(Tick from, Tick to) const;
  [[nodiscard]] Shape shape() const { return shape_; }
  [[nodiscard]] const std::vector<Point>& points() const { return points_; }
  [[nodiscard]] bool is_constant() const { return points_.size() == 1; }

 private:
  Shape shape_ = Shape::steps;
  std::vector<Point> points_;
};

}  // namespace chokepoint
