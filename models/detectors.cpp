#include "models/detectors.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "models/detector_pairs.hpp"
#include "models/detector_worlds.hpp"
#include "models/world.hpp"
#include "sim/bottleneck/cut_months.hpp"
#include "sim/bottleneck/detectors.hpp"

namespace chokepoint::models {

namespace {

std::string top_name(const ShareMatrix& matrix, std::size_t month) {
  const auto top = matrix.top(month);
  return top ? matrix.constraints[*top] : "";
}

void compare_tiers(const World& base, const Ledger& ledger, DetectorReport& report) {
  const Timeline& timeline = base.scenario().timeline;
  for (const TierMonths& tier : active_periods_by_tier(base.trace(), ledger)) {
    DetectorReport::Tier told{
        tier.leads, tier.constraints, agreement(tier.ledger, tier.activity), {}, {}};
    for (const TierMonths::Span& span : tier.spans)
      told.spans.push_back(
          {span.constraint, timeline.iso(span.from), timeline.iso(span.to), span.sole});
    for (std::size_t m = 0; m < tier.activity.months.size(); ++m)
      told.months.push_back(top_name(tier.activity, m));
    report.tiers.push_back(std::move(told));
  }
}

DetectorReport::Shares shares_of(const ShareMatrix& matrix, std::size_t row) {
  DetectorReport::Shares shares;
  for (std::size_t k = 0; k < matrix.constraints.size(); ++k) {
    if (matrix.months[row][k] > 0)
      shares.emplace_back(matrix.constraints[k], matrix.months[row][k]);
  }
  std::stable_sort(shares.begin(), shares.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return shares;
}

void tell_shortfall(const CutMonths& cut, const Ledger& ledger, DetectorReport& report) {
  for (std::size_t m = 0; m < cut.shortfall.months.size(); ++m)
    report.shortfall_months.push_back(shares_of(cut.shortfall, m));
  const ShareMatrix years = shortfall_years(cut, ledger);
  for (std::size_t y = 0; y < years.months.size(); ++y)
    report.shortfall_years.emplace_back(ledger.years()[y].year, shares_of(years, y));
}

void tell_cuts(const CutMonths& cut, DetectorReport& report) {
  for (const StructuralCut::Result& of_month : cut.cuts) {
    std::set<std::string> helps;
    std::set<std::string> hurts;
    for (const StructuralCut::Verdict& verdict : of_month.capacities) {
      if (verdict.helps_if_raised)
        helps.insert(verdict.name);
      if (verdict.hurts_if_lowered)
        hurts.insert(verdict.name);
    }
    report.cuts.push_back({{helps.begin(), helps.end()}, {hurts.begin(), hurts.end()}});
  }
}

/// What is online on day 0 is first stock, too, though nobody holds it: in worlds with more of it
/// there would be as much more of that.
void add_online_at_start(const Trace& trace, Responses& responses) {
  double start = 0;
  for (const SinkLot& lot : trace.sink_lots())
    start += lot.event == kWorldStart ? lot.amount : 0;
  for (std::size_t k = 0; k < responses.constraints.size(); ++k) {
    if (responses.constraints[k] != kInitialStock && responses.constraints[k] != kDecisions)
      continue;
    for (double& online : responses.relaxed[k])
      online += start * responses.span(k) / 2;
    for (double& online : responses.tightened[k])
      online -= start * responses.span(k) / 2;
  }
}

/// The constraints under which orders of several buyers were served in each month: only there is
/// anything allotted.
NamesByMonth shared_months(const World& world, const Ledger& ledger) {
  const Trace& trace = world.trace();
  std::vector<std::map<ConstraintId, std::set<FirmId>>> buyers(ledger.months().size());
  for (const Note& note : trace.notes()) {
    const Event& event = trace.event(note.event);
    if (event.kind != EventKind::service || note.subject == kNoOrder ||
        note.subject >= world.market().journal.size())
      continue;
    const auto month = std::upper_bound(ledger.months().begin(), ledger.months().end(), event.end,
                                        [](Tick at, const MonthLedger& m) { return at < m.to; });
    if (month != ledger.months().end())
      buyers[static_cast<std::size_t>(month - ledger.months().begin())][event.constraint].insert(
          world.market().journal.at(note.subject).buyer);
  }
  NamesByMonth shared(buyers.size());
  for (std::size_t m = 0; m < buyers.size(); ++m) {
    for (const auto& [constraint, firms] : buyers[m]) {
      if (firms.size() > 1)
        shared[m].insert(ledger.name(constraint));
    }
  }
  return shared;
}

}  // namespace

DetectorReport compare_detectors(const Scenario& scenario, int workers) {
  DetectorReport report{.scenario = scenario.name};
  const DetectorNames names = find_detector_names(scenario);
  Responses responses = ask_worlds(scenario, names, workers, report.failed);
  report.constraints = names.all();
  report.step = responses.step;
  // All processes have been forked: now this one may have a world of its own.
  World base(scenario);
  ProcessModel model(scenario.timeline, scenario.horizon);
  base.state(model);
  base.run();
  const Ledger ledger = ledger_of(base);
  responses.online = online_by_month(base.trace(), ledger);
  add_online_at_start(base.trace(), responses);
  const CutMonths cut = cut_months(base.trace(), ledger, cut_structure(base, model));
  tell_shortfall(cut, ledger, report);
  const NamesByMonth shared = shared_months(base, ledger);
  DetectorPairs pairs(scenario.timeline, names, responses, shared, report);
  pairs.compare_online(ledger_parts(base.trace(), ledger), cut);
  pairs.compare_additions(ledger_months(ledger), cut);
  tell_cuts(cut, report);
  compare_tiers(base, ledger, report);
  return report;
}

}  // namespace chokepoint::models
