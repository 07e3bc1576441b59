// Every path that resolved.yaml prints leads back to the value.

#include <regex>

#include <gtest/gtest.h>

#include "sim/record/tables.hpp"
#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

/// The value of that line of resolved.yaml, as a scenario has it.
std::string as_written(const ResolvedValue& value) {
  if (value.unit.empty() || value.unit == "duration")
    return value.value;
  const std::string unit = value.unit == "1" ? "" : " " + value.unit;
  if (!value.time_varying)
    return value.value + unit;
  static const std::regex end_of_point(R"(([^\[\]])\])");
  const std::string shape = value.written.starts_with("linear") ? "linear" : "steps";
  return "{" + shape + ": " + std::regex_replace(value.points, end_of_point, "$1" + unit + "]") +
         "}";
}

TEST(Settings, EveryPrintedPathTakesItsPrintedValueAndNothingChanges) {
  const SampleOptions points{.deterministic = true};
  const auto file = repository() / "scenarios/baseline.yaml";
  const Plan before = read_plan({file}, points);
  std::vector<std::string> sets;
  for (const ResolvedValue& value : before.scenario.resolved.values())
    sets.push_back(value.path + "=" + as_written(value));
  ASSERT_GT(sets.size(), 1000U);
  const Plan after = read_plan({file}, points, sets);
  EXPECT_EQ(fingerprint_of(run_and_tell(after).result),
            fingerprint_of(run_and_tell(before).result));
}

}  // namespace
}  // namespace chokepoint::models
