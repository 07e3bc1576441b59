#include "sim/record/relief_tables.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/time.hpp"
#include "sim/record/csv.hpp"
#include "sim/record/json.hpp"
#include "sim/record/version.hpp"

namespace chokepoint {

namespace {

/// The last digits of a difference of two runs tell nothing.
double rounded(double value) {
  return std::round(value * 1e9) / 1e9;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "" : " + ") + name;
  return text;
}

void add(CsvText& csv, const std::vector<Estimate>& by_month, std::size_t month) {
  if (by_month.empty()) {
    csv.add_empty().add_empty();
    return;
  }
  csv.add(rounded(by_month[month].mean)).add(rounded(by_month[month].half));
}

void add_rows(CsvText& csv, const ReliefHeading& heading, const ReliefRow& row) {
  for (std::size_t y = 0; y < heading.years.size(); ++y) {
    const std::size_t month = heading.year_ends[y];
    csv.add(joined(row.constraints)).add(std::string_view(row.frozen ? "frozen" : "responsive"));
    csv.add(static_cast<std::uint64_t>(heading.years[y]));
    add(csv, row.e_plus, month);
    add(csv, row.e_minus, month);
    add(csv, row.gain, month);
    csv.add(heading.sink_unit);
    csv.add(row.failure_plus.empty() ? row.failure_minus : row.failure_plus).end_row();
  }
}

void add_estimates(JsonText& json, std::string_view key, const ReliefHeading& heading,
                   const std::vector<Estimate>& by_month) {
  json.key(key);
  if (by_month.empty()) {
    json.null();
    return;
  }
  json.begin_array();
  for (const std::size_t month : heading.year_ends) {
    json.begin_object();
    json.key("mean").value(rounded(by_month[month].mean));
    json.key("half").value(rounded(by_month[month].half)).end_object();
  }
  json.end_array();
}

void add_row(JsonText& json, const ReliefHeading& heading, const ReliefRow& row) {
  json.begin_object().key("constraints").begin_array();
  for (const std::string& name : row.constraints)
    json.value(name);
  json.end_array().key("mode").value(row.frozen ? "frozen" : "responsive");
  json.key("ledger_share").value(rounded(row.share));
  add_estimates(json, "e_plus", heading, row.e_plus);
  add_estimates(json, "e_minus", heading, row.e_minus);
  add_estimates(json, "gain", heading, row.gain);
  json.key("headroom");
  if (row.headroom && std::isfinite(*row.headroom)) {
    json.value(rounded(*row.headroom));
  } else if (row.headroom) {
    json.value("beyond 2");
  } else {
    json.null();
  }
  json.key("failure_more").value(row.failure_plus).key("failure_less").value(row.failure_minus);
  json.end_object();
}

void add_years(JsonText& json, std::string_view key, const ReliefHeading& heading,
               const std::vector<double>& by_month) {
  json.key(key).begin_array();
  for (const std::size_t month : heading.year_ends) {
    if (month < by_month.size())
      json.value(rounded(by_month[month]));
  }
  json.end_array();
}

void add_names(JsonText& json, std::string_view key, const std::vector<std::string>& names) {
  json.key(key).begin_array();
  for (const std::string& name : names)
    json.value(name);
  json.end_array();
}

void add_heading(JsonText& json, const ReliefHeading& heading) {
  json.key("schema").value("chokepoint-relief-1").key("version").value(version());
  json.key("scenario").value(heading.scenario);
  json.key("scenario_sha256").value(heading.scenario_sha256);
  json.key("seed").value(heading.seed).key("replications").value(heading.replications);
  json.key("change").value(heading.change);
  json.key("from").value(iso(heading.from)).key("to").value(iso(heading.to));
  json.key("unit").value(heading.sink_unit).key("years").begin_array();
  for (const int year : heading.years)
    json.value(year);
  json.end_array();
}

}  // namespace

