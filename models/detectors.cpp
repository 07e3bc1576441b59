#include "models/detectors.hpp"

#include <algorithm>
#include <cstring>
#include <memory>

#include "models/world.hpp"
#include "sim/bottleneck/detectors.hpp"
#include "sim/worlds/runner.hpp"

namespace chokepoint::models {

namespace {

constexpr double kStep = 0.05;
/// The second largest share is as good as the largest within so much.
constexpr double kTie = 0.10;

/// What has reached the sink by the end of each month.
std::vector<double> online_by_month(const World& world) {
  const Scenario& scenario = world.scenario();
  const auto lots = world.trace().sink_lots();
  std::vector<double> online;
  double sum = 0;
  std::size_t next = 0;
  for (int m = 0; scenario.timeline.month_begin(m) < scenario.horizon; ++m) {
    const Tick end = std::min(scenario.horizon, scenario.timeline.month_begin(m + 1));
    while (next < lots.size() && lots[next].tick <= end)
      sum += lots[next++].amount;
    online.push_back(sum);
  }
  return online;
}

std::string bytes_of(const std::vector<double>& values) {
  std::string bytes(values.size() * sizeof(double), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

std::vector<double> values_in(const std::string& bytes) {
  std::vector<double> values(bytes.size() / sizeof(double));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(double));
  return values;
}

/// Every constraint that has a part in any month, or a capacity.
std::vector<std::string> names_in(const World& world, const Ledger& ledger) {
  std::vector<bool> known(ledger.constraint_count());
  for (const MonthLedger& month : ledger.months()) {
    for (const LedgerShare& share : month.shares)
      known[share.constraint] = true;
  }
  for (const CapacityStep& step : world.trace().capacity_steps())
    known[step.constraint] = true;
  known[ledger.id("unexplained")] = false;
  std::vector<std::string> names;
  for (std::size_t k = 0; k < known.size(); ++k) {
    if (known[k])
      names.push_back(ledger.name(static_cast<ConstraintId>(k)));
  }
  return names;
}

Ledger ledger_of(const World& world) {
  return {world.trace(), world.scenario().timeline, world.scenario().horizon};
}

/// Constraints under which work is served: all but decisions, demand, money and stock.
std::vector<std::string> works_of(const World& world, const Ledger& ledger) {
  const Trace& trace = world.trace();
  std::vector<bool> serves(ledger.constraint_count());
  for (std::size_t id = 1; id < trace.size(); ++id) {
    const Event& event = trace.event(static_cast<EventId>(id));
    if (event.kind == EventKind::service)
      serves[event.constraint] = true;
  }
  std::vector<std::string> names;
  for (std::size_t k = 0; k < serves.size(); ++k) {
    if (serves[k] && k != ledger.id("demand"))
      names.push_back(ledger.name(static_cast<ConstraintId>(k)));
  }
  return names;
}

/// The names, found in a process of its own: this one must not make an engine yet.
std::vector<std::string> find_names(const Scenario& scenario) {
  const auto outcome = run_worlds(1, 1, [&](std::size_t) {
    World world(scenario);
    world.run();
    std::string lines;
    for (const std::string& name : names_in(world, ledger_of(world)))
      lines += name + "\n";
    return lines;
  });
  if (!outcome.front().ok)
    throw RunError(outcome.front().failure);
  std::vector<std::string> names;
  std::string_view left = outcome.front().result;
  while (!left.empty()) {
    const std::size_t end = left.find('\n');
    names.emplace_back(left.substr(0, end));
    left.remove_prefix(end + 1);
  }
  return names;
}

/// One frozen world with so much of that constraint; a worker writes its tape once.
std::string changed(const Scenario& scenario, const std::string& constraint, double factor) {
  static const std::unique_ptr<Tape> tape = [&] {
    auto written = std::make_unique<Tape>();
    World base(scenario, {.written = written.get()});
    base.run();
    return written;
  }();
  World world(scenario, {.relaxed = {Relaxation::by(constraint, factor)}, .replayed = tape.get()});
  world.run();
  return bytes_of(online_by_month(world));
}

std::string reason_for(const ShareMatrix& ledger, const ShareMatrix& truth, std::size_t month,
                       std::size_t by_ledger, std::size_t by_truth) {
  const auto& a = ledger.months[month];
  const auto& b = truth.months[month];
  if (a[by_ledger] - a[by_truth] <= kTie || b[by_truth] - b[by_ledger] <= kTie)
    return "tie";
  for (const std::size_t k : {by_ledger, by_truth}) {
    const std::string& name = ledger.constraints[k];
    if (name.ends_with("_orders") || name.ends_with("lead_time") || name == "money")
      return "decision";
  }
  return "other";
}

std::vector<DetectorDifference> differences(const ShareMatrix& ledger, const ShareMatrix& truth,
                                            const Timeline& timeline) {
  std::vector<DetectorDifference> result;
  for (std::size_t m = 0; m < std::min(ledger.months.size(), truth.months.size()); ++m) {
    const auto a = ledger.top(m);
    const auto b = truth.top(m);
    if (!a || !b || *a == *b)
      continue;
    const std::string from = timeline.iso(timeline.month_begin(static_cast<int>(m)));
    const std::string to = timeline.iso(timeline.month_begin(static_cast<int>(m) + 1));
    const std::string reason = reason_for(ledger, truth, m, *a, *b);
    DetectorDifference next{from, to, ledger.constraints[*a], truth.constraints[*b], reason};
    if (!result.empty() && result.back().to == from && result.back().ledger == next.ledger &&
        result.back().counterfactual == next.counterfactual && result.back().reason == reason) {
      result.back().to = to;
    } else {
      result.push_back(std::move(next));
    }
  }
  return result;
}

}  // namespace

DetectorReport compare_detectors(const Scenario& scenario, int workers) {
  DetectorReport report{.scenario = scenario.name, .step = kStep};
  report.constraints = find_names(scenario);
  const std::size_t count = report.constraints.size();
  const auto outcomes = run_worlds(2 * count, workers, [&](std::size_t i) {
    return changed(scenario, report.constraints[i % count], i < count ? 1 + kStep : 1 - kStep);
  });
  Responses responses{.constraints = report.constraints};
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    auto& side = i < count ? responses.relaxed : responses.tightened;
    side.push_back(values_in(outcomes[i].result));
    if (!outcomes[i].ok)
      report.failed.push_back(report.constraints[i % count] + ": " + outcomes[i].failure);
  }
  // All processes have been forked: now this one may have a world of its own.
  World base(scenario);
  base.run();
  responses.months = online_by_month(base).size();
  const Ledger ledger = ledger_of(base);
  const ShareMatrix by_ledger = ledger_months(ledger);
  const ShareMatrix truth = response_months(responses);
  const ShareMatrix by_cut = cut_months(base.trace(), ledger);
  const ShareMatrix by_activity = active_period_months(base.trace(), ledger);
  report.pairs = {{"ledger", "counterfactual", agreement(by_ledger, truth)},
                  {"cut", "counterfactual", agreement(by_cut, truth)},
                  {"ledger", "cut", agreement(by_ledger, by_cut)},
                  {"ledger", "active periods", agreement(by_ledger, by_activity)}};
  const std::vector<std::string> works = works_of(base, ledger);
  report.pairs.push_back({"ledger", "counterfactual among works",
                          agreement(by_ledger.with(works), truth.with(works))});
  report.pairs.push_back(
      {"ledger", "cut among works", agreement(by_ledger.with(works), by_cut.with(works))});
  report.methods = {"ledger", "counterfactual", "cut", "active periods"};
  for (std::size_t m = 0; m < by_ledger.months.size(); ++m) {
    auto& tops = report.months.emplace_back();
    for (const ShareMatrix* matrix : {&by_ledger, &truth, &by_cut, &by_activity}) {
      const auto top = matrix->top(m);
      tops.push_back(top ? matrix->constraints[*top] : "");
    }
  }
  report.differences = differences(by_ledger, truth.with(by_ledger.constraints), scenario.timeline);
  return report;
}

}  // namespace chokepoint::models
