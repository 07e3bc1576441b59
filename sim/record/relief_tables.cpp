#include "sim/record/relief_tables.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/time.hpp"
#include "sim/record/csv.hpp"
#include "sim/record/json.hpp"
#include "sim/record/relief_cells.hpp"
#include "sim/record/version.hpp"

namespace chokepoint {

namespace {

/// The last digits of a difference of two runs tell nothing.
double rounded(double value) {
  return std::round(value * 1e9) / 1e9;
}

void add(CsvText& csv, const std::vector<Estimate>& by_month, std::size_t month) {
  if (by_month.empty()) {
    csv.add_empty().add_empty();
    return;
  }
  csv.add(rounded(by_month[month].mean)).add(rounded(by_month[month].half));
}

void add_rows(CsvText& csv, const ReliefHeading& heading, const ReliefReport& report,
              const ReliefRow& row) {
  for (std::size_t y = 0; y < heading.years.size(); ++y) {
    const std::size_t month = heading.year_ends[y];
    csv.add(joined(row.constraints)).add(std::string_view(row.frozen ? "frozen" : "responsive"));
    csv.add(static_cast<std::uint64_t>(heading.years[y]));
    add(csv, row.e_plus, month);
    add(csv, row.e_minus, month);
    add(csv, row.gain, month);
    const bool doubtful =
        !row.gain.empty() && report.within_noise(row.frozen, row.gain[month], month);
    csv.add(std::string_view(doubtful ? "yes" : "")).add(heading.sink_unit);
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

/// The years whose e+ (or e-) is no slope.
void add_no_slope(JsonText& json, std::string_view key, const ReliefHeading& heading,
                  const ReliefReport& report, const ReliefRow& row, bool plus) {
  json.key(key).begin_array();
  for (std::size_t y = 0; y < heading.years.size(); ++y) {
    if (report.is_no_slope(row, plus, heading.year_ends[y]))
      json.value(heading.years[y]);
  }
  json.end_array();
}

void add_gain(JsonText& json, const Estimate& gain, bool doubtful) {
  json.begin_object().key("mean").value(rounded(gain.mean)).key("half").value(rounded(gain.half));
  json.key("within_noise").value(doubtful).end_object();
}

void add_gains(JsonText& json, const ReliefHeading& heading, const ReliefReport& report,
               const ReliefRow& row) {
  json.key("gain");
  if (row.gain.empty()) {
    json.null();
    return;
  }
  json.begin_array();
  for (const std::size_t month : heading.year_ends)
    add_gain(json, row.gain[month], report.within_noise(row.frozen, row.gain[month], month));
  json.end_array();
  if (row.like_gain.empty())
    return;
  // Of means the interval says what is noise.
  json.key("gain_in_like_worlds").begin_array();
  for (const std::size_t month : heading.year_ends) {
    const Estimate& gain = row.like_gain[month];
    add_gain(json, gain, std::abs(gain.mean) <= gain.half);
  }
  json.end_array();
}

void add_row(JsonText& json, const ReliefHeading& heading, const ReliefReport& report,
             const ReliefRow& row) {
  json.begin_object().key("constraints").begin_array();
  for (const std::string& name : row.constraints)
    json.value(name);
  json.end_array().key("mode").value(row.frozen ? "frozen" : "responsive");
  json.key("kind").value(row.extensive ? "amount" : "time");
  json.key("ledger_share").value(rounded(row.share));
  add_estimates(json, "e_plus", heading, row.e_plus);
  add_estimates(json, "e_minus", heading, row.e_minus);
  json.key("change_more").value(rounded(row.change_plus));
  json.key("change_less").value(rounded(row.change_minus));
  add_no_slope(json, "e_plus_no_slope", heading, report, row, true);
  add_no_slope(json, "e_minus_no_slope", heading, report, row, false);
  add_gains(json, heading, report, row);
  json.key("tied_years").begin_array();
  for (std::size_t y = 0; y < heading.years.size(); ++y) {
    if (std::find(row.tied.begin(), row.tied.end(), heading.year_ends[y]) != row.tied.end())
      json.value(heading.years[y]);
  }
  json.end_array();
  const auto add_bend = [&](const char* key, std::optional<double> by) {
    json.key(key);
    if (by && std::isfinite(*by)) {
      json.value(rounded(*by));
    } else if (by) {
      json.value("beyond 2");
    } else {
      json.null();
    }
  };
  const auto& found = row.headroom;
  add_bend("headroom", found ? std::optional(found->by) : std::nullopt);
  add_bend("headroom_low", found ? std::optional(found->low) : std::nullopt);
  add_bend("headroom_high", found ? std::optional(found->high) : std::nullopt);
  json.key("headroom_year");
  const auto year = std::find(heading.year_ends.begin(), heading.year_ends.end(),
                              row.headroom_month.value_or(static_cast<std::size_t>(-1)));
  if (year != heading.year_ends.end()) {
    json.value(heading.years[static_cast<std::size_t>(year - heading.year_ends.begin())]);
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

void add_sum(JsonText& json, const ReliefHeading& heading, const ReliefSum& sum) {
  add_years(json, "sum", heading, sum.parts);
  add_years(json, "together", heading, sum.together);
  add_names(json, "not_in_the_sum", sum.missing);
}

/// The sum of all, and of each group.
void add_sums(JsonText& json, const ReliefHeading& heading, const ReliefReport& report) {
  add_sum(json, heading, report.sum.value_or(ReliefSum{}));
  add_years(json, "online_at_start", heading, report.online_at_start);
  json.key("groups").begin_array();
  for (const auto& [group, sum] : report.groups) {
    json.begin_object().key("group").value(text(group));
    add_sum(json, heading, sum);
    json.end_object();
  }
  json.end_array();
}

void add_failed(JsonText& json, const ReliefHeading& heading, const ReliefReport& report) {
  const Timeline timeline(heading.start);
  json.key("failed").begin_array();
  for (const FailedWorld& world : report.failed) {
    json.begin_object().key("world").value(title_of(world, heading.change));
    json.key("mode").value(world.frozen ? "frozen" : "responsive");
    json.key("from").value(timeline.iso(world.from));
    json.key("to").value(world.to == kNever ? iso(heading.to) : timeline.iso(world.to));
    json.key("reason").value(world.reason).end_object();
  }
  json.end_array();
}

void add_heading(JsonText& json, const ReliefHeading& heading) {
  json.key("schema").value("chokepoint-relief-1").key("version").value(version());
  json.key("scenario").value(heading.scenario);
  json.key("scenario_sha256").value(heading.scenario_sha256);
  json.key("seed").value(heading.seed).key("replications").value(heading.replications);
  json.key("change").value(heading.change).key("note").value(heading.note);
  json.key("from").value(iso(heading.from)).key("to").value(iso(heading.to));
  json.key("unit").value(heading.sink_unit).key("years").begin_array();
  for (const int year : heading.years)
    json.value(year);
  json.end_array();
}

}  // namespace

std::string relief_csv(const ReliefHeading& heading, const ReliefReport& report) {
  CsvText csv(
      "constraint,mode,year,e_plus,e_plus_half,e_minus,e_minus_half,gain,gain_half,within_noise,"
      "unit,failure");
  for (const ReliefRow& row : report.rows)
    add_rows(csv, heading, report, row);
  for (const ReliefRow& row : report.ties)
    add_rows(csv, heading, report, row);
  return csv.take();
}

std::string windows_csv(const ReliefHeading& heading, const ReliefReport& report) {
  CsvText csv("constraint,from,to,year,gain,gain_half,within_noise,unit,failure");
  const Timeline timeline(heading.start);
  const bool frozen = report.has_frozen();
  for (const ReliefWindow& window : report.windows) {
    for (std::size_t y = 0; y < heading.years.size(); ++y) {
      csv.add(window.constraint).add(timeline.iso(window.from)).add(timeline.iso(window.to));
      csv.add(static_cast<std::uint64_t>(heading.years[y]));
      add(csv, window.gain, y);
      const bool doubtful =
          !window.gain.empty() && report.within_noise(frozen, window.gain[y], heading.year_ends[y]);
      csv.add(std::string_view(doubtful ? "yes" : "")).add(heading.sink_unit);
      csv.add(window.failure).end_row();
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
    add_row(json, heading, report, row);
  json.end_array().key("ties").begin_array();
  for (const ReliefRow& row : report.ties)
    add_row(json, heading, report, row);
  json.end_array().key("windows").begin_array();
  const Timeline timeline(heading.start);
  const bool frozen = report.has_frozen();
  for (const ReliefWindow& window : report.windows) {
    json.begin_object().key("constraint").value(window.constraint);
    json.key("from").value(timeline.iso(window.from)).key("to").value(timeline.iso(window.to));
    json.key("gain").begin_array();
    for (std::size_t y = 0; y < window.gain.size(); ++y)
      add_gain(json, window.gain[y],
               report.within_noise(frozen, window.gain[y], heading.year_ends[y]));
    json.end_array().key("failure").value(window.failure).end_object();
  }
  json.end_array();
  json.key("noise").begin_object();
  for (const ReliefNoise& noise : report.noise)
    add_years(json, noise.frozen ? "frozen" : "responsive", heading, noise.by_month);
  json.end_object();
  add_sums(json, heading, report);
  add_failed(json, heading, report);
  add_names(json, "not_run", heading.not_run);
  add_names(json, "out_of_reach", heading.out_of_reach);
  return json.end_object().take();
}

void add_elasticities(std::vector<BottleneckRow>& rows, const ReliefHeading& heading,
                      const ReliefReport& report) {
  const Timeline timeline(heading.start);
  const bool frozen = report.has_frozen();
  std::vector<BottleneckRow> fresh;
  for (const ReliefRow& row : report.rows) {
    if (row.frozen != frozen)
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
