// How a score is printed.

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "sim/base/portable_math.hpp"
#include "sim/base/text.hpp"
#include "sim/record/csv.hpp"
#include "sim/record/json.hpp"
#include "sim/record/score.hpp"
#include "sim/record/text_cells.hpp"
#include "sim/record/text_table.hpp"

namespace chokepoint {

namespace {

constexpr const char* kHowToReadScores =
    "error: run less data; log error: natural log of run over data, so that 0.1 is a tenth too "
    "much\n"
    "and -0.7 half. in data: the data's interval holds the run.\n";
constexpr const char* kHowToReadSpread =
    "run: median of the runs; in runs: their P10 to P90 holds the data, as eight of ten should "
    "be.\n";

std::string four_digits(double number) {
  constexpr double kMostWhole = 1e15;  // no more digits than a double has
  if (std::abs(number) >= kMostWhole)
    return shortest(round_significant(number, 4));
  if (std::abs(number) >= 9999.5)
    return with_thousands(nearest_whole(round_significant(number, 4)));
  return shortest(round_significant(number, 4));
}

std::string cell_of(const std::optional<double>& number) {
  return number ? four_digits(*number) : "";
}

std::string two_decimals(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%+.2f", number);
  return text;
}

std::string verdict_of(const std::optional<bool>& verdict) {
  return verdict ? *verdict ? "yes" : "no" : "";
}

/// "2024-04", "2024-Q2", "2024-H1", "2024"; a period that fits no calendar one by its ends.
std::string period_of(const DataRow& row) {
  const auto month = static_cast<unsigned>(row.begin.month()) - 1;
  std::string year = iso(row.begin).substr(0, 4);
  if (row.months == 1)
    return iso(row.begin).substr(0, 7);
  if (row.months == 3 && month % 3 == 0)
    return year + "-Q" + std::to_string(month / 3 + 1);
  if (row.months == 6 && month % 6 == 0)
    return year + "-H" + std::to_string(month / 6 + 1);
  if (row.months == 12 && month == 0)
    return year;
  return iso(row.begin).substr(0, 7) + " " + std::to_string(row.months) + " months";
}

const char* how_together(Together together) {
  switch (together) {
    case Together::sum:
      return "added up over each period";
    case Together::mean:
      return "mean of each period";
    case Together::end:
      break;
  }
  return "at the end of each period";
}

/// ", a factor of 2.00": what a log error is as one.
std::string as_factor(double log_error) {
  constexpr double kMost = 700;  // beyond it is no double
  if (log_error > kMost)
    return ", a factor of more than 1e300";
  const double factor = portable_exp(log_error);
  char text[32];
  std::snprintf(text, sizeof text, factor < 1000 ? "%.2f" : "%.3g", factor);
  return ", a factor of " + std::string(text);
}

std::string summary_of(const ScoreTable& table, std::size_t runs) {
  std::string text;
  const auto sentence = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
  if (const auto mean = table.mean_log_error()) {
    sentence("mean log error " + two_decimals(*mean));
    char size[32];
    std::snprintf(size, sizeof size, "typical size %.2f", *table.rms_log_error());
    sentence(size + as_factor(*table.rms_log_error()));
  }
  const auto without = std::count_if(
      table.rows.begin(), table.rows.end(),
      [](const ScoredRow& row) { return row.run.has_value() && !row.log_error.has_value(); });
  if (without > 0)
    sentence("no log error of " + std::to_string(without) + ", where data or run is not above 0");
  if (const auto share = table.in_data(); share.of > 0)
    sentence("the data's interval holds the run in " + std::to_string(share.held) + " of " +
             std::to_string(share.of));
  if (const auto share = table.in_runs(); share.of > 0)
    sentence("P10 to P90 of " + std::to_string(runs) + " runs holds the data in " +
             std::to_string(share.held) + " of " + std::to_string(share.of));
  return text + "\n";
}

/// All series together: what their figures say of the intervals as a whole.
std::string together_text(const ScoreReport& report) {
  ScoreTable::Share all;
  for (const ScoreTable& table : report.tables) {
    all.of += table.in_runs().of;
    all.held += table.in_runs().held;
  }
  char percent[32];
  std::snprintf(percent, sizeof percent, "%.0f", 100.0 * all.held / std::max(all.of, 1));
  return "all series: P10 to P90 of " + std::to_string(report.runs.size()) +
         " runs holds the data in " + std::to_string(all.held) + " of " + std::to_string(all.of) +
         " (" + percent + " %)\n\n";
}

std::string table_text(const ScoreTable& table, bool several, std::size_t runs) {
  bool has_generations = false;
  for (const ScoredRow& row : table.rows)
    has_generations = has_generations || !row.data.generation.empty();
  TextTable cells;
  std::vector<std::string> head = {"period", "entity", "unit", "data", "low", "high", "run"};
  if (several)
    head.insert(head.end(), {"P10", "P90"});
  head.insert(head.end(), {"error", "log error", "in data"});
  if (several)
    head.emplace_back("in runs");
  cells.add(head);
  for (const ScoredRow& row : table.rows) {
    const DataRow& data = row.data;
    const std::string entity = data.entity.empty() ? "total" : data.entity;
    std::vector<std::string> line = {period_of(data),
                                     has_generations ? entity + " " + data.generation : entity,
                                     data.unit,
                                     four_digits(data.value),
                                     cell_of(data.low),
                                     cell_of(data.high),
                                     row.run ? four_digits(*row.run) : "none"};
    if (several)
      line.insert(line.end(), {cell_of(row.p10), cell_of(row.p90)});
    line.insert(line.end(),
                {cell_of(row.error), row.log_error ? two_decimals(*row.log_error) : "none",
                 verdict_of(row.in_data)});
    if (several)
      line.push_back(verdict_of(row.in_runs));
    cells.add(line);
  }
  return table.series + ", " + how_together(table.together) + "\n" + cells.text() +
         summary_of(table, runs) + "\n";
}

void write_if_any(JsonText& json, const char* key, const std::optional<double>& number) {
  json.key(key);
  if (number) {
    json.value(*number);
  } else {
    json.null();
  }
}

void write_verdict(JsonText& json, const char* key, const std::optional<bool>& verdict) {
  json.key(key);
  if (verdict) {
    json.value(*verdict);
  } else {
    json.null();
  }
}

void write_share(JsonText& json, const char* key, const ScoreTable::Share& share) {
  json.key(key).begin_object();
  json.key("of").value(share.of);
  json.key("held").value(share.held);
  json.end_object();
}

void write_scored(JsonText& json, const ScoredRow& row) {
  const DataRow& data = row.data;
  json.key("date").value(iso(data.begin));
  json.key("months").value(data.months);
  json.key("entity").value(data.entity);
  json.key("generation").value(data.generation);
  json.key("unit").value(data.unit);
  json.key("source").value(data.source);
  json.key("data").value(data.value);
  write_if_any(json, "low", data.low);
  write_if_any(json, "high", data.high);
  write_if_any(json, "run", row.run);
  write_if_any(json, "p10", row.p10);
  write_if_any(json, "p90", row.p90);
  write_if_any(json, "error", row.error);
  write_if_any(json, "log_error", row.log_error);
  write_verdict(json, "in_data", row.in_data);
  write_verdict(json, "in_runs", row.in_runs);
}

}  // namespace

std::string score_text(const ScoreReport& report) {
  const bool several = report.runs.size() > 1 || report.model_error > 0;
  std::string text =
      report.data + " against " +
      (report.runs.size() > 1 ? std::to_string(report.runs.size()) + " runs"
                              : report.runs.front()) +
      (report.model_error > 0 ? ", intervals with a model error of " + shortest(report.model_error)
                              : "") +
      "\n\n";
  for (const ScoreTable& table : report.tables)
    text += table_text(table, several, report.runs.size());
  if (several)
    text += together_text(report);
  return text + kHowToReadScores + (several ? kHowToReadSpread : "");
}

std::string score_csv(const ScoreReport& report) {
  CsvText csv("run,date,months,series,entity,generation,unit,data,low,high,value");
  for (const ScoreTable& table : report.tables) {
    for (const ScoredRow& row : table.rows) {
      for (std::size_t run = 0; run < row.each.size(); ++run) {
        csv.add(report.runs[run]).add(iso(row.data.begin));
        csv.add(static_cast<std::uint64_t>(row.data.months));
        csv.add(row.data.series).add(row.data.entity).add(row.data.generation).add(row.data.unit);
        csv.add(row.data.value).add(row.data.low).add(row.data.high).add(row.each[run]);
        csv.end_row();
      }
    }
  }
  return csv.take();
}

std::string score_json(const ScoreReport& report) {
  JsonText json;
  json.begin_object();
  json.key("data").value(report.data);
  json.key("runs").begin_array();
  for (const std::string& run : report.runs)
    json.value(run);
  json.end_array();
  json.key("model_error").value(report.model_error);
  json.objects("series", report.tables, [&](const ScoreTable& table) {
    json.key("series").value(table.series);
    json.key("together")
        .value(table.together == Together::sum    ? "sum"
               : table.together == Together::mean ? "mean"
                                                  : "end");
    write_if_any(json, "mean_log_error", table.mean_log_error());
    write_if_any(json, "rms_log_error", table.rms_log_error());
    write_share(json, "in_data", table.in_data());
    write_share(json, "in_runs", table.in_runs());
    json.objects("rows", table.rows, [&](const ScoredRow& row) { write_scored(json, row); });
  });
  json.end_object();
  return json.take();
}

}  // namespace chokepoint
