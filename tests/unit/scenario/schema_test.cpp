// The printed schema and the loader come from the same declarations; here they judge the same
// scenarios, read into JSON as a schema-aware editor would.

#include <map>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include <nlohmann/json.hpp>

#include "sim/scenario/yaml_parser.hpp"
#include "tests/support/node_json.hpp"
#include "tests/unit/scenario/files.hpp"

namespace chokepoint {
namespace {

class Schema : public testing::ScenarioFiles {
 protected:
  void SetUp() override {
    ScenarioFiles::SetUp();
    json_ = nlohmann::json::parse(json_schema(testing::scenario_kinds()));
    valijson::adapters::NlohmannJsonAdapter adapter(json_);
    valijson::SchemaParser().populateSchema(adapter, schema_);
  }

  bool schema_accepts(const std::string& text) {
    Diagnostics diagnostics;
    const auto tree = parse_yaml(text, 0, diagnostics);
    const nlohmann::json document = testing::to_json(*tree);
    valijson::adapters::NlohmannJsonAdapter adapter(document);
    return valijson::Validator().validate(schema_, adapter, nullptr);
  }
  static bool loader_accepts(const std::string& text) {
    write("main.yaml", text);
    Diagnostics diagnostics;
    const Document document = load_document({.files = {"main.yaml"}, .sets = {}}, diagnostics);
    (void)read_scenario(document, testing::scenario_kinds(), {}, diagnostics);
    return diagnostics.empty();
  }

