#pragma once

#include <array>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/core/expansion.hpp"
#include "models/core/inheritance.hpp"
#include "models/core/line.hpp"
#include "models/core/part_book.hpp"
#include "models/policy/planning.hpp"

namespace chokepoint::models {

class PackagingHouse;

struct AcceleratorVendorSpec {
  /// A generation of systems: what a GW of IT load is made of.
  struct Generation {
    std::string name;
    std::string foundry;
    std::string wafer;          ///< commodity of the main logic die
    std::string minor_foundry;  ///< of the I/O and switch dies; may be empty
    std::string minor_wafer;
    double wafers_per_gw = 0;
    double minor_wafers_per_gw = 0;
    double hbm_wafers_per_gw = 0;
    double dram_wafers_per_gw = 0;  ///< server memory
    double cowos_wafers_per_gw = 0;
    double h100e_per_gw = 0;
    double kw_per_package = 0;      ///< IT load, with its part of servers and network
    double tdp_kw_per_package = 0;  ///< of that, what the chips themselves may draw
    double usd_per_kw = 0;
    Profile share{};  ///< of the vendor's roadmap; parts of all add to 1
  };
  struct Seller {
    std::string firm;
    double weight = 1;
  };
  struct Expected {
    double packages = 0;  ///< kW of packages in process at the start
    int package_months = 1;
    double stock = 0;  ///< kW of packages in stock
    double pace = 0;   ///< kW a month it sold before the start
  };

  FirmSpec firm;
  std::vector<Generation> generations;  ///< oldest first
  std::vector<Seller> memory;
  std::vector<Seller> packaging;
  Expected at_start;
  double conviction = 1;
  double plan_ahead_months = 9;
  double logic_ahead_months = 5;
  double hbm_ahead_months = 6;
  double dram_ahead_months = 5;
  double package_ahead_months = 3;
  double usual_stock_months = 5;
  double margin = 1.2;           ///< matched parts: at most so many times the scarcest
  double fallback = 0.15;        ///< pace an older generation can take over
  double replaced_per_year = 0;  ///< part of what it has sold that needs a new package
  double memory_thrift = 0;      ///< server memory per GW falls as price to this power
  /// Flash for the drives of its systems, bought alongside packages: never the last to come.
  struct Storage {
    double wafers_per_gw = 0;    ///< at the start
    double denser_per_year = 0;  ///< growth of what a wafer holds
    std::vector<Seller> makers;
  };
  std::optional<Storage> storage{};  ///< none: it buys none
  /// Where it orders when its foundries do not deliver, once its designs are ported.
  struct SecondFoundry {
    std::string firm;
    double weight = 0;
    double wafers = 1;  ///< for each that the first one needs
  };
  std::vector<SecondFoundry> second_foundries;
  std::vector<std::string> second_packagers;
  Tick turns_elsewhere_after = 0;  ///< an outage that lasts so long is no passing one
  Tick port_time = 0;              ///< until designs are ported
  Tick packaging_port = 0;         ///< until other packagers are qualified
  double pays_for_logic = 0;       ///< at most, as a part of a system's usual price
  bool firm_orders = true;         ///< its orders cannot be cancelled
  double assembly = 0;             ///< kW a month at the start
  Duration assembly_lead{};        ///< of more assembly capacity
  double assembly_reserve = 0.3;
  double assembly_smoothing_months = 3;
  /// Parts that every system needs and many firms make (boards, optics, storage, cooling): a pace
  /// and a lead, and no firm of their own.
  struct LightPart {
    std::string name;            ///< as its shortage is called
    double kw_per_month = 0;     ///< at the start
    Duration lead{};             ///< of more capacity
    double reserve = 0;          ///< its makers hold above the vendor's plan
    double growth_per_year = 0;  ///< at most, of what stands and is under way
  };
  std::vector<LightPart> light_parts;
  double price_shift = 0.7;  ///< a dear maker of memory loses orders as price to this power
  /// One that promises late loses them as the wait to this power.
  std::optional<double> promise_shift{};
  double split_wafers = 20000;  ///< smaller orders of memory go to one maker at a time
  double package_lag_months = 4;
  Faith faith{.idle_below = 0.5, .floor = 0.3};
  double backlog_months = 18;        ///< a backlog counts as need spread over so long
  double normal_backlog_months = 6;  ///< of work that are no backlog
  double surplus = 1.5;              ///< position above its target at which orders are taken back
  Distribution delivery = Distribution::constant(0);  ///< minutes from assembly to the site
  double sold_out_months = 0;
  AllocationRule allocation = AllocationRule::fifo;
  double largest_share = 0;  ///< of its systems that one builder gets while others wait; 0 = any
  std::int64_t lots_per_order = 2;
  double news = 1;  ///< a change of its plan by more is told at once
  /// Lessons from which it knows what comes of its plans; none: builders do not hear what it
  /// expects to ship.
  std::optional<double> outlook_memory;

