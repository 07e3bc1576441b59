#include "models/actors/chip_maker.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "models/actors/common_keys.hpp"
#include "models/actors/line_record.hpp"
#include "models/core/rates.hpp"
#include "models/core/statement.hpp"
#include "models/policy/room_plan.hpp"
#include "sim/base/error.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

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

ChipMaker::ChipMaker(Market& market, const FirmSpec& spec, ToolPurchasing purchasing)
    : Firm(market, spec),
      purchasing_(std::move(purchasing)),
      months_between_(spec.months_between),
      euv_tool_(market.commodity("euv_tool", "tool")),
      fab_tool_set_(market.commodity("fab_tool_set", "set")),
      tool_orders_(market.flow.trace.constraint("euv_tool_orders")) {}

void ChipMaker::meet() {
  const ToolSheet* sheet = nullptr;
  if (!purchasing_.euv_tools.empty()) {
    euv_maker_ = &market_.firm(purchasing_.euv_tools);
    const auto* maker = dynamic_cast<const ToolMaker*>(euv_maker_);
    ensure(maker != nullptr, "EUV tools are bought from a tool maker");
    sheet = &maker->sheet();
    later_supplied_by(*euv_maker_, euv_tool_);
  }
  fab_tool_maker_ = &market_.firm(purchasing_.fab_tools);
  later_supplied_by(*fab_tool_maker_, fab_tool_set_);
  if (!purchasing_.second_fab_tools.empty()) {
    second_fab_tool_maker_ = &market_.firm(purchasing_.second_fab_tools);
    later_supplied_by(*second_fab_tool_maker_, fab_tool_set_);
  }
  build(sheet);
  for (const Owned& owned : fabs_)
    owned.fab->enlarged_by(euv_maker_, {fab_tool_maker_, second_fab_tool_maker_});
}

void ChipMaker::keep(Fab& fab, std::vector<CommodityId> products, double inherited_tools) {
  Owned owned{.fab = &fab, .products = std::move(products)};
  owned.inherited_left = inherited_tools;
  owned.inherited_per_month = inherited_tools / purchasing_.old_orders_months;
  fabs_.push_back(owned);
}

void ChipMaker::set_starts(const Fab& fab, double wafers_per_month) {
  for (Owned& owned : fabs_) {
    if (owned.fab == &fab)
      owned.starts = wafers_per_month;
  }
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
                            decide(tool_orders_));
  std::uint32_t increment = 0;
  if (euv) {
    const double covered = owned.fab->tools_covered() - static_cast<double>(quantity);
    increment = owned.fab->tool_record().ordered(now(), static_cast<double>(quantity), covered,
                                                 timeline().after(now(), ahead) - now());
  }
  purchases_.push_back({order, owned.fab, euv, increment});
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

void ChipMaker::separate(SteadyBook& book, Line& line, Fab& fab) {
  book.kept = true;
  fab.give_steady(line.add_steady_gate());
  fab.divide(purchasing_.first_steady_share);
}

void ChipMaker::divide(SteadyBook& book, const Line& line, Fab& fab, double months) {
  if (!book.kept || months <= 0)
    return;
  const auto learn = [&](double& per_month, std::int64_t& seen, std::int64_t asked) {
    const double observed = static_cast<double>(asked - seen) / months;
    seen = asked;
    per_month += per_month > 0 ? (observed - per_month) / purchasing_.steady_memory : observed;
  };
  learn(book.per_month, book.seen, line.steady_asked());
  double others = 0;
  if (book.shares) {
    learn(book.others_per_month, book.others_seen, line.asked() - line.steady_asked());
    others = std::max(book.others_per_month,
                      static_cast<double>(line.backlog() - line.steady_backlog()));
  }
  if (fab.divide(steady_share(book.per_month, static_cast<double>(line.steady_backlog()),
                              line.capacity_per_month(), others)))
    booked();
}

Fab& ChipMaker::home_of_tool(Fab& ordered) const {
  Fab* home = &ordered;
  for (const Owned& owned : fabs_) {
    if (purchasing_.where_short && owned.fab->tools_short() > std::max(0.0, home->tools_short()))
      home = owned.fab;
  }
  return *home;
}

void ChipMaker::goods_in(OrderId order, std::int64_t quantity, EventId arrival) {
  const auto bought = std::find_if(purchases_.begin(), purchases_.end(),
                                   [&](const Purchase& p) { return p.order == order; });
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
  if (bought->euv)
    bought->fab->tool_record().arrived(bought->increment, now(), arrival);
  purchases_.erase(bought);
}

void ChipMaker::order_rejected(OrderId order) {
  const auto bought = std::find_if(purchases_.begin(), purchases_.end(),
                                   [&](const Purchase& p) { return p.order == order; });
  if (bought == purchases_.end())
    return;
  const std::int64_t quantity = market_.journal.at(order).terms.quantity;
  if (bought->euv) {
    bought->fab->tools_ordered(-static_cast<double>(quantity));
  } else {
    bought->fab->sets_ordered(-quantity);
  }
  purchases_.erase(bought);
}

