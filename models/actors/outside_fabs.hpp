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

  static OutsideFabsSpec read(Reader& reader);
};

/// Fabs outside the story that buy EUV tools: research centres, pilot lines, makers whose wafers
/// neither AI nor the devices of the story use. What they buy is given; it stands in the tool
/// maker's book and takes its turn there.
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
  void record();

  Spec spec_;
  CommodityId euv_tool_;
  Firm* maker_ = nullptr;
  ConstraintId outside_;
  double installed_;
  double carry_ = 0;
  double old_left_;
  Series::Id tools_;
};

}  // namespace chokepoint::models
