#include "models/answer_tables.hpp"

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "models/core/firm.hpp"

namespace chokepoint::models {

namespace {

/// How often a series was written: a firm that plans every third month writes quarters.
struct Period {
  std::size_t points = 0;
  std::int32_t last = 0;
  std::int32_t shortest = 12;

  void see(std::int32_t month) {
    if (points++ > 0)
      shortest = std::min(shortest, month - last);
    last = month;
  }
};

/// Months of a period, as the series was written; what counts by the month may have gaps.
int length_of(const Series::Declaration& declaration, const Period& period) {
  if (declaration.unit.ends_with("/quarter"))
    return 3;
  if (period.points <= 1 || declaration.by_month)
    return 1;
  return declaration.every > 0 ? declaration.every : period.shortest;
}

/// Results know no order without an answer.
OrderStatus status_of(const Order& order) {
  return order.status == OrderStatus::placed ? OrderStatus::open : order.status;
}

/// The names of all firms, then name and unit of every commodity.
std::vector<std::string> order_names(const Market& market) {
  std::vector<std::string> names;
  for (const Firm* firm : market.firms())
    names.push_back(firm->name());
  for (const Commodity& commodity : market.commodities()) {
    names.push_back(commodity.name);
    names.push_back(commodity.unit);
  }
  return names;
}

}  // namespace

void add_series(RunResult& result, const Series& series, const Timeline& timeline) {
  std::vector<Period> periods(series.declarations().size());
  std::int32_t last = -1;
  for (const Series::Value& v : series.values()) {
    periods[v.series].see(v.month);
    last = std::max(last, v.month);
  }
  std::vector<Date> months;
  for (std::int32_t month = 0; month <= last; ++month)
    months.push_back(timeline.date(timeline.month_begin(month)));
  const std::size_t first = result.series.size();
  result.series.reserve(first + periods.size());
  std::vector<SeriesPoint*> next;  // of each series
  next.reserve(periods.size());
  for (std::size_t i = 0; i < periods.size(); ++i) {
    const Series::Declaration& d = series.declarations()[i];
    result.series.push_back({.series = d.series,
                             .entity = d.entity,
                             .region = d.region,
                             .generation = d.generation,
                             .unit = d.unit,
                             .months = length_of(d, periods[i])});
    result.series.back().points.resize(periods[i].points);
    next.push_back(result.series.back().points.data());
  }
  for (const Series::Value& v : series.values())
    *next[v.series]++ = {months[static_cast<std::size_t>(v.month)], v.value};
}

void add_orders(RunResult& result, const Market& market) {
  const auto names = std::make_shared<const std::vector<std::string>>(order_names(market));
  const std::string* const commodities = names->data() + market.firms().size();
  result.order_names = names;
  result.orders.reserve(market.journal.size());
  for (OrderId id = 1; id < market.journal.size(); ++id) {
    const Order& order = market.journal.at(id);
    OrderRow& row = result.orders.emplace_back();
    row.order = id;
    if (order.terms.parent != kNoOrder)
      row.parent = order.terms.parent;
    row.commodity = commodities[std::size_t{2} * order.terms.commodity];
    row.buyer = (*names)[order.buyer];
    row.seller = (*names)[order.seller];
    row.unit = commodities[std::size_t{2} * order.terms.commodity + 1U];
    row.quantity = static_cast<double>(order.terms.quantity);
    row.placed = order.placed;
    row.wanted = order.terms.wanted;
    row.promised = order.promised;
    row.delivered = order.delivered;
    row.status = status_of(order);
    row.firm = order.terms.firm;
    if (order.terms.price_usd > 0)
      row.price_usd = order.terms.price_usd;
    else if (const auto list = market.list_prices.find(order.seller);
             list != market.list_prices.end())
      row.price_usd = list->second.at(order.placed);
    row.delivered_quantity = static_cast<double>(order.arrived);
    row.cancelled_quantity = static_cast<double>(order.cancelled);
  }
}

}  // namespace chokepoint::models
