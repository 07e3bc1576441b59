#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "sim/base/time.hpp"

namespace chokepoint {

/// A CSV table that the program itself wrote, read line by line. What is not as it was written is a
/// ScenarioError that names file, line and column.
class ResultTable {
 public:
  /// Throws when there is no such file or when its columns are others.
  ResultTable(const std::filesystem::path& file, std::vector<std::string> columns);

  /// False at the end.
  bool next();

  [[nodiscard]] const std::string& text(std::size_t i) const { return fields_[i]; }
  [[nodiscard]] double number(std::size_t i) const;
  [[nodiscard]] Date date(std::size_t i) const;
  /// "2027-03-01" or "2027-03-01T06:30Z"; kNever when the field is empty.
  [[nodiscard]] Tick tick(std::size_t i, const Timeline& timeline) const;

  /// Says what was expected in a field instead of what is there.
  [[noreturn]] void refuse(std::size_t i, const std::string& expected) const;

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
