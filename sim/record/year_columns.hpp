#pragma once

#include <string>
#include <vector>

namespace chokepoint {

/// "2024", "2025", ...
[[nodiscard]] std::vector<std::string> year_headings(const std::vector<int>& years);

/// A table for reading with a column for each year, continued below itself where the terminal is
/// too narrow for all of them.
class YearColumns {
 public:
  /// `columns` are the headings over the numbers: years, and what belongs behind them.
  YearColumns(std::string heading, std::vector<std::string> columns);
  /// A row; `cells` may be fewer than there are columns.
  void add(std::string label, std::vector<std::string> cells);
  /// In at most `width` columns where one cell has room. Cells are `cell` columns wide, or, with 0,
  /// as wide as their texts and as there is room for.
  [[nodiscard]] std::string text(int width, int cell = 0) const;

 private:
  struct Row {
    std::string label;
    std::vector<std::string> cells;
  };
  [[nodiscard]] std::string block(std::size_t from, std::size_t to, int label, int cell) const;
  std::vector<Row> rows_;  ///< the first is the heading
};

}  // namespace chokepoint
