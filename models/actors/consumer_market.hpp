#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "models/core/firm.hpp"
#include "models/policy/bidding.hpp"
#include "models/policy/consumption.hpp"
#include "sim/scenario/profile.hpp"

namespace chokepoint::models {

/// A market for devices: phones, PCs, servers.
struct ConsumerMarketSpec {
  struct Seller {
    std::string name;
    double share = 1;
  };
  struct Need {
    std::string commodity;         ///< "n3_wafer", "dram_wafer"
    Profile before_price{0};       ///< wafers a month before the price of memory has an effect
    double cover_months = 4;       ///< stock and orders together, in months of need
    double stock_months = 4;       ///< on hand at the start
    std::int64_t order_every = 1;  ///< plannings between two orders
    double contracted = 1;         ///< part bought under contracts, served first
    std::vector<Seller> sellers;
    std::string older;  ///< "n5_wafer": what some models keep; empty: all need this one
    Fallback fallback;
    double usual_usd = 0;  ///< price of a wafer in usual times; 0: it bids nothing
  };

  FirmSpec firm;
  std::string priced_by = "dram_wafer";  ///< whose price reduces demand
  PriceResponse response;
  double substitution = 2;
  double padding = 0.1;
  std::int64_t cut_after_months = 2;
  double excess = 0.15;                       ///< above the target, at which orders are cut
  std::optional<DeviceDemand> device_demand;  ///< none: it bids nothing
  Tick reroute = kNever;  ///< until orders of a seller that stands still go to others
  std::vector<Need> needs;
  std::optional<Profile> units;  ///< devices a month before price

  static ConsumerMarketSpec read(Reader& reader);
};

/// Builds devices from memory and logic; orders what it will need, most of it under contracts
/// that are served first, and 10 % more, which it cuts back later (F-O5). Dear memory shrinks it
/// with a delay, the low end first (F-M6); that frees wafers of every kind it uses.
class ConsumerMarket final : public Firm {
 public:
  using Spec = ConsumerMarketSpec;
  ConsumerMarket(Market& market, Spec spec);
  void meet() override;
  void state(ProcessModel& model) const override;
  [[nodiscard]] bool is_outside() const override { return true; }
  [[nodiscard]] bool is_customer() const override { return true; }

 private:
  static constexpr std::size_t kNoNeed = static_cast<std::size_t>(-1);
  struct Seller {
    Firm* firm;
    double share;
    double price = 1;
    Tick down_since = kNever;
  };
  struct Need {
    CommodityId commodity;
    std::vector<Seller> sellers;
    double stock = 0;
    double used_so_far = 0;        ///< wafers
    std::int64_t padding_out = 0;  ///< ordered on top and not yet cut back
    double covered = 1;            ///< part of what it wants that it had lately
    Series::Id used;
    std::size_t older = kNoNeed;  ///< the need that can stand in
    double kept_back = 0;         ///< part of the devices that is ordered on the older node
  };
  struct Padding {
    OrderId order;
    std::int64_t quantity;
    std::size_t need;
    Tick cut;
  };

  void plan() override;
  void goods_in(OrderId order, std::int64_t quantity, EventId arrival) override;
  void order_rejected(OrderId order) override;
  void quoted(const PriceQuote& price) override;

  void react_to_price();
  /// Says what wafers are worth to it, to sellers who serve the highest bidder.
  void make_bids();
  void build_devices();
  void cut_padding();
  void cut_excess(std::size_t index);
  void order(std::size_t index);
  void place(std::size_t index, Firm& seller, std::int64_t quantity, std::int64_t padding,
             bool contracted);
  void tell_sellers();
  /// What is asked of a seller in relation to others: less where an event has left less of it for
  /// as long as it takes to have devices made elsewhere.
  [[nodiscard]] double share_of_seller(Seller& seller, CommodityId wafer) const;

  /// Wafers a month for devices of that kind, and with those that stay on it for want of a newer.
  [[nodiscard]] double own_need(std::size_t index, Tick at) const;
  [[nodiscard]] double needed(std::size_t index, Tick at) const;
  /// Fills devices up with chips of the older node; `covered` is what each need's stock allows of
  /// `months`, and `used` what is taken of it. Learns what is missing.
  void fall_back(double memory, double months, std::vector<double>& covered,
                 std::vector<double>& used);
  [[nodiscard]] double target(std::size_t index) const;
  [[nodiscard]] static double average_price(const Need& need);

  Spec spec_;
  std::vector<Need> needs_;
  std::deque<Padding> padding_;
  double response_ = 1;
  double built_ = 1;  ///< part of the wanted devices that could be built last month
  std::int64_t plannings_ = 0;
  Tick last_ = 0;
  CommodityId priced_by_;  ///< memory, whose price moves device demand
  ConstraintId demand_;
  Series::Id response_series_;
  Series::Id units_series_ = 0;
};

}  // namespace chokepoint::models
