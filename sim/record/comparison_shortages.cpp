// Of what there is less in a world than in its base, from when on and until when.

#include <algorithm>
#include <limits>
#include <numeric>

#include "sim/record/comparison_axis.hpp"

namespace chokepoint {

namespace {

constexpr double kFell = 0.9;  ///< below that part of the base something is missing
/// Months over which it is. What comes a month sooner or later is no shortage, and one month
/// without anything is less than the tenth of twelve.
constexpr std::size_t kTwelveMonths = 12;
/// What is missing in fewer months is a swing about that part. Two months without anything are
/// missing from the twelve of eleven months.
constexpr std::size_t kFewestMonths = 3;
constexpr double kRounding = 1e-9;

/// What world and base have of something, seed by seed of the axis.
struct Sides {
  std::vector<std::vector<double>> here;
  std::vector<std::vector<double>> there;
};

template <class Read>
Sides sides_of(const Comparison& comparison, std::size_t world, const Axis& axis, Read read) {
  Sides sides;
  for (const std::size_t seed : axis.seeds) {
    sides.here.push_back(read(comparison.worlds[world].runs[seed]));
    sides.there.push_back(read(comparison.worlds.front().runs[seed]));
  }
  return sides;
}

/// Part of the base that was there over a window up to each month, and whether that is too little.
struct Parts {
  std::vector<double> part;
  std::vector<bool> short_of;
  std::vector<double> ahead;  ///< all that the world had beyond the base up to the month
};

Parts parts_over(const Axis& axis, const Sides& sides, std::size_t window) {
  Parts parts;
  double ahead = 0;
  for (std::size_t m = 0; m < axis.length; ++m) {
    double here = 0;
    double there = 0;
    std::vector<double> each;
    for (std::size_t i = 0; i < axis.seeds.size(); ++i) {
      ahead += axis.at(sides.here[i], i, m) - axis.at(sides.there[i], i, m);
      if (axis.at(sides.there[i], i, m, -1) < 0)
        continue;  // this seed's run is over
      double own = 0;
      double base = 0;
      for (std::size_t back = 0; back < std::min(window, m + 1); ++back) {
        own += axis.at(sides.here[i], i, m - back);
        base += axis.at(sides.there[i], i, m - back);
      }
      here += own;
      there += base;
      if (base > kRounding)
        each.push_back(own / base);
    }
    parts.ahead.push_back(ahead);
    // Where the base had none nothing can be said: it is what it was before.
    if (m + 1 < window || there <= kRounding) {
      parts.part.push_back(m > 0 ? parts.part.back() : 1);
      parts.short_of.push_back(m > 0 && parts.short_of.back());
      continue;
    }
    parts.part.push_back(here / there);
    const Compared over_seeds = compared(each, {});
    parts.short_of.push_back(here / there < kFell && over_seeds.high.value_or(0) < 1);
  }
  return parts;
}

/// The month in which less began to come: the one after the world was furthest ahead, or least
/// behind, within the window that showed it.
std::size_t beginning(const Parts& parts, std::size_t shown, std::size_t window) {
  const std::size_t earliest = shown + 1 - std::min(window, shown + 1);
  std::size_t first = earliest;
  double furthest = earliest > 0 ? parts.ahead[earliest - 1] : 0;
  for (std::size_t m = earliest; m < shown; ++m) {
    if (parts.ahead[m] >= furthest - kRounding) {
      furthest = std::max(furthest, parts.ahead[m]);
      first = m + 1;
    }
  }
  return first;
}

/// The shortages one after the other. One is over when enough is there for twelve months on end.
std::vector<Shortage> shortages_in(const Parts& parts, std::size_t window, const Axis& axis) {
  std::vector<Shortage> found;
  for (std::size_t m = axis.event; m < parts.part.size(); ++m) {
    if (!parts.short_of[m])
      continue;
    const bool goes_on =
        !found.empty() && (!found.back().last || m < *found.back().last + kTwelveMonths);
    if (!goes_on) {
      const std::size_t after = found.empty() ? axis.event : *found.back().last;
      found.push_back({.since_event = axis.since_event,
                       .first = std::max(after, beginning(parts, m, window)),
                       .last = std::nullopt,
                       .shown = m,
                       .worst_month = m,
                       .worst = parts.part[m]});
    }
    Shortage& shortage = found.back();
    ++shortage.months;
    if (parts.part[m] < shortage.worst) {
      shortage.worst = parts.part[m];
      shortage.worst_month = m;
    }
    const auto over = std::find(parts.short_of.begin() + static_cast<std::ptrdiff_t>(m),
                                parts.short_of.end(), false);
    shortage.last.reset();
    if (over != parts.short_of.end())
      shortage.last = static_cast<std::size_t>(over - parts.short_of.begin());
  }
  std::erase_if(found, [](const Shortage& one) { return one.months < kFewestMonths; });
  for (Shortage& shortage : found) {
    shortage.worst = std::max(0.0, shortage.worst);
    shortage.first -= axis.since_event ? axis.event : 0;
    shortage.shown -= axis.since_event ? axis.event : 0;
    shortage.worst_month -= axis.since_event ? axis.event : 0;
    if (shortage.last && axis.since_event)
      *shortage.last -= axis.event;
  }
  for (std::size_t i = 1; i < found.size(); ++i)
    found[i - 1].again = found[i].shown;
  return found;
}

constexpr std::size_t kEnd = std::numeric_limits<std::size_t>::max();

/// Whether it begins as an effect: within twelve months of an event, or while something else that
/// follows on one lasts or within twelve months after. What swings later is no effect that one
/// could tell from chance.
bool is_effect(const Shortage& one, const std::vector<Shortage>& listed,
               const std::vector<std::size_t>& begins) {
  return std::any_of(begins.begin(), begins.end(),
                     [&](std::size_t begin) {
                       return begin <= one.first && one.first <= begin + kTwelveMonths;
                     }) ||
         std::any_of(listed.begin(), listed.end(), [&](const Shortage& other) {
           return one.first <= (other.last ? *other.last + kTwelveMonths : kEnd);
         });
}

/// What shows within twelve months of an event, and before it was a swing that no other event had
/// begun, begins with it.
void begin_with_event(Shortage& one, const std::vector<std::size_t>& begins) {
  const auto next = std::upper_bound(begins.begin(), begins.end(), one.first);
  if (next != begins.end() && *next <= one.shown)
    one.first = *next;
}

/// Of each measure the first shortage that follows on an event.
std::vector<Shortage> following_on(std::vector<Shortage> all,
                                   const std::vector<std::size_t>& begins) {
  for (Shortage& shortage : all) {
    if (!is_effect(shortage, {}, begins))
      begin_with_event(shortage, begins);
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Shortage& a, const Shortage& b) { return a.first < b.first; });
  std::vector<Shortage> listed;
  for (const Shortage& shortage : all) {
    const bool known = std::any_of(listed.begin(), listed.end(), [&](const Shortage& other) {
      return other.measure == shortage.measure;
    });
    if (!known && is_effect(shortage, listed, begins))
      listed.push_back(shortage);
  }
  return listed;
}

/// Part of the base over the twelve months up to one of the axis; none where the base has nothing.
std::optional<double> part_up_to(const Axis& axis, const Sides& sides, std::size_t month) {
  double here = 0;
  double there = 0;
  for (std::size_t i = 0; i < axis.seeds.size(); ++i) {
    for (std::size_t back = 0; back < std::min(kTwelveMonths, month + 1); ++back) {
      here += axis.at(sides.here[i], i, month - back);
      there += axis.at(sides.there[i], i, month - back);
    }
  }
  if (there > kRounding)
    return here / there;
  return here > kRounding ? std::nullopt : std::optional<double>(0);
}

/// Whether less of it is made because less is ordered, as far as the books of both worlds tell.
std::optional<bool> less_ordered(const Comparison& comparison, std::size_t world, const Axis& axis,
                                 const Shortage& shortage) {
  for (const std::size_t w : {std::size_t{0}, world}) {
    for (const WorldFigures& run : comparison.worlds[w].runs) {
      if (run.waiting.size() <= shortage.measure || run.waiting[shortage.measure].empty())
        return std::nullopt;
    }
  }
  const std::size_t month = shortage.worst_month + (axis.since_event ? axis.event : 0);
  const auto part = [&](std::vector<std::vector<double>> WorldFigures::*books) {
    return part_up_to(
        axis,
        sides_of(comparison, world, axis,
                 [&](const WorldFigures& run) { return (run.*books)[shortage.measure]; }),
        month);
  };
  const std::optional<double> waits = part(&WorldFigures::waiting);
  const std::optional<double> able = part(&WorldFigures::able);
  return waits && able && *waits <= shortage.worst + kRounding && *able > shortage.worst;
}

/// Twelve months of each seed, up to a month of the axis or with six of them before it.
std::vector<SeedWindow> twelve_months(const Comparison& comparison, const Axis& axis,
                                      std::size_t month, bool up_to) {
  std::vector<SeedWindow> windows;
  for (std::size_t i = 0; i < axis.seeds.size(); ++i) {
    const std::size_t at = month + (axis.since_event ? axis.events[i] : 0);
    if (at >= comparison.months.size())
      continue;
    const std::size_t last = up_to ? at : std::min(at + 5, comparison.months.size() - 1);
    windows.push_back({axis.seeds[i], last + 1 - std::min(last + 1, kTwelveMonths), last});
  }
  return windows;
}

std::vector<double> added_months(const std::vector<double>& online) {
  std::vector<double> added(online.size(), 0.0);
  for (std::size_t m = 1; m < online.size(); ++m)
    added[m] = online[m] - online[m - 1];
  return added;
}

bool is_flow(const Comparison& comparison, std::size_t measure) {
  return measure < comparison.measures.size() &&
         comparison.measures[measure].kind == Measure::Kind::flow;
}

/// Through what a shortage came, and that in its turn.
void find_reason(const Comparison& comparison, std::size_t world, const Axis& axis, Shortage& one) {
  const bool ordered = one.less_ordered.value_or(false);
  std::vector<SeedWindow> windows;
  const auto look_at = [&](std::size_t month, bool up_to) {
    if (one.through)
      return;
    windows = twelve_months(comparison, axis, month, up_to);
    one.through = came_through(comparison, world, one.measure, ordered, windows);
  };
  const auto ask_buyers = [&](bool of_a_flow) {
    if (one.through || ordered || is_flow(comparison, one.measure) != of_a_flow)
      return;
    const auto up_to_worst = twelve_months(comparison, axis, one.worst_month, true);
    one.through = less_taken(comparison, world, one.measure, up_to_worst);
  };
  look_at(ordered ? one.worst_month : one.first, ordered);
  ask_buyers(true);
  // What was missing later than these months: when the shortage showed, or was at its worst.
  look_at(one.shown, true);
  look_at(one.worst_month, true);
  // Who owes nobody more adds less capacity, as less is ordered of what he makes with it.
  ask_buyers(false);
  if (!one.through)
    return;
  one.back = steps_back(comparison, world, *one.through, windows);
  // Orders that were refused wait nowhere, and who stands still buys nothing.
  if (one.through->kind == Through::Kind::event && ordered)
    one.less_ordered = false;
  if (one.through->kind == Through::Kind::ordered)
    one.less_ordered = true;
}

}  // namespace

