// What a comparison reads off a run.

#include <algorithm>
#include <map>
#include <set>

#include "sim/record/comparison.hpp"

namespace chokepoint {

namespace {

constexpr double kKwPerGwRead = 1e6;
constexpr double kMonthsInYear = 12;
constexpr const char* kGear = "electrical_gear";  ///< the measure and the good that it counts

/// Which series a measure adds up, and how.
struct Source {
  const char* series;  ///< also with an ending that says how long its periods are
  const char* unit;    ///< empty: any
  bool totals;         ///< series without entity, else those with one
  enum class Reading { rate, amount, cumulative, level, mean } reading;
  double factor = 1;
};

using Reading = Source::Reading;

/// Which series tell what waits to be begun of what a measure counts, and what could be made.
struct Books {
  const char* of;  ///< the measure whose firms they belong to; empty: whoever has them
  Source waiting;
  Source able;
};

struct Definition {
  Measure measure;
  Source source;
  std::optional<Books> books{};
};

Books books(const char* of, const char* unit, const char* rate, const char* waiting = "backlog",
            const char* able = "capacity") {
  return {of, {waiting, unit, false, Reading::level}, {able, rate, false, Reading::level}};
}

const std::vector<Definition>& definitions() {
  using Kind = Measure::Kind;
  static const std::vector<Definition> list = {
      {{"logic_wafers", "logic wafers made", "wafer", Kind::flow, true},
       {"output", "wafer/month", false, Reading::rate},
       books("logic_wafers", "wafer", "wafer/month")},
      {{"dram_wafers", "DRAM wafers made", "wafer", Kind::flow, true},
       {"output", "wafer/month", false, Reading::rate},
       books("dram_wafers", "wafer", "wafer/month")},
      {{"control_chips", "control chips that tool and gear makers got", "wafer", Kind::flow, false,
        Measure::Firms::buyers},
       {"received", "wafer", false, Reading::amount}},
      {{"packages", "accelerators packaged", "GW", Kind::flow, false, Measure::Firms::consigned},
       {"packaged", "", false, Reading::amount},
       books("packaging_capacity", "wafer", "wafer/month")},
      {{"systems", "accelerator systems shipped", "GW", Kind::flow, true},
       {"systems_shipped", "", false, Reading::cumulative}},
      {{"euv_tools", "EUV tools shipped", "tool", Kind::flow, true},
       {"euv_tools_shipped", "", false, Reading::amount},
       books("", "tool", "tool/month")},
      {{"fab_tools", "sets of fab tools made", "set", Kind::flow, true},
       {"output", "set/month", false, Reading::rate},
       books("", "set", "set/month")},
      {{kGear, "electrical gear delivered", "GW", Kind::flow},
       {"received", "kW_it", false, Reading::amount, 1 / kKwPerGwRead},
       books("", "kW_it", "kW_it/month", "electrical_gear_backlog", "electrical_gear_capacity")},
      {{"euv_tools_installed", "EUV tools installed", "tool", Kind::end, true},
       {"euv_tools_installed", "", true, Reading::level}},
      {{"packaging_capacity", "packaging capacity that works", "wafer/month", Kind::end, true},
       {"capacity", "wafer/month", false, Reading::level}},
      {{"awaiting_replacement", "compute that waits for a new part", "GW", Kind::lack},
       {"awaiting_replacement", "", false, Reading::level}},
      {{"dram_price", "DRAM price", "2025-07-01 = 100", Kind::mean},
       {"dram_price_index", "", true, Reading::level}},
      {{"lab_revenue", "revenue of labs", "usd", Kind::flow, true},
       {"revenue", "", false, Reading::rate}},
      {{"h100_hour", "rent of an H100-hour", "usd/h", Kind::mean},
       {"h100_hour", "", false, Reading::mean}},
  };
  return list;
}

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

/// What kinds of firms there are, as far as their series tell.
struct Entities {
  std::set<std::string> memory;
  std::set<std::string> packagers;
  std::set<std::string> markets;
  std::set<std::string> labs;
  std::set<std::string> operators;
};

Entities entities_of(const RunResult& result) {
  Entities entities;
  for (const Series& series : result.series) {
    if (is_named(series.series, "dram_price"))
      entities.memory.insert(series.entity);
    if (is_named(series.series, "cowos_kwpm"))
      entities.packagers.insert(series.entity);
    if (is_named(series.series, "price_response"))
      entities.markets.insert(series.entity);
  }
  return entities;
}

bool belongs(std::string_view id, const Series& series, const Entities& entities) {
  if (id == "logic_wafers")
    return !series.generation.empty() && series.generation != "n28";
  if (id == "dram_wafers")
    return entities.memory.contains(series.entity);
  if (id == "packaging_capacity")
    return entities.packagers.contains(series.entity);
  if (id == "control_chips")
    return series.generation == "n28_wafer" && !entities.markets.contains(series.entity);
  if (id == kGear)
    return series.generation == kGear;
  return true;
}

std::size_t month_number(const Date& start, const Date& date) {
  const int years = static_cast<int>(date.year()) - static_cast<int>(start.year());
  const int months = static_cast<int>(static_cast<unsigned>(date.month())) -
                     static_cast<int>(static_cast<unsigned>(start.month()));
  return static_cast<std::size_t>(std::max(0, 12 * years + months));
}

/// Adds one series to a measure's months.
void add_series(const Series& series, const Source& source, const Date& start,
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

/// The sum of a source over those who belong to the measure `of`; `found` counts its series.
std::vector<double> months_of(const RunResult& result, const Source& source, std::string_view of,
                              const Entities& entities, std::size_t count, int* found = nullptr) {
  std::vector<double> months(count, 0.0);
  int added = 0;
  for (const Series& series : result.series) {
    if (!is_named(series.series, source.series) || series.entity.empty() != source.totals)
      continue;
    const bool right_unit = *source.unit == '\0' || series.unit == source.unit;
    if (!right_unit || !belongs(of, series, entities))
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

/// What waits and what could be made of what a measure counts, where both are told.
void add_books(const RunResult& result, const Definition& definition, const Entities& entities,
               std::size_t months, WorldFigures& figures) {
  figures.waiting.emplace_back();
  figures.able.emplace_back();
  if (!definition.books)
    return;
  const Books& books = *definition.books;
  int waiting = 0;
  int able = 0;
  auto waits = months_of(result, books.waiting, books.of, entities, months, &waiting);
  auto makes = months_of(result, books.able, books.of, entities, months, &able);
  if (waiting == 0 || able == 0)
    return;
  figures.waiting.back() = std::move(waits);
  figures.able.back() = std::move(makes);
}

/// The firms that a measure adds up, one by one. Packages are what the packagers make, and systems
/// are made of them.
void add_members(const RunResult& result, std::size_t measure, std::string_view id, Source source,
                 const Entities& entities, WorldFigures& figures) {
  if (id == "packages") {
    id = "packaging_capacity";
    source = {"output", "wafer/month", false, Reading::rate};
  }
  for (const Series& series : result.series) {
    const bool right_unit = *source.unit == '\0' || series.unit == source.unit;
    if (series.entity.empty() || !right_unit || !is_named(series.series, source.series) ||
        !belongs(id, series, entities))
      continue;
    WorldFigures::Member member{measure, series.entity, "", {}, series.region};
    if (id == "systems")
      member.commodity = "cowos_wafer";
    if (series.series == "received")
      member.commodity = series.generation;
    member.months.assign(figures.online.size(), 0.0);
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
void add_group(const RunResult& result, std::string_view by, std::string_view name,
               const char* series_name, std::vector<WorldFigures::Group>& groups,
               std::size_t months) {
  std::map<std::string, std::vector<double>> sums;
  for (const Series& series : result.series) {
    if (series.series != series_name || series.entity.empty())
      continue;
    const std::string& key = name == "region" ? series.region : series.entity;
    auto& sum = sums.try_emplace(key, std::vector<double>(months, 0.0)).first->second;
    add_series(series, {series_name, "", false, Reading::level}, result.start, sum);
  }
  for (const auto& [key, values] : sums) {
    WorldFigures::Group group{std::string(by), key, {}};
    for (const YearSummary& year : result.years) {
      const Date december{std::chrono::year(year.year), std::chrono::December, std::chrono::day(1)};
      group.years.push_back(values[std::min(months - 1, month_number(result.start, december))]);
    }
    groups.push_back(std::move(group));
  }
}

}  // namespace

std::string_view consigned_good() {
  return "cowos_wafer";
}

const std::vector<Measure>& measures() {
  static const std::vector<Measure> list = [] {
    std::vector<Measure> all;
    for (const Definition& definition : definitions())
      all.push_back(definition.measure);
    return all;
  }();
  return list;
}

WorldFigures figures_of(const RunResult& result) {
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
  add_group(result, "lab", "entity", "online", figures.groups, months);
  add_group(result, "operator", "entity", "operated", figures.groups, months);
  add_group(result, "region", "region", "operated", figures.groups, months);
  figures.supplies = supplies_of(result, months);
  const Entities entities = entities_of(result);
  for (const Definition& definition : definitions()) {
    figures.measures.push_back(
        months_of(result, definition.source, definition.measure.id, entities, months));
    add_books(result, definition, entities, months, figures);
    if (std::string_view(definition.measure.id) == kGear)
      add_sellers(figures.measures.size() - 1, kGear, figures);
    else if (definition.measure.kind != Measure::Kind::mean)
      add_members(result, figures.measures.size() - 1, definition.measure.id, definition.source,
                  entities, figures);
  }
  add_members(result, measures().size(), "added", {"operated", "", false, Reading::level}, entities,
              figures);
  figures.stocked.assign(months, 0.0);
  for (const Series& series : result.series) {
    if (series.series == "stocked")
      add_series(series, {"stocked", "wafer", false, Reading::level}, result.start,
                 figures.stocked);
    if (series.series == "stock_bought" && !series.points.empty())
      figures.stock_usd += series.points.back().value;
  }
  return figures;
}

double year_value(const Comparison& comparison, const WorldFigures& run, std::size_t measure,
                  std::size_t year) {
  return year_of_months(comparison, run.measures[measure], measures()[measure].kind, year);
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
