// A world with so few tool sets that rooms stand empty: what it is said to wait for.

#include <algorithm>
#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "models/why.hpp"
#include "sim/bottleneck/ledger.hpp"
#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

/// The baseline with makers of sets half as small as its own new fabs had them, and nobody else.
struct FewSets {
  FewSets()
      : plan(read_plan({repository() / "scenarios/baseline.yaml"}, {.deterministic = true},
                       {"actors.fab_tool_makers.capacity=8 set/month",
                        "actors.other_fabs.tool_sets=0 set/month"})),
        sha256(plan.document.sha256()),
        world(plan.scenario) {
    world.run();
  }
  [[nodiscard]] Told told() const {
    return {.scenario = plan.scenario,
            .sha256 = sha256,
            .trace = world.trace(),
            .market = &world.market()};
  }
  Plan plan;
  std::string sha256;
  World world;
};

const FewSets& few_sets() {
  static const FewSets world;
  return world;
}

double share_of(const Ledger& ledger, const YearLedger& year, const std::string& name) {
  for (const LedgerShare& share : year.shares) {
    if (ledger.name(share.constraint) == name)
      return share.share;
  }
  return 0;
}

TEST(FewToolSets, AreNamedAndNotTheRoomsThatStandEmpty) {
  const Plan& plan = few_sets().plan;
  EXPECT_EQ(few_sets().world.trace().unexplained(), 0U);
  const Ledger ledger(few_sets().world.trace(), plan.scenario.timeline, plan.scenario.horizon);
  int named = 0;
  for (const YearLedger& year : ledger.years()) {
    SCOPED_TRACE(year.year);
    const double sets = share_of(ledger, year, "fab_tools");
    if (sets < 0.25)  // from there on an answer names a second constraint
      continue;
    ++named;
    EXPECT_LT(share_of(ledger, year, "logic_cleanroom"), 0.05);
    EXPECT_LT(share_of(ledger, year, "dram_cleanroom"), 0.05);
  }
  EXPECT_GE(named, 1);
}

TEST(FewToolSets, AreWhatALateLotWaitedForAndAnOrderOfSetsIsWhatEndsIt) {
  int crossed = 0;
  for (const WhyOfYear& year : whys(few_sets().told())) {
    SCOPED_TRACE(year.year);
    const WhyReport& report = year.report;
    if (report.main >= report.steps.size() || report.steps[report.main].constraint != "fab_tools")
      continue;
    ASSERT_TRUE(report.terms.has_value());
    if (!report.terms->order)
      continue;  // none came any more
    ++crossed;
    const Market& market = few_sets().world.market();
    const Order& order = market.journal.at(static_cast<OrderId>(*report.terms->order));
    EXPECT_EQ(market.commodity(order.terms.commodity).name, "fab_tool_set");
    EXPECT_EQ(order.placed, report.terms->ordered);
    EXPECT_EQ(report.terms->ordered_order, report.terms->order);
  }
  EXPECT_GE(crossed, 1);
}

}  // namespace
}  // namespace chokepoint::models