std::vector<Shortage> shortages(const Comparison& comparison, std::size_t world) {
  std::vector<Shortage> found;
  const Axis axis = axis_of(comparison, world);
  const auto look = [&](std::size_t measure, const Sides& sides) {
    for (Shortage& shortage :
         shortages_in(parts_over(axis, sides, kTwelveMonths), kTwelveMonths, axis)) {
      shortage.measure = measure;
      shortage.less_ordered = less_ordered(comparison, world, axis, shortage);
      found.push_back(shortage);
    }
  };
  for (std::size_t i = 0; i < comparison.measures.size(); ++i) {
    if (comparison.measures[i].kind == Measure::Kind::mean ||
        comparison.measures[i].kind == Measure::Kind::lack ||
        comparison.worlds[world].runs.empty() ||
        comparison.worlds[world].runs.front().measures.empty())
      continue;
    look(i, sides_of(comparison, world, axis,
                     [i](const WorldFigures& run) { return run.measures[i]; }));
  }
  look(comparison.measures.size(), sides_of(comparison, world, axis, [](const WorldFigures& run) {
         return added_months(run.online);
       }));
  found = following_on(std::move(found), axis.begins);
  for (Shortage& one : found)
    find_reason(comparison, world, axis, one);
  return found;
}

std::string shortage_title(const Comparison& comparison, const Shortage& shortage) {
  if (shortage.measure < comparison.measures.size())
    return comparison.measures[shortage.measure].title;
  return comparison.unit == "GW" ? "compute that comes online" : "what arrives";
}

