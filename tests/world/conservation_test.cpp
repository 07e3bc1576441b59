// Nothing appears and nothing is lost, in every scenario of the repository.

#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "models/core/line.hpp"
#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

class EveryScenario : public testing::TestWithParam<std::filesystem::path> {
 protected:
  void SetUp() override {
    plan_ = std::make_unique<Plan>(read_plan({GetParam()}));
    world_ = std::make_unique<World>(plan_->scenario);
    world_->run();
  }
  [[nodiscard]] const World& world() const { return *world_; }
  [[nodiscard]] const Market& market() const { return world_->market(); }
  [[nodiscard]] const Flow& flow() const { return market().flow; }

 private:
  std::unique_ptr<Plan> plan_;
  std::unique_ptr<World> world_;
};

TEST_P(EveryScenario, EveryStoreHoldsWhatCameInAndDidNotGoOut) {
  EXPECT_FALSE(flow().stores.empty());
  for (const Store* store : flow().stores) {
    SCOPED_TRACE(store->name());
    EXPECT_EQ(store->total_in(), store->total_out() + store->level());
    EXPECT_GE(store->level(), 0);
    EXPECT_LE(store->level(), store->capacity());
  }
}

TEST_P(EveryScenario, WhatStationsTakeAndMakeIsWhatStoresGiveAndGet) {
  std::map<const Store*, std::int64_t> in;
  std::map<const Store*, std::int64_t> out;
  for (const Station& station : world().network().stations()) {
    EXPECT_GE(station.lots_started(), station.lots_delivered()) << station.name();
    for (const Station::Input& input : station.spec().inputs)
      out[input.store] += input.amount * station.lots_started();
    for (const Station::Output& output : station.spec().outputs)
      in[output.store] += output.amount * station.lots_delivered();
  }
  for (const auto& [name, store] : world().network().stores()) {
    EXPECT_EQ(store->total_in(), store->initial() + in[store.get()]) << name;
    EXPECT_EQ(store->total_out(), out[store.get()]) << name;
  }
}

TEST_P(EveryScenario, WhatSellersBeganHasArrivedOrIsInWorkOrUnderWay) {
  std::map<OrderId, std::int64_t> in_work;
  std::map<OrderId, std::int64_t> under_way;
  std::map<CommodityId, bool> made_on_lines;
  for (const Line* line : market().lines) {
    line->for_each_lot([&](OrderId order, std::int64_t quantity) { in_work[order] += quantity; });
  }
  market().post.for_each_outstanding([&](const Message& message) {
    if (const auto* delivery = std::get_if<Delivery>(&message))
      under_way[delivery->order] += delivery->quantity;
  });
  const CommodityId compute = [&] {
    for (const Market::Supply& supply : market().supplies) {
      if (market().commodity(supply.commodity).name == "compute")
        return supply.commodity;
    }
    return CommodityId{65535};
  }();
  for (OrderId id = 1; id < market().journal.size(); ++id) {
    const Order& order = market().journal.at(id);
    if (order.terms.commodity == compute)
      continue;  // made in data centres, not on lines: below
    EXPECT_EQ(order.started, order.arrived + in_work[id] + under_way[id]) << "order " << id;
  }
}

