#pragma once

#include <algorithm>
#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/core/customer_paces.hpp"
#include "models/core/firm.hpp"
#include "models/core/lot_way.hpp"
#include "models/policy/allocation.hpp"
#include "sim/flow/gate.hpp"
#include "sim/flow/store.hpp"

namespace chokepoint::models {

/// What a production line is made of.
struct LineSpec {
  std::string name;  ///< of the gate in messages: "tsmc.n3"
  CommodityId commodity = 0;
  AllocationRule rule = AllocationRule::fifo;
  double largest_share = 0;  ///< of all that is begun that one customer gets while others wait
  std::int64_t lots_per_order = 4;  ///< an order is made and delivered in so many lots
  std::int64_t smallest_lot = 1;
  /// A huge order for compute is made in pieces of so many months of capacity, so that what follows
  /// is neither starved for a season nor flooded after it; 0 = no limit.
  double longest_lot_months = 0.5;
  /// The same of other orders, which only must not wait to be made as a whole.
  double longest_other_lot_months = 3;
  Duration cycle{};  ///< from the end of the scarce step to the customer's dock
  bool random_cycle = false;
  Distribution cycle_minutes = Distribution::constant(0);
  double sold_out_months = 0;  ///< rejects what it could only begin later than that; 0 = never
  /// Customers keep the pace of so many months where the line is sold out; 0 = nobody does.
  double keeps_pace_months = 0;
  ConstraintId lead_constraint = 0;  ///< recorded for the cycle ("n3_cycle_time")
};

/// A seller's production of one commodity: an order book in front of a gate, a lead behind it.
///
/// A free gate takes the next lot the allocation rule picks among the orders that could begin. A
/// lot begins when it is ordered, when its inputs (if it needs any) are in the firm's stores and
/// when the gate is free; each of these is recorded as a condition.
class Line final : public Feed, public JobOwner, public Listener {
 public:
  /// An input taken from one of the firm's own stores, per unit made.
  struct Input {
    Store* store;
    double per_unit;
    EnablerClass how = EnablerClass::material;
    double left = 0;             ///< of the unit that small lots share
    EventId from = kWorldStart;  ///< which brought that one
  };

  Line(Market& market, Firm& owner, LineSpec spec);

  [[nodiscard]] Gate& gate() { return gate_; }
  [[nodiscard]] const Gate& gate() const { return gate_; }
  [[nodiscard]] const LineSpec& spec() const { return spec_; }
  void add_input(Input input);
  /// Lots of that commodity pass another gate, first come first served, before they travel
  /// (stacking of HBM). The caller adds its resources.
  Gate& add_finishing(CommodityId commodity, const std::string& name);
  /// Steady business gets a gate of its own beside `gate()`, which then serves the rest: both work
  /// at the same time, each at its part of the capacity. The caller adds its resources and divides.
  Gate& add_steady_gate();
  /// The gate of steady business; nullptr when all orders share one.
  [[nodiscard]] Gate* steady_gate() const { return steady_.get(); }
  /// Lots of that commodity travel for so many minutes instead of `spec.cycle`, drawn per lot.
  void set_cycle(CommodityId commodity, Distribution minutes);
  /// Its lots come from where those rooms stand; without it from where its owner's capacity does.
  void stand_at(const Places& places, const PlacedCapacity& rooms);
  /// Stores from which a particular customer's lots are made (consigned goods).
  void set_customer_inputs(std::function<std::vector<Input>*(const Order&)> inputs);
  /// Called when a lot leaves the line, before it travels.
  void on_shipped(std::function<void(OrderId, std::int64_t, EventId)> shipped);

  /// Takes an order into the book. Returns the date that can be promised; kNever when sold out. A
  /// seller whose parts allow less than its gate promises by `pace`, units per month, where it has
  /// one.
  Tick book(OrderId order, double pace = 0);
  void cancelled(OrderId order, std::int64_t quantity);

  /// Once in a while, where customers keep their pace: so many months have gone since then.
  void learn_paces(double months) { paces_.learn(months); }

