// The ledger of one run of the baseline, at best guesses as its answer is quoted, against the
// definition: the world run again with a little more and a little less of everything, decisions
// kept.

#include "models/detectors.hpp"

#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

const Agreement& pair(const DetectorReport& report, const std::string& first,
                      const std::string& about) {
  for (const auto& pair : report.pairs) {
    if (pair.first == first && pair.second == "counterfactual" && pair.about == about)
      return pair.agreement;
  }
  throw std::runtime_error("no pair " + first + ", " + about);
}

/// Who always names the same has a kappa of 0: these hold what each method says of the months.
void expect_the_ledger_to_say_of_what_is_online_what_re_runs_say(const DetectorReport& report) {
  const Agreement& by_name = pair(report, "ledger", "online");
  EXPECT_GE(by_name.top1, 0.6);
  EXPECT_GE(by_name.kappa, 0.4);
  EXPECT_GE(by_name.overlap, 0.65);
  const Agreement& capacities = pair(report, "ledger", "online, capacities alone");
  EXPECT_GE(capacities.top1, 0.6);
  EXPECT_GE(capacities.kappa, 0.4);
  const Agreement& as_one = pair(report, "ledger", "online, decisions as one");
  EXPECT_GE(as_one.overlap, 0.75);
  ASSERT_TRUE(as_one.jaccard.has_value());
  EXPECT_GE(*as_one.jaccard, 0.75);
  // Where both of the names that they give are within a tenth of each other, neither is wrong.
  int differing = 0;
  for (const DetectorDifference& d : report.differences) {
    if (d.method == "ledger" && d.about == "online, decisions as one" && d.reason != "tie")
      differing += d.months;
  }
  EXPECT_LE(differing, static_cast<int>(as_one.months) / 20);
}

void expect_a_reason_for_every_month_in_which_they_differ(const DetectorReport& report) {
  int pairs = 0;
  for (const auto& pair : report.pairs) {
    if (pair.second != "counterfactual")
      continue;
    SCOPED_TRACE(pair.first + ", " + pair.about);
    ++pairs;
    int differing = 0;
    for (const DetectorDifference& d : report.differences) {
      if (d.method != pair.first || d.about != pair.about)
        continue;
      EXPECT_NE(d.named, d.counterfactual);
      EXPECT_FALSE(d.reason.empty());
      EXPECT_LT(d.from, d.to);
      differing += d.months;
    }
    EXPECT_NEAR(1 - static_cast<double>(differing) / static_cast<double>(pair.agreement.months),
                pair.agreement.top1, 1e-9);
  }
  EXPECT_EQ(pairs, 8);
}

// One test, as each would run all of the worlds again.
TEST(Detectors, AgreeWithReRunsOrSayWhyNot) {
  const Plan plan =
      read_plan({repository() / "scenarios" / "baseline.yaml"}, {.deterministic = true});
  const DetectorReport report = compare_detectors(plan.scenario, 2);
  EXPECT_TRUE(report.failed.empty());
  expect_the_ledger_to_say_of_what_is_online_what_re_runs_say(report);
  expect_a_reason_for_every_month_in_which_they_differ(report);
}

}  // namespace
}  // namespace chokepoint::models
