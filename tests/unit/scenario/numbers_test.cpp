#include <set>

#include "sim/base/random.hpp"
#include "tests/unit/scenario/files.hpp"

namespace chokepoint {
namespace {

using testing::Gate;
using testing::Store;

class Numbers : public testing::ScenarioFiles {
 protected:
  static Store store(const std::string& keys, const SampleOptions& sampling = {}) {
    write_main("parts:\n  - {name: raw, kind: store, " + keys + "}\n");
    return part<Store>(read_main(sampling), "raw");
  }
};

TEST_F(Numbers, AreDrawnOncePerRunFromTheStreamOfTheirPath) {
  const std::string stock = "stock: {uniform: [10 lot, 20 lot]}";
  const double u = RandomSource(7).stream("parts.raw.stock", "parameter").uniform(0);
  EXPECT_EQ(store(stock, {.seed = 7}).stock, Distribution::uniform(10, 20).quantile(u));
  EXPECT_EQ(store(stock, {.seed = 7}).stock, store(stock, {.seed = 7}).stock);
  EXPECT_NE(store(stock, {.seed = 7}).stock, store(stock, {.seed = 8}).stock);
  EXPECT_NE(store(stock, {.seed = 7}).stock, store(stock, {.seed = 7, .replication = 1}).stock);
}

TEST_F(Numbers, TakeTheirPointElseTheirMedianWhenDeterministic) {
  const SampleOptions deterministic{.deterministic = true};
  EXPECT_EQ(store("stock: {uniform: [10 lot, 20 lot]}", deterministic).stock, 15.0);
  EXPECT_EQ(store("stock: {uniform: [10 lot, 20 lot], point: 12 lot}", deterministic).stock, 12.0);
  EXPECT_EQ(store("stock: {lognormal: [8 lot, 0.5]}", deterministic).stock, 8.0);
  EXPECT_EQ(store("stock: {choice: [1 klot, 2 klot], weights: [1, 3]}", deterministic).stock,
            2000.0);
  EXPECT_EQ(store("service: {exponential: 2 day}", deterministic).service,
            Distribution::constant(Distribution::exponential(2).median()));
}

TEST_F(Numbers, ThatCountThingsAreDrawnAndRoundedToWholeOnes) {
  const auto servers = [](const std::string& text, const SampleOptions& sampling) {
    write_main(std::string(kParts) +
               "  - {name: more, kind: gate, rate: 1 lot/day, from: raw, "
               "to: mid, servers: " +
               text + "}\n");
    return part<Gate>(read_main(sampling), "more").servers;
  };
  std::set<std::int64_t> drawn;
  for (std::uint64_t seed = 1; seed <= 40; ++seed)
    drawn.insert(servers("{uniform: [1, 3]}", {.seed = seed}));
  EXPECT_EQ(drawn, (std::set<std::int64_t>{1, 2, 3}));
  EXPECT_EQ(servers("{uniform: [1, 3], point: 2.6}", {.deterministic = true}), 3);
}

TEST_F(Numbers, OfEventsKeepTheirDistribution) {
  EXPECT_EQ(store("service: {exponential: 48 hour}").service, Distribution::exponential(2));
  EXPECT_EQ(store("service: {normal: [2 day, 1 day], min: 0 day, max: 4 day}").service,
            Distribution::normal(2, 1).truncated(0, 4));
  EXPECT_EQ(store("service: 3 day").service, Distribution::constant(3));
}

TEST_F(Numbers, OfTimeAreDrawnInCalendarMonthsWhenWrittenSo) {
  const SampleOptions deterministic{.deterministic = true};
  EXPECT_EQ(store("lead: {triangular: [1 year, 18 months, 2 years]}", deterministic).lead,
            (Duration{18, 0}));
  EXPECT_EQ(store("lead: {uniform: [10 days, 2 weeks]}", deterministic).lead,
            (Duration{0, 12 * kDay}));
  EXPECT_EQ(store("lead: {value: 18 months, why: as told}").lead, (Duration{18, 0}));
}

TEST_F(Numbers, InATableAreSortedByName) {
  const Store raw = store("recipe: {n5: 6 wafer/lot, dram: 170 wafer/lot}");
  ASSERT_EQ(raw.recipe.size(), 2U);
  EXPECT_EQ(raw.recipe[0].name, "dram");
  EXPECT_EQ(raw.recipe[1].value, 6.0);
}

TEST_F(Numbers, OverTimeHoldTheirFirstAndLastValue) {
  const Profile steps =
      store("inflow: {steps: [[2022-02-01, 3 lot/day], [2022-03-01, 4 lot/day]]}").inflow;
  EXPECT_EQ(steps.at(0), 3.0);
  EXPECT_EQ(steps.at(59 * kDay - 1), 3.0);
  EXPECT_EQ(steps.at(59 * kDay), 4.0);
  EXPECT_EQ(steps.at(9999 * kDay), 4.0);
  EXPECT_EQ(steps.next_change(0), 59 * kDay);
  EXPECT_EQ(steps.next_change(59 * kDay), kNever);
  EXPECT_EQ(steps.integral(58 * kDay, 60 * kDay), 7.0 * kDay);
}

TEST_F(Numbers, OverTimeRunStraightBetweenDatesWhenLinear) {
  const Profile line =
      store("inflow: {linear: [[2022-01-11, 0 lot/day], [2022-01-21, 10 lot/day]]}").inflow;
  EXPECT_EQ(line.at(5 * kDay), 0.0);
  EXPECT_EQ(line.at(15 * kDay), 5.0);
  EXPECT_EQ(line.at(30 * kDay), 10.0);
  EXPECT_EQ(line.integral(0, 25 * kDay), (0.0 + 50.0 + 50.0) * kDay);
}

TEST_F(Numbers, OfASeriesComeFromItsColumn) {
  write("data/orders.csv",
        "# orders as counted\ndate,orders,returns\n2022-01-01,24,1\n"
        "2022-01-03,48,2\n");
  const Profile series =
      store("inflow: {series: data/orders.csv, column: orders, unit: lot/day, shape: linear}")
          .inflow;
  EXPECT_EQ(series.points(), (std::vector<Profile::Point>{{0, 24.0}, {2 * kDay, 48.0}}));
  EXPECT_EQ(series.at(kDay), 36.0);
}

TEST_F(Numbers, OverTimeAreScaledByOneFactorPerRun) {
  const std::string keys =
      "inflow: {steps: [[2022-01-01, 10 lot/day], [2022-02-01, 20 lot/day]], "
      "scale: {uniform: [0.5, 1.5]}}";
  const double u = RandomSource(3).stream("parts.raw.inflow.scale", "parameter").uniform(0);
  const double factor = Distribution::uniform(0.5, 1.5).quantile(u);
  const Profile drawn = store(keys, {.seed = 3}).inflow;
  EXPECT_NEAR(drawn.at(0), 10 * factor, 1e-9);
  EXPECT_NEAR(drawn.at(40 * kDay), 20 * factor, 1e-9);
  EXPECT_EQ(store(keys, {.deterministic = true}).inflow.at(0), 10.0);
}

TEST_F(Numbers, ADocumentIsReadForManySeedsWithoutItsFiles) {
  write_main("parts:\n  - {name: raw, kind: store, stock: {uniform: [10 lot, 20 lot]}}\n");
  Diagnostics diagnostics;
  const Document document = load_document({.files = {"main.yaml"}, .sets = {}}, diagnostics);
  std::filesystem::remove("main.yaml");
  const Registry kinds = testing::scenario_kinds();
  const Scenario one = read_scenario(document, kinds, {.seed = 1}, diagnostics);
  const Scenario two = read_scenario(document, kinds, {.seed = 2}, diagnostics);
  const Scenario again = read_scenario(document, kinds, {.seed = 1}, diagnostics);
  EXPECT_EQ(diagnostics.text(), "");
  EXPECT_NE(part<Store>(one, "raw").stock, part<Store>(two, "raw").stock);
  EXPECT_EQ(part<Store>(one, "raw").stock, part<Store>(again, "raw").stock);
}

TEST_F(Numbers, TheHorizonIsTheTickOfTheEnd) {
  write_main(kParts);
  const Scenario scenario = read_main();
  EXPECT_EQ(scenario.name, "test");
  EXPECT_EQ(scenario.horizon, 365 * kDay);
  EXPECT_EQ(scenario.seed, 1U);
}

TEST_F(Numbers, ARangeBeyondWhatItsKeyAllowsIsRefused) {
  const auto said = [&](const std::string& range) {
    write_main("parts:\n- {name: s, kind: store, yield: {value: 0.9, range: " + range + "}}\n");
    Diagnostics diagnostics;
    const Document document = load_document({{"main.yaml"}, {}}, diagnostics);
    (void)read_scenario(document, testing::scenario_kinds(), {}, diagnostics);
    return diagnostics.text();
  };
  EXPECT_EQ(said("[0.5, 1]"), "");
  EXPECT_NE(said("[0.5, 1.0625]")
                .find("parts.s.yield: expected a range within what the key allows "
                      "(more than 0 and at most 1), found '1.0625'\n"),
            std::string::npos);
  EXPECT_NE(said("[0, 1]").find("found '0'\n"), std::string::npos);
}

}  // namespace
}  // namespace chokepoint
