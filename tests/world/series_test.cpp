// The series of the semiconductor half, in the baseline: one number each, whatever it follows from.

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

const RunResult& told() {
  static const RunResult result = tell(baseline(), baseline_world()).result;
  return result;
}

using ByMonth = std::map<std::string, double>;

/// Values by day, summed over the rows that are wanted.
template <class Wanted>
ByMonth summed(const std::string& name, Wanted wanted) {
  ByMonth sums;
  for (const chokepoint::Series& series : told().series) {
    if (series.series != name || !wanted(series))
      continue;
    for (const SeriesPoint& point : series.points)
      sums[iso(point.date)] += point.value;
  }
  return sums;
}

bool is_part(const chokepoint::Series& series) {
  return !series.entity.empty();
}

TEST(Series, AreThereUnderTheirNames) {
  std::set<std::string> names;
  for (const chokepoint::Series& series : told().series)
    names.insert(series.series);
  for (const char* name : {"accelerator_packages",
                           "installed_h100e",
                           "installed_chip_tdp_gw",
                           "euv_tools_shipped",
                           "euv_tools_installed",
                           "wafer_capacity_kwpm",
                           "cowos_kwpm",
                           "hbm_share_of_dram_wafers",
                           "dram_price_index",
                           "ai_share_of_logic",
                           "phones_sold",
                           "allocated_share",
                           "received",
                           "compute_use",
                           "training_run",
                           "received_from",
                           "dram_price_change",
                           "operated_h100e",
                           "capex_usd",
                           "tool_sets_waiting",
                           "rooms_waiting",
                           "power_ordered_gw",
                           "power_delivered_gw",
                           "site_slip_days",
                           "online_it_gw",
                           "ai_share_of_foundry",
                           "serving_share",
                           "lab_compute_gw",
                           "lab_revenue_usd",
                           "h100_hour_usd",
                           "electricians"})
    EXPECT_EQ(names.count(name), 1U) << name;
  for (const char* gone : {"euv_tools", "devices", "packaged_h100e"})
    EXPECT_EQ(names.count(gone), 0U) << gone;
}

TEST(Series, PartsAddUpToTheirTotals) {
  for (const char* name :
       {"euv_tools_installed", "cowos_kwpm", "installed_h100e", "installed_chip_tdp_gw"}) {
    const ByMonth parts = summed(name, is_part);
    const ByMonth totals = summed(name, [](const auto& series) { return series.entity.empty(); });
    ASSERT_EQ(totals.size(), 168U) << name;
    for (const auto& [day, total] : totals)
      EXPECT_NEAR(parts.at(day), total, 1e-9 * total + 1e-12) << name << " " << day;
  }
}

TEST(Series, WhatOperatorsRunInH100sAddsUpToWhatWasShipped) {
  const ByMonth operators = summed("operated_h100e", is_part);
  const ByMonth shipped = summed("installed_h100e", is_part);
  ASSERT_GT(operators.size(), 160U);
  for (const auto& [day, h100e] : operators)
    EXPECT_NEAR(h100e, shipped.at(day), 1e-9 * shipped.at(day)) << day;
}

TEST(Series, APriceChangeIsOfTheMeansOfTwoQuarters) {
  const auto all = [](const auto&) { return true; };
  const ByMonth index = summed("dram_price_index", all);
  const ByMonth changes = summed("dram_price_change", all);
  ASSERT_EQ(changes.size(), 55U);  // of 56 quarters
  const auto mean = [&](const char* a, const char* b, const char* c) {
    return (index.at(a) + index.at(b) + index.at(c)) / 3;
  };
  EXPECT_NEAR(changes.at("2022-04-01"),
              mean("2022-04-01", "2022-05-01", "2022-06-01") /
                      mean("2022-01-01", "2022-02-01", "2022-03-01") -
                  1,
              1e-9);
}

TEST(Series, UsesOfComputeAddUpToWhatALabHasOnline) {
  for (const char* lab : {"openai", "anthropic", "google_deepmind", "meta_ai", "xai"}) {
    const auto of_lab = [&](const auto& series) { return series.entity == lab; };
    const ByMonth online = summed("online", of_lab);
    ASSERT_EQ(online.size(), 168U) << lab;
    for (const auto& [day, gw] : summed("compute_use", of_lab))
      EXPECT_NEAR(gw, online.at(day), 1e-9) << lab << " " << day;
  }
}

