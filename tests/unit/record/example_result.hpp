#pragma once

#include "sim/record/run_result.hpp"

namespace chokepoint {

inline Date date(int year, unsigned month, unsigned day) {
  return {std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
}

/// A year whose largest constraint is `constraint`; nothing unmet when that is empty.
inline YearSummary year_of(int year, const std::string& constraint) {
  YearSummary summary;
  summary.year = year;
  if (constraint.empty())
    return summary;
  summary.shares = {{constraint, 0.75}, {"unexplained", 0.25}};
  return summary;
}

/// Two years, two constraints, every kind of row.
inline RunResult example_result() {
  RunResult result;
  result.scenario = "example";
  result.scenario_sha256 = "ab12";
  result.seed = 7;
  result.fingerprint = "0123456789abcdef";
  result.headline = "Packaging in 2023; then turbines in 2024.";
  result.start = date(2023, 1, 1);
  result.titles = {{"cowos", "Packaging"}};
  result.years = {
      {2023, 1.5, 0.5, 2.0, 0.4, {{"cowos", 0.98}, {"turbines", 0.02}}, {}},
      {2024, 3.0, 1.5, 1234.0, 1.25, {{"cowos", 0.14}, {"turbines", 0.857}, {"demand", 0.003}}, {}},
  };
  Binding cowos{"cowos", 0.98, date(2023, 2, 1), date(2023, 12, 1), date(2022, 9, 1), {}, {}};
  cowos.root = {{"decision cowos_expansion", 1.0}};
  result.years[0].binding = {cowos};
  result.years[1].binding = {{"turbines", 0.857, {}, {}, {}, {}, {}}};
  result.series = {
      {"online", "", "", "", "GW", 1, {{date(2023, 1, 1), 1.0}, {date(2024, 1, 1), 2.0}}},
      {"demand", "", "", "", "GW", 1, {{date(2023, 1, 1), 2.0}, {date(2024, 1, 1), 2.5}}},
      {"wafer_starts", "fab, \"18\"", "taiwan", "n3", "wafer", 3, {{date(2023, 1, 1), 0.1}}},
  };
  result.bottlenecks = {{date(2023, 1, 1), "cowos", 0.98, "", {}, {}, {}}};
  OrderRow order;
  order.order = 1;
  order.commodity = "turbine";
  order.buyer = "operator";
  order.seller = "maker";
  order.quantity = 3.0;
  order.unit = "GW";
  order.placed = 0;
  order.wanted = kDay;
  order.promised = 31 * kDay + 6 * kHour + 30;
  OrderRow child = order;
  child.order = 2;
  child.parent = 1;
  child.status = OrderStatus::delivered;
  child.delivered = 40 * kDay;
  child.firm = false;
  child.price_usd = 1e6;
  child.delivered_quantity = 2.0;
  child.cancelled_quantity = 1.0;
  result.orders = {order, child};
  return result;
}

}  // namespace chokepoint
