#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sim/base/distribution.hpp"
#include "sim/base/time.hpp"
#include "sim/scenario/node.hpp"
#include "sim/scenario/quantity.hpp"
#include "sim/scenario/read_context.hpp"

namespace chokepoint {

/// What a key expects of its number.
struct NumberRules {
  std::string_view unit;  ///< "duration" for a length of time
  Bounds bounds{};
  bool per_event = false;
  bool exogenous = false;
  bool whole = false;
  std::string_view least{};  ///< of a length of time, written as in a scenario

  [[nodiscard]] bool is_duration() const { return unit == kDuration; }
  static constexpr std::string_view kDuration = "duration";
};

/// A number as it was written, converted to the unit of its key.
struct WrittenNumber {
  Distribution distribution = Distribution::constant(0.0);
  std::optional<double> point;
  bool in_months = false;  ///< a length of time: in months, else in minutes
  bool uncertain = false;
  std::string written;
  std::string range;
  std::optional<double> low;  ///< ends of the range
  std::optional<double> high;
  std::string why;

  /// The value of this run.
  [[nodiscard]] double sample(const ReadContext& context, std::string_view path) const;
};

/// Reads a scalar, {value: ...} or a distribution; a diagnostic and nothing when it is wrong.
[[nodiscard]] std::optional<WrittenNumber> parse_number(const Node& node, std::string_view path,
                                                        const NumberRules& rules,
                                                        Diagnostics& diagnostics);

/// The same, from what `context.memo` knows where it knows it.
[[nodiscard]] std::shared_ptr<const WrittenNumber> known_number(const Node& node,
                                                                const std::string& path,
                                                                const NumberRules& rules,
                                                                const ReadContext& context);

/// One amount in the unit of the key; a diagnostic and nothing when it is wrong.
[[nodiscard]] std::optional<double> parse_amount(const Node& node, std::string_view path,
                                                 std::string_view unit, Diagnostics& diagnostics);

/// Reports the keys of a map that are not in `allowed`.
void refuse_other_keys(const Node& map, std::string_view path,
                       const std::vector<std::string>& allowed, Diagnostics& diagnostics);

}  // namespace chokepoint
