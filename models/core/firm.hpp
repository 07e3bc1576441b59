#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/core/accounts.hpp"
#include "models/core/customer_news.hpp"
#include "models/core/firm_spec.hpp"
#include "models/core/market.hpp"
#include "models/core/messages.hpp"
#include "models/core/order.hpp"
#include "models/core/order_reach.hpp"
#include "models/core/places.hpp"
#include "models/core/price_list.hpp"
#include "models/core/purchase_book.hpp"
#include "models/core/sales_book.hpp"
#include "models/core/tape.hpp"
#include "sim/bound/process_model.hpp"
#include "sim/engine/post.hpp"
#include "sim/flow/flow.hpp"
#include "sim/flow/gate.hpp"
#include "sim/scenario/reader.hpp"

namespace chokepoint::models {

/// The name under which an outage of a firm's site is reported.
[[nodiscard]] std::string outage_name(std::string_view firm);

/// One firm: a long-lived actor that sleeps until an order needs an answer or its planning day
/// comes. The order is answered from the books, without the firm's thread of control; planning is
/// its life. Deliveries, acknowledgements, forecasts, quotes and payments are booked at the dock
/// and wake nobody.
class Firm : public MessageActor<Message> {
 public:
  Firm(Market& market, FirmSpec spec);

  void run() final;

  [[nodiscard]] FirmId id() const { return id_; }
  [[nodiscard]] const std::string& region() const { return spec_.region; }
  /// Called once when every firm exists, before the world starts: look up partners, and name the
  /// suppliers with `supplied_by`.
  virtual void meet() {}
  /// States what it can do at most, whatever it believes and decides; in favour of more where
  /// months are too coarse. Once all have met, before the world starts.
  virtual void state(ProcessModel& model) const = 0;
  /// True for whom the goods are made in the end: the supply graph may end there.
  [[nodiscard]] virtual bool is_customer() const { return false; }
  /// True for customers outside the story, whose wishes are given.
  [[nodiscard]] virtual bool is_outside() const { return false; }
  /// True when what reaches it is what the world counts.
  [[nodiscard]] virtual bool is_sink() const { return false; }
  /// What the firm does, in the words of a scenario ("foundry"); set when it is made.
  std::string kind;
  [[nodiscard]] const std::vector<OutageDates>& outages() const { return spec_.outages; }
  /// What others may order from it.
  void offer(CommodityId commodity) { prices_.offer(commodity); }
  /// Its price list, which everybody may read.
  [[nodiscard]] PriceList::Terms listed(CommodityId commodity) const {
    return prices_.terms(commodity);
  }
  [[nodiscard]] bool offers(CommodityId commodity) const;
  [[nodiscard]] Accounts::Id account() const { return account_; }
  [[nodiscard]] std::vector<CommodityId> offered() const;
  /// What that buyer said last that it would pay for a unit; 0 when it said nothing.
  [[nodiscard]] double bid_of(FirmId buyer, CommodityId commodity) const {
    return news_.bid_of(buyer, commodity);
  }
  /// From now on it serves the highest bidder of its own accord, so buyers tell it what they bid.
  void ask_for_bids() { asks_for_bids_ = market_.bidding = true; }
  /// A gate that stands on the firm's site, so that an outage of the site stops it.
  void own(Gate& gate) { gates_.push_back(&gate); }
  [[nodiscard]] const std::vector<Gate*>& gates() const { return gates_; }
  /// Times it woke after its start, and those in which it neither sent nor booked anything. To
  /// give a reason is neither.
  [[nodiscard]] std::uint64_t wakeups() const { return wakeups_; }
  [[nodiscard]] std::uint64_t idle_wakeups() const { return idle_wakeups_; }
  /// In a frozen world: places that order, takes back so much of one, as on the tape.
  void buy_again(const Tape::Placed& placed);
  void take_back_again(OrderId order, std::int64_t quantity) { withdraw(order, quantity); }
  /// The site stops and comes back: so do the firm and its gates; goods under way still arrive.
  void stop_site();
  void resume_site();
  [[nodiscard]] const std::vector<ExportRule>& export_rules() const { return spec_.exports; }
  /// Whether no export rule and no policy forbids it today.
  [[nodiscard]] bool may_sell(const Firm& buyer, CommodityId commodity) const {
    return (spec_.exports.empty() && market_.disruptions.empty()) ||
           !export_forbidden(buyer, commodity);
  }
  /// A rule begins: orders of those who may no longer be served are cancelled as far as they are
  /// not begun.
  void stop_exports();
  /// Whether any event ever strikes its capacity, wherever that stands.
  [[nodiscard]] bool is_exposed() const { return places_.concerned(); }
  [[nodiscard]] const Places& places() const { return places_; }
  /// The same places with what strikes one of its nodes by itself; none: nothing ever does.
  [[nodiscard]] std::optional<Places> places_of(std::string_view node) const;
  /// Part of its capacity that stands where that event strikes.
  [[nodiscard]] virtual double part_struck(const Disruption& event) const;
  [[nodiscard]] Tick patience() const { return spec_.patience; }
  /// An event on its capacity changed, or has lasted for the firm's patience.
  void struck();
  /// Something was added to its capacity, which may stand where an event strikes.
  void look_at_capacity() { apply_left(); }
  [[nodiscard]] std::int64_t months_between() const { return spec_.months_between; }
  /// Part of its capacity that works: news that everybody hears.
  [[nodiscard]] virtual double part_left() const;
  /// The same of what makes one of its products, where events strike such parts of it by
  /// themselves.
  [[nodiscard]] virtual double part_left_of(CommodityId) const { return part_left(); }
  /// What keeps most of its capacity from working now.
  struct Outage {
    ConstraintId name;
    Tick since;
  };
  [[nodiscard]] std::optional<Outage> outage() const;
  /// Part of what it makes that comes from that place.
  [[nodiscard]] virtual double part_at(std::size_t place) const { return place == 0 ? 1 : 0; }
  /// Part of its capacity that it still counts on.
  [[nodiscard]] virtual double part_counted() const;

