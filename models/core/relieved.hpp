#pragma once

#include "models/core/firm.hpp"

namespace chokepoint::models {

/// How much is ordered or begun for that reason in this world, relative to what was decided: more
/// or less than 1 where the reason is relaxed. Money and demand act where they are earned and
/// wished for, unless the world is frozen.
[[nodiscard]] double relieved(const Market& market, std::string_view reason);
/// The same for a decision of this world.
[[nodiscard]] double relieved(const Market& market, EventId decided);

/// The end of a lead that would end at `due`: sooner where that lead, or lead time as such, is
/// relaxed.
[[nodiscard]] Tick shortened(const Flow& flow, ConstraintId lead, Tick due);

}  // namespace chokepoint::models
