#include "models/actors/common_keys.hpp"
#include "models/actors/memory_vendor.hpp"
#include "models/core/rates.hpp"

namespace chokepoint::models {

namespace {

MemoryVendorSpec::Hbm read_hbm(Reader& reader) {
  MemoryVendorSpec::Hbm hbm;
  hbm.per_month =
      reader.number("capacity", "wafer/month", "wafers that can be stacked, at the start",
                    {.min = 0, .open_min = true});
  hbm.premium =
      reader.number("premium", "1", "commodity price index above which HBM earns less per wafer",
                    {.min = 0, .open_min = true});
  hbm.euv_layers =
      reader.exogenous_or("euv_layers", "pass/wafer", "0 pass/wafer",
                          "technology roadmap: EUV passes of an HBM wafer", {.min = 0});
  hbm.cycle_minutes = reader.distribution(
      "cycle_time", "minute", "from the wafer start's end to the packager's dock", {.min = 0});
  hbm.expansion = read_expansion(reader);
  return hbm;
}

PriceRule read_price(Reader& reader) {
  PriceRule rule;
  rule.gain_per_month = reader.number(
      "gain", "1/month", "change of the price's logarithm per ln(demand / supply)", {.min = 0});
  rule.steepest_fall = reader.number("steepest_fall", "1/month", "of the logarithm", {.min = 0});
  rule.steepest_rise = reader.number("steepest_rise", "1/month", "of the logarithm", {.min = 0});
  rule.cash_cost =
      reader.number("cash_cost", "1", "index below which wafer starts are cut instead of the price",
                    {.min = 0, .open_min = true});
  rule.ceiling =
      reader.number("ceiling", "1", "index nobody pays more than", {.min = 0, .open_min = true});
  rule.demand_memory_months = months(reader.duration_or(
      "demand_memory", "3 months", "orders are smoothed over so long before they move the price"));
  rule.ordinary_book_months = months(reader.duration_or(
      "ordinary_book", "1 months", "a book of so much output is ordinary; more counts as demand"));
  rule.book_spread_months = months(reader.duration_or(
      "book_spread", "6 months", "what exceeds it is spread over so long", "1 month"));
  return rule;
}

FabTrigger read_trigger(Reader& reader) {
  FabTrigger trigger;
  trigger.price = reader.number("price", "1", "index above which a fab pays", {.min = 0});
  trigger.months = months(reader.duration("lasting", "how long the price must have been there"));
  trigger.utilisation =
      reader.number("utilisation", "1", "rooms in use in that time", {.min = 0, .max = 1});
  return trigger;
}

}  // namespace

MemoryVendorSpec MemoryVendorSpec::read(Reader& reader) {
  MemoryVendorSpec spec;
  spec.firm = FirmSpec::read(reader);
  spec.product = reader.one_of_or("product", {"dram", "nand"}, "dram", "what it makes");
  spec.purchasing = ToolPurchasing::read(reader);
  spec.fab = FabSpec::read(reader);
  spec.divides_lines = reader.flag_or(
      "divides_lines", false,
      "with stable_first: who is not a steady customer has contracts as well, and lines are "
      "divided "
      "by what is asked for where they do not do for all; false: steady customers have theirs "
      "first");
  spec.line = read_line(reader);
  spec.rooms.conviction = reader.number(
      "conviction", "1", "weight of what fast-growing customers announce", {.min = 0, .max = 1});
  spec.rooms.stable_margin = reader.number_or(
      "stable_margin", "1", "1", "rooms for steady customers per announced wafer", {.min = 0});
  spec.rooms.smoothing_months = months(
      reader.duration_or("smoothing", "12 months", "a gap is closed over so long", "1 month"));
  spec.price =
      reader.group("price", "how the commodity price moves (1 = long-run level)", read_price);
  spec.follow =
      reader.number_or("follow_market", "1/month", "0 1/month",
                       "part of the way to the published price, in a month", {.min = 0, .max = 1});
  spec.first_price =
      reader.number("first_price", "1", "price index at the start", {.min = 0, .open_min = true});
  spec.trigger = reader.group("fab_trigger", "what makes it start a fab", read_trigger);
  spec.creep_per_year =
      reader.number("creep", "1/year", "more wafers from the same rooms", {.min = 0});
  spec.rooms.faith = read_faith(reader);
  spec.rooms.backlog_months = read_backlog_spread(reader);
  spec.subsidy = read_subsidy(reader);
  spec.fab.cost = read_capital_cost(reader);
  spec.starts_per_month =
      reader.number("room_starts", "wafer/month/month",
                    "most that is started in a month, at the start", {.min = 0});
  spec.starts_growth =
      reader.number("room_starts_growth", "1/year",
                    "of that limit while starts run into it (crews, engineers)", {.min = 0});
  spec.steady_starts =
      reader
          .number_if_any("steady_starts", "wafer/month/month",
                         "rooms started whatever the price, unless rooms stand empty", {.min = 0})
          .value_or(0);
  spec.steady_customers =
      reader.references_or_empty("steady_customers", "actor", "believed in full (phones, PCs)");
  spec.hbm = reader.optional_group("hbm", "stacking of HBM", read_hbm);
  reader.require(!spec.hbm || spec.product == "dram", {"hbm"}, "expected no stacks of nand");
  return spec;
}

}  // namespace chokepoint::models
