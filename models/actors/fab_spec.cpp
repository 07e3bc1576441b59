// What a fab is said to be.

#include "models/actors/fab.hpp"
#include "models/core/rates.hpp"

namespace chokepoint::models {

namespace {

/// What only a fab with EUV has.
void read_euv(Reader& reader, FabSpec& spec) {
  spec.euv_layers = reader.exogenous_or(
      "euv_layers", "pass/wafer", "0 pass/wafer",
      "EUV passes of one wafer (technology roadmap); without it no EUV", {.min = 0});
  spec.euv_tools = reader.number_or("euv_tools", "tool", "0 tool", "at the start", {.min = 0});
  spec.euv_on_order =
      reader.number_or("euv_on_order", "tool", "0 tool", "on order at the start", {.min = 0});
  spec.euv_installing =
      reader.count_or("euv_installing", 0, "EUV tools being installed at the start", {.min = 0});
  spec.installing_months = static_cast<int>(
      reader.count_or("euv_installing_months", 6, "they start to work evenly over so many months",
                      {.min = 1, .max = 60}));
  spec.usable_share = reader.number_or("usable_tools", "1", "1",
                                       "part of the fleet in volume production (the rest: "
                                       "development, moves, older types)",
                                       {.min = 0, .max = 1, .open_min = true});
  spec.tool_margin =
      reader.number_or("tool_margin", "1", "1.2", "tools planned for each tool needed", {.min = 0});
  spec.layers_wait = reader.flag_or(
      "layers_wait_for_tools", false,
      "wafers follow the roadmap of layers only as far as there are tools for it; false: they "
      "follow it and rooms stand empty");
  spec.tool_smoothing_months = months(reader.duration_or(
      "tool_smoothing", "9 months", "a gap in tools is ordered over so long", "1 month"));
  spec.tool_horizon =
      reader.duration_or("tool_horizon", "24 months", "how far ahead EUV tools are planned");
}

}  // namespace

FabSpec FabSpec::read(Reader& reader) {
  FabSpec spec;
  spec.wafers_per_month =
      reader.number("capacity", "wafer/month", "rooms with tools at the start", {.min = 0});
  spec.inherited =
      reader.list_or_empty("rooms_under_way", "rooms decided before the start", [](Reader& keys) {
        Inherited room;
        room.wafers_per_month = keys.number("capacity", "wafer/month", "what they add", {.min = 0});
        room.due = read_opening(keys, "day of the first wafer", "rooms", "capacity");
        return room;
      });
  spec.room_lead = reader.duration("room_lead", "from the decision to a finished clean room");
  if (reader.has("euv_layers"))
    read_euv(reader, spec);
  spec.rebuilding_needs_tools = reader.flag_or(
      "rebuilding_needs_tools", true,
      "when false, rooms begun while an event stops something come with all their tools: what the "
      "wait for tools costs is the difference");
  return spec;
}

}  // namespace chokepoint::models
