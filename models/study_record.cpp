#include "models/study_record.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "models/world.hpp"
#include "sim/record/ensemble.hpp"

namespace chokepoint::models {

namespace {

using Points = std::vector<double>;

std::size_t month_of(Date date, Date start) {
  const auto months = [](Date d) {
    return static_cast<int>(d.year()) * 12 + static_cast<int>(static_cast<unsigned>(d.month()));
  };
  return static_cast<std::size_t>(months(date) - months(start));
}

/// Takes months off both ends that say nothing.
void trim(RunSeries& kept, bool zeros) {
  const auto says_something = [&](double value) {
    return !std::isnan(value) && !(zeros && value == 0);
  };
  auto& values = kept.values;
  const auto first = std::find_if(values.begin(), values.end(), says_something);
  const auto last = std::find_if(values.rbegin(), values.rend(), says_something).base();
  kept.first = first == values.end() ? 0 : static_cast<std::uint64_t>(first - values.begin());
  values = first == values.end() ? Points{} : Points(first, last);
}

/// "online": the total, or all rows of a series without one; "online.openai": that one;
/// "online.*": all.
bool is_kept(const Study& study, const chokepoint::Series& series, bool has_total) {
  const auto named = [&](const std::string& name) {
    return std::binary_search(study.keep_series.begin(), study.keep_series.end(), name);
  };
  return (named(series.series) && (series.entity.empty() || !has_total)) ||
         named(series.series + ".*") ||
         (!series.entity.empty() && named(series.series + "." + series.entity));
}

/// The series that the study keeps, on the months of the run.
void keep_series(RunRecord& record, const Study& study, const Manifest& manifest,
                 std::size_t months, const RunResult& result) {
  std::set<std::string> with_total;
  for (const chokepoint::Series& series : result.series) {
    if (series.entity.empty())
      with_total.insert(series.series);
  }
  for (const chokepoint::Series& series : result.series) {
    if (!is_kept(study, series, with_total.contains(series.series)))
      continue;
    RunSeries& kept = record.series.emplace_back();
    kept.series = series.series;
    kept.entity = series.entity;
    kept.region = series.region;
    kept.generation = series.generation;
    kept.unit = series.unit;
    kept.values.assign(months, kMissing);
    for (const SeriesPoint& point : series.points) {
      const std::size_t month = month_of(point.date, manifest.start);
      if (month < months)
        kept.values[month] = point.value;
    }
    trim(kept, false);
  }
}

/// Each constraint's share of each month's loss.
void keep_shares(RunRecord& record, const Manifest& manifest, std::size_t months,
                 const RunResult& result) {
  std::map<std::string, Points> shares;
  for (const BottleneckRow& row : result.bottlenecks) {
    if (!row.proximate_share || *row.proximate_share == 0)
      continue;
    Points& values = shares[row.constraint];
    values.resize(months);
    const std::size_t month = month_of(row.month, manifest.start);
    if (month < months)
      values[month] = *row.proximate_share;
  }
  for (auto& [constraint, values] : shares) {
    RunSeries& kept = record.series.emplace_back();
    kept.series = "share";
    kept.entity = constraint;
    kept.unit = "1";
    kept.values = std::move(values);
    trim(kept, true);
  }
}

/// The first day on which each constraint binds, by the years in which it does.
void keep_binding_dates(RunRecord& record, const Manifest& manifest, const RunResult& result) {
  std::map<std::string, double> first;
  for (const YearSummary& year : result.years) {
    const Date january{std::chrono::year(year.year), std::chrono::month(1), std::chrono::day(1)};
    for (const Binding& binding : year.binding) {
      const double day = std::max(days_of(binding.from.value_or(january)), days_of(manifest.start));
      const auto [at, is_new] = first.emplace(binding.constraint, day);
      at->second = std::min(at->second, day);
    }
  }
  record.binds_from.assign(first.begin(), first.end());
}

}  // namespace

void add_network_means(RunResult& result, const World& world) {
  const Network& network = world.network();
  if (network.stores().empty() && network.gates().empty())
    return;
  const Scenario& scenario = world.scenario();
  const Timeline& timeline = scenario.timeline;
  const Date last = timeline.date(timeline.month_begin(timeline.month_index(scenario.horizon - 1)));
  const auto time = static_cast<double>(world.simulation().now());
  const auto add = [&](const char* name, const std::string& entity, const char* unit,
                       double value) {
    result.series.push_back(
        {.series = name, .entity = entity, .unit = unit, .points = {{last, value}}});
  };
  for (const auto& [name, store] : network.stores()) {
    add("mean_level", name, "lot", static_cast<double>(store->level_minutes()) / time);
    if (store->total_out() > 0)
      add("mean_wait", name, "minute",
          static_cast<double>(store->waited_minutes()) / static_cast<double>(store->total_out()));
  }
  for (const auto& [name, gate] : network.gates())
    add("mean_busy", name, "1", gate->busy_minutes() / time);
  for (const auto& [name, value] : network.reports())
    add("value", name, "1", value);
}

RunRecord record_of(RunId id, const Study& study, const Manifest& manifest,
                    const RunResult& result) {
  RunRecord record;
  record.id = id;
  record.ok = true;
  for (const OutputSpec& output : study.outputs) {
    const Reading reading = evaluate(output.read, result);
    record.outputs.push_back(reading.date     ? days_of(*reading.date)
                             : reading.number ? *reading.number
                                              : kMissing);
  }
  for (const int year : manifest.years()) {
    const auto at = std::find_if(result.years.begin(), result.years.end(),
                                 [&](const YearSummary& one) { return one.year == year; });
    if (at == result.years.end()) {
      record.years.insert(record.years.end(), 4, kMissing);
    } else {
      for (const double value :
           {at->online_gw_end, at->added_gw, at->demand_gw, at->unmet_gw_years})
        record.years.push_back(value);
    }
  }
  const std::size_t months = manifest.months().size();
  keep_series(record, study, manifest, months, result);
  if (study.bottlenecks) {
    keep_shares(record, manifest, months, result);
    keep_binding_dates(record, manifest, result);
  }
  return record;
}

}  // namespace chokepoint::models
