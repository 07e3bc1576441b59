#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/base/distribution.hpp"
#include "sim/base/time.hpp"
#include "sim/bound/process_model.hpp"
#include "sim/scenario/profile.hpp"

namespace chokepoint::models {

/// The stock that everything is for.
inline constexpr std::string_view kSink = "the sink";

/// Sites that builders have started and no crew has begun, GW.
inline constexpr std::string_view kSitesStarted = "sites started";
/// Compute that labs would use and do not have, GW.
inline constexpr std::string_view kComputeWanted = "compute wanted";

/// What vendors have at packagers, in GW of complete sets.
inline constexpr std::string_view kDies = "dies";
inline constexpr std::string_view kStacks = "stacks";
/// What they have themselves, likewise.
inline constexpr std::string_view kPackages = "packages";
inline constexpr std::string_view kServerMemory = "server memory";

/// Firms state wafers in thousands, compute in GW.
inline constexpr double kWafers = 1e-3;

/// The shortest time in minutes that a run can draw: its numbers lie on a grid of 2^-52 between 0
/// and 1, so none is below half a step.
[[nodiscard]] Duration shortest_of(const Distribution& minutes);

/// The least and the greatest value of a profile in a month or in the `before` months ahead of it:
/// firms follow some profiles by the quarter.
[[nodiscard]] double least_in(const Profile& profile, const MonthGrid& grid, int month,
                              int before = 0);
[[nodiscard]] double most_in(const Profile& profile, const MonthGrid& grid, int month,
                             int before = 0);

/// What one firm has of a commodity to sell.
[[nodiscard]] ProcessModel::StockId goods_of(ProcessModel& model, std::string_view seller,
                                             std::string_view commodity);
/// The same of wafers, which leave for their buyer as they are made.
[[nodiscard]] ProcessModel::StockId wafers_of(ProcessModel& model, std::string_view seller,
                                              std::string_view commodity);
/// What all of these sell, in one stock: from whom a buyer takes how much is a decision.
[[nodiscard]] ProcessModel::StockId goods_from(ProcessModel& model,
                                               std::vector<std::string> sellers,
                                               std::string_view commodity);
/// What these and other sellers sell to customers outside the story, in one stock for all of them.
[[nodiscard]] ProcessModel::StockId goods_for_others(ProcessModel& model,
                                                     const std::vector<std::string>& sellers,
                                                     std::string_view commodity);

/// An amount that was ordered before the start and comes in equal parts over its first months.
void state_inherited(ProcessModel& model, ProcessModel::StockId stock, double amount, int months);

}  // namespace chokepoint::models
