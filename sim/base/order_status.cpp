#include "sim/base/order_status.hpp"

namespace chokepoint {

std::string_view text(OrderStatus status) {
  switch (status) {
    case OrderStatus::placed:
    case OrderStatus::open:
      break;
    case OrderStatus::delivered:
      return "delivered";
    case OrderStatus::cancelled:
      return "cancelled";
    case OrderStatus::rejected:
      return "rejected";
  }
  return "open";
}

std::optional<OrderStatus> order_status(std::string_view written) {
  for (const OrderStatus status :
       {OrderStatus::open, OrderStatus::delivered, OrderStatus::cancelled, OrderStatus::rejected})
    if (written == text(status))
      return status;
  return std::nullopt;
}

}  // namespace chokepoint
