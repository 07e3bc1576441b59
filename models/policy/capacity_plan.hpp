#pragma once

#include "models/policy/planning.hpp"

namespace chokepoint::models {

/// How a maker of parts, tools or packages decides on new capacity.
struct CapacityRule {
  double conviction = 0.5;            ///< weight of what customers announce
  double lead_months = 12;            ///< from the decision to the first output
  double smoothing_months = 6;        ///< a gap is closed over so long
  double max_growth_per_year = 0.25;  ///< of what stands and is under way (people, space)
  Faith faith;                        ///< in announcements while capacity is idle
  /// A backlog is a request that stands: it is planned to be worked off over so long. Without it, a
  /// world in which everybody follows trends would never grow.
  double backlog_months = 18;
};

/// What it sees, in units per month.
struct CapacityView {
  double heard = 0;    ///< customers' announcements for the day the capacity would open
  double trend = 0;    ///< own deliveries, projected to that day
  double backlog = 0;  ///< units ordered and not begun
  double standing = 0;
  double under_way = 0;
  double idle_months = 0;  ///< how long utilisation has been low
};

/// Why no more was started.
enum class ExpansionLimit {
  demand,  ///< enough for all that customers announce
  orders,  ///< the planner believed less than it heard
  growth,  ///< people and space grow only so fast
};

struct ExpansionChoice {
  double per_month = 0;  ///< capacity (units per month) to start in one month
  ExpansionLimit limit = ExpansionLimit::demand;
  double announced = 0;  ///< capacity that would do for all that is announced and waits
};

/// Capacity to start, and what limited it.
[[nodiscard]] ExpansionChoice choose_expansion(const CapacityRule& rule, const CapacityView& view);

/// Months of low utilisation in a row, after `months_since` more.
[[nodiscard]] double count_idle(const Faith& faith, double idle_months, double utilisation,
                                double months_since);

/// The pace of an assembly crew: moves toward `backlog / backlog_months`, by the part
/// `months / lag_months` of the gap, upward at most by `max_growth_per_year`, never below `kept`.
struct CrewRule {
  double backlog_months = 18;
  double lag_months = 10;
  double max_growth_per_year = 0.2;
  double kept_per_month = 0;
};
struct CrewChoice {
  double per_month = 0;
  ExpansionLimit limit = ExpansionLimit::demand;
  double announced = 0;  ///< the pace that the backlog calls for
};
[[nodiscard]] CrewChoice choose_crew(const CrewRule& rule, double per_month, double backlog,
                                     double months);

/// What of a `change` of crews happens when they have parts for so much of their work: people learn
/// by doing, so only that part of more. Fewer need no parts.
[[nodiscard]] double crew_change(double change, double part_with_parts);

}  // namespace chokepoint::models