  static AcceleratorVendorSpec read(Reader& reader);
};

/// Designs accelerators and sells systems: believes part of what builders announce, orders wafers,
/// HBM and packages in matched sets months ahead, moves through generations and nodes, and
/// allocates the systems it can assemble among builders.
class AcceleratorVendor final : public Firm {
 public:
  using Spec = AcceleratorVendorSpec;
  AcceleratorVendor(Market& market, Spec spec);
  [[nodiscard]] const Spec& spec() const { return spec_; }

  void meet() override;
  void state(ProcessModel& model) const override;
  /// usd per kW of the cheapest generation that it ever sells.
  [[nodiscard]] double least_price() const;

 private:
  struct Generation {
    CommodityId wafer = 0;
    CommodityId minor_wafer = 0;
    Firm* foundry = nullptr;
    Firm* minor_foundry = nullptr;
    PartBook logic;
    PartBook packages;
    double lost = 0;      ///< kW of packages that an event took
    double rejected = 0;  ///< kW turned away since the last planning
    double packaged = 0;  ///< kW received as packages
    double reported = 0;  ///< of it, in the series already
    Series::Id series = 0;
  };
  /// Firms that share a kind of order by weights.
  struct Sellers {
    std::vector<Firm*> firms;
    std::vector<double> weights;
    std::vector<double> given;  ///< kW ordered from each
    std::vector<double> price;  ///< index each one quoted last
    double price_shift = 0;     ///< how strongly cheap ones are favoured
    Firm& take(double amount);
    /// From now on by these weights; who got too little before is still behind by as much.
    void divide_anew(const std::vector<double>& parts_of_each);
    /// The part of an order that goes to each, cheaper ones favoured.
    [[nodiscard]] std::vector<double> parts() const;
  };
  /// A foundry that gets that part of a generation's logic.
  struct Route {
    Firm* foundry;
    double part;
    double wafers;  ///< for each that the first foundry needs
  };
  struct PackageOrder {
    OrderId order;
    std::size_t generation;
  };
  /// Packages that systems are made of, oldest first.
  struct Batch {
    std::size_t generation;
    double kw;
  };

  void plan() override;
  void receive_order(OrderId order) override;
  void order_cancelled(OrderId order, std::int64_t quantity) override;
  void goods_in(OrderId order, std::int64_t quantity, EventId arrival) override;
  void order_rejected(OrderId order) override;
  void goods_lost(OrderId order, std::int64_t quantity) override;
  void quoted(const PriceQuote& price) override;
  void tell_capacity() override;

  [[nodiscard]] Monthly months_on_sale(std::size_t generation, const MonthGrid& grid) const;
  [[nodiscard]] double least_mixed(std::size_t generation, double Spec::Generation::*per_gw) const;
  void state_generation(ProcessModel& model, std::size_t generation,
                        const std::vector<std::string>& makers) const;
  /// Whether an event lets it order from second sources.
  [[nodiscard]] bool hedges() const;
  [[nodiscard]] bool may_lose_sources() const;
  /// Least part of a recipe's server memory that it ever buys: thrift at the highest price.
  [[nodiscard]] double least_memory() const;

