#include "sim/record/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

namespace chokepoint {

namespace {

constexpr double kTail = 0.05;  ///< of the seeds lie below and above the bounds

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

bool is_blow(const EventNote& event) {
  static const std::set<std::string> kBlows = {"capital", "demand", "hazard",
                                               "lane",    "policy", "stop"};
  return kBlows.contains(event.kind);
}

/// Whether a run has something that strikes and the other has not: then it is no preparation.
bool strikes(const WorldFigures& with, const WorldFigures& without) {
  return std::any_of(with.events.begin(), with.events.end(), [&](const EventNote& event) {
    return is_blow(event) &&
           std::none_of(without.events.begin(), without.events.end(),
                        [&](const EventNote& other) { return other.name == event.name; });
  });
}

/// The same in any of the seeds: what comes by chance need not come in the first.
bool strikes(const ComparedWorld& with, const ComparedWorld& without) {
  for (std::size_t s = 0; s < with.runs.size(); ++s) {
    if (strikes(with.runs[s], without.runs[s]))
      return true;
  }
  return false;
}

double most(const std::vector<double>& values) {
  return values.empty() ? 0 : *std::max_element(values.begin(), values.end());
}

/// Whether something that only one of the runs has, and that takes time to prepare, begins after
/// the first that strikes. An airlift or a rule for a stop is its answer by what it is.
bool prepares_late(const WorldFigures& with, const WorldFigures& without) {
  static const std::set<std::string> kPrepare = {"hedge", "relocate", "stockpile"};
  std::optional<Date> first;
  for (const EventNote& event : without.events) {
    if (is_blow(event) && (!first || event.from < *first))
      first = event.from;
  }
  return first && std::any_of(with.events.begin(), with.events.end(), [&](const EventNote& event) {
           return kPrepare.contains(event.kind) && *first < event.from &&
                  std::none_of(without.events.begin(), without.events.end(),
                               [&](const EventNote& other) { return other.name == event.name; });
         });
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
    preparation.late = preparation.late || prepares_late(with.runs[s], without.runs[s]);
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
      if (!has_all || less.size() < 2 || strikes(comparison.worlds[a], comparison.worlds[b]))
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
