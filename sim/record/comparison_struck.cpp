// Events that strike who makes something, as long as that is felt.

#include <algorithm>

#include "sim/record/comparison_causes.hpp"

namespace chokepoint {

namespace {

bool does(const EventNote& event, Strikes what) {
  if (event.kind == "lane" || event.kind == "policy")
    return what == Strikes::goods;
  if (event.kind == "demand" || event.kind == "capital")
    return what == Strikes::purse;
  return what == Strikes::capacity;
}

/// The first month that begins on that date or later.
std::size_t month_from(const std::vector<Date>& months, const Date& date) {
  const auto at = std::find_if(months.begin(), months.end(), [&](const Date& month) {
    return std::chrono::sys_days(month) >= std::chrono::sys_days(date);
  });
  return static_cast<std::size_t>(at - months.begin());
}

/// What a firm has sold, month by month.
std::vector<double> sold_by(const WorldFigures& run, const std::string& firm, std::size_t months) {
  std::vector<double> sold(months, 0.0);
  for (const WorldFigures::Supply& supply : run.supplies) {
    for (std::size_t m = 0; supply.seller == firm && m < months && m < supply.came.size(); ++m)
      sold[m] += supply.came[m];
  }
  return sold;
}

/// Whether an event goes on in a window, or what it left behind: until the firm that it struck has
/// sold nine tenths of the base in twelve months.
bool is_felt(const Comparison& comparison, std::size_t world, const EventNote& event,
             const std::string& firm, const SeedWindow& window) {
  constexpr double kBack = 0.9;
  constexpr std::size_t kYear = 12;
  if (month_from(comparison.months, event.from) > window.last + 1)
    return false;
  if (!event.to)
    return true;
  const auto sold = [&](std::size_t w) {
    return sold_by(comparison.worlds[w].runs[window.seed], firm, comparison.months.size());
  };
  const std::vector<double> here = sold(world);
  const std::vector<double> base = sold(0);
  for (std::size_t m = month_from(comparison.months, *event.to); m < window.first; ++m) {
    const SeedWindow year{window.seed, m + 1 - std::min(m + 1, kYear), m};
    if (over(here, year) >= kBack * over(base, year))
      return false;
  }
  return true;
}

/// Of what is missing to the makers, how much an event of the world alone is the reason for, by
/// maker: as long as it lasts, or what it left behind does.
Amounts struck_by(const Comparison& comparison, std::size_t world, const EventNote& event,
                  const Makers& makers, const SeedWindow& window) {
  const auto& base = comparison.worlds.front().runs[window.seed].events;
  if (std::any_of(base.begin(), base.end(),
                  [&](const EventNote& other) { return other.name == event.name; }))
    return {};
  Amounts struck;
  for (const std::string& firm : event.struck) {
    const auto maker = makers.less.find(firm);
    if (maker != makers.less.end() && maker->second > 0 &&
        is_felt(comparison, world, event, firm, window))
      struck.insert(*maker);
  }
  return struck;
}

}  // namespace

std::optional<Through> through_event(const Comparison& comparison, std::size_t world,
                                     const Makers& makers, Strikes what,
                                     const std::vector<SeedWindow>& windows) {
  double lost = 0;
  for (const auto& [maker, less] : makers.less)
    lost += std::max(0.0, less);
  std::optional<Through> found;
  double most = lost / 2;
  for (const SeedWindow& window : windows) {
    for (const EventNote& event : comparison.worlds[world].runs[window.seed].events) {
      if (!does(event, what))
        continue;
      const Amounts struck = struck_by(comparison, world, event, makers, window);
      double theirs = 0;
      for (const auto& [maker, less] : struck)
        theirs += less;
      if (theirs <= most)
        continue;
      most = theirs;
      found = Through{Through::Kind::event, event.name, largest(struck), event.kind};
    }
  }
  return found;
}

bool is_struck(const Comparison& comparison, std::size_t world, const std::string& firm,
               const std::vector<SeedWindow>& windows) {
  const Makers alone{{{firm, 1.0}}, {}, {}};
  return through_event(comparison, world, alone, Strikes::capacity, windows) ||
         through_event(comparison, world, alone, Strikes::goods, windows);
}

}  // namespace chokepoint
