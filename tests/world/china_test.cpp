// China's chain: an overlay of the baseline, and what its export rules do.

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

std::filesystem::path overlay(const std::string& name) {
  return repository() / "scenarios/overlays" / (name + ".yaml");
}

RunResult told(const std::vector<std::string>& sets = {}) {
  return run_and_tell(read_plan({repository() / "scenarios/baseline.yaml", overlay("china-chain")},
                                {.deterministic = true}, sets))
      .result;
}

double at_end_of_2026(const RunResult& result, const std::string& name, const std::string& entity) {
  const auto& points = series_of(result, name, entity).points;
  const auto end = std::find_if(points.begin(), points.end(), [](const SeriesPoint& point) {
    return iso(point.date) == "2026-12-01";
  });
  return end == points.end() ? 0 : end->value;
}

TEST(ChinaChain, MakesChipsOfItsOwnAndLessWithEachExportRule) {
  const RunResult base = told();
  const RunResult stacks = told({"actors.samsung_memory.export_rules=[]"});
  const RunResult chips = told({"actors.nvidia.export_rules=[]"});
  const double own = at_end_of_2026(base, "installed_h100e", "huawei");
  EXPECT_GT(own, 0);
  EXPECT_GT(at_end_of_2026(stacks, "installed_h100e", "huawei"), 1.2 * own);
  EXPECT_GT(at_end_of_2026(chips, "operated", "china_operators"),
            1.2 * at_end_of_2026(base, "operated", "china_operators"));
}

/// Whether it ordered that from that seller, and was not refused.
bool buys(const World& world, const std::string& buyer, const std::string& seller) {
  const Market& market = world.market();
  for (OrderId id = 1; id < market.journal.size(); ++id) {
    const Order& order = market.journal.at(id);
    if (market.firm(order.buyer).name() == buyer && market.firm(order.seller).name() == seller &&
        order.status != OrderStatus::rejected)
      return true;
  }
  return false;
}

TEST(ChinaChain, TurnsToItsOwnToolMakersWhenOthersMayNotSell) {
  const Plan plan = read_plan({repository() / "scenarios/baseline.yaml", overlay("china-chain")},
                              {.deterministic = true});
  World open(plan.scenario);
  open.run();
  for (const Store* store : open.market().flow.stores)
    EXPECT_EQ(store->total_in(), store->total_out() + store->level()) << store->name();
  EXPECT_EQ(open.market().flow.trace.unexplained(), 0U);
  EXPECT_TRUE(buys(open, "smic", "fab_tool_makers"));
  EXPECT_FALSE(buys(open, "smic", "china_tool_makers"));
  EXPECT_FALSE(buys(open, "smic", "asml"));
  const Plan banned = read_plan(
      {repository() / "scenarios/baseline.yaml", overlay("china-chain"), overlay("export-ban")},
      {.deterministic = true});
  World shut(banned.scenario);
  shut.run();
  EXPECT_TRUE(buys(shut, "smic", "china_tool_makers"));
  EXPECT_FALSE(buys(shut, "smic", "fab_tool_makers"));
}

}  // namespace
}  // namespace chokepoint::models
