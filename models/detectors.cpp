#include "models/detectors.hpp"

#include <algorithm>
#include <utility>

#include "models/core/reasons.hpp"
#include "models/detector_worlds.hpp"
#include "models/world.hpp"
#include "sim/bottleneck/cut_months.hpp"
#include "sim/bottleneck/detectors.hpp"
#include "sim/bottleneck/disagreement.hpp"

namespace chokepoint::models {

namespace {

/// A month is judged with so many around it: a site is more than a step of a month's output.
constexpr int kHalfYear = 6;

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
  DetectorReport report{.scenario = scenario.name};
  const DetectorNames names = find_detector_names(scenario);
  Responses responses = ask_worlds(scenario, names, workers, report.failed);
  report.constraints = names.all();
  report.step = responses.step;
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
