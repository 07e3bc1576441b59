#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tools/report/sections.hpp"
#include "tools/report/stacks.hpp"

namespace chokepoint::tools {

/// Six significant digits: enough for any picture, and a third of the bytes.
[[nodiscard]] nlohmann::ordered_json drawn(double value);
[[nodiscard]] nlohmann::ordered_json drawn(const std::vector<double>& values);

/// Texts that are shown, in as few bytes as that takes: no number has a bar in it, and one that is
/// that of the place before is left empty.
[[nodiscard]] std::string joined(const std::vector<std::string>& texts);

/// Layers that add up, with the part that each is of the whole.
[[nodiscard]] nlohmann::ordered_json stack_json(const Stack& stack);

/// Charts of lines: of what is wanted and online, of a comparison and of a sweep.
[[nodiscard]] nlohmann::ordered_json lines_json(const ReportModel& model);

}  // namespace chokepoint::tools
