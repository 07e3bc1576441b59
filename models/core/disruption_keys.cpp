// Events as a scenario writes them.

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string>
#include <string_view>

#include "models/core/disruption.hpp"
#include "models/core/rates.hpp"

namespace chokepoint::models {

namespace {

using Kind = Disruption::Kind;
using Goods = Disruption::Goods;

/// The end is the first day after the run.
std::string within_the_run(const Reader& reader, const std::optional<Date>& found) {
  const Timeline& timeline = reader.timeline();
  return "expected a date within the run (" + iso(timeline.start()) + " to before " +
         timeline.iso(reader.horizon()) + ")" + (found ? ", found " + iso(*found) : "");
}

/// `from` and `delay`, or `during`; of what may answer a stop, or `while_stopped`. How another draw
/// may differ goes with it.
void read_start(Reader& reader, Disruption& event, bool answers = false) {
  const Timeline& timeline = reader.timeline();
  reader.declare_name("event", event.name);
  event.during = reader.reference_or_none(
      "during", "event", "begins, is over and comes back as that event; instead of dates");
  if (answers)
    event.while_stopped = reader.reference_or_none(
        "while_stopped", "region",
        "from the first stop of that region on until the last is over, and never where none is; "
        "instead of dates");
  const bool has_dates = event.during.empty() && event.while_stopped.empty();
  const auto from = reader.date_if_any("from", "the day on which it begins");
  reader.require(from || !has_dates || reader.is_describing(), {"from"},
                 "expected a date, or `during` with the name of an event that has one");
  for (const std::string_view key : {"from", "delay", "lasts", "returns_over", "staged"}) {
    reader.require(event.during.empty() || !reader.has(key) || reader.is_describing(), {key},
                   "expected no dates beside `during`, which has those of another event");
  }
  for (const std::string_view key : {"from", "delay", "lasts", "during"}) {
    reader.require(event.while_stopped.empty() || !reader.has(key) || reader.is_describing(), {key},
                   "expected no dates beside `while_stopped`, which has those of what stops there");
  }
  const Tick date = from ? timeline.tick(*from) : 0;
  const Duration delay = reader.duration_or(
      "delay", "0 days", "so long after `from`; a distribution is drawn once for each run");
  reader.require(date >= 0 && date < reader.horizon(), {"from"}, within_the_run(reader, from));
  event.from = timeline.after(date, delay);
  const Reader::DurationRange range = reader.duration_range("delay");
  event.earlier = event.from - timeline.after(date, range.least);
  event.later = range.greatest ? timeline.after(date, *range.greatest) - event.from : kNever;
}

/// What a preparation costs: nothing in a run depends on it, a comparison divides by it.
double read_cost(Reader& reader) {
  return reader.number_or("cost", "usd", "0 usd",
                          "what it costs who prepares, in all; for the comparison's value per usd",
                          {.min = 0});
}

/// `lasts`: without it the event is never over.
void read_end(Reader& reader, Disruption& event) {
  const auto lasts = reader.duration_if_any("lasts", "for so long; for ever without it");
  if (lasts) {
    const Reader::DurationRange range = reader.duration_range("lasts");
    event.to = reader.timeline().after(event.from, *lasts);
    if (!range.greatest || event.later == kNever)
      event.later = kNever;
    else
      event.later += reader.timeline().after(event.from, *range.greatest) - event.to;
  }
  reader.require(!lasts || event.to > event.from || reader.is_describing(), {"lasts"},
                 "expected more than no time");
}

/// Some kinds are there or not: they refuse the keys of what can happen in part.
void refuse_parts(Reader& reader, const std::string& why,
                  std::initializer_list<std::string_view> keys = {"share", "returns_over",
                                                                  "staged"}) {
  for (const std::string_view key : keys)
    reader.require(!reader.has(key) || reader.is_describing(), {key},
                   "expected no '" + std::string(key) + "': " + why);
}

double read_share(Reader& reader, std::string_view help) {
  return reader.number_or("share", "1", "100 %", help, {.min = 0, .max = 1});
}

struct Back {
  Tick after = 0;
  double part = 0;
};

/// What is left of a stop over time: all at once, in a straight line, or in stages.
void read_return(Reader& reader, Disruption& event) {
  const Timeline& timeline = reader.timeline();
  const bool ends = reader.has("lasts");
  read_end(reader, event);
  const Duration over = reader.duration_or("returns_over", "0 days",
                                           "comes back in a straight line over so long, after "
                                           "`lasts`");
  const std::vector<Back> stages =
      reader.list_or_empty("staged", "comes back in stages, instead of `lasts`", [&](Reader& keys) {
        const Duration after = keys.duration("after", "so long after it began");
        const double part =
            keys.number("back", "1", "part of what stood still that is back", {.min = 0, .max = 1});
        return Back{timeline.after(event.from, after), part};
      });
  reader.require(stages.empty() || !ends, {"staged", "lasts"}, "expected either staged or lasts");
  std::vector<Back> sorted = stages;
  std::sort(sorted.begin(), sorted.end(),
            [](const Back& a, const Back& b) { return a.after < b.after; });
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    reader.require(sorted[i].after > sorted[i - 1].after && sorted[i].part >= sorted[i - 1].part,
                   {"staged"},
                   "expected stages one after the other, each with as much back as the one before "
                   "or more");
  }
  reader.require(!reader.has("returns_over") || ends || reader.is_describing(), {"returns_over"},
                 "expected `lasts` beside it: the return begins when that is over");
  event.steps.push_back({event.from, 1 - event.share});
  if (!stages.empty()) {
    for (const Back& stage : sorted)
      event.steps.push_back({stage.after, 1 - event.share * (1 - stage.part)});
    if (sorted.back().part >= 1)
      event.to = sorted.back().after;
    return;
  }
  if (event.to == kNever)
    return;
  // In each of its steps as much is back as the line has there on average.
  constexpr int kLeastSteps = 10;
  const Tick line = timeline.after(event.to, over) - event.to;
  const int steps =
      line > 0 ? std::max(kLeastSteps, static_cast<int>(std::ceil(months(over) - 1e-9))) : 0;
  for (int step = 0; step < steps; ++step)
    event.steps.push_back({event.to + line * step / steps,
                           1 - event.share * (1 - (step + 0.5) / static_cast<double>(steps))});
  event.steps.push_back({event.to + line, 1});
}

void read_targets(Reader& reader, Disruption& event) {
  event.firms = reader.references_or_empty("firms", "actor", "all of whose sites are struck");
  event.sites = reader.references_or_empty(
      "sites", "site", "single sites that are struck: FIRM.REGION, what a firm has in one region");
  event.nodes = reader.references_or_empty(
      "nodes", "node",
      "single nodes of foundries that are struck: FIRM.NODE, or what there is of it in one region, "
      "FIRM.REGION.NODE");
  event.parts = reader.references_or_empty("parts", "part", "generic parts that are struck");
  event.regions =
      reader.references_or_empty("regions", "region", "all that stands there is struck");
  const bool something = !event.firms.empty() || !event.sites.empty() || !event.nodes.empty() ||
                         !event.parts.empty() || !event.regions.empty();
  reader.require(something || reader.is_describing(), {"from"},
                 "expected what it strikes beside it: firms, sites, nodes, parts or regions");
}

Goods goods_of_text(const std::string& text) {
  return text == "lost"                       ? Goods::lost
         : text == "held" || text == "paused" ? Goods::wait
                                              : Goods::arrive;
}

/// What stops, and what becomes of it.
void read_extent(Reader& reader, Disruption& event) {
  event.orders_refused =
      reader.one_of_or("orders", {"refused", "wait"}, "wait",
                       "orders wait for the return, or what is not begun is cancelled and new ones "
                       "are refused while nothing is left") == "refused";
  event.in_progress = goods_of_text(reader.one_of_or(
      "in_progress", {"finished", "lost", "paused"}, "paused",
      "lots that have passed the scarce step and are not yet on their way to the customer"));
  event.scrapped = reader.number_or("scrapped", "1", "100 %",
                                    "part of the lots in progress it strikes that are lost, the "
                                    "rest of them waits; with `in_progress: lost`",
                                    {.min = 0, .max = 1});
  reader.require(
      !reader.has("scrapped") || event.in_progress == Goods::lost || reader.is_describing(),
      {"scrapped"}, "expected `in_progress: lost` beside it");
  event.in_transit = goods_of_text(reader.one_of_or("in_transit", {"arrive", "held", "lost"},
                                                    "arrive", "lots on their way to the customer"));
  event.transit = reader.timeline().after(
      0, reader.duration_or("transit", "7 days", "the last part of a lot's way is transport"));
  event.people_leave = reader.one_of_or("people", {"leave", "stay"}, "stay",
                                        "those who stay plan nothing while nothing is left; those "
                                        "who leave go on planning") == "leave";
  event.know_how_lost =
      reader.one_of_or("know_how", {"kept", "lost"}, "kept",
                       "when lost, rooms elsewhere can only be started in proportion to what the "
                       "firm has elsewhere") == "lost";
}

Disruption read_stop(Reader& reader) {
  Disruption event{.name = reader.name(), .kind = Kind::stop};
  read_start(reader, event);
  event.share = read_share(reader, "part of the capacity there that stands still");
  read_targets(reader, event);
  read_return(reader, event);
  read_extent(reader, event);
  return event;
}

Disruption read_hazard(Reader& reader) {
  Disruption event{.name = reader.name(), .kind = Kind::hazard};
  read_start(reader, event);
  read_end(reader, event);
  event.share = read_share(reader, "part of the capacity there that stands still");
  read_targets(reader, event);
  refuse_parts(reader, "each one is over after its 'output_lost'", {"returns_over", "staged"});
  Disruption::Chance chance;
  chance.per_year = reader.number("per_year", "1/year", "how often it strikes, on average",
                                  {.min = 0, .max = 100});
  chance.minutes = reader.distribution("output_lost", "minute", "how long each one stops it",
                                       {.min = 0, .open_min = true});
  event.chance = std::move(chance);
  read_extent(reader, event);
  return event;
}

Disruption read_lane(Reader& reader) {
  Disruption event{.name = reader.name(), .kind = Kind::lane};
  read_start(reader, event);
  event.share = read_share(reader, "part of the goods that does not pass");
  event.regions = reader.references("out_of", "region", "where goods come from");
  event.into = reader.references_or_empty("into", "region", "where they go; all others without it");
  event.in_transit = goods_of_text(
      reader.one_of_or("goods", {"held", "lost"}, "held", "what becomes of goods on the way"));
  read_return(reader, event);
  return event;
}

Disruption read_policy(Reader& reader) {
  Disruption event{.name = reader.name(), .kind = Kind::policy};
  read_start(reader, event);
  read_end(reader, event);
  refuse_parts(reader, "a ban is there or not; for a part name fewer sellers or regions");
  event.firms = reader.references("sellers", "actor", "who may not sell");
  event.into = reader.references("into", "region", "to buyers there");
  event.orders_refused = true;
  return event;
}

Disruption read_demand(Reader& reader) {
  Disruption event{.name = reader.name(), .kind = Kind::demand};
  read_start(reader, event);
  event.share = read_share(reader, "part of the demand that goes");
  event.firms = reader.references(
      "firms", "actor", "consumer markets, or labs, whose customers then want less compute");
  read_return(reader, event);
  return event;
}

Disruption read_capital(Reader& reader) {
  Disruption event{.name = reader.name(), .kind = Kind::capital};
  read_start(reader, event);
  event.share = read_share(reader, "part of what investors give labs that goes");
  event.lenders_close =
      reader.one_of_or("lenders", {"close", "lend"}, "lend",
                       "whether that part of loans that are committed, and of credit, cannot be "
                       "drawn meanwhile") == "close";
  read_return(reader, event);
  return event;
}

Disruption read_airlift(Reader& reader) {
  Disruption event{.name = reader.name(), .kind = Kind::airlift};
  read_start(reader, event, true);
  refuse_parts(reader, "people work on elsewhere or they do not");
  event.regions =
      reader.references("regions", "region", "whose people work on elsewhere while it stops");
  event.cost_usd = read_cost(reader);
  return event;
}

Disruption read_relocate(Reader& reader) {
  Disruption event{.name = reader.name(), .kind = Kind::relocate};
  read_start(reader, event);
  read_end(reader, event);
  refuse_parts(reader, "what is decided while it lasts is built where it says",
               {"returns_over", "staged"});
  event.firms = reader.references("firms", "actor", "who builds elsewhere");
  event.region = reader.reference("region", "region", "where");
  for (const std::string& firm : event.firms)
    reader.declare_name("site", site_name(firm, event.region));
  event.share = read_share(reader, "part of what they add");
  event.cost_usd = read_cost(reader);
  return event;
}

Disruption read_hedge(Reader& reader) {
  Disruption event{.name = reader.name(), .kind = Kind::hedge};
  read_start(reader, event);
  read_end(reader, event);
  refuse_parts(reader, "orders that are given while it lasts go there", {"returns_over", "staged"});
  event.firms = reader.references("firms", "actor", "who uses its second sources");
  event.share = read_share(reader, "part of their orders that goes there once designs are ported");
  event.cost_usd = read_cost(reader);
  return event;
}

Disruption read_stockpile(Reader& reader) {
  Disruption event{.name = reader.name(), .kind = Kind::stockpile};
  read_start(reader, event);
  read_end(reader, event);
  refuse_parts(reader, "it is counted in 'months', and opened whole when something stops");
  event.firms = reader.references("firms", "actor", "who holds more");
  event.months = reader.number("months", "month", "of use that are held on top of the usual stock",
                               {.min = 0, .max = 120});
  event.share =
      reader.number_or("put_aside", "1", "10 %",
                       "part of the packages that come, until the stock is there; so much "
                       "more is ordered. Much of it at short notice is hoarding",
                       {.min = 0, .max = 1});
  event.cost_usd = read_cost(reader);
  return event;
}

Disruption read_allocation(Reader& reader) {
  Disruption event{.name = reader.name(), .kind = Kind::allocation};
  read_start(reader, event, true);
  read_end(reader, event);
  refuse_parts(reader, "a seller has one rule at a time");
  event.firms = reader.references("firms", "actor", "who allocates so");
  event.rule = allocation_rule(reader.one_of("rule", {"contracts_first", "fifo", "highest_bidder"},
                                             "who is served first when there is not enough"));
  event.cost_usd = read_cost(reader);
  return event;
}

}  // namespace

void register_events(Registry& registry) {
  registry.add("events", "airlift", read_airlift,
               "the people of a stopped region work on elsewhere");
  registry.add("events", "allocation", read_allocation, "sellers serve by another rule");
  registry.add("events", "capital", read_capital, "investors give less, and lenders if it says so");
  registry.add("events", "demand", read_demand, "customers outside the chain want less");
  registry.add("events", "hazard", read_hazard, "stops that strike by chance");
  registry.add("events", "hedge", read_hedge, "buyers use their second sources beforehand");
  registry.add("events", "lane", read_lane, "goods do not pass from one region to others");
  registry.add("events", "policy", read_policy, "somebody may not sell to buyers in a region");
  registry.add("events", "relocate", read_relocate, "what a firm adds goes to another region");
  registry.add("events", "stockpile", read_stockpile, "buyers hold more of their inputs");
  registry.add("events", "stop", read_stop, "production stands still");
}

}  // namespace chokepoint::models
