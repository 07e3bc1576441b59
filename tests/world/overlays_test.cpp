// Markets and suppliers that only overlays have: they take part, and nothing is lost.

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

Plan with(const std::string& overlay) {
  return read_plan({repository() / "scenarios/baseline.yaml",
                    repository() / "scenarios/overlays" / (overlay + ".yaml")},
                   {.deterministic = true});
}

void expect_nothing_lost(const World& world) {
  for (const Store* store : world.market().flow.stores)
    EXPECT_EQ(store->total_in(), store->total_out() + store->level()) << store->name();
  EXPECT_EQ(world.market().flow.trace.unexplained(), 0U);
}

TEST(Overlays, RobotsGetWafersFromThePoolOfAll) {
  const Plan plan = with("robots");
  World world(plan.scenario);
  world.run();
  expect_nothing_lost(world);
  const Market& market = world.market();
  std::int64_t logic = 0;
  for (OrderId id = 1; id < market.journal.size(); ++id) {
    const Order& order = market.journal.at(id);
    if (market.firm(order.buyer).name() == "robots" &&
        market.commodity(order.terms.commodity).name == "n3_wafer")
      logic += order.arrived;
  }
  EXPECT_GT(logic, 100'000);
}

TEST(Overlays, LightSuppliersHoldSystemsBackWhileTheyGrow) {
  const Plan plan = with("light-suppliers");
  World world(plan.scenario);
  world.run();
  expect_nothing_lost(world);
  const auto shipped = [](const RunResult& result, const std::string& month) {
    const auto& points = series_of(result, "systems_shipped", "nvidia").points;
    const auto found = std::find_if(points.begin(), points.end(), [&](const SeriesPoint& point) {
      return iso(point.date) == month;
    });
    return found == points.end() ? 0 : found->value;
  };
  const Plan usual = read_plan({repository() / "scenarios/baseline.yaml"}, {.deterministic = true});
  const RunResult base = run_and_tell(usual).result;
  const RunResult held = tell(plan, world).result;
  EXPECT_LT(shipped(held, "2024-06-01"), shipped(base, "2024-06-01"));
  EXPECT_LT(shipped(held, "2026-06-01"), 0.9 * shipped(base, "2026-06-01"));
  EXPECT_GT(shipped(held, "2027-06-01"), 0.9 * shipped(base, "2027-06-01"));
}

/// The part of a year's shortage that is given to a constraint.
double share(const RunResult& result, int year, const std::string& constraint) {
  for (const YearSummary& summary : result.years) {
    for (const ConstraintShare& part : summary.shares) {
      if (summary.year == year && part.constraint == constraint)
        return part.share;
    }
  }
  return 0;
}

TEST(Overlays, PermitsThatAreGrantedTooSlowlyHoldSitesBack) {
  const Plan plan = with("permit-queue");
  World world(plan.scenario);
  world.run();
  expect_nothing_lost(world);
  const Plan usual = read_plan({repository() / "scenarios/baseline.yaml"}, {.deterministic = true});
  const RunResult usually = run_and_tell(usual).result;
  EXPECT_EQ(share(usually, 2028, "permits"), 0);
  // The fewer an office grants, the less comes online. (Its part of what is short need not be more:
  // halls need no permit, and are short, too.)
  const Plan slower = read_plan({repository() / "scenarios/baseline.yaml",
                                 repository() / "scenarios/overlays/permit-queue.yaml"},
                                {.deterministic = true},
                                {"actors.construction_trades.permits.everywhere.rate=2 GW_it/year",
                                 "actors.construction_trades.permits.everywhere.growth=0 1/year"});
  const RunResult held = run_and_tell(slower).result;
  EXPECT_GT(share(held, 2028, "permits"), 0.1);
  EXPECT_LT(held.years[5].online_gw_end, usually.years[5].online_gw_end);
  // A decision of an office, not a work that was too small.
  for (const YearSummary& summary : held.years) {
    for (const RootShare& root : summary.roots) {
      if (summary.year == 2028 && root.cause == "policy") {
        EXPECT_NEAR(root.share, share(held, 2028, "permits"), 1e-9);
      }
    }
  }
}

TEST(Overlays, FlashFollowsMemoryMoreWeakly) {
  const Plan plan = with("nand");
  World world(plan.scenario);
  world.run();
  expect_nothing_lost(world);
  const RunResult result = tell(plan, world).result;
  const auto highest = [&](const std::string& series) {
    double most = 0;
    for (const SeriesPoint& point : series_of(result, series).points)
      most = std::isfinite(point.value) ? std::max(most, point.value) : most;
    return most;
  };
  EXPECT_GT(highest("nand_price_index"), 150);
  EXPECT_LT(highest("nand_price_index"), 0.75 * highest("dram_price_index"));
  // What counts as memory elsewhere is DRAM.
  const Plan usual = read_plan({repository() / "scenarios/baseline.yaml"}, {.deterministic = true});
  const auto capacity = [](const RunResult& told) {
    return series_of(told, "wafer_capacity_kwpm", "dram").points.front().value;
  };
  EXPECT_EQ(capacity(result), capacity(run_and_tell(usual).result));
}

TEST(Overlays, HiredTeamsMakeFollowersYieldMore) {
  const auto made = [](const std::vector<std::string>& sets) {
    const Plan plan = read_plan({repository() / "scenarios/baseline.yaml",
                                 repository() / "scenarios/overlays/hired-teams.yaml"},
                                {.deterministic = true}, sets);
    World world(plan.scenario);
    world.run();
    expect_nothing_lost(world);
    std::int64_t wafers = 0;
    const Tick until = plan.scenario.timeline.tick(
        Date{std::chrono::year{2026}, std::chrono::January, std::chrono::day{1}});
    for (OrderId id = 1; id < world.market().journal.size(); ++id) {
      const Order& order = world.market().journal.at(id);
      if (order.placed < until && world.market().firm(order.seller).name() == "intel" &&
          world.market().commodity(order.terms.commodity).name == "n3_wafer")
        wafers += order.arrived;
    }
    return wafers;
  };
  EXPECT_GT(static_cast<double>(made({})),
            1.02 * static_cast<double>(made({"actors.intel.hires.closes=0 1/year"})));
}

/// The part of all that the largest vendor sells until the end of 2024, while it is short, that its
/// largest buyer gets.
double largest_part(const World& world) {
  const Market& market = world.market();
  const Tick end = world.scenario().timeline.tick(
      Date{std::chrono::year{2025}, std::chrono::January, std::chrono::day{1}});
  std::map<std::string, double> got;
  double all = 0;
  for (OrderId id = 1; id < market.journal.size(); ++id) {
    const Order& order = market.journal.at(id);
    if (market.firm(order.seller).name() != "nvidia" || order.delivered < 0 ||
        order.delivered >= end)
      continue;
    all += static_cast<double>(order.arrived);
    got[market.firm(order.buyer).name()] += static_cast<double>(order.arrived);
  }
  double most = 0;
  for (const auto& [buyer, amount] : got)
    most = std::max(most, amount);
  return most / all;
}

TEST(Overlays, NoBuilderGetsMoreThanItsPartWhileOthersWait) {
  const Plan plan = with("no-one-gets-all");
  World world(plan.scenario);
  world.run();
  expect_nothing_lost(world);
  const Plan usual = read_plan({repository() / "scenarios/baseline.yaml"}, {.deterministic = true});
  World base(usual.scenario);
  base.run();
  EXPECT_LT(largest_part(world), largest_part(base) - 0.05);
}

/// GW online at the end of a year, and nothing lost.
double online(const std::string& overlay, int year, const std::vector<std::string>& sets = {}) {
  std::vector<std::filesystem::path> files{repository() / "scenarios/baseline.yaml"};
  if (!overlay.empty())
    files.push_back(repository() / "scenarios/overlays" / (overlay + ".yaml"));
  const Plan plan = read_plan(files, {.deterministic = true}, sets);
  World world(plan.scenario);
  world.run();
  expect_nothing_lost(world);
  Cents all = 0;
  for (const Accounts::Account& account : world.market().accounts.all())
    all += account.balance;
  EXPECT_EQ(all, 0);
  const RunResult result = tell(plan, world).result;
  return result.years.at(static_cast<std::size_t>(year - 2022)).online_gw_end;
}

TEST(Overlays, CheaperAnswersThatSellNoMoreModerateWhatIsBuilt) {
  const double usual = online("", 2032);
  EXPECT_LT(online("cheaper-answers", 2032), usual);
  // Answers of which as many more are bought as they are cheaper change nothing.
  EXPECT_EQ(online("cheaper-answers", 2032,
                   {"actors.ai_customers.moderators.elasticity=1",
                    "actors.ai_customers.moderators.need_nines=0"}),
            usual);
}

TEST(Overlays, OfficesOfOneRegionHoldItsSitesBackWhenTheyGrantFew) {
  const double usual = online("", 2028);
  EXPECT_LT(online("permits-by-region", 2028,
                   {"actors.construction_trades.permits.america.rate=2 GW_it/year",
                    "actors.construction_trades.permits.america.growth=0 1/year"}),
            0.8 * usual);
}

TEST(Overlays, AReserveOfMachinesLeavesLessOfThemForCompute) {
  const auto at_the_start = [](const RunResult& result, const std::string& maker) {
    return series_of(result, "power_capacity", maker).points.front().value;
  };
  const Plan usual = read_plan({repository() / "scenarios/baseline.yaml"}, {.deterministic = true});
  const RunResult base = run_and_tell(usual).result;
  const RunResult alone = run_and_tell(with("firm-on-site-power")).result;
  EXPECT_NEAR(at_the_start(base, "engine_makers") / at_the_start(alone, "engine_makers"), 1.2,
              1e-9);
  EXPECT_NEAR(at_the_start(base, "ge_vernova") / at_the_start(alone, "ge_vernova"), 1 / 0.9, 1e-9);
  EXPECT_EQ(at_the_start(base, "grid_operators"), at_the_start(alone, "grid_operators"));
}

TEST(Overlays, ContractsThatEndGoToOthersAndNoComputeIsLostOrMade) {
  const auto moved = [](const std::vector<std::filesystem::path>& files) {
    const Plan plan = read_plan(files, {.deterministic = true});
    World world(plan.scenario);
    world.run();
    expect_nothing_lost(world);
    const RunResult result = tell(plan, world).result;
    double change = 0;
    for (const SeriesPoint& point : series_of(result, "added").points)
      change -= point.value;
    for (const chokepoint::Series& series : result.series) {
      if (series.series != "received" || series.generation != "compute")
        continue;
      for (const SeriesPoint& point : series.points)
        change += std::isfinite(point.value) ? point.value * 1e-6 : 0;
    }
    return change;
  };
  const auto baseline = repository() / "scenarios/baseline.yaml";
  EXPECT_NEAR(moved({baseline}), 0, 1e-3);
  EXPECT_NEAR(moved({baseline, repository() / "scenarios/overlays/last-minute.yaml"}), 0, 1e-3);
  EXPECT_GT(moved({baseline, repository() / "scenarios/overlays/roll-off.yaml"}), 10);
}

TEST(Overlays, PeopleWhoArePaidAndSitesThatArePaidForMoveMoneyAndLoseNone) {
  EXPECT_GT(online("salaries", 2026), 0);
  EXPECT_GT(online("site-subsidies", 2026), 0);
  EXPECT_GT(online("modular-sites", 2026), 0);
}

TEST(Overlays, ATrainingRunThatTheLargestSiteCannotHoldIsSmallerAndNothingElseChanges) {
  const Plan usual = read_plan({repository() / "scenarios/baseline.yaml"}, {.deterministic = true});
  const Outcome base = run_and_tell(usual);
  const Outcome spread = run_and_tell(with("many-sites"));
  EXPECT_EQ(spread.orders, base.orders);
  const auto& whole = series_of(base.result, "training_run", "openai").points;
  const auto& parts = series_of(spread.result, "training_run", "openai").points;
  ASSERT_EQ(parts.size(), whole.size());
  // In a quarter of a year, 7 % of a year's compute takes 28 %; the largest site has 20.
  for (std::size_t i = 0; i < whole.size(); ++i)
    EXPECT_NEAR(parts[i].value / whole[i].value, 0.2 / 0.28, 1e-9);
}

const std::vector<std::string> kBuilders{"amazon",    "coreweave", "google",         "meta",
                                         "microsoft", "oracle",    "other_operators"};
const std::vector<std::string> kLabs{"anthropic", "google_deepmind",   "meta_ai",
                                     "openai",    "other_ai_services", "xai"};

std::vector<std::string> of_all(const std::vector<std::string>& firms, const std::string& setting) {
  std::vector<std::string> settings;
  for (const std::string& firm : firms)
    settings.push_back("actors." + firm + "." + setting);
  return settings;
}

TEST(Overlays, SystemsThatFailAtOnceComeOnlineLaterAndNothingElseIsLeftOfTheKey) {
  const double usual = online("", 2025);
  EXPECT_LT(online("reseated-systems", 2025), usual);
  EXPECT_EQ(online("reseated-systems", 2025, of_all(kBuilders, "reseated.part=0")), usual);
}

/// kW that a lab contracted with operators that the baseline does not name for it.
double contracted_elsewhere(const std::vector<std::string>& settings) {
  const Plan plan = read_plan({repository() / "scenarios/baseline.yaml",
                               repository() / "scenarios/overlays/second-tier-clouds.yaml"},
                              {.deterministic = true}, settings);
  World world(plan.scenario);
  world.run();
  expect_nothing_lost(world);
  const Market& market = world.market();
  double kw = 0;
  for (OrderId id = 1; id < market.journal.size(); ++id) {
    const Order& order = market.journal.at(id);
    const std::string& seller = market.firm(order.seller).name();
    if (market.firm(order.buyer).name() == "anthropic" &&
        (seller == "coreweave" || seller == "oracle" || seller == "other_operators"))
      kw += static_cast<double>(order.arrived);
  }
  return kw;
}

TEST(Overlays, LabsThatAreShortTurnToCloudsOfTheSecondTierAsFarAsTheKeyAllows) {
  EXPECT_GT(contracted_elsewhere({}), 1e6);
  EXPECT_EQ(contracted_elsewhere(of_all(kLabs, "new_operators=0")), 0);
}

TEST(HourOfAnOldChip, FollowsNewSystemsAsFarAsTheKeySays) {
  const auto usd = [](const std::vector<std::string>& settings) {
    const Plan plan =
        read_plan({repository() / "scenarios/baseline.yaml"}, {.deterministic = true}, settings);
    const RunResult result = run_and_tell(plan).result;
    return series_of(result, "h100_hour_usd", "amazon").points.at(54).value;  // July 2026
  };
  EXPECT_GT(usd(of_all(kBuilders, "ageing=0")), 1.5 * usd({}));
}

/// N3 wafers that a buyer got of the largest foundry until the end of 2027, under a rule.
double n3_of(const std::string& buyer, const std::string& rule) {
  const Plan plan = read_plan({repository() / "scenarios/baseline.yaml"}, {.deterministic = true},
                              {"actors.tsmc.nodes.n3.allocation=" + rule});
  World world(plan.scenario);
  world.run();
  const Market& market = world.market();
  const Tick end = plan.scenario.timeline.tick(
      Date{std::chrono::year{2028}, std::chrono::January, std::chrono::day{1}});
  double wafers = 0;
  for (OrderId id = 1; id < market.journal.size(); ++id) {
    const Order& order = market.journal.at(id);
    if (market.firm(order.buyer).name() == buyer && market.firm(order.seller).name() == "tsmc" &&
        market.commodity(order.terms.commodity).name == "n3_wafer" && order.delivered >= 0 &&
        order.delivered < end)
      wafers += static_cast<double>(order.arrived);
  }
  return wafers;
}

TEST(AllocationOfAFoundry, ByTheHighestBidTakesWafersFromPhonesForAccelerators) {
  EXPECT_GT(n3_of("nvidia", "highest_bidder"), n3_of("nvidia", "fifo"));
  EXPECT_LT(n3_of("phones", "highest_bidder"), n3_of("phones", "fifo"));
}

}  // namespace
}  // namespace chokepoint::models