  // When events strike its suppliers (accelerator_sources.cpp):
  /// Designs that are being made fit for others, and which event made it turn to them.
  struct Porting {
    Tick since = kNever;
    const Disruption* because = nullptr;  ///< nullptr: a hedge, or a firm's own outage
  };
  void meet_second_sources();
  /// Hears what events leave of its suppliers, and turns to others.
  void look_at_sources();
  void look_at_packagers();
  /// Which packager gets which part, second ones as soon as they are qualified.
  [[nodiscard]] std::vector<double> packager_weights(bool qualified) const;
  [[nodiscard]] bool packagers_qualified(Tick when) const;
  /// The part of a generation's logic that goes to its second foundries; `ported`: as if its
  /// designs were.
  [[nodiscard]] double second_part(const Generation& generation, bool ported) const;
  [[nodiscard]] std::vector<Route> routes(const Generation& generation, bool ported) const;
  /// Says what wafers are worth to it, and packages, to sellers that serve the highest bidder.
  void make_bids();
  /// Parts at packagers that stand still are out of reach.
  void count_stuck();
  /// What it decides as the first thing when others are fit, `after` so long, had waited for that,
  /// and that for the event; what it decides else.
  EventId first_decision(const Porting& porting, Tick after);
  /// A decision that could be taken at `ready` only, because of that event.
  EventId decide_after(const Disruption& event, Tick ready);
  /// Its decision to buy from that seller now.
  EventId decision_for(const Firm& seller);
  [[nodiscard]] PackagingHouse& house(std::size_t packager) const;
  void move_parts_from(PackagingHouse& house);
  // Packages that do not become new systems (accelerator_stock.cpp):
  /// What has failed since the last time waits for a package.
  void count_failed();
  /// kW that wait for a package at that time, when nothing is replaced until then.
  [[nodiscard]] double failed_by(Tick when) const;
  void record_failed();
  /// Packages go into systems that wait for one before any become new systems; the rest is
  /// returned.
  std::int64_t replace_failed(std::int64_t kw);
  /// kW a month that replacements take.
  [[nodiscard]] double replaced_per_month() const;
  /// Puts a part of what comes aside, as long as a stockpile is to be filled; the rest is returned.
  /// `wafers` are needed for a kW.
  std::int64_t put_aside(std::int64_t kw, double wafers);
  /// kW a month that it orders more while a stockpile is to be filled.
  [[nodiscard]] double filling_per_month(double pace) const;
  void open_reserve();

  void update_books();
  [[nodiscard]] double wanted_pace();
  [[nodiscard]] double before_start(double ahead_months) const;
  [[nodiscard]] double consigned_logic(const Generation& generation) const;
  /// kW of HBM at the packagers that no package has been begun with.
  [[nodiscard]] double free_memory() const;
  /// kW that HBM will be there for by then: what is free and what is promised.
  [[nodiscard]] double memory_in_sight(double ahead_months) const;
  void order_logic(double pace);
  void buy_logic(Generation& generation, double wafers_per_gw, double kw, double pace,
                 double covered);
  void order_hbm(double pace);
  /// Turns to the makers of memory that promise sooner.
  void divide_memory();
  /// A month's DRAM or HBM, split over the memory makers; `book` keeps the orders, `covered` kW of
  /// systems have theirs already.
  void buy_memory(PartBook& book, CommodityId commodity, double kw, double units_per_gw,
                  double ahead_months, double covered);
  /// That maker of memory, or the first that may sell here where a rule forbids it to.
  [[nodiscard]] Firm& memory_maker(Firm& usual, CommodityId commodity) const;
  void order_dram(double pace);
  void order_storage(double amount);
  /// Flash wafers for a GW then.
  [[nodiscard]] double flash_per_gw(Tick when) const;
  void order_packages(double pace);
  void take_back_surplus(double pace);
  void expand_assembly(double pace);
  /// Starts what a capacity lacks of `target` (kW a month), at most `most`, unless it is next to
  /// nothing.
  void expand(Expansion& capacity, double target, double most, Duration lead);
  void tell_sellers(const std::array<double, 4>& expected);
  /// kW a month that it expects to need parts for, now and in one, two and three years.
  [[nodiscard]] std::array<double, 4> expected_pace() const;
  /// Learns from what came of past plans, a lesson each of so many that count; notes the present
  /// one.
  void judge_plans(double pace, double lessons);
  /// kW a month that it promises by: its plan as far as such plans came true, and not less than it
  /// ships.
  [[nodiscard]] double expected_to_ship() const;
  /// Builders hear what it expects to ship to each of them, by date.
  void tell_builders();
  [[nodiscard]] double planned(double months_ahead) const;
  /// kW of packages that are made, or that the packagers have begun.
  [[nodiscard]] double packaged_or_begun() const;
  void quote_prices();
  void record(double pace);
  /// The one of which most is sold on the first day.
  [[nodiscard]] std::size_t first_generation() const;
  /// `kw` of packages of a generation are there to be made into systems.
  void stock_up(std::size_t generation, double kw);
  /// So many kW of systems have left: counts their packages, oldest first.
  void count_shipped(double kw);
  void record_shipped();
  /// Orders `kw` of a part; returns kNoOrder when that is less than a unit.
  OrderId buy_part(Firm& seller, CommodityId commodity, double kw, double units_per_gw,
                   double ahead_months, bool counts, FirmId consignee);

