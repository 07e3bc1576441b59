#include "models/core/order_reach.hpp"

#include <algorithm>

namespace chokepoint::models {

void OrderReach::add(OrderId order, std::int64_t to_start) {
  waiting_.push_back({order, (waiting_.empty() ? 0 : waiting_.back().up_to) + to_start});
}

OrderId OrderReach::beyond(double covered) const {
  const auto found = std::upper_bound(
      waiting_.begin(), waiting_.end(), covered,
      [](double units, const Waiting& w) { return units < static_cast<double>(w.up_to); });
  return found == waiting_.end() ? kNoOrder : found->order;
}

}  // namespace chokepoint::models
