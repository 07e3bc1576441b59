#pragma once

#include <span>
#include <vector>

#include "models/core/order.hpp"
#include "models/core/order_reach.hpp"

namespace chokepoint::models {

/// The orders that a firm has accepted and not begun, oldest first; pruned as far as it is read.
class SalesBook {
 public:
  explicit SalesBook(const Journal& journal) : journal_(journal) {}

  void accepted(OrderId order) { open_.push_back(order); }
  /// The oldest order for those products that `covered` units do not reach; kNoOrder when there is
  /// none.
  [[nodiscard]] OrderId waiting(std::span<const CommodityId> products, double covered);
  /// All of them, for many purchases that are made one after the other.
  void list_waiting(CommodityId product, OrderReach& reach);

 private:
  /// Calls `goes_on(order, units)` until it returns false, and drops what is begun.
  template <class Goes>
  void walk(std::span<const CommodityId> products, Goes goes_on);

  const Journal& journal_;
  std::vector<OrderId> open_;
};

}  // namespace chokepoint::models
