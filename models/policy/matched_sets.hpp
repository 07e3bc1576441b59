#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace chokepoint::models {

/// The pace at which an accelerator vendor wants sets to be made, from its plan and its stock of
/// finished goods: a vendor with more than `usual_months` of stock slows down, to half at most.
[[nodiscard]] double stock_adjusted(double plan_per_month, double stock_months,
                                    double usual_months);

/// One generation of a vendor's product at a planning date.
struct GenerationView {
  double share = 0;     ///< of the roadmap at the date the parts are for; sums to 1
  double short_by = 0;  ///< part of the wanted pace that its node did not deliver, 0..1
};

/// How much of the pace each generation is ordered at. `views` goes from oldest to newest. What a
/// newer one's node cannot deliver may be made as the next older one instead, or as each of the
/// `back` older ones, at most `fallback` of the pace beyond their roadmap shares.
[[nodiscard]] std::vector<double> product_mix(std::span<const GenerationView> views,
                                              double fallback, std::size_t back = 1);

/// The position (stock and orders) a part may reach: what the pace asks for, but no more than
/// `margin` times what the scarcest other part will have brought by then.
[[nodiscard]] double matched_target(double pace_per_month, double ahead_months, double margin,
                                    double scarcest_other);

/// What a vendor expects to ship a month, and not less than it ships today: `came_true` is the part
/// of its plans that came true lately, `lessons` how many times as far ahead as such a plan this
/// is.
[[nodiscard]] double supply_outlook(double planned, double came_true, double lessons,
                                    double shipped);

/// Of several sellers, the one furthest behind its share of `total`. `received` and `weights` are
/// of equal length, weights sum to 1.
[[nodiscard]] std::size_t furthest_behind(std::span<const double> given,
                                          std::span<const double> weights);

/// Shares of an order among sellers whose price indices (or waits) differ: their usual weights,
/// each divided by its price to the power `shift`, so that a dear one loses part of the business
/// and not all of it.
[[nodiscard]] std::vector<double> shifted_weights(std::span<const double> weights,
                                                  std::span<const double> prices, double shift);

}  // namespace chokepoint::models
