#include <algorithm>
#include <cmath>

#include "sim/base/text.hpp"
#include "sim/record/text_cells.hpp"
#include "tools/sensitivity/report.hpp"

namespace chokepoint::tools {

namespace {

constexpr std::size_t kInOneLine = 3;
constexpr int kCell = 6;
constexpr double kVisible = 0.005;

std::string count(std::size_t number, const std::string& noun) {
  return with_thousands(static_cast<std::int64_t>(number)) + " " + noun + (number == 1 ? "" : "s");
}

std::string percent(double part) {
  const double tenths = std::round(part * 1000.0);
  const bool is_whole = std::fmod(tenths, 10.0) == 0.0;
  return (is_whole ? std::to_string(std::lround(tenths / 10.0)) : readable(tenths / 10.0)) + " %";
}

std::string title_of(const std::string& method) {
  if (method == "sobol")
    return "Sobol indices: the part of the variance that goes with a factor, alone (first) and "
           "with "
           "all it interacts with (total)";
  if (method == "morris")
    return "Elementary effects: the change over the whole range of a factor (mean_absolute), and "
           "how much that depends on the others (deviation)";
  return "Rank correlations, with the other factors (spearman) and without them (partial)";
}

/// What factors are sorted by.
std::string leading(const std::string& method) {
  if (method == "sobol")
    return "total";
  return method == "morris" ? "mean_absolute" : "partial";
}

const std::optional<Interval>& interval_of(const FactorIndices& factor, const std::string& name) {
  static const std::optional<Interval> none;
  for (const Measure& measure : factor.measures)
    if (measure.name == name)
      return measure.interval;
  return none;
}

/// The leading measure, or the first that there is.
const std::optional<Interval>& main_interval(const FactorIndices& factor,
                                             const std::string& method) {
  const auto& first = interval_of(factor, leading(method));
  return first || factor.measures.empty() ? first : factor.measures.front().interval;
}

std::string number(double value) {
  return readable(std::round(value * 100.0) / 100.0);
}

std::string text_of(const std::optional<Interval>& interval) {
  if (!interval)
    return "too few points";
  if (interval->low == interval->high)
    return number(interval->value);
  return number(interval->value) + " (" + number(interval->low) + " to " + number(interval->high) +
         ")";
}

std::vector<FactorIndices> sorted(const QuantityIndices& quantity, const std::string& method) {
  std::vector<FactorIndices> factors = quantity.factors;
  const auto size = [&](const FactorIndices& factor) {
    const auto& interval = main_interval(factor, method);
    return interval ? std::abs(interval->value) : 0.0;
  };
  std::stable_sort(
      factors.begin(), factors.end(),
      [&](const FactorIndices& a, const FactorIndices& b) { return size(a) > size(b); });
  return factors;
}

std::string one_line(const QuantityIndices& quantity, const std::string& method, int width) {
  std::string line;
  const auto factors = sorted(quantity, method);
  for (std::size_t i = 0; i < std::min(kInOneLine, factors.size()); ++i) {
    line +=
        (i == 0 ? "" : ", ") + factors[i].factor + " " + text_of(main_interval(factors[i], method));
  }
  return pad_right(quantity.quantity, width) + "  " + line + "\n";
}

std::string all_factors(const QuantityIndices& quantity, const std::string& method) {
  std::string text = quantity.quantity + "\n";
  int name_width = 0;
  for (const FactorIndices& factor : quantity.factors)
    name_width = std::max(name_width, display_width(factor.factor));
  for (const FactorIndices& factor : sorted(quantity, method)) {
    text += "  " + pad_right(factor.factor, name_width);
    for (const Measure& measure : factor.measures)
      text += "  " + measure.name + " " + pad_right(text_of(measure.interval), 22);
    text.erase(text.find_last_not_of(' ') + 1);
    text += "\n";
  }
  return text;
}

std::string quantity_text(const QuantityIndices& quantity, const IndexReport& report, bool details,
                          int width) {
  if (!quantity.refused.empty())
    return pad_right(quantity.quantity, width) + "  none: " + quantity.refused + "\n";
  return details ? all_factors(quantity, report.method) : one_line(quantity, report.method, width);
}

std::string index_text(const IndexReport& report, bool details, int width) {
  if (!report.refused.empty())
    return wrapped("No indices: " + report.refused + ".", width) + "\n";
  std::string text = wrapped(title_of(report.method) + ". " + count(report.points, "point") +
                                 "; in brackets intervals of " + percent(report.confidence) + ".",
                             width) +
                     "\n";
  for (const std::string& note : report.notes)
    text += wrapped("Note: " + note + ".", width) + "\n";
  text += "\n";
  int name_width = 0;
  for (const QuantityIndices& quantity : report.quantities)
    name_width = std::max(name_width, display_width(quantity.quantity));
  for (const QuantityIndices& quantity : report.quantities)
    text += quantity_text(quantity, report, details, name_width);
  return text;
}

std::string never_text(const StudySample& sample) {
  std::string text;
  for (const Quantity& quantity : sample.quantities) {
    if (quantity.never == 0)
      continue;
    text += (text.empty() ? "" : ", ") + quantity.name + " in " +
            with_thousands(static_cast<std::int64_t>(quantity.never));
  }
  return text.empty() ? ""
                      : "Dates that are not reached count as the end of the run: " + text + " of " +
                            count(sample.runs(), "run") + ".";
}

std::string binding_text(const SensitivityReport& report, int width) {
  const auto years = years_of(report.sample);
  int name_width = 0;
  for (const BindingProbability& each : report.binding)
    name_width = std::max(name_width, display_width(each.constraint));
  const auto per_block = static_cast<std::size_t>(std::max(1, (width - name_width) / kCell));
  std::string text =
      "Runs in which a constraint binds in half of the months of the year or more, %\n";
  for (std::size_t first = 0; first < years.size(); first += per_block) {
    const std::size_t last = std::min(years.size(), first + per_block);
    text += std::string(static_cast<std::size_t>(name_width), ' ');
    for (std::size_t year = first; year < last; ++year)
      text += pad_left(std::to_string(years[year]), kCell);
    text += "\n";
    for (const BindingProbability& each : report.binding) {
      if (*std::max_element(each.years.begin(), each.years.end()) < kVisible)
        continue;
      text += pad_right(each.constraint, name_width);
      for (std::size_t year = first; year < last; ++year) {
        const double part = each.years[year];
        text += pad_left(part < kVisible ? "·" : std::to_string(std::lround(100.0 * part)), kCell);
      }
      text += "\n";
    }
  }
  return text;
}

std::string limit_text(const BoxLimit& limit, const SampleFactor& factor) {
  if (!factor.levels.empty()) {
    std::string text;
    for (const double level : limit.levels)
      text += (text.empty() ? "" : " or ") + factor.levels.at(static_cast<std::size_t>(level));
    return text;
  }
  const std::string unit = factor.unit.empty() || factor.unit == "1" ? "" : " " + factor.unit;
  if (limit.low && limit.high)
    return number(*limit.low) + " to " + number(*limit.high) + unit;
  return limit.low ? "at least " + number(*limit.low) + unit
                   : "at most " + number(*limit.high) + unit;
}

std::string ranges_text(const StudySample& sample, const RangeQuestion& question, int width) {
  const std::string what = question.constraint + " binds in " + std::to_string(question.year) +
                           " (in half of its months or more)";
  std::string text = wrapped(what + " in " + std::to_string(question.hits) + " of " +
                                 count(sample.runs(), "run") + ".",
                             width) +
                     "\n";
  if (!question.box)
    return text + "No ranges of the factors make it more frequent.\n";
  const DiscoveredBox& box = *question.box;
  text += "It does so most often with\n";
  for (const BoxLimit& limit : box.limits) {
    const SampleFactor& factor = sample.factors[limit.factor];
    text += "  " + factor.name + ": " + limit_text(limit, factor) + "\n";
  }
  text += wrapped("There it binds in " + std::to_string(box.hits_inside) + " of " +
                      count(box.points_inside, "run") + " (" + percent(box.density()) +
                      "), which are " + percent(box.coverage()) +
                      " of those in which it binds. Ranges as good are found in " +
                      std::to_string(std::lround(100.0 * box.chance)) +
                      " of 100 samples in which the factors have nothing to do with it.",
                  width);
  return text + "\n";
}

std::string heading(const StudySample& sample, int width) {
  std::string text = sample.study + ": " + sample.design + ", " + count(sample.points(), "point") +
                     ", " + count(sample.replications, "replication") + "; " +
                     count(sample.runs(), "run") + " ok";
  if (sample.failed_runs > 0)
    text += ", " + std::to_string(sample.failed_runs) + " failed";
  if (sample.missing_runs > 0)
    text += ", " + std::to_string(sample.missing_runs) + " missing";
  text += ".";
  if (!sample.incomplete().empty())
    text += " Points without all of their runs: " + list_of(sample.incomplete()) + ".";
  return wrapped(text, width) + "\n";
}

}  // namespace

std::string sensitivity_text(const SensitivityReport& report, bool details, int width) {
  std::string text = heading(report.sample, width);
  const std::string never = never_text(report.sample);
  text += "\n" + index_text(report.indices, details, width);
  if (!never.empty() && report.indices.refused.empty())
    text += "\n" + wrapped(never, width) + "\n";
  if (!report.binding.empty())
    text += "\n" + binding_text(report, width);
  if (report.ranges)
    text += "\n" + ranges_text(report.sample, *report.ranges, width);
  return text;
}

}  // namespace chokepoint::tools
