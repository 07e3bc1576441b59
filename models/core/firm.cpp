#include "models/core/firm.hpp"

#include <algorithm>
#include <cmath>

#include "models/core/rates.hpp"
#include "models/core/reasons.hpp"
#include "models/core/relieved.hpp"
#include "sim/base/error.hpp"
#include "sim/base/hash.hpp"

namespace chokepoint::models {

namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

/// A forecast at some time ahead: linear between the years it names, flat beyond the last.
double at_horizon(const std::array<double, 4>& per_month, Duration ahead) {
  const double years = std::clamp(months(ahead) / 12, 0.0, 3.0);
  const auto year = std::min<std::size_t>(2, static_cast<std::size_t>(years));
  const double part = years - static_cast<double>(year);
  return per_month[year] * (1 - part) + per_month[year + 1] * part;
}

}  // namespace

std::string outage_name(std::string_view firm) {
  return "outage_" + std::string(firm);
}

FirmSpec FirmSpec::read(Reader& reader) {
  FirmSpec spec;
  spec.name = reader.name();
  spec.region = reader.reference("region", "region", "where the firm works");
  spec.planning_day = reader.count_or("planning_day", 1, "day of the month on which it plans",
                                      {.min = 1, .max = 28});
  spec.months_between =
      reader.count_or("plans_every", 1, "months between two plannings", {.min = 1, .max = 12});
  spec.outages = reader.list_or_empty(
      "outages", "dates between which the firm's site stands still",
      [](Reader& outage) {
        FirmSpec::Outage dates{outage.timeline().tick(outage.date("from", "first day")),
                               outage.timeline().tick(outage.date("to", "day it works again"))};
        outage.require(dates.from < dates.to, {"to", "from"}, "must be later than 'from'");
        return dates;
      },
      "from");
  return spec;
}

Firm::Firm(Market& market, FirmSpec spec)
    : MessageActor<Message>(spec.name, market.post),
      market_(market),
      spec_(std::move(spec)),
      id_(market.enter(*this)),
      account_(market.accounts.open(name())),
      order_stream_(market.flow.random.stream(name(), "orders")),
      name_key_(fnv1a(name())) {}

Tick Firm::next_planning() const {
  const Tick day = (spec_.planning_day - 1) * kDay;
  const auto every = static_cast<int>(spec_.months_between);
  int month = timeline().month_index(now());
  if (timeline().month_begin(month) + day <= now())
    ++month;
  month += (every - month % every) % every;
  // Each firm at a minute of its own: no two decide at once, so none depends on who was asked
  // first.
  return timeline().month_begin(month) + day + id_;
}

void Firm::run() {
  const bool frozen = market_.replayed != nullptr;
  if (now() == 0 && !frozen)
    plan();
  Tick planning = frozen ? simulation().horizon() : next_planning();
  for (;;) {
    const auto message = receive_until(planning);
    acted_ = false;
    if (message) {
      mail_.assign(1, *message);
      open_mail();
    } else if (frozen) {
      return;
    } else {
      plan();
      planning = next_planning();
    }
    count_wakeup();
  }
}

bool Firm::attend() {
  acted_ = false;
  mail_.clear();
  open_mail();
  count_wakeup();
  return true;
}

void Firm::count_wakeup() {
  ++wakeups_;
  if (!acted_)
    ++idle_wakeups_;
}

void Firm::stop_site() {
  simulation().site_off(name());
  const ConstraintId outage = market_.flow.trace.constraint(outage_name(name()));
  for (Gate* gate : gates_)
    gate->stop(outage);
}

void Firm::resume_site() {
  simulation().site_on(name());
  for (Gate* gate : gates_)
    gate->resume();
}

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

void Firm::say(Firm& to, const Message& message) {
  acted_ = true;
  post(to, message);
}

