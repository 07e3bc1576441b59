#pragma once

namespace chokepoint::models {

/// How rooms of an older node are turned into rooms of a newer one, in wafers per month.
struct ConversionRule {
  double reserve = 0.1;          ///< of the older node, kept whatever is asked of it
  double yields = 0.8;           ///< wafers of the newer node from the room and tools of one
  double most_per_month = 2000;  ///< of the older node, begun in a month
  bool keeps_announced = true;   ///< room is kept for all that is announced, believed or not
};

struct ConversionView {
  double standing = 0;      ///< of the older node
  double announced = 0;     ///< of it, by all customers, for the day it would be done
  double believed = 0;      ///< what its planner makes of that
  double made = 0;          ///< of it, now
  double late = 0;          ///< of it, to work off what waits
  double newer_target = 0;  ///< rooms that the planner wants of the newer node, on the same day
  double newer_pace = 0;    ///< what rooms and tools of the newer node allow today
  double under_way = 0;     ///< of the newer node, being converted
};

/// What of the older node is taken out of use in so many months, to be converted.
[[nodiscard]] double to_convert(const ConversionRule& rule, const ConversionView& view,
                                double months);

}  // namespace chokepoint::models
