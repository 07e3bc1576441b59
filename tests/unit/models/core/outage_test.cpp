// An outage of one site that makes units one after the other.

#include <gtest/gtest.h>

#include "models/core/line.hpp"
#include "tests/support/model_world.hpp"

namespace chokepoint::models {
namespace {

/// Makes ten units a day on its own site.
class Workshop final : public Firm {
 public:
  void state(ProcessModel&) const override {}
  explicit Workshop(Market& market)
      : Firm(market, {.name = "workshop", .region = "here"}),
        line_(market, *this,
              {.name = "workshop.line",
               .commodity = market.commodity("part", "part"),
               .lots_per_order = 1}) {
    line_.gate().add_resource(market.flow.trace.constraint("bench"), 10.0 / kDay);
  }
  void stand_still(Tick from, Tick to) {
    Simulation& simulation = market_.flow.simulation;
    simulation.at(from, Priority::outage, action<&Workshop::stop>(this));
    simulation.at(to, Priority::outage, action<&Workshop::resume>(this));
  }

 private:
  void stop(std::uint64_t) { stop_site(); }
  void resume(std::uint64_t) { resume_site(); }
  void plan() override {}
  void receive_order(OrderId order) override { acknowledge(order, line_.book(order)); }

  Line line_;
};

/// When two hundred units, twenty days of work, have come.
Tick delivered(const std::vector<OutageDates>& outages) {
  test::ModelWorld world(200 * kDay);
  world.simulation.add_site("workshop", "here");
  auto workshop = std::make_unique<Workshop>(world.market);
  for (const OutageDates& outage : outages)
    workshop->stand_still(outage.from, outage.to);
  world.add<test::ScriptedBuyer>(
      "buyer", world,
      std::vector<test::ScriptedBuyer::Purchase>{
          {0, {.commodity = world.market.commodity("part", "part"), .quantity = 200}, "workshop"}});
  world.simulation.add_actor(*workshop, "workshop");
  world.run();
  EXPECT_EQ(world.trace.unexplained(), 0U);
  return world.market.journal.at(1).delivered;
}

TEST(Outage, InTheMiddleOfALotDelaysItByItsOwnLength) {
  EXPECT_EQ(delivered({}), 20 * kDay);
  for (const Tick length : {Tick{1}, 7 * kDay, 33 * kDay + 17})
    EXPECT_EQ(delivered({{5 * kDay + 11, 5 * kDay + 11 + length}}), 20 * kDay + length);
  // Twenty days later there is nothing left to delay.
  EXPECT_EQ(delivered({{21 * kDay, 30 * kDay}}), 20 * kDay);
}

TEST(Outage, LastsUntilAllThatFallTogetherAreOver) {
  const Tick from = 5 * kDay + 11;
  EXPECT_EQ(delivered({{from, from + 30 * kDay}, {from + kDay, from + 2 * kDay}}), 50 * kDay);
  EXPECT_EQ(delivered({{from, from + 2 * kDay}, {from + kDay, from + 30 * kDay}}), 50 * kDay);
}

}  // namespace
}  // namespace chokepoint::models
