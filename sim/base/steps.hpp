#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace chokepoint {

/// Hears that `done` of `count` things are done: "worlds", "plans".
using StepsListener =
    std::function<void(std::string_view things, std::size_t done, std::size_t count)>;

/// While it lives, its listener hears how far long computations of this process have come. One at a
/// time. What is computed never depends on whether anybody listens.
class StepsWatch {
 public:
  explicit StepsWatch(StepsListener listener);
  ~StepsWatch();
  StepsWatch(const StepsWatch&) = delete;
  StepsWatch& operator=(const StepsWatch&) = delete;
};

/// Says how far a computation is; costs next to nothing when nobody listens.
void tell_steps(std::string_view things, std::size_t done, std::size_t count);

}  // namespace chokepoint
