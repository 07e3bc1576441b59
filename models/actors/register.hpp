#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "models/core/firm.hpp"

namespace chokepoint::models {

/// Makes a firm from what was read, in a given world.
using FirmMaker = std::function<std::unique_ptr<Firm>(Market&)>;

/// A kind of actor under the name that scenarios use.
struct ActorKind {
  std::string_view name;
  std::string_view help;
  /// Reads one entry of `actors:`. Declares its keys, so it also runs in describe mode.
  FirmMaker (*read)(Reader&);
};

/// Every kind of actor. A new one is a file pair in this folder and one line in register.cpp.
[[nodiscard]] const std::vector<ActorKind>& actor_kinds();

}  // namespace chokepoint::models
