#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/actors/common_keys.hpp"
#include "models/core/inheritance.hpp"
#include "models/core/matcher.hpp"
#include "models/policy/patience.hpp"
#include "models/policy/planning.hpp"
#include "models/policy/rent.hpp"
#include "models/policy/site_starts.hpp"
#include "models/policy/spot.hpp"

namespace chokepoint::models {

struct DataCentreBuilderSpec {
  struct Vendor {
    std::string firm;
    double weight = 1;  ///< share of the systems it buys there
  };
  struct Inherited {
    double online = 0;    ///< kW rented out at the start
    double ready = 0;     ///< kW of sites waiting for systems at the start
    double sites = 0;     ///< kW under construction, all parts included
    int site_months = 1;  ///< they are finished evenly over so many months
    double systems = 0;   ///< kW of accelerators ordered before the start
    int system_months = 1;
  };

  /// Systems that fail when they are installed (F-D4).
  struct Reseated {
    double part = 0;                                   ///< of what is deployed
    Distribution minutes = Distribution::constant(0);  ///< more, until they work
  };

  /// What a site is equipped with, and who makes it.
  struct Gear {
    std::string goods;
    std::string firm;
  };

  FirmSpec firm;
  std::string labour;
  std::vector<Gear> gear;          ///< electrical gear first
  std::vector<std::string> power;  ///< who sells it
  std::vector<std::string> halls;  ///< who sells those that were built for others
  std::vector<Vendor> vendors;
  Inherited inherited;
  double conviction = 1;
  double horizon_months = 22;  ///< a site started now is needed in so many months
  double smoothing_months = 6;
  double cap = 0;         ///< kW of starts a month at the beginning
  double cap_growth = 0;  ///< per year, while starts run into it
  double cap_most = 0;
  double least = 0;  ///< kW of general cloud space a month it can turn over to AI
  double power_smoothing_months = 3;
  double power_block = 1e9;      ///< kW that are ordered at once
  std::int64_t most_blocks = 3;  ///< from one source in a quarter
  double chips_memory = 4;       ///< quarters over which it judges how many of the chips came
  double empty_months = 3;       ///< sites that stand empty longer wait for chips
  Duration sold_out_pause{6, 0};
  double smallest_order_share = 0.01;  ///< of what is online
  double smallest_lot_share = 0.004;   ///< of what is online
  double power_faith = 0.5;            ///< weight of starts not yet made in power orders
  double systems_ahead_months = 9;
  double chips_margin = 1.5;
  bool tells_for_chips = true;  ///< trades and gear makers hear of sites that chips come for
  double news = 1;              ///< a change of its plans by more is told at once
  Distribution deployment = Distribution::constant(0);  ///< minutes to install and test a lot
  std::optional<Reseated> reseated{};                   ///< none: all that is deployed works
  double sold_out_months = 0;
  Profile own_cash{};       ///< usd a month from other business
  double loan_per_kw = 0;   ///< usd that lenders commit against a signed kW
  double loan_months = 60;  ///< loans are paid back, and capital written off, over this time
  double interest = 0;      ///< per year
  std::optional<Subsidy> subsidy{};             ///< of shells and gear; none: nobody pays
  std::optional<PatienceRule> lenders_tire{};   ///< none: they lend against every contract
  double overdraft_interest = 0;                ///< per year, on what its account is overdrawn by
  std::optional<LastMinuteRule> last_minute{};  ///< none: spare compute is let like any other
  bool rolls_off = false;                       ///< what contracts give up goes to who pays most
  double credit_months = 0;                     ///< its credit line, in months of inflow
  double cash_months = 12;
  double site_deposit = 1;  ///< part of a site's price that is paid with the order
  double running_cost = 0;  ///< usd per kW and month: electricity, people, repairs
  double kw_per_h100 = 1;   ///< with all around it; only for the price of an H100-hour
  double ageing = 0;        ///< how far the price of an old chip's hour follows that of new ones
  RentRule rent;
  double smallest_site = 1;   ///< kW
  double smallest_order = 1;  ///< kW
  double smallest_lot = 1;    ///< kW that are brought online at once

  static DataCentreBuilderSpec read(Reader& reader);
};

/// A hyperscaler or neocloud: turns contracts and labs' forecasts into sites, buys shells, gear,
/// power and accelerators for them, brings compute online where all of these have come and somebody
/// has rented it, and sets the rent of the next contract by how many wait.
class DataCentreBuilder final : public Firm {
 public:
  using Spec = DataCentreBuilderSpec;
  DataCentreBuilder(Market& market, Spec spec);

  void meet() override;
  void state(ProcessModel& model) const override;

