#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/time.hpp"
#include "sim/trace/trace.hpp"

namespace chokepoint::models {

class Market;

/// Tells the log who ordered how much more of what, on top of `covered`, and when it is to work.
void tell_order(const Timeline& timeline, std::string_view who, std::string_view what,
                double amount, double covered, Tick due);

/// Writes down why one capacity of one firm was no bigger: when its planner first heard of a need,
/// what kept it from ordering, when more was ordered and when it worked. Decides nothing.
class GrowthRecord {
 public:
  /// `who` grows, as the log calls it, at that gate. `usual_decision` minutes between hearing of a
  /// need and ordering are what planning takes.
  GrowthRecord(Market& market, std::string_view who, ConstraintId constraint, GateId gate,
               Tick usual_decision = 30 * kDay);

  /// A planning: all announcements together call for `wanted`; `covered` stands or is under way;
  /// `limit` is why no more is started.
  void planned(Tick now, double wanted, double covered, ConstraintId limit);
  /// `amount` was ordered on top of `covered`. The result names it for `arrived`.
  std::uint32_t ordered(Tick now, double amount, double covered, Tick usual_lead);
  /// The same for capacity whose need was known on a date of its own.
  std::uint32_t ordered(const Increment& increment) { return trace_.ordered(increment); }
  void arrived(std::uint32_t increment, Tick now, EventId because) {
    trace_.arrived(increment, now, because);
  }
  [[nodiscard]] ConstraintId constraint() const { return constraint_; }

 private:
  struct Level {
    Tick since;
    double wanted;  ///< more than ever before
  };
  /// Something that was the limit at some time.
  struct Held {
    ConstraintId by;
    Tick minutes = 0;  ///< scratch of `held_by`
  };
  struct Limit {
    Tick since;
    std::size_t held;  ///< its place among those
  };
  /// The first date on which so much was wanted; `now` when it never was.
  [[nodiscard]] Tick known(double level, Tick now) const;
  /// What was the limit for most of that time.
  [[nodiscard]] ConstraintId held_by(Tick from, Tick to);

  Market& market_;
  Trace& trace_;
  std::string who_;
  ConstraintId constraint_;
  GateId gate_;
  Tick usual_decision_;
  std::vector<Level> levels_;
  std::vector<Limit> limits_;
  std::vector<Held> held_;  ///< in the order of their first time
  /// Of the last ones of those lists: most plannings ask for nothing else.
  double most_wanted_ = 0;
  Tick last_since_ = 0;
  ConstraintId last_limit_ = 0;
  bool short_ = false;
};

}  // namespace chokepoint::models
