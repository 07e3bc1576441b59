#include "models/core/export_rule.hpp"

#include <algorithm>

namespace chokepoint::models {

ExportRule ExportRule::read(Reader& reader) {
  ExportRule rule;
  const Timeline& timeline = reader.timeline();
  rule.into = reader.references("into", "region", "to buyers there");
  rule.goods = reader.text_or("goods", "", "a commodity (hbm_wafer, ...); all goods without it");
  rule.from = timeline.tick(
      reader.date_or("from", timeline.start(), "first day of the rule; the start without it"));
  const auto to = reader.date_if_any("to", "first day after it; never over without it");
  if (to)
    rule.to = timeline.tick(*to);
  reader.require(rule.from < rule.to, {"to", "from"}, "expected a date after 'from'");
  return rule;
}

bool ExportRule::forbids(std::string_view region, std::string_view commodity, Tick when) const {
  return when >= from && when < to && (goods.empty() || goods == commodity) &&
         std::find(into.begin(), into.end(), region) != into.end();
}

}  // namespace chokepoint::models
