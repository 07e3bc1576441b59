// Through what a shortage came: an event, a good that its makers did not get, buyers who order
// less.

#include <algorithm>
#include <map>
#include <set>

#include "sim/record/comparison.hpp"

namespace chokepoint {

namespace {

using Amounts = std::map<std::string, double>;

double over(const std::vector<double>& months, const SeedWindow& window) {
  double sum = 0;
  for (std::size_t m = window.first; m <= window.last && m < months.size(); ++m)
    sum += months[m];
  return sum;
}

/// Who or what has the largest positive amount; empty: nobody.
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

/// Calls `see(run, window, sign)` with every window of the base (1) and of the world (-1).
template <class See>
void both_sides(const Comparison& comparison, std::size_t world,
                const std::vector<SeedWindow>& windows, See see) {
  for (const SeedWindow& window : windows) {
    see(comparison.worlds.front().runs[window.seed], window, 1);
    see(comparison.worlds[world].runs[window.seed], window, -1);
  }
}

/// How much less each of the firms has that a measure adds up.
struct Makers {
  Amounts less;
  std::set<std::string> goods;   ///< that it counts or is made of, where that is said
  std::set<std::string> not_of;  ///< sellers whose goods do not count
};

/// Packagers buy nothing, they work on what their customers bring: what they lack, these did not
/// get from others.
Makers customers_of(const Comparison& comparison, const Makers& makers) {
  Makers customers;
  for (const WorldFigures& run : comparison.worlds.front().runs) {
    for (const WorldFigures::Supply& supply : run.supplies) {
      if (supply.commodity != consigned_good() || !makers.less.contains(supply.seller))
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

/// Whether a measure counts at those who get something.
bool counts_what_came(std::size_t measure) {
  return measure < measures().size() && std::string_view(measures()[measure].id) == "control_chips";
}

/// What an event does to who makes something.
enum class Strikes { capacity, goods };

bool does(const EventNote& event, Strikes what) {
  const bool on_the_way = event.kind == "lane" || event.kind == "policy";
  return on_the_way == (what == Strikes::goods);
}

/// An event of the world alone that strikes makers of half of what is missing.
std::optional<Through> through_event(const Comparison& comparison, std::size_t world,
                                     const Makers& makers, Strikes what) {
  double lost = 0;
  for (const auto& [maker, less] : makers.less)
    lost += std::max(0.0, less);
  std::optional<Through> found;
  double most = lost / 2;
  for (std::size_t s = 0; s < comparison.seeds.size(); ++s) {
    const auto& base = comparison.worlds.front().runs[s].events;
    for (const EventNote& event : comparison.worlds[world].runs[s].events) {
      if (!does(event, what) || std::any_of(base.begin(), base.end(), [&](const EventNote& other) {
            return other.name == event.name;
          }))
        continue;
      Amounts struck;
      double theirs = 0;
      for (const std::string& firm : event.struck) {
        const auto maker = makers.less.find(firm);
        if (maker != makers.less.end() && maker->second > 0) {
          struck.insert(*maker);
          theirs += maker->second;
        }
      }
      if (theirs <= most)
        continue;
      most = theirs;
      found = Through{Through::Kind::event, event.name, largest(struck)};
    }
  }
  return found;
}

/// Whether an event of the world alone strikes that firm, or keeps its goods from its buyers.
bool is_struck(const Comparison& comparison, std::size_t world, const std::string& firm) {
  const Makers alone{{{firm, 1.0}}, {}, {}};
  return through_event(comparison, world, alone, Strikes::capacity) ||
         through_event(comparison, world, alone, Strikes::goods);
}

/// Of what the makers buy, the good of which the least came of what came in the base, if it was
/// missed: refused or overdue, more than in the base. Who buys one good only lives on that; what an
/// event loses is taken off the orders, so that nothing of it is overdue.
std::optional<Through> through_missing(const Comparison& comparison, std::size_t world,
                                       const Makers& makers,
                                       const std::vector<SeedWindow>& windows) {
  constexpr double kFell = 0.9;
  struct Good {
    double base = 0;
    double here = 0;
    double missed = 0;
    Amounts less;  ///< by seller
  };
  std::map<std::string, Good> goods;
  both_sides(comparison, world, windows,
             [&](const WorldFigures& run, const SeedWindow& window, int sign) {
               for (const WorldFigures::Supply& supply : run.supplies) {
                 if (!makers.less.contains(supply.buyer) || makers.not_of.contains(supply.seller) ||
                     (!makers.goods.empty() && !makers.goods.contains(supply.commodity)))
                   continue;
                 Good& good = goods[supply.commodity];
                 const double came = over(supply.came, window);
                 (sign > 0 ? good.base : good.here) += came;
                 good.missed -= sign * over(supply.missed, window);
                 good.less[supply.seller] += sign * came;
               }
             });
  std::optional<Through> found;
  double least = kFell;
  for (const auto& [name, good] : goods) {
    if (good.base <= 0 || good.here >= least * good.base)
      continue;
    const std::string seller = largest(good.less);
    if (good.missed <= 0 && goods.size() > 1 && !is_struck(comparison, world, seller))
      continue;
    least = good.here / good.base;
    found = Through{Through::Kind::missing, name, seller};
  }
  return found;
}

/// Who takes least of what he took, and of what.
std::optional<Through> through_orders(const Comparison& comparison, std::size_t world,
                                      const Makers& makers,
                                      const std::vector<SeedWindow>& windows) {
  std::map<std::pair<std::string, std::string>, double> less;
  both_sides(comparison, world, windows,
             [&](const WorldFigures& run, const SeedWindow& window, int sign) {
               for (const WorldFigures::Supply& supply : run.supplies) {
                 const bool counts = makers.goods.empty() ? makers.less.contains(supply.seller)
                                                          : makers.goods.contains(supply.commodity);
                 if (counts)
                   less[{supply.commodity, supply.buyer}] += sign * over(supply.came, window);
               }
             });
  const auto most = std::max_element(
      less.begin(), less.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most == less.end() || most->second <= 0)
    return std::nullopt;
  return Through{Through::Kind::ordered, most->first.first, most->first.second};
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
      return through.what + " strikes " + through.from;
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
                         Strikes::goods);
  };
  if (less_ordered) {
    const auto ban = stopped_goods();
    return ban ? ban : through_orders(comparison, world, makers, windows);
  }
  if (std::optional<Through> event = through_event(comparison, world, makers, Strikes::capacity)) {
    if (!counts_what_came(measure) || makers.goods.empty())
      return event;
    return Through{Through::Kind::ordered, *makers.goods.begin(), event->from};
  }
  if (std::optional<Through> missing = through_missing(comparison, world, makers, windows))
    return missing;
  if (std::optional<Through> stopped = stopped_goods())
    return stopped;
  if (measure >= measures().size() || std::string_view(measures()[measure].id) != "packages")
    return std::nullopt;
  return through_missing(comparison, world, customers_of(comparison, makers), windows);
}

std::vector<Through> steps_back(const Comparison& comparison, std::size_t world,
                                const Through& through, std::vector<SeedWindow> windows) {
  constexpr std::size_t kHalfAYear = 6;
  std::vector<Through> steps;
  std::set<std::string> known;
  Through last = through;
  while (last.kind != Through::Kind::event && !last.from.empty() &&
         known.insert(last.from).second) {
    for (SeedWindow& window : windows)
      window.first -= std::min(window.first, kHalfAYear);
    const Makers seller{{{last.from, 1.0}}, {}, {}};
    auto next = through_event(comparison, world, seller, Strikes::capacity);
    if (!next && last.kind == Through::Kind::missing) {
      next = through_event(comparison, world, seller, Strikes::goods);
      if (!next)
        next = through_missing(
            comparison, world,
            last.what == consigned_good() ? customers_of(comparison, seller) : seller, windows);
    }
    if (!next)
      break;
    steps.push_back(*next);
    last = *next;
  }
  return steps;
}

}  // namespace chokepoint
