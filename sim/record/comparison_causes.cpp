// Through what a shortage came: an event, a good that its makers did not get, buyers who order
// less.

#include "sim/record/comparison_causes.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace chokepoint {

double over(const std::vector<double>& months, const SeedWindow& window) {
  double sum = 0;
  for (std::size_t m = window.first; m <= window.last && m < months.size(); ++m)
    sum += months[m];
  return sum;
}

std::string largest(const Amounts& amounts) {
  std::string name;
  double most = 0;
  for (const auto& [key, amount] : amounts) {
    if (amount > most) {
      most = amount;
      name = key;
    }
  }
  return name;
}

namespace {

/// Packagers buy nothing, they work on what their customers bring: what they lack, these did not
/// get from others.
Makers customers_of(const Comparison& comparison, const Makers& makers) {
  Makers customers;
  for (const WorldFigures& run : comparison.worlds.front().runs) {
    for (const WorldFigures::Supply& supply : run.supplies) {
      if (supply.commodity != comparison.consigned || !makers.less.contains(supply.seller))
        continue;
      customers.less[supply.buyer] = 1;
      customers.not_of.insert(supply.seller);
    }
  }
  return customers;
}

Makers makers_of(const Comparison& comparison, std::size_t world, std::size_t measure,
                 const std::vector<SeedWindow>& windows) {
  Makers makers;
  both_sides(comparison, world, windows,
             [&](const WorldFigures& run, const SeedWindow& window, int sign) {
               for (const WorldFigures::Member& member : run.members) {
                 if (member.measure != measure)
                   continue;
                 makers.less[member.entity] += sign * over(member.months, window);
                 if (!member.commodity.empty())
                   makers.goods.insert(member.commodity);
               }
             });
  return makers;
}

/// What each of the firms had in the base.
Makers made_in_base(const Comparison& comparison, std::size_t measure,
                    const std::vector<SeedWindow>& windows) {
  Makers makers;
  for (const SeedWindow& window : windows) {
    for (const WorldFigures::Member& member : comparison.worlds.front().runs[window.seed].members) {
      if (member.measure == measure)
        makers.less[member.entity] += over(member.months, window);
    }
  }
  return makers;
}

/// The same windows with half a year more before them, since goods take their time.
std::vector<SeedWindow> half_a_year_before(std::vector<SeedWindow> windows) {
  constexpr std::size_t kHalfAYear = 6;
  for (SeedWindow& window : windows)
    window.first -= std::min(window.first, kHalfAYear);
  return windows;
}

bool is_of(const Comparison& comparison, std::size_t measure, Measure::Firms firms) {
  return measure < comparison.measures.size() && comparison.measures[measure].firms == firms;
}

enum class Taken { of_makers, by_makers };

Taken taken_of(const Comparison& comparison, std::size_t measure) {
  return is_of(comparison, measure, Measure::Firms::buyers) ? Taken::by_makers : Taken::of_makers;
}

/// Who takes least of what he took, and of what: of what the makers sell, or of what they get.
std::optional<Through> through_orders(const Comparison& comparison, std::size_t world, Taken taken,
                                      const Makers& makers,
                                      const std::vector<SeedWindow>& windows) {
  std::map<std::pair<std::string, std::string>, double> less;
  both_sides(
      comparison, world, windows, [&](const WorldFigures& run, const SeedWindow& window, int sign) {
        for (const WorldFigures::Supply& supply : run.supplies) {
          if (taken == Taken::by_makers
                  ? makers.goods.contains(supply.commodity) && makers.less.contains(supply.buyer)
                  : makers.less.contains(supply.seller))
            less[{supply.commodity, supply.buyer}] += sign * over(supply.came, window);
        }
      });
  const auto most = std::max_element(
      less.begin(), less.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most == less.end() || most->second <= 0)
    return std::nullopt;
  return Through{Through::Kind::ordered, most->first.first, most->first.second};
}

/// What else a buyer takes than that good.
std::set<std::string> other_goods(const Comparison& comparison, std::size_t world,
                                  const std::string& buyer, const std::string& good) {
  std::set<std::string> goods;
  for (const std::size_t w : {std::size_t{0}, world}) {
    for (const WorldFigures& run : comparison.worlds[w].runs) {
      for (const WorldFigures::Supply& supply : run.supplies) {
        if (supply.buyer == buyer && supply.commodity != good)
          goods.insert(supply.commodity);
      }
    }
  }
  return goods;
}

/// Who orders less lacks something else, or sells less of what it makes.
std::optional<Through> orders_less_for(const Comparison& comparison, std::size_t world,
                                       const Through& ordered,
                                       const std::vector<SeedWindow>& windows) {
  const Makers buyer{
      {{ordered.from, 1.0}}, other_goods(comparison, world, ordered.from, ordered.what), {}};
  if (!buyer.goods.empty()) {
    if (auto missing = through_missing(comparison, world, buyer, windows))
      return missing;
  }
  if (owe_more(comparison, world, buyer, windows).value_or(true))
    return std::nullopt;
  return through_orders(comparison, world, Taken::of_makers, buyer, windows);
}

/// What that came through in its turn.
std::optional<Through> step_back(const Comparison& comparison, std::size_t world,
                                 const Through& last, const std::vector<SeedWindow>& windows) {
  const Makers firm{{{last.from, 1.0}}, {}, {}};
  const auto struck = [&](Strikes what) {
    return through_event(comparison, world, firm, what, windows);
  };
  for (const Strikes what : {Strikes::capacity, Strikes::goods}) {
    if (auto event = struck(what))
      return event;
  }
  if (last.kind == Through::Kind::ordered) {
    const auto purse = struck(Strikes::purse);
    return purse ? purse : orders_less_for(comparison, world, last, windows);
  }
  const Makers waiting = last.what == comparison.consigned ? customers_of(comparison, firm) : firm;
  const auto missing = through_missing(comparison, world, waiting, windows);
  return missing ? missing : struck(Strikes::purse);
}

/// What an event of that kind does to a firm.
std::string strikes(std::string_view kind, const std::string& firm) {
  if (kind == "policy")
    return " bans sales of " + firm;
  if (kind == "lane")
    return " stops goods of " + firm + " on their way";
  if (kind == "demand")
    return " lets " + firm + " want less";
  if (kind == "capital")
    return " keeps money from " + firm;
  return " strikes " + firm;
}

}  // namespace

