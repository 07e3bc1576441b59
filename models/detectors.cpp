#include "models/detectors.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <sstream>
#include <utility>

#include "models/core/reasons.hpp"
#include "models/world.hpp"
#include "sim/bottleneck/cut_months.hpp"
#include "sim/bottleneck/detectors.hpp"
#include "sim/bottleneck/disagreement.hpp"
#include "sim/bottleneck/whole_step.hpp"
#include "sim/worlds/runner.hpp"

namespace chokepoint::models {

namespace {

constexpr double kStep = 0.05;
/// A month is judged with so many around it: a site is more than a step of a month's output.
constexpr int kHalfYear = 6;

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

Ledger ledger_of(const World& world) {
  return {world.trace(), world.scenario().timeline, world.scenario().horizon};
}

/// What can be asked about: whatever somebody in the world holds.
struct Names {
  std::vector<std::string> works;      ///< serve work, or are a fixed amount that paths count
  std::vector<std::string> decisions;  ///< all other amounts of the chain
  std::vector<std::string> others;     ///< outages, and what outsiders take away
  std::vector<std::string> leads;      ///< times, not amounts: their responses are in no sum
  /// Of those that come in whole units, each amount.
  std::map<std::string, std::vector<WholeAmount>, std::less<>> wholes;

  /// All but the leads.
  [[nodiscard]] std::vector<std::string> amounts() const {
    std::vector<std::string> all = works;
    all.insert(all.end(), decisions.begin(), decisions.end());
    all.insert(all.end(), others.begin(), others.end());
    return all;
  }
  /// What is asked of a world for such a step of that one.
  [[nodiscard]] WholeStep step(const std::string& name, double by) const {
    const auto known = wholes.find(name);
    return whole_step(known == wholes.end() ? std::span<const WholeAmount>() : known->second, by);
  }
};

std::string lines_of(const std::vector<std::string>& names) {
  std::string lines = std::to_string(names.size()) + "\n";
  for (const std::string& name : names)
    lines += name + "\n";
  return lines;
}

std::vector<std::string> take_lines(std::istream& from) {
  std::size_t count = 0;
  from >> count >> std::ws;
  std::vector<std::string> lines(count);
  for (std::string& line : lines)
    std::getline(from, line);
  return lines;
}

bool is_outage(const Trace& trace, std::string_view name) {
  const auto known = trace.constraints();
  const auto found = std::find_if(known.begin(), known.end(), [&](const Constraint& constraint) {
    return constraint.name == name;
  });
  if (found == known.end())
    return false;
  const std::uint32_t kinds = trace.kinds(static_cast<ConstraintId>(found - known.begin()));
  return (kinds >> static_cast<unsigned>(EventKind::outage) & 1U) != 0;
}

/// Called in a process of its own: the one that forks must not make an engine yet.
std::string names_in(const Scenario& scenario) {
  Relief::Names held;
  World world(scenario, {.names = &held});
  world.run();
  Names names{works(world.trace(), ledger_of(world)), {}, {}};
  const auto serves = [&](const std::string& name) {
    return std::find(names.works.begin(), names.works.end(), name) != names.works.end();
  };
  for (const std::string& name : held.amounts) {
    if (!serves(name))
      (name == kOutsideDemand ? names.others : names.decisions).push_back(name);
  }
  for (const std::string& name : held.times) {
    if (!serves(name) && held.amounts.count(name) == 0)
      (is_outage(world.trace(), name) ? names.others : names.leads).push_back(name);
  }
  std::string text;
  for (const auto* list : {&names.works, &names.decisions, &names.others, &names.leads})
    text += lines_of(*list);
  for (const auto& [name, amounts] : held.wholes) {
    for (const WholeAmount& whole : amounts)
      text += name + "\n" + std::to_string(whole.amount) + " " + std::to_string(whole.least) + "\n";
  }
  return text;
}

Names find_names(const Scenario& scenario) {
  const auto outcomes = run_worlds(1, 1, [&](std::size_t) { return names_in(scenario); });
  if (!outcomes.front().ok)
    throw RunError(outcomes.front().failure);
  std::istringstream text(outcomes.front().result);
  Names names;
  names.works = take_lines(text);
  names.decisions = take_lines(text);
  names.others = take_lines(text);
  names.leads = take_lines(text);
  WholeAmount whole;
  for (std::string name;
       std::getline(text, name) && text >> whole.amount >> whole.least >> std::ws;)
    names.wholes[name].push_back(whole);
  return names;
}

/// One frozen world with a step of those constraints; a worker writes its tape once.
std::string changed(const Scenario& scenario, const Names& names,
                    const std::vector<std::string>& constraints, double step) {
  static const std::unique_ptr<Tape> tape = [&] {
    auto written = std::make_unique<Tape>();
    World base(scenario, {.written = written.get()});
    base.run();
    return written;
  }();
  std::vector<Relaxation> relaxed;
  for (const std::string& constraint : constraints)
    relaxed.push_back(Relaxation::by(constraint, 1 + names.step(constraint, step).by));
  World world(scenario, {.relaxed = relaxed, .replayed = tape.get()});
  world.run();
  return bytes_of(online_by_month(world.trace(), ledger_of(world)));
}

/// The answers to a change of each constraint alone, then of all decisions together.
Responses ask(const Scenario& scenario, const Names& names, int workers, DetectorReport& report) {
  std::vector<std::vector<std::string>> groups;
  for (const auto* part : {&names.works, &names.decisions, &names.others, &names.leads}) {
    for (const std::string& name : *part)
      groups.push_back({name});
  }
  groups.push_back(names.decisions);
  const std::size_t count = groups.size();
  const auto outcomes = run_worlds(2 * count, workers, [&](std::size_t i) {
    return changed(scenario, names, groups[i % count], i < count ? kStep : -kStep);
  });
  Responses responses{.step = kStep};
  for (std::size_t k = 0; k + 1 < count; ++k) {
    const std::string& name = groups[k].front();
    responses.constraints.push_back(name);
    responses.spans.push_back(names.step(name, kStep).change - names.step(name, -kStep).change);
  }
  report.constraints = responses.constraints;
  responses.constraints.emplace_back(kDecisions);
  responses.spans.push_back(2 * kStep);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    auto& side = i < count ? responses.relaxed : responses.tightened;
    side.push_back(values_in(outcomes[i].result));
    if (!outcomes[i].ok)
      report.failed.push_back(responses.constraints[i % count] + ": " + outcomes[i].failure);
  }
  return responses;
}

/// The columns of those names only.
Responses only(const Responses& responses, const std::vector<std::string>& names) {
  Responses part{.step = responses.step, .online = responses.online};
  for (std::size_t k = 0; k < responses.constraints.size(); ++k) {
    if (std::find(names.begin(), names.end(), responses.constraints[k]) == names.end())
      continue;
    part.constraints.push_back(responses.constraints[k]);
    part.relaxed.push_back(responses.relaxed[k]);
    part.tightened.push_back(responses.tightened[k]);
    part.spans.push_back(responses.spans[k]);
  }
  return part;
}

/// Every month in which that method and the re-runs differ, with the reason.
void tell_differences(DetectorReport& report, const char* method, const char* about,
                      const ShareMatrix& by_method, const ShareMatrix& truth,
                      const DisagreementFacts& facts, const Timeline& timeline) {
  const auto day = [&](std::size_t month) {
    return timeline.iso(timeline.month_begin(static_cast<int>(month)));
  };
  for (const Disagreement& d : disagreements(by_method, truth, facts)) {
    report.differences.push_back({method, about, day(d.first), day(d.last + 1), d.method, d.truth,
                                  std::string(text(d.reason)),
                                  static_cast<int>(d.last - d.first) + 1});
  }
}

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

/// What the ledger and the re-runs say of what is online, with the half year on either side.
struct Calm {
  ShareMatrix ledger;
  ShareMatrix truth;
  std::vector<double> sums;
};

/// Who orders all that is wanted as soon as it is, orders what demand says: in a world whose orders
/// are kept, more demand is more of these orders, too. So both are one.
ShareMatrix with_one_demand(ShareMatrix matrix) {
  const auto place = [&](std::string_view name) {
    return std::find(matrix.constraints.begin(), matrix.constraints.end(), name) -
           matrix.constraints.begin();
  };
  const auto lead = static_cast<std::size_t>(place(kLeadTime));
  const auto demand = static_cast<std::size_t>(place(kDemand));
  if (lead == matrix.constraints.size() || demand == matrix.constraints.size())
    return matrix;
  for (auto& shares : matrix.months)
    shares[demand] += std::exchange(shares[lead], 0.0);
  return matrix;
}

/// What each method says of each month's additions. Leads are times: by how much less of one more
/// comes is not to be held against by how much more of an amount does.
void compare_additions(const World& base, const Ledger& ledger, const Responses& responses,
                       const Calm& calm, DetectorReport& report) {
  const ShareMatrix by_ledger = with_one_demand(ledger_months(ledger));
  const ShareMatrix by_response = response_months(responses);
  const CutMonths cut = cut_months(base.trace(), ledger, base.is_tree());
  const ShareMatrix& by_cut = cut.lowest;
  tell_shortfall(cut, ledger, report);
  const auto add = [&](const char* a, const char* b, const ShareMatrix& p, const ShareMatrix& q) {
    report.pairs.push_back({a, b, "additions", agreement(p, q)});
  };
  add("ledger", "counterfactual", by_ledger, by_response);
  add("cut", "counterfactual", by_cut, by_response);
  add("ledger", "cut", by_ledger, by_cut);
  const Timeline& timeline = base.scenario().timeline;
  tell_differences(report, "ledger", "additions", by_ledger, by_response,
                   {.sums = calm.sums,
                    .calm_method = &calm.ledger,
                    .calm_truth = &calm.truth,
                    .sees_orders = false},
                   timeline);
  tell_differences(report, "cut", "additions", by_cut, by_response,
                   {.sums = calm.sums, .sees_orders = false, .sees_stock = false}, timeline);
  report.methods = {"ledger", "counterfactual", "cut", "shortfall"};
  std::vector<const ShareMatrix*> matrices = {&by_ledger, &by_response, &by_cut, &cut.shortfall};
  if (base.is_tree()) {
    add("ledger", "cut with stocks", by_ledger, cut.stocked);
    add("ledger", "fluid cut", by_ledger, cut.fluid);
    report.methods.insert(report.methods.end(), {"cut with stocks", "fluid cut"});
    matrices.insert(matrices.end(), {&cut.stocked, &cut.fluid});
  }
  for (std::size_t m = 0; m < by_ledger.months.size(); ++m) {
    auto& tops = report.months.emplace_back();
    for (const ShareMatrix* matrix : matrices)
      tops.push_back(top_name(*matrix, m));
    DetectorReport::Cut& of_month = report.cuts.emplace_back();
    for (const StructuralCut::Verdict& verdict : cut.cuts[m].capacities) {
      if (verdict.helps_if_raised)
        of_month.helps_if_raised.push_back(verdict.name);
      if (verdict.hurts_if_lowered)
        of_month.hurts_if_lowered.push_back(verdict.name);
    }
  }
}

/// What the cuts of all months until then say of what is online: each counts by what was added in
/// it. What is no work is one with the decisions.
ShareMatrix cut_of_online(const CutMonths& cut, const std::vector<std::string>& constraints,
                          const std::vector<double>& online) {
  const auto place = [&](const std::string& name) {
    const auto begin = constraints.begin();
    const auto found = std::find(begin, constraints.end(), name);
    return static_cast<std::size_t>(
        (found == constraints.end() ? std::find(begin, constraints.end(), kDecisions) : found) -
        begin);
  };
  ShareMatrix result{constraints, {}};
  std::vector<double> sums(constraints.size());
  for (std::size_t m = 0; m < online.size(); ++m) {
    const double added = online[m] - (m > 0 ? online[m - 1] : 0.0);
    for (std::size_t k = 0; k < cut.lowest.constraints.size(); ++k)
      sums[place(cut.lowest.constraints[k])] += added * cut.lowest.months[m][k];
    result.months.push_back(sums);
    normalise(result.months.back());
  }
  return result;
}

}  // namespace

