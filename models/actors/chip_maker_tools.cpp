// What tools a chip maker orders for its fabs, and where those go that come.
#include <algorithm>
#include <array>

#include "models/actors/chip_maker.hpp"
#include "models/actors/common_keys.hpp"
#include "models/actors/line_record.hpp"
#include "models/core/rates.hpp"

namespace chokepoint::models {

namespace {

GrowthRecord& record_of(Fab& fab, bool euv) {
  return euv ? fab.tool_record() : fab.set_record();
}

}  // namespace

ToolPurchasing ToolPurchasing::read(Reader& reader) {
  ToolPurchasing spec;
  spec.euv_tools =
      reader.reference_or_none("euv_tool_maker", "actor", "who sells EUV tools; none: no EUV");
  spec.fab_tools = reader.reference("fab_tool_maker", "actor", "who sells all other tools");
  spec.second_fab_tools = reader.reference_or_none(
      "second_fab_tool_maker", "actor",
      "who sells them while an export rule or a policy keeps the first from it; none: nobody");
  spec.sets_ahead = reader.duration_or("tool_sets_ahead", "12 months",
                                       "tool sets are ordered so long before a room is finished");
  if (reader.has("euv_tool_maker")) {
    spec.euv_ahead =
        reader.duration_or("euv_tools_ahead", "18 months", "EUV tools are wanted so long after");
    spec.by_promises = reader.flag_or(
        "tools_by_promises", true,
        "EUV tools are planned as far ahead as their maker promises them, when that is longer than "
        "`tool_horizon`; false: only so far");
    spec.where_short = reader.flag_or(
        "tools_where_short", false,
        "an EUV tool goes to the node that lacks most for the rooms that stand when it comes; "
        "false: to the one it was ordered for");
    spec.old_orders_months = months(
        reader.duration_or("old_orders_spread", "6 months",
                           "tools on order at the start are placed over so long, so that no fab's "
                           "backlog stands whole in front of another's"));
  }
  spec.first_steady_share =
      reader.number_or("first_steady_share", "1", "0.9",
                       "with stable_first: part of the lines that steady customers have until "
                       "their orders are seen",
                       {.min = 0, .max = 1});
  spec.steady_memory = reader.number_or(
      "steady_memory", "1", "4",
      "with stable_first: their orders are smoothed over so many plannings", {.min = 1});
  return spec;
}

void ChipMaker::hear_promises() {
  const auto last = std::find_if(purchases_.rbegin(), purchases_.rend(), [&](const Purchase& p) {
    return p.euv && market_.journal.at(p.order).promised != kNever;
  });
  if (last == purchases_.rend())
    return;
  const Order& order = market_.journal.at(last->order);
  const double months = static_cast<double>(order.promised - order.placed) / kMinutesPerMonth;
  for (const Owned& owned : fabs_)
    owned.fab->tools_promised_in(months);
}

void ChipMaker::order_tools(double months) {
  if (purchasing_.by_promises)
    hear_promises();
  for (Owned& owned : fabs_) {
    order_tool_sets(owned);
    if (euv_maker_ != nullptr)
      order_euv_tools(owned, months);
  }
}

void ChipMaker::order_tool_sets(Owned& owned) {
  const std::int64_t sets = owned.fab->sets_to_order(purchasing_.sets_ahead);
  owned.fab->sets_planned(sets, set_orders_);
  if (sets == 0)
    return;
  owned.fab->sets_ordered(sets);
  place(owned, false, sets, purchasing_.sets_ahead);
}

void ChipMaker::order_euv_tools(Owned& owned, double months) {
  // The old orders are part of what the fab counts as on order from the first day.
  const double old = std::min(owned.inherited_left, owned.inherited_per_month * months);
  owned.inherited_left -= old;
  const double wanted = owned.fab->tools_per_month(owned.starts) * months;
  const std::int64_t tools = whole_units(owned.carry, old + wanted);
  owned.fab->tools_planned(owned.starts, tool_orders_);
  owned.fab->tools_ordered(static_cast<double>(tools) - old);
  if (tools == 0)
    return;
  place(owned, true, tools, purchasing_.euv_ahead);
}

Firm& ChipMaker::tool_set_maker() const {
  const bool forbidden =
      second_fab_tool_maker_ != nullptr && !fab_tool_maker_->may_sell(*this, fab_tool_set_);
  return forbidden ? *second_fab_tool_maker_ : *fab_tool_maker_;
}

void ChipMaker::place(Owned& owned, bool euv, std::int64_t quantity, Duration ahead) {
  const OrderId order = buy(euv ? *euv_maker_ : tool_set_maker(),
                            {.commodity = euv ? euv_tool_ : fab_tool_set_,
                             .quantity = quantity,
                             .wanted = timeline().after(now(), ahead),
                             .parent = waiting_order(owned.products)},
                            decide(euv ? tool_orders_ : set_orders_));
  Fab& fab = *owned.fab;
  const auto amount = static_cast<double>(quantity);
  const double covered = (euv ? fab.tools_covered() : fab.sets_covered()) - amount;
  const std::uint32_t increment =
      record_of(fab, euv).ordered(now(), amount, covered, timeline().after(now(), ahead) - now());
  purchases_.push_back({order, &fab, euv, increment});
}

void ChipMaker::tell_tool_makers() {
  std::array<double, 4> tools{};
  std::array<double, 4> sets{};
  for (const Owned& owned : fabs_) {
    for (std::size_t year = 0; year < tools.size(); ++year) {
      tools[year] += owned.fab->tools_per_month_in(kForecastMonths[year], owned.starts);
      sets[year] += owned.starts / Fab::kWafersPerSet;
    }
  }
  if (euv_maker_ != nullptr)
    tell(*euv_maker_, euv_tool_, tools);
  tell(tool_set_maker(), fab_tool_set_, sets);
}

Fab& ChipMaker::home_of_tool(Fab& ordered) const {
  Fab* home = &ordered;
  for (const Owned& owned : fabs_) {
    if (purchasing_.where_short && owned.fab->tools_short() > std::max(0.0, home->tools_short()))
      home = owned.fab;
  }
  return *home;
}

std::vector<ChipMaker::Purchase>::iterator ChipMaker::purchase(OrderId order) {
  return std::find_if(purchases_.begin(), purchases_.end(),
                      [order](const Purchase& p) { return p.order == order; });
}

void ChipMaker::goods_in(OrderId order, std::int64_t quantity, EventId arrival) {
  const auto bought = purchase(order);
  if (bought == purchases_.end())
    return;
  if (bought->euv) {
    Fab& home = home_of_tool(*bought->fab);
    bought->fab->tools_ordered(-static_cast<double>(quantity));
    home.tools_ordered(static_cast<double>(quantity));
    home.euv_tools_in(quantity, arrival);
  } else {
    bought->fab->tool_sets_in(quantity, arrival);
  }
  if (!market_.journal.at(order).closed())
    return;
  record_of(*bought->fab, bought->euv).arrived(bought->increment, now(), arrival);
  purchases_.erase(bought);
}

void ChipMaker::order_rejected(OrderId order) {
  goods_lost(order, market_.journal.at(order).terms.quantity);
  if (const auto bought = purchase(order); bought != purchases_.end())
    purchases_.erase(bought);
}

void ChipMaker::goods_lost(OrderId order, std::int64_t quantity) {
  const auto bought = purchase(order);
  if (bought == purchases_.end())
    return;
  if (bought->euv)
    bought->fab->tools_ordered(-static_cast<double>(quantity));
  else
    bought->fab->sets_ordered(-quantity);
}

}  // namespace chokepoint::models
