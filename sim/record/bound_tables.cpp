// The result files of a study of the perfect-foresight bound.

#include "sim/record/bound_tables.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/record/bound_parts.hpp"
#include "sim/record/json.hpp"
#include "sim/record/version.hpp"

namespace chokepoint {

namespace {

int year_of(const BoundHeading& heading, int month) {
  const Timeline timeline(heading.start);
  return timeline.year(timeline.month_begin(month));
}

/// Sums of the months of each year.
std::vector<double> by_year(const BoundHeading& heading, const std::vector<double>& by_month) {
  std::vector<double> sums;
  std::size_t month = 0;
  for (const int end : heading.year_ends) {
    double sum = 0;
    for (; month <= static_cast<std::size_t>(end) && month < by_month.size(); ++month)
      sum += by_month[month];
    sums.push_back(sum);
  }
  return sums;
}

void put_optional(JsonText& json, std::string_view key, const std::optional<double>& value) {
  json.key(key);
  if (value)
    json.value(tidy_rent(*value, 1));
  else
    json.null();
}

/// "to" is the first month after it, null when it lasts to the end.
void put_interval(JsonText& json, const BoundHeading& heading, int first, int last) {
  json.key("from").value(iso(month_date(heading, static_cast<std::size_t>(first))));
  json.key("to");
  if (static_cast<std::size_t>(last) + 1 < heading.run.size())
    json.value(iso(month_date(heading, static_cast<std::size_t>(last) + 1)));
  else
    json.null();
}

void put_intervals(JsonText& json, const BoundHeading& heading, const ConstraintRent& rent) {
  json.key("binds").begin_array();
  for (const BindingMonths& run : rent.binds) {
    json.begin_object();
    put_interval(json, heading, run.first, run.last);
    json.end_object();
  }
  json.end_array();
}

void put_joint(JsonText& json, const BoundHeading& heading, const DatedBound& bound) {
  json.key("joint").begin_array();
  for (const JointMonths& joint : bound.joint) {
    json.begin_object();
    put_interval(json, heading, joint.first, joint.last);
    json.key("constraints").begin_array();
    for (const JointMonths::Member& member : joint.members) {
      json.begin_object();
      json.key("constraint").value(bound.rents[member.rent].constraint);
      json.key("kind").value(to_text(bound.rents[member.rent].kind));
      json.key("share").value(tidy_rent(member.share, 1));
      json.end_object();
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

void put_tied(JsonText& json, const DatedBound& bound) {
  json.key("tied").begin_array();
  for (const ConstraintRent* rent : tied_rents(bound)) {
    json.begin_object();
    json.key("constraint").value(rent->constraint);
    json.key("kind").value(to_text(rent->kind));
    json.end_object();
  }
  json.end_array();
}

void put_stocks(JsonText& json, const DatedBound& bound, const ConstraintRent& rent) {
  json.key("stocks").begin_array();
  for (const StockRent& stock : rent.stocks) {
    json.begin_object();
    json.key("stock").value(stock.stock);
    json.key("rent").value(tidy_rent(stock.rent, bound.value));
    json.end_object();
  }
  json.end_array();
}

void put_rents(JsonText& json, const BoundHeading& heading, const DatedBound& bound, bool in_full) {
  json.key("rents").begin_array();
  for (const ConstraintRent& rent : bound.rents) {
    json.begin_object();
    json.key("constraint").value(rent.constraint);
    json.key("kind").value(to_text(rent.kind));
    json.key("rent").value(tidy_rent(rent.rent, bound.value));
    put_optional(json, "share",
                 bound.value > 0 ? std::optional(rent.rent / bound.value) : std::nullopt);
    if (in_full) {
      put_optional(json, "e_plus", rent.e_plus);
      put_optional(json, "e_minus", rent.e_minus);
      const std::vector<double> rents = by_year(heading, rent.by_month);
      const std::vector<double> more = by_year(heading, rent.more);
      const std::vector<double> less = by_year(heading, rent.less);
      json.key("by_year").begin_array();
      for (std::size_t y = 0; y < rents.size(); ++y) {
        json.begin_object();
        json.key("year").value(year_of(heading, heading.year_ends[y]));
        json.key("rent").value(tidy_rent(rents[y], bound.value));
        const auto put_side = [&](std::string_view key, bool none,
                                  const std::vector<double>& side) {
          json.key(key);
          if (none)
            json.null();
          else
            json.value(tidy_rent(side[y], bound.value));
        };
        put_side("more", rent.no_more, more);
        put_side("less", rent.no_less, less);
        json.key("varies").value(bool(rent.varies[y]));
        json.end_object();
      }
      json.end_array();
      put_intervals(json, heading, rent);
    }
    if (rent.kind == EndowmentKind::stock)
      put_stocks(json, bound, rent);
    json.end_object();
  }
  json.end_array();
}

/// What `money_gain` says is null where nobody builds.
void put_money(JsonText& json, const BoundHeading& heading, const BoundReport& report) {
  const std::optional<MoneyGain> gain = money_gain(heading, report);
  const double scale = report.dates.front().value;
  json.key("money_gain");
  if (!gain) {
    json.null();
    return;
  }
  json.begin_object();
  json.key("mean").value(tidy_rent(gain->mean, scale));
  json.key("error").value(tidy_rent(gain->error, scale));
  json.key("draws").begin_array();
  for (const double draw : gain->draws)
    json.value(tidy_rent(draw, scale));
  json.end_array();
  json.end_object();
}

}  // namespace

double run_value(const BoundHeading& heading, const BoundReport& report) {
  return std::inner_product(heading.run.begin(), heading.run.end(), report.years.begin(), 0.0);
}

std::vector<ForesightStep> foresight_steps(const BoundHeading& heading, const BoundReport& report) {
  std::vector<std::size_t> order(report.dates.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return report.dates[a].decide > report.dates[b].decide;
  });
  std::vector<ForesightStep> steps;
  double before = run_value(heading, report);
  std::string from = "the run";
  for (const std::size_t i : order) {
    const std::string to = decision_text(heading.decide[i]);
    const DatedBound& bound = report.dates[i];
    steps.push_back({from, to, bound.value - before, std::nullopt});
    if (bound.rounded_up)
      steps.back().rounding = std::max(0.0, bound.value - *bound.rounded_up);
    before = bound.value;
    from = to;
  }
  return steps;
}

std::string bound_json(const BoundHeading& heading, const BoundReport& report) {
  const DatedBound& bound = report.dates.front();
  JsonText json;
  json.begin_object();
  json.key("schema").value(1);
  json.key("version").value(version());
  json.key("scenario").value(heading.scenario);
  json.key("scenario_sha256").value(heading.scenario_sha256);
  json.key("seed").value(heading.seed);
  json.key("deterministic").value(heading.deterministic);
  json.key("unit").value(heading.sink_unit);
  json.key("decide_from").value(decision_text(heading.decide.front()));
  json.key("value").value(tidy_rent(bound.value, bound.value));
  json.key("run_value").value(tidy_rent(run_value(heading, report), bound.value));
  json.key("sum_of_rents").value(tidy_rent(bound.sum, bound.value));
  json.key("step").value(report.step);
  json.key("storage_months");
  if (heading.storage_months > 0)
    json.value(heading.storage_months);
  else
    json.null();
  json.key("ignored_events").begin_array();
  for (const std::string& event : heading.ignored_events)
    json.value(event);
  json.end_array();
  json.key("months").begin_array();
  for (std::size_t t = 0; t < heading.run.size(); ++t) {
    json.begin_object();
    json.key("month").value(iso(month_date(heading, t)));
    json.key("run").value(tidy_rent(heading.run[t], 1));
    json.key("bound").value(tidy_rent(bound.level[t], 1));
    json.end_object();
  }
  json.end_array();
  json.key("years").begin_array();
  for (std::size_t y = 0; y < heading.year_ends.size(); ++y) {
    const auto end = static_cast<std::size_t>(heading.year_ends[y]);
    json.begin_object();
    json.key("year").value(year_of(heading, heading.year_ends[y]));
    json.key("run_end").value(tidy_rent(heading.run[end], 1));
    json.key("bound_end").value(tidy_rent(bound.level[end], 1));
    json.key("envelope").value(tidy_rent(report.envelope[y], 1));
    json.key("determined").value(!bound.undetermined[y]);
    if (y < heading.run_constraints.size() && !heading.run_constraints[y].empty())
      json.key("run_constraint").value(heading.run_constraints[y]);
    else
      json.key("run_constraint").null();
    json.end_object();
  }
  json.end_array();
  put_rents(json, heading, bound, true);
  put_joint(json, heading, bound);
  put_tied(json, bound);
  put_technologies(json, bound);
  json.key("decisions").begin_array();
  for (std::size_t i = 0; i < report.dates.size(); ++i) {
    json.begin_object();
    json.key("decide_from").value(decision_text(heading.decide[i]));
    json.key("value").value(tidy_rent(report.dates[i].value, bound.value));
    json.key("sum_of_rents").value(tidy_rent(report.dates[i].sum, bound.value));
    put_optional(json, "rounded_up", report.dates[i].rounded_up);
    json.key("year_ends").begin_array();
    for (const int end : heading.year_ends)
      json.value(tidy_rent(report.dates[i].level[static_cast<std::size_t>(end)], 1));
    json.end_array();
    put_rents(json, heading, report.dates[i], false);
    json.end_object();
  }
  json.end_array();
  put_money(json, heading, report);
  json.key("foresight").begin_array();
  for (const ForesightStep& step : foresight_steps(heading, report)) {
    json.begin_object();
    json.key("from").value(step.from);
    json.key("to").value(step.to);
    json.key("kind").value(step.from == "the run" ? "friction" : "foresight");
    json.key("gain").value(tidy_rent(step.gain, bound.value));
    put_optional(json, "rounding", step.rounding);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.take();
}

}  // namespace chokepoint
