#include "sim/graph/supply_graph.hpp"

#include <ctime>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chokepoint {
namespace {

using testing::HasSubstr;

SupplyNode part(const std::string& name, std::vector<std::string> needs = {}) {
  return {.name = name, .kind = "part", .needs = std::move(needs)};
}
SupplyNode store(const std::string& name, bool stock = false) {
  return {.name = name,
          .kind = "store",
          .unit = "lot",
          .join = Join::any,
          .has_stock = stock,
          .needs = {name}};
}
SupplyNode sink(const std::string& name, const std::string& need) {
  return {.name = name, .kind = "sink", .is_sink = true, .needs = {need}};
}
void link(SupplyGraph& graph, const std::string& from, const std::string& to,
          const std::string& commodity, double consumed = 1, double supplied = 1,
          double weight = 1) {
  graph.add_edge({.from = graph.find(from),
                  .to = graph.find(to),
                  .commodity = commodity,
                  .unit = "lot",
                  .supplied = supplied,
                  .consumed = consumed,
                  .weight = weight});
}

/// maker -> goods -> shop
SupplyGraph chain() {
  SupplyGraph graph;
  graph.add_node(part("maker"));
  graph.add_node(store("goods"));
  graph.add_node(sink("shop", "goods"));
  link(graph, "maker", "goods", "goods");
  link(graph, "goods", "shop", "goods");
  return graph;
}

TEST(SupplyGraph, FindsNothingWrongWithAChain) {
  EXPECT_TRUE(chain().check().empty());
}

/// The last node comes first, so that going through the nodes in order starts one of them at most.
SupplyGraph long_chain(std::size_t nodes, const std::string& first_need) {
  SupplyGraph graph;
  const auto name = [](std::size_t i) { return "node" + std::to_string(i); };
  graph.add_node(sink("shop", name(nodes - 1)));
  for (std::size_t i = nodes; i-- > 1;)
    graph.add_node(part(name(i), {name(i - 1)}));
  graph.add_node(part(name(0)));
  if (!first_need.empty())
    graph.need(graph.find(name(0)), first_need);
  for (std::size_t i = 0; i + 1 < nodes; ++i)
    link(graph, name(i), name(i + 1), name(i));
  link(graph, name(nodes - 1), "shop", name(nodes - 1));
  return graph;
}

TEST(SupplyGraph, ChecksAChainOfThousandsOfNodesInNoTime) {
  const std::clock_t begin = std::clock();
  EXPECT_TRUE(long_chain(5000, "").check().empty());
  const auto findings = long_chain(5000, "ore").check();
  EXPECT_LT(static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC, 0.5);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].node, 5000U);
  EXPECT_THAT(findings[0].message, HasSubstr("nobody supplies 'ore'"));
}

TEST(SupplyGraph, MissesASupplierAndSuggestsOne) {
  SupplyGraph graph = chain();
  graph.need(graph.find("shop"), "good");
  const auto findings = graph.check();
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_TRUE(findings[0].error);
  EXPECT_EQ(findings[0].node, graph.find("shop"));
  EXPECT_EQ(findings[0].message, "missing supplier: nobody supplies 'good'; did you mean 'goods'?");
}

SupplyGraph closed_loop(bool stock) {
  SupplyGraph graph = chain();
  graph.add_node(part("press", {"x"}));
  graph.add_node(store("y"));
  graph.add_node(part("oven", {"y"}));
  graph.add_node(store("x", stock));
  link(graph, "press", "y", "y");
  link(graph, "y", "oven", "y");
  link(graph, "oven", "x", "x");
  link(graph, "x", "press", "x");
  graph.need(graph.find("shop"), "y");
  link(graph, "y", "shop", "y");
  return graph;
}

TEST(SupplyGraph, RefusesACycleThatNothingCanStart) {
  const SupplyGraph graph = closed_loop(false);
  const auto findings = graph.check();
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_TRUE(findings[0].error);
  EXPECT_EQ(findings[0].message,
            "cycle without stock: press, y, oven, x wait for one another; give one of them an "
            "initial stock");
}

TEST(SupplyGraph, AcceptsACycleWithStock) {
  EXPECT_TRUE(closed_loop(true).check().empty());
}

