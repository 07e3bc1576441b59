#pragma once

#include <functional>
#include <string_view>

namespace chokepoint {

/// Takes a text piece by piece; a table comes in whole rows.
using TextSink = std::function<void(std::string_view piece)>;

/// Makes a text for a sink that is too large to be held as a whole.
using TextInPieces = std::function<void(const TextSink& sink)>;

}  // namespace chokepoint
