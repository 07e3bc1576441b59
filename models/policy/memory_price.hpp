#pragma once

#include <span>

namespace chokepoint::models {

/// A maker's price and what it makes a month.
struct MakersPrice {
  double price = 1;
  double per_month = 0;
};

/// The price that price trackers publish: the mean of the makers' prices (of their logarithms) by
/// what they make. 0 when nobody makes anything.
[[nodiscard]] double published_price(std::span<const MakersPrice> makers);

/// A maker's price after it has moved that part of the way to the published one. Memory of one
/// maker is as good as another's: nobody stays far from the market for long.
[[nodiscard]] double drawn_to_market(double price, double published, double part);

/// How a memory price moves: d ln P = gain x ln(demand / supply) a month, within limits.
/// The price is an index, 1 = the long-run level.
struct PriceRule {
  double gain_per_month = 1;
  double steepest_fall = 0.10;  ///< of the logarithm, a month
  double steepest_rise = 0.20;
  double cash_cost = 0.5;  ///< below it wafer starts are cut instead of the price
  double ceiling = 12;
  double demand_memory_months = 3;  ///< orders are smoothed over so long before they move it
  double ordinary_book_months = 1;  ///< of output; what exceeds it counts as demand,
  double book_spread_months = 6;    ///< spread over so long
};
[[nodiscard]] double next_price(const PriceRule& rule, double price, double demand, double supply);

/// After a loss-making slump, new fabs need prices that stay high and volume that is there (F-M3,
/// F-M4).
struct FabTrigger {
  double price = 1.6;
  double months = 9;
  double utilisation = 0.9;
};
/// Months in a row for which both conditions have held.
[[nodiscard]] double count_high(const FabTrigger& trigger, double months_high, double price,
                                double utilisation, double months_since);
[[nodiscard]] bool pulled(const FabTrigger& trigger, double months_high);

/// Part of the wanted HBM expansion that goes ahead: all of it while a wafer earns more as HBM,
/// less when commodity prices rise above `premium` times the long-run level.
[[nodiscard]] double hbm_appeal(double premium, double commodity_price);

}  // namespace chokepoint::models