INSTANTIATE_TEST_SUITE_P(Conservation, EveryScenario, testing::ValuesIn(all_scenarios()),
                         [](const auto& parameter) {
                           std::string name = parameter.param.stem().string();
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

class Baseline : public testing::Test {
 protected:
  static const Market& market() { return baseline_world().market(); }

  /// The store of that name; fails when there is none.
  static const Store& store(const std::string& name) {
    for (const Store* known : market().flow.stores) {
      if (known->name() == name)
        return *known;
    }
    throw std::runtime_error("no store " + name);
  }
  static double number(const std::string& path) {
    const ResolvedValue* value = baseline().scenario.resolved.find(path);
    return value == nullptr ? 0 : std::stod(value->value);
  }
  /// Sums up orders of a buyer: `amount(order)` for those of that commodity.
  template <class F>
  static double sum(const std::string& commodity, F amount) {
    double result = 0;
    for (OrderId id = 1; id < market().journal.size(); ++id) {
      const Order& order = market().journal.at(id);
      if (market().commodity(order.terms.commodity).name == commodity)
        result += amount(order);
    }
    return result;
  }
  static std::vector<const Firm*> firms(const std::string& kind) {
    std::vector<const Firm*> result;
    for (const Firm* firm : market().firms()) {
      if (firm->kind == kind)
        result.push_back(firm);
    }
    return result;
  }
};

TEST_F(Baseline, BuildersHaveWhatSuppliersDeliveredAndWhatWasOnItsWayAtTheStart) {
  const std::map<std::string, std::string> stores{{"construction", ".shells"},
                                                  {"electrical_gear", ".gear"},
                                                  {"power", ".power"},
                                                  {"accelerator", ".systems"}};
  for (const Firm* builder : firms("data_centre_builder")) {
    for (const auto& [commodity, name] : stores) {
      SCOPED_TRACE(builder->name() + name);
      const double arrived = sum(commodity, [&](const Order& order) {
        return order.buyer == builder->id() ? static_cast<double>(order.arrived) : 0.0;
      });
      const std::string key = commodity == "accelerator" ? "systems" : "sites";
      const double before_start = number("actors." + builder->name() + ".at_start." + key);
      EXPECT_NEAR(static_cast<double>(store(builder->name() + name).total_in()),
                  arrived + before_start, 1.0);
    }
  }
}

TEST_F(Baseline, ASiteTakesTheSameOfShellGearAndPowerAndComputeTheSameOfSiteSystemAndContract) {
  for (const Firm* builder : firms("data_centre_builder")) {
    SCOPED_TRACE(builder->name());
    const auto& of = [&](const char* name) -> const Store& {
      return store(builder->name() + name);
    };
    EXPECT_EQ(of(".shells").total_out(), of(".gear").total_out());
    EXPECT_EQ(of(".shells").total_out(), of(".power").total_out());
    const double halls = sum("hall", [&](const Order& order) {
      return order.buyer == builder->id() ? static_cast<double>(order.arrived) : 0.0;
    });
    EXPECT_DOUBLE_EQ(
        static_cast<double>(of(".ready").total_in()),
        static_cast<double>(of(".ready").initial() + of(".shells").total_out()) + halls);
    EXPECT_EQ(of(".ready").total_out(), of(".systems").total_out());
    const double begun = sum("compute", [&](const Order& order) {
      return order.seller == builder->id() ? static_cast<double>(order.started) : 0.0;
    });
    EXPECT_DOUBLE_EQ(begun, static_cast<double>(of(".systems").total_out()));
  }
}

TEST_F(Baseline, WhatLabsUseIsWhatReachedTheSinkAndWhatBuildersBroughtOnline) {
  double at_start = 0;
  for (const Firm* lab : firms("lab"))
    at_start += number("actors." + lab->name() + ".online");
  const double delivered =
      sum("compute", [](const Order& order) { return static_cast<double>(order.arrived); });
  double sink = 0;
  double brought = 0;
  for (const SinkLot& lot : baseline_world().trace().sink_lots()) {
    sink += lot.amount * 1e6;
    if (lot.event != kWorldStart)
      brought += lot.amount * 1e6;
  }
  double on_the_way = 0;  // brought online in the last minute
  market().post.for_each_outstanding([&](const Message& message) {
    if (const auto* delivery = std::get_if<Delivery>(&message)) {
      const CommodityId commodity = market().journal.at(delivery->order).terms.commodity;
      if (market().commodity(commodity).name == "compute")
        on_the_way += static_cast<double>(delivery->quantity);
    }
  });
  EXPECT_NEAR(sink, at_start + delivered + on_the_way, 1.0);
  EXPECT_NEAR(brought, delivered + on_the_way, 1.0);

  const Outcome told = tell(baseline(), baseline_world());
  EXPECT_NEAR(told.result.years.back().online_gw_end * 1e6, sink, 1.0);
  EXPECT_NEAR(series_of(told.result, "online").points.back().value * 1e6, sink, 1.0);
}

TEST_F(Baseline, NoContractThatIsNotBegunIsLaterThanItsLabBears) {
  const Tick end = market().flow.simulation.horizon();
  const Tick month = 31 * kDay;
  int given_up = 0;
  for (OrderId id = 1; id < market().journal.size(); ++id) {
    const Order& order = market().journal.at(id);
    const Firm& buyer = market().firm(order.buyer);
    if (buyer.kind != "lab" || order.promised == kNever)
      continue;
    given_up += order.cancelled > 0 && order.terms.firm ? 1 : 0;
    if (order.to_start() == 0)
      continue;
    const double borne = number("actors." + buyer.name() + ".lateness_borne");
    // The lab looks once a month.
    EXPECT_LE(end - order.promised, static_cast<Tick>((borne + 1) * month)) << "order " << id;
  }
  EXPECT_GT(given_up, 0);
}

TEST_F(Baseline, PackagesTakeTheSameOfLogicAndHbm) {
  int pairs = 0;
  for (const Firm* house : firms("packaging_house")) {
    for (const Firm* vendor : firms("accelerator_vendor")) {
      const std::string whose = house->name() + "." + vendor->name();
      const Store* logic = nullptr;
      const Store* hbm = nullptr;
      for (const Store* known : market().flow.stores) {
        if (known->name() == whose + ".logic")
          logic = known;
        if (known->name() == whose + ".hbm")
          hbm = known;
      }
      if (logic == nullptr)
        continue;
      ++pairs;
      SCOPED_TRACE(whose);
      double begun = 0;       // kW of packages
      double came_logic = 0;  // kW of wafers delivered here
      double came_hbm = 0;
      double deliveries = 1;
      for (OrderId id = 1; id < market().journal.size(); ++id) {
        const Order& order = market().journal.at(id);
        if (order.buyer != vendor->id())
          continue;
        const std::string& commodity = market().commodity(order.terms.commodity).name;
        const double kw = order.terms.sink_per_unit * 1e6;
        if (commodity == "cowos_wafer" && order.seller == house->id()) {
          begun += kw * static_cast<double>(order.started);
          deliveries += 8;
        }
        if (order.terms.consignee == house->id()) {
          (commodity == "hbm_wafer" ? came_hbm : came_logic) +=
              kw * static_cast<double>(order.arrived);
          deliveries += 8;
        }
      }
      // Each lot and each delivery is rounded to whole kW.
      EXPECT_NEAR(static_cast<double>(logic->total_out()), begun, deliveries);
      EXPECT_NEAR(static_cast<double>(hbm->total_out()), begun, deliveries);
      EXPECT_NEAR(static_cast<double>(logic->total_in() - logic->initial()), came_logic,
                  deliveries);
      EXPECT_NEAR(static_cast<double>(hbm->total_in() - hbm->initial()), came_hbm, deliveries);
      EXPECT_GT(begun, 10 * deliveries);
    }
  }
  EXPECT_GE(pairs, 4);
}

}  // namespace
}  // namespace chokepoint::models
