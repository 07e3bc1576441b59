// How an allocation is printed.

#include <algorithm>
#include <cmath>
#include <functional>

#include "sim/base/text.hpp"
#include "sim/record/allocation.hpp"
#include "sim/record/json.hpp"
#include "sim/record/text_cells.hpp"

namespace chokepoint {

namespace {

constexpr const char* kHowToReadShares =
    "Shares of what was received in a year, in per cent. asked and refused: orders wanted in the "
    "year,\n"
    "those turned away by the seller, which are often asked for again; promised: for a day of the "
    "year.\n"
    "Early orders gave at least as much notice as the one in the middle. kept: part of what was "
    "asked\n"
    "for, in orders that have ended, that was delivered; wait: from wanted to delivered. Firm "
    "orders\n"
    "cannot be taken back.\n";

std::string in_percent(double share) {
  const auto whole = std::lround(100 * share);
  return share <= 0 ? "" : whole == 0 ? "·" : std::to_string(whole);
}

/// "12,345" or "12.3 k": what fits into a column of eight.
std::string short_amount(double number) {
  if (number == 0)
    return "";
  if (number >= 1e7)
    return readable(std::round(number / 1e5) / 10) + " M";
  return number >= 1e5 ? readable(std::round(number / 1e3)) + " k" : readable(std::round(number));
}

using Cell = std::function<std::string(const BuyerYear&)>;

std::string year_row(const std::string& label, int width, const std::vector<std::string>& cells) {
  std::string line = pad_right(label, width);
  for (const std::string& cell : cells)
    line += pad_left(cell, 8);
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

std::string years_of(const Allocation& allocation, const std::string& heading, int width) {
  std::vector<std::string> cells;
  for (const int year : allocation.years)
    cells.push_back(std::to_string(year));
  return year_row(heading, width, cells);
}

std::string buyers_table(const Allocation& allocation, const std::string& heading, int width,
                         const Cell& cell) {
  std::string text = years_of(allocation, heading, width);
  for (const Allocation::Buyer& buyer : allocation.buyers) {
    std::vector<std::string> cells;
    for (const BuyerYear& year : buyer.years)
      cells.push_back(cell(year));
    if (std::any_of(cells.begin(), cells.end(), [](const std::string& c) { return !c.empty(); }))
      text += year_row("  " + buyer.name, width, cells);
  }
  return text;
}

std::string total_row(const Allocation& allocation, const std::string& label, int width,
                      double BuyerYear::*amount) {
  std::vector<std::string> cells;
  for (std::size_t i = 0; i < allocation.years.size(); ++i) {
    double sum = 0;
    for (const Allocation::Buyer& buyer : allocation.buyers)
      sum += buyer.years[i].*amount;
    cells.push_back(short_amount(sum));
  }
  return year_row(label, width, cells);
}

std::string ahead_line(const char* which, const OrdersAhead& orders) {
  std::string text = std::string(which) + ": " +
                     with_thousands(static_cast<std::int64_t>(orders.orders)) + " orders, " +
                     std::to_string(std::lround(orders.notice_days)) + " days ahead";
  if (orders.all.wait_days) {
    const auto days = std::lround(*orders.all.wait_days);
    text += "; came " + std::to_string(std::labs(days)) + " days " +
            (days < 0 ? "before" : "after") + " they were wanted";
  }
  if (orders.all.kept)
    text += "; " + std::to_string(std::lround(100 * *orders.all.kept)) + " % kept";
  return text + "\n";
}

std::string fate_row(const std::string& label, int width, const OrdersAhead& orders,
                     std::optional<double> Fate::*what, double factor) {
  std::vector<std::string> cells;
  for (const Fate& fate : orders.years) {
    const std::optional<double>& number = fate.*what;
    cells.push_back(number ? std::to_string(std::lround(factor * *number)) : "");
  }
  return year_row(label, width, cells);
}

/// Two kinds of orders, and what the first is worth.
struct Kinds {
  const char* first;
  const std::optional<OrdersAhead>& of_first;
  const char* second;
  const std::optional<OrdersAhead>& of_second;
  const char* worth;
};

std::vector<Kinds> kinds_of(const Allocation& allocation) {
  std::vector<Kinds> kinds;
  if (allocation.early && allocation.late)
    kinds.push_back({"early", allocation.early, "late", allocation.late, "ordering early"});
  if (allocation.firm && allocation.cancellable)
    kinds.push_back(
        {"firm", allocation.firm, "cancellable", allocation.cancellable, "firm orders"});
  return kinds;
}

/// By year, how orders of each kind fared.
std::string fates(const Allocation& allocation, int width) {
  const auto rows = [&](std::optional<double> Fate::*what, double factor) {
    std::string text;
    for (const Kinds& kinds : kinds_of(allocation)) {
      text += fate_row(std::string("  ") + kinds.first, width, *kinds.of_first, what, factor);
      text += fate_row(std::string("  ") + kinds.second, width, *kinds.of_second, what, factor);
    }
    return text;
  };
  return years_of(allocation, "kept, %", width) + rows(&Fate::kept, 100) +
         years_of(allocation, "wait, days", width) + rows(&Fate::wait_days, 1);
}

std::string value_line(const char* of, const OrdersAhead& early, const OrdersAhead& late) {
  std::string text;
  if (early.all.wait_days && late.all.wait_days) {
    const auto days = std::lround(*late.all.wait_days - *early.all.wait_days);
    text += std::to_string(std::labs(days)) + (days < 0 ? " days lost" : " days gained");
  }
  if (early.all.kept && late.all.kept) {
    const auto points = std::lround(100 * (*early.all.kept - *late.all.kept));
    text += (text.empty() ? "" : ", ") + std::to_string(std::labs(points)) + " points " +
            (points < 0 ? "less" : "more") + " kept";
  }
  return text.empty() ? "" : std::string("worth of ") + of + ": " + text + "\n";
}

std::string text_of(const Allocation& allocation, bool in_full) {
  int width = display_width("  cancellable") + 2;
  for (const Allocation::Buyer& buyer : allocation.buyers)
    width = std::max(width, display_width(buyer.name) + 2);
  std::string text = allocation.commodity + ", in " + allocation.unit + "\n";
  text += buyers_table(allocation, "share, %", width,
                       [](const BuyerYear& year) { return in_percent(year.share); });
  struct Column {
    const char* name;
    double BuyerYear::*amount;
  };
  constexpr Column kColumns[] = {{"asked", &BuyerYear::asked},
                                 {"promised", &BuyerYear::promised},
                                 {"received", &BuyerYear::received},
                                 {"refused", &BuyerYear::refused}};
  for (const auto& [name, amount] : kColumns) {
    if (!in_full) {
      text += total_row(allocation, name, width, amount);
      continue;
    }
    const auto of = amount;
    text += "\n" + buyers_table(allocation, name, width,
                                [of](const BuyerYear& year) { return short_amount(year.*of); });
  }
  if (in_full && !kinds_of(allocation).empty())
    text += "\n" + fates(allocation, width) + "\n";
  for (const Kinds& kinds : kinds_of(allocation)) {
    text += ahead_line(kinds.first, *kinds.of_first) + ahead_line(kinds.second, *kinds.of_second) +
            value_line(kinds.worth, *kinds.of_first, *kinds.of_second);
  }
  return text;
}

void write_optional_number(JsonText& json, const char* name, const std::optional<double>& number) {
  json.key(name);
  if (number) {
    json.value(*number);
  } else {
    json.null();
  }
}

void write_ahead(JsonText& json, const char* key, const std::optional<OrdersAhead>& orders,
                 const std::vector<int>& years) {
  json.key(key);
  if (!orders) {
    json.null();
    return;
  }
  json.begin_object();
  json.key("orders").value(static_cast<std::uint64_t>(orders->orders));
  json.key("quantity").value(orders->quantity);
  json.key("notice_days").value(orders->notice_days);
  write_optional_number(json, "wait_days", orders->all.wait_days);
  write_optional_number(json, "kept", orders->all.kept);
  json.key("years").begin_array();
  for (std::size_t i = 0; i < years.size(); ++i) {
    json.begin_object();
    json.key("year").value(years[i]);
    write_optional_number(json, "wait_days", orders->years[i].wait_days);
    write_optional_number(json, "kept", orders->years[i].kept);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

}  // namespace

std::string allocation_text(const AllocationReport& report, std::string_view commodity) {
  std::string text;
  for (const Allocation& allocation : report.commodities) {
    const bool asked = allocation.commodity == commodity;
    if (asked || (commodity.empty() && allocation.buyers.size() > 1))
      text += text_of(allocation, asked) + "\n";
  }
  return text.empty() ? "nothing was bought by more than one\n" : text + kHowToReadShares;
}

std::string allocation_json(const AllocationReport& report) {
  JsonText json;
  json.begin_object();
  json.key("run").value(report.run);
  json.key("commodities").begin_array();
  for (const Allocation& allocation : report.commodities) {
    json.begin_object();
    json.key("commodity").value(allocation.commodity);
    json.key("unit").value(allocation.unit);
    json.key("buyers").begin_array();
    for (const Allocation::Buyer& buyer : allocation.buyers) {
      json.begin_object();
      json.key("buyer").value(buyer.name);
      json.key("years").begin_array();
      for (std::size_t i = 0; i < buyer.years.size(); ++i) {
        const BuyerYear& year = buyer.years[i];
        json.begin_object();
        json.key("year").value(allocation.years[i]);
        json.key("asked").value(year.asked);
        json.key("promised").value(year.promised);
        json.key("received").value(year.received);
        json.key("refused").value(year.refused);
        json.key("share").value(year.share);
        json.end_object();
      }
      json.end_array();
      json.end_object();
    }
    json.end_array();
    write_ahead(json, "early", allocation.early, allocation.years);
    write_ahead(json, "late", allocation.late, allocation.years);
    write_ahead(json, "firm", allocation.firm, allocation.years);
    write_ahead(json, "cancellable", allocation.cancellable, allocation.years);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.take();
}

}  // namespace chokepoint