Recovery recovery(const Comparison& comparison, std::size_t world) {
  const Axis axis = axis_of(comparison, world);
  Recovery recovery;
  recovery.since_event = axis.since_event;
  const auto total = [](const WorldFigures& run) {
    return std::accumulate(run.online.begin(), run.online.end(), 0.0) / 12;
  };
  const Compared more = compared(over_seeds(comparison.worlds[world], total),
                                 over_seeds(comparison.worlds.front(), total));
  recovery.lost_unit_years = -more.difference.value_or(0);
  if (comparison.seeds.size() > 1 && more.difference_low && more.difference_high) {
    recovery.lost_low = -*more.difference_high;
    recovery.lost_high = -*more.difference_low;
  }
  // By the rule of the timeline: what begins later than its effects is not the event's.
  const std::vector<Shortage> listed = shortages(comparison, world);
  const auto added = std::find_if(listed.begin(), listed.end(), [&](const Shortage& shortage) {
    return shortage.measure == comparison.measures.size();
  });
  if (added != listed.end()) {
    recovery.additions_fell = added->shown;
    recovery.additions_back = added->last;
    recovery.additions_again = added->again;
  }
  const std::vector<Shortage> online = shortages_in(
      parts_over(
          axis,
          sides_of(comparison, world, axis, [](const WorldFigures& run) { return run.online; }), 1),
      1, axis);
  const auto fell = std::find_if(online.begin(), online.end(), [&](const Shortage& one) {
    return is_effect(one, listed, axis.begins);
  });
  if (fell != online.end()) {
    recovery.online_fell = fell->shown;
    recovery.online_back = fell->last;
    recovery.online_again = fell->again;
  }
  return recovery;
}

}  // namespace chokepoint
