// What a comparison reads off a run.

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "sim/record/comparison.hpp"

namespace chokepoint {

namespace {

constexpr double kMonthsInYear = 12;

using Reading = FigureSource::Reading;

bool is_named(const std::string& series, std::string_view name) {
  if (series == name)
    return true;
  for (const char* period : {"_quarterly", "_half_yearly", "_yearly"}) {
    if (series.size() > name.size() && series.starts_with(name) &&
        series.substr(name.size()) == period)
      return true;
  }
  return false;
}

/// The firms that have a series.
using Firms = std::map<std::string_view, std::set<std::string_view>>;

Firms firms_by_series(const RunResult& result, const FigureTable& table) {
  Firms firms;
  const auto look_for = [&](const FigureSource& source) {
    for (const std::string_view name : {source.firms_with, source.firms_without}) {
      if (name.empty() || !firms.try_emplace(name).second)
        continue;
      for (const Series& series : result.series) {
        if (is_named(series.series, name))
          firms[name].insert(series.entity);
      }
    }
  };
  for (const Figure& figure : table.figures) {
    look_for(figure.source);
    look_for(figure.members.value_or(figure.source));
    if (figure.books) {
      look_for(figure.books->waiting);
      look_for(figure.books->able);
    }
  }
  return firms;
}

/// Whether a series is one of those that the source asks for, whosever.
bool is_asked_for(const Series& series, const FigureSource& source, const Firms& firms) {
  if (!is_named(series.series, source.series) ||
      (!source.unit.empty() && series.unit != source.unit))
    return false;
  if (!source.generation.empty() && series.generation != source.generation)
    return false;
  if (!source.not_generation.empty() &&
      (series.generation.empty() || series.generation == source.not_generation))
    return false;
  return (source.firms_with.empty() || firms.at(source.firms_with).contains(series.entity)) &&
         (source.firms_without.empty() || !firms.at(source.firms_without).contains(series.entity));
}

std::size_t month_number(const Date& start, const Date& date) {
  const int years = static_cast<int>(date.year()) - static_cast<int>(start.year());
  const int months = static_cast<int>(static_cast<unsigned>(date.month())) -
                     static_cast<int>(static_cast<unsigned>(start.month()));
  return static_cast<std::size_t>(std::max(0, 12 * years + months));
}

/// Adds one series to a measure's months.
void add_series(const Series& series, const FigureSource& source, const Date& start,
                std::vector<double>& months) {
  double last = 0;
  std::size_t next = 0;
  for (const SeriesPoint& point : series.points) {
    const std::size_t month = month_number(start, point.date);
    const auto fill = [&](std::size_t from, std::size_t to, double value) {
      for (std::size_t m = from; m < std::min(to, months.size()); ++m)
        months[m] += value * source.factor;
    };
    switch (source.reading) {
      case Reading::rate:
        fill(month, month + static_cast<std::size_t>(series.months), point.value);
        break;
      case Reading::amount:
        fill(month, month + 1, point.value);
        break;
      case Reading::cumulative:
        fill(month, month + 1, point.value - last);
        last = point.value;
        break;
      case Reading::level:
      case Reading::mean:
        fill(next, month, last);
        last = point.value;
        next = month;
        break;
    }
  }
  if (source.reading == Reading::level || source.reading == Reading::mean) {
    for (std::size_t m = next; m < months.size(); ++m)
      months[m] += last * source.factor;
  }
}

/// The sum of a source; `found` counts its series.
std::vector<double> months_of(const RunResult& result, const FigureSource& source,
                              const Firms& firms, std::size_t count, int* found = nullptr) {
  std::vector<double> months(count, 0.0);
  int added = 0;
  for (const Series& series : result.series) {
    if (series.entity.empty() == source.of_firms || !is_asked_for(series, source, firms))
      continue;
    add_series(series, source, result.start, months);
    ++added;
  }
  if (found != nullptr)
    *found = added;
  if (source.reading == Reading::mean && added > 0) {
    for (double& value : months)
      value /= added;
  }
  return months;
}

/// What waits and what could be made of what a figure counts, where both are told.
void add_books(const RunResult& result, const Figure& figure, const Firms& firms,
               std::size_t months, WorldFigures& figures) {
  figures.waiting.emplace_back();
  figures.able.emplace_back();
  if (!figure.books)
    return;
  int waiting = 0;
  int able = 0;
  auto waits = months_of(result, figure.books->waiting, firms, months, &waiting);
  auto makes = months_of(result, figure.books->able, firms, months, &able);
  if (waiting == 0 || able == 0)
    return;
  figures.waiting.back() = std::move(waits);
  figures.able.back() = std::move(makes);
}

/// The firms of a source, one by one; `made_of` is what they make it of, else what they got.
void add_members(const RunResult& result, std::size_t measure, const FigureSource& source,
                 std::string_view made_of, const Firms& firms, WorldFigures& figures) {
  for (const Series& series : result.series) {
    if (series.entity.empty() || !is_asked_for(series, source, firms))
      continue;
    WorldFigures::Member member{measure, series.entity,
                                std::string(made_of.empty() ? source.generation : made_of),
                                std::vector<double>(figures.online.size(), 0.0), series.region};
    add_series(series, source, result.start, member.months);
    figures.members.push_back(std::move(member));
  }
}

/// Those who make a good whose measure counts what its buyers received.
void add_sellers(std::size_t measure, std::string_view commodity, WorldFigures& figures) {
  std::map<std::string, std::vector<double>> sold;
  for (const WorldFigures::Supply& supply : figures.supplies) {
    if (supply.commodity != commodity)
      continue;
    auto& months = sold.try_emplace(supply.seller, supply.came.size(), 0.0).first->second;
    for (std::size_t m = 0; m < months.size(); ++m)
      months[m] += supply.came[m];
  }
  for (auto& [seller, months] : sold)
    figures.members.push_back({measure, seller, "", std::move(months)});
}

/// What is online at the end of each year, by whatever the series belong to.
void add_group(const RunResult& result, const FigureTable::Group& group, std::size_t months,
               std::vector<WorldFigures::Group>& groups) {
  std::map<std::string, std::vector<double>> sums;
  for (const Series& series : result.series) {
    if (series.series != group.source.series || series.entity.empty())
      continue;
    const std::string& key = group.by_region ? series.region : series.entity;
    auto& sum = sums.try_emplace(key, std::vector<double>(months, 0.0)).first->second;
    add_series(series, group.source, result.start, sum);
  }
  for (const auto& [key, values] : sums) {
    WorldFigures::Group made{std::string(group.by), key, {}};
    for (const YearSummary& year : result.years) {
      const Date december{std::chrono::year(year.year), std::chrono::December, std::chrono::day(1)};
      made.years.push_back(values[std::min(months - 1, month_number(result.start, december))]);
    }
    groups.push_back(std::move(made));
  }
}

/// What was put aside, and what that cost.
void add_stocks(const RunResult& result, const FigureTable& table, std::size_t months,
                WorldFigures& figures) {
  figures.stocked = months_of(result, table.stocked, {}, months);
  for (const Series& series : result.series) {
    if (series.series == table.stock_cost && !series.points.empty())
      figures.stock_usd += series.points.back().value;
  }
}

}  // namespace

void Comparison::set_table(const FigureTable& table) {
  measures.clear();
  for (const Figure& figure : table.figures)
    measures.push_back(figure.measure);
  consigned = table.consigned;
}

WorldFigures figures_of(const RunResult& result, const FigureTable& table) {
  WorldFigures figures;
  figures.fingerprint = result.fingerprint;
  figures.headline = result.headline;
  figures.switches = result.switches;
  figures.binding_changes = result.binding_changes;
  for (const YearSummary& year : result.years) {
    figures.years.push_back(
        {year.online_gw_end, year.added_gw, year.demand_gw, year.unmet_gw_years, year.shares});
  }
  for (const Series& series : result.series) {
    if (series.series != "online" || !series.entity.empty())
      continue;
    for (const SeriesPoint& point : series.points)
      figures.online.push_back(point.value);
  }
  const std::size_t months = figures.online.size();
  if (months == 0)
    return figures;
  for (const FigureTable::Group& group : table.groups)
    add_group(result, group, months, figures.groups);
  figures.supplies = supplies_of(result, months);
  const Firms firms = firms_by_series(result, table);
  for (const Figure& figure : table.figures) {
    const std::size_t place = figures.measures.size();
    figures.measures.push_back(months_of(result, figure.source, firms, months));
    add_books(result, figure, firms, months, figures);
    if (!figure.sold.empty())
      add_sellers(place, figure.sold, figures);
    else if (figure.measure.kind != Measure::Kind::mean)
      add_members(result, place, figure.members.value_or(figure.source), figure.made_of, firms,
                  figures);
  }
  add_members(result, table.figures.size(), table.added, {}, firms, figures);
  add_stocks(result, table, months, figures);
  return figures;
}

double year_value(const Comparison& comparison, const WorldFigures& run, std::size_t measure,
                  std::size_t year) {
  return year_of_months(comparison, run.measures[measure], comparison.measures[measure].kind, year);
}

double year_of_months(const Comparison& comparison, const std::vector<double>& months,
                      Measure::Kind kind, std::size_t year) {
  double sum = 0;
  double count = 0;
  double last = 0;
  for (std::size_t m = 0; m < months.size(); ++m) {
    if (static_cast<int>(comparison.months[m].year()) != comparison.years[year])
      continue;
    sum += months[m];
    last = months[m];
    ++count;
  }
  switch (kind) {
    case Measure::Kind::flow:
      return sum;
    case Measure::Kind::end:
    case Measure::Kind::lack:
      return last;
    case Measure::Kind::mean:
      break;
  }
  return count > 0 ? sum / std::min(count, kMonthsInYear) : 0;
}

}  // namespace chokepoint
