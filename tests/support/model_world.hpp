#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/core/firm.hpp"
#include "models/core/rates.hpp"
#include "sim/base/random.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/flow/flow.hpp"
#include "sim/trace/trace.hpp"
#include "tests/support/years.hpp"

namespace chokepoint::models::test {

/// A world with one site for stories about a few firms, told by the real engine.
class ModelWorld {
 public:
  explicit ModelWorld(Tick horizon = years(3), std::vector<Disruption> events = {})
      : timeline(Date{std::chrono::year{2022}, std::chrono::January, std::chrono::day{1}}),
        random(1),
        simulation({.horizon = horizon}),
        flow{simulation, trace, random},
        market(flow, timeline, std::move(events)) {
    simulation.add_region("here");
    simulation.add_site("site", "here");
  }

  template <class T, class... Arguments>
  T& add(Arguments&&... arguments) {
    auto firm = std::make_unique<T>(market, std::forward<Arguments>(arguments)...);
    T& result = *firm;
    firms.push_back(std::move(firm));
    return result;
  }

  void run() {
    for (const auto& firm : firms)
      firm->meet();
    for (const auto& firm : firms)
      simulation.add_actor(*firm, "site");
    simulation.run();
  }

  /// One line of the story: "31 fab ship 10".
  void tell(const std::string& who, const std::string& what, std::int64_t quantity) {
    story += std::to_string(simulation.now() / kDay) + " " + who + " " + what + " " +
             std::to_string(quantity) + "\n";
  }

  Timeline timeline;
  Trace trace;
  RandomSource random;
  Simulation simulation;
  Flow flow;
  Market market;
  std::vector<std::unique_ptr<Firm>> firms;
  std::string story;
};

/// A firm that buys what its script says, on the firm's planning day.
class ScriptedBuyer final : public Firm {
 public:
  void state(ProcessModel&) const override {}
  struct Purchase {
    int month;
    OrderTerms terms;
    std::string seller;
  };
  ScriptedBuyer(Market& market, std::string name, ModelWorld& world, std::vector<Purchase> script)
      : Firm(market, {.name = std::move(name), .region = "here"}),
        world_(world),
        script_(std::move(script)) {}

  std::vector<OrderId> orders;
  /// Cancel what is left of the last order in this month; -1 = never.
  int cancel_in_month = -1;
  /// What it says a unit is worth to it, before it buys.
  double bid_usd = 0;

 private:
  void plan() override {
    const int month = timeline().month_index(now());
    for (const Purchase& p : script_) {
      if (p.month != month)
        continue;
      bid(market_.firm(p.seller), p.terms.commodity, bid_usd);
      orders.push_back(
          buy(market_.firm(p.seller), p.terms, decide(market_.flow.trace.constraint("demand"))));
    }
    if (month == cancel_in_month && !orders.empty()) {
      world_.tell(name(), "take back", take_back(orders.back(), 1'000'000));
    }
  }
  void goods_in(OrderId, std::int64_t quantity, EventId) override {
    world_.tell(name(), "receive", quantity);
  }
  void order_rejected(OrderId order) override {
    world_.tell(name(), "is refused", market_.journal.at(order).terms.quantity);
  }

  ModelWorld& world_;
  std::vector<Purchase> script_;
};

}  // namespace chokepoint::models::test
