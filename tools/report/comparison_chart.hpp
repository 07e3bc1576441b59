#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tools/report/svg_chart.hpp"

namespace chokepoint::tools {

/// More lines than these cannot be told apart, nor named beside each other.
inline constexpr std::size_t kMostNamed = 9;

/// A world of compare.json as the page calls it: its name in words.
[[nodiscard]] std::string world_name(const nlohmann::ordered_json& world);

/// Its last year in compare.json.
[[nodiscard]] const nlohmann::ordered_json& last_year_of(const nlohmann::ordered_json& world);

/// "2027-07" of a date, in one piece.
[[nodiscard]] std::string month_html(const std::string& date);

/// The base and the worlds that differ most from it at the end, `most` in all, in the order of the
/// file.
[[nodiscard]] std::vector<std::size_t> telling_worlds(const nlohmann::ordered_json& worlds,
                                                      std::size_t most);

/// What is online in each world, in the unit of compare.json, by month.
[[nodiscard]] Chart comparison_chart(const nlohmann::ordered_json& compare);

/// What the numbers at the lines of events stand for; empty where they have their names there.
[[nodiscard]] std::string marks_key(const Chart& chart);

}  // namespace chokepoint::tools
