#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "sim/record/json.hpp"
#include "sim/record/run_result.hpp"

namespace chokepoint {

/// What is first in each year of one world: by what came less, by when the shortage itself was, and
/// by root cause. A year in which nothing was short has `demand`.
struct Leaders {
  /// By year: of effect, cause and root, under the names of results.
  std::map<int, std::array<std::string, 3>> first;
};
[[nodiscard]] Leaders leaders_of(const RunResult& result);

/// In what part of the worlds something is first, by year: three tables with a line above each.
[[nodiscard]] std::string leaders_text(const std::vector<Leaders>& worlds);
/// The same: {"effect": {"2023": {"cowos": 0.44}}, "cause": ..., "root": ...}.
void write_leaders(JsonText& json, const std::vector<Leaders>& worlds);

}  // namespace chokepoint