void ChipMaker::goods_lost(OrderId order, std::int64_t quantity) {
  const auto bought = std::find_if(purchases_.begin(), purchases_.end(),
                                   [&](const Purchase& p) { return p.order == order; });
  if (bought == purchases_.end())
    return;
  if (bought->euv)
    bought->fab->tools_ordered(-static_cast<double>(quantity));
  else
    bought->fab->sets_ordered(-quantity);
}

template <class Part>
double ChipMaker::over_rooms(Part part) const {
  double all = 0;
  double sum = 0;
  for (const Owned& owned : fabs_) {
    all += owned.fab->all_standing();
    sum += owned.fab->all_standing() * part(owned.fab->places());
  }
  return all > 0 ? sum / all : 1;
}

double ChipMaker::part_left() const {
  if (!is_exposed())
    return 1;
  return over_rooms([this](const PlacedCapacity& rooms) { return rooms.left(now()); });
}

double ChipMaker::part_left_of(CommodityId product) const {
  const auto is_struck = [](const Owned& owned) { return owned.fab->is_struck_by_itself(); };
  if (std::none_of(fabs_.begin(), fabs_.end(), is_struck))
    return part_left();
  for (const Owned& owned : fabs_) {
    if (std::find(owned.products.begin(), owned.products.end(), product) != owned.products.end())
      return owned.fab->places().left(now());
  }
  return part_left();
}

double ChipMaker::part_counted() const {
  if (!is_exposed())
    return 1;
  return over_rooms([](const PlacedCapacity& rooms) { return rooms.counted(); });
}

double ChipMaker::part_at(std::size_t place) const {
  return over_rooms([place](const PlacedCapacity& rooms) { return rooms.part(place); });
}

double ChipMaker::part_struck(const Disruption& event) const {
  if (event.nodes.empty())
    return Firm::part_struck(event);
  double all = 0;
  double struck = 0;
  for (const Owned& owned : fabs_) {
    all += owned.fab->all_standing();
    struck += owned.fab->all_standing() * owned.fab->part_struck(event);
  }
  return all > 0 ? struck / all : 0;
}

void ChipMaker::apply_left() {
  for (const Owned& owned : fabs_)
    owned.fab->apply_left();
}

bool ChipMaker::nodes_struck() {
  bool given_up = false;
  for (const Owned& owned : fabs_) {
    given_up = owned.fab->node_struck() || given_up;
    if (!owned.fab->cancels())
      continue;
    for (const CommodityId product : owned.products)
      cancel_sales_of(product);
  }
  return given_up;
}

bool ChipMaker::refuses_product(CommodityId commodity) const {
  return std::any_of(fabs_.begin(), fabs_.end(), [commodity](const Owned& owned) {
    const auto& made = owned.products;
    return std::find(made.begin(), made.end(), commodity) != made.end() && owned.fab->refuses();
  });
}

void ChipMaker::capacity_given_up() {
  for (const Owned& owned : fabs_)
    owned.fab->give_up_rooms();
  const bool lost = places().know_how_lost(now()) ||
                    std::any_of(fabs_.begin(), fabs_.end(),
                                [](const Owned& owned) { return owned.fab->know_how_lost(); });
  const double known = lost ? part_counted() : 1;
  if (known == know_how_)
    return;
  // Of nothing nothing can grow: a crew of a hundredth is what any firm can find.
  constexpr double kLeast = 0.01;
  change_start_limit(std::max(kLeast, known) / std::max(kLeast, know_how_));
  know_how_ = known;
}

Fab::Statement ChipMaker::fab_statement(ProcessModel& model, const RoomRights& rights) const {
  Fab::Statement statement;
  statement.rights = model.stock(rights.name);
  statement.tool_sets = goods_of(model, purchasing_.fab_tools, "fab_tool_set");
  if (euv_maker_ != nullptr) {
    statement.euv_tools = goods_of(model, purchasing_.euv_tools, "euv_tool");
    statement.tool_lead = static_cast<const ToolMaker*>(euv_maker_)->shortest_delivery();
  }
  const auto every = static_cast<double>(months_between_);
  GrowthRule growth{.per_planning = portable_exp(rights.growth_per_year * every / 12),
                    .months_between = static_cast<int>(months_between_),
                    .most = model.every_month(std::max(rights.first, rights.most))};
  model.edit(statement.rights)
      .inflows.push_back({.constraint = rights.constraint,
                          .kind = EndowmentKind::growth,
                          .path = {.initial = rights.first,
                                   .worth = model.every_month(every * kWafers),
                                   .growth = std::move(growth),
                                   .by_planning = true},
                          .reading = model.reading(rights.read)});
  return statement;
}

}  // namespace chokepoint::models
