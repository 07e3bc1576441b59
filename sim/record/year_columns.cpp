#include "sim/record/year_columns.hpp"

#include <algorithm>
#include <utility>

#include "sim/record/text_cells.hpp"

namespace chokepoint {

std::vector<std::string> year_headings(const std::vector<int>& years) {
  std::vector<std::string> headings;
  headings.reserve(years.size());
  for (const int year : years)
    headings.push_back(std::to_string(year));
  return headings;
}

YearColumns::YearColumns(std::string heading, std::vector<std::string> columns) {
  rows_.push_back({std::move(heading), std::move(columns)});
}

void YearColumns::add(std::string label, std::vector<std::string> cells) {
  rows_.push_back({std::move(label), std::move(cells)});
}

std::string YearColumns::text(int width, int cell) const {
  int label = 0;
  int widest = 0;
  for (const Row& row : rows_) {
    label = std::max(label, display_width(row.label));
    for (const std::string& text : row.cells)
      widest = std::max(widest, display_width(text));
  }
  const std::size_t columns = rows_.front().cells.size();
  if (cell == 0) {
    const bool roomy = label + static_cast<int>(columns) * (widest + 2) <= width;
    cell = widest + (roomy ? 2 : 1);
  }
  const auto fits = static_cast<std::size_t>(std::max(1, (width - label) / cell));
  std::string out;
  for (std::size_t from = 0; from < columns; from += fits)
    out += block(from, std::min(columns, from + fits), label, cell);
  return out;
}

std::string YearColumns::block(std::size_t from, std::size_t to, int label, int cell) const {
  std::string out;
  for (const Row& row : rows_) {
    std::string line = pad_right(row.label, label);
    for (std::size_t i = from; i < std::min(to, row.cells.size()); ++i)
      line += pad_left(row.cells[i], cell);
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

}  // namespace chokepoint
