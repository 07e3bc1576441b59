#include "models/actors/chip_maker.hpp"

#include <algorithm>

#include "models/core/statement.hpp"
#include "models/policy/room_plan.hpp"
#include "sim/base/error.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

ChipMaker::ChipMaker(Market& market, const FirmSpec& spec, ToolPurchasing purchasing)
    : Firm(market, spec),
      purchasing_(std::move(purchasing)),
      months_between_(spec.months_between),
      euv_tool_(market.commodity("euv_tool", "tool")),
      fab_tool_set_(market.commodity("fab_tool_set", "set")),
      tool_orders_(market.flow.trace.constraint("euv_tool_orders")),
      set_orders_(market.flow.trace.constraint("fab_tool_orders")) {}

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
