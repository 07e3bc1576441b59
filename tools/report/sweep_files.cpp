#include "tools/report/sweep_files.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <numeric>
#include <sstream>

#include "sim/record/result_table.hpp"
#include "sim/record/text_cells.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "tools/report/json_file.hpp"
#include "tools/report/repeating.hpp"

namespace chokepoint::tools {

namespace {

namespace fs = std::filesystem;

/// The header of a table whose columns depend on the study.
std::vector<std::string> header_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string line;
  std::getline(in, line);
  std::vector<std::string> columns;
  std::istringstream fields(line);
  for (std::string field; std::getline(fields, field, ',');)
    columns.push_back(field);
  return columns;
}

/// A number; a date as its days since 1970; nothing for anything else.
std::optional<double> number_in(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size() && std::isfinite(value))
    return value;
  if (text.size() != 10 || text[4] != '-')
    return std::nullopt;
  try {
    return static_cast<double>(std::chrono::sys_days(parse_date(text)).time_since_epoch().count());
  } catch (const std::invalid_argument&) {
    return std::nullopt;
  }
}

void read_runs(SweepFiles& sweep, const fs::path& file) {
  const std::vector<std::string> columns = header_of(file);
  const auto status = std::find(columns.begin(), columns.end(), "status");
  if (status == columns.end())
    throw ScenarioError(file.generic_string() + ":1:1: expected a column status");
  ResultTable table(file, columns);
  while (table.next()) {
    ++sweep.runs;
    const bool ok = table.text(static_cast<std::size_t>(status - columns.begin())) == "ok";
    sweep.failed += ok ? 0 : 1;
    for (std::size_t c = 0; c < columns.size(); ++c)
      sweep.columns[columns[c]].push_back(ok ? number_in(table.text(c)) : std::nullopt);
  }
}

void read_quantiles(SweepFiles& sweep, const fs::path& file) {
  enum { kQuantity, kDate, kEntity, kRegion, kGeneration, kP10 = 11 };
  ResultTable table(
      file, {"quantity", "date", "entity", "region", "generation", "unit", "runs", "mean", "sd",
             "min", "p05", "p10", "p25", "p50", "p75", "p90", "p95", "max"});
  while (table.next()) {
    std::array<double, 5> p{};
    for (std::size_t i = 0; i < p.size(); ++i)
      p[i] = number_in(table.text(kP10 + i)).value_or(std::nan(""));
    if (std::isnan(p[2]))
      continue;
    const Spread spread{p[0], p[1], p[2], p[3], p[4]};
    if (table.text(kDate).empty()) {
      sweep.yearly[table.text(kQuantity)] = spread;
    } else if (table.text(kEntity).empty() && table.text(kGeneration).empty()) {
      SpreadSeries& series = sweep.series[table.text(kQuantity)];
      series.dates.push_back(table.date(kDate));
      series.spreads.push_back(spread);
    }
  }
}

/// Of a year in which the runs begin or end, its months that they have; months in which nothing
/// binds have no rows of their own.
int months_in(const SweepFiles& sweep, int year) {
  std::ptrdiff_t months = 0;
  for (const auto& entry : sweep.series) {
    const auto& dates = entry.second.dates;
    months = std::max(months, std::count_if(dates.begin(), dates.end(), [year](const Date& date) {
                        return static_cast<int>(date.year()) == year;
                      }));
  }
  return months == 0 ? 12 : static_cast<int>(months);
}

void read_binding(SweepFiles& sweep, const fs::path& file) {
  if (!fs::exists(file))
    return;
  ResultTable table(file, {"month", "constraint", "runs", "binds", "probability"});
  while (table.next()) {
    const int year = static_cast<int>(table.date(0).year());
    sweep.binding[table.text(1)][year] += table.number(4) / months_in(sweep, year);
  }
}

double mean_where(const RunColumn& output, const RunColumn& factor, double from, double to) {
  double sum = 0;
  int count = 0;
  for (std::size_t i = 0; i < output.size(); ++i) {
    if (!output[i] || !factor[i] || *factor[i] < from || *factor[i] > to)
      continue;
    sum += *output[i];
    ++count;
  }
  return count > 0 ? sum / count : 0;
}

}  // namespace

std::optional<SweepFiles> read_sweep(const fs::path& directory) {
  if (!fs::exists(directory / "quantiles.csv"))
    return std::nullopt;
  SweepFiles sweep;
  sweep.manifest = read_json_file(directory / "manifest.json");
  if (!sweep.manifest.is_object())
    throw ScenarioError((directory / "manifest.json").generic_string() +
                        ": expected the file that 'chokepoint sweep' wrote, found none");
  for (const char* const key : {"study", "factors", "outputs", "base"}) {
    if (!sweep.manifest.contains(key))
      refuse_json(directory / "manifest.json");
  }
  const nlohmann::ordered_json origin = read_json_file(directory / "origin.json");
  if (origin.is_object() && origin.contains("command") && origin.at("command").is_string())
    sweep.command = repeating(origin.at("command").get<std::string>());
  read_runs(sweep, directory / "runs.csv");
  read_quantiles(sweep, directory / "quantiles.csv");
  read_binding(sweep, directory / "binding.csv");
  return sweep;
}

std::vector<double> sorted_values(const RunColumn& column) {
  std::vector<double> values;
  for (const std::optional<double>& value : column) {
    if (value)
      values.push_back(*value);
  }
  std::sort(values.begin(), values.end());
  return values;
}

std::vector<double> fiftieths(const RunColumn& column) {
  constexpr std::size_t kParts = 50;
  const std::vector<double> values = sorted_values(column);
  std::vector<double> middles;
  for (std::size_t d = 0; d < kParts && !values.empty(); ++d)
    middles.push_back(
        values[std::min((2 * d + 1) * values.size() / (2 * kParts), values.size() - 1)]);
  return middles;
}

std::string output_text(double value, bool is_date) {
  if (!is_date)
    return readable(value);
  return iso(Date{std::chrono::sys_days{std::chrono::days{static_cast<int>(value)}}});
}

std::vector<Swing> swings(const SweepFiles& sweep, const std::string& output) {
  std::vector<Swing> all;
  const auto result = sweep.columns.find(output);
  if (result == sweep.columns.end() || !sweep.manifest.contains("factors"))
    return all;
  for (const auto& factor : sweep.manifest.at("factors")) {
    if (!factor.contains("column") || !factor.at("column").is_string())
      continue;
    const auto column = sweep.columns.find(factor.at("column").get<std::string>());
    if (column == sweep.columns.end())
      continue;
    const std::vector<double> values = sorted_values(column->second);
    if (values.empty() || values.front() == values.back())
      continue;
    const std::size_t tenth = values.size() / 10;
    const double low = values[tenth > 0 ? tenth - 1 : 0];
    const double high = values[values.size() - (tenth > 0 ? tenth : 1)];
    const std::string name = factor.contains("name") && factor.at("name").is_string()
                                 ? factor.at("name").get<std::string>()
                                 : column->first;
    all.push_back({name, mean_where(result->second, column->second, values.front(), low),
                   mean_where(result->second, column->second, high, values.back())});
  }
  std::stable_sort(all.begin(), all.end(), [](const Swing& a, const Swing& b) {
    return std::abs(a.high - a.low) > std::abs(b.high - b.low);
  });
  return all;
}

}  // namespace chokepoint::tools
