#pragma once

#include <cstdint>

namespace chokepoint::models {

/// How consumers react to the price of memory.
struct PriceResponse {
  double elasticity = 0.18;  ///< demand = demand before price x price^-elasticity
  double lag_months = 6;     ///< prices reach shop shelves with a delay
  double unit_exponent =
      2;  ///< units = units before price x response^exponent: the low end goes first
};
/// The part of demand that is left at that price in the long run; never above what is wanted.
[[nodiscard]] double long_run_response(const PriceResponse& rule, double price);
/// The response one month later.
[[nodiscard]] double next_response(const PriceResponse& rule, double response, double price);
/// Part of the units (phones) that is built when bits fall to `response`.
[[nodiscard]] double unit_response(const PriceResponse& rule, double response);

/// Weight of a supplier among several when buyers shift toward the cheaper one.
[[nodiscard]] double shifted_weight(double share, double price, double average_price,
                                    double substitution);

/// An order as steady buyers place it: what they need, split into the contracted part and the rest,
/// and the padding that they will cut back later (F-O5).
struct SteadyOrder {
  std::int64_t contracted = 0;
  std::int64_t spot = 0;     ///< padding included
  std::int64_t padding = 0;  ///< part of `spot`
};
[[nodiscard]] SteadyOrder split_order(std::int64_t need, double contracted_share, double padding);

/// What devices do when the newest node is short: some models keep the chip of the node before.
struct Fallback {
  double most = 0;        ///< part of the devices that can
  double wafers = 1;      ///< of the older node for each of the newer
  double lag_months = 6;  ///< over which what is missing is learned, and ordered on the older node
};
/// Part of the devices to be built on the older node: what the newer one does not cover of
/// `wanted`.
[[nodiscard]] double kept_back(const Fallback& rule, double covered, double wanted);
/// The part that is ordered on the older node from now on, after `months` more.
[[nodiscard]] double next_kept_back(const Fallback& rule, double ordered, double covered,
                                    double months);

}  // namespace chokepoint::models
