#include "models/stoppages.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "models/core/firm.hpp"

namespace chokepoint::models {

namespace {

constexpr Tick kYear = 365 * kDay;

/// What a firm made in a year.
struct Made {
  double for_sink = 0;  ///< GW
  double work = 0;      ///< of anything, in its gates' own units
};

/// A firm that something stops, with the part of its capacity that stands still meanwhile.
struct Stopped {
  FirmId firm;
  double part;
};

class Stoppages {
 public:
  explicit Stoppages(const Market& market) : market_(market), trace_(market.flow.trace) {
    for (const Firm* firm : market.firms()) {
      for (const Gate* gate : firm->gates())
        owner_[gate->id()] = firm->id();
    }
  }

  /// `steps` have 1 where all that `stopped` says stands still.
  void add(const std::string& name, const std::vector<Stopped>& stopped,
           std::vector<Stoppage::Step> steps) {
    const std::map<FirmId, Made> made = made_before(steps.front().from);
    std::set<std::string> kinds;
    std::set<ConstraintId> slows;
    for (const Stopped& one : stopped) {
      kinds.insert(market_.firm(one.firm).kind);
      if (made.contains(one.firm) && made.at(one.firm).for_sink <= 0)
        enlarges(one.firm, slows, 0);
    }
    double flow = 0;
    double growth = 0;
    for (const std::string& kind : kinds) {
      flow = std::max(flow, part_of(kind, stopped, made, &Made::for_sink));
      growth = std::max(growth, part_of(kind, stopped, made, &Made::work));
    }
    const ConstraintId outage = trace_.constraint(name);
    if (flow > 0)
      trace_.stood({outage, scaled(steps, flow), {}});
    if (!slows.empty() && growth > 0)
      trace_.stood({outage, scaled(steps, growth), {slows.begin(), slows.end()}});
  }

 private:
  static std::vector<Stoppage::Step> scaled(std::vector<Stoppage::Step> steps, double by) {
    for (Stoppage::Step& step : steps)
      step.part *= by;
    return steps;
  }

  [[nodiscard]] double part_of(const std::string& kind, const std::vector<Stopped>& stopped,
                               const std::map<FirmId, Made>& made, double Made::*what) const {
    double all = 0;
    for (const auto& [firm, amount] : made)
      all += market_.firm(firm).kind == kind ? amount.*what : 0.0;
    double still = 0;
    for (const Stopped& one : stopped) {
      if (market_.firm(one.firm).kind == kind && made.contains(one.firm))
        still += one.part * (made.at(one.firm).*what);
    }
    return all > 0 ? still / all : 0;
  }

  [[nodiscard]] std::map<FirmId, Made> made_before(Tick date) const {
    std::map<FirmId, Made> made;
    for (const Note& note : trace_.notes()) {
      const Event& event = trace_.event(note.event);
      const bool counts =
          event.kind == EventKind::service && event.end > date - kYear && event.end <= date;
      const auto owner = counts ? owner_.find(event.gate) : owner_.end();
      if (owner == owner_.end())
        continue;
      Made& amount = made[owner->second];
      amount.work += event.work;
      if (market_.journal.at(note.subject).terms.sink_per_unit > 0)
        amount.for_sink += event.sink;
    }
    return made;
  }

  /// Of which constraints there is more when it delivers, or when those do that it supplies.
  void enlarges(FirmId firm, std::set<ConstraintId>& constraints, int depth) const {
    constexpr int kDeepest = 3;  // who supplies whom might go round
    for (const Market::Enlarged& known : market_.enlarged) {
      if (known.seller == firm)
        constraints.insert(known.constraint);
    }
    for (const Market::Supply& supply : market_.supplies) {
      if (supply.seller == firm && depth < kDeepest && is_tool_maker(supply.buyer))
        enlarges(supply.buyer, constraints, depth + 1);
    }
  }
  [[nodiscard]] bool is_tool_maker(FirmId firm) const {
    const auto sells = [&](const Market::Enlarged& known) { return known.seller == firm; };
    return std::any_of(market_.enlarged.begin(), market_.enlarged.end(), sells);
  }

  const Market& market_;
  Trace& trace_;
  std::map<GateId, FirmId> owner_;
};

}  // namespace

void record_stoppages(const Market& market) {
  if (!market.flow.trace.enabled() || !market.may_stand_still())
    return;
  Stoppages stoppages(market);
  const Tick horizon = market.flow.simulation.horizon();
  for (const Disruption& event : market.disruptions.all()) {
    std::vector<Stopped> stopped;
    for (const Firm* firm : market.firms()) {
      if (const double part = firm->is_exposed() ? firm->part_struck(event) : 0; part > 0)
        stopped.push_back({firm->id(), part});
    }
    std::vector<Stoppage::Step> steps;
    for (const Disruption::Step& step : event.steps)
      steps.push_back({step.from, 1 - step.left});
    if (!stopped.empty() && !steps.empty() && steps.front().from < horizon)
      stoppages.add(event.name, stopped, std::move(steps));
  }
  for (const Firm* firm : market.firms()) {
    std::vector<Stoppage::Step> steps;
    for (const OutageDates& outage : firm->outages()) {
      steps.push_back({outage.from, 1});
      steps.push_back({outage.to, 0});
    }
    if (!steps.empty())
      stoppages.add(outage_name(firm->name()), {{firm->id(), 1}}, std::move(steps));
  }
}

}  // namespace chokepoint::models
