#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "models/actors/ai_services.hpp"
#include "models/core/firm.hpp"
#include "models/policy/lab_budget.hpp"
#include "models/policy/patience.hpp"
#include "models/policy/training_sites.hpp"

namespace chokepoint::models {

class DataCentreBuilder;

/// What a lab does with its compute: research takes what is left.
struct ComputeUse {
  double inference = 0;       ///< part that serves customers, at least
  double training = 0;        ///< part that makes the models it releases, one large run a year
  double flop_per_h100e = 0;  ///< a second, at full speed
  double utilisation = 0;     ///< part of that speed that a large run reaches
  std::optional<TrainingSites> sites{};  ///< none: one site holds any run
};

struct LabSpec {
  struct Builder {
    std::string firm;
    double weight = 1;  ///< share of the lab's compute it rents there by habit; 0 = only when short
  };

  FirmSpec firm;
  std::string market;  ///< whose customers it serves
  std::vector<Builder> builders;
  double wish = 0;          ///< kW it would use at the start
  double online = 0;        ///< kW it uses at the start
  double ahead_months = 0;  ///< contracts so far ahead of need
  bool firm_contracts = true;
  double most_believed_growth = 1;  ///< per year, that it dares to announce
  double catch_up_months = 18;
  double believed_ahead_months = 30;  ///< it counts on growth for so long
  double news = 1;                    ///< a change of its plans by more is told at once
  double growth_memory_months = 6;    ///< it smooths its own growth over so long
  Duration sold_out_pause{4, 0};      ///< before it asks again where it was turned away
  double price_shift = 0.7;           ///< a dear operator loses contracts as rent to this power
  double slack = 0.1;                 ///< contracted too much by this part, it cuts back
  double smallest_share = 0.015;      ///< contracts are at least this part of what it has
  RevenueRule revenue;                ///< what customers pay for a kW in use
  double pays_up = 0;                 ///< offers so much more than is asked when nothing is served
  double spare = 0;                   ///< most of its contracts that strangers get when it is short
  double contract_months = 60;        ///< contracts run so long, then the rent of the day holds
  double patience_months = 6;         ///< builders bear with rent that is so late
  double lateness_months = 12;        ///< it walks away from what is later than so
  Profile raises{};                   ///< usd a month from investors or the parent company
  std::optional<ProgressRule> investors_tire{};  ///< none: they give whatever it earns
  double staff = 0;                              ///< part of what comes in that people are paid
  double cash_months = 8;           ///< unspent money is kept up to so many months of income
  double reserve_months = 12;       ///< money in hand pays for additional rent over so long
  double smallest_contract = 1;     ///< kW
  std::optional<ComputeUse> use{};  ///< where the scenario tells it
  bool wanted_when_used = true;     ///< contracts are for the day on which it will use them
  bool serving_earns = false;       ///< only what serves customers earns; else all compute does

  static LabSpec read(Reader& reader);
};

/// A lab wants compute as its customers want its services; contracts it ahead of need with several
/// builders as far as its money goes, tells them what it expects, and pays rent for what is online.
class Lab final : public Firm {
 public:
  using Spec = LabSpec;
  Lab(Market& market, Spec spec);

  void meet() override;
  void state(ProcessModel& model) const override;
  [[nodiscard]] bool is_customer() const override { return true; }
  [[nodiscard]] bool is_sink() const override { return true; }
  [[nodiscard]] double wish() const { return wish_; }
  [[nodiscard]] double online() const { return online_; }
  [[nodiscard]] const std::optional<ComputeUse>& use() const { return spec_.use; }

 private:
  struct Partner {
    Firm* builder;
    double weight;
    double online = 0;
    double rent = 0;    ///< usd a month for what is online
    double quoted = 0;  ///< usd per kW and month for new contracts
    Tick wait = 0;      ///< until a new contract would be served
    Tick sold_out_until = 0;
    double share = 0;                       ///< of new contracts, today
    DataCentreBuilder* operates = nullptr;  ///< the same firm, where it is an operator
    double ending = 0;                      ///< kW of contracts that ended, less what was settled
  };

  void plan() override;
  void goods_in(OrderId order, std::int64_t quantity, EventId arrival) override;
  void order_rejected(OrderId order) override;
  void quoted(const PriceQuote& price) override;

  void update_wish();
  void tell_wish();
  void settle_month();
  /// The part of its compute that earns, planned on what investors use to give: when they close,
  /// those who would buy instead are not there.
  [[nodiscard]] double earning_part() const;
  /// The part of `raises` that investors give to who earns so much this month.
  [[nodiscard]] double persuaded(double earned);
  /// Gives up what was not begun where rent is too long overdue.
  void lose_contracts();
  /// Gives up what was not begun and is too late, to sign it anew at the price of the day.
  void leave_late_contracts();
  [[nodiscard]] double unserved() const;
  void compare_offers();
  /// usd per kW and month of a new contract.
  [[nodiscard]] double asked_rent() const;
  /// kW in all that income and reserves can rent.
  [[nodiscard]] double affordable() const;
  void contract_compute();
  void sign(double amount, double needed_in);
  /// Takes what stands ready where it is to be had last-minute at a rent it bears; the kW it got.
  double take_spare(double amount);
  /// What contracts give up this month at that operator goes to who pays more.
  void lose_to_bidders(Partner& p);
  void give_back(double amount);
  void announce();
  void state_budget(ProcessModel& model) const;
  void record();
  void record_levels();
  Partner* partner(FirmId firm);

  Spec spec_;
  CommodityId compute_;
  std::vector<Partner> partners_;
  AiDemandLaw law_;
  ConstraintId demand_;
  ConstraintId money_;
  double wish_ = 0;
  double before_events_ = 0;    ///< kW: what the wish would be if no event took of it
  std::int64_t told_wish_ = 0;  ///< kW, as counted in demand
  double online_ = 0;
  double announced_growth_ = 0;
  std::array<double, 4> announced_{};  ///< kW a month, all builders together, as told last
  double income_ = 0;                  ///< usd of the last month
  double waits_for_money_ = 0;         ///< kW it wanted to sign last time and could not pay
  Accounts::Id customers_;
  Accounts::Id investors_;
  Accounts::Id staff_ = 0;  ///< of its people, where they are paid
  Tick updated_ = 0;
  std::vector<double> earned_;  ///< usd of each month, where investors look at it
  Series::Id online_series_;
  Series::Id wish_series_;
  Series::Id contracted_series_;
  Series::Id cash_series_;
  Series::Id revenue_series_;
  Series::Id arrears_series_;
  std::optional<Series::Id> serving_series_;
  std::optional<Series::Id> salaries_series_;
};

}  // namespace chokepoint::models
