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
  return spec;
}

OutsideFabs::OutsideFabs(Market& market, Spec spec)
    : Firm(market, spec.firm),
      spec_(std::move(spec)),
      euv_tool_(market.commodity("euv_tool", "tool")),
      outside_(market.flow.trace.constraint(kOutsideDemand)),
      installed_(spec_.installed),
      old_left_(spec_.on_order),
      tools_(market.series.declare("euv_tools_installed", name(), "tool", region())) {}

void OutsideFabs::meet() {
  maker_ = &market_.firm(spec_.euv_tools);
  supplied_by(*maker_, euv_tool_);
}

double OutsideFabs::wanted(double months) {
  const double old = std::min(old_left_, spec_.on_order / spec_.old_orders_months * months);
  old_left_ -= old;
  return old + spec_.tools_per_month.at(now()) * months;
}

void OutsideFabs::plan() {
  record();
  std::array<double, 4> per_month{};
  for (std::size_t year = 0; year < per_month.size(); ++year) {
    per_month[year] =
        spec_.tools_per_month.at(timeline().after(now(), {.months = kForecastMonths[year]}));
  }
  tell(*maker_, euv_tool_, per_month);
  const std::int64_t tools =
      whole_units(carry_, wanted(static_cast<double>(spec_.firm.months_between)));
  if (tools == 0)
    return;
  buy(*maker_,
      {.commodity = euv_tool_, .quantity = tools, .wanted = timeline().after(now(), spec_.ahead)},
      decide(outside_));
}

void OutsideFabs::goods_in(OrderId, std::int64_t quantity, EventId) {
  installed_ += static_cast<double>(quantity);
  record();
}

void OutsideFabs::record() {
  market_.series.put(tools_, now(), installed_);
}

}  // namespace chokepoint::models
