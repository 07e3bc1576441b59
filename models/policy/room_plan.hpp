#pragma once

#include <cstddef>
#include <span>

#include "models/policy/planning.hpp"

namespace chokepoint::models {

/// Clean rooms of one node or product as their planner sees them, in wafers per month.
struct RoomView {
  double stable = 0;   ///< steady customers' announcements for the opening date
  double fast = 0;     ///< fast-growing customers' announcements
  double trend = 0;    ///< deliveries to fast-growing customers, projected
  double backlog = 0;  ///< their units ordered and not begun
  double standing = 0;
  double under_way = 0;
  double idle_months = 0;
};

struct RoomRule {
  double conviction = 0.33;     ///< weight of fast-growing customers' announcements
  double stable_margin = 1.12;  ///< steady customers get a little more than they announce (F-O4)
  double smoothing_months = 12;
  Faith faith;
  double backlog_months = 18;  ///< what waits is planned to be worked off over so long
  bool steady_first = true;    ///< where starts are cut, steady customers' rooms come first (F-O4)
  bool trend_within_announced = false;  ///< no more is believed than is announced
};

/// What the planner believes that customers will take, but for what waits already.
[[nodiscard]] double believed_rate(const RoomRule& rule, const RoomView& view);

/// Rooms the planner wants to exist on the opening date: for that, and to work off what waits.
[[nodiscard]] double room_target(const RoomRule& rule, const RoomView& view);

/// Why no more rooms were started.
enum class RoomLimit {
  demand,      ///< enough for all that customers announce
  conviction,  ///< the planner believed less than it heard
  start_rate,  ///< only so many can be started a month (crews, engineers, capital)
};

struct RoomChoice {
  double per_month = 0;  ///< wafers per month of rooms to start in one month
  double steady = 0;     ///< of these, what comes first because steady customers need it
  RoomLimit limit = RoomLimit::demand;
  double announced = 0;  ///< rooms that would do for all that is announced and waits
};
[[nodiscard]] RoomChoice choose_rooms(const RoomRule& rule, const RoomView& view);

/// The part of a fab's capacity that steady business needs in a month: its usual orders, or its
/// whole book when that is more. Never all of the capacity: nobody is cut off. What `others` need
/// and have a contract for counts as much where there is not enough for both.
[[nodiscard]] double steady_share(double usual_per_month, double backlog, double capacity,
                                  double others = 0);

/// Cuts several starts so that they sum to `cap`: steady customers' rooms come first (F-O4), and
/// each kind is cut in proportion.
void share_start_rate(std::span<RoomChoice> choices, double cap);

/// The start limit after `months` in which `wanted` was to be started per month: crews and
/// engineers are trained only while more is wanted than they can start.
[[nodiscard]] double next_start_limit(double limit, double wanted, double growth_per_year,
                                      double months, double most);

}  // namespace chokepoint::models
