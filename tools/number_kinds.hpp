#pragma once

#include <string_view>

#include "sim/record/assumptions.hpp"

namespace chokepoint::tools {

/// What sort of number of a world of firms stands at a path, by its key: nothing for what is none
/// of those, such as a part of a network.
[[nodiscard]] const NumberKind* kind_of_number(std::string_view path);

}  // namespace chokepoint::tools
