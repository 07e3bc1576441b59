#pragma once

#include <array>
#include <variant>

#include "models/core/order.hpp"

namespace chokepoint::models {

/// To a seller: an order stands in the journal.
struct OrderPlaced {
  OrderId order;
};
/// To a buyer: the promised date stands in the journal.
struct OrderAcknowledged {
  OrderId order;
};
/// To a buyer: sold out. `quantity` is what was refused: what had not been taken back before.
struct OrderRejected {
  OrderId order;
  std::int64_t quantity;
};
/// To a seller: the buyer took back so much of what was not begun; `total` is all that it has taken
/// back of the order by now.
struct OrderCancelled {
  OrderId order;
  std::int64_t quantity;
  std::int64_t total;
};
/// To a buyer or consignee: goods arrive. `arrival` is the transport event that ends now.
struct Delivery {
  OrderId order;
  std::int64_t quantity;
  EventId arrival;
};
/// To a buyer or consignee: goods that were on their way are lost.
struct DeliveryLost {
  OrderId order;
  std::int64_t quantity;
};
/// To a seller: what the sender expects to buy, as a rate per month now and in 1, 2 and 3 years.
struct Forecast {
  FirmId from;
  CommodityId commodity;
  std::array<double, 4> per_month;
};
/// To a seller who serves the highest bidder: what the sender would pay for a unit at most, for all
/// that it has on order there and will order.
struct Bid {
  FirmId from;
  CommodityId commodity;
  double usd;
};
/// To a buyer: what one unit costs from now on, how long after an order it would come, and how much
/// can still be ordered before the seller is sold out.
struct PriceQuote {
  FirmId from;
  CommodityId commodity;
  double usd;
  double per_month = 0;  ///< what the seller makes of it, where the market is told
  Tick wait = 0;
  double room = kNoLimit;
  double h100e = 0;  ///< H100-equivalents in a unit, of what computes
  static constexpr double kNoLimit = 1e18;
};

/// All that firms say to each other. Closed on purpose: a new kind of message does not compile
/// until every firm says what it does with it. Payments are no messages: they stand in both
/// accounts at once (models/core/accounts.hpp).
using Message = std::variant<OrderPlaced, OrderAcknowledged, OrderRejected, OrderCancelled,
                             Delivery, DeliveryLost, Forecast, Bid, PriceQuote>;

}  // namespace chokepoint::models
