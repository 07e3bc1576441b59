// What a GW of the flagship asks of lithography, from the baseline's own wafers, layers and tools.

#include <gtest/gtest.h>

#include "models/policy/lithography.hpp"
#include "sim/scenario/node.hpp"
#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

/// The entry or key at that path from the top: "actors.tsmc.nodes.n3.euv_layers".
const Node& at(const std::string& path) {
  const Node* node = &baseline().document.root();
  std::size_t begin = 0;
  while (begin <= path.size()) {
    const std::size_t dot = std::min(path.find('.', begin), path.size());
    const std::string step = path.substr(begin, dot - begin);
    const Node* next = node->find(step);
    for (const Node& item : node->items) {
      if (item.find("name") != nullptr && entry_name(item) == step)
        next = &item;
    }
    if (next == nullptr)
      throw std::runtime_error("the baseline has no " + path);
    node = next;
    begin = dot + 1;
  }
  return *node;
}

/// The figure in front of the unit.
double figure(const Node& node) {
  return std::stod(node.text);
}

/// The best guess of a number, or of a series on that date.
double best_guess(const std::string& path, const char* date = "2022-01-01") {
  const Node& node = at(path);
  if (node.is_scalar())
    return figure(node);
  for (const char* key : {"value", "point"}) {
    if (const Node* value = node.find(key))
      return figure(*value);
  }
  std::vector<Profile::Point> points;
  const Timeline& timeline = baseline().scenario.timeline;
  for (const Node& point : at(path + ".linear").items)
    points.push_back({timeline.tick(parse_date(point.items[0].text)), figure(point.items[1])});
  return Profile(Profile::Shape::linear, points).at(timeline.tick(parse_date(date)));
}

/// Passes per kilowafer become passes per wafer: the recipe is written in thousands.
constexpr double kPerKilo = 1000;
/// When the flagship is made in volume.
constexpr const char* kInVolume = "2028-01-01";

double flagship_passes() {
  const std::string rubin = "actors.nvidia.generations.rubin.";
  std::vector<LayerLoad> loads{{kPerKilo * best_guess(rubin + "wafers_per_gw"),
                                best_guess("actors.tsmc.nodes.n3.euv_layers")},
                               {kPerKilo * best_guess(rubin + "minor_wafers_per_gw"),
                                best_guess("actors.tsmc.nodes.n5.euv_layers")}};
  const double hbm = kPerKilo * best_guess(rubin + "hbm_wafers_per_gw");
  const double dram = kPerKilo * best_guess(rubin + "dram_wafers_per_gw");
  double parts = 0;
  for (const Node& seller : at("actors.nvidia.memory").items) {
    const double part = figure(*seller.find("share")->find("value"));
    const std::string maker = "actors." + seller.find("firm")->text;
    loads.push_back({part * hbm, best_guess(maker + ".hbm.euv_layers", kInVolume)});
    loads.push_back({part * dram, best_guess(maker + ".euv_layers", kInVolume)});
    parts += part;
  }
  EXPECT_NEAR(parts, 1, 1e-9);
  return euv_passes(loads);
}

TEST(Recipe, AGwOfTheFlagshipTakesTheWafersThatAreTold) {
  const std::string rubin = "actors.nvidia.generations.rubin.";
  EXPECT_EQ(best_guess(rubin + "wafers_per_gw"), 55);
  EXPECT_EQ(best_guess(rubin + "minor_wafers_per_gw"), 6);
  EXPECT_EQ(best_guess(rubin + "hbm_wafers_per_gw") + best_guess(rubin + "dram_wafers_per_gw"),
            170);
}

TEST(Recipe, PassesAndToolsPerGwFollowFromWafersLayersAndThroughput) {
  const double passes = flagship_passes();
  EXPECT_NEAR(passes, 2.0e6, 0.05 * 2.0e6);
  // The throughput that was told on the day on which it was told.
  const double per_tool_year =
      12 * passes_per_tool_month(best_guess("actors.asml.throughput", "2026-03-01"),
                                 best_guess("actors.asml.uptime") / 100);
  EXPECT_NEAR(per_tool_year, 591'300, 0.001 * 591'300);
  EXPECT_GE(passes / per_tool_year, 3.4);
  EXPECT_LE(passes / per_tool_year, 3.5);
}

TEST(Recipe, NoNodeThatUsesEuvHasForgottenItsLayers) {
  for (const char* node :
       {"tsmc.nodes.n5", "tsmc.nodes.n3", "tsmc.nodes.n2", "samsung_foundry.nodes.n5",
        "samsung_foundry.nodes.n3", "intel.nodes.n3"}) {
    EXPECT_GE(best_guess(std::string("actors.") + node + ".euv_layers"), 10) << node;
  }
}

}  // namespace
}  // namespace chokepoint::models
