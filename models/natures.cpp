#include "models/natures.hpp"

#include <array>
#include <string_view>

namespace chokepoint::models {

namespace {

struct Rule {
  std::string_view ends_in;
  Nature nature;
};

/// The first that fits.
constexpr std::array kRules = std::to_array<Rule>({
    {"lead_time", Nature::knowledge},  // all was ordered as soon as it was wanted
    {"demand", Nature::demand},
    {"money", Nature::money},
    {"construction_labour", Nature::labour},
    {"permits", Nature::policy},
    {"_orders", Nature::decision},  // believed in less than was announced, or later
    {"_growth", Nature::capacity},  // people and space grow only so fast
    {"_specialists", Nature::labour},
    {"_crews", Nature::labour},
    {"_start_rate", Nature::capacity},
});

}  // namespace

void declare_natures(Trace& trace) {
  const auto constraints = trace.constraints();
  for (std::size_t id = 0; id < constraints.size(); ++id) {
    for (const Rule& rule : kRules) {
      if (!constraints[id].name.ends_with(rule.ends_in))
        continue;
      if (constraints[id].nature == Nature::unknown)
        trace.declare(static_cast<ConstraintId>(id), rule.nature);
      break;
    }
  }
}

}  // namespace chokepoint::models
