#include "sim/bottleneck/detectors.hpp"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/jobs.hpp"
#include "tests/unit/bottleneck/timeline.hpp"

namespace chokepoint {
namespace {

TEST(Responses, AShareIsThePartOfWhatAllConstraintsBring) {
  // Eight months; A brings 3 a month either way together, B 1, C loses.
  Responses responses{.online = std::vector<double>(8), .constraints = {"A", "B", "C"}};
  const auto growing = [](double by) {
    std::vector<double> online;
    for (int m = 0; m < 8; ++m)
      online.push_back(100.0 * (m + 1) + by * (m + 1));
    return online;
  };
  responses.relaxed = {growing(2), growing(1), growing(-1)};
  responses.tightened = {growing(-1), growing(0), growing(0)};
  const ShareMatrix shares = response_months(responses);
  ASSERT_EQ(shares.months.size(), 8U);
  for (const auto& month : shares.months) {
    EXPECT_DOUBLE_EQ(month[0], 0.75);
    EXPECT_DOUBLE_EQ(month[1], 0.25);
    EXPECT_DOUBLE_EQ(month[2], 0);
  }
}

TEST(Responses, AWorldThatFailedSaysNothing) {
  const Responses responses{.online = {1.5, 3},
                            .constraints = {"A", "B"},
                            .relaxed = {{2, 4}, {}},
                            .tightened = {{1, 2}, {1, 2}}};
  const ShareMatrix shares = response_months(responses);
  EXPECT_DOUBLE_EQ(shares.months[0][0], 1);
  EXPECT_DOUBLE_EQ(shares.months[0][1], 0);
}

TEST(ActivePeriods, NameTheGateThatWorksInsideItsTier) {
  Trace trace;
  EventId last = kWorldStart;
  jobs(trace, "early", trace.gate("e"), 0, 59 * kDay, last);
  jobs(trace, "late", trace.gate("l"), 59 * kDay, 120 * kDay, last);
  // A gate behind a lead works all the time and is in another tier: nobody compares it.
  const ConstraintId far = trace.constraint("far");
  const GateId gate = trace.gate("f");
  EventId made = kWorldStart;
  for (Tick t = 0; t < 120 * kDay; t += kDay) {
    made = trace.follow(EventKind::service, far, t, t + kDay, made, EnablerClass::gate, 1, 1, gate);
  }
  const EventId sent =
      trace.follow(EventKind::lead, 0, 120 * kDay, 130 * kDay, made, EnablerClass::material, 0, 1);
  trace.reached_sink(130 * kDay, 1, sent);
  const Timeline dates = from_2022();
  const Ledger ledger(trace, dates, 130 * kDay);
  const std::vector<TierMonths> tiers = active_periods_by_tier(trace, ledger);
  ASSERT_EQ(tiers.size(), 1U);
  EXPECT_EQ(tiers[0].leads, 0);
  EXPECT_EQ(tiers[0].constraints, (std::vector<std::string>{"early", "late"}));
  EXPECT_EQ(tiers[0].activity.top(0), 0U);
  EXPECT_EQ(tiers[0].activity.top(3), 1U);
  EXPECT_EQ(tiers[0].ledger.top(0), 0U);
  EXPECT_EQ(tiers[0].ledger.top(3), 1U);
}

}  // namespace
}  // namespace chokepoint
