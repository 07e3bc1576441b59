// What a firm does with its mail: orders wake it, everything else is booked at the dock.

#include <algorithm>

#include "models/core/firm.hpp"
#include "sim/base/error.hpp"

namespace chokepoint::models {

namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

}  // namespace

void Firm::open_mail() {
  while (inbox_size() > 0)
    mail_.push_back(receive());
  const auto order_of = [](const Message& message) {
    if (const auto* placed = std::get_if<OrderPlaced>(&message))
      return placed->order;
    if (const auto* cancelled = std::get_if<OrderCancelled>(&message))
      return cancelled->order;
    return kNoOrder;
  };
  const auto before = [&](const Message& a, const Message& b) {
    return std::pair(order_of(a), a.index()) < std::pair(order_of(b), b.index());
  };
  if (!std::is_sorted(mail_.begin(), mail_.end(), before))
    std::stable_sort(mail_.begin(), mail_.end(), before);
  for (const Message& message : mail_)
    handle(message);
  acted_ = true;  // every order and every cancellation is booked
}

void Firm::handle(const Message& message) {
  std::visit(
      Overloaded{[this](const OrderPlaced& m) { take_in(m.order); },
                 [this](const OrderCancelled& m) { take_note(m); }, [](const OrderAcknowledged&) {},
                 [](const OrderRejected&) {}, [](const Delivery&) {}, [](const DeliveryLost&) {},
                 [](const Forecast&) {}, [](const Bid&) {}, [](const PriceQuote&) {}},
      message);
}

bool Firm::at_the_dock(const Message& message) {
  return std::visit(Overloaded{[](const OrderPlaced&) { return false; },
                               [](const OrderCancelled&) { return false; },
                               [this](const OrderAcknowledged& m) {
                                 pay_deposit(market_.journal.at(m.order));
                                 return true;
                               },
                               [this](const OrderRejected& m) {
                                 const Order& order = market_.journal.at(m.order);
                                 release_deposit(order, m.quantity);
                                 purchases_.settle(order, m.quantity, false);
                                 order_rejected(m.order);
                                 return true;
                               },
                               [this](const Delivery& m) {
                                 const Order& order = market_.journal.at(m.order);
                                 market_.journal.arrive(m.order, m.quantity, now());
                                 market_.received(order, m.quantity);
                                 Firm& buyer = market_.firm(order.buyer);
                                 buyer.purchases_.settle(order, m.quantity, true);
                                 buyer.pay_for_arrival(order, m.quantity);
                                 goods_in(m.order, m.quantity, m.arrival);
                                 return true;
                               },
                               [this](const DeliveryLost& m) {
                                 market_.journal.lose(m.order, m.quantity);
                                 const Order& order = market_.journal.at(m.order);
                                 Firm& buyer = market_.firm(order.buyer);
                                 buyer.purchases_.settle(order, m.quantity, false);
                                 if (is_paid(order, Settlement::on_order))
                                   buyer.rest_due_ -= order.rest_of(m.quantity);
                                 buyer.goods_lost(m.order, m.quantity);
                                 return true;
                               },
                               [this](const Forecast& m) {
                                 news_.file(m);
                                 return months_to_planning() >= planned_for_;
                               },
                               [this](const Bid& m) {
                                 news_.file(m);
                                 return true;
                               },
                               [this](const PriceQuote& m) {
                                 quoted(m);
                                 return true;
                               }},
                    message);
}

/// A seller whose site stood still may find an order of which a part, or all, was taken back
/// meanwhile. Then it takes in what is left, and the messages about the rest tell nothing new.
void Firm::take_in(OrderId id) {
  const Order& order = market_.journal.at(id);
  if (order.cancelled > 0)
    known_cancelled_.push_back({id, order.cancelled});
  if (!order.closed())
    receive_order(id);
}

void Firm::take_note(const OrderCancelled& message) {
  const bool known = std::any_of(
      known_cancelled_.begin(), known_cancelled_.end(), [&](const KnownCancelled& entry) {
        return entry.order == message.order && message.total <= entry.total;
      });
  if (!known)
    order_cancelled(message.order, message.quantity);
}

void Firm::bid(Firm& seller, CommodityId commodity, double usd) {
  const bool asked = seller.asks_for_bids_ || market_.disruptions.takes_bids(seller.name(), now());
  if (asked && seller.bid_of(id_, commodity) != usd)
    say(seller, Bid{id_, commodity, usd});
}

void Firm::receive_order(OrderId) {
  throw ModelError(name() + " sells nothing, yet it got an order");
}

void Firm::order_cancelled(OrderId, std::int64_t) {}

void Firm::goods_in(OrderId, std::int64_t, EventId) {}

void Firm::order_rejected(OrderId) {}

void Firm::goods_lost(OrderId, std::int64_t) {}

}  // namespace chokepoint::models
