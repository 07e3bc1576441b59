// Reads back what a run wrote.

#include <algorithm>
#include <charconv>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>

#include "sim/record/allocation.hpp"
#include "sim/scenario/diagnostics.hpp"

namespace chokepoint {

namespace {

namespace fs = std::filesystem;

/// A table of a result directory, read line by line.
class ResultTable {
 public:
  ResultTable(const fs::path& file, std::vector<std::string> columns)
      : label_(file.generic_string()), in_(file, std::ios::binary), columns_(std::move(columns)) {
    if (!in_ || fs::is_directory(file))
      throw ScenarioError(label_ + ": expected a file that 'chokepoint run -o' wrote, found none");
    std::string header;
    for (const std::string& column : columns_)
      header += (header.empty() ? "" : ",") + column;
    std::string line;
    std::getline(in_, line);
    if (line != header)
      fail(1, "expected the columns " + header + ", found " + in_quotes(line));
  }

  /// False at the end.
  bool next() {
    std::string line;
    ++line_;
    if (!std::getline(in_, line))
      return false;
    split(line);
    if (fields_.size() != columns_.size()) {
      fail(1, "expected " + std::to_string(columns_.size()) + " fields, found " +
                  std::to_string(fields_.size()));
    }
    return true;
  }

  [[nodiscard]] const std::string& text(std::size_t i) const { return fields_[i]; }
  [[nodiscard]] double number(std::size_t i) const {
    double value = 0;
    const std::string& field = fields_[i];
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
    if (error != std::errc() || end != field.data() + field.size())
      refuse(i, "a number");
    return value;
  }
  [[nodiscard]] Date date(std::size_t i) const {
    try {
      return parse_date(fields_[i]);
    } catch (const std::invalid_argument&) {
      refuse(i, "a date such as 2027-03-01");
    }
  }
  /// "2027-03-01" or "2027-03-01T06:30Z"; kNever when the field is empty.
  [[nodiscard]] Tick tick(std::size_t i, const Timeline& timeline) const {
    const std::string& field = fields_[i];
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
    refuse(i, "a time such as 2027-03-01 or 2027-03-01T06:30Z");
  }

  /// Says what was expected in a field instead of what is there.
  [[noreturn]] void refuse(std::size_t i, const std::string& expected) const {
    std::size_t column = 1;
    for (std::size_t before = 0; before < i; ++before)
      column += fields_[before].size() + 1;
    fail(column,
         "expected " + expected + " as " + columns_[i] + ", found " + in_quotes(fields_[i]));
  }

 private:
  [[noreturn]] void fail(std::size_t column, const std::string& message) const {
    throw ScenarioError(label_ + ":" + std::to_string(line_) + ":" + std::to_string(column) + ": " +
                        message);
  }
  void split(const std::string& line) {
    fields_.assign(1, {});
    bool quoted = false;
    for (const char c : line) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields_.emplace_back();
      } else {
        fields_.back() += c;
      }
    }
  }

  std::string label_;
  std::ifstream in_;
  std::vector<std::string> columns_;
  std::vector<std::string> fields_;
  int line_ = 1;
};

OrderStatus status_in(const ResultTable& table, std::size_t i) {
  static const std::map<std::string, OrderStatus> known{{"open", OrderStatus::open},
                                                        {"delivered", OrderStatus::delivered},
                                                        {"cancelled", OrderStatus::cancelled},
                                                        {"rejected", OrderStatus::rejected}};
  const auto found = known.find(table.text(i));
  if (found == known.end())
    table.refuse(i, "open, delivered, cancelled or rejected");
  return found->second;
}

void read_orders(RunResult& result, const fs::path& file) {
  enum { kOrder, kParent, kCommodity, kBuyer, kSeller, kQuantity, kUnit, kPlaced, kWanted };
  enum { kPromised = kWanted + 1, kDelivered, kStatus };
  ResultTable table(
      file, {"order", "parent", "commodity", "buyer", "seller", "quantity", "unit", "placed",
             "wanted", "promised", "delivered", "status", "firm", "price_usd"});
  const Timeline timeline(result.start);
  std::set<std::string> names;
  const auto name = [&](std::size_t i) -> std::string_view {
    return *names.insert(table.text(i)).first;
  };
  while (table.next()) {
    OrderRow row;
    row.order = static_cast<std::uint64_t>(table.number(kOrder));
    row.commodity = name(kCommodity);
    row.buyer = name(kBuyer);
    row.seller = name(kSeller);
    row.unit = name(kUnit);
    row.quantity = table.number(kQuantity);
    row.placed = table.tick(kPlaced, timeline);
    row.wanted = table.tick(kWanted, timeline);
    if (row.placed == kNever)
      table.refuse(kPlaced, "a time");
    if (row.wanted == kNever)
      table.refuse(kWanted, "a time");
    row.promised = table.tick(kPromised, timeline);
    row.delivered = table.tick(kDelivered, timeline);
    row.status = status_in(table, kStatus);
    if (row.status == OrderStatus::delivered && row.delivered == kNever)
      table.refuse(kDelivered, "a time");
    result.orders.push_back(row);
  }
  // The rows point into the set's texts, which moving them would leave behind: copy, then point.
  auto kept = std::make_shared<std::vector<std::string>>(names.begin(), names.end());
  const auto in_kept = [&](std::string_view text) -> std::string_view {
    return *std::lower_bound(kept->begin(), kept->end(), text);
  };
  for (OrderRow& row : result.orders) {
    for (std::string_view* text : {&row.commodity, &row.buyer, &row.seller, &row.unit})
      *text = in_kept(*text);
  }
  result.order_names = kept;
}

void read_received(RunResult& result, const fs::path& file) {
  ResultTable table(file, {"date", "series", "entity", "region", "generation", "value", "unit"});
  std::map<std::pair<std::string, std::string>, std::size_t> known;
  while (table.next()) {
    if (table.text(1) != "received")
      continue;
    const auto [at, fresh] =
        known.emplace(std::pair(table.text(2), table.text(4)), result.series.size());
    if (fresh) {
      result.series.push_back({.series = "received",
                               .entity = table.text(2),
                               .region = table.text(3),
                               .generation = table.text(4),
                               .unit = table.text(6)});
    }
    result.series[at->second].points.push_back({table.date(0), table.number(5)});
  }
}

}  // namespace

RunResult read_run(const fs::path& directory) {
  RunResult result;
  result.scenario = directory.generic_string();
  result.start = Date{std::chrono::year{2000}, std::chrono::January, std::chrono::day{1}};
  read_orders(result, directory / "orders.csv");
  read_received(result, directory / "timeseries.csv");
  return result;
}

}  // namespace chokepoint
