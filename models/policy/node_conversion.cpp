#include "models/policy/node_conversion.hpp"

#include <algorithm>

namespace chokepoint::models {

double to_convert(const ConversionRule& rule, const ConversionView& view, double months) {
  const double asked = rule.keeps_announced ? view.announced : view.believed;
  const double needed = std::max(asked, view.made) + view.late;
  const double idle = view.standing * (1 - rule.reserve) - needed;
  const double missing = view.newer_target - view.newer_pace - view.under_way;
  return std::max(0.0, std::min({idle, missing / rule.yields, rule.most_per_month * months}));
}

}  // namespace chokepoint::models
