#pragma once

#include "sim/base/time.hpp"

namespace chokepoint {

/// A timeline whose first day is 2022-01-01.
inline Timeline from_2022() {
  return Timeline(Date{std::chrono::year{2022}, std::chrono::January, std::chrono::day{1}});
}

}  // namespace chokepoint