DetectorReport compare_detectors(const Scenario& scenario, int workers) {
  DetectorReport report{.scenario = scenario.name, .step = kStep};
  const Names names = find_names(scenario);
  Responses responses = ask(scenario, names, workers, report);
  // All processes have been forked: now this one may have a world of its own.
  World base(scenario);
  base.run();
  const Ledger ledger = ledger_of(base);
  responses.online = online_by_month(base.trace(), ledger);

  const ShareMatrix parts = ledger_parts(base.trace(), ledger, names.works);
  const Responses of_parts = only(responses, parts.constraints);
  ResponseParts truth = response_parts(of_parts, kHalfYear);
  Calm calm{averaged(parts, responses.online, kHalfYear), {}, std::move(truth.sums)};
  calm.truth = truth.shares.with(calm.ledger.constraints);
  const ShareMatrix by_cut = averaged(
      cut_of_online(cut_months(base.trace(), ledger), calm.ledger.constraints, responses.online),
      responses.online, kHalfYear);
  const ResponseParts by_month = response_parts(of_parts, 0);
  const auto add = [&](const char* method, const char* about, const ShareMatrix& by_method,
                       const ShareMatrix& by_runs, const DisagreementFacts& facts) {
    report.pairs.push_back({method, "counterfactual", about, agreement(by_method, by_runs)});
    tell_differences(report, method, about, by_method, by_runs, facts, scenario.timeline);
  };
  add("ledger", "online", calm.ledger, calm.truth, {calm.sums});
  add("ledger", "online, month by month", parts, by_month.shares,
      {by_month.sums, &calm.ledger, &calm.truth});
  add("cut", "online", by_cut, calm.truth,
      {.sums = calm.sums, .sees_orders = false, .sees_stock = false});
  compare_additions(base, ledger, only(responses, names.amounts()), calm, report);
  report.methods.insert(report.methods.end(), {"ledger, online", "counterfactual, online"});
  for (std::size_t m = 0; m < report.months.size(); ++m) {
    report.months[m].push_back(top_name(calm.ledger, m));
    report.months[m].push_back(top_name(calm.truth, m));
  }
  compare_tiers(base, ledger, report);
  return report;
}

}  // namespace chokepoint::models
