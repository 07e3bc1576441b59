#pragma once

#include "sim/base/time.hpp"

namespace chokepoint {

/// So many years of 365 days, whatever the calendar says.
constexpr Tick years(Tick count) {
  return count * 365 * kDay;
}

}  // namespace chokepoint
