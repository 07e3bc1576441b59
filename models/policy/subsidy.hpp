#pragma once

#include "models/policy/memory_price.hpp"
#include "models/policy/room_plan.hpp"

namespace chokepoint::models {

/// The part of what new rooms cost that a government pays, seen over all rooms of a firm.
struct SubsidyRule {
  double part_paid = 0;  ///< where it is paid
  double reach = 1;      ///< part of the firm's rooms that are built there
  [[nodiscard]] double part() const { return part_paid * reach; }
};

/// Conviction with `part` of the cost paid, as below.
[[nodiscard]] double subsidised(double conviction, double part);

/// How a planner of rooms believes announcements when `part` of the cost is paid for him.
/// Conviction is read as the ratio at which he stops: c = missed / (missed + idle), the losses of a
/// room too few and of a room too many; a subsidy takes its part from the latter.
[[nodiscard]] RoomRule subsidised(RoomRule rule, double part);

/// The price above which a fab pays: of what it lies above the cash cost, which earns the fab back,
/// that part less.
[[nodiscard]] FabTrigger subsidised(FabTrigger trigger, double cash_cost, double part);

}  // namespace chokepoint::models
