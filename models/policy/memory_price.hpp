#pragma once

namespace chokepoint::models {

/// How a memory price moves: d ln P = gain x ln(demand / supply) a month, within limits.
/// The price is an index, 1 = the long-run level.
struct PriceRule {
  double gain_per_month = 1;
  double steepest_fall = 0.10;  ///< of the logarithm, a month
  double steepest_rise = 0.20;
  double cash_cost = 0.5;  ///< below it wafer starts are cut instead of the price
  double ceiling = 12;
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
