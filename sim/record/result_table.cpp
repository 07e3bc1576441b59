#include "sim/record/result_table.hpp"

#include <charconv>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "sim/base/utf8.hpp"
#include "sim/scenario/diagnostics.hpp"

namespace chokepoint {

ResultTable::ResultTable(const std::filesystem::path& file, std::vector<std::string> columns)
    : label_(file.generic_string()), in_(file, std::ios::binary), columns_(std::move(columns)) {
  if (!in_ || std::filesystem::is_directory(file))
    throw ScenarioError(label_ + ": expected a file that 'chokepoint run -o' wrote, found none");
  std::string header;
  for (const std::string& column : columns_)
    header += (header.empty() ? "" : ",") + column;
  std::string line;
  std::getline(in_, line);
  if (line != header)
    fail(1, "expected the columns " + header + ", found " + in_quotes(line));
}

bool ResultTable::next() {
  std::string line;
  ++line_;
  if (!std::getline(in_, line))
    return false;
  if (in_.eof())
    fail(line.size() + 1, "expected the end of a row, found the end of the file: it is cut");
  if (const std::size_t at = not_utf8(line); at != std::string::npos)
    fail(at + 1, "expected UTF-8 text, found bytes that are not");
  split(line);
  if (fields_.size() != columns_.size()) {
    fail(1, "expected " + std::to_string(columns_.size()) + " fields, found " +
                std::to_string(fields_.size()));
  }
  return true;
}

double ResultTable::number(std::size_t column) const {
  double value = 0;
  const std::string& field = fields_[column];
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
  if (error != std::errc() || end != field.data() + field.size() || !std::isfinite(value))
    refuse(column, "a number");
  return value;
}

std::uint64_t ResultTable::whole(std::size_t column) const {
  constexpr double kMost = 1e15;
  const double value = number(column);
  if (value < 0 || value > kMost || value != std::floor(value))
    refuse(column, "a whole number");
  return static_cast<std::uint64_t>(value);
}

std::optional<double> ResultTable::optional_number(std::size_t column) const {
  if (fields_[column].empty())
    return std::nullopt;
  return number(column);
}

Date ResultTable::date(std::size_t column) const {
  try {
    return parse_date(fields_[column]);
  } catch (const std::invalid_argument&) {
    refuse(column, "a date such as 2027-03-01");
  }
}

Tick ResultTable::tick(std::size_t column, const Timeline& timeline) const {
  const std::string& field = fields_[column];
  if (field.empty())
    return kNever;
  const auto digit = [&](std::size_t at) { return field[at] >= '0' && field[at] <= '9'; };
  const auto two = [&](std::size_t at) { return (field[at] - '0') * 10 + field[at + 1] - '0'; };
  const bool has_time = field.size() == 17 && field[10] == 'T' && field[13] == ':' &&
                        field[16] == 'Z' && digit(11) && digit(12) && digit(14) && digit(15);
  try {
    if (field.size() == 10 || has_time)
      return timeline.tick(parse_date(field.substr(0, 10))) +
             (has_time ? two(11) * kHour + two(14) : 0);
  } catch (const std::invalid_argument&) {
  }
  refuse(column, "a time such as 2027-03-01 or 2027-03-01T06:30Z");
}

void ResultTable::refuse(std::size_t column, const std::string& expected) const {
  std::size_t at = 1;
  for (std::size_t before = 0; before < column; ++before)
    at += fields_[before].size() + 1;
  fail(at, "expected " + expected + " as " + columns_[column] + ", found " +
               in_quotes(fields_[column]));
}

void ResultTable::fail(std::size_t column, const std::string& message) const {
  throw ScenarioError(label_ + ":" + std::to_string(line_) + ":" + std::to_string(column) + ": " +
                      message);
}

void ResultTable::split(const std::string& line) {
  fields_.assign(1, {});
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      fields_.back() += c;
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields_.emplace_back();
    } else {
      fields_.back() += c;
    }
  }
}

}  // namespace chokepoint