 protected:
  /// The firm's planning day has come.
  virtual void plan() = 0;
  /// A customer's order has come in: book it, and acknowledge or reject it.
  virtual void receive_order(OrderId order);
  /// A customer took back `quantity` units.
  virtual void order_cancelled(OrderId order, std::int64_t quantity);
  // At the dock, without waking anybody:
  virtual void goods_in(OrderId order, std::int64_t quantity, EventId arrival);
  virtual void order_rejected(OrderId order);
  /// Goods that were on their way to this firm, or bought by it, will never come.
  virtual void goods_lost(OrderId order, std::int64_t quantity);
  /// Brings gates to what is left of the capacity behind them.
  virtual void apply_left();
  /// An event or an outage changed what works of its capacity: puts that into the monthly series,
  /// as there may be nobody who plans.
  virtual void tell_capacity() {}
  /// An event on a single node changed, or has lasted for the firm's patience. True when that is
  /// given up at some place, or taken up again.
  virtual bool nodes_struck() { return false; }
  /// Whether a stop of all that makes it refuses orders of that.
  [[nodiscard]] virtual bool refuses_product(CommodityId) const { return false; }
  /// What is not begun of its orders of that is cancelled.
  void cancel_sales_of(CommodityId commodity);
  /// What stands still at some place is given up, or taken up again.
  virtual void capacity_given_up() {}
  virtual void quoted(const PriceQuote&) {}
  /// Called before `amount` is set aside or billed, so that credit can be drawn in time.
  virtual void before_paying(Cents) {}
  /// So much of an order has been paid: it is spent on something that lasts.
  virtual void invested(const Order& order, Cents amount);

  /// An outage of its own stops its site, whatever events do.
  [[nodiscard]] bool has_own_outage() const { return outages_now_ > (site_struck_ ? 1 : 0); }
  /// Part of its capacity that works now, whatever stops it: an event or an outage of its own.
  [[nodiscard]] double part_working() const;
  /// Average months in which its site works, by month; where events leave more of another of its
  /// places, as many as that works.
  [[nodiscard]] Monthly months_of_work(const MonthGrid& grid) const;
  /// A capacity of that rate a month, which grows at most as the rule says; `read` tells the rate.
  ProcessModel::CapacityId state_capacity(ProcessModel& model, const std::string& capacity,
                                          ConstraintId constraint, double per_month,
                                          GrowthRule growth, ProcessModel::Reading read) const;