void Firm::handle(const Message& message) {
  std::visit(Overloaded{[this](const OrderPlaced& m) { receive_order(m.order); },
                        [this](const OrderCancelled& m) { order_cancelled(m.order, m.quantity); },
                        [](const OrderAcknowledged&) {}, [](const OrderRejected&) {},
                        [](const Delivery&) {}, [](const Forecast&) {}, [](const PriceQuote&) {}},
             message);
}

bool Firm::at_the_dock(const Message& message) {
  return std::visit(Overloaded{[](const OrderPlaced&) { return false; },
                               [](const OrderCancelled&) { return false; },
                               [this](const OrderAcknowledged& m) {
                                 pay_deposit(market_.journal.at(m.order), true);
                                 return true;
                               },
                               [this](const OrderRejected& m) {
                                 const Order& order = market_.journal.at(m.order);
                                 pay_deposit(order, false);
                                 settle(m.order, order.terms.quantity, false);
                                 order_rejected(m.order);
                                 return true;
                               },
                               [this](const Delivery& m) {
                                 const Order& order = market_.journal.at(m.order);
                                 market_.journal.arrive(m.order, m.quantity, now());
                                 Firm& buyer = market_.firm(order.buyer);
                                 buyer.settle(m.order, m.quantity, true);
                                 if (is_paid(order, Settlement::on_delivery))
                                   buyer.bill(market_.firm(order.seller),
                                              order.price_of(m.quantity));
                                 goods_in(m.order, m.quantity, m.arrival);
                                 return true;
                               },
                               [this](const Forecast& m) {
                                 file(m);
                                 return true;
                               },
                               [this](const PriceQuote& m) {
                                 quoted(m);
                                 return true;
                               }},
                    message);
}

/// Sorted, so that their sum does not depend on who wrote first.
void Firm::file(const Forecast& forecast) {
  const auto place = std::lower_bound(
      forecasts_.begin(), forecasts_.end(), forecast, [](const Forecast& a, const Forecast& b) {
        return std::pair(a.from, a.commodity) < std::pair(b.from, b.commodity);
      });
  if (place != forecasts_.end() && place->from == forecast.from &&
      place->commodity == forecast.commodity) {
    *place = forecast;
  } else {
    forecasts_.insert(place, forecast);
  }
}

void Firm::receive_order(OrderId) {
  throw ModelError(name() + " sells nothing, yet it got an order");
}

void Firm::order_cancelled(OrderId, std::int64_t) {}

void Firm::goods_in(OrderId, std::int64_t, EventId) {}

void Firm::order_rejected(OrderId) {}

bool Firm::offers(CommodityId commodity) const {
  return std::any_of(offers_.begin(), offers_.end(),
                     [&](const Offer& offer) { return offer.commodity == commodity; });
}

std::vector<CommodityId> Firm::offered() const {
  std::vector<CommodityId> commodities;
  for (const Offer& offer : offers_)
    commodities.push_back(offer.commodity);
  return commodities;
}

Firm::Offer* Firm::offer_of(CommodityId commodity) {
  const auto known = std::find_if(offers_.begin(), offers_.end(),
                                  [&](const Offer& offer) { return offer.commodity == commodity; });
  return known == offers_.end() ? nullptr : &*known;
}

void Firm::needs(CommodityId commodity) {
  market_.needs.push_back({id_, commodity});
}

void Firm::supply(const Firm& seller, CommodityId commodity, bool to_start) {
  const auto known =
      std::find_if(market_.supplies.begin(), market_.supplies.end(), [&](const Market::Supply& s) {
        return s.seller == seller.id() && s.buyer == id_ && s.commodity == commodity;
      });
  if (known != market_.supplies.end())
    return;
  market_.supplies.push_back({seller.id(), id_, commodity, to_start});
  Offer* const offer = market_.firm(seller.id()).offer_of(commodity);
  if (offer == nullptr)
    return;
  offer->customers.push_back(id_);
  if (offer->usd > 0)
    quoted({seller.id(), commodity, offer->usd, 0, offer->wait, offer->room});
}

