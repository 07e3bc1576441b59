#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/sensitivity/scenario_discovery.hpp"
#include "tools/sensitivity/sample.hpp"

namespace chokepoint::tools {

/// How often a constraint binds, of the runs that are ok.
struct BindingProbability {
  std::string constraint;
  std::vector<double> months;  ///< part of the runs in which it binds in the month
  std::vector<double> years;   ///< ... in half of the months of the year or more
};

/// Of every constraint that binds in some month of some run; the most frequent first.
[[nodiscard]] std::vector<BindingProbability> binding_probabilities(const StudySample& sample);

/// The calendar years of the months, ascending.
[[nodiscard]] std::vector<int> years_of(const StudySample& sample);

/// Whether it binds in half of the months of the year or more, for each run that is ok. Throws
/// std::invalid_argument when there is no such constraint or year.
[[nodiscard]] std::vector<bool> binds_in_year(const StudySample& sample,
                                              const std::string& constraint, int year);

/// The ranges of the inputs that make the outcome happen, over all runs that are ok.
[[nodiscard]] std::optional<DiscoveredBox> ranges_of(const StudySample& sample,
                                                     const std::vector<bool>& outcome);

}  // namespace chokepoint::tools
