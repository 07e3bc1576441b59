#include "models/answer.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include "models/answer_causes.hpp"
#include "models/answer_tables.hpp"
#include "models/balance.hpp"
#include "models/core/firm.hpp"
#include "models/derived_series.hpp"
#include "models/switch_text.hpp"
#include "sim/bottleneck/loss.hpp"
#include "sim/bottleneck/root_cause.hpp"
#include "sim/record/headline.hpp"

namespace chokepoint::models {

namespace {

/// From this part of a year's loss on a constraint binds in it; the largest always does.
constexpr double kBinds = 0.20;

/// What binds begins and ends when lots come, a little before or after the midnight at which it
/// did: that is told.
Date nearest_date(const Timeline& timeline, Tick tick) {
  return timeline.date(tick + kDay / 2);
}

std::optional<Date> date_or_none(const Timeline& timeline, Tick tick) {
  if (tick == kNever)
    return std::nullopt;
  return nearest_date(timeline, tick);
}

/// The dates of a constraint that binds in a year: effect and cause of that of its binding
/// intervals which covers most of the year. None when none touches it.
void set_dates(Binding& binding, std::span<const MonthLedger> months, ConstraintId constraint,
               const Timeline& timeline, std::span<const Interval> intervals) {
  const Interval* longest = nullptr;
  Tick most = 0;
  for (const Interval& interval : intervals) {
    const Tick common =
        std::min(interval.to, months.back().to) - std::max(interval.from, months.front().from);
    if (interval.constraint != constraint || common <= most)
      continue;
    longest = &interval;
    most = common;
  }
  if (longest == nullptr)
    return;
  binding.from = nearest_date(timeline, longest->from);
  binding.to = nearest_date(timeline, longest->to);
  binding.cause_from = date_or_none(timeline, longest->cause_from);
  binding.cause_to = date_or_none(timeline, longest->cause_to);
}

void add_intervals(RunResult& result, const Ledger& ledger, const Timeline& timeline,
                   std::span<const Interval> intervals) {
  for (const Interval& interval : intervals) {
    const std::string& name = ledger.name(interval.constraint);
    if (name == "demand")
      continue;
    result.intervals.push_back({.constraint = name,
                                .from = nearest_date(timeline, interval.from),
                                .to = nearest_date(timeline, interval.to),
                                .cause_from = date_or_none(timeline, interval.cause_from),
                                .cause_to = date_or_none(timeline, interval.cause_to),
                                .root = {}});
  }
}

/// Amounts at the sink, of which the smallest is a kW: sums of parts are exact again.
double in_whole_kw(double gw) {
  return std::round(gw * 1e6) / 1e6;
}

YearSummary summary_of(const YearLedger& year, const Ledger& ledger, const Timeline& timeline,
                       std::span<const Interval> intervals, const RootCauses& causes) {
  YearSummary summary{.year = year.year,
                      .online_gw_end = in_whole_kw(year.online),
                      .added_gw = in_whole_kw(year.added),
                      .demand_gw = in_whole_kw(year.demand),
                      .unmet_gw_years = year.lost};
  for (const LedgerShare& share : year.shares) {
    summary.shares.push_back({ledger.name(share.constraint), share.share});
  }
  for (const LedgerShare& share : year.unmet)
    summary.unmet_shares.push_back({ledger.name(share.constraint), share.share});
  if (year.runner_up)
    summary.runner_up = ledger.name(*year.runner_up);
  const std::string largest(largest_of(summary));
  for (const LedgerShare& share : year.shares) {
    // Whatever the year is named after binds in it, however evenly it was shared.
    if (share.share < kBinds && ledger.name(share.constraint) != largest)
      continue;
    Binding binding{.constraint = ledger.name(share.constraint), .share = share.share};
    set_dates(binding, ledger.months_of(year), share.constraint, timeline, intervals);
    summary.binding.push_back(std::move(binding));
  }
  set_roots(summary, year, ledger, causes);
  return summary;
}

/// The totals by month: known whether or not anything was recorded about causes.
void add_totals(RunResult& result, std::span<const MonthLedger> months, const Timeline& timeline,
                double initial) {
  const std::string& unit = result.sink_unit;
  chokepoint::Series online{.series = "online", .unit = unit};
  chokepoint::Series added{.series = "added", .unit = unit};
  chokepoint::Series demand{.series = "demand", .unit = unit};
  chokepoint::Series unmet{.series = "unmet", .unit = unit + "-years"};
  chokepoint::Series fell_behind{.series = "fell_behind", .unit = unit};
  double before = initial;
  for (const MonthLedger& month : months) {
    const Date date = timeline.date(month.from);
    online.points.push_back({date, in_whole_kw(month.online)});
    added.points.push_back({date, in_whole_kw(month.online - before)});
    demand.points.push_back({date, in_whole_kw(month.demand)});
    unmet.points.push_back({date, month.lost});
    fell_behind.points.push_back({date, month.fell_behind});
    before = month.online;
  }
  for (chokepoint::Series* series : {&online, &added, &demand, &unmet, &fell_behind})
    result.series.push_back(std::move(*series));
}

/// Without an event graph there is no ledger, but what was wanted and delivered is still known.
std::vector<MonthLedger> plain_months(const Told& told) {
  const Timeline& timeline = told.scenario.timeline;
  const Tick horizon = told.scenario.horizon;
  std::vector<MonthLedger> months;
  for (const LossCurve::Stretch& stretch : month_stretches(told.trace, timeline, horizon)) {
    const auto index = static_cast<int>(months.size());
    months.push_back({.month = index,
                      .year = timeline.year(timeline.month_begin(index)),
                      .from = timeline.month_begin(index),
                      .to = std::min(horizon, timeline.month_begin(index + 1)),
                      .demand = stretch.demand,
                      .online = stretch.online,
                      .lost = stretch.lost,
                      .fell_behind = stretch.shortfall ? stretch.fell_behind : 0,
                      .shares = {}});
  }
  return months;
}

void add_plain_years(RunResult& result, std::span<const MonthLedger> months) {
  double online_before = 0;
  for (const MonthLedger& month : months) {
    const int year = month.year;
    if (result.years.empty() || result.years.back().year != year) {
      if (!result.years.empty())
        online_before = result.years.back().online_gw_end;
      result.years.push_back({.year = year, .shares = {}, .binding = {}});
    }
    YearSummary& summary = result.years.back();
    summary.online_gw_end = in_whole_kw(month.online);
    summary.demand_gw = in_whole_kw(month.demand);
    summary.added_gw = in_whole_kw(month.online - online_before);
    summary.unmet_gw_years += month.lost;
  }
}

/// What was online on day 0.
double initial_of(const Trace& trace) {
  double sum = 0;
  for (const SinkLot& lot : trace.sink_lots()) {
    if (lot.tick == 0)
      sum += lot.amount;
  }
  return sum;
}

}  // namespace

RunResult answer(const Told& told) {
  const Timeline& timeline = told.scenario.timeline;
  RunResult result;
  result.scenario = told.scenario.name;
  result.scenario_sha256 = told.sha256;
  result.seed = told.scenario.seed;
  result.replication = told.scenario.replication;
  result.start = timeline.start();
  // A textbook network counts lots; a world of firms counts GW of IT load.
  const bool has_firms = told.market != nullptr && !told.market->firms().empty();
  result.sink_unit = has_firms ? "GW" : "lot";
  result.titles = constraint_titles();
  result.deterministic = told.scenario.deterministic;
  result.recorded = told.trace.enabled();
  result.wanted = !told.trace.demand_steps().empty();
  const double initial = initial_of(told.trace);
  if (told.trace.enabled()) {
    const Ledger ledger(told.trace, timeline, told.scenario.horizon);
    const std::vector<Interval> intervals = ledger.intervals();
    const RootCauses causes(told.trace, ledger);
    result.balance = checked_balance(told, ledger).text();
    for (const YearLedger& year : ledger.years()) {
      result.years.push_back(summary_of(year, ledger, timeline, intervals, causes));
    }
    add_intervals(result, ledger, timeline, intervals);
    const std::vector<Switch> moves = switches(told.trace, ledger);
    result.switches = switch_sentences(moves, told.trace, ledger, timeline);
    result.binding_changes = binding_changes(moves, ledger, timeline);
    add_matrix(result, ledger, timeline);
    add_totals(result, ledger.months(), timeline, initial);
    add_shares(result, ledger, causes, timeline);
  } else {
    const std::vector<MonthLedger> months = plain_months(told);
    add_plain_years(result, months);
    add_totals(result, months, timeline, initial);
  }
  // What was online on day 0 was not added in the first year.
  if (!result.years.empty())
    result.years.front().added_gw = in_whole_kw(result.years.front().added_gw - initial);
  if (has_firms) {
    add_series(result, told.market->series, timeline);
    add_derived_series(result, told);
    add_orders(result, *told.market);
  }
  return result;
}

}  // namespace chokepoint::models