TEST(Series, LabsRunAllThatIsOnline) {
  const ByMonth labs = summed("lab_compute_gw", is_part);
  const ByMonth all = summed("lab_compute_gw", [](const auto& s) { return s.entity.empty(); });
  const ByMonth online = summed("online", [](const auto& s) { return s.entity.empty(); });
  ASSERT_EQ(all.size(), 168U);
  for (const auto& [day, gw] : online) {
    EXPECT_NEAR(labs.at(day), gw, 1e-9) << day;
    EXPECT_NEAR(all.at(day), gw, 1e-9) << day;
  }
}

TEST(Series, LabsEarnInAMonthWhatCustomersPayThem) {
  const ByMonth paid = summed("revenue", is_part);
  const ByMonth earned = summed("lab_revenue_usd", is_part);
  ASSERT_FALSE(earned.empty());
  for (const auto& [day, usd] : paid)
    EXPECT_NEAR(earned.at(day), usd, 1e-6 * usd) << day;
}

TEST(Series, TheHourOfAnH100IsTheMeanOfWhatOperatorsAsk) {
  const auto amazon = [](const auto& series) { return series.entity == "amazon"; };
  EXPECT_EQ(summed("h100_hour_usd", amazon), summed("h100_hour", amazon));
  std::map<std::string, std::pair<double, double>> ends;  // least and most that anybody asks
  for (const chokepoint::Series& series : told().series) {
    if (series.series != "h100_hour_usd" || !is_part(series))
      continue;
    for (const SeriesPoint& point : series.points) {
      auto [end, is_new] = ends.try_emplace(iso(point.date), point.value, point.value);
      end->second = {std::min(end->second.first, point.value),
                     std::max(end->second.second, point.value)};
    }
  }
  const ByMonth mean = summed("h100_hour_usd", [](const auto& s) { return s.entity.empty(); });
  ASSERT_EQ(mean.size(), 168U);
  for (const auto& [day, usd] : mean) {
    EXPECT_GT(usd, ends.at(day).first) << day;
    EXPECT_LT(usd, ends.at(day).second) << day;
  }
}

TEST(Series, ElectriciansAreTheirPartOfThePeopleOnSites) {
  const ByMonth workers = summed("workers", is_part);
  const ByMonth electricians = summed("electricians", is_part);
  ASSERT_EQ(electricians.size(), 168U);
  for (const auto& [day, people] : workers)
    EXPECT_NEAR(electricians.at(day), 0.36 * people, 1e-6 * people) << day;
}

TEST(Series, ATrainingRunIsAYearOfWhatTrainingHas) {
  const auto everybody = [](const auto& series) { return is_part(series); };
  const ByMonth all_h100e = summed("installed_h100e", everybody);
  const auto of_lab = [](const auto& series) {
    return series.entity == "openai" && series.generation != "inference" &&
           series.generation != "research";
  };
  const ByMonth training = summed("compute_use", of_lab);
  const ByMonth online = summed("online", [](const auto& series) { return series.entity.empty(); });
  const ByMonth runs = summed("training_run", of_lab);
  EXPECT_EQ(runs.begin()->first, "2022-12-01");
  double h100e_months = 0;
  for (const auto& [day, gw] : training) {
    if (day.substr(0, 4) == "2027")
      h100e_months += gw * all_h100e.at(day) / online.at(day);
  }
  const double seconds = 365.2425 / 12 * 86400;
  const double flop = h100e_months * seconds * 0.989e15 * 0.4;
  EXPECT_NEAR(runs.at("2027-12-01"), flop, 1e-9 * flop);
}

TEST(Series, TheLargestTrainingRunIsThatOfSomeLab) {
  const ByMonth largest =
      summed("training_run", [](const auto& series) { return series.entity.empty(); });
  for (const auto& [day, flop] : largest) {
    int equal = 0;
    for (const chokepoint::Series& series : told().series) {
      for (const SeriesPoint& point : series.points) {
        if (series.series != "training_run" || !is_part(series) || iso(point.date) != day)
          continue;
        EXPECT_LE(point.value, flop) << day;
        equal += point.value == flop ? 1 : 0;
      }
    }
    EXPECT_GE(equal, 1) << day;
  }
}

