#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/actors/chip_maker.hpp"
#include "models/actors/common_keys.hpp"
#include "models/actors/line_record.hpp"
#include "models/core/expansion.hpp"
#include "models/policy/memory_price.hpp"
#include "models/policy/planning.hpp"
#include "models/policy/room_plan.hpp"

namespace chokepoint::models {

/// A maker of DRAM, or of NAND.
struct MemoryVendorSpec {
  struct Hbm {
    double per_month = 0;  ///< wafers a month that can be stacked, at the start
    double premium = 3;    ///< commodity price index at which HBM stops being worth more
    Profile euv_layers{};  ///< of its wafers, which are of the newest kind
    Distribution cycle_minutes = Distribution::constant(0);
    ExpansionKeys expansion;
  };

  FirmSpec firm;
  std::string product = "dram";  ///< it sells "dram_wafer"
  ToolPurchasing purchasing;
  FabSpec fab;
  bool divides_lines = false;  ///< by what is asked for, not steady customers first
  LineKeys line;
  RoomRule rooms;
  std::optional<Subsidy> subsidy{};
  PriceRule price;
  double follow = 0;  ///< part of the way to the published price that its own moves in a month
  double first_price = 1;
  FabTrigger trigger;
  double creep_per_year = 0;    ///< more wafers from the same rooms
  double starts_per_month = 0;  ///< most wafers per month of rooms started in a month
  double starts_growth = 0;
  double steady_starts = 0;  ///< started whatever the price (state-backed growth)
  std::vector<std::string> steady_customers;
  std::optional<Hbm> hbm;

  static MemoryVendorSpec read(Reader& reader);
};

/// Starts DRAM wafers for commodity memory and for HBM stacks in the same rooms; HBM lots pass the
/// stacking line as well. Steady customers' contracts come first, the rest by date. Raises its
/// price when orders exceed supply and lowers it when they do not; after years of losses it starts
/// fabs only once prices have been high for long and the rooms are full (F-M3, F-M4). Stacking
/// lines are quick to build and follow the announcements of accelerator vendors while HBM earns
/// more per wafer than commodity memory.
class MemoryVendor final : public ChipMaker {
 public:
  using Spec = MemoryVendorSpec;
  MemoryVendor(Market& market, Spec spec);
  [[nodiscard]] const Spec& spec() const { return spec_; }
  void state(ProcessModel& model) const override;
  /// The highest price index it ever asks.
  [[nodiscard]] double highest_price() const { return spec_.price.ceiling; }

 private:
  void build(const ToolSheet* sheet) override;
  void change_start_limit(double factor) override { start_limit_ *= factor; }
  void plan() override;
  void receive_order(OrderId order) override;
  void quoted(const PriceQuote& price) override;
  void order_cancelled(OrderId order, std::int64_t quantity) override;

  void tell_capacity() override;
  void tell_stacking();
  void close_books();
  void move_price(const LinePeriod& period);
  void start_rooms();
  void expand_stacking();
  void tell_price();
  [[nodiscard]] RoomChoice rooms_wanted() const;

  Spec spec_;
  CommodityId wafer_;  ///< that its price is of
  CommodityId hbm_;
  std::unique_ptr<Line> line_;
  std::unique_ptr<Fab> fab_;
  std::unique_ptr<Expansion> stacking_;
  std::unique_ptr<LineRecord> record_;
  SteadyBook steady_book_;
  std::vector<FirmId> steady_;
  std::vector<FirmId> buyers_;
  Trend fast_;  ///< wafers a month for customers that are not steady
  Trend hbm_trend_;
  std::int64_t fast_made_ = 0;
  std::int64_t fast_seen_ = 0;
  std::int64_t hbm_made_ = 0;
  std::int64_t hbm_seen_ = 0;
  std::int64_t hbm_ordered_ = 0;
  double demand_per_month_ = 0;  ///< smoothed orders
  double start_limit_;           ///< wafers per month of rooms that crews can start in a month
  double price_;
  std::vector<FirmId> rivals_;              ///< whose prices it reads
  std::vector<MakersPrice> published_{{}};  ///< its own first, then theirs
  double told_price_ = 0;
  double months_high_ = 0;
  double idle_months_ = 0;
  double hbm_idle_months_ = 0;
  double utilisation_ = 0;
  double months_since_ = 0;
  Tick last_ = 0;
  std::int64_t plannings_ = 0;
  Series::Id price_series_;
  Series::Id tools_series_;
  Series::Id hbm_capacity_series_;
  Series::Id hbm_output_series_;
  ConstraintId demand_;
  ConstraintId believed_less_;
  ConstraintId start_rate_;
  ConstraintId stacking_orders_;
  ConstraintId stacking_growth_;
  ConstraintId process_;
};

}  // namespace chokepoint::models