std::string_view text(Through::Kind kind) {
  switch (kind) {
    case Through::Kind::event:
      return "event";
    case Through::Kind::missing:
      return "missing";
    case Through::Kind::ordered:
      break;
  }
  return "ordered";
}

std::string sentence(const Through& through) {
  switch (through.kind) {
    case Through::Kind::event:
      return through.what + strikes(through.event, through.from);
    case Through::Kind::missing:
      return "for want of " + through.what + (through.from.empty() ? "" : " of " + through.from);
    case Through::Kind::ordered:
      break;
  }
  return "less " + through.what + " for " + through.from;
}

std::optional<Through> came_through(const Comparison& comparison, std::size_t world,
                                    std::size_t measure, bool less_ordered,
                                    const std::vector<SeedWindow>& windows) {
  const Makers makers = makers_of(comparison, world, measure, windows);
  // Of what was refused or lost on its way the makers may have made as much as ever.
  const auto stopped_goods = [&] {
    return through_event(comparison, world, made_in_base(comparison, measure, windows),
                         Strikes::goods, windows);
  };
  if (less_ordered) {
    const auto ban = stopped_goods();
    return ban ? ban
               : through_orders(comparison, world, taken_of(comparison, measure), makers, windows);
  }
  if (std::optional<Through> event =
          through_event(comparison, world, makers, Strikes::capacity, windows)) {
    if (!is_of(comparison, measure, Measure::Firms::buyers) || makers.goods.empty())
      return event;
    return Through{Through::Kind::ordered, *makers.goods.begin(), event->from};
  }
  if (std::optional<Through> missing = through_missing(comparison, world, makers, windows))
    return missing;
  if (std::optional<Through> stopped = stopped_goods())
    return stopped;
  if (is_of(comparison, measure, Measure::Firms::consigned))
    return through_missing(comparison, world, customers_of(comparison, makers), windows);
  const std::vector<SeedWindow> longer = half_a_year_before(windows);
  if (std::optional<Through> missing = through_missing(comparison, world, makers, longer))
    return missing;
  if (std::optional<Through> missing =
          through_missing(comparison, world, makers, windows, Waits::on_order))
    return missing;
  return through_event(comparison, world, makers, Strikes::purse, windows);
}

std::optional<Through> less_taken(const Comparison& comparison, std::size_t world,
                                  std::size_t measure, const std::vector<SeedWindow>& windows) {
  const Makers makers = makers_of(comparison, world, measure, windows);
  if (owe_more(comparison, world, makers, windows).value_or(true))
    return std::nullopt;
  return through_orders(comparison, world, taken_of(comparison, measure), makers, windows);
}

std::vector<Through> steps_back(const Comparison& comparison, std::size_t world,
                                const Through& through, std::vector<SeedWindow> windows) {
  std::vector<Through> steps;
  std::set<std::string> known;
  const Through* last = &through;
  while (last->kind != Through::Kind::event && !last->from.empty() &&
         known.insert(last->from).second) {
    windows = half_a_year_before(windows);
    const std::optional<Through> next = step_back(comparison, world, *last, windows);
    if (!next)
      break;
    steps.push_back(*next);
    last = &steps.back();
  }
  // Who orders less of one thing orders less of others, and some of that is always late: what a
  // buyer lacks is the reason only where it leads to the event.
  if (through.kind == Through::Kind::ordered && last->kind != Through::Kind::event)
    return {};
  return steps;
}

}  // namespace chokepoint
