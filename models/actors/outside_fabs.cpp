#include "models/actors/outside_fabs.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "models/actors/common_keys.hpp"
#include "models/actors/line_record.hpp"
#include "models/core/rates.hpp"
#include "models/core/reasons.hpp"

namespace chokepoint::models {

OutsideFabsSpec OutsideFabsSpec::read(Reader& reader) {
  OutsideFabsSpec spec;
  spec.firm = FirmSpec::read(reader);
  spec.euv_tools = reader.reference("euv_tool_maker", "actor", "who sells EUV tools");
  spec.tools_per_month = reader.exogenous(
      "tools", "tool/month", "EUV tools that fabs outside the story order", {.min = 0});
  spec.installed = reader.number("euv_tools", "tool", "at the start", {.min = 0});
  spec.on_order =
      reader.number("euv_on_order", "tool", "ordered before the start and not shipped", {.min = 0});
  spec.old_orders_months = reader.number_or(
      "old_orders_spread", "month", "6 month",
      "what was on order at the start stands in the books within so long", {.min = 1});
  spec.ahead = reader.duration("euv_tools_ahead", "from an order to the date it is wanted for");
  spec.fab_tools = reader.reference_or_none("fab_tool_maker", "actor",
                                            "who sells all other tools; none: they buy none");
  if (!reader.has("fab_tool_maker"))
    return spec;
  spec.sets_per_month = reader.exogenous(
      "tool_sets", "set/month",
      "what fabs outside the story, and rooms that stand, order of all other tools", {.min = 0});
  spec.sets_ahead = reader.duration_or("tool_sets_ahead", "12 months",
                                       "from an order of these to the date it is wanted for");
  return spec;
}

OutsideFabs::OutsideFabs(Market& market, Spec spec)
    : Firm(market, spec.firm),
      spec_(std::move(spec)),
      euv_tool_(market.commodity("euv_tool", "tool")),
      fab_tool_set_(market.commodity("fab_tool_set", "set")),
      outside_(market.flow.trace.constraint(kOutsideDemand)),
      installed_(spec_.installed),
      old_left_(spec_.on_order),
      tools_(market.series.declare("euv_tools_installed", name(), "tool", region())) {}

void OutsideFabs::meet() {
  maker_ = &market_.firm(spec_.euv_tools);
  supplied_by(*maker_, euv_tool_);
  if (spec_.fab_tools.empty())
    return;
  set_maker_ = &market_.firm(spec_.fab_tools);
  supplied_by(*set_maker_, fab_tool_set_);
}

double OutsideFabs::wanted(double months) {
  const double old = std::min(old_left_, spec_.on_order / spec_.old_orders_months * months);
  old_left_ -= old;
  return old + spec_.tools_per_month.at(now()) * months;
}

void OutsideFabs::order(Firm& maker, CommodityId tool, const Profile& per_month, double& carry,
                        double wanted, Duration ahead) {
  std::array<double, 4> later{};
  for (std::size_t year = 0; year < later.size(); ++year)
    later[year] = per_month.at(timeline().after(now(), {.months = kForecastMonths[year]}));
  tell(maker, tool, later);
  const std::int64_t amount = whole_units(carry, wanted);
  if (amount == 0)
    return;
  buy(maker, {.commodity = tool, .quantity = amount, .wanted = timeline().after(now(), ahead)},
      decide(outside_));
}

void OutsideFabs::plan() {
  record();
  const auto months = static_cast<double>(spec_.firm.months_between);
  order(*maker_, euv_tool_, spec_.tools_per_month, carry_, wanted(months), spec_.ahead);
  if (set_maker_ != nullptr)
    order(*set_maker_, fab_tool_set_, spec_.sets_per_month, sets_carry_,
          spec_.sets_per_month.at(now()) * months, spec_.sets_ahead);
}

void OutsideFabs::goods_in(OrderId order, std::int64_t quantity, EventId) {
  if (market_.journal.at(order).terms.commodity != euv_tool_)
    return;
  installed_ += static_cast<double>(quantity);
  record();
}

void OutsideFabs::record() {
  market_.series.put(tools_, now(), installed_);
}

}  // namespace chokepoint::models