TEST(Series, SharesOfWhatIsDeliveredAddUpToOne) {
  std::map<std::pair<std::string, std::string>, double> sums;
  for (const chokepoint::Series& series : told().series) {
    if (series.series != "allocated_share")
      continue;
    for (const SeriesPoint& point : series.points)
      sums[{series.generation, iso(point.date)}] += point.value;
  }
  EXPECT_GT(sums.size(), 1000U);
  for (const auto& [key, sum] : sums)
    EXPECT_NEAR(sum, 1, 1e-9) << key.first << " " << key.second;
}

TEST(Series, WhatIsReceivedIsWhatTheJournalSaysHasArrived) {
  std::map<std::string, double> journal;
  for (const OrderRow& order : told().orders)
    journal[std::string(order.commodity)] += order.delivered_quantity;
  std::map<std::string, double> received;
  for (const chokepoint::Series& series : told().series) {
    for (const SeriesPoint& point : series.points)
      received[series.generation] += series.series == "received" ? point.value : 0;
  }
  for (const auto& [commodity, arrived] : journal)
    EXPECT_EQ(received[commodity], arrived) << commodity;
}

TEST(Series, WhatIsReceivedFromAFoundryIsWhatItsOrdersBrought) {
  std::map<std::string, double> journal;
  for (const OrderRow& order : told().orders)
    journal[std::string(order.seller) + " " + std::string(order.commodity)] +=
        order.delivered_quantity;
  std::map<std::string, double> received;
  std::map<std::string, double> by_vendors;
  const std::set<std::string> vendors = {"nvidia", "google_tpu", "amd", "amazon_trainium"};
  for (const chokepoint::Series& series : told().series) {
    for (const SeriesPoint& point : series.points) {
      if (series.series != "received_from")
        continue;
      received[series.generation] += point.value;
      if (series.generation == "tsmc n3_wafer" && iso(point.date) == "2027-06-01") {
        by_vendors["all"] += point.value;
        by_vendors["ai"] += (vendors.contains(series.entity) ? point.value : 0);
      }
    }
  }
  EXPECT_GT(received["tsmc n3_wafer"], 0);
  for (const auto& [goods, amount] : received)
    EXPECT_EQ(amount, journal[goods]) << goods;
  const ByMonth share = summed("ai_share_of_foundry", [](const auto& series) {
    return series.entity == "tsmc" && series.generation == "n3";
  });
  EXPECT_NEAR(share.at("2027-06-01"), by_vendors["ai"] / by_vendors["all"], 1e-9);
}

TEST(Series, ToolsShippedAreThoseThatWereMade) {
  double shipped = 0;
  for (const auto& [day, tools] : summed("euv_tools_shipped", is_part)) {
    EXPECT_EQ(tools, std::round(tools)) << day;
    shipped += tools;
  }
  double delivered = 0;
  for (const OrderRow& order : told().orders)
    delivered += order.commodity == "euv_tool" ? order.delivered_quantity : 0;
  // Half a year's tools are on their way to where they will work.
  EXPECT_GT(shipped, delivered);
  EXPECT_LT(shipped, 1.25 * delivered);
}

TEST(Series, PackagesAreWhatSystemsShippedAreMadeOf) {
  for (const char* vendor : {"nvidia", "google_tpu", "amazon_trainium", "amd"}) {
    const auto of_vendor = [&](const auto& series) { return series.entity == vendor; };
    double packages = 0;
    for (const auto& [day, count] : summed("accelerator_packages", of_vendor)) {
      EXPECT_NE(std::string("01 04 07 10").find(day.substr(5, 2)), std::string::npos) << day;
      packages += count;
    }
    const double kw = 1e6 * summed("systems_shipped", of_vendor).rbegin()->second;
    // A package carries between 0.3 and 10 kW, whatever its generation.
    EXPECT_GT(packages, kw / 10) << vendor;
    EXPECT_LT(packages, kw / 0.3) << vendor;
  }
}

TEST(Series, TheMemoryPriceIsAHundredInMid2025) {
  EXPECT_EQ(summed("dram_price_index", [](const auto&) { return true; }).at("2025-07-01"), 100);
}

TEST(Series, OperatorsRegionsAndGenerationsAddUpToTheSameOnline) {
  const auto by = [](const auto& wanted) { return summed("online_it_gw", wanted); };
  const ByMonth operators = by([](const auto& series) { return !series.entity.empty(); });
  const ByMonth regions =
      by([](const auto& series) { return series.entity.empty() && !series.region.empty(); });
  const ByMonth generations = by([](const auto& series) { return !series.generation.empty(); });
  for (const auto& [month, gw] : operators) {
    EXPECT_NEAR(regions.at(month), gw, 1e-6) << month;
    if (generations.contains(month)) {
      EXPECT_NEAR(generations.at(month), gw, 1e-6 * gw) << month;
    }
  }
}

