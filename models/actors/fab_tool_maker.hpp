#pragma once

#include "models/actors/chip_needs.hpp"
#include "models/actors/maker.hpp"

namespace chokepoint::models {

/// Makes the other tools of a fab (deposition, etch, immersion lithography, metrology), sold as the
/// set that equips a thousand wafers a month.
struct FabToolMakerSpec {
  FirmSpec firm;
  double sets_per_month = 0;  ///< at the start
  LineKeys line;
  ExpansionKeys expansion;
  ChipNeedSpec chips;

  static FabToolMakerSpec read(Reader& reader);
};

/// Sees the fabs' orders and forecasts and grows faster than the makers of EUV tools (F-C3).
class FabToolMaker final : public MakerFirm {
 public:
  using Spec = FabToolMakerSpec;
  FabToolMaker(Market& market, const Spec& spec);
  void meet() override;
  /// Part of its output for which it has control chips.
  [[nodiscard]] double part_with_chips() const { return chips_.part_with_chips(); }

 private:
  void plan() override;
  void goods_in(OrderId order, std::int64_t quantity, EventId arrival) override;

  ConstraintId orders_;
  ChipNeeds chips_;
};

}  // namespace chokepoint::models
