#include "models/actors/foundry.hpp"

#include <algorithm>

#include "models/core/rates.hpp"
#include "models/core/reasons.hpp"
#include "models/core/statement.hpp"
#include "models/policy/capacity_plan.hpp"
#include "sim/base/error.hpp"

namespace chokepoint::models {

Foundry::Foundry(Market& market, Spec spec)
    : ChipMaker(market, spec.firm, spec.purchasing),
      spec_(std::move(spec)),
      start_limit_(spec_.starts_per_month),
      demand_(market.flow.trace.constraint(kLeadTime)),
      believed_less_(market.flow.trace.constraint("logic_cleanroom_orders")),
      start_rate_(market.flow.trace.constraint("cleanroom_start_rate")) {}

void Foundry::build(const ToolSheet* sheet) {
  Trace& trace = market_.flow.trace;
  for (const std::string& customer : spec_.stable_customers) {
    stable_.push_back(market_.firm(customer).id());
  }
  if (spec_.hires) {
    teacher_ = dynamic_cast<const Foundry*>(&market_.firm(spec_.hires->from));
    ensure(teacher_ != nullptr, "teams that make wafers are hired from a foundry");
  }
  for (const Firm* firm : market_.firms()) {
    const auto* other = dynamic_cast<const Foundry*>(firm);
    if (other != nullptr && other->spec_.hires && other->spec_.hires->from == name())
      poachers_.push_back(other);
  }
  for (const Spec::Node& spec : spec_.nodes) {
    auto node = std::make_unique<Node>();
    const std::string full = name() + "." + spec.name;
    node->name = spec.name;
    node->commodity = market_.commodity(spec.name + "_wafer", "wafer");
    node->expands = spec.expands;
    node->lead_months = months(spec.fab.room_lead);
    node->line = std::make_unique<Line>(
        market_, *this,
        spec.line.line(full, node->commodity, trace.constraint(spec.name + "_cycle_time")));
    const bool no_euv = spec.fab.euv_layers.is_constant() && spec.fab.euv_layers.at(0) <= 0;
    node->fab = std::make_unique<Fab>(market_, *this, node->line->gate(), full, spec.fab,
                                      trace.constraint(spec.constraint), no_euv ? nullptr : sheet);
    node->line->stand_at(node->fab->sites(), node->fab->places());
    if (spec.line.rule == AllocationRule::stable_first)
      separate(node->steady, *node->line, *node->fab);
    node->record = std::make_unique<LineRecord>(market_, *this, spec.name, "wafer");
    node->tools =
        market_.series.declare("euv_tools_installed", name(), "tool", region(), spec.name);
    Node* const raw = node.get();
    node->line->on_shipped([this, raw](OrderId order, std::int64_t quantity, EventId) {
      const FirmId buyer = market_.journal.at(order).buyer;
      if (std::find(stable_.begin(), stable_.end(), buyer) == stable_.end()) {
        raw->fast_made += quantity;
      }
    });
    keep(*node->fab, {node->commodity}, spec.fab.euv_on_order);
    nodes_.push_back(std::move(node));
  }
}

const Foundry::Node* Foundry::node_named(std::string_view name) const {
  const auto known = std::find_if(nodes_.begin(), nodes_.end(),
                                  [&](const auto& node) { return node->name == name; });
  return known == nodes_.end() ? nullptr : known->get();
}

double Foundry::experience(const Node& node) const {
  double wafers = static_cast<double>(node.line->made()) + node.hired;
  for (const Foundry* poacher : poachers_) {
    if (const Node* theirs = poacher->node_named(node.name))
      wafers -= poacher->spec_.hires->rule.lost * theirs->hired;
  }
  return std::max(0.0, wafers);
}

void Foundry::hire_teams() {
  const double years = static_cast<double>(now() - last_) / kMinutesPerMonth / 12;
  for (const auto& node : nodes_) {
    if (const Node* theirs = teacher_->node_named(node->name))
      node->hired +=
          brought_along(spec_.hires->rule, teacher_->experience(*theirs), experience(*node), years);
  }
}

void Foundry::plan() {
  if (teacher_ != nullptr)
    hire_teams();
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    Node& node = *nodes_[i];
    close_books(node);
    if (const std::optional<YieldLearning>& learning = spec_.nodes[i].learning)
      node.fab->yields(yield_after(*learning, experience(node)));
  }
  start_rooms();
  convert_nodes();
  if (plannings_ * spec_.firm.months_between % 3 == 0) {
    for (const auto& node : nodes_)
      node->fab->follow_roadmap();
    tell_tool_makers();
    order_tools(static_cast<double>(std::max<std::int64_t>(3, spec_.firm.months_between)));
  }
  last_ = now();
  ++plannings_;
}

void Foundry::tell_capacity() {
  for (const auto& node : nodes_)
    node->record->tell_capacity(*node->line, node->fab->yield());
}

void Foundry::close_books(Node& node) {
  const LinePeriod period = node.record->close(*node.line, node.fab->yield());
  market_.series.put(node.tools, now(), node.fab->euv_tools());
  node.fab->tell_waiting();
  if (now() == last_)
    return;
  const double months_since = static_cast<double>(now() - last_) / kMinutesPerMonth;
  node.made_per_month = period.utilisation * node.line->capacity_per_month();
  node.fast.observe(static_cast<double>(node.fast_made - node.fast_seen) / months_since);
  node.fast_seen = node.fast_made;
  divide(node.steady, *node.line, *node.fab, months_since);
  node.line->learn_paces(months_since);
  node.idle_months = count_idle(spec_.rooms.faith, node.idle_months,
                                node.line->backlog() > 0 ? 1 : period.utilisation, months_since);
}

