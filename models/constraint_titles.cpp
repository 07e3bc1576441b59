#include "models/answer.hpp"

namespace chokepoint::models {

const std::vector<ConstraintTitle>& constraint_titles() {
  static const std::vector<ConstraintTitle> titles{
      {"accelerator_orders", "Accelerator orders"},
      {"aeroderivatives", "Aeroderivative turbines"},
      {"construction_labour", "Construction labour"},
      {"cowos", "Packaging"},
      {"deployment", "Deployment"},
      {"dram_cleanroom", "Memory clean rooms"},
      {"electrical_gear", "Electrical gear"},
      {"euv_tool_assembly", "EUV tool assembly"},
      {"euv_optics", "EUV optics"},
      {"euv_tools", "EUV tools"},
      {"fab_tool_assembly", "Fab tool assembly"},
      {"fab_tools", "Fab tools"},
      {"fuel_cells", "Fuel cells"},
      {"gas_engines", "Gas engines"},
      {"grid_connection", "Grid connections"},
      {"hbm_stacking", "HBM stacking"},
      {"initial_stock", "Initial stock"},
      {"lead_time", "Lead time"},
      {"logic_cleanroom", "Logic clean rooms"},
      {"money", "Money"},
      {"n5_capacity", "N5 wafers"},
      {"nand_cleanroom", "Flash clean rooms"},
      {"permits", "Permits for sites"},
      {"power_orders", "Power orders"},
      {"refitted_halls", "Refitted halls"},
      {"resold_connections", "Resold connections"},
      {"shell_construction", "Data-centre shells"},
      {"site_orders", "Site orders"},
      {"solar_battery", "Solar with batteries"},
      {"system_assembly", "System assembly"},
      {"turbines", "Gas turbines"},
      {"wind_battery", "Wind with batteries"},
  };
  return titles;
}

}  // namespace chokepoint::models
