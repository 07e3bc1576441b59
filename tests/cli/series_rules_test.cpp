// The rule by which months become longer periods is the one that the page on result files tells.

#include "tools/series_rules.hpp"

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace chokepoint::tools {
namespace {

/// The names in the first cell of a row of a table ("| `a`, `b` | flow | ..."), and the second
/// cell.
struct Row {
  std::vector<std::string> names;
  std::string kind;
};

std::vector<Row> rows_of_series() {
  std::ifstream page(std::string(CHOKEPOINT_SOURCE_DIR) + "/docs/reference/result-files.md");
  std::vector<Row> rows;
  bool in_table = false;
  for (std::string line; std::getline(page, line);) {
    if (line == "| series | kind | meaning |")
      in_table = true;
    if (line.empty())
      in_table = false;
    if (!in_table || !line.starts_with("| `"))
      continue;
    const std::size_t first_end = line.find(" |");
    const std::size_t second_end = line.find(" |", first_end + 2);
    Row row;
    row.kind = line.substr(first_end + 3, second_end - first_end - 3);
    std::istringstream cell(line.substr(2, first_end - 2));
    for (std::string name; std::getline(cell, name, ',');) {
      const std::size_t begin = name.find('`') + 1;
      row.names.push_back(name.substr(begin, name.rfind('`') - begin));
    }
    rows.push_back(row);
  }
  return rows;
}

TEST(SeriesRules, WhatThePageCallsAFlowIsAddedUpAndNothingElseOfIt) {
  int flows = 0;
  for (const Row& row : rows_of_series()) {
    for (const std::string& name : row.names) {
      EXPECT_EQ(together_of(name) == Together::sum, row.kind == "flow") << name;
      flows += row.kind == "flow" ? 1 : 0;
    }
  }
  EXPECT_GE(flows, 8);
}

TEST(SeriesRules, PricesAndSharesAreAveragedAndStocksEnd) {
  EXPECT_EQ(together_of("dram_price_index"), Together::mean);
  EXPECT_EQ(together_of("h100_hour"), Together::mean);
  EXPECT_EQ(together_of("installed_h100e"), Together::end);
  EXPECT_EQ(together_of("cowos_kwpm"), Together::end);
  EXPECT_EQ(together_of("accelerator_packages"), Together::sum);
  EXPECT_EQ(together_of("capex_usd"), Together::sum);
  EXPECT_EQ(together_of("site_slip_days"), Together::mean);
}

}  // namespace
}  // namespace chokepoint::tools
