#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/study/factor.hpp"
#include "sim/study/study.hpp"

namespace chokepoint {

/// The points of a study: one row each, one column for each factor.
struct DesignTable {
  std::vector<std::string> columns;              ///< of the factors, in the order of their names
  std::vector<std::vector<std::string>> points;  ///< cells as in the file

  [[nodiscard]] std::string csv() const;
  /// SHA-256 of the file.
  [[nodiscard]] std::string sha256() const;
};

/// Every combination of levels, the last factor fastest. Throws ScenarioError when there are too
/// many.
[[nodiscard]] DesignTable grid_design(const std::vector<Factor>& factors);
/// One point at which nothing differs.
[[nodiscard]] DesignTable single_point();
/// What is asked of `chokepoint-study`: one JSON object.
[[nodiscard]] std::string design_request(const Study& study, const std::vector<Factor>& factors);
/// What it answers: shares between 0 and 1. Throws ScenarioError when that is not so.
[[nodiscard]] DesignTable sampled_design(std::string_view csv, const std::vector<Factor>& factors);
/// Reads a table of points. Throws ScenarioError with all that is wrong with it.
[[nodiscard]] DesignTable parse_design(std::string_view csv, const std::string& label,
                                       const std::vector<Factor>& factors);

}  // namespace chokepoint
