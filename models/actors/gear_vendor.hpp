#pragma once

#include "models/actors/chip_needs.hpp"
#include "models/actors/site_supplier.hpp"
#include "models/core/expansion.hpp"
#include "models/policy/planning.hpp"
#include "models/policy/rent.hpp"

namespace chokepoint::models {

struct GearVendorSpec {
  FirmSpec firm;
  std::string goods = "electrical_gear";
  double capacity = 0;  ///< kW of IT load equipped per month at the start
  double conviction = 1;
  Duration expansion_lead{};
  double growth_cap = 0;  ///< per year, realised growth of capacity
  double smoothing_months = 6;
  double reserve = 0;  ///< capacity kept above the plan, as a share of it
  Faith faith{.idle_below = 0.6, .floor = 0.2};
  double backlog_months = 18;      ///< a backlog counts as need spread over so long
  double normal_queue_months = 3;  ///< of work that are no backlog
  double first_use = 0.8;          ///< part of its capacity that was used before the start
  Distribution lead = Distribution::constant(0);  ///< minutes from making to the site
  double usd_per_kw = 0;
  QueuePrice price;
  std::int64_t lots_per_order = 1;
  ChipNeedSpec chips;

  static GearVendorSpec read(Reader& reader);
};

/// Makers of transformers, switchgear, power supplies and cooling: work off a queue, and add
/// factories for what they believe of the forecasts they hear.
class GearVendor final : public SiteSupplier {
 public:
  using Spec = GearVendorSpec;
  GearVendor(Market& market, Spec spec);

  void state(ProcessModel& model) const override;

 private:
  void meet() override;
  void plan() override;
  void tell_capacity() override;
  void goods_in(OrderId order, std::int64_t quantity, EventId arrival) override;

  Spec spec_;
  Expansion expansion_;
  Trend trend_;
  ConstraintId demand_;
  ConstraintId own_plan_;
  ChipNeeds chips_;
  std::int64_t ordered_before_ = 0;
  double idle_months_ = 0;
  std::int64_t made_before_ = 0;
  Series::Id capacity_series_;
};

}  // namespace chokepoint::models
