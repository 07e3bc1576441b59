#pragma once

#include <string>
#include <vector>

#include "sim/record/run_result.hpp"
#include "tools/report/svg_chart.hpp"

namespace chokepoint::tools {

/// One way to divide what is online.
struct Stack {
  std::string id;     ///< "lab"
  std::string name;   ///< "Lab"
  std::string title;  ///< "Online by lab"
  Chart chart;        ///< largest at the end first; small ones in "others"
};

/// By lab, operator, region of the operator and, of accelerators packaged since the start,
/// generation; those for which the run has series.
[[nodiscard]] std::vector<Stack> stacks_of(const RunResult& result);

}  // namespace chokepoint::tools
