#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/core/disruption.hpp"
#include "sim/scenario/registry.hpp"

namespace chokepoint::models {

/// An entry of a scenario by its name; nullptr when there is none.
[[nodiscard]] const Scenario::Entry* find_entry(const Scenario& scenario, std::string_view section,
                                                std::string_view name);
/// The region that an actor names as its own.
[[nodiscard]] std::string_view region_of(const Scenario::Entry& actor);
[[nodiscard]] bool holds(const std::vector<std::string>& names, std::string_view name);
/// The first name of one list that the other has, too; empty: none.
[[nodiscard]] std::string common(const std::vector<std::string>& a,
                                 const std::vector<std::string>& b);

/// What both strike, as the first one names it: a firm, a site, a node, a part, a region, or a firm
/// of a region that the other names; empty: nothing.
[[nodiscard]] std::string struck_by_both(const Scenario& scenario, const Disruption& a,
                                         const Disruption& b);

}  // namespace chokepoint::models
