#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/disruption.hpp"

namespace chokepoint::models {

/// Every event of one world, as firms ask for them. All answers are functions of the date: nobody
/// asks about a later one than now, but for the way of goods that leave now.
class Disruptions {
 public:
  Disruptions() = default;
  explicit Disruptions(std::vector<Disruption> events) : events_(std::move(events)) {}
  Disruptions(const Disruptions&) = delete;
  Disruptions& operator=(const Disruptions&) = delete;

  [[nodiscard]] bool empty() const { return events_.empty(); }
  [[nodiscard]] const std::vector<Disruption>& all() const { return events_; }

  /// Stops that strike all that the firm has in that region; with a node, what it has of that.
  [[nodiscard]] std::vector<const Disruption*> stops_on(std::string_view firm,
                                                        std::string_view region,
                                                        std::string_view node = {}) const;
  /// Whether any stop strikes a node of that firm, or that one, by itself.
  [[nodiscard]] bool strikes_nodes(std::string_view firm, std::string_view node = {}) const;
  /// Whether any capacity stands still.
  [[nodiscard]] bool something_stands(Tick when) const;
  /// Part of their demand that these customers have left.
  [[nodiscard]] double demand(std::string_view firm, Tick when) const;
  /// Part of what investors usually give.
  [[nodiscard]] double capital(Tick when) const;
  /// Part of what lenders give that can be had: of loans not yet drawn, of new ones, of credit.
  [[nodiscard]] double loans(Tick when) const;
  /// Whether people of that region work on elsewhere.
  [[nodiscard]] bool airlifted(std::string_view region, Tick when) const;
  /// Whether that firm may not sell to buyers in that region.
  [[nodiscard]] bool banned(std::string_view seller, std::string_view region, Tick when) const;
  /// Part of its orders that a buyer gives to its second sources beforehand, since `since`.
  struct Hedge {
    double share = 0;
    Tick since = 0;
  };
  [[nodiscard]] Hedge hedge(std::string_view firm, Tick when) const;
  struct Stockpile {
    double months = 0;  ///< of use that are held on top of the usual stock
    double part = 0;    ///< of what comes that is put aside until they are there
  };
  /// The largest of the stockpiles that it holds.
  [[nodiscard]] Stockpile stockpile(std::string_view firm, Tick when) const;
  [[nodiscard]] std::optional<AllocationRule> rule(std::string_view firm, Tick when) const;
  /// Whether it serves the highest bidder then.
  [[nodiscard]] bool takes_bids(std::string_view firm, Tick when) const {
    return !empty() && rule(firm, when) == AllocationRule::highest_bidder;
  }
  /// Where what a firm adds goes instead, and which part of it.
  [[nodiscard]] std::vector<const Disruption*> relocations(std::string_view firm) const;

  /// When goods arrive: kNever for those that stay for ever; for those that are lost, when they
  /// are.
  struct Way {
    Tick arrives = 0;
    bool lost = false;
    const Disruption* held = nullptr;  ///< by what they are, the first of several
    Tick since = 0;                    ///< and from when on
  };
  /// The lanes on the way from one region to another that let not everything pass then.
  [[nodiscard]] std::vector<const Disruption*> lanes_closed(std::string_view out_of,
                                                            std::string_view into, Tick when) const;
  /// Whether a lane out of that region ever closes.
  [[nodiscard]] bool lane_closes(std::string_view out_of) const;

 private:
  std::vector<Disruption> events_;
};

}  // namespace chokepoint::models
