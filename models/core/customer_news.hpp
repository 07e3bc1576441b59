#pragma once

#include <vector>

#include "models/core/messages.hpp"
#include "sim/base/time.hpp"

namespace chokepoint::models {

/// What a firm's customers told it last: what they will buy, and what they would pay.
class CustomerNews {
 public:
  void file(const Forecast& forecast);
  void file(const Bid& bid);
  /// What all of them said they will buy per month, `ahead` from now: linear between the years they
  /// named, the last value beyond.
  [[nodiscard]] double wanted(CommodityId commodity, Duration ahead) const;
  /// The same of one.
  [[nodiscard]] double wanted_by(FirmId customer, CommodityId commodity, Duration ahead) const;
  /// What that buyer would pay for a unit; 0 when it said nothing.
  [[nodiscard]] double bid_of(FirmId buyer, CommodityId commodity) const;

 private:
  std::vector<Forecast> forecasts_;  ///< the last one of each (commodity, customer)
  std::vector<Bid> bids_;            ///< the last one of each (customer, commodity)
};

}  // namespace chokepoint::models
