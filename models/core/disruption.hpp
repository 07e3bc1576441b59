#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/policy/allocation.hpp"
#include "sim/base/random.hpp"
#include "sim/base/time.hpp"
#include "sim/scenario/registry.hpp"

namespace chokepoint::models {

/// One entry of `events:`: something that happens to the world on a date, whatever anybody decides.
struct Disruption {
  enum class Kind {
    stop,        ///< production stands still, or a part of it
    hazard,      ///< the same by chance, so many times a year
    lane,        ///< goods do not pass from one region to another
    policy,      ///< somebody may not sell to buyers in a region
    demand,      ///< customers outside the chain want less
    capital,     ///< investors and lenders give less
    airlift,     ///< the people of a stopped region work on elsewhere
    relocate,    ///< what a firm adds goes to another region
    hedge,       ///< buyers order a part from their second sources beforehand
    stockpile,   ///< buyers hold more months of their inputs
    allocation,  ///< sellers serve by another rule
  };
  /// What becomes of lots between the scarce step and the dock, or of goods on a closed lane.
  enum class Goods { arrive, wait, lost };

  std::string name;
  Kind kind = Kind::stop;
  std::string during;         ///< the event whose dates it has; empty: it has its own
  std::string while_stopped;  ///< the region whose stops it answers; empty: it has its own dates
  Tick from = 0;              ///< kNever: it never begins
  Tick to = kNever;           ///< when it begins to be over
  Tick earlier = 0;           ///< by so much another draw may begin earlier
  Tick later = 0;             ///< by so much another draw may be over later; kNever: by anything
  /// Part of what it strikes that is left from each tick on, ascending; 1 before the first.
  struct Step {
    Tick from;
    double left;
  };
  std::vector<Step> steps;

  std::vector<std::string> firms;
  std::vector<std::string> sites;  ///< what a firm has in one region, by `site_name`
  std::vector<std::string> nodes;  ///< of a foundry, by `node_name`, everywhere or in one region
  std::vector<std::string> parts;
  std::vector<std::string> regions;
  std::vector<std::string> into;   ///< regions; empty: all others
  std::vector<std::string> goods;  ///< commodities; empty: all
  std::string region;              ///< where relocated capacity goes
  double share = 1;
  double cost_usd = 0;  ///< of a preparation, as the scenario says
  double months = 0;
  AllocationRule rule = AllocationRule::fifo;

  bool orders_refused = false;      ///< else they wait
  Goods in_progress = Goods::wait;  ///< "arrive": it is finished
  double scrapped = 1;  ///< part of the lots in progress that it strikes and loses; others wait
  Goods in_transit = Goods::arrive;
  Tick transit = 0;           ///< the last part of a lot's way is transport
  bool people_leave = false;  ///< they go on planning
  bool know_how_lost = false;
  bool lenders_close = false;  ///< with the investors

  struct Chance {
    double per_year = 0;
    Distribution minutes = Distribution::constant(0);  ///< of output lost
  };
  std::optional<Chance> chance;  ///< of a hazard; its steps are drawn for each world

  /// Part of what it strikes that is left then.
  [[nodiscard]] double left(Tick when) const;
  [[nodiscard]] bool in_force(Tick when) const { return when >= from && when < to; }
  /// When what stands still then began to; `from` when nothing does.
  [[nodiscard]] Tick standing_since(Tick when) const;
  /// Whether all is left at all times of what it would strike.
  [[nodiscard]] bool takes_nothing() const;
  /// Whether a firm may have another part of its capacity after one of its changes.
  [[nodiscard]] bool moves_capacity() const;
  /// Ticks at which something changes, ascending.
  [[nodiscard]] std::vector<Tick> changes() const;
};

/// Adds the kinds of events that a scenario may list.
void register_events(Registry& registry);

/// Gives events that name another one its dates, and those that answer the stops of a region
/// theirs; whoever names an event that is not there, or that has no dates of its own, keeps none,
/// and where nothing stops a region, what answers that never begins.
void take_dates(std::vector<Disruption>& events);

/// The scenario's events, those that strike by chance with their dates in this world.
[[nodiscard]] std::vector<Disruption> disruptions_of(const Scenario& scenario,
                                                     const RandomSource& random);

/// The same as the scenario says, with no dates drawn.
[[nodiscard]] std::vector<Disruption> events_of(const Scenario& scenario);

[[nodiscard]] std::string_view text(Disruption::Kind kind);

/// "tsmc.america": what a firm has in a region.
[[nodiscard]] std::string site_name(std::string_view firm, std::string_view region);

/// "tsmc.n3", and with a region "tsmc.america.n3": a node of a foundry, what it has of it there.
[[nodiscard]] std::string node_name(std::string_view firm, std::string_view node,
                                    std::string_view region = {});

}  // namespace chokepoint::models
