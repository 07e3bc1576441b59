#include "tools/commands/dates.hpp"

#include <stdexcept>

#include "tools/commands/commands.hpp"

namespace chokepoint::tools {

Tick date_of(const Scenario& scenario, const std::string& option, const std::string& text) {
  const std::string range = iso(scenario.timeline.start()) + " to " + iso(scenario.end);
  Date date{};
  try {
    date = parse_date(text);
  } catch (const std::invalid_argument&) {
    throw UsageError(option + ": expected a date such as 2027-01-01, found '" + text + "'");
  }
  const Tick tick = scenario.timeline.tick(date);
  if (tick < 0 || tick > scenario.horizon)
    throw UsageError(option + ": " + text + " is outside the run, which goes from " + range);
  return tick;
}

}  // namespace chokepoint::tools
