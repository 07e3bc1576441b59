// Why things happened when they did: no start without a reason, no plan without a policy.

#include <cmath>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "sim/bottleneck/ledger.hpp"
#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

class EveryLedger : public testing::TestWithParam<std::filesystem::path> {
 protected:
  void SetUp() override {
    plan_ = std::make_unique<Plan>(read_plan({GetParam()}));
    world_ = std::make_unique<World>(plan_->scenario);
    world_->run();
  }
  [[nodiscard]] const Trace& trace() const { return world_->trace(); }
  [[nodiscard]] const Scenario& scenario() const { return plan_->scenario; }
  /// Firms decide; of the textbook systems two have a decision on purpose.
  [[nodiscard]] bool may_decide() const {
    return has_firms() || GetParam().stem() == "T10" || GetParam().stem() == "T15";
  }
  [[nodiscard]] bool has_firms() const { return !world_->market().firms().empty(); }

 private:
  std::unique_ptr<Plan> plan_;
  std::unique_ptr<World> world_;
};

TEST_P(EveryLedger, NoActivityStartsLaterThanAllItsConditions) {
  ASSERT_GT(trace().size(), 1U);
  EXPECT_EQ(trace().unexplained(), 0U);
  for (const EventId id : trace().unexplained_events()) {
    const Event& event = trace().event(id);
    ADD_FAILURE() << "event " << id << " of " << trace().name(event.constraint) << " at "
                  << event.start;
  }
}

TEST_P(EveryLedger, EveryPlanNamesItsPolicyAndNoTextbookSystemWaitsForAChosenDate) {
  for (std::size_t i = 1; i < trace().size(); ++i) {
    const auto id = static_cast<EventId>(i);
    if (trace().event(id).kind == EventKind::plan) {
      ASSERT_TRUE(may_decide()) << "event " << id;
      ASSERT_FALSE(trace().name(trace().event(id).constraint).empty()) << "event " << id;
    }
    for (const Enabler& enabler : trace().enablers(id)) {
      if (enabler.how() != EnablerClass::planned)
        continue;
      ASSERT_TRUE(has_firms()) << "event " << id;
      // A chosen date goes back to a decision, or to one of before the start.
      const EventKind by = trace().event(enabler.event).kind;
      ASSERT_TRUE(by == EventKind::plan || enabler.event == kWorldStart) << "event " << id;
    }
  }
}

TEST_P(EveryLedger, TheSharesOfAMonthSumToOneAndTheLossesOfMonthsToTheYears) {
  const Ledger ledger(trace(), scenario().timeline, scenario().horizon);
  std::map<int, double> lost;
  for (const MonthLedger& month : ledger.months()) {
    lost[scenario().timeline.year(month.from)] += month.lost;
    double sum = 0;
    for (const LedgerShare& share : month.shares) {
      EXPECT_GE(share.share, 0);
      sum += share.share;
    }
    if (!month.shares.empty()) {
      EXPECT_NEAR(sum, 1, 1e-9) << "month " << month.month;
    }
    if (month.lost > 1e-9) {
      EXPECT_FALSE(month.shares.empty()) << "month " << month.month;
    }
  }
  ASSERT_FALSE(ledger.years().empty());
  for (const YearLedger& year : ledger.years()) {
    EXPECT_NEAR(year.lost, lost[year.year], 1e-9 * std::max(1.0, year.lost)) << year.year;
    double sum = 0;
    for (const LedgerShare& share : year.shares)
      sum += share.share;
    if (!year.shares.empty()) {
      EXPECT_NEAR(sum, 1, 1e-9) << year.year;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Explained, EveryLedger, testing::ValuesIn(all_scenarios()),
                         [](const auto& parameter) {
                           std::string name = parameter.param.stem().string();
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(Explained, HardlyAnythingOfTheBaselineIsLeftWithoutACause) {
  const Outcome told = run_and_tell(baseline());
  for (const YearSummary& year : told.result.years) {
    for (const ConstraintShare& share : year.shares) {
      if (share.constraint == "unexplained") {
        EXPECT_LE(share.share, 0.01) << year.year;
      }
    }
  }
}

}  // namespace
}  // namespace chokepoint::models
