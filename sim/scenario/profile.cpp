#include "sim/scenario/profile.hpp"

#include <algorithm>
#include <utility>

#include "sim/base/error.hpp"

namespace chokepoint {
namespace {

/// The first point later than `t`.
auto later_point(const std::vector<Profile::Point>& points, Tick t) {
  return std::upper_bound(points.begin(), points.end(), t,
                          [](Tick tick, const Profile::Point& p) { return tick < p.tick; });
}

}  // namespace

Profile::Profile(Shape shape, std::vector<Point> points)
    : shape_(shape), points_(std::move(points)) {
  ensure(!points_.empty(), "a profile has at least one point");
}

double Profile::at(Tick t) const {
  const auto next = later_point(points_, t);
  if (next == points_.begin())
    return points_.front().value;
  const Point& before = *(next - 1);
  if (shape_ == Shape::steps || next == points_.end())
    return before.value;
  const double part =
      static_cast<double>(t - before.tick) / static_cast<double>(next->tick - before.tick);
  return before.value + (next->value - before.value) * part;
}

Tick Profile::next_change(Tick t) const {
  const auto next = later_point(points_, t);
  if (is_constant() || next == points_.end())
    return kNever;
  // A step to the first point is none: its value held before.
  if (shape_ == Shape::steps && next == points_.begin())
    return (next + 1)->tick;
  return next->tick;
}

double Profile::integral(Tick from, Tick to) const {
  double result = 0.0;
  for (Tick t = from; t < to;) {
    const Tick end = std::min(next_change(t), to);
    const double minutes = static_cast<double>(end - t);
    if (shape_ == Shape::steps || end <= points_.front().tick || t >= points_.back().tick) {
      result += at(t) * minutes;
    } else {
      result += (at(t) + at(end)) / 2 * minutes;
    }
    t = end;
  }
  return result;
}

}  // namespace chokepoint
