#include "sim/scenario/csv_table.hpp"

#include <algorithm>

#include "sim/scenario/yaml_text.hpp"

namespace chokepoint {
namespace {

std::vector<CsvTable::Cell> split_line(std::string_view line, Origin origin) {
  std::vector<CsvTable::Cell> cells;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = std::min(line.find(',', begin), line.size());
    std::string_view cell = line.substr(begin, end - begin);
    std::size_t skipped = 0;
    while (!cell.empty() && cell.front() == ' ') {
      cell.remove_prefix(1);
      ++skipped;
    }
    while (!cell.empty() && cell.back() == ' ')
      cell.remove_suffix(1);
    Origin at = origin;
    at.column += static_cast<std::int32_t>(begin + skipped);
    cells.push_back({std::string(cell), at});
    if (end == line.size())
      return cells;
    begin = end + 1;
  }
}

bool read_header(CsvTable& table, const std::vector<CsvTable::Cell>& cells, std::string_view path,
                 Diagnostics& diagnostics, std::string_view first_column) {
  if (!first_column.empty() && cells.front().text != first_column) {
    diagnostics.add(cells.front().origin, path,
                    "expected " + in_quotes(first_column) + " as the first column, found " +
                        in_quotes(cells.front().text));
    return false;
  }
  for (const CsvTable::Cell& cell : cells) {
    if (!table.positions.emplace(cell.text, table.columns.size()).second) {
      diagnostics.add(cell.origin, path,
                      "expected each column once, found " + in_quotes(cell.text));
      return false;
    }
    table.columns.push_back(cell.text);
  }
  return true;
}

/// The rows that have as many cells as there are columns.
std::optional<CsvTable> rows_of(std::string_view text, std::uint32_t file,
                                std::string_view document_path, Diagnostics& diagnostics,
                                std::string_view first_column) {
  CsvTable table;
  if (text.starts_with("\xEF\xBB\xBF")) {
    diagnostics.add({file, 1, 1}, document_path,
                    "expected UTF-8 text, found a byte order mark before it");
    return std::nullopt;
  }
  Origin at{file, 0, 1};
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    ++at.line;
    if (line.ends_with('\r'))
      line.remove_suffix(1);
    if (line.empty() || line.front() == '#')
      continue;
    auto cells = split_line(line, at);
    if (table.columns.empty()) {
      if (!read_header(table, cells, document_path, diagnostics, first_column))
        return std::nullopt;
    } else if (cells.size() != table.columns.size()) {
      diagnostics.add(at, document_path,
                      "expected " + std::to_string(table.columns.size()) + " cells, found " +
                          std::to_string(cells.size()));
      table.is_whole = false;
    } else {
      table.rows.push_back(std::move(cells));
    }
  }
  if (table.is_whole && table.rows.empty()) {
    diagnostics.add({file, 1, 1}, document_path,
                    "expected a line of column names and lines of data, found none");
    return std::nullopt;
  }
  return table;
}

}  // namespace

std::optional<std::size_t> CsvTable::column(std::string_view name) const {
  const auto at = positions.find(name);
  return at == positions.end() ? std::nullopt : std::optional<std::size_t>(at->second);
}

std::optional<CsvTable> parse_csv(std::string_view text, std::uint32_t file,
                                  std::string_view document_path, Diagnostics& diagnostics,
                                  std::string_view first_column) {
  auto table = rows_of(text, file, document_path, diagnostics, first_column);
  // What is wrong in the lines that have all their cells is told beside those that have not.
  return table && !table->rows.empty() ? std::move(table) : std::nullopt;
}

std::optional<CsvTable> load_csv(const std::filesystem::path& file, std::string_view first_column,
                                 Diagnostics& diagnostics) {
  const std::uint32_t id = diagnostics.add_file(file.generic_string());
  const auto text = read_text_file(file, kMostCsvBytes, {id, 1, 1}, "data", diagnostics);
  if (!text)
    return std::nullopt;
  return rows_of(*text, id, "data", diagnostics, first_column);
}

}  // namespace chokepoint
