// The two books of a firm: what it buys, and what it has sold and is paid for.

#include <algorithm>
#include <cmath>

#include "models/core/firm.hpp"
#include "models/core/reasons.hpp"
#include "models/core/relieved.hpp"
#include "sim/base/error.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

std::optional<Firm::Outage> Firm::outage_of_suppliers() const {
  for (const PurchaseBook::Page& page : purchases_.pages()) {
    std::int64_t missing = 0;
    std::optional<Outage> first;
    for (const PurchaseBook::Account& account : page.by_seller) {
      const std::optional<Outage> outage = market_.firm(account.seller).outage();
      if (!outage)
        continue;
      missing += account.received;
      if (!first || outage->since < first->since)
        first = outage;
    }
    if (2 * missing > page.received)
      return first;
  }
  return std::nullopt;
}

OrderId Firm::buy(Firm& seller, OrderTerms terms, EventId decided, Cents beside) {
  const double factor = relieved(market_, decided);
  if (factor != 1) {
    terms.quantity = purchases_.scaled(terms, factor);
    if (terms.settlement == Settlement::on_order && market_.replayed == nullptr)
      terms.quantity = std::min(terms.quantity, payable_now(terms, beside));
    if (terms.quantity <= 0)
      return kNoOrder;
  }
  return place(seller, terms, decided);
}

void Firm::buy_again(const Tape::Placed& placed) {
  const double factor = is_outside() ? market_.flow.relief.factor(kOutsideDemand, now())
                                     : relieved(market_, placed.reason);
  OrderTerms terms = placed.terms;
  if (factor != 1)
    terms.quantity = purchases_.scaled(terms, factor);
  place(market_.firm(placed.seller), terms, decide(market_.flow.trace.constraint(placed.reason)));
}

/// What was decided with an eye on the money is more where it is relaxed; money is not.
std::int64_t Firm::payable_now(const OrderTerms& terms, Cents beside) {
  const Cents each = cents(terms.price_usd) + beside;
  if (each <= 0)
    return terms.quantity;
  before_paying(each * terms.quantity);
  return free_money() / each;
}

OrderId Firm::place(Firm& seller, const OrderTerms& terms, EventId decided) {
  // Named by who sells what and when, so that another purchase shifts no other's numbers.
  const std::uint64_t goods = market_.commodity(terms.commodity).key;
  const std::uint64_t draw =
      order_stream_.bits(static_cast<std::uint64_t>(now()) ^ seller.name_key_ ^ (goods << 1U));
  const OrderId order = market_.journal.place(id_, seller.id(), terms, now(), decided, draw);
  if (is_paid(market_.journal.at(order), Settlement::on_order)) {
    const Cents cost = market_.journal.at(order).deposit_of(terms.quantity);
    before_paying(cost);
    market_.accounts.set_aside(account_, cost);
  }
  purchases_.ordered(market_.journal.at(order));
  open_purchases_.push_back(order);
  if (!seller.may_sell(*this, terms.commodity) ||
      (!market_.disruptions.empty() && seller.refuses(terms.commodity)))
    seller.reject(order);
  else
    say(seller, OrderPlaced{order});
  return order;
}

bool Firm::refuses(CommodityId commodity) const {
  return (!in_business_ && part_left() <= 0) || refuses_product(commodity);
}

bool Firm::export_forbidden(const Firm& buyer, CommodityId commodity) const {
  return market_.disruptions.banned(name(), buyer.region(), now()) ||
         std::any_of(spec_.exports.begin(), spec_.exports.end(), [&](const ExportRule& rule) {
           return rule.forbids(buyer.region(), market_.commodity(commodity).name, now());
         });
}

std::int64_t Firm::take_back(OrderId order, std::int64_t quantity) {
  ensure(!market_.journal.at(order).terms.firm, "a firm order cannot be cancelled");
  return withdraw(order, quantity);
}

void Firm::lose(OrderId order) {
  withdraw(order, market_.journal.at(order).to_start());
}

std::int64_t Firm::withdraw(OrderId order, std::int64_t quantity) {
  const Order& line = market_.journal.at(order);
  if (line.closed())
    return 0;  // refused at this very moment, or replayed where it came in time
  const bool answered = line.status != OrderStatus::placed;
  const std::int64_t taken_back = market_.journal.cancel(order, quantity);
  if (taken_back == 0)
    return 0;
  if (market_.written != nullptr)
    market_.written->taken_back.push_back({now(), order, taken_back});
  purchases_.settle(line, taken_back, false);
  if (!answered)
    release_deposit(line, taken_back);
  else if (is_paid(line, Settlement::on_order)) {
    market_.firm(line.seller).bill(*this, line.deposit_of(taken_back));
    rest_due_ -= line.rest_of(taken_back);
  }
  say(market_.firm(line.seller), OrderCancelled{order, taken_back, line.cancelled});
  return taken_back;
}

const std::vector<OrderId>& Firm::open_purchases() {
  std::erase_if(open_purchases_, [this](OrderId id) { return market_.journal.at(id).closed(); });
  return open_purchases_;
}

bool Firm::answer(OrderId order, Tick promised) {
  if (promised == kNever) {
    reject(order);
    return false;
  }
  acknowledge(order, promised);
  return true;
}

void Firm::acknowledge(OrderId order, Tick promised) {
  market_.journal.acknowledge(order, promised);
  sales_.accepted(order);
  acted_ = true;
  // The answer is written into the buyer's books at once: it has finished its own decision.
  market_.firm(market_.journal.at(order).buyer).at_the_dock(OrderAcknowledged{order});
}

void Firm::reject(OrderId order) {
  const std::int64_t refused = market_.journal.at(order).to_start();
  market_.journal.reject(order);
  say(market_.firm(market_.journal.at(order).buyer), OrderRejected{order, refused});
}

void Firm::bill(const Firm& to, Cents amount) {
  acted_ = true;  // it stands in another firm's books
  before_paying(amount);
  market_.accounts.bill(account_, to.account_, amount);
}

bool Firm::is_paid(const Order& order, Settlement when) const {
  return order.terms.settlement == when && market_.replayed == nullptr;
}

void Firm::pay_deposit(const Order& order) {
  const std::int64_t accepted = order.terms.quantity - order.cancelled;
  release_deposit(order, accepted);
  if (!is_paid(order, Settlement::on_order))
    return;
  bill(market_.firm(order.seller), order.deposit_of(accepted));
  invested(order, order.deposit_of(accepted));
  rest_due_ += order.rest_of(accepted);
}

void Firm::pay_for_arrival(const Order& order, std::int64_t quantity) {
  Cents due = 0;
  if (is_paid(order, Settlement::on_delivery))
    due = order.price_of(quantity);
  else if (is_paid(order, Settlement::on_order))
    due = order.rest_of(quantity);
  if (due == 0)
    return;
  if (order.terms.settlement == Settlement::on_order)
    rest_due_ -= due;
  bill(market_.firm(order.seller), due);
  invested(order, due);
}

void Firm::invested(const Order&, Cents amount) {
  market_.invested(id_, usd(amount));
}

void Firm::release_deposit(const Order& order, std::int64_t quantity) {
  if (is_paid(order, Settlement::on_order))
    market_.accounts.release(account_, order.deposit_of(quantity));
}

}  // namespace chokepoint::models