  nlohmann::json json_;
  valijson::Schema schema_;
};

constexpr const char* kFull =
    "parts:\n"
    "  - {name: raw, kind: store, stock: {value: 5 lot, source: textbook, range: [1 lot, 9 lot]},\n"
    "     yield: {triangular: [0.5, 0.6, 0.9], point: 0.7}, lead: 3 months, shared: true,\n"
    "     inflow: {steps: [[2022-01-01, 3 lot/day]], scale: {normal: [1, 0.1], min: 0.5}},\n"
    "     service: {exponential: 2 day}, recipe: {n5: 6 wafer/lot, n3: {uniform: [1 wafer/lot, "
    "2 wafer/lot]}}}\n"
    "  - {name: mid, kind: store, yield: 90 percent, source: textbook}\n"
    "  - {name: press, kind: gate, rate: {choice: [1 lot/day, 2 lot/day], weights: [1, 2]},\n"
    "     from: raw, to: mid, rule: shares, servers: 2}\n"
    "market: {price: {lognormal: [3 usd/lot, 0.2]}, opening: 2022-02-01, buyers: [press]}\n"
    "regions: [{name: taiwan}]\n"
    "seed: 3\n";

TEST_F(Schema, AcceptsAScenarioThatUsesEveryForm) {
  EXPECT_TRUE(loader_accepts(std::string(kHead) + kFull));
  EXPECT_TRUE(schema_accepts(std::string(kHead) + kFull));
}

TEST_F(Schema, AcceptsWhatTheLoaderAccepts) {
  const std::string good = std::string(kHead) + kFull;
  const std::vector<std::pair<std::string, std::string>> ways = {
      {"seed: 3", "seed: 1e3"},
      {"servers: 2", "servers: 2.0"},
      {"servers: 2", "servers: 2e1"},
      {"name: test\n", "name: '1'\n"},
      {"recipe: {n5: 6 wafer/lot", "recipe: {n5: -0 wafer/lot"},
      {"recipe: {n5: 6 wafer/lot", "recipe: {n5: -0.0e2 wafer/lot"},
      {"recipe: {n5: 6 wafer/lot", "recipe: {n5: '+6 wafer/lot'"},
  };
  for (const auto& [one, other] : ways) {
    std::string text = good;
    const std::size_t at = text.find(one);
    ASSERT_NE(at, std::string::npos) << one;
    text.replace(at, one.size(), other);
    EXPECT_TRUE(loader_accepts(text)) << other;
    EXPECT_TRUE(schema_accepts(text)) << other;
  }
}

TEST_F(Schema, RefusesWhatTheLoaderRefuses) {
  const std::string good = std::string(kHead) + kFull;
  ASSERT_TRUE(schema_accepts(good));
  const std::vector<std::pair<std::string, std::string>> faults = {
      {"chokepoint: 1", "chokepoint: 2"},
      {"name: test\n", ""},
      {"end: 2023-01-01", "end: soon"},
      {"seed: 3", "sed: 3"},
      {"kind: gate", "kind: gaet"},
      {"rule: shares", "rule: share"},
      {"servers: 2", "sevrers: 2"},
      {"servers: 2", "servers: -1"},
      {"servers: 2", "servers: 2.5"},
      {"servers: 2", "servers: {value: 0}"},
      {"seed: 3", "seed: -1"},
      {"seed: 3", "seed: 2.5"},
      {"yield: 90 percent", "yield: 1.5"},
      {"yield: 90 percent", "yield: 0"},
      {"shared: true", "shared: maybe"},
      {"lead: 3 months", "lead: three months"},
      {"lead: 3 months", "lead: 3"},
      {"stock: {value: 5 lot", "stock: {value: 5"},
      {"range: [1 lot, 9 lot]", "range: [1, 9 lot]"},
      {"[[2022-01-01, 3 lot/day]]", "[[2022-01-01, 3]]"},
      {"{exponential: 2 day}", "{exponential: 2}"},
      {"n3: {uniform: [1 wafer/lot", "n3: {uniform: [1"},
      {"recipe: {n5: 6 wafer/lot", "recipe: {n5: 6"},
      {"scale: {normal: [1, 0.1]", "scale: {normal: [1 lot, 0.1]"},
      {"{lognormal: [3 usd/lot, 0.2]", "{lognormal: [3, 0.2]"},
      {"lead: 3 months", "lead: -3 months"},
      {"stock: {value: 5 lot", "stock: {value: -5 lot"},
      {"range: [1 lot, 9 lot]", "range: [1 lot]"},
      {"point: 0.7", "pont: 0.7"},
      {"{triangular: [0.5, 0.6, 0.9]", "{triangular: [0.5, 0.9]"},
      {"{exponential: 2 day}", "{steps: [[2022-01-01, 2 day]]}"},
      {"{steps: [[2022-01-01, 3 lot/day]]", "{steps: [2022-01-01, 3 lot/day]"},
      {"recipe: {n5: 6 wafer/lot,", "recipe: {n5: [6 wafer/lot],"},
      {"name: taiwan", "name: 3rd"},
      {"opening: 2022-02-01, ", ""},
      {"seed: 3", "seed: '3'"},
      {"chokepoint: 1", "chokepoint: '1'"},
      {"servers: 2", "servers: '2'"},
      {"servers: 2", "servers: 200 percent"},
      {"name: test\n", "name: 1\n"},
      {"name: test\n", "name: true\n"},
  };
  for (const auto& [right, wrong] : faults) {
    std::string text = good;
    const std::size_t at = text.find(right);
    ASSERT_NE(at, std::string::npos) << right;
    text.replace(at, right.size(), wrong);
    EXPECT_FALSE(loader_accepts(text)) << wrong;
    EXPECT_FALSE(schema_accepts(text)) << wrong;
  }
}

/// Another file may give it under `defaults`.
TEST_F(Schema, LeavesToTheLoaderWhatIsMissingInAPart) {
  const std::string key = "from: raw, ";
  std::string text = std::string(kHead) + kFull;
  ASSERT_NE(text.find(key), std::string::npos);
  text.erase(text.find(key), key.size());
  EXPECT_FALSE(loader_accepts(text));
  EXPECT_TRUE(schema_accepts(text));
}

TEST_F(Schema, HasEveryDeclaredKeyWithItsUnitAndHelp) {
  const auto& gate = json_["definitions"]["parts.gate"]["properties"];
  EXPECT_EQ(gate["rate"]["description"], "what passes [lot/day, more than 0]");
  EXPECT_EQ(gate["servers"]["default"], "1");
  EXPECT_EQ(gate["rule"]["enum"], nlohmann::json({"fifo", "shares", "priority"}));
  const auto& store = json_["definitions"]["parts.store"]["properties"];
  EXPECT_EQ(store["inflow"]["description"],
            "what arrives from outside [lot/day, at least 0] (exogenous)");
  EXPECT_EQ(store["service"]["description"],
            "time a lot is handled [day, at least 0] (drawn at each event)");
}

TEST_F(Schema, ListsTheParametersOfAKind) {
  const std::string list = parameter_list(testing::scenario_kinds(), "gate");
  EXPECT_NE(list.find("rate  number, lot/day, more than 0  what passes\n"), std::string::npos)
      << list;
  EXPECT_NE(list.find("rule  choice, fifo, shares or priority, default fifo  who goes first\n"),
            std::string::npos);
  EXPECT_EQ(list.find("stock"), std::string::npos);
  EXPECT_EQ(parameter_list(testing::scenario_kinds(), "gaet"), "");
  EXPECT_NE(parameter_list(testing::scenario_kinds()).find("market.price  number, usd/lot"),
            std::string::npos);
}

}  // namespace
}  // namespace chokepoint