  /// Compute that stands ready and is signed for by nobody, and the rent asked for it; no kW where
  /// it has no price of its own.
  struct Spare {
    double kw = 0;
    double usd = 0;
  };
  [[nodiscard]] Spare spare() const;
  /// Lets go what contracts of a tenant give up, of which it would rent on at `renewal_usd`: as
  /// much as waits for it at a higher rent. Returns the kW that its tenant loses.
  std::int64_t let_go(FirmId tenant, double ending_kw, double renewal_usd);

 private:
  /// One of the goods that sites are equipped with.
  struct Gear {
    CommodityId commodity;
    std::unique_ptr<Store> store;
    Firm* firm = nullptr;
    double usd_per_kw = 0;
    std::vector<Due> due{};
  };
  struct PowerSource {
    Firm* firm;
    double lead_months = 0;  ///< as promised
    double usd_per_kw = 0;
    double room = 0;    ///< kW that it said it can still sell
    double bought = 0;  ///< kW since the start
    Tick sold_out_until = 0;
  };
  struct VendorAccount {
    Firm* firm;
    double weight;
    double bought = 0;  ///< kW ordered and accepted since the start
    double usd_per_kw = 0;
    double h100e_per_kw = 0;  ///< as it said
    Tick sold_out_until = 0;
  };

  struct Contract {
    OrderId order;
    std::int64_t left;  ///< kW that wait to be filled
  };
  struct Handover {
    OrderId order;
    std::int64_t amount;
  };

  void plan() override;
  void receive_order(OrderId order) override;
  void order_cancelled(OrderId order, std::int64_t quantity) override;
  void goods_in(OrderId order, std::int64_t quantity, EventId arrival) override;
  void order_rejected(OrderId order) override;
  void quoted(const PriceQuote& price) override;
  void before_paying(Cents amount) override { draw(amount); }
  void invested(const Order& order, Cents amount) override;

  // What a plan knows of it (data_centre_statement.cpp)
  void state_held(ProcessModel& model) const;
  void state_budget(ProcessModel& model) const;
  [[nodiscard]] ProcessModel::Reading paid_early(const Monthly& own) const;
  [[nodiscard]] double least_cost(double lost_sites) const;
  [[nodiscard]] double least_site_price() const;
  /// kW of sites that it has started, less what of them was lost.
  [[nodiscard]] double sites_bought() const {
    return static_cast<double>(received(construction_) + on_order(construction_));
  }

  // Contracts (data_centre_builder.cpp)
  void activate(std::uint64_t order);
  void drop_given_up();
  /// So much of what another tenant gives up is the contract's.
  void hand_on(Contract& contract, std::int64_t kw);
  void hand_on_again(const Tape::Step& step);
  void fill(std::int64_t amount);
  void deployed(std::int64_t amount, EventId event);
  void bring_online(std::int64_t amount, EventId event);
  /// kW that are being installed, or re-seated.
  [[nodiscard]] double being_deployed() const;

  // Decisions of a planning day (data_centre_plan.cpp)
  [[nodiscard]] std::vector<std::size_t> cheapest_first() const;
  void settle_month();
  void settle_money();
  void tire_lenders(double cash_flow);
  /// Draws loans that are committed against contracts until `amount` can be paid.
  void draw(Cents amount);
  /// What it could pay now, loans included.
  [[nodiscard]] Cents spendable() const {
    return std::max<Cents>(0, market_.accounts.net(account()) + drawable());
  }
  void let_lenders_withhold();
  /// Of loans that are committed, what lenders do not withhold.
  [[nodiscard]] Cents drawable() const;
  [[nodiscard]] Cents loan_of(OrderId contract) const;
  /// The same in usd, less what systems on order will cost beyond the inflow until they come.
  [[nodiscard]] double uncommitted() const;
  /// Units of something that costs `each` that it can pay now.
  [[nodiscard]] std::int64_t payable(Cents each) const;
  [[nodiscard]] double pays_for(double money, double each) const;
  void list_arrivals();
  void start_building();
  void buy_power();
  void buy_halls();
  void order_power(PowerSource& source, std::int64_t amount, bool waited);
  [[nodiscard]] OrderId site_without_power() const;
  void buy_systems();
  /// What it will want of systems a month, now and in one, two and three years.
  [[nodiscard]] std::array<double, 4> systems_wanted() const;
  [[nodiscard]] double wanted_in(double months) const;
  void tell_vendors();
  /// kW of sites a month that chips will be there for then; no limit where vendors say nothing.
  [[nodiscard]] double chips_allow(double months_ahead) const;
  void tell_suppliers();
  [[nodiscard]] double system_price() const;
  [[nodiscard]] double wait_months() const;
  void quote_rent();
  /// kW for which as much is asked as for an H100.
  [[nodiscard]] double kw_of_an_h100() const;
  void record();
  [[nodiscard]] double expected_chips();
  [[nodiscard]] double told_chips(double months) const;
  [[nodiscard]] double in_use() const;
  /// The part of shells and gear that a government pays today.
  [[nodiscard]] double part_paid() const {
    return spec_.subsidy ? spec_.subsidy->part(market_.flow.now()) : 0;
  }
  /// usd per kW of a site with gear and power, at today's prices.
  [[nodiscard]] double site_price() const;
  /// usd per kW of a shell and all gear, at today's prices.
  [[nodiscard]] double equipped_price() const;
  [[nodiscard]] bool is_gear(CommodityId commodity) const;
  static std::vector<Gear> stores_for_gear(Market& market, const Spec& spec);
  [[nodiscard]] std::vector<Matcher::Input> parts_of_sites();
  [[nodiscard]] double heard_gain(double months) const;
  [[nodiscard]] double sites_by(double months) const;

