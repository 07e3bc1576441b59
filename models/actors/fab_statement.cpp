// What a fab can do at most: rooms and EUV tools as capacities of a process model.

#include <algorithm>

#include "models/actors/fab.hpp"
#include "models/core/rates.hpp"
#include "models/core/statement.hpp"

namespace chokepoint::models {

namespace {

constexpr int kRoadmapMonths = 3;  ///< layers and throughput are brought up to date so often

std::string rooms_of(const std::string& stated) {
  return stated + " rooms";
}
std::string tools_of(const std::string& stated) {
  return stated + " EUV tools";
}

}  // namespace

void Fab::state(ProcessModel& model, const Statement& statement, const Monthly& months) const {
  const MonthGrid& grid = model.grid();
  const auto at = [](int month) { return static_cast<std::size_t>(month); };
  const ProcessModel::CapacityId rooms = model.capacity(rooms_of(statement.name));
  ProcessModel::Capacity stated{.name = rooms_of(statement.name),
                                .constraint = market_.flow.trace.name(room_constraint_)};
  stated.grows = true;
  stated.path = {.initial = wafers_per_month_ * kWafers, .worth = months};
  stated.arrivals = model.every_month(0);
  for (const FabSpec::Inherited& room : spec_.inherited) {
    if (room.due < grid.end(grid.months() - 1))
      stated.arrivals[at(grid.timeline().month_index(room.due))] += room.wafers_per_month * kWafers;
  }
  if (statement.improves_per_quarter > 0) {
    stated.keeps = model.every_month(1);
    for (int month = 0; month < grid.months(); month += kRoadmapMonths)
      stated.keeps[at(month)] = 1 + statement.improves_per_quarter;
  }
  model.edit_capacity(rooms) = std::move(stated);
  if (statement.grows) {
    model.add({.name = rooms_of(statement.name) + " opened",
               .flows = {{statement.rights, -1, spec_.room_lead, true}, {statement.tool_sets, -1}},
               .adds = {{rooms, 1}},
               .begun = model.reading([this] { return rooms_opened_ * kWafers; }),
               .begun_lead = spec_.room_lead});
  }
  if (!uses_euv())
    return;
  const ProcessModel::CapacityId tools = model.capacity(tools_of(statement.name));
  ProcessModel::Capacity fleet{.name = tools_of(statement.name), .constraint = "euv_tools"};
  fleet.grows = true;
  fleet.path.initial = spec_.euv_tools;
  fleet.arrivals = model.every_month(0);
  for (int month = 0; month < grid.months(); ++month) {
    double passes = 0;
    for (Tick day = grid.begin(month); day <= grid.end(month); day += kDay)
      passes = std::max(passes, passes_per_tool(day));
    passes = std::max(passes, passes_per_tool(grid.begin(std::max(0, month - kRoadmapMonths))));
    fleet.path.worth.push_back(passes * kWafers * spec_.usable_share * months[at(month)]);
    if (month < spec_.installing_months)
      fleet.arrivals[at(month)] =
          static_cast<double>(spec_.euv_installing) / spec_.installing_months;
  }
  model.edit_capacity(tools) = std::move(fleet);
  model.add({.name = tools_of(statement.name) + " installed",
             .flows = {{statement.euv_tools, -1}},
             .adds = {{tools, 1}},
             .begun = model.reading([this] { return tools_installed_; }),
             .begun_lead = statement.tool_lead});
}

/// In favour of more: what is given up still counts in the older node.
void Fab::state_conversion(ProcessModel& model, const Fab& newer, const std::string& name,
                           const std::string& newer_name, double yields, Duration lead) const {
  double rooms = spec_.wafers_per_month;
  for (const FabSpec::Inherited& room : spec_.inherited)
    rooms += room.wafers_per_month;
  const auto rooms_stock = model.stock("convertible rooms of " + name);
  model.start_with(rooms_stock, rooms * yields * kWafers, "node_conversion");
  model.add({.name = newer_name + " rooms converted",
             .flows = {{rooms_stock, -1, lead, true}},
             .adds = {{model.capacity(rooms_of(newer_name)), 1}},
             .begun = model.reading([&newer] { return newer.converted_ * kWafers; }),
             .begun_lead = lead});
  if (!uses_euv() || !newer.uses_euv())
    return;
  const double owned =
      spec_.euv_tools + spec_.euv_on_order + static_cast<double>(spec_.euv_installing);
  const double planned = rooms * spec_.euv_layers.at(0) * spec_.tool_margin /
                         (passes_per_tool(0) * spec_.usable_share);
  const auto tools_stock = model.stock("convertible EUV tools of " + name);
  model.start_with(tools_stock, std::max(owned, planned) + 1, "node_conversion");
  model.add({.name = newer_name + " EUV tools converted",
             .flows = {{tools_stock, -1, lead, true}},
             .adds = {{model.capacity(tools_of(newer_name)), 1}},
             .begun = model.reading([&newer] { return newer.converted_tools_; }),
             .begun_lead = lead});
}

std::vector<ProcessModel::Use> Fab::uses(ProcessModel& model, const std::string& stated) const {
  std::vector<ProcessModel::Use> uses{{model.capacity(rooms_of(stated)), 1}};
  if (!uses_euv())
    return uses;
  Monthly layers;
  for (int month = 0; month < model.grid().months(); ++month)
    layers.push_back(
        least_in(spec_.euv_layers, model.grid(), spec_.layers_wait ? 0 : month, kRoadmapMonths));
  uses.push_back({model.capacity(tools_of(stated)), 0, std::move(layers)});
  return uses;
}

}  // namespace chokepoint::models