void Firm::set_price(CommodityId commodity, double usd, Tick wait, double room) {
  constexpr double kPrice = 0.05;  // changes that are worth a letter
  constexpr double kDate = 0.2;
  Offer* const offer = offer_of(commodity);
  ensure(offer != nullptr, "a price is for something that is sold");
  const auto near = [](double value, double before, double part) {
    return std::abs(value - before) <= part * before;
  };
  if (near(usd, offer->usd, kPrice) && near(room, offer->room, kDate) &&
      near(static_cast<double>(wait), static_cast<double>(offer->wait), kDate))
    return;
  offer->usd = usd;
  offer->wait = wait;
  offer->room = room;
  for (const FirmId customer : offer->customers)
    say(market_.firm(customer), PriceQuote{id_, commodity, usd, 0, wait, room});
}

EventId Firm::decide(ConstraintId reason) {
  acted_ = true;
  for (Decision& decision : decisions_) {
    if (decision.reason != reason)
      continue;
    if (decision.tick != now()) {
      decision.tick = now();
      decision.event = market_.flow.trace.exogenous(EventKind::plan, reason, now(), now());
    }
    return decision.event;
  }
  decisions_.push_back(
      {reason, now(), market_.flow.trace.exogenous(EventKind::plan, reason, now(), now())});
  return decisions_.back().event;
}

Firm::Purchases& Firm::purchases(CommodityId commodity) {
  if (purchases_.size() <= commodity)
    purchases_.resize(commodity + 1U);
  return purchases_[commodity];
}

std::int64_t& Firm::share_of(Purchases& book, FirmId seller) {
  for (auto& [firm, amount] : book.by_seller) {
    if (firm == seller)
      return amount;
  }
  return book.by_seller.emplace_back(seller, 0).second;
}

OrderId Firm::buy(Firm& seller, const OrderTerms& terms, EventId decided) {
  return place(seller, terms, decided, relieved(market_, decided));
}

void Firm::buy_again(const Tape::Placed& placed) {
  const double factor = is_outside() ? market_.flow.relief.factor(kOutsideDemand, now())
                                     : relieved(market_, placed.reason);
  place(market_.firm(placed.seller), placed.terms,
        decide(market_.flow.trace.constraint(placed.reason)), factor);
}

std::int64_t Firm::relieved_quantity(const OrderTerms& terms, double factor) {
  // A tenth more of three tools a month is one tool more in the fourth month.
  double& carry = purchases(terms.commodity).carry;
  const double wanted = static_cast<double>(terms.quantity) * factor + carry;
  const std::int64_t whole = std::max<std::int64_t>(1, std::llround(std::floor(wanted + 0.5)));
  carry = wanted - static_cast<double>(whole);
  return whole;
}

OrderId Firm::place(Firm& seller, OrderTerms terms, EventId decided, double factor) {
  if (factor != 1)
    terms.quantity = relieved_quantity(terms, factor);
  // Named by who sells what and when, so that another purchase shifts no other's numbers.
  const std::uint64_t goods = market_.commodity(terms.commodity).key;
  const std::uint64_t draw =
      order_stream_.bits(static_cast<std::uint64_t>(now()) ^ seller.name_key_ ^ (goods << 1U));
  const OrderId order = market_.journal.place(id_, seller.id(), terms, now(), decided, draw);
  if (is_paid(market_.journal.at(order), Settlement::on_order)) {
    const Cents cost = market_.journal.at(order).price_of(terms.quantity);
    before_paying(cost);
    market_.accounts.set_aside(account_, cost);
  }
  Purchases& book = purchases(terms.commodity);
  book.on_order += terms.quantity;
  share_of(book, seller.id()) += terms.quantity;
  open_purchases_.push_back(order);
  say(seller, OrderPlaced{order});
  return order;
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
  const std::int64_t taken_back = market_.journal.cancel(order, quantity);
  if (taken_back == 0)
    return 0;
  if (market_.written != nullptr)
    market_.written->taken_back.push_back({now(), order, taken_back});
  settle(order, taken_back, false);
  if (is_paid(line, Settlement::on_order))
    market_.firm(line.seller).bill(*this, line.price_of(taken_back));
  say(market_.firm(line.seller), OrderCancelled{order, taken_back});
  return taken_back;
}

