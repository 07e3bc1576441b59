// Whatever is stopped, and however: the world goes on around it.

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

const std::vector<std::string> kManners = {
    "orders: refused, in_progress: lost, in_transit: lost, know_how: lost",
    "orders: wait",
    "orders: refused, people: leave, lasts: 3 months, returns_over: 3 months",
    "orders: refused, in_progress: lost, share: 60 %",
    "orders: wait, share: 60 %, lasts: 100 days",
};

/// Runs the baseline to the end of 2028 with that stop, and looks whether the books are right.
void run_stopped(const Folder& folder, const std::string& target, const std::string& manner) {
  SCOPED_TRACE(target + ", " + manner);
  const std::string overlay = "source: question\nevents:\n  - {name: halt, kind: stop, " + target +
                              ", from: 2027-03-01, " + manner + "}\n";
  const Plan plan =
      read_plan({repository() / "scenarios/baseline.yaml", folder.write("halt.yaml", overlay)},
                {.deterministic = true}, {"end=2028-12-01"});
  World world(plan.scenario);
  ASSERT_NO_THROW(world.run());
  EXPECT_EQ(world.trace().unexplained(), 0U);
  const Journal& journal = world.market().journal;
  for (OrderId id = 1; id < journal.size(); ++id) {
    const Order& order = journal.at(id);
    ASSERT_LE(order.started + order.cancelled, order.terms.quantity) << id;
    ASSERT_LE(order.arrived, order.started) << id;
  }
}

TEST(Stops, OfAnyRegionInAnyMannerAreRunToTheEnd) {
  const Folder folder;
  for (const std::string region :
       {"america", "china", "europe", "japan", "korea", "taiwan", "everywhere"}) {
    for (const std::string& manner : kManners)
      run_stopped(folder, "regions: " + region, manner);
  }
}

TEST(Stops, OfAnyFirmAreRunToTheEnd) {
  const Folder folder;
  std::set<std::string> stopped;
  const Market& market = baseline_world().market();
  std::size_t turn = 0;
  for (const Firm* firm : market.firms()) {
    // Operators, whose contracts are given up, in every manner; the others in two of them each.
    const bool operates = firm->kind == "data_centre_builder";
    const std::size_t manners = operates ? kManners.size() : 2;
    for (std::size_t i = 0; i < manners; ++i)
      run_stopped(folder, "firms: " + firm->name(), kManners[turn++ % kManners.size()]);
    stopped.insert(firm->kind);
  }
  EXPECT_TRUE(stopped.contains("data_centre_builder"));
  EXPECT_TRUE(stopped.contains("lab"));
}

/// A contract that is given up while nobody reads of it is not filled, and not counted as signed.
TEST(Stops, OfAnOperatorLeaveNoContractBelowNothing) {
  const Folder folder;
  const Plan plan = read_plan(
      {repository() / "scenarios/baseline.yaml",
       folder.write("halt.yaml",
                    "source: question\nevents:\n  - {name: halt, kind: stop, firms: microsoft, "
                    "from: 2027-03-01, orders: refused, lasts: 8 months}\n")},
      {.deterministic = true}, {"end=2029-12-01"});
  const Outcome outcome = run_and_tell(plan);
  for (const chokepoint::SeriesPoint& point :
       series_of(outcome.result, "contracts_waiting", "microsoft").points)
    EXPECT_GE(point.value, 0);
  double later = 0;
  for (const chokepoint::SeriesPoint& point :
       series_of(outcome.result, "operated", "microsoft").points)
    later = point.value;
  EXPECT_GT(later, 0);
}

}  // namespace
}  // namespace chokepoint::models
