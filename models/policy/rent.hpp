#pragma once

namespace chokepoint::models {

/// What a kW of compute costs its owner a month: all capital behind it (site, power, systems), paid
/// back in equal parts with interest over `months`, and what it takes to run it.
[[nodiscard]] double monthly_cost(double capital_usd, double interest_per_year, double months,
                                  double running_usd);

/// How the rent of new contracts follows scarcity, as a multiple of what compute costs.
///
/// When a new contract would wait `usual_wait`, rent covers the cost. Each further usual wait adds
/// `rise` to the multiple, and the market follows by a part of the gap every time it is looked at.
struct RentRule {
  double usual_wait_months = 9;
  double rise = 0.3;
  double follows = 0.3;  ///< part of the gap closed in a quarter
  double lowest = 0.8;   ///< below it, owners would rather wait
  double highest = 2;    ///< above it, nobody pays
};
[[nodiscard]] double next_rent(const RentRule& rule, double multiple, double wait_months);

/// kW of new systems whose rent an old chip that draws `own_kw` can ask for: as its work takes on
/// them when `ageing` is 1 (systems do `work_per_kw` of it; 0: nobody has said so), its own when
/// `ageing` is 0 or they do no more, and in proportion between.
[[nodiscard]] double old_chip_kw(double own_kw, double work_per_kw, double ageing);

/// What a slot fetches that somebody resells: as much as one in the queue, and `worth` for each
/// month that it comes sooner (F-P7).
[[nodiscard]] double resale_price(double usd_in_queue, double months_sooner, double worth);

/// The price of what is sold from a queue: the usual one when nothing waits, rising in proportion
/// to the months of work that wait, up to `most` times as much at `full_months`.
struct QueuePrice {
  double most = 1;
  double full_months = 12;
};
[[nodiscard]] double queue_price(const QueuePrice& rule, double usual, double queue_months);

}  // namespace chokepoint::models
