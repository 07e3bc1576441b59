// Where in the chain a constraint sits: only for the order of rows and the tags of a picture.

#include <algorithm>
#include <array>

#include "tools/report/ribbon.hpp"

namespace chokepoint::tools {

namespace {

struct Place {
  std::string_view constraint;
  std::string_view group;
  std::string_view goods;
};

constexpr auto kPlaces = std::to_array<Place>({
    {"euv_optics", "Chips", "euv_optics"},
    {"euv_source", "Chips", "euv_source"},
    {"euv_wafer_stage", "Chips", "euv_wafer_stage"},
    {"euv_reticle_stage", "Chips", "euv_reticle_stage"},
    {"euv_tool_assembly", "Chips", "euv_tool"},
    {"euv_tools", "Chips", "euv_tool"},
    {"euv_tool", "Chips", "euv_tool"},
    {"mature_capacity", "Chips", "n28_wafer"},
    {"cleanroom", "Chips", "n3_wafer"},
    {"dram", "Chips", "dram_wafer"},
    {"hbm", "Chips", "hbm_wafer"},
    {"packaging", "Chips", "cowos_wafer"},
    {"system", "Chips", "accelerator"},
    {"fab_tool", "Chips", "fab_tool_set"},
    {"fab_tool_assembly", "Chips", "fab_tool_set"},
    {"fab_tools", "Chips", "fab_tool_set"},
    {"logic_cleanroom", "Chips", "n3_wafer"},
    {"n5_capacity", "Chips", "n5_wafer"},
    {"dram_cleanroom", "Chips", "dram_wafer"},
    {"nand_cleanroom", "Chips", "nand_wafer"},
    {"hbm_stacking", "Chips", "hbm_wafer"},
    {"cowos", "Chips", "cowos_wafer"},
    {"system_assembly", "Chips", "accelerator"},
    {"accelerator_orders", "Chips", "accelerator"},
    {"aeroderivatives", "Power", "power"},
    {"fuel_cells", "Power", "power"},
    {"gas_engines", "Power", "power"},
    {"grid_connection", "Power", "power"},
    {"power", "Power", "power"},
    {"power_orders", "Power", "power"},
    {"resold_connections", "Power", "power"},
    {"solar_battery", "Power", "power"},
    {"turbines", "Power", "power"},
    {"wind_battery", "Power", "power"},
    {"construction_labour", "Sites", "construction"},
    {"deployment", "Sites", "compute"},
    {"electrical_gear", "Sites", "electrical_gear"},
    {"permits", "Sites", "construction"},
    {"refitted_halls", "Sites", "construction"},
    {"shell_construction", "Sites", "construction"},
    {"site_orders", "Sites", "construction"},
    {"demand", "Money and demand", ""},
    {"outside_demand", "Money and demand", ""},
    {"money", "Money and demand", ""},
    {"initial_stock", "Time", ""},
    {"lead_time", "Time", ""},
    {"unexplained", "Time", ""},
});

/// What a name may have behind that of the thing: who decided, how long it takes, who makes it.
constexpr auto kEndings =
    std::to_array<std::string_view>({"_orders", "_start_rate", "_growth", "_specialists", "_crews",
                                     "_cycle_time", "_lead_time", "_delivery"});

const Place* listed(std::string_view name) {
  const auto* const found = std::find_if(
      kPlaces.begin(), kPlaces.end(), [&](const Place& place) { return place.constraint == name; });
  return found == kPlaces.end() ? nullptr : found;
}

/// "euv_optics_orders" is where "euv_optics" is.
const Place* place_of(std::string_view constraint) {
  if (const Place* const place = listed(constraint))
    return place;
  for (const std::string_view ending : kEndings) {
    if (constraint.ends_with(ending))
      return place_of(constraint.substr(0, constraint.size() - ending.size()));
  }
  return nullptr;
}

}  // namespace

std::string group_of(std::string_view constraint) {
  const Place* const place = place_of(constraint);
  return place == nullptr ? "Chain" : std::string(place->group);
}

std::string goods_of(std::string_view constraint) {
  const Place* const place = place_of(constraint);
  return place == nullptr ? "" : std::string(place->goods);
}

}  // namespace chokepoint::tools
