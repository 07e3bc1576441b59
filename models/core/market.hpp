#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "models/core/accounts.hpp"
#include "models/core/disruptions.hpp"
#include "models/core/messages.hpp"
#include "models/core/order.hpp"
#include "models/core/series.hpp"
#include "models/core/tape.hpp"
#include "sim/base/error.hpp"
#include "sim/engine/post.hpp"
#include "sim/flow/flow.hpp"
#include "sim/scenario/profile.hpp"

namespace chokepoint::models {

class Firm;
class Line;
class Matcher;

/// A commodity: what it is called and counted in ("n3_wafer", "wafer").
struct Commodity {
  std::string name;
  std::string unit;
  std::uint64_t key;  ///< a hash of the name
};

/// A partner is not there: the scenario's entry of that name could not be read.
class UnknownFirm : public ModelError {
 public:
  using ModelError::ModelError;
};

/// What all firms of one world share: the clock and trace, the order journal, the address book, the
/// monthly series. A firm looks up its partners here once and then only talks by messages.
class Market {
 public:
  Market(Flow& flow_in, const Timeline& timeline_in, std::vector<Disruption> events = {})
      : flow(flow_in),
        timeline(timeline_in),
        disruptions(std::move(events)),
        post(flow_in.simulation),
        series(timeline_in) {}
  Market(const Market&) = delete;
  Market& operator=(const Market&) = delete;

  Flow& flow;
  const Timeline& timeline;
  const Disruptions disruptions;
  Post<Message> post;
  Journal journal;
  Accounts accounts;
  Series series;
  /// Writes into the series `received` that so much of an order has come.
  void received(const Order& order, std::int64_t quantity);
  /// Writes into the series `capex_usd` what a firm spent on something that lasts.
  void invested(FirmId buyer, double usd);
  /// What tools cost that a seller ships, usd, where the scenario says it: they pass no account.
  std::map<FirmId, Profile> list_prices;
  /// Declares that series for what a firm is supplied with, so that its place does not depend on
  /// what comes first.
  Series::Id received_series(FirmId buyer, CommodityId commodity);
  /// The seller and the goods, as the series of what came from a foundry tells them.
  [[nodiscard]] std::string goods_of(FirmId seller, CommodityId commodity) const;

  /// The id of that commodity; names it on first use. A second unit for it is a ModelError.
  CommodityId commodity(std::string_view name, std::string_view unit);
  [[nodiscard]] const Commodity& commodity(CommodityId id) const { return commodities_[id]; }
  [[nodiscard]] const std::vector<Commodity>& commodities() const { return commodities_; }

  /// Who supplies whom with what, as the firms said when they met.
  struct Supply {
    FirmId seller;
    FirmId buyer;
    CommodityId commodity;
    bool to_start;  ///< without it the buyer delivers nothing, from the first day on
  };
  std::vector<Supply> supplies;
  /// What a firm cannot do without, whether or not anybody supplies it.
  struct Need {
    FirmId buyer;
    CommodityId commodity;
  };
  std::vector<Need> needs;
  /// Whether an event or an outage of its own may stop any firm.
  [[nodiscard]] bool may_stand_still() const { return own_outages || !disruptions.empty(); }
  bool own_outages = false;  ///< some firm has
  /// Of which constraints there is more when that firm delivers.
  struct Enlarged {
    FirmId seller;
    ConstraintId constraint;
  };
  std::vector<Enlarged> enlarged;
  /// Every production line, in the order of their making.
  std::vector<const Line*> lines;
  /// Every matcher likewise.
  std::vector<Matcher*> matchers;
  /// Who takes steps that a frozen world takes again, and how, in the order of their making.
  std::vector<std::function<void(const Tape::Step&)>> repeats;
  /// Whether anybody may serve the highest bidder: then buyers say what a unit is worth to them.
  [[nodiscard]] bool takes_bids() const { return bidding || !disruptions.empty(); }
  bool bidding = false;  ///< some seller always does
  /// Where decisions are written down; nowhere when null.
  Tape* written = nullptr;
  /// A frozen world's decisions: nobody plans in it.
  const Tape* replayed = nullptr;
  /// Whether an order is turned away: as on the tape, else as its seller would.
  [[nodiscard]] bool turns_away(OrderId order, bool would) const {
    return replayed != nullptr ? replayed->orders[order].turned_away : would;
  }

  FirmId enter(Firm& firm);
  /// The next minute of the day that no firm without its own plans at.
  Tick planning_minute() { return next_minute_++; }
  [[nodiscard]] Firm& firm(FirmId id) const { return *firms_[id]; }
  /// Throws UnknownFirm when nobody has that name (the loader has checked it before).
  [[nodiscard]] Firm& firm(std::string_view name) const;
  [[nodiscard]] const std::vector<Firm*>& firms() const { return firms_; }

 private:
  std::vector<Commodity> commodities_;
  std::vector<Firm*> firms_;
  Tick next_minute_ = 0;
  static constexpr Series::Id kNoSeries = static_cast<Series::Id>(-1);
  std::vector<std::vector<Series::Id>> received_;  ///< by buyer and commodity
  std::map<FirmId, Series::Id> invested_;          ///< by buyer
  std::map<FirmId, Series::Id> power_delivered_;   ///< by supplier
  /// By seller, buyer and commodity: of foundries, which sell the same node to the same firms.
  std::map<std::tuple<FirmId, FirmId, CommodityId>, Series::Id> received_from_;
};

}  // namespace chokepoint::models