/// Two firms that need each other's goods.
SupplyGraph two_firms(bool one_can_begin) {
  SupplyGraph graph;
  graph.add_node(part("optics", {"stages"}));
  graph.add_node(part("stages", {"optics"}));
  graph.add_node(sink("fab", "stages"));
  graph.add_edge({.from = 0, .to = 1, .commodity = "optics", .to_start = !one_can_begin});
  graph.add_edge({.from = 1, .to = 0, .commodity = "stages"});
  graph.add_edge({.from = 1, .to = 2, .commodity = "stages"});
  return graph;
}

TEST(SupplyGraph, FindsACycleOfFirmsUnlessOneCanBeginWithoutTheOther) {
  const auto findings = two_firms(false).check();
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].kind, GraphFinding::Kind::cycle);
  EXPECT_EQ(findings[0].names, (std::vector<std::string>{"optics", "stages"}));
  EXPECT_TRUE(two_firms(true).check().empty());
}

TEST(SupplyGraph, GoodsMayEndWhereNobodyCountsThem) {
  SupplyGraph graph = chain();
  graph.add_node(part("phone_maker"));
  graph.add_node({.name = "phones", .kind = "market", .is_end = true, .needs = {"phone"}});
  link(graph, "phone_maker", "phones", "phone");
  EXPECT_TRUE(graph.check().empty());
}

TEST(SupplyGraph, TellsUnitsApart) {
  SupplyGraph graph = chain();
  graph.add_edge({.from = graph.find("maker"),
                  .to = graph.find("goods"),
                  .commodity = "goods",
                  .unit = "usd"});
  const auto findings = graph.check();
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].node, graph.find("maker"));
  EXPECT_EQ(findings[0].message,
            "unit mismatch: 'goods' counts in lot, but here 'goods' is counted in usd");
}

TEST(SupplyGraph, WantsASink) {
  SupplyGraph graph;
  graph.add_node(part("maker"));
  const auto findings = graph.check();
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].node, graph.nodes().size());
  EXPECT_THAT(findings[0].message, HasSubstr("there is no sink"));
}

TEST(SupplyGraph, OnlyWarnsOfADeadEnd) {
  SupplyGraph graph = chain();
  graph.add_node(part("hobby"));
  const auto findings = graph.check();
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_FALSE(findings[0].error);
  EXPECT_EQ(findings[0].message, "dead end: what 'hobby' makes or holds never reaches a sink");
}

TEST(BillOfMaterials, MultipliesAlongTheChain) {
  // A shop's unit takes 2 boards, a board takes 3 chips, and a wafer gives 60 chips.
  SupplyGraph graph;
  graph.add_node(part("fab"));
  graph.add_node(store("chips"));
  graph.add_node(part("board_line", {"chips"}));
  graph.add_node(store("boards"));
  graph.add_node(sink("shop", "boards"));
  link(graph, "fab", "chips", "chips", 1, 60);
  link(graph, "chips", "board_line", "chips", 3);
  link(graph, "board_line", "boards", "boards");
  link(graph, "boards", "shop", "boards", 2);
  const auto worth = graph.worth();
  EXPECT_DOUBLE_EQ(worth[graph.find("board_line")].lots_per_sink, 2);
  EXPECT_DOUBLE_EQ(worth[graph.find("chips")].lots_per_sink, 6);
  EXPECT_DOUBLE_EQ(worth[graph.find("fab")].lots_per_sink, 0.1);
  EXPECT_DOUBLE_EQ(worth[graph.find("fab")].worth, 10);
}

TEST(BillOfMaterials, AddsUpWhatASharedToolDoes) {
  SupplyGraph graph;
  graph.add_node(part("tool"));
  graph.add_node(part("logic", {"tool"}));
  graph.add_node(part("memory", {"tool"}));
  graph.add_node(
      SupplyNode{.name = "pack", .kind = "sink", .is_sink = true, .needs = {"logic", "memory"}});
  link(graph, "tool", "logic", "tool", 2);
  link(graph, "tool", "memory", "tool", 3);
  link(graph, "logic", "pack", "logic");
  link(graph, "memory", "pack", "memory");
  EXPECT_DOUBLE_EQ(graph.worth()[graph.find("tool")].lots_per_sink, 5);
  EXPECT_DOUBLE_EQ(graph.worth()[graph.find("tool")].worth, 0.2);
}

