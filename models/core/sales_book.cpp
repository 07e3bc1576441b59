#include "models/core/sales_book.hpp"

#include <algorithm>

namespace chokepoint::models {

template <class Goes>
void SalesBook::walk(std::span<const CommodityId> products, Goes goes_on) {
  auto kept = open_.begin();
  auto next = open_.begin();
  for (bool on = true; on && next != open_.end();) {
    const OrderId id = *next++;
    const Order& order = journal_.at(id);
    const std::int64_t to_start = order.to_start();
    if (to_start == 0)
      continue;
    *kept++ = id;
    const auto is_it = [&](CommodityId product) { return product == order.terms.commodity; };
    if (std::any_of(products.begin(), products.end(), is_it))
      on = goes_on(id, to_start);
  }
  open_.erase(kept, next);
}

OrderId SalesBook::waiting(std::span<const CommodityId> products, double covered) {
  OrderId found = kNoOrder;
  walk(products, [&](OrderId id, std::int64_t to_start) {
    covered -= static_cast<double>(to_start);
    if (covered < 0)
      found = id;
    return covered >= 0;
  });
  return found;
}

void SalesBook::list_waiting(CommodityId product, OrderReach& reach) {
  reach.clear();
  walk(std::span(&product, 1), [&](OrderId id, std::int64_t to_start) {
    reach.add(id, to_start);
    return true;
  });
}

}  // namespace chokepoint::models
