#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/actors/chip_needs.hpp"
#include "models/actors/common_keys.hpp"
#include "models/actors/line_record.hpp"
#include "models/core/expansion.hpp"
#include "models/core/inheritance.hpp"
#include "models/policy/capacity_plan.hpp"

namespace chokepoint::models {

/// What everybody may know about an EUV tool: how many wafer passes it does in a month.
struct ToolSheet {
  Profile wafers_per_hour{75};  ///< upgrades reach tools in the field
  double uptime = 0.9;
  std::optional<Profile> price{};  ///< usd a tool, by the generation that is shipped

  [[nodiscard]] double passes_per_month(Tick at) const;
};

/// Builds EUV tools from one module of each kind.
struct ToolMakerSpec {
  struct Module {
    std::string commodity;
    std::string supplier;
    std::int64_t stock = 0;     ///< at the start
    std::int64_t on_order = 0;  ///< at the start; arrives evenly over the months of the cover
  };

  /// Rights to tools that somebody pays for before there is an order (F-L11): the maker plans its
  /// crews and modules as if they were ordered. Whoever holds them takes tools by ordinary orders.
  struct Rights {
    double tools = 0;
    Tick from = 0;
    Tick until = kNever;
    [[nodiscard]] double at(Tick when) const { return when >= from && when < until ? tools : 0; }
  };

  FirmSpec firm;
  ToolSheet sheet;
  Rights rights;
  double tools_per_month = 0;  ///< at the start
  CrewRule crew;
  double conviction = 0.3;  ///< in forecasts to module suppliers
  double module_cover_months = 5;
  std::vector<Module> modules;
  ChipNeedSpec chips;
  LineKeys line;

  static ToolMakerSpec read(Reader& reader);
};

/// Sees orders; moves its crews toward working off the backlog, slowly, and keeps them in a slump.
/// Orders modules for the tools it plans to build and tells their makers what it expects. Tools are
/// taken apart, flown, put together and qualified at the customer before they work (F-L9). Prices
/// never ration (F-L3): orders wait their turn.
class ToolMaker final : public Firm {
 public:
  using Spec = ToolMakerSpec;
  ToolMaker(Market& market, Spec spec);
  [[nodiscard]] const Spec& spec() const { return spec_; }
  void meet() override;
  void state(ProcessModel& model) const override;

  [[nodiscard]] const ToolSheet& sheet() const { return spec_.sheet; }
  /// The shortest time from a tool's assembly to its first wafer.
  [[nodiscard]] Duration shortest_delivery() const;

 private:
  struct Module {
    CommodityId commodity;
    Firm* supplier = nullptr;
    std::unique_ptr<Store> stock;
    std::unique_ptr<Inheritance> ordered_before;

    /// On hand and on order.
    [[nodiscard]] std::int64_t covered(std::int64_t on_order) const {
      return stock->level() + ordered_before->to_come() + on_order;
    }
  };

  void plan() override;
  void receive_order(OrderId order) override;
  void order_cancelled(OrderId order, std::int64_t quantity) override;
  void goods_in(OrderId order, std::int64_t quantity, EventId arrival) override;

  /// Tools that its crews are to build: those on order and those that are paid for.
  [[nodiscard]] double tools_ahead() const;
  void tell_capacity() override { record_.tell_capacity(line_); }
  void move_crews();
  void order_modules(double per_month);
  void tell_suppliers();

  Spec spec_;
  CommodityId tool_;
  Line line_;
  Expansion crews_;
  LineRecord record_;
  ChipNeeds chips_;
  Series::Id shipped_;
  std::vector<Module> modules_;
  ConstraintId demand_;
  ConstraintId tool_orders_;
  ConstraintId crew_growth_;
  std::int64_t plannings_ = 0;
};

}  // namespace chokepoint::models
