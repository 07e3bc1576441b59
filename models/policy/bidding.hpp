#pragma once

namespace chokepoint::models {

/// How buyers of devices answer to their price.
struct DeviceDemand {
  double elasticity = 1.5;   ///< devices wanted fall as their price to the power of minus this
  double chip_part = 0.125;  ///< of the price of a device that is its chip, in usual times
};

/// Most that makers of devices would pay for one more wafer, in usd, when they get the part
/// `covered` of what they want: devices are as dear as so few of them can be sold for, and all that
/// they are dearer goes to the chip.
[[nodiscard]] double scarce_worth(double usual_usd, double covered, const DeviceDemand& demand);

/// Most that a vendor would pay for one more wafer, in usd: a part of the price of the systems that
/// it goes into, or more where these are worth more. `wafers_per_gw` of them are needed for a GW.
[[nodiscard]] double logic_worth(double system_usd_per_gw, double wafers_per_gw, double part);

}  // namespace chokepoint::models
