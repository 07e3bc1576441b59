#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace chokepoint {

/// Takes a text piece by piece; a table comes in whole rows.
using TextSink = std::function<void(std::string_view piece)>;

/// Makes a text for a sink that is too large to be held as a whole.
using TextInPieces = std::function<void(const TextSink& sink)>;

/// All of it, where it is not.
[[nodiscard]] inline std::string whole(const TextInPieces& text) {
  std::string all;
  text([&all](std::string_view piece) { all += piece; });
  return all;
}

}  // namespace chokepoint
