// Reads back what a run wrote.

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "sim/record/allocation.hpp"
#include "sim/record/result_table.hpp"

namespace chokepoint {

namespace {

namespace fs = std::filesystem;

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
