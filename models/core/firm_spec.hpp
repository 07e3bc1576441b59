#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/core/export_rule.hpp"
#include "models/core/outage_dates.hpp"
#include "models/core/places.hpp"
#include "sim/scenario/reader.hpp"

namespace chokepoint::models {

/// What a scenario says about every firm.
struct FirmSpec {
  std::string name;
  std::string region;
  std::int64_t planning_day = 1;      ///< day of the month on which it plans
  std::int64_t months_between = 1;    ///< between two plannings
  std::int64_t planning_minute = -1;  ///< of that day; -1: by its place among those without one
  std::vector<OutageDates> outages;   ///< dates on which its site stands still
  std::vector<AbroadSpec> abroad;     ///< where else it has capacity
  std::vector<ExportRule> exports;    ///< what it may not sell to whom
  Tick patience = kNever;             ///< what stands still for so long is given up

  static FirmSpec read(Reader& reader);
};

}  // namespace chokepoint::models