  [[nodiscard]] const Timeline& timeline() const { return market_.timeline; }
  /// Puts a need into the supply graph: somebody has to supply it, or the scenario is refused.
  void needs(CommodityId commodity);
  /// Puts a supplier into the supply graph and takes its price list; saying it twice is the same as
  /// once. From now on the seller tells this firm when its price changes.
  void supplied_by(const Firm& seller, CommodityId commodity) { supply(seller, commodity, true); }
  /// The same for what the firm can begin without: it only grows with it, or has some in stock.
  void later_supplied_by(const Firm& seller, CommodityId commodity) {
    supply(seller, commodity, false);
  }
  /// Puts a supplier that only events make one into the supply graph, without its price list.
  void perhaps_supplied_by(const Firm& seller, CommodityId commodity) {
    market_.supplies.push_back({seller.id(), id_, commodity, false});
  }
  /// Sets what one unit costs, how long it would take and how much is to be had, and tells all
  /// customers, unless the change is not worth a letter (PriceList). Before the world starts they
  /// read it when they meet.
  void set_price(CommodityId commodity, double usd, Tick wait = 0,
                 double room = PriceQuote::kNoLimit, double h100e = 0);

  /// Records a decision taken now under the name of what limited it ("lead_time", "money",
  /// "accelerator_orders", ...). One event per name and tick.
  EventId decide(ConstraintId reason);

  /// Capacity was started, or the pace changed at which others are served: that is booked.
  void booked() { acted_ = true; }

  /// Places an order with `seller`; it stands in the journal and in `on_order` from now on. Where
  /// the reason is relaxed another quantity is ordered, but of what is paid at once never more than
  /// can be paid together with what `beside` is needed for each unit; kNoOrder when that is
  /// nothing.
  OrderId buy(Firm& seller, OrderTerms terms, EventId decided, Cents beside = 0);
  /// Takes back what the seller has not begun.
  std::int64_t take_back(OrderId order, std::int64_t quantity);
  /// What the seller has not begun is withdrawn, firm or not: it was not paid, or is too late.
  void lose(OrderId order);
  /// Units bought and neither delivered nor cancelled.
  [[nodiscard]] std::int64_t on_order(CommodityId commodity) const {
    return purchases_.on_order(commodity);
  }
  [[nodiscard]] std::int64_t on_order(CommodityId commodity, FirmId seller) const {
    return purchases_.on_order(commodity, seller);
  }
  /// Units bought since the start that arrived.
  [[nodiscard]] std::int64_t received(CommodityId commodity) const {
    return purchases_.received(commodity);
  }
  /// Own orders that are not closed, oldest first (closed ones are dropped lazily).
  [[nodiscard]] const std::vector<OrderId>& open_purchases();
  /// Calls `see` with each of them; the journal is read once.
  template <class F>
  void see_open_purchases(F see) {
    std::erase_if(open_purchases_, [&](OrderId id) {
      const Order& order = market_.journal.at(id);
      const bool closed = order.closed();
      if (!closed)
        see(order);
      return closed;
    });
  }

  /// The order that a purchase made now helps to fill: the oldest in this firm's book of those
  /// products that is not begun and that `covered` units, whose parts are there or on order
  /// already, do not reach. kNoOrder when there is none: then the purchase is made on forecast.
  [[nodiscard]] OrderId waiting_order(std::span<const CommodityId> products, double covered = 0) {
    return sales_.waiting(products, covered);
  }
  [[nodiscard]] OrderId waiting_order(CommodityId product, double covered) {
    return waiting_order(std::span(&product, 1), covered);
  }
  /// The same for many purchases that are made one after the other.
  void list_waiting(CommodityId product, OrderReach& reach) { sales_.list_waiting(product, reach); }

  /// Acknowledges an order for the promised date, or rejects it when that is kNever (sold out).
  /// False when it was rejected.
  bool answer(OrderId order, Tick promised);
  void acknowledge(OrderId order, Tick promised);
  void reject(OrderId order);
  void tell(Firm& seller, CommodityId commodity, const std::array<double, 4>& per_month);
  /// Months until it plans again; mail that makes them fewer brings the next planning forward.
  [[nodiscard]] virtual std::int64_t months_to_planning() const { return spec_.months_between; }
  /// Says what it would pay for a unit at most, to a seller who asks for it.
  void bid(Firm& seller, CommodityId commodity, double usd);
  void quote(Firm& buyer, CommodityId commodity, double usd, double per_month = 0);
  /// What it may spend now.
  [[nodiscard]] Cents free_money() const { return market_.accounts.free(account_); }
  /// What it still has to pay for orders on which it paid deposits, when they arrive.
  [[nodiscard]] Cents rest_due() const { return rest_due_; }
  /// Pays a firm now, as far as money reaches; the rest stands as a bill.
  void bill(const Firm& to, Cents amount);

