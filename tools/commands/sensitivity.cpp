#include <algorithm>
#include <charconv>

#include "sim/scenario/diagnostics.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/sensitivity_arguments.hpp"
#include "tools/output.hpp"
#include "tools/sensitivity/read_sample.hpp"
#include "tools/sensitivity/report.hpp"

namespace chokepoint::tools {

namespace {

/// "95%" or "95 %".
double confidence_of(const std::string& text) {
  double percent = 0.0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, percent);
  const std::string_view unit(rest, static_cast<std::size_t>(end - rest));
  if (error != std::errc() || (unit != "%" && unit != " %") || !(percent > 0.0 && percent < 100.0))
    throw UsageError("--ci: expected a percentage between 0 and 100 such as 95%, found '" + text +
                     "'");
  return percent / 100.0;
}

/// Only the quantities that were asked for.
void choose_quantities(const std::vector<std::string>& names, StudySample& sample) {
  if (names.empty())
    return;
  std::vector<std::string> known;
  for (const Quantity& quantity : sample.quantities)
    known.push_back(quantity.name);
  std::vector<Quantity> chosen;
  for (const std::string& name : names) {
    const auto at = std::find(known.begin(), known.end(), name);
    if (at == known.end())
      throw UsageError("--of: this sweep has no quantity '" + name + "'" +
                       did_you_mean(name, known));
    chosen.push_back(sample.quantities[static_cast<std::size_t>(at - known.begin())]);
  }
  sample.quantities = std::move(chosen);
}

RangeQuestion question_of(const StudySample& sample, const SensitivityArguments& arguments) {
  std::vector<std::string> known;
  for (const BindingRecord& record : sample.constraints)
    known.push_back(record.constraint);
  if (std::find(known.begin(), known.end(), arguments.binds) == known.end())
    throw UsageError("--binds: no run of this sweep has a share of '" + arguments.binds + "'" +
                     did_you_mean(arguments.binds, known));
  const auto years = years_of(sample);
  if (std::find(years.begin(), years.end(), arguments.year) == years.end())
    throw UsageError("--year: expected a year from " + std::to_string(years.front()) + " to " +
                     std::to_string(years.back()) + ", found " + std::to_string(arguments.year));
  const std::vector<bool> outcome = binds_in_year(sample, arguments.binds, arguments.year);
  return {.constraint = arguments.binds,
          .year = arguments.year,
          .hits = static_cast<std::size_t>(std::count(outcome.begin(), outcome.end(), true)),
          .box = ranges_of(sample, outcome)};
}

/// Indices that could not be had because runs are not there are for the shell to see.
int exit_code_of(const SensitivityReport& report) {
  if (report.indices.refused.empty() || report.sample.incomplete().empty())
    return exit_ok;
  return report.sample.missing_runs > 0 ? exit_stopped : exit_some_failed;
}

}  // namespace

int sensitivity_command(const SensitivityArguments& arguments) {
  if (arguments.binds.empty() != (arguments.year == 0))
    throw UsageError("--binds and --year go together: which ranges make it bind in that year?");
  const double confidence = confidence_of(arguments.confidence);
  StudySample sample = read_sample(arguments.directory);
  choose_quantities(arguments.of, sample);
  SensitivityReport report{
      .sample = sample, .indices = {}, .binding = binding_probabilities(sample), .ranges = {}};
  if (!arguments.binds.empty())
    report.ranges = question_of(sample, arguments);
  report.indices = indices_of(sample, confidence);
  if (arguments.json)
    print(sensitivity_json(report));
  else if (arguments.csv)
    print(indices_csv(report));
  else
    print(sensitivity_text(report, !arguments.of.empty(), stdout_style().width));
  return exit_code_of(report);
}

}  // namespace chokepoint::tools
