#include <algorithm>
#include <map>

#include "sim/record/headline.hpp"
#include "sim/record/terminal.hpp"
#include "sim/record/text_cells.hpp"

namespace chokepoint {

namespace {

constexpr std::size_t kMostTables = 4;
constexpr int kColumn = 8;
/// Below this a cell is shown as a dot.
constexpr double kVisible = 0.005;

/// The constraints that cost most, largest first.
std::vector<std::string> largest(const RunResult& result) {
  std::map<std::string, double> lost;
  for (const MatrixCell& cell : result.matrix)
    lost[cell.constraint] += cell.lost;
  std::vector<std::string> names;
  for (const auto& [name, sum] : lost) {
    if (sum >= kVisible)
      names.push_back(name);
  }
  std::stable_sort(names.begin(), names.end(),
                   [&](const std::string& a, const std::string& b) { return lost[a] > lost[b]; });
  names.resize(std::min(names.size(), kMostTables));
  return names;
}

std::string table_of(const RunResult& result, const std::string& constraint) {
  std::map<int, std::map<int, double>> cells;  // [effect][cause]
  std::map<int, double> causes;
  for (const MatrixCell& cell : result.matrix) {
    if (cell.constraint != constraint || cell.lost < kVisible)
      continue;
    cells[cell.effect_year][cell.cause_year] += cell.lost;
    causes[cell.cause_year] += cell.lost;
  }
  std::string text = label_of(result.titles, constraint) + ": " + result.sink_unit +
                     "-years lost, by year of effect (down) and of cause (across)\n    ";
  for (const auto& [cause, sum] : causes)
    text += pad_left(std::to_string(cause), kColumn);
  text += "\n";
  for (const auto& [effect, row] : cells) {
    text += std::to_string(effect);
    for (const auto& [cause, sum] : causes) {
      const auto cell = row.find(cause);
      text += pad_left(cell == row.end() ? "·" : readable(cell->second), kColumn);
    }
    text += "\n";
  }
  return text;
}

}  // namespace

std::string matrix_tables(const RunResult& result) {
  std::string text;
  for (const std::string& constraint : largest(result))
    text += (text.empty() ? "" : "\n") + table_of(result, constraint);
  return text;
}

}  // namespace chokepoint
