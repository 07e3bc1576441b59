// What whole months are worth to the bounds, which round leads in favour of more.

#include "sim/record/bound_parts.hpp"
#include "sim/record/text_cells.hpp"

namespace chokepoint {

std::string rounding_text(const BoundHeading& heading, const BoundReport& report) {
  std::string out;
  for (std::size_t i = 0; i < report.dates.size(); ++i) {
    const DatedBound& bound = report.dates[i];
    if (bound.rounded_up)
      out += pad_right("rounding", 11) + pad_left(readable(bound.value - *bound.rounded_up), 9) +
             "  at most, of what is decided from " + iso(*heading.decide[i]) +
             ": leads in whole months\n";
  }
  return out;
}

}  // namespace chokepoint
