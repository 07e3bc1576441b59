#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "models/core/line.hpp"
#include "models/policy/capacity_plan.hpp"
#include "models/policy/rent.hpp"
#include "models/policy/subsidy.hpp"
#include "sim/scenario/reader.hpp"

namespace chokepoint::models {

/// Part by which a plan must change to be told at once; 1 when the key is absent: never.
[[nodiscard]] double read_news(Reader& reader);

/// Keys that several kinds of makers share.

/// `idle_below`, `idle_patience`, `idle_fade`, `idle_floor`: how idle capacity shakes the faith in
/// announcements. `usual` has the defaults.
Faith read_faith(Reader& reader, const Faith& usual = {});
/// What a government pays of new rooms that are decided between two dates.
struct Subsidy {
  SubsidyRule rule;
  Tick from = 0;
  Tick to = kNever;
  /// The part that is paid of rooms decided now.
  [[nodiscard]] double part(Tick now) const { return now >= from && now < to ? rule.part() : 0; }
};
/// `subsidy:` or nothing. It pays for `what`, of those of the firm's `what_stands` that it reaches.
std::optional<Subsidy> read_subsidy(Reader& reader, const std::string& what = "new rooms",
                                    const std::string& what_stands = "rooms");
/// What rooms and tool sets of a fab cost; no decision follows from it.
struct CapitalCost {
  double usd_per_room = 0;  ///< usd for a wafer a month
  double usd_per_set = 0;   ///< usd for tools other than EUV for 1,000 wafers a month
};
/// `capital_cost:` or nothing of both.
CapitalCost read_capital_cost(Reader& reader);
/// `backlog_spread`: months over which a backlog is planned to be worked off.
double read_backlog_spread(Reader& reader);
/// Months: nobody orders, plans or saves for longer.
inline constexpr double kLongestPlan = 600;

/// `expansion:` how the maker decides on new capacity, and how long that takes.
struct ExpansionKeys {
  CapacityRule rule;
  Duration lead;
};
ExpansionKeys read_expansion(Reader& reader);

/// Lots, cycle time, allocation and the point of "sold out".
struct LineKeys {
  AllocationRule rule = AllocationRule::fifo;
  std::int64_t lots_per_order = 1;
  Distribution cycle_minutes = Distribution::constant(0);
  double sold_out_months = 0;
  double keeps_pace_months = 0;  ///< of foundries

  /// A line of that name and commodity; `lead` is what the cycle is recorded under.
  [[nodiscard]] LineSpec line(std::string name, CommodityId commodity, ConstraintId lead) const;
};
LineKeys read_line(Reader& reader);

/// `price_most` and `price_queue`: how the price follows the queue.
QueuePrice read_queue_price(Reader& reader);

/// `opens`: the day from which on something works that was decided before the start, in ticks.
/// What worked before the start is refused: `things` that did are in the key `before`.
Tick read_opening(Reader& reader, const std::string& help, const std::string& things,
                  const std::string& before);

/// The date of a forecast's entry, in months from now.
inline constexpr int kForecastMonths[4] = {0, 12, 24, 36};

}  // namespace chokepoint::models
