#pragma once

#include <string>

#include "tools/sensitivity/binding.hpp"
#include "tools/sensitivity/indices.hpp"
#include "tools/sensitivity/sample.hpp"

namespace chokepoint::tools {

/// Where a constraint binds in a year, and what was found about it.
struct RangeQuestion {
  std::string constraint;
  int year = 0;
  std::size_t hits = 0;
  std::optional<DiscoveredBox> box;
};

/// All that is said about a sweep.
struct SensitivityReport {
  const StudySample& sample;
  IndexReport indices;
  std::vector<BindingProbability> binding;
  std::optional<RangeQuestion> ranges;
};

/// For the terminal; with `details`, every factor of every quantity, else the three that matter
/// most in one line.
[[nodiscard]] std::string sensitivity_text(const SensitivityReport& report, bool details,
                                           int width);
[[nodiscard]] std::string sensitivity_json(const SensitivityReport& report);
/// `quantity,factor,measure,value,low,high`: the indices.
[[nodiscard]] std::string indices_csv(const SensitivityReport& report);

}  // namespace chokepoint::tools