  Spec spec_;
  CommodityId accelerator_;
  CommodityId hbm_wafer_;
  CommodityId dram_wafer_;
  CommodityId nand_wafer_ = 0;
  CommodityId cowos_wafer_;
  Store packages_;
  Store server_memory_;
  Line line_;
  Expansion assembly_;
  std::vector<std::unique_ptr<Expansion>> light_parts_;  ///< as in the spec
  Inheritance inherited_;
  std::vector<Generation> generations_;
  std::vector<double> mix_;  ///< of the present plan, by generation
  Sellers memory_;
  std::vector<double> usual_memory_;  ///< weights of its makers while all promise the same
  std::vector<OrderId> last_hbm_;     ///< the order placed last with each of them
  std::vector<OrderId> last_dram_;
  Sellers packaging_;
  Sellers storage_;
  Sellers consigned_logic_to_;
  Sellers consigned_hbm_to_;
  /// A supplier without which it has to turn to others.
  struct Watched {
    Firm* firm;
    CommodityId product;
    Tick down_since = kNever;
  };
  std::vector<Watched> watched_;
  [[nodiscard]] bool counts_on(const Watched& source) const;
  std::vector<Firm*> second_foundries_;
  bool foundry_down_ = false;        ///< one that its roadmap counts on
  std::size_t first_packagers_ = 0;  ///< those after them are second ones
  Porting porting_;                  ///< to second foundries
  Porting qualifying_;               ///< of second packagers
  Tick planned_before_ = -1;
  double stuck_hbm_ = 0;        ///< kW at packagers that stand still
  double reachable_logic_ = 1;  ///< part of consigned logic that does not
  double reserve_ = 0;          ///< kW of packages put aside
  double reserve_carry_ = 0;
  double reserve_wafers_ = 0;  ///< packaging wafers in it
  double reserve_usd_ = 0;     ///< price of all that was ever put aside
  /// Of the reserve: kW, wafers, usd.
  std::optional<std::array<Series::Id, 3>> reserve_series_;
  double failed_ = 0;    ///< kW in service that wait for a package
  double replaced_ = 0;  ///< kW since the start
  Tick failed_until_ = 0;
  std::optional<std::array<Series::Id, 2>> failed_series_;  ///< waiting, replaced
  PartBook hbm_;
  PartBook dram_;
  std::vector<PackageOrder> package_orders_;
  OrderReach waiting_;  ///< own orders at the beginning of this planning
  Trend shipped_;
  /// kW of sets it planned to have by then, and what it had received when it did so.
  struct Planned {
    Tick due;
    double received;
    double expected;
  };
  std::deque<Planned> plans_;
  std::array<double, 4> told_plan_{};  ///< as its sellers heard it last
  double plan_faith_ = 1;              ///< part of its plans that came true lately
  std::int64_t made_before_ = 0;
  double memory_price_ = 1;  ///< index, 1 = long-run level
  double idle_months_ = 0;
  double faith_ = 0;  ///< weight of what builders announce at this planning
  double quoted_ = 0;
  Tick recorded_ = 0;          ///< when packages were last written into the series
  OrderId parent_ = kNoOrder;  ///< the system order that the next parts are bought for
  EventId decided_ = kWorldStart;
  ConstraintId reason_ = 0;  ///< of that decision
  ConstraintId demand_;
  ConstraintId own_plan_;
  Series::Id pace_series_;
  Series::Id capacity_series_;
  Series::Id backlog_series_;
  Series::Id shipped_series_;
  Series::Id packages_series_;
  Series::Id logic_series_;
  Series::Id hbm_series_;
  Series::Id price_series_;
  std::deque<Batch> batches_;
  double shipped_packages_ = 0;  ///< since the start, like the two below
  double shipped_h100e_ = 0;
  double shipped_tdp_kw_ = 0;
  Series::Id shipped_packages_series_;
  Series::Id h100e_series_;
  Series::Id tdp_series_;
};

}  // namespace chokepoint::models
