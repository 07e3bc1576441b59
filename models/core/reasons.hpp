#pragma once

#include <string_view>

namespace chokepoint::models {

/// The reason of an order for all that was wanted: nothing held its buyer back. When compute is
/// missing all the same, what was short is the time since it became known that it was wanted.
inline constexpr std::string_view kLeadTime = "lead_time";
/// The buyer could not pay for more.
inline constexpr std::string_view kMoney = "money";
/// What is wanted in the end: the wishes of labs, or a market's demand.
inline constexpr std::string_view kDemand = "demand";
/// What customers outside the story take: phones, computers, network chips. Nothing is ever
/// reported under it; it is a name for relaxing.
inline constexpr std::string_view kOutsideDemand = "outside_demand";

}  // namespace chokepoint::models
