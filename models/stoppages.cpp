#include "models/stoppages.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "models/core/firm.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

constexpr Tick kYear = 365 * kDay;
constexpr Tick kQuarter = kYear / 4;
constexpr double kStands = 0.5;  ///< who makes less than that part of its usual work stands still

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
    // Those who have stocks stand still later.
    const Tick until = steps.back().part > 0 ? kNever : steps.back().from;
    for (const auto& [firm, part] : starved_by(stopped, made)) {
      const double of_kind =
          part_of(market_.firm(firm).kind, {{firm, part}}, made, &Made::for_sink);
      auto without =
          quarters_without_work(firm, made.at(firm).work, of_kind, steps.front().from, until);
      if (without.empty())
        continue;
      // Its buyers feel that when what is on its way to them has come.
      const Tick way = usual_way(firm, steps.front().from);
      for (Stoppage::Step& step : without)
        step.from += way;
      trace_.stood({outage, std::move(without), {}});
    }
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

  /// Firms whose goods go to the sink and that buy what goes into these from one that stands still
  /// and makes nothing else for it: no gear is made without the chips of each seller, whatever the
  /// others have. Part of its goods for which there are none, once what lies in stock is used up.
  [[nodiscard]] std::map<FirmId, double> starved_by(const std::vector<Stopped>& stopped,
                                                    const std::map<FirmId, Made>& made) const {
    const auto goes_to_sink = [&](FirmId firm) {
      const auto known = made.find(firm);
      return known != made.end() && known->second.for_sink > 0;
    };
    std::map<FirmId, double> starved;
    for (const Stopped& one : stopped) {
      for (const Market::Supply& supply : market_.supplies) {
        if (supply.seller == one.firm && goes_to_sink(supply.buyer) && !goes_to_sink(one.firm) &&
            !is_tool_maker(one.firm))
          starved[supply.buyer] = std::max(starved[supply.buyer], one.part);
      }
    }
    for (const Stopped& one : stopped)
      starved.erase(one.firm);
    return starved;
  }

  /// The first quarters on end after `from` in which a firm made less than half of its usual work,
  /// where they begin by `until`: in these `part` stands still.
  [[nodiscard]] std::vector<Stoppage::Step> quarters_without_work(FirmId firm, double a_year,
                                                                  double part, Tick from,
                                                                  Tick until) const {
    const Tick left = std::max<Tick>(0, market_.flow.simulation.horizon() - from);
    std::vector<double> worked(static_cast<std::size_t>(left / kQuarter), 0);
    for (const Note& note : trace_.notes()) {
      const Event& event = trace_.event(note.event);
      if (event.kind != EventKind::service || event.end <= from)
        continue;
      const auto owner = owner_.find(event.gate);
      const auto quarter = static_cast<std::size_t>((event.end - from) / kQuarter);
      if (owner != owner_.end() && owner->second == firm && quarter < worked.size())
        worked[quarter] += event.work;
    }
    const auto stands = [&](double work) { return work < kStands * a_year / 4; };
    const auto first = std::find_if(worked.begin(), worked.end(), stands);
    const auto last = std::find_if_not(first, worked.end(), stands);
    const Tick begin = from + (first - worked.begin()) * kQuarter;
    if (first == worked.end() || begin >= until)
      return {};
    std::vector<Stoppage::Step> steps{{begin, part}};
    if (last != worked.end())
      steps.push_back({from + (last - worked.begin()) * kQuarter, 0});
    return steps;
  }

  /// How long the goods of a firm took from their maker to who ordered them: of orders that were
  /// delivered in the year before, by their worth at the sink.
  [[nodiscard]] Tick usual_way(FirmId firm, Tick date) const {
    std::map<OrderId, Tick> made;  // the last of each order
    for (const Note& note : trace_.notes()) {
      const Event& event = trace_.event(note.event);
      if (event.kind != EventKind::service || market_.journal.at(note.subject).seller != firm)
        continue;
      Tick& last = made[note.subject];
      last = std::max<Tick>(last, event.end);
    }
    double amount = 0;
    double minutes = 0;
    for (const auto& [id, last] : made) {
      const Order& order = market_.journal.at(id);
      if (order.delivered <= date - kYear || order.delivered > date)
        continue;
      const double worth = static_cast<double>(order.arrived) * order.terms.sink_per_unit;
      amount += worth;
      minutes += worth * static_cast<double>(order.delivered - last);
    }
    return amount > 0 ? static_cast<Tick>(nearest_whole(minutes / amount)) : 0;
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
