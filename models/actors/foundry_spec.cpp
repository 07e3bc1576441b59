// What a scenario says about a foundry and its nodes.
#include <algorithm>

#include "models/actors/foundry.hpp"
#include "models/core/rates.hpp"
#include "models/policy/capacity_plan.hpp"

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
  conversion.rule.keeps_announced =
      keys.flag_or("keeps_announced", true,
                   "room is kept for all that customers announce of it; false: for what the "
                   "planner believes of that, as for new rooms");
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
  node.line.keeps_pace_months = months(
      reader
          .duration_if_any("keeps_pace",
                           "sold out, it still sells a customer what that got a month, on the mean "
                           "of so long; without it nobody keeps anything")
          .value_or(Duration{}));
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
  spec.rooms.trend_within_announced = reader.flag_or(
      "trend_within_announced", false,
      "deliveries to fast-growing customers are expected to grow only as far as these announce "
      "it; false: by their trend, whatever is announced");
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
  const CapitalCost cost = read_capital_cost(reader);
  for (Node& node : spec.nodes)
    node.fab.cost = cost;
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

}  // namespace chokepoint::models
