#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/scenario/node.hpp"
#include "sim/scenario/number.hpp"
#include "sim/scenario/profile.hpp"
#include "sim/scenario/read_context.hpp"

namespace chokepoint {

/// A time-dependent value as it was written, with what its record says.
struct WrittenProfile {
  Profile profile;
  std::string written;  ///< "steps of 4 dates", "series data/demand.csv"
  std::string range;
  std::optional<double> low_factor;  ///< ends of the range of the factor on all values
  std::optional<double> high_factor;
  std::string why;
  bool uncertain = false;
};

/// Whether the node is written as steps, linear or series.
[[nodiscard]] bool is_time_varying(const Node& node);

/// Reads steps, linear or series, scaled by this run's factor; a diagnostic and nothing when it is
/// wrong.
[[nodiscard]] std::optional<WrittenProfile> parse_profile(const Node& node, std::string_view path,
                                                          const NumberRules& rules,
                                                          const ReadContext& context);

}  // namespace chokepoint
