#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/actors/site_supplier.hpp"
#include "models/core/expansion.hpp"
#include "models/policy/rent.hpp"

namespace chokepoint::models {

struct PowerSupplierSpec {
  FirmSpec firm;
  std::string commodity = "power";
  std::string constraint;  ///< "turbines", "grid_connection", ...
  double rate = 0;         ///< kW of IT load connected per month at the start
  double growth_per_year = 0;
  double busy_share = 0.5;    ///< grows only while orders exceed this part of its pace
  double most = 0;            ///< kW per month it can ever reach
  double conviction = 0;      ///< weight of what builders announce, against its own orders
  Duration expansion_lead{};  ///< from a decision to more slots
  /// Slots decided before the start.
  struct UnderWay {
    double kw_per_month = 0;
    Tick due = 0;
  };
  std::vector<UnderWay> under_way;
  /// What other buyers would give up, and shifts that can be added, before anything is built.
  struct Quick {
    double most = 0;  ///< kW per month in all
    Duration lead{};  ///< until such a slot is free
  };
  Quick quick;
  Distribution lead = Distribution::constant(0);  ///< minutes from the slot to the connection
  double sold_out_months = 0;
  double usd_per_kw = 0;
  /// It resells slots of another, for more the longer one waits there.
  struct Resale {
    std::string of;
    double worth = 0;  ///< usd per kW and month that a slot comes sooner
  };
  std::optional<Resale> resale{};  ///< none: it asks `usd_per_kw`
  QueuePrice price;
  std::int64_t lots_per_order = 1;
  AllocationRule rule = AllocationRule::fifo;

  static PowerSupplierSpec read(Reader& reader);
};

/// One way to power a data centre: turbine makers, engine makers, fuel cells, solar with batteries,
/// grid operators. Sells slots years ahead, turns orders away when it is sold out, and expands only
/// while orders keep coming.
class PowerSupplier : public SiteSupplier {
 public:
  using Spec = PowerSupplierSpec;
  PowerSupplier(Market& market, Spec spec);

  void state(ProcessModel& model) const override;
  /// Slots of another cost no less than with him.
  [[nodiscard]] double least_price() const override {
    const auto* of =
        spec_.resale ? dynamic_cast<const SiteSupplier*>(&market_.firm(spec_.resale->of)) : nullptr;
    return of != nullptr ? of->least_price() : spec_.resale ? 0 : spec_.usd_per_kw;
  }

 protected:
  /// What it can do at most, of which each unit is one of each of `goods`.
  void state_goods(ProcessModel& model, std::span<const std::string> goods) const;

 private:
  void plan() override;
  void tell_capacity() override;
  /// From a decision to the first more slots.
  [[nodiscard]] Duration shortest_lead() const;
  /// What a slot of its own is worth beside one in the queue of those whose slots it resells.
  [[nodiscard]] double resale_usd() const;

  Spec spec_;
  Expansion expansion_;
  ConstraintId limit_;
  ConstraintId demand_;
  std::int64_t asked_before_ = 0;
  double quick_ = 0;  ///< kW per month won without building
  Series::Id capacity_series_;
};

struct HallOwnerSpec : PowerSupplierSpec {
  static HallOwnerSpec read(Reader& reader);
};

/// Owners of halls that were built for others, with gear and power, and can be refitted for
/// accelerators: grows like a supplier of power.
class HallOwner final : public PowerSupplier {
 public:
  using Spec = HallOwnerSpec;
  HallOwner(Market& market, const Spec& spec) : PowerSupplier(market, spec) {}

  void state(ProcessModel& model) const override;
};

}  // namespace chokepoint::models
