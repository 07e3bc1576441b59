#include "sim/record/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

namespace chokepoint {

namespace {

constexpr double kFell = 0.9;       ///< below that part of the base something is missing
constexpr std::size_t kWindow = 3;  ///< months over which it is
constexpr double kNothing = 1e-9;   ///< of rounding
constexpr double kTail = 0.05;      ///< of the seeds lie below and above the bounds

double mean_of(const std::vector<double>& values) {
  return values.empty() ? 0
                        : std::accumulate(values.begin(), values.end(), 0.0) /
                              static_cast<double>(values.size());
}

/// Between the two nearest of the sorted values.
double part_of(std::vector<double> values, double part) {
  std::sort(values.begin(), values.end());
  const double at = part * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (at - static_cast<double>(below)) * (values[above] - values[below]);
}

/// Means over the seeds, month by month.
template <class Read>
std::vector<double> mean_months(const ComparedWorld& world, Read read) {
  std::vector<double> sum;
  for (const WorldFigures& run : world.runs) {
    const std::vector<double>& months = read(run);
    sum.resize(std::max(sum.size(), months.size()), 0.0);
    for (std::size_t m = 0; m < months.size(); ++m)
      sum[m] += months[m] / static_cast<double>(world.runs.size());
  }
  return sum;
}

std::vector<double> added_months(const std::vector<double>& online) {
  std::vector<double> added(online.size(), 0.0);
  for (std::size_t m = 1; m < online.size(); ++m)
    added[m] = online[m] - online[m - 1];
  return added;
}

/// Part of the base that was there over the `window` months up to each. Where the base had none
/// nothing can be said: it is what it was before, 1 at the start.
std::vector<double> parts_over(const std::vector<double>& world, const std::vector<double>& base,
                               std::size_t window) {
  std::vector<double> parts(world.size(), 1.0);
  double here = 0;
  double there = 0;
  for (std::size_t m = 0; m < world.size(); ++m) {
    here += world[m];
    there += base[m];
    if (m >= window) {
      here -= world[m - window];
      there -= base[m - window];
    }
    if (m + 1 >= window && there > kNothing)
      parts[m] = here / there;
    else if (m > 0)
      parts[m] = parts[m - 1];
  }
  return parts;
}

/// The month of the first event that the world has and the base has not; 0 without one.
std::size_t first_event(const Comparison& comparison, std::size_t world) {
  std::size_t earliest = comparison.months.size();
  const auto& known = comparison.worlds.front().runs.front().events;
  for (const EventNote& event : comparison.worlds[world].runs.front().events) {
    const bool in_base = std::any_of(known.begin(), known.end(), [&](const EventNote& other) {
      return other.name == event.name && other.from == event.from;
    });
    std::size_t month = 0;
    while (month + 1 < comparison.months.size() &&
           std::chrono::sys_days(comparison.months[month + 1]) <= std::chrono::sys_days(event.from))
      ++month;
    if (!in_base)
      earliest = std::min(earliest, month);
  }
  return earliest == comparison.months.size() ? 0 : earliest;
}

std::optional<Shortage> shortage_in(const std::vector<double>& parts) {
  const auto first = std::find_if(parts.begin(), parts.end(), [](double p) { return p < kFell; });
  if (first == parts.end())
    return std::nullopt;
  Shortage shortage;
  shortage.first = static_cast<std::size_t>(first - parts.begin());
  for (std::size_t m = shortage.first; m < parts.size(); ++m) {
    if (parts[m] < shortage.worst) {
      shortage.worst = std::max(0.0, parts[m]);
      shortage.worst_month = m;
    }
    if (parts[m] >= kFell && !shortage.last)
      shortage.last = m;
    if (parts[m] < kFell)
      shortage.last.reset();
  }
  // The first of the months over which it was missing.
  shortage.first -= std::min(shortage.first, kWindow - 1);
  return shortage;
}

double sum_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// The cost of events that a world has and the other has not, and of what it puts aside more.
double cost_of(const WorldFigures& with, const WorldFigures& without) {
  double cost = with.stock_usd - without.stock_usd;
  for (const EventNote& event : with.events) {
    const bool known =
        std::any_of(without.events.begin(), without.events.end(),
                    [&](const EventNote& other) { return other.name == event.name; });
    if (!known)
      cost += event.cost_usd;
  }
  return cost;
}

/// Whether a world has something that strikes and the other has not: then it is no preparation.
bool strikes(const WorldFigures& with, const WorldFigures& without) {
  static const std::set<std::string> kBlows = {"capital", "demand", "hazard",
                                               "lane",    "policy", "stop"};
  return std::any_of(with.events.begin(), with.events.end(), [&](const EventNote& event) {
    return kBlows.contains(event.kind) &&
           std::none_of(without.events.begin(), without.events.end(),
                        [&](const EventNote& other) { return other.name == event.name; });
  });
}

double most(const std::vector<double>& values) {
  return values.empty() ? 0 : *std::max_element(values.begin(), values.end());
}

/// What it brought, seed by seed, and for what.
void value_preparation(const Comparison& comparison, Preparation& preparation) {
  const ComparedWorld& with = comparison.worlds[preparation.world];
  const ComparedWorld& without = comparison.worlds[preparation.against];
  const auto months = [](const WorldFigures& run) { return sum_of(run.online) / 12; };
  const auto end = [](const WorldFigures& run) {
    return run.online.empty() ? 0.0 : run.online.back();
  };
  preparation.unit_years = compared(over_seeds(with, months), over_seeds(without, months));
  preparation.at_end = compared(over_seeds(with, end), over_seeds(without, end));
  std::vector<double> costs;
  std::vector<double> stocks;
  for (std::size_t s = 0; s < with.runs.size(); ++s) {
    costs.push_back(cost_of(with.runs[s], without.runs[s]));
    stocks.push_back(most(with.runs[s].stocked) - most(without.runs[s].stocked));
  }
  preparation.cost_usd = mean_of(costs);
  preparation.stocked = mean_of(stocks);
  if (preparation.cost_usd > 0)
    preparation.per_usd = *preparation.unit_years.difference / (preparation.cost_usd / 1e9);
  if (preparation.stocked > 0)
    preparation.per_wafer = *preparation.unit_years.difference / (preparation.stocked / 1e3);
}

}  // namespace

Compared compared(const std::vector<double>& values, const std::vector<double>& base) {
  Compared result;
  result.value = mean_of(values);
  const bool many = values.size() > 1;
  if (many) {
    result.low = part_of(values, kTail);
    result.high = part_of(values, 1 - kTail);
  }
  if (base.empty())
    return result;
  std::vector<double> differences;
  for (std::size_t i = 0; i < values.size(); ++i)
    differences.push_back(values[i] - base[i]);
  result.difference = mean_of(differences);
  if (many) {
    result.difference_low = part_of(differences, kTail);
    result.difference_high = part_of(differences, 1 - kTail);
  }
  return result;
}

std::vector<ConstraintShare> shares_of(const ComparedWorld& world, std::size_t year) {
  std::map<std::string, double> sums;
  for (const WorldFigures& run : world.runs) {
    for (const ConstraintShare& share : run.years[year].shares)
      sums[share.constraint] += share.share / static_cast<double>(world.runs.size());
  }
  std::vector<ConstraintShare> shares;
  for (const auto& [constraint, share] : sums)
    shares.push_back({constraint, share});
  std::stable_sort(
      shares.begin(), shares.end(),
      [](const ConstraintShare& a, const ConstraintShare& b) { return a.share > b.share; });
  return shares;
}

std::vector<Shortage> shortages(const Comparison& comparison, std::size_t world) {
  std::vector<Shortage> found;
  const std::size_t earliest = first_event(comparison, world);
  const auto look = [&](std::size_t measure, const std::vector<double>& here,
                        const std::vector<double>& there) {
    std::optional<Shortage> shortage = shortage_in(parts_over(here, there, kWindow));
    if (!shortage)
      return;
    shortage->measure = measure;
    // Books are closed on planning days: a period that begins before the event tells of it, too.
    shortage->first = std::max(shortage->first, earliest);
    found.push_back(*shortage);
  };
  for (std::size_t i = 0; i < measures().size(); ++i) {
    if (measures()[i].kind == Measure::Kind::mean || measures()[i].kind == Measure::Kind::lack ||
        comparison.worlds[world].runs.empty() ||
        comparison.worlds[world].runs.front().measures.empty())
      continue;
    const auto read = [i](const WorldFigures& run) -> const std::vector<double>& {
      return run.measures[i];
    };
    look(i, mean_months(comparison.worlds[world], read), mean_months(comparison.worlds[0], read));
  }
  const auto online = [](const WorldFigures& run) -> const std::vector<double>& {
    return run.online;
  };
  look(measures().size(), added_months(mean_months(comparison.worlds[world], online)),
       added_months(mean_months(comparison.worlds[0], online)));
  std::stable_sort(found.begin(), found.end(),
                   [](const Shortage& a, const Shortage& b) { return a.first < b.first; });
  return found;
}

std::string shortage_title(const Shortage& shortage) {
  return shortage.measure < measures().size() ? measures()[shortage.measure].title
                                              : "compute that comes online";
}

Recovery recovery(const Comparison& comparison, std::size_t world) {
  const auto read = [](const WorldFigures& run) -> const std::vector<double>& {
    return run.online;
  };
  const std::vector<double> here = mean_months(comparison.worlds[world], read);
  const std::vector<double> there = mean_months(comparison.worlds[0], read);
  Recovery recovery;
  for (std::size_t m = 0; m < here.size(); ++m)
    recovery.lost_unit_years += (there[m] - here[m]) / 12;
  const auto tell = [](const std::vector<double>& parts, std::optional<std::size_t>& fell,
                       std::optional<std::size_t>& back) {
    const std::optional<Shortage> shortage = shortage_in(parts);
    if (!shortage)
      return;
    fell = static_cast<std::size_t>(
        std::find_if(parts.begin(), parts.end(), [](double p) { return p < kFell; }) -
        parts.begin());
    back = shortage->last;
  };
  tell(parts_over(added_months(here), added_months(there), 12), recovery.additions_fell,
       recovery.additions_back);
  tell(parts_over(here, there, 1), recovery.online_fell, recovery.online_back);
  return recovery;
}

std::vector<Preparation> preparations(const Comparison& comparison) {
  std::vector<Preparation> found;
  for (std::size_t a = 0; a < comparison.worlds.size(); ++a) {
    for (std::size_t b = 0; b < comparison.worlds.size(); ++b) {
      const auto& more = comparison.worlds[a].files;
      const auto& less = comparison.worlds[b].files;
      if (more.size() <= less.size())
        continue;
      const bool has_all = std::all_of(less.begin(), less.end(), [&](const std::string& file) {
        return std::find(more.begin(), more.end(), file) != more.end();
      });
      if (!has_all || less.size() < 2 ||
          strikes(comparison.worlds[a].runs.front(), comparison.worlds[b].runs.front()))
        continue;
      Preparation preparation{.world = a, .against = b};
      for (const std::string& file : more) {
        if (std::find(less.begin(), less.end(), file) == less.end())
          preparation.added.push_back(file);
      }
      value_preparation(comparison, preparation);
      found.push_back(std::move(preparation));
    }
  }
  return found;
}

}  // namespace chokepoint
