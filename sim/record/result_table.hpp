#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/time.hpp"

namespace chokepoint {

/// A table of a result directory, read line by line. What is wrong with it is a ScenarioError that
/// names file, line and column.
class ResultTable {
 public:
  /// Expects exactly these columns.
  ResultTable(const std::filesystem::path& file, std::vector<std::string> columns);

  /// False at the end.
  bool next();

  [[nodiscard]] const std::string& text(std::size_t column) const { return fields_[column]; }
  /// Finite.
  [[nodiscard]] double number(std::size_t column) const;
  /// From 0 to 10^15.
  [[nodiscard]] std::uint64_t whole(std::size_t column) const;
  /// Nothing when the field is empty.
  [[nodiscard]] std::optional<double> optional_number(std::size_t column) const;
  [[nodiscard]] Date date(std::size_t column) const;
  /// "2027-03-01" or "2027-03-01T06:30Z"; kNever when the field is empty.
  [[nodiscard]] Tick tick(std::size_t column, const Timeline& timeline) const;

  /// Says what was expected in a field instead of what is there.
  [[noreturn]] void refuse(std::size_t column, const std::string& expected) const;

 private:
  [[noreturn]] void fail(std::size_t column, const std::string& message) const;
  void split(const std::string& line);

  std::string label_;
  std::ifstream in_;
  std::vector<std::string> columns_;
  std::vector<std::string> fields_;
  int line_ = 1;
};

}  // namespace chokepoint
