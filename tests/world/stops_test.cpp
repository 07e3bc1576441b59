// Whatever is stopped, and however: the world goes on around it.

#include <random>
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

/// Runs the baseline with that event until then, and looks whether the books are right.
void run_with(const Folder& folder, const std::string& event, const SampleOptions& sampling,
              const std::string& end) {
  SCOPED_TRACE(event);
  const std::string overlay = "source: question\nevents:\n  - {name: halt, " + event + "}\n";
  const Plan plan =
      read_plan({repository() / "scenarios/baseline.yaml", folder.write("halt.yaml", overlay)},
                sampling, {"end=" + end});
  World world(plan.scenario);
  ASSERT_NO_THROW(world.run());
  EXPECT_EQ(world.trace().unexplained(), 0U);
  for (const Store* store : world.market().flow.stores)
    ASSERT_EQ(store->total_in(), store->total_out() + store->level()) << store->name();
  const Journal& journal = world.market().journal;
  for (OrderId id = 1; id < journal.size(); ++id) {
    const Order& order = journal.at(id);
    ASSERT_LE(order.started + order.cancelled, order.terms.quantity) << id;
    ASSERT_LE(order.arrived, order.started) << id;
  }
}

void run_stopped(const Folder& folder, const std::string& target, const std::string& manner) {
  run_with(folder, "kind: stop, " + target + ", from: 2027-03-01, " + manner,
           {.deterministic = true}, "2028-12-01");
}

/// Words of a random event; which one a number stands for may differ between compilers.
class Dice {
 public:
  explicit Dice(std::uint64_t number) : engine_(number) {}
  std::uint64_t below(std::uint64_t end) { return engine_() % end; }
  const std::string& one_of(const std::vector<std::string>& words) {
    return words[below(words.size())];
  }

 private:
  std::mt19937_64 engine_;
};

std::string random_event(Dice& dice, const std::vector<std::string>& firms,
                         const std::vector<std::string>& sellers) {
  const std::vector<std::string> regions{"america", "china", "europe", "japan", "korea", "taiwan"};
  const std::string length = std::to_string(1 + dice.below(900)) + " days";
  const std::string lasts = dice.one_of({"", ", lasts: " + length});
  const std::string target = dice.one_of(
      {"regions: " + dice.one_of(regions), "regions: everywhere", "firms: " + dice.one_of(firms),
       "firms: [" + firms[1 + dice.below(firms.size() - 1)] + ", " + firms.front() + "]"});
  const std::string share = dice.one_of({"", ", share: " + std::to_string(dice.below(101)) + " %"});
  const std::string manner = ", orders: " + dice.one_of({"wait", "refused"}) +
                             ", in_progress: " + dice.one_of({"paused", "finished", "lost"}) +
                             ", in_transit: " + dice.one_of({"arrive", "held", "lost"}) +
                             ", people: " + dice.one_of({"stay", "leave"}) +
                             ", know_how: " + dice.one_of({"kept", "lost"});
  const std::vector<std::string> kinds{
      "kind: stop, " + target + share + lasts + manner,
      "kind: stop, " + target + share +
          ", staged: [{after: 20 days, back: 30 %}, {after: 1 year, back: 90 %}]" + manner,
      "kind: hazard, " + target + share + lasts +
          ", per_year: 2 1/year, output_lost: {uniform: [1 day, " + length + "]}" + manner,
      "kind: lane, out_of: " + dice.one_of(regions) + lasts +
          ", goods: " + dice.one_of({"held", "lost"}),
      "kind: policy, sellers: " + dice.one_of(sellers) + ", into: " + dice.one_of(regions) + lasts,
      "kind: capital" + share + lasts + ", lenders: " + dice.one_of({"close", "lend"}),
      "kind: allocation, firms: " + dice.one_of(sellers) + lasts +
          ", rule: " + dice.one_of({"contracts_first", "fifo", "highest_bidder"}),
  };
  const std::string year = std::to_string(2022 + dice.below(8));
  return dice.one_of(kinds) + ", from: " + year + dice.one_of({"-01-01", "-06-17", "-11-30"});
}

TEST(Events, OfAnyKindTargetDateAndLengthAreRunToTheEnd) {
  const Folder folder;
  std::vector<std::string> firms;
  std::vector<std::string> sellers;
  for (const Firm* firm : baseline_world().market().firms()) {
    firms.push_back(firm->name());
    if (firm->kind != "ai_services" && firm->kind != "consumer_market" && firm->kind != "lab")
      sellers.push_back(firm->name());
  }
  for (std::uint64_t i = 0; i < 60; ++i) {
    Dice dice(i);
    SampleOptions sampling{.deterministic = i % 2 == 0};
    sampling.seed = i + 1;
    run_with(folder, random_event(dice, firms, sellers), sampling, "2031-01-01");
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