  /// Units ordered and not begun.
  [[nodiscard]] std::int64_t backlog() const { return backlog_; }
  /// The part of the backlog that is steady business; 0 unless it has a gate of its own.
  [[nodiscard]] std::int64_t steady_backlog() const { return steady_backlog_; }
  /// Steady units asked for since the start, rejected ones included; 0 unless they have a gate of
  /// their own.
  [[nodiscard]] std::int64_t steady_asked() const { return steady_asked_; }
  /// Units per month at today's pace.
  [[nodiscard]] double capacity_per_month() const;
  /// Calls `see(order, quantity)` with every lot that has begun and not left the line.
  template <class F>
  void for_each_lot(F see) const {
    for (std::size_t i = 0; i < lots_.size(); ++i) {
      if (std::find(vacant_.begin(), vacant_.end(), i) == vacant_.end())
        see(lots_[i].order, lots_[i].quantity);
    }
  }
  /// Calls `see(order, gate)` with every order that has units to begin and the gate it waits for.
  template <class F>
  void for_each_waiting(F see) const {
    for (const Candidate& waiting : books_[0])
      see(waiting.order, gate_.id());
    for (const Candidate& waiting : books_[1])
      see(waiting.order, steady_->id());
  }
  /// Units made since the start, and ordered since the start (rejected ones not counted).
  [[nodiscard]] std::int64_t made() const { return made_; }
  [[nodiscard]] std::int64_t ordered() const { return ordered_; }
  /// Units taken back by customers since the start.
  [[nodiscard]] std::int64_t taken_back() const { return taken_back_; }
  /// Units asked for, rejected ones included.
  [[nodiscard]] std::int64_t asked() const { return asked_; }

  // Called by the gate and the stores:
  bool next(Gate& gate, Job& job) override;
  void served(std::uint64_t tag, EventId event) override;
  /// Looks at the stores when all that arrives at this tick is there, in whatever order it comes.
  void stirred() override;

 private:
  struct Lot {
    OrderId order;
    std::int64_t quantity;
    std::int64_t first;  ///< units of the order that were begun before it
  };
  /// Minutes drawn for each lot, and their median.
  struct Cycle {
    explicit Cycle(Distribution drawn) : minutes(std::move(drawn)), median(minutes.median()) {}
    Distribution minutes;
    double median;
  };
  /// The second gate of some lots, with its queue.
  class Finishing final : public Feed, public JobOwner {
   public:
    Finishing(Line& line, CommodityId of, Flow& flow, const std::string& name);
    bool next(Gate& gate, Job& job) override;
    void served(std::uint64_t tag, EventId event) override;

    struct Waiting {
      std::uint32_t lot;
      EventId from;
    };
    Line& line;
    CommodityId commodity;
    Gate gate;
    std::deque<Waiting> queue;
  };

