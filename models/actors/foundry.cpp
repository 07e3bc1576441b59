#include "models/actors/foundry.hpp"

#include <algorithm>

#include "models/core/rates.hpp"
#include "models/core/reasons.hpp"
#include "models/core/statement.hpp"
#include "models/policy/capacity_plan.hpp"
#include "sim/base/error.hpp"

namespace chokepoint::models {

namespace {

FoundrySpec::Node::Conversion read_conversion(Reader& keys) {
  FoundrySpec::Node::Conversion conversion;
  conversion.to = keys.text("to", "the newer node");
  conversion.lead = keys.duration("lead", "until its rooms and tools work on the newer node");
  conversion.rule.yields = keys.number("yields", "1", "wafers of the newer node from what made one",
                                       {.min = 0, .max = 1, .open_min = true});
  conversion.rule.most_per_month =
      keys.number("most", "wafer/month/month", "most that is begun in a month", {.min = 0});
  conversion.rule.reserve =
      keys.number("reserve", "1", "part of the node that is kept", {.min = 0, .max = 1});
  return conversion;
}

YieldLearning read_learning(Reader& keys) {
  YieldLearning rule;
  rule.first = keys.number("first", "1", "of the first wafer, relative to a mature node",
                           {.min = 0.01, .max = 1});
  rule.half_wafers = keys.number(
      "half_wafers", "wafer", "wafers made over which the distance from mature halves", {.min = 1});
  return rule;
}

FabSpec::Abroad read_abroad(Reader& keys) {
  FabSpec::Abroad rooms;
  rooms.region = keys.reference("region", "region", "one where the firm has capacity abroad");
  rooms.wafers_per_month =
      keys.number("capacity", "wafer/month", "what stands there of what the node has", {.min = 0});
  const Date from = keys.date("from", "day of the first wafer");
  rooms.since = std::max<Tick>(0, keys.timeline().tick(from));
  return rooms;
}

FoundrySpec::Node read_node(Reader& reader) {
  FoundrySpec::Node node;
  node.name = reader.name();
  node.constraint = reader.text_or("constraint", "logic_cleanroom", "what its rooms are called");
  node.expands = reader.flag_or("expands", true, "whether new rooms are planned for it");
  node.fab = FabSpec::read(reader);
  node.fab.node = node.name;
  node.fab.abroad = reader.list_or_empty("abroad",
                                         "rooms outside the firm's region from a date on, for "
                                         "events that strike a region",
                                         read_abroad);
  node.line = read_line(reader);
  node.learning = reader.optional_group("yield_learning",
                                        "yield grows with the wafers made; without it the node is "
                                        "mature from its first wafer on",
                                        read_learning);
  node.conversion = reader.optional_group(
      "conversion", "what is idle of it is turned into rooms of a newer node that is short",
      read_conversion);
  return node;
}

}  // namespace

FoundrySpec FoundrySpec::read(Reader& reader) {
  FoundrySpec spec;
  spec.firm = FirmSpec::read(reader);
  spec.purchasing = ToolPurchasing::read(reader);
  spec.rooms.conviction = reader.number(
      "conviction", "1", "weight of what fast-growing customers announce", {.min = 0, .max = 1});
  spec.rooms.stable_margin = reader.number(
      "stable_margin", "1", "rooms for steady customers per announced wafer", {.min = 0});
  spec.rooms.steady_first = reader.flag_or(
      "steady_rooms_first", true,
      "where starts are cut, rooms for steady customers of any node come first; false: each node's "
      "starts are cut in proportion");
  spec.rooms.smoothing_months = months(
      reader.duration_or("smoothing", "12 months", "a gap is closed over so long", "1 month"));
  spec.rooms.faith = read_faith(reader);
  spec.rooms.backlog_months = read_backlog_spread(reader);
  spec.subsidy = read_subsidy(reader);
  spec.starts_per_month =
      reader.number("room_starts", "wafer/month/month",
                    "most that is started in a month, at the start", {.min = 0});
  spec.starts_growth =
      reader.number("room_starts_growth", "1/year",
                    "of that limit while starts run into it (crews, engineers)", {.min = 0});
  spec.starts_ceiling = reader.number("room_starts_ceiling", "wafer/month/month",
                                      "most that is ever started in a month", {.min = 0});
  spec.hires = reader.optional_group(
      "hires", "teams that it hires away; without it, it learns from its own wafers alone",
      [](Reader& keys) {
        FoundrySpec::Hires hires;
        hires.from = keys.reference("from", "actor", "the foundry they come from");
        hires.rule.closes_per_year = keys.number(
            "closes", "1/year", "part of the gap in experience that they close", {.min = 0});
        hires.rule.lost =
            keys.number("lost", "1", "part of what they bring that is missed where they were",
                        {.min = 0, .max = 1});
        return hires;
      });
  spec.stable_customers =
      reader.references_or_empty("steady_customers", "actor", "believed in full (phones, PCs)");
  spec.nodes = reader.list("nodes", "process nodes", read_node);
  for (const Node& node : spec.nodes) {
    reader.declare_name("node", node_name(spec.firm.name, node.name));
    reader.declare_name("node", node_name(spec.firm.name, node.name, spec.firm.region));
    for (const AbroadSpec& place : spec.firm.abroad)
      reader.declare_name("node", node_name(spec.firm.name, node.name, place.region));
    const auto is_target = [&](const Node& other) {
      return other.name == node.conversion->to && other.name != node.name;
    };
    for (const FabSpec::Abroad& rooms : node.fab.abroad) {
      const auto is_there = [&](const AbroadSpec& place) { return place.region == rooms.region; };
      reader.require(std::any_of(spec.firm.abroad.begin(), spec.firm.abroad.end(), is_there),
                     {"nodes"},
                     "node '" + node.name + "' has rooms in '" + rooms.region +
                         "', where the firm's own 'abroad' names nothing");
    }
    if (node.conversion)
      reader.require(std::any_of(spec.nodes.begin(), spec.nodes.end(), is_target), {"nodes"},
                     "node '" + node.name + "' is converted to '" + node.conversion->to +
                         "', which is no other node of this foundry");
  }
  return spec;
}

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
  if (now() == last_)
    return;
  const double months_since = static_cast<double>(now() - last_) / kMinutesPerMonth;
  node.made_per_month = period.utilisation * node.line->capacity_per_month();
  node.fast.observe(static_cast<double>(node.fast_made - node.fast_seen) / months_since);
  node.fast_seen = node.fast_made;
  divide(node.steady, *node.line, *node.fab, months_since);
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

double Foundry::needed(const Node& node, Duration ahead) const {
  return std::max(heard(node.commodity, ahead), node.made_per_month) +
         static_cast<double>(node.line->backlog()) / spec_.rooms.backlog_months;
}

void Foundry::convert_nodes() {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const std::optional<Spec::Node::Conversion>& spec = spec_.nodes[i].conversion;
    if (!spec || now() == 0)
      continue;
    Node& older = *nodes_[i];
    Node& newer = **std::find_if(nodes_.begin(), nodes_.end(),
                                 [&](const auto& node) { return node->name == spec->to; });
    const double amount =
        to_convert(spec->rule,
                   {.standing = older.fab->standing(),
                    .needed = needed(older, spec->lead),
                    .newer_target = room_target(spec_.rooms, view(newer, months(spec->lead))),
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
