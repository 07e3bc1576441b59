#include "models/actors/common_keys.hpp"

#include "models/core/rates.hpp"
#include "sim/base/text.hpp"

namespace chokepoint::models {

Faith read_faith(Reader& reader, const Faith& usual) {
  Faith faith;
  faith.idle_below =
      reader.number_or("idle_below", "1", shortest(usual.idle_below),
                       "utilisation below which capacity counts as idle", {.min = 0, .max = 1});
  faith.patience_months =
      months(reader.duration_or("idle_patience", shortest(usual.patience_months) + " months",
                                "idleness this long shakes faith in announcements"));
  faith.fade_months =
      months(reader.duration_or("idle_fade", shortest(usual.fade_months) + " months",
                                "time over which that faith fades", "1 month"));
  faith.floor = reader.number_or("idle_floor", "1", shortest(usual.floor),
                                 "faith that is never lost", {.min = 0, .max = 1});
  return faith;
}

double read_news(Reader& reader) {
  return reader
      .number_if_any("news", "1",
                     "a plan that changes by more is told at once, not only once a quarter",
                     {.min = 0, .max = 1})
      .value_or(1);
}

std::optional<Subsidy> read_subsidy(Reader& reader, const std::string& what,
                                    const std::string& what_stands) {
  return reader.optional_group(
      "subsidy", "what a government pays of " + what + "; without it nothing",
      [&what_stands](Reader& keys) {
        Subsidy subsidy;
        subsidy.rule.part_paid =
            keys.number("part_paid", "1", "of what " + what_stands + " cost, where it is paid",
                        {.min = 0, .max = 1});
        subsidy.rule.reach =
            keys.number("reach", "1", "part of its " + what_stands + " that are built there",
                        {.min = 0, .max = 1});
        const Timeline& timeline = keys.timeline();
        subsidy.from = timeline.tick(keys.date_or(
            "from", timeline.start(),
            "first day on which " + what_stands + " are decided with it; the start without it"));
        if (const auto to = keys.date_if_any("to", "first day after it; never over without it"))
          subsidy.to = timeline.tick(*to);
        keys.require(subsidy.from < subsidy.to, {"to", "from"}, "expected a date after 'from'");
        return subsidy;
      });
}

CapitalCost read_capital_cost(Reader& reader) {
  return reader
      .optional_group(
          "capital_cost", "what rooms and tools cost: only what the firm spends is counted with it",
          [](Reader& keys) {
            CapitalCost cost;
            cost.usd_per_room = keys.number("room", "usd month/wafer",
                                            "a clean room for a wafer a month, without "
                                            "tools",
                                            {.min = 0});
            cost.usd_per_set = keys.number(
                "tool_set", "usd/set", "tools other than EUV for 1,000 wafers a month", {.min = 0});
            return cost;
          })
      .value_or(CapitalCost{});
}

double read_backlog_spread(Reader& reader) {
  return months(reader.duration_or("backlog_spread", "18 months",
                                   "a backlog counts as need spread over so long", "1 month"));
}

ExpansionKeys read_expansion(Reader& reader) {
  return reader.group("expansion", "how new capacity is decided", [](Reader& keys) {
    ExpansionKeys result;
    result.lead = keys.duration("lead", "from the decision to the first output");
    result.rule.lead_months = months(result.lead);
    result.rule.conviction =
        keys.number("conviction", "1", "weight of what customers announce against the own trend",
                    {.min = 0, .max = 1});
    result.rule.smoothing_months = months(
        keys.duration_or("smoothing", "6 months", "a gap is closed over so long", "1 month"));
    result.rule.max_growth_per_year = keys.number(
        "max_growth", "1/year",
        "most that what stands or is under way may grow in a year, however often it plans",
        {.min = 0});
    result.rule.faith = read_faith(keys);
    result.rule.backlog_months = read_backlog_spread(keys);
    return result;
  });
}

LineKeys read_line(Reader& reader) {
  LineKeys keys;
  keys.rule = allocation_rule(reader.one_of_or("allocation", allocation_rule_names(), "fifo",
                                               "who is served first when there is not enough"));
  keys.lots_per_order =
      reader.count_or("lots_per_order", 1, "an order is made and delivered in so many lots",
                      {.min = 1, .max = 10000});
  keys.cycle_minutes = reader.distribution(
      "cycle_time", "minute", "from the scarce step to the customer's dock", {.min = 0});
  keys.sold_out_months = months(
      reader
          .duration_if_any("sold_out_after",
                           "orders that could only begin later are rejected; none without it")
          .value_or(Duration{}));
  return keys;
}

LineSpec LineKeys::line(std::string name, CommodityId commodity, ConstraintId lead) const {
  LineSpec spec;
  spec.name = std::move(name);
  spec.commodity = commodity;
  spec.rule = rule;
  spec.lots_per_order = lots_per_order;
  spec.random_cycle = true;
  spec.cycle_minutes = cycle_minutes;
  spec.sold_out_months = sold_out_months;
  spec.keeps_pace_months = keeps_pace_months;
  spec.lead_constraint = lead;
  return spec;
}

QueuePrice read_queue_price(Reader& reader) {
  QueuePrice price;
  price.most = reader.number("price_most", "1",
                             "the highest price, as a multiple of `price`: it rises with the queue",
                             {.min = 1});
  price.full_months =
      reader.number("price_queue", "month", "months of work waiting at which the price is highest",
                    {.min = 0, .open_min = true});
  return price;
}

Tick read_opening(Reader& reader, const std::string& help, const std::string& things,
                  const std::string& before) {
  const Date opens = reader.date("opens", help);
  const Tick tick = reader.timeline().tick(opens);
  reader.require(tick >= 0, {"opens"},
                 "expected a date from the start of the run on (" + iso(reader.timeline().start()) +
                     "), found " + iso(opens) + ": earlier " + things + " are in '" + before + "'");
  return tick;
}

}  // namespace chokepoint::models