void Firm::settle(OrderId order, std::int64_t quantity, bool arrived) {
  const Order& line = market_.journal.at(order);
  Purchases& book = purchases(line.terms.commodity);
  book.on_order -= quantity;
  if (arrived)
    book.received += quantity;
  share_of(book, line.seller) -= quantity;
}

std::int64_t Firm::on_order(CommodityId commodity) const {
  return commodity < purchases_.size() ? purchases_[commodity].on_order : 0;
}

std::int64_t Firm::on_order(CommodityId commodity, FirmId seller) const {
  if (commodity >= purchases_.size())
    return 0;
  for (const auto& [firm, amount] : purchases_[commodity].by_seller) {
    if (firm == seller)
      return amount;
  }
  return 0;
}

std::int64_t Firm::received(CommodityId commodity) const {
  return commodity < purchases_.size() ? purchases_[commodity].received : 0;
}

const std::deque<OrderId>& Firm::open_purchases() {
  std::erase_if(open_purchases_, [this](OrderId id) { return market_.journal.at(id).closed(); });
  return open_purchases_;
}

OrderId Firm::waiting_order(std::span<const CommodityId> products, double covered) {
  std::erase_if(open_sales_, [this](OrderId id) { return market_.journal.at(id).to_start() == 0; });
  for (const OrderId id : open_sales_) {
    const Order& order = market_.journal.at(id);
    if (std::find(products.begin(), products.end(), order.terms.commodity) == products.end())
      continue;
    covered -= static_cast<double>(order.to_start());
    if (covered < 0)
      return id;
  }
  return kNoOrder;
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
  open_sales_.push_back(order);
  acted_ = true;
  // The answer is written into the buyer's books at once: it has finished its own decision.
  market_.firm(market_.journal.at(order).buyer).at_the_dock(OrderAcknowledged{order});
}

void Firm::reject(OrderId order) {
  market_.journal.reject(order);
  say(market_.firm(market_.journal.at(order).buyer), OrderRejected{order});
}

void Firm::tell(Firm& seller, CommodityId commodity, const std::array<double, 4>& per_month) {
  say(seller, Forecast{id_, commodity, per_month});
}

void Firm::quote(Firm& buyer, CommodityId commodity, double usd, double per_month) {
  say(buyer, PriceQuote{id_, commodity, usd, per_month});
}

void Firm::bill(const Firm& to, Cents amount) {
  acted_ = true;  // it stands in another firm's books
  before_paying(amount);
  market_.accounts.bill(account_, to.account_, amount);
}

bool Firm::is_paid(const Order& order, Settlement when) const {
  return order.terms.settlement == when && market_.replayed == nullptr;
}

void Firm::pay_deposit(const Order& order, bool accepted) {
  if (!is_paid(order, Settlement::on_order))
    return;
  const Cents cost = order.price_of(order.terms.quantity);
  market_.accounts.release(account_, cost);
  if (accepted)
    bill(market_.firm(order.seller), cost);
}

double Firm::heard(CommodityId commodity, Duration ahead) const {
  double sum = 0;
  for (const Forecast& forecast : forecasts_) {
    if (forecast.commodity == commodity)
      sum += at_horizon(forecast.per_month, ahead);
  }
  return sum;
}

double Firm::heard_from(FirmId customer, CommodityId commodity, Duration ahead) const {
  for (const Forecast& forecast : forecasts_) {
    if (forecast.commodity == commodity && forecast.from == customer) {
      return at_horizon(forecast.per_month, ahead);
    }
  }
  return 0;
}

}  // namespace chokepoint::models
