#pragma once

#include <string>
#include <vector>

namespace chokepoint {

/// Rows of cells for reading: every column as wide as its widest cell, the last as long as it is.
class TextTable {
 public:
  void add(std::vector<std::string> cells);
  /// Two blanks between columns, none at the ends of lines.
  [[nodiscard]] std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
  std::vector<int> widths_;
};

}  // namespace chokepoint
