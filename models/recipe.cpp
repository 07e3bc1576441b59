#include "models/recipe.hpp"

#include <string>
#include <string_view>
#include <utility>

#include "models/actors/accelerator_vendor.hpp"
#include "models/actors/foundry.hpp"
#include "models/actors/memory_vendor.hpp"
#include "models/actors/tool_maker.hpp"
#include "models/policy/lithography.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

/// The firm of that name, when it is of that kind.
template <class Kind>
const Kind* find(const Market& market, std::string_view name) {
  for (const Firm* firm : market.firms()) {
    if (firm->name() == name)
      return dynamic_cast<const Kind*>(firm);
  }
  return nullptr;
}

/// EUV passes of a wafer of that commodity from that foundry.
double layers_of(const Market& market, std::string_view foundry, std::string_view wafer, Tick at) {
  const auto* maker = find<Foundry>(market, foundry);
  if (maker == nullptr)
    return 0;
  for (const FoundrySpec::Node& node : maker->spec().nodes) {
    if (node.name + "_wafer" == wafer)
      return node.fab.euv_layers.at(at);
  }
  return 0;
}

double passes_per_gw(const Market& market, const AcceleratorVendorSpec& vendor,
                     const AcceleratorVendorSpec::Generation& generation, Tick at) {
  std::vector<LayerLoad> loads{
      {generation.wafers_per_gw, layers_of(market, generation.foundry, generation.wafer, at)},
      {generation.minor_wafers_per_gw,
       layers_of(market, generation.minor_foundry, generation.minor_wafer, at)}};
  double weights = 0;
  for (const AcceleratorVendorSpec::Seller& seller : vendor.memory)
    weights += seller.weight;
  for (const AcceleratorVendorSpec::Seller& seller : vendor.memory) {
    const auto* maker = find<MemoryVendor>(market, seller.firm);
    if (maker == nullptr || weights <= 0)
      continue;
    const double part = seller.weight / weights;
    const double dram = maker->spec().fab.euv_layers.at(at);
    loads.push_back({part * generation.dram_wafers_per_gw, dram});
    loads.push_back({part * generation.hbm_wafers_per_gw,
                     maker->spec().hbm ? maker->spec().hbm->euv_layers.at(at) : dram});
  }
  return euv_passes(loads);
}

}  // namespace

std::vector<chokepoint::Series> recipe_series(const Market& market, Tick horizon) {
  std::vector<chokepoint::Series> result;
  const Timeline& timeline = market.timeline;
  const auto by_year = [&](chokepoint::Series series, auto value_at) {
    for (int m = 0; timeline.month_begin(m) < horizon; m += 12) {
      const Tick at = timeline.month_begin(m);
      series.points.push_back({timeline.date(at), round_significant(value_at(at))});
    }
    series.months = 12;
    result.push_back(std::move(series));
  };
  for (const Firm* firm : market.firms()) {
    if (const auto* maker = dynamic_cast<const ToolMaker*>(firm)) {
      by_year({.series = "passes_per_tool",
               .entity = firm->name(),
               .region = firm->region(),
               .unit = "pass/tool/year"},
              [&](Tick at) { return 12 * maker->sheet().passes_per_month(at); });
    }
    const auto* vendor = dynamic_cast<const AcceleratorVendor*>(firm);
    if (vendor == nullptr)
      continue;
    for (const AcceleratorVendorSpec::Generation& generation : vendor->spec().generations) {
      by_year({.series = "euv_passes_per_gw",
               .entity = firm->name(),
               .region = firm->region(),
               .generation = generation.name,
               .unit = "pass/GW_it"},
              [&](Tick at) { return passes_per_gw(market, vendor->spec(), generation, at); });
    }
  }
  return result;
}

}  // namespace chokepoint::models
