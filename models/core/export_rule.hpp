#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/base/time.hpp"
#include "sim/scenario/reader.hpp"

namespace chokepoint::models {

/// What a government forbids a firm to sell abroad: goods to buyers in some regions, between two
/// dates.
struct ExportRule {
  std::vector<std::string> into;
  std::string goods;  ///< a commodity; empty: all it makes
  Tick from = 0;
  Tick to = kNever;  ///< the first minute after it

  /// The keys `into`, `goods`, `from` and `to`.
  static ExportRule read(Reader& reader);
  [[nodiscard]] bool forbids(std::string_view region, std::string_view commodity, Tick when) const;
};

}  // namespace chokepoint::models
