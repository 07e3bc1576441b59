#include "models/core/order.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace chokepoint::models {

namespace {
/// A thousand times the power of the world in kW: beyond that amounts mean nothing, and sums of
/// them come near the largest whole number.
constexpr std::int64_t kMostOrdered = 1'000'000'000'000;
}  // namespace

Journal::Journal() {
  orders_.reserve(5U << 12U);  // a usual world has some 19,000
  orders_.emplace_back();
}

OrderId Journal::place(FirmId buyer, FirmId seller, const OrderTerms& terms, Tick now,
                       EventId decided, std::uint64_t draw) {
  ensure(terms.quantity != 0, "an order is for something");
  // What is too large for a whole number is a negative one.
  if (terms.quantity < 0 || terms.quantity > kMostOrdered)
    throw ModelError("an order of more than 1e12 units: something grows without bound");
  Order order;
  order.terms = terms;
  order.buyer = buyer;
  order.seller = seller;
  order.placed = now;
  order.decided = decided;
  order.draw = draw;
  orders_.push_back(order);
  return static_cast<OrderId>(orders_.size() - 1);
}

Order& Journal::open(OrderId id) {
  Order& order = orders_.at(id);
  ensure(!order.closed(), "a closed order does not change any more");
  return order;
}

void Journal::acknowledge(OrderId id, Tick promised) {
  Order& order = open(id);
  order.status = OrderStatus::open;
  order.promised = promised;
}

void Journal::reject(OrderId id) {
  Order& order = open(id);
  ensure(order.started == 0, "an order is rejected before it is begun");
  order.status = OrderStatus::rejected;
  order.cancelled = order.terms.quantity;
}

std::int64_t Journal::cancel(OrderId id, std::int64_t quantity) {
  Order& order = open(id);
  const std::int64_t taken_back = std::min(quantity, order.to_start());
  order.cancelled += taken_back;
  if (order.outstanding() == 0) {
    order.status = order.arrived > 0 ? OrderStatus::delivered : OrderStatus::cancelled;
  }
  return taken_back;
}

void Journal::begin(OrderId id, std::int64_t quantity) {
  Order& order = open(id);
  ensure(quantity > 0 && quantity <= order.to_start(), "nobody makes more than was ordered");
  order.started += quantity;
}

void Journal::arrive(OrderId id, std::int64_t quantity, Tick now) {
  Order& order = open(id);
  order.arrived += quantity;
  ensure(order.arrived <= order.started, "nothing arrives that was not made");
  order.delivered = now;
  if (order.outstanding() == 0)
    order.status = OrderStatus::delivered;
}

void Journal::lose(OrderId id, std::int64_t quantity) {
  Order& order = open(id);
  ensure(quantity > 0 && quantity <= order.started - order.arrived,
         "only what is on its way can be lost");
  order.started -= quantity;
  order.cancelled += quantity;
  if (order.outstanding() == 0)
    order.status = order.arrived > 0 ? OrderStatus::delivered : OrderStatus::cancelled;
}

}  // namespace chokepoint::models