TEST(BillOfMaterials, AnyOfAPoolsSourcesIsWorthItsOwnUnit) {
  SupplyGraph graph;
  graph.add_node(part("grid"));
  graph.add_node(part("engines"));
  graph.add_node(store("power"));
  graph.add_node(sink("site", "power"));
  link(graph, "grid", "power", "power", 1, 1, 3);
  link(graph, "engines", "power", "power", 1, 1, 1);
  link(graph, "power", "site", "power");
  const auto worth = graph.worth();
  EXPECT_DOUBLE_EQ(worth[graph.find("grid")].lots_per_sink, 0.75);
  EXPECT_DOUBLE_EQ(worth[graph.find("grid")].worth, 1);
  EXPECT_DOUBLE_EQ(worth[graph.find("engines")].worth, 1);
}

TEST(SupplyGraphPicture, GroupsRegionsAndQuotesNames) {
  SupplyGraph graph = chain();
  graph.add_node({.name = "a \"b\"", .kind = "part", .region = "taiwan", .needs = {}});
  const std::string text = graph.graphviz("test");
  EXPECT_THAT(text, HasSubstr("digraph \"test\" {"));
  EXPECT_THAT(text, HasSubstr("subgraph cluster_0 {\n    label=\"taiwan\""));
  EXPECT_THAT(text, HasSubstr("\"a \\\"b\\\"\" [shape=invhouse, label=\"a \\\"b\\\"\\npart\"];"));
  EXPECT_THAT(text, HasSubstr("\"maker\" -> \"goods\" [label=\"lot\"];"));
}

TEST(SupplyGraphPicture, ShowsAtStoresHowMuchOfTheirUnitGoesAlong) {
  SupplyGraph graph;
  graph.add_node({.name = "bakery", .kind = "assembly", .needs = {"flour"}});
  for (const char* store : {"flour", "bread", "salt"})
    graph.add_node({.name = store, .kind = "store", .join = Join::any, .has_stock = true});
  graph.add_edge({.from = 1, .to = 0, .commodity = "flour", .unit = "kg", .consumed = 50});
  graph.add_edge({.from = 3, .to = 0, .commodity = "salt", .unit = "kg"});
  graph.add_edge({.from = 0, .to = 2, .commodity = "bread", .unit = "loaf", .supplied = 80});
  const std::string text = graph.graphviz("test");
  EXPECT_THAT(text, HasSubstr("\"flour\" -> \"bakery\" [label=\"50 kg\"];"));
  EXPECT_THAT(text, HasSubstr("\"salt\" -> \"bakery\" [label=\"kg\"];"));
  EXPECT_THAT(text, HasSubstr("\"bakery\" -> \"bread\" [label=\"80 loaf\"];"));
}

TEST(SupplyGraphPicture, ShowsUnitsAndWhichSuppliersAreAlternatives) {
  SupplyGraph graph;
  for (const char* name : {"grid", "engines", "builder"})
    graph.add_node({.name = name, .kind = "firm", .needs = {}});
  graph.add_node({.name = "site", .kind = "firm", .is_sink = true, .needs = {"power", "hall"}});
  graph.add_edge({.from = 0, .to = 3, .commodity = "power", .unit = "kW_it"});
  graph.add_edge({.from = 1, .to = 3, .commodity = "power", .unit = "kW_it"});
  graph.add_edge({.from = 2, .to = 3, .commodity = "hall", .unit = "kW_it"});
  const std::string text = graph.graphviz("test");
  EXPECT_THAT(text, HasSubstr("\"grid\" -> \"site\" [label=\"power (kW_it)\", style=dashed];"));
  EXPECT_THAT(text, HasSubstr("\"engines\" -> \"site\" [label=\"power (kW_it)\", style=dashed];"));
  EXPECT_THAT(text, HasSubstr("\"builder\" -> \"site\" [label=\"hall (kW_it)\"];"));
}

}  // namespace
}  // namespace chokepoint
