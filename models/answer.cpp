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

namespace chokepoint::models {

namespace {

/// A constraint binds in a year from this part of the year's loss on.
constexpr double kBinds = 0.20;

std::optional<Date> date_or_none(const Timeline& timeline, Tick tick) {
  if (tick == kNever)
    return std::nullopt;
  return timeline.date(tick);
}

/// The dates of a constraint that binds in a year: effect and cause of its binding intervals that
/// touch the year; where it has none, of the months in which it had at least the binding share.
void set_dates(Binding& binding, const YearLedger& year, const Ledger& ledger,
               ConstraintId constraint, const Timeline& timeline,
               std::span<const Interval> intervals) {
  Tick from = kNever;
  Tick to = 0;
  Tick cause_from = kNever;
  Tick cause_to = 0;
  for (const Interval& interval : intervals) {
    if (interval.constraint != constraint)
      continue;
    if (timeline.year(interval.from) > year.year || timeline.year(interval.to - 1) < year.year) {
      continue;
    }
    from = std::min(from, interval.from);
    to = std::max(to, interval.to);
    cause_from = std::min(cause_from, interval.cause_from);
    cause_to = std::max(cause_to, interval.cause_to);
  }
  if (from == kNever) {
    for (const MonthLedger& month : ledger.months()) {
      if (month.year != year.year)
        continue;
      for (const LedgerShare& share : month.shares) {
        if (share.constraint != constraint || share.share < kBinds)
          continue;
        from = std::min(from, month.from);
        to = std::max(to, month.to);
        cause_from = std::min(cause_from, share.cause_from);
        cause_to = std::max(cause_to, share.cause_to);
      }
    }
  }
  if (from == kNever)
    return;
  binding.from = timeline.date(from);
  binding.to = timeline.date(to);
  binding.cause_from = date_or_none(timeline, cause_from);
  binding.cause_to = date_or_none(timeline, cause_to);
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
    if (share.share < kBinds)
      continue;
    Binding binding{.constraint = ledger.name(share.constraint), .share = share.share};
    set_dates(binding, year, ledger, share.constraint, timeline, intervals);
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
  LossCurve loss(told.trace);
  std::vector<MonthLedger> months;
  for (int index = 0; timeline.month_begin(index) < horizon; ++index) {
    const Tick to = std::min(horizon, timeline.month_begin(index + 1));
    const LossCurve::Stretch stretch = loss.advance(to);
    months.push_back({.month = index,
                      .year = timeline.year(timeline.month_begin(index)),
                      .from = timeline.month_begin(index),
                      .to = to,
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
  result.start = timeline.start();
  // A textbook network counts lots; a world of firms counts GW of IT load.
  const bool has_firms = told.market != nullptr && !told.market->firms().empty();
  result.sink_unit = has_firms ? "GW" : "lot";
  result.titles = constraint_titles();
  result.deterministic = told.scenario.deterministic;
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
    result.switches = switch_sentences(told.trace, ledger, timeline);
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