  /// What customers said they will buy, per month, `ahead` from now.
  [[nodiscard]] double heard(CommodityId commodity, Duration ahead) const {
    return news_.wanted(commodity, ahead);
  }
  /// The same from one customer.
  [[nodiscard]] double heard_from(FirmId customer, CommodityId commodity, Duration ahead) const {
    return news_.wanted_by(customer, commodity, ahead);
  }

  Market& market_;

 private:
  bool at_the_dock(const Message& message) final;
  /// Orders are answered from the books, which takes no time; planning is left to run().
  bool attend() final;
  void supply(const Firm& seller, CommodityId commodity, bool to_start);
  [[nodiscard]] bool export_forbidden(const Firm& buyer, CommodityId commodity) const;
  /// Whether orders are turned away because of an event that struck it.
  [[nodiscard]] bool refuses(CommodityId commodity) const;
  /// Records a decision; the first ones after an outage of the site had waited for its end, and
  /// those of a firm whose suppliers stand still are later, or others, for that.
  EventId record_decision(ConstraintId reason);
  /// The outage of those who sold it most of something so far; nothing while they work.
  [[nodiscard]] std::optional<Outage> outage_of_suppliers() const;
  /// Withdraws what is not begun of the orders in its books that `which` is true for.
  template <class Which>
  void cancel_sales(Which which);
  /// Units that can be paid at once.
  std::int64_t payable_now(const OrderTerms& terms, Cents beside);
  OrderId place(Firm& seller, const OrderTerms& terms, EventId decided);

  /// Sends a message at once.
  template <class Said>
  void say(Firm& to, const Said& message) {
    acted_ = true;
    post(to, message);
  }
  /// Handles `mail_` and what else has come in, orders as they were placed, however the mail was
  /// sorted.
  void open_mail();
  void count_wakeup();
  void handle(const Message& message);
  void take_in(OrderId id);
  void take_note(const OrderCancelled& message);
  [[nodiscard]] Tick next_planning();

  std::int64_t withdraw(OrderId order, std::int64_t quantity);
  /// Whether an order is paid then. In a frozen world nothing is: decisions were made with the
  /// money of the first.
  [[nodiscard]] bool is_paid(const Order& order, Settlement when) const;
  /// The seller has said yes: what was set aside for the order is paid.
  void pay_deposit(const Order& order);
  /// What arrives is paid, or the rest of it when a deposit was.
  void pay_for_arrival(const Order& order, std::int64_t quantity);
  /// So many units will not be had: what was set aside for them is free again.
  void release_deposit(const Order& order, std::int64_t quantity);

  FirmSpec spec_;
  std::int64_t planned_for_ = 1;  ///< months after which it meant to plan again
  FirmId id_;
  Tick minute_;  ///< of its planning day
  Accounts::Id account_;
  Cents rest_due_ = 0;
  Stream order_stream_;  ///< gives each order the index of its random numbers
  std::vector<Message> mail_;
  /// What had been taken back of an order before it was taken in.
  struct KnownCancelled {
    OrderId order;
    std::int64_t total;
  };
  std::vector<KnownCancelled> known_cancelled_;  ///< few: only after the site stood still
  std::uint64_t wakeups_ = 0;
  std::uint64_t idle_wakeups_ = 0;
  bool acted_ = false;  ///< sent or booked something since it woke
  bool asks_for_bids_ = false;
  std::uint64_t name_key_;  ///< a hash of the name
  std::vector<Gate*> gates_;
  int outages_now_ = 0;           ///< outages of the site that are not over
  Tick stopped_at_ = 0;           ///< when the first of them began
  EventId outage_ = kWorldStart;  ///< the last one, until what had waited for its end is decided
  Places places_;
  std::vector<StruckGate> struck_gates_;
  bool site_struck_ = false;  ///< an event has left nobody to plan
  double told_left_ = 1;      ///< part of its capacity that `tell_capacity` told last
  bool in_business_ = true;   ///< nothing has made it cancel its orders
  PriceList prices_;
  PurchaseBook purchases_;
  std::vector<OrderId> open_purchases_;
  SalesBook sales_;
  CustomerNews news_;
  struct Decision {
    ConstraintId reason;
    Tick tick;
    EventId event;
  };
  std::vector<Decision> decisions_;
};

}  // namespace chokepoint::models
