#pragma once

#include <span>

namespace chokepoint::models {

/// Wafers of one kind and how often each passes an EUV tool.
struct LayerLoad {
  double wafers;
  double layers;
};

/// EUV passes for all of them.
[[nodiscard]] double euv_passes(std::span<const LayerLoad> loads);

/// Whole-wafer passes of one tool in an average month, at `wafers_per_hour` for the share `uptime`
/// of the time (F-L4: 75 wafers an hour, 90 %).
[[nodiscard]] double passes_per_tool_month(double wafers_per_hour, double uptime);

/// EUV layers at which a fab runs its wafers: those of the roadmap as far as its `passes` suffice
/// for all `wafers` (both a month). Who lacks the tools stays on the older process rather than let
/// rooms stand empty; nobody goes back below the `present` layers.
[[nodiscard]] double layers_run(double roadmap, double present, double passes, double wafers);

/// What a fab knows when it orders EUV tools.
struct ToolNeed {
  double wafers_per_month = 0;  ///< of all rooms that will stand when the tools can work
  double layers = 0;            ///< per wafer then
  double passes_per_tool = 0;   ///< a month
  double usable_share = 1;      ///< of the fleet in volume production
  double margin = 1;            ///< planners' allowance
  double fleet = 0;
  double on_order = 0;  ///< always counted: a tool on order is a tool
  double smoothing_months = 9;
};
/// How far ahead a fab plans its tools: as far as it is used to, and as far as its maker says a
/// tool ordered today takes, when that is longer.
[[nodiscard]] double tool_horizon(double usual_months, double promised_months);
/// Fleet the fab aims at.
[[nodiscard]] double tool_target(const ToolNeed& need);
/// Tools to order per month (not whole yet).
[[nodiscard]] double tools_to_order(const ToolNeed& need);

}  // namespace chokepoint::models
