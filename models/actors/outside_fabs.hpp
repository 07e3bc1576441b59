#pragma once

#include <string>

#include "models/core/firm.hpp"
#include "sim/scenario/profile.hpp"

namespace chokepoint::models {

struct OutsideFabsSpec {
  FirmSpec firm;
  std::string euv_tools;         ///< who sells them
  Profile tools_per_month{0};    ///< that they order
  double installed = 0;          ///< at the start
  double on_order = 0;           ///< at the start
  double old_orders_months = 6;  ///< these stand in the books within so long
  Duration ahead{};              ///< from order to the wanted date
  std::string fab_tools;         ///< who sells them all other tools; empty: nobody
  Profile sets_per_month{0};     ///< of these that they order
  Duration sets_ahead{};

  static OutsideFabsSpec read(Reader& reader);
};

/// Fabs outside the story that buy tools: research centres, pilot lines, makers whose wafers
/// neither AI nor the devices of the story use, and what is put into rooms that stand. What they
/// buy is given; it stands in the tool makers' books and takes its turn there.
class OutsideFabs final : public Firm {
 public:
  using Spec = OutsideFabsSpec;
  OutsideFabs(Market& market, Spec spec);

  void meet() override;
  /// Nothing: what the others buy less of could have been made for the story.
  void state(ProcessModel&) const override {}
  [[nodiscard]] bool is_customer() const override { return true; }
  [[nodiscard]] bool is_outside() const override { return true; }

 private:
  void plan() override;
  void goods_in(OrderId order, std::int64_t quantity, EventId arrival) override;
  /// What is ordered in the months that begin now: the old orders, and the usual ones.
  [[nodiscard]] double wanted(double months);
  /// A kind of tool: orders so many from `maker` and tells it what will be ordered later.
  void order(Firm& maker, CommodityId tool, const Profile& per_month, double& carry, double wanted,
             Duration ahead);
  void record();

  Spec spec_;
  CommodityId euv_tool_;
  CommodityId fab_tool_set_;
  Firm* maker_ = nullptr;
  Firm* set_maker_ = nullptr;
  ConstraintId outside_;
  double installed_;
  double carry_ = 0;
  double sets_carry_ = 0;
  double old_left_;
  Series::Id tools_;
};

}  // namespace chokepoint::models
