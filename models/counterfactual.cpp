#include "models/counterfactual.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "models/core/rates.hpp"
#include "models/core/reasons.hpp"
#include "models/detector_worlds.hpp"
#include "models/world.hpp"
#include "sim/base/error.hpp"
#include "sim/bottleneck/binding_runs.hpp"
#include "sim/bottleneck/cut_months.hpp"
#include "sim/bottleneck/ledger.hpp"
#include "sim/bottleneck/root_cause.hpp"
#include "sim/worlds/bytes.hpp"
#include "sim/worlds/runner.hpp"

namespace chokepoint::models {

namespace {

/// Cuts that are larger than the lowest by no more may be it after a small change.
constexpr double kCutNear = 0.25;

/// What is online when each month ends.
std::vector<double> monthly_output(const World& world) {
  const Scenario& scenario = world.scenario();
  std::vector<double> output;
  const auto lots = world.trace().sink_lots();
  double online = 0;
  std::size_t next = 0;
  for (int month = 0; scenario.timeline.month_begin(month) < scenario.horizon; ++month) {
    const Tick end = std::min(scenario.horizon, scenario.timeline.month_begin(month + 1));
    while (next < lots.size() && lots[next].tick <= end)
      online += lots[next++].amount;
    output.push_back(online);
  }
  return output;
}

using ByMonth = std::map<std::string, std::vector<double>>;

/// Units per month that the gates of each constraint could do, month by month.
ByMonth capacities_of(const World& world, const Tape& tape, std::size_t months) {
  const Timeline& timeline = world.scenario().timeline;
  ByMonth totals;
  for (const Tape::Capacity& gate : tape.capacities) {
    std::vector<double>& total = totals[gate.constraint];
    total.resize(months);
    double rate = gate.rate;
    std::size_t next = 0;
    static const std::vector<PaceChange> none;
    const auto& changes = gate.gate < tape.pace.gates.size() ? tape.pace.gates[gate.gate] : none;
    for (std::size_t month = 0; month < months; ++month) {
      const Tick end = timeline.month_begin(static_cast<int>(month) + 1);
      for (; next < changes.size() && changes[next].tick < end; ++next) {
        if (changes[next].resource == gate.resource && !changes[next].per_unit)
          rate = changes[next].value;
      }
      total[month] += per_month(rate);
    }
  }
  return totals;
}

/// What those capacities are counted in where people count something else than work.
struct Stock {
  std::string_view constraint;
  std::string_view series;
  std::string_view unit;
};
constexpr Stock kStocks[] = {{"construction_labour", "workers", "worker"},
                             {"euv_tools", "euv_tools_installed", "tool"}};

ByMonth stocks_of(const World& world, std::size_t months) {
  ByMonth totals;
  const Series& series = world.market().series;
  for (const Stock& stock : kStocks) {
    std::vector<std::vector<double>> last;
    for (std::size_t id = 0; id < series.declarations().size(); ++id) {
      if (series.declarations()[id].series != stock.series)
        continue;
      // A month without a value has that of the month before.
      std::vector<double> values(months, -1);
      for (const Series::Value& value : series.values()) {
        if (value.series == id && static_cast<std::size_t>(value.month) < months)
          values[static_cast<std::size_t>(value.month)] = value.value;
      }
      double current = 0;
      for (double& value : values)
        value = current = value < 0 ? current : value;
      last.push_back(std::move(values));
    }
    for (const auto& values : last) {
      std::vector<double>& total = totals[std::string(stock.constraint)];
      total.resize(months);
      for (std::size_t month = 0; month < months; ++month)
        total[month] += values[month];
    }
  }
  return totals;
}

/// What of that year's loss goes back to something else than what was short.
void add_roots(const Ledger& ledger, const RootCauses& causes, const YearLedger& year,
               std::map<std::string, double>& shares) {
  std::map<std::string, double> roots;
  for (const LedgerShare& share : year.shares) {
    for (const RootPart& root : causes.of(year, share.constraint))
      roots[ledger.name(root.where)] += share.share * root.part;
  }
  for (const auto& [name, share] : roots)
    shares[name] = std::max(shares[name], share);
}

std::map<std::string, double> largest_shares(const World& world, const Ledger& ledger) {
  std::map<std::string, double> shares;
  for (const Constraint& constraint : world.trace().constraints())
    shares.emplace(constraint.name, 0);
  const RootCauses causes(world.trace(), ledger);
  for (const YearLedger& year : ledger.years()) {
    add_roots(ledger, causes, year, shares);
    // Nothing was short: what was wanted decided, all of it.
    if (year.shares.empty() && year.added > 0)
      shares[ledger.name(year.label)] = 1;
    for (const LedgerShare& share : year.shares) {
      double& largest = shares[ledger.name(share.constraint)];
      largest = std::max(largest, share.share);
    }
  }
  // What binds for some months of a year may have no part in its new shortage.
  for (const Interval& interval : ledger.intervals()) {
    double& largest = shares[ledger.name(interval.constraint)];
    largest = std::max(largest, kBindsFrom);
  }
  return shares;
}

double own_share(const Ledger& ledger, const std::string& name) {
  double largest = 0;
  for (const YearLedger& year : ledger.years()) {
    for (const LedgerShare& share : year.shares)
      largest = ledger.name(share.constraint) == name ? std::max(largest, share.share) : largest;
  }
  return largest;
}

void pack(BytesOut& bytes, const ByMonth& totals) {
  bytes.add(std::uint64_t{totals.size()});
  for (const auto& [name, values] : totals)
    bytes.add(name).add(values);
}

std::vector<BaseFacts::Capacity> unpack(BytesIn& bytes) {
  std::vector<BaseFacts::Capacity> totals(bytes.number());
  for (auto& total : totals) {
    total.constraint = bytes.text();
    total.by_month = bytes.reals();
  }
  return totals;
}

Scenario read(const Document& document, const SampleOptions& sampling) {
  Diagnostics diagnostics;
  Scenario scenario = read_scenario(document, world_registry(), sampling, diagnostics);
  diagnostics.throw_if_any();
  return scenario;
}

/// What that amount is in a sum over all: what firms decide on is the reason of some order.
ReliefGroup group_of(const std::string& name, const Tape& tape) {
  const auto is_gate = [&](const Tape::Capacity& gate) { return gate.constraint == name; };
  const auto is_reason = [&](const Tape::Placed& order) { return order.reason == name; };
  if (name == kInitialStock)
    return ReliefGroup::first_stock;
  if (name == kOutsideDemand)
    return ReliefGroup::outsiders;
  if (name == kMoney || name == kDemand)
    return ReliefGroup::decisions;
  if (std::any_of(tape.capacities.begin(), tape.capacities.end(), is_gate))
    return ReliefGroup::works;
  return std::any_of(tape.orders.begin(), tape.orders.end(), is_reason) ? ReliefGroup::decisions
                                                                        : ReliefGroup::works;
}

bool is_money(const World& world, const std::string& name) {
  const auto known = world.trace().constraints();
  return std::any_of(known.begin(), known.end(), [&](const Constraint& constraint) {
    return constraint.name == name && constraint.nature == Nature::money;
  });
}

std::string base_bytes(const Scenario& scenario) {
  Tape tape;
  Relief::Names names;
  World world(scenario, {.names = &names, .written = &tape});
  ProcessModel model(scenario.timeline, scenario.horizon);
  world.state(model);
  world.run();
  const Ledger ledger(world.trace(), scenario.timeline, scenario.horizon);
  const std::set<std::string> near =
      near_cut(cut_months(world.trace(), ledger, cut_structure(world, model)), ledger, kCutNear);
  const std::vector<double> output = monthly_output(world);
  BytesOut bytes;
  std::map<std::string, double> shares = largest_shares(world, ledger);
  for (const auto* held : {&names.amounts, &names.times}) {
    for (const std::string& name : *held)
      shares.emplace(name, 0);
  }
  bytes.add(std::uint64_t{shares.size()});
  for (const auto& [name, share] : shares) {
    bytes.add(name).add(share).add(own_share(ledger, name));
    bytes.add(std::uint64_t{names.amounts.count(name)}).add(std::uint64_t{names.times.count(name)});
    bytes.add(std::uint64_t{is_money(world, name)});
    bytes.add(std::uint64_t{near.count(name)});
    bytes.add(static_cast<std::uint64_t>(group_of(name, tape)));
    const std::vector<WholeAmount>& wholes = names.wholes[name];
    bytes.add(std::uint64_t{wholes.size()});
    for (const WholeAmount& whole : wholes) {
      bytes.add(static_cast<std::uint64_t>(whole.amount));
      bytes.add(static_cast<std::uint64_t>(whole.least));
    }
  }
  pack(bytes, capacities_of(world, tape, output.size()));
  pack(bytes, stocks_of(world, output.size()));
  bytes.add(output);
  bytes.add(std::uint64_t{ledger.years().size()});
  for (const YearLedger& year : ledger.years())
    bytes.add(ledger.name(year.label));
  double online_at_start = 0;
  for (const SinkLot& lot : world.trace().sink_lots())
    online_at_start += lot.event == kWorldStart ? lot.amount : 0;
  bytes.add(online_at_start);
  return bytes.take();
}

/// What a worker keeps from one world to the next.
struct Bench {
  std::optional<std::uint64_t> replication;
  std::optional<Scenario> scenario;
  std::optional<Tape> tape;
};

std::string variant_bytes(Bench& bench, const Variant& variant) {
  WorldOptions options{.relaxed = variant.relaxed};
  if (variant.frozen) {
    if (!bench.tape) {
      Tape tape;
      World base(*bench.scenario, {.written = &tape});
      base.run();
      bench.tape = std::move(tape);
    }
    options.replayed = &*bench.tape;
  }
  World world(*bench.scenario, options);
  world.run();
  return BytesOut().add(monthly_output(world)).take();
}

}  // namespace

BaseFacts Counterfactual::base() const {
  const auto outcomes =
      run_worlds(1, 1, [&](std::size_t) { return base_bytes(read(document_, sampling_)); });
  if (!outcomes.front().ok)
    throw ModelError("the base world does not run: " + outcomes.front().failure);
  BytesIn bytes(outcomes.front().result);
  BaseFacts facts;
  facts.constraints.resize(bytes.number());
  for (auto& constraint : facts.constraints) {
    constraint.name = bytes.text();
    constraint.largest_share = bytes.real();
    constraint.own_share = bytes.real();
    constraint.amount = bytes.number() != 0;
    constraint.time = bytes.number() != 0;
    constraint.money = bytes.number() != 0;
    constraint.near_cut = bytes.number() != 0;
    constraint.group = static_cast<ReliefGroup>(bytes.number());
    constraint.wholes.resize(bytes.number());
    for (WholeAmount& whole : constraint.wholes) {
      whole.amount = static_cast<std::int64_t>(bytes.number());
      whole.least = static_cast<std::int64_t>(bytes.number());
    }
  }
  facts.capacities = unpack(bytes);
  facts.stocks = unpack(bytes);
  facts.output = bytes.reals();
  facts.labels.resize(bytes.number());
  for (std::string& label : facts.labels)
    label = bytes.text();
  facts.online_at_start = bytes.real();
  return facts;
}

bool Counterfactual::is_random() const {
  const auto twice = Counterfactual(document_, sampling_, 2, workers_)
                         .run(std::vector<Variant>{Variant{}})
                         .front();
  return twice[0].output != twice[1].output;
}

std::vector<std::vector<VariantOutcome>> Counterfactual::run(
    std::span<const Variant> variants) const {
  const std::size_t per_replication = variants.size();
  Bench bench;
  const auto work = [&](std::size_t index) {
    const std::uint64_t replication = sampling_.replication + index / per_replication;
    if (bench.replication != replication) {
      SampleOptions sampling = sampling_;
      sampling.replication = replication;
      bench.tape.reset();
      bench.scenario.emplace(read(document_, sampling));
      bench.replication = replication;
    }
    return variant_bytes(bench, variants[index % per_replication]);
  };
  const auto done =
      run_worlds(per_replication * static_cast<std::size_t>(replications_), workers_, work);
  std::vector<std::vector<VariantOutcome>> outcomes(per_replication);
  for (std::size_t i = 0; i < done.size(); ++i) {
    VariantOutcome& outcome = outcomes[i % per_replication].emplace_back();
    outcome.failure = done[i].failure;
    if (!done[i].ok)
      continue;
    BytesIn bytes(done[i].result);
    outcome.failure.clear();
    outcome.output = bytes.reals();
  }
  return outcomes;
}

std::vector<CapacityUnit> capacity_units(const BaseFacts& facts, std::string_view constraint) {
  const auto has = [&](const std::vector<BaseFacts::Capacity>& list) {
    return std::any_of(list.begin(), list.end(),
                       [&](const auto& entry) { return entry.constraint == constraint; });
  };
  std::vector<CapacityUnit> units;
  for (const Stock& stock : kStocks) {
    if (stock.constraint == constraint && has(facts.stocks))
      units.push_back({std::string(stock.unit), false});
  }
  static const std::map<std::string_view, std::string_view> works = {
      {"cowos", "wafer"},        {"dram_cleanroom", "wafer"},       {"euv_tool_assembly", "tool"},
      {"euv_tools", "pass"},     {"fab_tool_assembly", "tool_set"}, {"fab_tools", "wafer"},
      {"hbm_stacking", "wafer"}, {"logic_cleanroom", "wafer"},      {"n5_capacity", "wafer"},
  };
  if (has(facts.capacities)) {
    const auto known = works.find(constraint);
    const bool money =
        std::any_of(facts.constraints.begin(), facts.constraints.end(),
                    [&](const auto& entry) { return entry.name == constraint && entry.money; });
    const bool world = !facts.stocks.empty();
    units.push_back({known != works.end() ? std::string(known->second)
                     : money              ? "usd"
                     : world              ? "kW_it"
                                          : "lot"});
  }
  return units;
}

}  // namespace chokepoint::models
