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
    {"fab_tools", "Chips", "fab_tool_set"},
    {"logic_cleanroom", "Chips", "n3_wafer"},
    {"n5_capacity", "Chips", "n5_wafer"},
    {"dram_cleanroom", "Chips", "dram_wafer"},
    {"hbm_stacking", "Chips", "hbm_wafer"},
    {"cowos", "Chips", "cowos_wafer"},
    {"system_assembly", "Chips", "accelerator"},
    {"accelerator_orders", "Chips", "accelerator"},
    {"aeroderivatives", "Power", "power"},
    {"fuel_cells", "Power", "power"},
    {"gas_engines", "Power", "power"},
    {"grid_connection", "Power", "power"},
    {"power_orders", "Power", "power"},
    {"resold_connections", "Power", "power"},
    {"solar_battery", "Power", "power"},
    {"turbines", "Power", "power"},
    {"construction_labour", "Sites", "construction"},
    {"deployment", "Sites", "compute"},
    {"electrical_gear", "Sites", "electrical_gear"},
    {"refitted_halls", "Sites", "hall"},
    {"shell_construction", "Sites", "construction"},
    {"site_orders", "Sites", "construction"},
    {"demand", "Money and demand", ""},
    {"money", "Money and demand", ""},
    {"initial_stock", "Time", ""},
    {"lead_time", "Time", ""},
    {"unexplained", "Time", ""},
});

const Place* place_of(std::string_view constraint) {
  const auto* const found = std::find_if(kPlaces.begin(), kPlaces.end(), [&](const Place& place) {
    return place.constraint == constraint;
  });
  return found == kPlaces.end() ? nullptr : found;
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
