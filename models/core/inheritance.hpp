#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "models/core/firm.hpp"

namespace chokepoint::models {

/// Things that were under way when the world began (sites half built, packages in process): they
/// arrive in equal lots over the first months without anybody ordering them.
class Inheritance {
 public:
  explicit Inheritance(Market& market) : market_(market) {}

  /// `amount` arrives at the middle of each of the months `from` to `until` after the start.
  /// `constraint` names the lead they were in; `arrive` takes the amount and the event.
  void expect(std::int64_t amount, int from, int until, ConstraintId constraint,
              std::function<void(std::int64_t, EventId)> arrive);
  /// What of everything expected is still to come.
  [[nodiscard]] std::int64_t to_come() const { return to_come_; }
  /// What of it arrives until `t`.
  [[nodiscard]] std::int64_t to_come_until(Tick t) const;

 private:
  struct Lot {
    Tick due;
    std::int64_t amount;
    ConstraintId constraint;
    std::size_t receiver;
  };
  void arrived(std::uint64_t index);

  Market& market_;
  std::vector<Lot> lots_;
  std::vector<std::function<void(std::int64_t, EventId)>> receivers_;
  std::int64_t to_come_ = 0;
};

}  // namespace chokepoint::models
