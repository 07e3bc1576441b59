#include "sim/bottleneck/disagreement.hpp"

#include <algorithm>

#include "sim/bottleneck/cumulative.hpp"

namespace chokepoint {

namespace {

constexpr const char* kFirstStock = "initial_stock";

std::string top_of(const ShareMatrix& matrix, std::size_t month) {
  const auto top = matrix.top(month);
  return top ? matrix.constraints[*top] : std::string();
}

double share_of(const ShareMatrix& matrix, std::size_t month, const std::string& name) {
  const auto place = std::find(matrix.constraints.begin(), matrix.constraints.end(), name);
  if (place == matrix.constraints.end())
    return 0;
  return matrix.months[month][static_cast<std::size_t>(place - matrix.constraints.begin())];
}

bool is_tie(const ShareMatrix& matrix, std::size_t month, const std::string& first,
            const std::string& second) {
  return share_of(matrix, month, first) - share_of(matrix, month, second) <= kNearlyEqual;
}

bool is_decision(const std::string& name) {
  return name == kDecisions || name == "money" || name == "demand" || name == "lead_time" ||
         name == kFirstStock || name.ends_with("_orders");
}

bool agree_calmly(const DisagreementFacts& facts, std::size_t month) {
  if (facts.calm_method == nullptr || facts.calm_truth == nullptr)
    return false;
  const std::string top = top_of(*facts.calm_method, month);
  return !top.empty() && top == top_of(*facts.calm_truth, month);
}

bool either_in(const NamesByMonth* months, std::size_t month, const Disagreement& names) {
  return months != nullptr && month < months->size() &&
         ((*months)[month].count(names.method) > 0 || (*months)[month].count(names.truth) > 0);
}

DisagreementReason reason_of(const ShareMatrix& method, const ShareMatrix& truth, std::size_t month,
                             const Disagreement& names, const DisagreementFacts& facts) {
  if (is_tie(method, month, names.method, names.truth) ||
      is_tie(truth, month, names.truth, names.method))
    return DisagreementReason::tie;
  if (names.truth == kFirstStock || (is_decision(names.truth) && is_decision(names.method)))
    return DisagreementReason::orders;
  if (agree_calmly(facts, month))
    return DisagreementReason::lumps;
  if (facts.sees_stock != nullptr && top_of(*facts.sees_stock, month) == names.truth)
    return DisagreementReason::stock;
  if (either_in(facts.uneven, month, names))
    return DisagreementReason::step;
  if (facts.sums[month] > 1 + kNearlyOne)
    return DisagreementReason::steps;
  if (facts.sums[month] < 1 - kNearlyOne)
    return DisagreementReason::missing;
  return either_in(facts.shared, month, names) ? DisagreementReason::policy
                                               : DisagreementReason::unexplained;
}

}  // namespace

std::string_view text(DisagreementReason reason) {
  switch (reason) {
    case DisagreementReason::tie:
      return "tie";
    case DisagreementReason::orders:
      return "orders";
    case DisagreementReason::lumps:
      return "lumps";
    case DisagreementReason::step:
      return "finite step";
    case DisagreementReason::steps:
      return "steps";
    case DisagreementReason::missing:
      return "missing constraint";
    case DisagreementReason::stock:
      return "stock or queue";
    case DisagreementReason::policy:
      return "policy";
    case DisagreementReason::unexplained:
      return "not explained";
  }
  return "not explained";
}

std::vector<Disagreement> disagreements(const ShareMatrix& method, const ShareMatrix& truth,
                                        const DisagreementFacts& facts) {
  std::vector<Disagreement> result;
  const std::size_t months = std::min(method.months.size(), truth.months.size());
  for (std::size_t m = 0; m < months; ++m) {
    Disagreement now{m, m, top_of(method, m), top_of(truth, m)};
    if (now.method.empty() || now.truth.empty() || now.method == now.truth)
      continue;
    now.reason = reason_of(method, truth, m, now, facts);
    const bool goes_on = !result.empty() && result.back().last + 1 == m &&
                         result.back().method == now.method && result.back().truth == now.truth &&
                         result.back().reason == now.reason;
    if (goes_on) {
      result.back().last = m;
    } else {
      result.push_back(std::move(now));
    }
  }
  return result;
}

}  // namespace chokepoint
