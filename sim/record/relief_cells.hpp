#pragma once

#include <string>
#include <vector>

#include "sim/bottleneck/relief_study.hpp"

namespace chokepoint {

/// Columns of a number in the tables of `relieve`.
inline constexpr int kReliefCell = 8;

/// "0.83", "-0.02", "0".
[[nodiscard]] std::string two_digits(double value);
/// "+22", "-0.04", "0".
[[nodiscard]] std::string gain_text(double value);
/// "a, b".
[[nodiscard]] std::string names_text(const std::vector<std::string>& names);
/// "2024, 2026-2028".
[[nodiscard]] std::string years_text(const std::vector<int>& years);
/// "a + b (frozen)".
[[nodiscard]] std::string name_of(const ReliefRow& row);
/// "10 % more of a", or the addition ("1 tool/year more") of it.
[[nodiscard]] std::string title_of(const FailedWorld& world, const std::string& addition);

}  // namespace chokepoint
