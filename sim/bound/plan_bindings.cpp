#include "sim/bound/plan_bindings.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "sim/bottleneck/binding_runs.hpp"

namespace chokepoint {

namespace {

constexpr double kWorthNaming = 0.05;
constexpr double kNoise = 1e-9;  ///< of the value
constexpr int kFewestMonths = 3;

/// More of it would cost something in that month: it holds nothing back there.
bool is_below_zero(double rent, const DatedBound& bound) {
  return rent < -kNoise * bound.value;
}

JointMonths joint_in(const DatedBound& bound, const std::vector<double>& totals, int first,
                     int last) {
  JointMonths joint{.first = first, .last = last, .members = {}};
  double whole = 0;
  for (int t = first; t <= last; ++t)
    whole += totals[static_cast<std::size_t>(t)];
  for (std::size_t i = 0; i < bound.rents.size(); ++i) {
    const auto begin = bound.rents[i].by_month.begin();
    const double part = std::accumulate(begin + first, begin + last + 1, 0.0);
    const bool costs = std::any_of(begin + first, begin + last + 1,
                                   [&](double rent) { return is_below_zero(rent, bound); });
    if (!costs && part >= kWorthNaming * whole)
      joint.members.push_back({i, part / whole});
  }
  std::stable_sort(joint.members.begin(), joint.members.end(),
                   [](const auto& a, const auto& b) { return a.share > b.share; });
  return joint;
}

/// Months with a rent in which nothing binds by itself.
void find_joint(DatedBound& bound, const std::vector<double>& totals) {
  std::vector<bool> open;
  for (const double total : totals)
    open.push_back(total > 0);
  for (const ConstraintRent& rent : bound.rents) {
    for (const BindingMonths& run : rent.binds)
      std::fill(open.begin() + run.first, open.begin() + run.last + 1, false);
  }
  const int months = static_cast<int>(open.size());
  for (int first = 0; first < months; ++first) {
    if (!open[static_cast<std::size_t>(first)])
      continue;
    int last = first;
    while (last + 1 < months && open[static_cast<std::size_t>(last) + 1])
      ++last;
    bound.joint.push_back(joint_in(bound, totals, first, last));
    first = last;
  }
}

std::vector<bool> determined_months(const DatedBound& bound, const std::vector<int>& year_ends) {
  std::vector<bool> determined(bound.level.size(), true);
  std::size_t month = 0;
  for (std::size_t y = 0; y < bound.undetermined.size(); ++y) {
    for (; month <= static_cast<std::size_t>(year_ends[y]); ++month)
      determined[month] = !bound.undetermined[y];
  }
  return determined;
}

/// The parts of a run of months that may be told: means reach over into their neighbours.
void add_told(const MonthRun& run, const std::vector<bool>& told, ConstraintRent& rent) {
  for (int first = run.first; first <= run.last; ++first) {
    int end = first;
    while (end <= run.last && told[static_cast<std::size_t>(end)])
      ++end;
    if (end - first >= kFewestMonths)
      rent.binds.push_back({first, end - 1});
    first = end;
  }
}

}  // namespace

void find_bindings(DatedBound& bound, const std::vector<int>& year_ends) {
  const std::size_t months = bound.level.size();
  const std::vector<bool> determined = determined_months(bound, year_ends);
  std::vector<double> totals(months, 0.0);
  for (const ConstraintRent& rent : bound.rents) {
    for (std::size_t t = 0; t < months; ++t)
      totals[t] += determined[t] ? std::max(0.0, rent.by_month[t]) : 0.0;
  }
  // What is not determined is no part of a mean: neither as it stands nor as nothing.
  const std::vector<double> known =
      smoothed_months(std::vector<double>(determined.begin(), determined.end()));
  for (ConstraintRent& rent : bound.rents) {
    std::vector<double> shares(months, 0.0);
    std::vector<bool> told = determined;
    for (std::size_t t = 0; t < months; ++t) {
      shares[t] = totals[t] > 0 ? std::max(0.0, rent.by_month[t]) / totals[t] : 0.0;
      told[t] = told[t] && !is_below_zero(rent.by_month[t], bound);
    }
    shares = smoothed_months(shares);
    for (std::size_t t = 0; t < months; ++t)
      shares[t] = known[t] > 0 ? shares[t] / known[t] : 0.0;
    for (const MonthRun& run : binding_runs(shares))
      add_told(run, told, rent);
  }
  find_joint(bound, totals);
}

}  // namespace chokepoint
