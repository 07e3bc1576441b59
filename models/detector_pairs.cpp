#include "models/detector_pairs.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "models/core/reasons.hpp"
#include "sim/bottleneck/detectors.hpp"

namespace chokepoint::models {

namespace {

constexpr const char* kCounterfactual = "counterfactual";
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

/// What a method says of those constraints among themselves.
ShareMatrix alone(const ShareMatrix& matrix, const std::vector<std::string>& names) {
  ShareMatrix result = matrix.with(names);
  for (auto& shares : result.months)
    normalise(shares);
  return result;
}

/// Who orders all that is wanted as soon as it is, orders what demand says: in a world whose orders
/// are kept, more demand is more of these orders, too. So both are one.
ShareMatrix with_one_demand(ShareMatrix matrix) {
  const auto place = [&](std::string_view name) {
    return static_cast<std::size_t>(
        std::find(matrix.constraints.begin(), matrix.constraints.end(), name) -
        matrix.constraints.begin());
  };
  const std::size_t lead = place(kLeadTime);
  const std::size_t demand = place(kDemand);
  if (lead == matrix.constraints.size() || demand == matrix.constraints.size())
    return matrix;
  for (auto& shares : matrix.months)
    shares[demand] += std::exchange(shares[lead], 0.0);
  return matrix;
}

/// What the cuts of all months until then say of what is online: each counts by what was added in
/// it.
ShareMatrix so_far(const ShareMatrix& cut, const std::vector<double>& added) {
  ShareMatrix result{cut.constraints, {}};
  std::vector<double> sums(cut.constraints.size());
  for (std::size_t m = 0; m < added.size(); ++m) {
    for (std::size_t k = 0; k < sums.size(); ++k)
      sums[k] += added[m] * cut.months[m][k];
    result.months.push_back(sums);
    normalise(result.months.back());
  }
  return result;
}

}  // namespace

DetectorPairs::DetectorPairs(const Timeline& timeline, const DetectorNames& names,
                             const Responses& responses, const NamesByMonth& shared,
                             DetectorReport& report)
    : timeline_(timeline), names_(names), responses_(responses), shared_(shared), report_(report) {
  double before = 0;
  for (const double online : responses.online)
    added_.push_back(online - std::exchange(before, online));
}

void DetectorPairs::add(const Sides& sides, const char* about, const DisagreementFacts& facts) {
  report_.pairs.push_back({sides.first, sides.second, about, agreement(sides.p, sides.q)});
  if (std::string_view(sides.second) != kCounterfactual)
    return;
  const auto day = [&](std::size_t month) {
    return timeline_.iso(timeline_.month_begin(static_cast<int>(month)));
  };
  for (const Disagreement& d : disagreements(sides.p, sides.q, facts)) {
    report_.differences.push_back({sides.first, about, day(d.first), day(d.last + 1), d.method,
                                   d.truth, std::string(text(d.reason)),
                                   static_cast<int>(d.last - d.first) + 1});
  }
}

void DetectorPairs::tell_months(const std::vector<const char*>& methods,
                                const std::vector<const ShareMatrix*>& matrices) {
  report_.methods.insert(report_.methods.end(), methods.begin(), methods.end());
  report_.months.resize(responses_.online.size());
  for (std::size_t m = 0; m < report_.months.size(); ++m) {
    for (const ShareMatrix* matrix : matrices) {
      const auto top = matrix->top(m);
      report_.months[m].push_back(top ? matrix->constraints[*top] : "");
    }
  }
}

void DetectorPairs::compare_online(const ShareMatrix& parts, const CutMonths& cut) {
  const ShareMatrix by_name = with_one_demand(parts);
  const Responses named = only(responses_, names_.amounts());
  ResponseParts truth = response_parts(named, kHalfYear);
  const ResponseParts by_month = response_parts(named, 0);
  sums_ = std::move(truth.sums);
  calm_truth_ = std::move(truth.shares);
  calm_ledger_ = averaged(by_name, responses_.online, kHalfYear);

  const ShareMatrix ledger_works = alone(calm_ledger_, names_.works);
  const ShareMatrix true_works = alone(calm_truth_, names_.works);
  const ShareMatrix as_one = with_decisions_as_one(parts, names_.works);
  const ShareMatrix calm_as_one = averaged(as_one, responses_.online, kHalfYear);
  const ResponseParts true_as_one = response_parts(only(responses_, as_one.constraints), kHalfYear);
  const ShareMatrix cut_works =
      alone(averaged(so_far(cut.lowest, added_), responses_.online, kHalfYear), names_.works);

  uneven_ = responses_.uneven(kNearlyEqual, kHalfYear);
  const NamesByMonth uneven_months = responses_.uneven(kNearlyEqual, 0);

  const DisagreementFacts calm{.sums = sums_, .uneven = &uneven_, .shared = &shared_};
  add({"ledger", kCounterfactual, calm_ledger_, calm_truth_}, "online", calm);
  add({"ledger", kCounterfactual, ledger_works, true_works}, "online, capacities alone", calm);
  add({"ledger", kCounterfactual, calm_as_one, true_as_one.shares}, "online, decisions as one",
      {.sums = true_as_one.sums, .uneven = &uneven_, .shared = &shared_});
  add({"ledger", kCounterfactual, by_name, by_month.shares}, "online, month by month",
      {.sums = by_month.sums,
       .calm_method = &calm_ledger_,
       .calm_truth = &calm_truth_,
       .uneven = &uneven_months,
       .shared = &shared_});
  add({"cut", kCounterfactual, cut_works, true_works}, "online, capacities alone",
      {.sums = sums_, .sees_stock = &ledger_works, .uneven = &uneven_, .shared = &shared_});
  tell_months({"ledger, online", "counterfactual, online"}, {&calm_ledger_, &calm_truth_});
}

void DetectorPairs::compare_additions(const ShareMatrix& deciding, const CutMonths& cut) {
  const ShareMatrix by_ledger = averaged(with_one_demand(deciding), added_, kMonthsAroundAdditions);
  const ShareMatrix by_cut = averaged(cut.lowest, added_, kMonthsAroundAdditions);
  const ShareMatrix truth = response_months(only(responses_, names_.amounts()));
  const ShareMatrix ledger_works = alone(by_ledger, names_.works);
  const ShareMatrix cut_works = alone(by_cut, names_.works);
  const ShareMatrix true_works = alone(truth, names_.works);
  const DisagreementFacts facts{.sums = sums_,
                                .calm_method = &calm_ledger_,
                                .calm_truth = &calm_truth_,
                                .uneven = &uneven_,
                                .shared = &shared_};
  // Single lots are no reason for a cut: it knows none.
  const DisagreementFacts of_cut{
      .sums = sums_, .sees_stock = &ledger_works, .uneven = &uneven_, .shared = &shared_};

  add({"ledger", kCounterfactual, by_ledger, truth}, "additions", facts);
  add({"ledger", kCounterfactual, ledger_works, true_works}, "additions, capacities alone", facts);
  add({"cut", kCounterfactual, cut_works, true_works}, "additions, capacities alone", of_cut);
  add({"ledger", "cut", ledger_works, cut_works}, "additions, capacities alone", of_cut);
  tell_months({"ledger", kCounterfactual, "cut", "shortfall"},
              {&by_ledger, &truth, &by_cut, &cut.shortfall});
  if (cut.stocked.months.empty())
    return;
  add({"ledger", "cut with stocks", deciding, cut.stocked}, "additions", of_cut);
  add({"ledger", "fluid cut", deciding, cut.fluid}, "additions", of_cut);
  tell_months({"cut with stocks", "fluid cut"}, {&cut.stocked, &cut.fluid});
}

}  // namespace chokepoint::models
