// Reads back what a run wrote.

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "sim/record/allocation.hpp"
#include "sim/record/read_result.hpp"
#include "sim/record/result_table.hpp"

namespace chokepoint {

namespace {

namespace fs = std::filesystem;

OrderStatus status_in(const ResultTable& table, std::size_t i) {
  const std::optional<OrderStatus> status = order_status(table.text(i));
  if (!status)
    table.refuse(i, "open, delivered, cancelled or rejected");
  return *status;
}

}  // namespace

void read_orders(RunResult& result, const fs::path& file) {
  enum { kOrder, kParent, kCommodity, kBuyer, kSeller, kQuantity, kUnit, kPlaced, kWanted };
  enum { kPromised = kWanted + 1, kDelivered, kStatus, kFirm, kPrice };
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
    row.order = table.whole(kOrder);
    if (!table.text(kParent).empty())
      row.parent = table.whole(kParent);
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
    row.firm = table.text(kFirm) != "false";
    row.price_usd = table.optional_number(kPrice);
    if (row.status == OrderStatus::cancelled || row.status == OrderStatus::rejected)
      row.cancelled_quantity = row.quantity;
    // What was taken back of an order follows it.
    if (!result.orders.empty() && result.orders.back().order == row.order) {
      if (row.status != OrderStatus::cancelled)
        table.refuse(kStatus, "cancelled: a second line of an order is what was taken back");
      result.orders.back().quantity += row.quantity;
      result.orders.back().cancelled_quantity += row.quantity;
      continue;
    }
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

std::vector<Series> read_series(const fs::path& file) {
  ResultTable table(file, {"date", "series", "entity", "region", "generation", "value", "unit"});
  std::vector<Series> all;
  std::map<std::array<std::string, 3>, std::size_t> known;
  while (table.next()) {
    const auto [at, fresh] =
        known.emplace(std::array{table.text(1), table.text(2), table.text(4)}, all.size());
    if (fresh) {
      all.push_back({.series = table.text(1),
                     .entity = table.text(2),
                     .region = table.text(3),
                     .generation = table.text(4),
                     .unit = table.text(6)});
    }
    all[at->second].points.push_back({table.date(0), table.number(5)});
  }
  return all;
}

std::vector<BottleneckRow> read_bottlenecks(const fs::path& file) {
  ResultTable table(
      file, {"month", "constraint", "proximate_share", "root", "root_share", "e_plus", "e_minus"});
  std::vector<BottleneckRow> rows;
  while (table.next()) {
    rows.push_back({.month = table.date(0),
                    .constraint = table.text(1),
                    .proximate_share = table.optional_number(2),
                    .root = table.text(3),
                    .root_share = table.optional_number(4),
                    .e_plus = table.optional_number(5),
                    .e_minus = table.optional_number(6)});
  }
  return rows;
}

RunResult read_run(const fs::path& directory) {
  RunResult result;
  result.scenario = directory.generic_string();
  result.start = Date{std::chrono::year{2000}, std::chrono::January, std::chrono::day{1}};
  read_orders(result, directory / "orders.csv");
  for (Series& series : read_series(directory / "timeseries.csv")) {
    if (series.series == "received")
      result.series.push_back(std::move(series));
  }
  return result;
}

}  // namespace chokepoint