RoomView Foundry::view(const Node& node, double horizon) const {
  const Duration ahead{.months = static_cast<std::int32_t>(horizon)};
  RoomView view;
  for (const FirmId customer : stable_) {
    view.stable += heard_from(customer, node.commodity, ahead);
  }
  view.fast = std::max(0.0, heard(node.commodity, ahead) - view.stable);
  view.trend = node.fast.project(horizon);
  view.backlog = static_cast<double>(node.line->backlog());
  view.standing = node.fab->standing();
  view.under_way = node.fab->under_way();
  view.idle_months = node.idle_months;
  return view;
}

void Foundry::start_rooms() {
  const RoomRule rooms =
      spec_.subsidy ? subsidised(spec_.rooms, spec_.subsidy->part(now())) : spec_.rooms;
  std::vector<RoomChoice> choices;
  choices.reserve(nodes_.size());
  for (const auto& node : nodes_) {
    // A gap is closed over some months: to keep up with a ramp the planner looks so much further.
    const double horizon = node->lead_months + spec_.rooms.smoothing_months;
    choices.push_back(node->expands ? choose_rooms(rooms, view(*node, horizon)) : RoomChoice{});
  }
  double wanted = 0;
  for (const RoomChoice& choice : choices)
    wanted += choice.per_month;
  share_start_rate(choices, start_limit_);
  start_limit_ =
      next_start_limit(start_limit_, wanted, spec_.starts_growth,
                       static_cast<double>(spec_.firm.months_between), spec_.starts_ceiling);
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    Node& node = *nodes_[i];
    set_starts(*node.fab, choices[i].per_month);
    const double amount = choices[i].per_month * static_cast<double>(spec_.firm.months_between);
    const ConstraintId reason = choices[i].limit == RoomLimit::conviction   ? believed_less_
                                : choices[i].limit == RoomLimit::start_rate ? start_rate_
                                                                            : demand_;
    if (node.expands)
      node.fab->rooms_planned(choices[i].announced, reason);
    if (amount < 1)
      continue;
    node.fab->start_room(amount, decide(reason));
    booked();
  }
}

void Foundry::convert_nodes() {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const std::optional<Spec::Node::Conversion>& spec = spec_.nodes[i].conversion;
    if (!spec || now() == 0)
      continue;
    Node& older = *nodes_[i];
    Node& newer = **std::find_if(nodes_.begin(), nodes_.end(),
                                 [&](const auto& node) { return node->name == spec->to; });
    const double lead = months(spec->lead);
    const RoomView asked = view(older, lead);
    const double amount = to_convert(spec->rule,
                                     {.standing = asked.standing,
                                      .announced = heard(older.commodity, spec->lead),
                                      .believed = believed_rate(spec_.rooms, asked),
                                      .made = older.made_per_month,
                                      .late = asked.backlog / spec_.rooms.backlog_months,
                                      .newer_target = room_target(spec_.rooms, view(newer, lead)),
                                      .newer_pace = newer.line->capacity_per_month(),
                                      .under_way = newer.fab->converting()},
                                     static_cast<double>(spec_.firm.months_between));
    if (amount < Fab::kWafersPerSet)
      continue;
    const EventId decided = decide(demand_);
    newer.fab->convert(older.fab->give_up(amount, decided), spec->rule.yields, spec->lead, decided);
    booked();
  }
}

Foundry::Node& Foundry::node_of(OrderId order) {
  const CommodityId commodity = market_.journal.at(order).terms.commodity;
  for (const auto& node : nodes_) {
    if (node->commodity == commodity)
      return *node;
  }
  throw ModelError(name() + " makes no " + market_.commodity(commodity).name);
}

void Foundry::receive_order(OrderId order) {
  answer(order, node_of(order).line->book(order));
}

void Foundry::order_cancelled(OrderId order, std::int64_t quantity) {
  node_of(order).line->cancelled(order, quantity);
}

void Foundry::state(ProcessModel& model) const {
  Fab::Statement statement =
      fab_statement(model, {.name = "room starts of " + name(),
                            .constraint = market_.flow.trace.name(start_rate_),
                            .first = spec_.starts_per_month,
                            .growth_per_year = spec_.starts_growth,
                            .most = spec_.starts_ceiling,
                            .read = [this] { return start_limit_; }});
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const std::string wafer = market_.commodity(nodes_[i]->commodity).name;
    statement.name = name() + "." + nodes_[i]->name;
    statement.grows = nodes_[i]->expands;
    nodes_[i]->fab->state(model, statement, months_of_work(model.grid()));
    model.add({.name = wafer + " of " + name(),
               .flows = {{wafers_of(model, name(), wafer), 1,
                          shortest_of(spec_.nodes[i].line.cycle_minutes)}},
               .uses = nodes_[i]->fab->uses(model, statement.name)});
  }
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const std::optional<Spec::Node::Conversion>& spec = spec_.nodes[i].conversion;
    for (const auto& newer : nodes_) {
      if (spec && newer->name == spec->to)
        nodes_[i]->fab->state_conversion(model, *newer->fab, name() + "." + nodes_[i]->name,
                                         name() + "." + newer->name, spec->rule.yields, spec->lead);
    }
  }
}

}  // namespace chokepoint::models
