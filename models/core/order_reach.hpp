#pragma once

#include <cstdint>
#include <vector>

#include "models/core/order.hpp"

namespace chokepoint::models {

/// The orders in a firm's book that are not begun, oldest first, for purchases that reach further
/// and further into it.
class OrderReach {
 public:
  void clear() { waiting_.clear(); }
  void add(OrderId order, std::int64_t to_start);
  /// The oldest order that `covered` units do not reach; kNoOrder when they reach all.
  [[nodiscard]] OrderId beyond(double covered) const;

 private:
  struct Waiting {
    OrderId order;
    std::int64_t up_to;  ///< units in it and in those before it
  };
  std::vector<Waiting> waiting_;
};

}  // namespace chokepoint::models
