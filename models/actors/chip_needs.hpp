#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/core/line.hpp"

namespace chokepoint::models {

/// What a scenario says about the control chips that go into a maker's goods.
struct ChipNeedSpec {
  struct Seller {
    std::string firm;
    double share = 0;
  };
  std::string commodity;
  double per_unit = 0;      ///< wafers for one unit of goods; 0: none are needed
  double cover_months = 0;  ///< on hand and on order, in months of output
  Tick requalify = 0;       ///< until another foundry's chips may take the place of one that stands
  std::vector<Seller> sellers;

  /// The optional group `control_chips`.
  static ChipNeedSpec read(Reader& reader);
};

/// Chips of an older kind that go into tools and gear. Each design is made by one foundry, and
/// nothing is finished without all of them: a kit has a part from each seller. When a seller stands
/// still, its designs are moved to another one, which takes its time.
class ChipNeeds {
 public:
  using Buy = std::function<OrderId(Firm& seller, const OrderTerms& terms)>;
  /// `per_month` is made at the start. A kit's parts lie in stores of the line's owner.
  ChipNeeds(Market& market, Line& line, const std::string& owner, ChipNeedSpec spec,
            double per_month);

  /// Looks up the sellers; calls `supplied_by(seller, commodity)` with each.
  void meet(const std::function<void(Firm&, CommodityId)>& supplied_by);
  /// Orders for that pace; `stockpile` months more are held than usual. Where sellers promise later
  /// than the cover lasts, as far ahead as they promise, for no more than the goods `booked`.
  void plan(double per_month, double stockpile, double booked, const Buy& buy);
  /// A planning begins: what its line made since the last one is counted.
  void look();
  /// Part of the line's output for which there are chips: those in hand for a month, or what those
  /// allowed that came between its last two plannings.
  [[nodiscard]] double part_with_chips() const;
  /// True when the goods were chips.
  bool goods_in(OrderId order, std::int64_t quantity, EventId arrival);

 private:
  struct Part {
    Firm* seller = nullptr;
    double share = 0;
    std::unique_ptr<Store> stock;
    std::vector<OrderId> open;
    OrderId last = kNoOrder;  ///< placed, open or not
    Tick down_since = kNever;
  };
  [[nodiscard]] Firm& source_of(Part& part);
  /// Part of a month's output of `per_month` for which chips lie here.
  [[nodiscard]] double covered(double per_month) const;
  /// From the last order to its promised delivery; 0 without one.
  [[nodiscard]] double promised_months(const Part& part) const;

  Market& market_;
  Line& line_;
  std::string owner_;
  ChipNeedSpec spec_;
  CommodityId chip_ = 0;
  std::vector<Part> parts_;
  std::optional<Series::Id> stocked_;  ///< on top of the usual cover, while that is wanted
  std::int64_t made_ = 0;              ///< by the line when it planned last
  Tick looked_ = 0;
  double part_made_ = 0;  ///< of what the line could have made since the planning before
};

}  // namespace chokepoint::models