  Spec spec_;
  CommodityId compute_;
  CommodityId construction_;
  std::vector<Gear> gear_;  ///< electrical gear first
  CommodityId power_commodity_;
  CommodityId hall_;
  CommodityId accelerator_;

  Store shells_;
  Store power_;
  Store ready_;
  Store systems_;
  Store wanted_;  ///< kW of contracts that may be filled now
  Matcher site_;
  Matcher deployment_;
  /// What failed, and its second deployment.
  struct Reseating {
    Reseating(Market& market, DataCentreBuilder& builder);
    Store failed;
    Matcher repair;
    double carry = 0;  ///< of a kW
  };
  std::unique_ptr<Reseating> reseating_;  ///< where systems fail
  Inheritance inherited_sites_;
  Inheritance inherited_systems_;

  Firm* labour_ = nullptr;
  double usd_per_kw_shell_ = 0;
  std::vector<PowerSource> sources_;
  std::vector<PowerSource> hall_owners_;
  std::vector<VendorAccount> vendors_;

  std::deque<Contract> to_fill_;       ///< active contracts with units not begun
  std::deque<Handover> to_hand_over_;  ///< units being deployed, by contract
  std::int64_t contracted_ = 0;        ///< kW signed and not yet begun
  std::size_t repeated_ = 0;           ///< Market::repeats, where contracts roll off

  double online_ = 0;
  double online_before_ = 0;
  Trend trend_;     ///< kW brought online a month
  Trend receipts_;  ///< kW of systems received a month
  std::int64_t received_before_ = 0;
  double cap_ = 0;
  double starts_ = 0;  ///< kW a month, of the last planning
  /// kW of systems it counted on, and had received when it did so.
  struct Hope {
    Tick due;
    double received;
    double expected;
  };
  std::deque<Hope> hopes_;
  std::array<double, 4> told_systems_{};  ///< as vendors heard it last
  double chips_faith_ = 1;                ///< part of its hopes for chips that came true lately
  Cents earned_before_ = 0;               ///< rents up to the last planning
  /// Of the loans committed against contracts. Below zero where contracts were given up after their
  /// loan was drawn: so much is lent already when they are signed anew.
  Cents undrawn_ = 0;
  Cents withheld_ = 0;  ///< of `undrawn_`, by lenders that closed
  double lent_ = 1;     ///< what such lenders leave to be lent, at the last planning
  Cents debt_ = 0;
  double lenders_give_ = 1;  ///< part of `loan_per_kw` that they commit to a contract signed now
  std::map<OrderId, Cents> tired_loans_;  ///< a kW, of contracts for which they gave less
  double inflow_ = 0;                     ///< usd of the last month
  double rent_level_ = 1;                 ///< rent over cost
  double rent_ = 0;                       ///< usd per kW and month
  double system_cost_ = 0;                ///< usd per kW, the last that was offered
  // kW that were wanted at the last planning and had to wait for money.
  double sites_waiting_ = 0;
  double power_waiting_ = 0;
  double halls_waiting_ = 0;
  double systems_waiting_ = 0;
  Accounts::Id customers_;
  Accounts::Id investors_;
  Accounts::Id lenders_;
  std::vector<OrderId> sites_;           ///< construction ordered, in order
  std::vector<OrderId> systems_bought_;  ///< orders of systems
  std::vector<Due> shells_due_;
  std::vector<Due> power_due_;
  std::vector<Due> halls_due_;

  ConstraintId demand_;
  ConstraintId money_;
  ConstraintId site_orders_;
  ConstraintId power_orders_;
  ConstraintId accelerator_orders_;

  Series::Id online_series_;
  Series::Id ready_series_;
  Series::Id systems_series_;
  Series::Id starts_series_;
  Series::Id building_series_;
  Series::Id power_series_;
  Series::Id waiting_series_;
  Series::Id rent_series_;
  Series::Id h100_series_;
  Series::Id wait_series_;
  Series::Id cash_series_;
  Series::Id debt_series_;
  Series::Id credit_series_;
  Series::Id arrears_series_;
  std::optional<Series::Id> leverage_series_;  ///< where lenders look at it
};

}  // namespace chokepoint::models
