#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/diagnostics.hpp"

namespace chokepoint {

/// A data file beside a scenario: a line of column names, then one line per date. Cells are kept
/// as text; commas separate them and there are no quotes.
struct CsvTable {
  struct Cell {
    std::string text;
    Origin origin;
  };
  std::vector<std::string> columns;
  std::map<std::string, std::size_t, std::less<>> positions;  ///< of the columns
  std::vector<std::vector<Cell>> rows;
  bool is_whole = true;  ///< false: lines with another number of cells are missing

  [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;
};

/// Lines that are empty or start with '#' are skipped. Every row must have as many cells as there
/// are columns, and the first column must be `first_column`, if one is given.
[[nodiscard]] std::optional<CsvTable> parse_csv(std::string_view text, std::uint32_t file,
                                                std::string_view document_path,
                                                Diagnostics& diagnostics,
                                                std::string_view first_column = "date");

/// The same from a file that the user named; a diagnostic, too, when it cannot be read. The rows
/// beside those with another number of cells are there, so that all faults can be said at once.
[[nodiscard]] std::optional<CsvTable> load_csv(const std::filesystem::path& file,
                                               std::string_view first_column,
                                               Diagnostics& diagnostics);

}  // namespace chokepoint
