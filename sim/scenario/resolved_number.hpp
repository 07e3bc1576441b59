#pragma once

#include <string>
#include <string_view>

#include "sim/scenario/node.hpp"
#include "sim/scenario/number.hpp"
#include "sim/scenario/read_context.hpp"

namespace chokepoint {

/// "a quantity in wafer/day"
[[nodiscard]] std::string quantity_in(std::string_view unit);

/// The default of a key, written in code as in a scenario. Throws ModelError when it is wrong.
[[nodiscard]] double default_amount(std::string_view text, std::string_view unit);

/// Tells in `context.resolved` that a key has its default.
void record_default(const ReadContext& context, std::string path, std::string_view fallback,
                    std::string_view unit, bool whole = false);

/// Tells there the value that a written number has in this run, and all that was written of it.
void record_number(const ReadContext& context, const Node& node, std::string path,
                   const WrittenNumber& number, const NumberRules& rules, std::string value);

}  // namespace chokepoint
