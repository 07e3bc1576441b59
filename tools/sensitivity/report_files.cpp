#include "sim/record/csv.hpp"
#include "sim/record/json.hpp"
#include "tools/sensitivity/report.hpp"

namespace chokepoint::tools {

namespace {

void write_interval(JsonText& json, const std::optional<Interval>& interval) {
  if (!interval) {
    json.null();
    return;
  }
  json.begin_object();
  json.key("value").value(interval->value);
  json.key("low").value(interval->low);
  json.key("high").value(interval->high);
  json.end_object();
}

void write_quantity(JsonText& json, const QuantityIndices& quantity) {
  json.key("quantity").value(quantity.quantity);
  if (!quantity.refused.empty())
    json.key("refused").value(quantity.refused);
  json.objects("factors", quantity.factors, [&](const FactorIndices& factor) {
    json.key("factor").value(factor.factor);
    for (const Measure& measure : factor.measures) {
      json.key(measure.name);
      write_interval(json, measure.interval);
    }
  });
}

void write_numbers(JsonText& json, const char* name, const std::vector<double>& numbers) {
  json.key(name).begin_array();
  for (const double number : numbers)
    json.value(number);
  json.end_array();
}

void write_indices(JsonText& json, const IndexReport& report) {
  json.key("indices").begin_object();
  json.key("method").value(report.method.empty() ? "none" : report.method);
  json.key("confidence").value(report.confidence);
  json.key("points").value(static_cast<std::uint64_t>(report.points));
  if (!report.refused.empty())
    json.key("refused").value(report.refused);
  json.key("notes").begin_array();
  for (const std::string& note : report.notes)
    json.value(note);
  json.end_array();
  json.objects("quantities", report.quantities,
               [&](const QuantityIndices& quantity) { write_quantity(json, quantity); });
  json.end_object();
}

void write_limit(JsonText& json, const BoxLimit& limit, const SampleFactor& factor) {
  json.key("factor").value(factor.name);
  if (limit.low)
    json.key("low").value(*limit.low);
  if (limit.high)
    json.key("high").value(*limit.high);
  if (!factor.levels.empty()) {
    json.key("levels").begin_array();
    for (const double level : limit.levels)
      json.value(factor.levels.at(static_cast<std::size_t>(level)));
    json.end_array();
  }
  json.key("unit").value(factor.unit);
  json.key("chance").value(limit.chance);
}

void write_ranges(JsonText& json, const StudySample& sample, const RangeQuestion& question) {
  json.key("ranges").begin_object();
  json.key("constraint").value(question.constraint);
  json.key("year").value(question.year);
  json.key("runs").value(static_cast<std::uint64_t>(sample.runs()));
  json.key("binds").value(static_cast<std::uint64_t>(question.hits));
  if (question.box) {
    const DiscoveredBox& box = *question.box;
    json.key("runs_inside").value(static_cast<std::uint64_t>(box.points_inside));
    json.key("binds_inside").value(static_cast<std::uint64_t>(box.hits_inside));
    json.key("chance").value(box.chance);
    json.objects("limits", box.limits, [&](const BoxLimit& limit) {
      write_limit(json, limit, sample.factors[limit.factor]);
    });
  }
  json.end_object();
}

}  // namespace

std::string sensitivity_json(const SensitivityReport& report) {
  const StudySample& sample = report.sample;
  JsonText json;
  json.begin_object();
  json.key("schema").value(1);
  json.key("study").value(sample.study);
  json.key("design").value(sample.design);
  json.key("points").value(static_cast<std::uint64_t>(sample.points()));
  json.key("replications").value(static_cast<std::uint64_t>(sample.replications));
  json.key("runs").value(static_cast<std::uint64_t>(sample.runs()));
  json.key("failed_runs").value(static_cast<std::uint64_t>(sample.failed_runs));
  json.key("missing_runs").value(static_cast<std::uint64_t>(sample.missing_runs));
  json.key("incomplete_points").begin_array();
  for (const std::size_t point : sample.incomplete())
    json.value(static_cast<std::uint64_t>(point));
  json.end_array();
  json.objects("dates_not_reached", sample.quantities, [&](const Quantity& quantity) {
    json.key("quantity").value(quantity.name);
    json.key("runs").value(static_cast<std::uint64_t>(quantity.never));
  });
  write_indices(json, report.indices);
  json.key("years").begin_array();
  for (const int year : years_of(sample))
    json.value(year);
  json.end_array();
  json.objects("binding", report.binding, [&](const BindingProbability& each) {
    json.key("constraint").value(each.constraint);
    write_numbers(json, "by_year", each.years);
    write_numbers(json, "by_month", each.months);
  });
  if (report.ranges)
    write_ranges(json, sample, *report.ranges);
  json.end_object();
  return json.take();
}

std::string indices_csv(const SensitivityReport& report) {
  CsvText csv("quantity,factor,measure,value,low,high");
  for (const QuantityIndices& quantity : report.indices.quantities) {
    for (const FactorIndices& factor : quantity.factors) {
      for (const Measure& measure : factor.measures) {
        if (!measure.interval)
          continue;
        csv.add(quantity.quantity).add(factor.factor).add(measure.name);
        csv.add(measure.interval->value).add(measure.interval->low).add(measure.interval->high);
        csv.end_row();
      }
    }
  }
  return csv.take();
}

}  // namespace chokepoint::tools