std::string relief_csv(const ReliefHeading& heading, const ReliefReport& report) {
  CsvText csv(
      "constraint,mode,year,e_plus,e_plus_half,e_minus,e_minus_half,gain,gain_half,unit,failure");
  for (const ReliefRow& row : report.rows)
    add_rows(csv, heading, row);
  for (const ReliefRow& row : report.ties)
    add_rows(csv, heading, row);
  return csv.take();
}

std::string windows_csv(const ReliefHeading& heading, const ReliefReport& report) {
  CsvText csv("constraint,from,to,year,gain,gain_half,unit");
  const Timeline timeline(heading.start);
  for (const ReliefWindow& window : report.windows) {
    for (std::size_t y = 0; y < window.gain.size(); ++y) {
      csv.add(window.constraint).add(timeline.iso(window.from)).add(timeline.iso(window.to));
      csv.add(static_cast<std::uint64_t>(heading.years[y]));
      csv.add(rounded(window.gain[y].mean)).add(rounded(window.gain[y].half));
      csv.add(heading.sink_unit).end_row();
    }
  }
  return csv.take();
}

std::string relief_json(const ReliefHeading& heading, const ReliefReport& report) {
  JsonText json;
  json.begin_object();
  add_heading(json, heading);
  add_estimates(json, "online", heading, report.output);
  json.key("constraints").begin_array();
  for (const ReliefRow& row : report.rows)
    add_row(json, heading, row);
  json.end_array().key("ties").begin_array();
  for (const ReliefRow& row : report.ties)
    add_row(json, heading, row);
  json.end_array().key("windows").begin_array();
  const Timeline timeline(heading.start);
  for (const ReliefWindow& window : report.windows) {
    json.begin_object().key("constraint").value(window.constraint);
    json.key("from").value(timeline.iso(window.from)).key("to").value(timeline.iso(window.to));
    json.key("gain").begin_array();
    for (const Estimate& gain : window.gain)
      json.value(rounded(gain.mean));
    json.end_array().end_object();
  }
  json.end_array();
  add_years(json, "noise", heading, report.noise);
  add_years(json, "sum", heading, report.sum);
  add_years(json, "together", heading, report.together);
  add_names(json, "not_run", heading.not_run);
  add_names(json, "out_of_reach", heading.out_of_reach);
  return json.end_object().take();
}

void add_elasticities(std::vector<BottleneckRow>& rows, const ReliefHeading& heading,
                      const ReliefReport& report) {
  const Timeline timeline(heading.start);
  const bool any_frozen = std::any_of(report.rows.begin(), report.rows.end(),
                                      [](const ReliefRow& row) { return row.frozen; });
  std::vector<BottleneckRow> fresh;
  for (const ReliefRow& row : report.rows) {
    if (row.frozen != any_frozen)
      continue;
    for (std::size_t month = 0; month < report.output.size(); ++month) {
      const Date date = timeline.date(timeline.month_begin(static_cast<int>(month)));
      std::optional<double> plus;
      std::optional<double> minus;
      if (!row.e_plus.empty())
        plus = rounded(row.e_plus[month].mean);
      if (!row.e_minus.empty())
        minus = rounded(row.e_minus[month].mean);
      bool known = false;
      for (BottleneckRow& line : rows) {
        if (line.month != date || line.constraint != row.constraints.front())
          continue;
        line.e_plus = plus;
        line.e_minus = minus;
        known = true;
      }
      const bool tells = plus.value_or(0) != 0 || minus.value_or(0) != 0;
      if (!known && tells)
        fresh.push_back({.month = date,
                         .constraint = row.constraints.front(),
                         .proximate_share = {},
                         .root = {},
                         .root_share = {},
                         .e_plus = plus,
                         .e_minus = minus});
    }
  }
  rows.insert(rows.end(), fresh.begin(), fresh.end());
  std::stable_sort(rows.begin(), rows.end(), [](const BottleneckRow& a, const BottleneckRow& b) {
    return a.month < b.month;
  });
}

}  // namespace chokepoint