TEST(Series, PowerDeliveredIsWhatItsOrdersBroughtAndNoMoreThanWasOrdered) {
  const auto sum = [](const std::string& name) {
    double gw = 0;
    for (const auto& [month, value] : summed(name, is_part))
      gw += value;
    return gw;
  };
  const Market& market = baseline_world().market();
  double arrived = 0;
  for (OrderId id = 1; id < market.journal.size(); ++id) {
    const Order& order = market.journal.at(id);
    if (market.commodity(order.terms.commodity).name == "power")
      arrived += 1e-6 * static_cast<double>(order.arrived);
  }
  EXPECT_NEAR(sum("power_delivered_gw"), arrived, 1e-6);
  EXPECT_GT(sum("power_ordered_gw"), arrived);
}

TEST(Series, CapitalSpendingIsWhatABuilderPaidAndWhatAFabsToolsAndRoomsCost) {
  const World& world = baseline_world();
  const Market& market = world.market();
  double amazon = 0;
  for (OrderId id = 1; id < market.journal.size(); ++id) {
    const Order& order = market.journal.at(id);
    if (market.firm(order.buyer).name() != "amazon" || order.status == OrderStatus::rejected)
      continue;
    const bool systems = order.terms.settlement == Settlement::on_delivery;
    amazon += order.terms.price_usd *
              static_cast<double>(systems ? order.arrived : order.terms.quantity - order.cancelled);
  }
  const auto spent = [](const std::string& firm) {
    double usd = 0;
    for (const auto& [month, value] :
         summed("capex_usd", [&](const auto& series) { return series.entity == firm; }))
      usd += value;
    return usd;
  };
  EXPECT_NEAR(spent("amazon") / amazon, 1, 1e-6);
  // Who buys EUV tools without rooms spends what they cost: 180 to 400 million usd each.
  double tools = 0;
  for (OrderId id = 1; id < market.journal.size(); ++id) {
    const Order& order = market.journal.at(id);
    if (market.firm(order.buyer).name() == "other_fabs" &&
        market.commodity(order.terms.commodity).name == "euv_tool")
      tools += static_cast<double>(order.arrived);
  }
  EXPECT_GT(spent("other_fabs"), 0.7 * 180e6 * tools);
  EXPECT_LT(spent("other_fabs"), 1.15 * 400e6 * tools);
  EXPECT_GT(spent("tsmc"), spent("intel"));
}

TEST(Series, CapacitiesOfNodesAndMemoryAreThoseOfTheirMakers) {
  const std::set<std::string> foundries{"tsmc", "samsung_foundry", "intel"};
  const std::set<std::string> memory{"samsung_memory", "sk_hynix", "micron", "cxmt", "other_dram"};
  for (const std::string entity : {"n3", "dram"}) {
    const auto wanted = [&](const auto& series) {
      return entity == "dram" ? memory.contains(series.entity)
                              : foundries.contains(series.entity) && series.generation == entity;
    };
    // On the first day everybody writes.
    const double made = summed("capacity", wanted).at("2022-01-01");
    const ByMonth stated =
        summed("wafer_capacity_kwpm", [&](const auto& series) { return series.entity == entity; });
    EXPECT_NEAR(stated.at("2022-01-01"), made / 1000, 1e-9) << entity;
  }
}

TEST(Series, TheRecipeOfTheFlagshipIsWhatTheTestOfTheRecipeWorksOut) {
  const auto rubin = [](const auto& series) {
    return series.entity == "nvidia" && series.generation == "rubin";
  };
  const Plan plan = read_plan({repository() / "scenarios/baseline.yaml"}, {.deterministic = true});
  const RunResult best = run_and_tell(plan, {.record = false}).result;
  for (const chokepoint::Series& series : best.series) {
    if (series.series != "euv_passes_per_gw" || !rubin(series))
      continue;
    EXPECT_NEAR(series.points.at(6).value, 2.0e6, 0.05 * 2.0e6);
    return;
  }
  FAIL() << "no euv_passes_per_gw";
}

}  // namespace
}  // namespace chokepoint::models
