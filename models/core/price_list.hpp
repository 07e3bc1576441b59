#pragma once

#include <vector>

#include "models/core/messages.hpp"

namespace chokepoint::models {

/// What a firm offers, for how much and how soon, and who wants to hear of changes.
class PriceList {
 public:
  struct Line {
    CommodityId commodity;
    double usd = 0;
    Tick wait = 0;
    double room = PriceQuote::kNoLimit;
    double h100e = 0;
    std::vector<FirmId> customers{};
  };

  void offer(CommodityId commodity) { lines_.push_back({commodity}); }
  /// None of what is not offered.
  [[nodiscard]] Line* find(CommodityId commodity);
  /// What one unit costs today and how long it takes; 0 of both where no price is named.
  struct Terms {
    double usd = 0;
    Tick wait = 0;
  };
  [[nodiscard]] Terms terms(CommodityId commodity) const;
  [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }
  /// Enters what the quote says of something that is offered. Null when the price changed by less
  /// than a twentieth, and the rest by less than a fifth: then the line stays as it was.
  const Line* enter(const PriceQuote& quote);

 private:
  std::vector<Line> lines_;
};

}  // namespace chokepoint::models
