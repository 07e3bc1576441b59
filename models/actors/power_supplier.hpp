#pragma once

#include "models/actors/site_supplier.hpp"
#include "models/core/expansion.hpp"
#include "models/policy/rent.hpp"

namespace chokepoint::models {

struct PowerSupplierSpec {
  FirmSpec firm;
  std::string constraint;  ///< "turbines", "grid_connection", ...
  double rate = 0;         ///< kW of IT load connected per month at the start
  double growth_per_year = 0;
  double busy_share = 0.5;    ///< grows only while orders exceed this part of its pace
  double most = 0;            ///< kW per month it can ever reach
  double conviction = 0;      ///< weight of what builders announce, against its own orders
  Duration expansion_lead{};  ///< from a decision to more slots
  Distribution lead = Distribution::constant(0);  ///< minutes from the slot to the connection
  double sold_out_months = 0;
  double usd_per_kw = 0;
  QueuePrice price;
  std::int64_t lots_per_order = 1;
  AllocationRule rule = AllocationRule::fifo;

  static PowerSupplierSpec read(Reader& reader);
};

/// One way to power a data centre: turbine makers, engine makers, fuel cells, solar with batteries,
/// grid operators. Sells slots years ahead, turns orders away when it is sold out, and expands only
/// while orders keep coming.
class PowerSupplier final : public SiteSupplier {
 public:
  using Spec = PowerSupplierSpec;
  PowerSupplier(Market& market, Spec spec);

  void state(ProcessModel& model) const override;

 private:
  void plan() override;

  Spec spec_;
  Expansion expansion_;
  ConstraintId limit_;
  ConstraintId demand_;
  std::int64_t asked_before_ = 0;
  Series::Id capacity_series_;
};

}  // namespace chokepoint::models
