#pragma once

#include <string>
#include <vector>

#include "sim/scenario/registry.hpp"

namespace chokepoint::testing {

/// Two kinds of parts and a block at the top that use every call of Reader.
struct Gate {
  double rate = 0.0;
  std::string from;
  std::string to;
  std::string rule;
  std::int64_t servers = 1;
};

struct Store {
  double stock = 0.0;
  double yield = 0.0;
  Duration lead;
  Profile inflow;
  Distribution service = Distribution::constant(0.0);
  std::vector<NamedNumber> recipe;
};

struct Market {
  double price = 0.0;
  Date opening;
  std::vector<std::string> buyers;
};

inline Gate read_gate(Reader& r) {
  Gate gate;
  gate.rate = r.number("rate", "lot/day", "what passes", Bounds::more_than(0.0));
  gate.from = r.reference("from", "store", "where lots come from");
  gate.to = r.reference("to", "part", "where lots go");
  gate.rule = r.one_of_or("rule", {"fifo", "shares", "priority"}, "fifo", "who goes first");
  gate.servers = r.count_or("servers", 1, "how many work side by side", Bounds::at_least(1.0));
  r.require(gate.from != gate.to, {"to", "from"},
            "expected another store than the one lots come from");
  return gate;
}

inline Store read_store(Reader& r) {
  Store store;
  store.stock = r.number_or("stock", "lot", "0 lot", "what it holds at the start");
  store.yield = r.number_or("yield", "1", "1", "part that is good", Bounds::positive_share());
  store.lead = r.duration_or("lead", "3 months", "how long lots travel");
  store.inflow = r.exogenous_or("inflow", "lot/day", "0 lot/day", "what arrives from outside");
  store.service = r.distribution_or("service", "day", "1 day", "time a lot is handled");
  store.recipe = r.table_or_empty("recipe", "wafer/lot", "what a lot is made of");
  (void)r.flag_or("shared", false, "whether several gates take from it");
  return store;
}

inline Market read_market(Reader& r) {
  Market market;
  market.price = r.number("price", "usd/lot", "what a lot costs");
  market.opening = r.date("opening", "when it opens");
  market.buyers = r.references("buyers", "part", "who buys");
  return market;
}

inline Registry scenario_kinds() {
  Registry registry;
  registry.add("parts", "gate", read_gate, "lets lots pass at a rate");
  registry.add("parts", "store", read_store, "holds lots");
  registry.add_root("market", [](Reader& r) {
    return r.optional_group("market", "where lots are sold", read_market);
  });
  return registry;
}

}  // namespace chokepoint::testing
