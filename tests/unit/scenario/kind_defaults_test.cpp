// `defaults:` says a thing once for all parts and actors of a kind.

#include "tests/unit/scenario/files.hpp"

namespace chokepoint {
namespace {

using testing::Gate;
using testing::Store;

class KindDefaults : public testing::ScenarioFiles {};

TEST_F(KindDefaults, FillInWhatAPartDoesNotSayItself) {
  write_main(std::string("defaults: {store: {stock: 7 lot, yield: 0.5}, gate: {servers: 3}}\n") +
             kParts);
  const Scenario scenario = read_main();
  EXPECT_EQ(part<Store>(scenario, "raw").stock, 100.0) << "its own";
  EXPECT_EQ(part<Store>(scenario, "mid").stock, 7.0);
  EXPECT_EQ(part<Store>(scenario, "raw").yield, 0.5);
  EXPECT_EQ(part<Gate>(scenario, "press").servers, 3);
}

TEST_F(KindDefaults, KeepTheirPlaceAndTheirSource) {
  write("kinds.yaml",
        "source: textbook\n"
        "defaults:\n"
        "  store:\n"
        "    stock: {value: 7 lot, range: [5 lot, 9 lot], source: assumption, why: a guess}\n");
  write_main(std::string("include: [kinds.yaml]\n") + kParts);
  const Scenario scenario = read_main();
  const ResolvedValue* stock = scenario.resolved.find("parts.mid.stock");
  ASSERT_NE(stock, nullptr);
  EXPECT_EQ(stock->value, "7");
  EXPECT_EQ(stock->source, "assumption");
  EXPECT_EQ(stock->why, "a guess");
  EXPECT_TRUE(stock->from_file);
  EXPECT_EQ(scenario.resolved.place(*stock), "kinds.yaml:4");
}

TEST_F(KindDefaults, GiveEveryPartADrawOfItsOwn) {
  write_main(std::string("defaults: {store: {yield: {uniform: [0.2, 0.9]}}}\n") + kParts);
  const Scenario scenario = read_main();
  EXPECT_NE(part<Store>(scenario, "raw").yield, part<Store>(scenario, "mid").yield);
}

TEST_F(KindDefaults, ReachIntoGroupsThatAPartHasAndMakeNone) {
  write_main(std::string("defaults: {store: {recipe: {n3: 2 wafer/lot}}}\n") + kParts +
             "  - {name: kit, kind: store, recipe: {n5: 4 wafer/lot}}\n");
  const Scenario scenario = read_main();
  EXPECT_EQ(part<Store>(scenario, "kit").recipe.size(), 2U);
  EXPECT_TRUE(part<Store>(scenario, "mid").recipe.empty());
}

TEST_F(KindDefaults, AreLaidOverByLaterFilesAndSettings) {
  write_main(std::string("defaults: {store: {stock: 7 lot}}\n") + kParts);
  write("more.yaml", "source: textbook\ndefaults: {store: {stock: 8 lot}}\n");
  const auto stock = [](const LoadOptions& options) {
    return part<Store>(read(options), "mid").stock;
  };
  EXPECT_EQ(stock({{"main.yaml", "more.yaml"}, {}}), 8.0);
  EXPECT_EQ(stock({{"main.yaml", "more.yaml"}, {"defaults.store.stock=9 lot"}}), 9.0);
  EXPECT_EQ(stock({{"main.yaml", "more.yaml"}, {"parts.mid.stock=10 lot"}}), 10.0);
}

TEST_F(KindDefaults, AreCheckedWhereEverythingOverridesThem) {
  const auto said = [&](const std::string& setting) {
    Diagnostics diagnostics;
    const Document document = load_document({{"main.yaml"}, {setting}}, diagnostics);
    (void)read_scenario(document, testing::scenario_kinds(), {}, diagnostics);
    return diagnostics.text();
  };
  write_main(std::string("regions: []\n") + kParts);
  ASSERT_EQ(said("defaults.gate.rate=7 lot/day"), "");
  EXPECT_EQ(said("defaults.gate.rate=banana"),
            "--set 1:1:20: defaults.gate.rate: expected a number, found 'banana'\n");
  for (const char* const bad : {"nan", "3 wafer/day", "{steps: 4, foo: 5}", "-3 lot/day", "[]"})
    EXPECT_NE(said(std::string("defaults.gate.rate=") + bad).find("defaults.gate.rate"),
              std::string::npos)
        << bad;
  EXPECT_NE(said("defaults.gate.from=nosuch").find("expected the name of a store"),
            std::string::npos);
  EXPECT_NE(said("defaults.gate={raet: 3 lot/day}").find("did you mean 'rate'?"),
            std::string::npos);
}

}  // namespace
}  // namespace chokepoint
