#include "models/policy/lithography.hpp"

#include <algorithm>

namespace chokepoint::models {

namespace {
constexpr double kHoursPerMonth = 365.2425 * 24 / 12;
}

double euv_passes(std::span<const LayerLoad> loads) {
  double sum = 0;
  for (const LayerLoad& load : loads)
    sum += load.wafers * load.layers;
  return sum;
}

double passes_per_tool_month(double wafers_per_hour, double uptime) {
  return wafers_per_hour * uptime * kHoursPerMonth;
}

double layers_run(double roadmap, double present, double passes, double wafers) {
  if (wafers <= 0)
    return roadmap;
  return std::clamp(passes / wafers, std::min(present, roadmap), roadmap);
}

double tool_horizon(double usual_months, double promised_months) {
  return std::max(usual_months, promised_months);
}

double tool_target(const ToolNeed& need) {
  const double per_tool = need.passes_per_tool * need.usable_share;
  if (per_tool <= 0)
    return 0;
  return need.wafers_per_month * need.layers * need.margin / per_tool;
}

double tools_to_order(const ToolNeed& need) {
  return std::max(0.0, (tool_target(need) - need.fleet - need.on_order) / need.smoothing_months);
}

}  // namespace chokepoint::models
