#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/record/run_result.hpp"

namespace chokepoint::tools {

/// A quarter of the run.
struct Quarter {
  int year = 0;
  int quarter = 1;  ///< 1 to 4
};

/// A constraint's part of what became short in a quarter, and why it was no bigger.
struct RibbonCell {
  double share = 0;
  std::map<std::string, double> roots;  ///< by cause; they add up to `share`
};

/// A constraint, and its cells by quarter.
struct RibbonRow {
  std::string constraint;
  std::string label;
  std::string group;              ///< "Chips", "Power", "Sites", "Money and demand", "Time"
  std::size_t colour = 0;         ///< 1 to 10; 0: grey, of those that never are the largest
  double total = 0;               ///< of what became short in the whole run
  std::vector<RibbonCell> cells;  ///< by quarter
  std::vector<double> years;      ///< its share by year, as in context.json
};

/// What the ribbon shows. The share of a quarter is the mean of the monthly shares, weighted as
/// those of its year are: by `fell_behind`, or by `unmet` where that hardly grew.
struct Ribbon {
  std::vector<Quarter> quarters;
  std::vector<RibbonRow> rows;               ///< by group, then in the order of their first peak
  std::vector<double> unmet;                 ///< unit-years by quarter
  std::vector<std::vector<std::size_t>> of;  ///< by quarter: rows with a share, largest first
};

[[nodiscard]] Ribbon ribbon_of(const RunResult& result);

/// The row of that constraint; nullptr when it has no share anywhere.
[[nodiscard]] const RibbonRow* row_of(const Ribbon& ribbon, std::string_view constraint);

/// The group of a constraint in pictures, and the goods whose making it holds up ("" for those that
/// belong to none). Textbook networks name their constraints freely: theirs are in "Chain".
[[nodiscard]] std::string group_of(std::string_view constraint);
[[nodiscard]] std::string goods_of(std::string_view constraint);

}  // namespace chokepoint::tools