  /// Whether the order is served by the gate of steady business.
  [[nodiscard]] bool is_steady(const Order& order) const {
    return steady_ != nullptr && order.terms.stable;
  }
  /// What waits or is in work at the order's gate, and the gate's units per month.
  [[nodiscard]] std::int64_t ahead_of(const Order& order) const;
  [[nodiscard]] double capacity_for(const Order& order) const;
  void poke();
  void look(std::uint64_t);
  bool will_look_ = false;
  [[nodiscard]] std::vector<Input>* inputs_of(const Order& order);
  [[nodiscard]] std::int64_t lot_size(const Order& order) const;
  /// Units of the order that could begin now: a lot, or what the inputs allow.
  [[nodiscard]] std::int64_t startable(const Order& order);
  /// Units that the stock of these inputs suffices for.
  [[nodiscard]] static std::int64_t units_on_hand(const std::vector<Input>& inputs);
  /// Takes what a lot needs; the event that explains when it was there.
  static EventId take(Input& input, double amount);
  [[nodiscard]] std::vector<Candidate>& book_of(const Order& order) {
    return books_[is_steady(order) ? 1 : 0];
  }
  /// The order in that book that begins next; kNoOrder when none could.
  [[nodiscard]] OrderId pick(const std::vector<Candidate>& book, AllocationRule rule);
  /// The rule that an event has put in the place of its own.
  [[nodiscard]] std::optional<AllocationRule> rule_of_events() const;
  /// Both books as one, oldest orders first, each with what its customer bids.
  [[nodiscard]] const std::vector<Candidate>& all_orders();
  /// What its customer would pay for a unit, usd: the price of the order, or what it bids.
  [[nodiscard]] double offered_for(const Order& order) const;
  /// Units of orders, not begun, for which as much is offered or more.
  [[nodiscard]] std::int64_t bid_for_as_much(const Order& order) const;
  void begin(OrderId id, std::int64_t quantity, Job& job);
  /// What a customer ordered and what of it was begun, since the start.
  struct Customer {
    FirmId firm;
    std::int64_t ordered = 0;
    std::int64_t begun = 0;
  };
  /// Adds to a customer's account; where it matters whom less was served, its orders say so.
  void account(FirmId firm, std::int64_t ordered, std::int64_t begun);
  void count_parts();
  [[nodiscard]] double worth(const Order& order, std::int64_t quantity) const;
  /// The drawn cycle of that commodity; nullptr when it is `spec.cycle`.
  [[nodiscard]] const Cycle* cycle_of(CommodityId commodity) const;
  /// When a lot arrives that leaves the line now.
  [[nodiscard]] Tick arrival_of(const Lot& lot, const Order& order) const;
  [[nodiscard]] Disruptions::Way way_of(const Lot& lot, const Firm& to, Tick due);
  [[nodiscard]] std::vector<Fate> fates_from_places(const Firm& to, Tick due) const;
  EventId record_hold(const Disruptions::Way& way, Tick until, EventId made);
  void ship(std::uint32_t lot, EventId event);

  Market& market_;
  Firm& owner_;
  const Places* places_ = nullptr;  ///< of its own rooms, if they are known
  const PlacedCapacity* rooms_ = nullptr;
  LineSpec spec_;
  Gate gate_;
  Stream cycle_stream_;
  CustomerPaces paces_;
  std::vector<Input> inputs_;
  std::function<std::vector<Input>*(const Order&)> customer_inputs_;
  std::function<void(OrderId, std::int64_t, EventId)> shipped_;
  /// Orders with units still to begin, oldest first: those of `gate()`, those of `steady_gate()`.
  std::array<std::vector<Candidate>, 2> books_;
  std::vector<Lot> lots_;  ///< slab of lots in the gate
  std::vector<std::uint32_t> vacant_;
  std::vector<Candidate> candidates_;  ///< scratch of `pick`
  EventId rule_began_ = kWorldStart;   ///< when an event's rule first chose here
  std::vector<Candidate> all_;         ///< scratch of `all_orders`
  std::vector<Customer> customers_;    ///< kept under `pro_rata` and with a largest share
  std::int64_t begun_ = 0;             ///< by all of them
  std::vector<std::unique_ptr<Finishing>> finishing_;
  std::optional<Cycle> cycle_;  ///< drawn ones; without it they are `spec_.cycle`
  std::vector<std::pair<CommodityId, Cycle>> other_cycles_;
  double sink_per_unit_ = 0;      ///< of the last lot that served compute
  std::unique_ptr<Gate> steady_;  ///< optional
  std::int64_t steady_backlog_ = 0;
  std::int64_t steady_in_work_ = 0;
  std::int64_t steady_asked_ = 0;
  std::int64_t backlog_ = 0;
  std::int64_t in_work_ = 0;  ///< begun and still in the gate
  std::int64_t made_ = 0;
  std::int64_t ordered_ = 0;
  std::int64_t taken_back_ = 0;
  std::int64_t asked_ = 0;
  std::vector<double> struck_;  ///< units that events have struck beyond whole lots, worst first
};

}  // namespace chokepoint::models
