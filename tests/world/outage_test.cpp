// One firm, one site: when it stands still, nobody else does.

#include <map>

#include <gtest/gtest.h>

#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

const std::string kStopped = "tsmc";
constexpr const char* kOutage =
    "actors:\n"
    "  - name: tsmc\n"
    "    outages:\n"
    "      - {from: 2026-03-03, to: 2026-09-03}\n";

/// What a firm has done so far.
struct Done {
  std::uint64_t wakeups = 0;
  double served = 0;
  int placed = 0;            ///< orders to it without an answer
  int answered = 0;          ///< orders to it with one
  std::int64_t arrived = 0;  ///< units it sold that have come
};

/// Looks at all firms at a few dates of a run.
class Watch {
 public:
  Watch(const World& world, const std::vector<Tick>& dates) : world_(world) {
    for (const Tick date : dates) {
      world.market().flow.simulation.at(date, Priority::horizon, action<&Watch::look>(this));
    }
  }
  /// By firm, at the dates in order.
  std::vector<std::map<std::string, Done>> seen;

 private:
  void look(std::uint64_t) {
    std::map<std::string, Done> now;
    const Market& market = world_.market();
    for (const Firm* firm : market.firms()) {
      Done& done = now[firm->name()];
      done.wakeups = firm->wakeups();
      for (const Gate* gate : firm->gates())
        done.served += gate->units_served();
    }
    for (OrderId id = 1; id < market.journal.size(); ++id) {
      const Order& order = market.journal.at(id);
      Done& seller = now[market.firm(order.seller).name()];
      (order.status == OrderStatus::placed ? seller.placed : seller.answered) += 1;
      seller.arrived += order.arrived;
    }
    seen.push_back(std::move(now));
  }

  const World& world_;
};

TEST(Outage, OfOneSiteStopsItsFirmAndNobodyElse) {
  const Folder folder;
  const Plan plan =
      read_plan({repository() / "scenarios/baseline.yaml", folder.write("outage.yaml", kOutage)});
  World world(plan.scenario);
  const Timeline& timeline = plan.scenario.timeline;
  const Tick from = timeline.tick(parse_date("2026-03-03"));
  const Tick to = timeline.tick(parse_date("2026-09-03"));
  Watch watch(world, {from, to - 1, to + 60 * kDay});
  world.run();
  ASSERT_EQ(watch.seen.size(), 3U);
  auto& begin = watch.seen[0];
  auto& end = watch.seen[1];
  auto& later = watch.seen[2];

  // The stopped firm: no decision, no wafer, no answer; what was under way arrives.
  EXPECT_EQ(end[kStopped].wakeups, begin[kStopped].wakeups);
  EXPECT_EQ(end[kStopped].served, begin[kStopped].served);
  EXPECT_EQ(end[kStopped].answered, begin[kStopped].answered);
  EXPECT_GT(end[kStopped].placed, 10);
  EXPECT_GT(end[kStopped].arrived, begin[kStopped].arrived);

  // Everybody else goes on deciding and answering.
  for (const Firm* firm : world.market().firms()) {
    if (firm->name() == kStopped || firm->kind == "ai_services")
      continue;
    SCOPED_TRACE(firm->name());
    EXPECT_GT(end[firm->name()].wakeups, begin[firm->name()].wakeups);
    EXPECT_EQ(end[firm->name()].placed, 0);
  }

  // Then it goes on where it stopped.
  EXPECT_GT(later[kStopped].wakeups, end[kStopped].wakeups);
  EXPECT_GT(later[kStopped].served, end[kStopped].served);
  EXPECT_EQ(later[kStopped].placed, 0);
  EXPECT_EQ(world.trace().unexplained(), 0U);
}

TEST(Outage, ChangesNothingBeforeItBegins) {
  const Folder folder;
  const Plan stopped =
      read_plan({repository() / "scenarios/baseline.yaml", folder.write("outage.yaml", kOutage)});
  const Outcome with = run_and_tell(stopped);
  const Outcome without = run_and_tell(baseline());
  const auto& a = series_of(with.result, "online").points;
  const auto& b = series_of(without.result, "online").points;
  ASSERT_EQ(a.size(), b.size());
  bool later_differs = false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].date < parse_date("2026-02-01")) {
      EXPECT_EQ(a[i].value, b[i].value) << i;
    } else
      later_differs = later_differs || a[i].value != b[i].value;
  }
  EXPECT_TRUE(later_differs);
  const Tick from = baseline().scenario.timeline.tick(parse_date("2026-03-03"));
  for (std::size_t i = 0; i < without.result.orders.size(); ++i) {
    const OrderRow& order = without.result.orders[i];
    if (order.placed >= from)
      break;
    EXPECT_EQ(order.quantity, with.result.orders[i].quantity) << order.order;
    EXPECT_EQ(order.promised, with.result.orders[i].promised) << order.order;
  }
}

/// Customers take orders back while the seller's mail is shut; it must not count them twice, and
/// must not answer what is closed.
TEST(Outage, LeavesNoBookBelowNothing) {
  const Folder folder;
  for (const char* firm : {"tsmc", "samsung_foundry", "intel", "cxmt", "samsung_memory"}) {
    for (const char* dates :
         {"from: 2024-03-03, to: 2024-09-03", "from: 2025-01-01, to: 2027-01-01"}) {
      SCOPED_TRACE(firm);
      SCOPED_TRACE(dates);
      const std::string overlay =
          "actors:\n  - name: " + std::string(firm) + "\n    outages:\n      - {" + dates + "}\n";
      const Plan plan =
          read_plan({repository() / "scenarios/baseline.yaml", folder.write("out.yaml", overlay)});
      const Outcome outcome = run_and_tell(plan);
      for (const chokepoint::Series& series : outcome.result.series) {
        if (series.series.find("backlog") == std::string::npos)
          continue;
        for (const chokepoint::SeriesPoint& point : series.points)
          EXPECT_GE(point.value, 0) << series.series << " of " << series.entity;
      }
    }
  }
}

}  // namespace
}  // namespace chokepoint::models
