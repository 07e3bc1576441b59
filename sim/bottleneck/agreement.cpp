#include "sim/bottleneck/agreement.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "sim/bottleneck/binding_runs.hpp"

namespace chokepoint {

namespace {

std::vector<std::string> union_of(const ShareMatrix& p, const ShareMatrix& q) {
  std::vector<std::string> names = p.constraints;
  names.insert(names.end(), q.constraints.begin(), q.constraints.end());
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::vector<MonthRun> intervals(const ShareMatrix& matrix, std::size_t constraint) {
  std::vector<double> shares;
  for (const auto& month : matrix.months)
    shares.push_back(month[constraint]);
  return binding_runs(smoothed_months(shares));
}

std::vector<bool> covered(const std::vector<MonthRun>& runs, std::size_t months) {
  std::vector<bool> result(months);
  for (const MonthRun& run : runs)
    std::fill(result.begin() + run.first, result.begin() + run.last + 1, true);
  return result;
}

/// Counts in how many months each constraint is the largest of both, and how often it is the same.
class Tops {
 public:
  explicit Tops(std::size_t constraints) : p_(constraints), q_(constraints) {}

  void add(std::size_t top_p, std::size_t top_q) {
    ++months_;
    p_[top_p] += 1;
    q_[top_q] += 1;
    same_ += top_p == top_q ? 1 : 0;
  }
  [[nodiscard]] SameTop result() const {
    SameTop result{.months = months_};
    if (months_ == 0)
      return result;
    const auto all = static_cast<double>(months_);
    for (std::size_t k = 0; k < p_.size(); ++k)
      result.chance += p_[k] * q_[k] / (all * all);
    result.top1 = same_ / all;
    result.kappa =
        result.chance < 1 ? (result.top1 - result.chance) / (1 - result.chance) : result.top1;
    return result;
  }
  /// What the second names most often, and in which part of the months.
  [[nodiscard]] std::pair<std::size_t, double> usual() const {
    const auto most = std::max_element(q_.begin(), q_.end());
    return {static_cast<std::size_t>(most - q_.begin()), *most / static_cast<double>(months_)};
  }

 private:
  std::vector<double> p_;
  std::vector<double> q_;
  std::size_t months_ = 0;
  double same_ = 0;
};

void compare_months(const ShareMatrix& p, const ShareMatrix& q, std::size_t constraints,
                    std::size_t months, Agreement& result) {
  Tops all(constraints);
  Tops clear(constraints);
  for (std::size_t m = 0; m < months; ++m) {
    const auto top_p = p.top(m);
    const auto top_q = q.top(m);
    if (!top_p || !top_q)
      continue;
    all.add(*top_p, *top_q);
    if (!p.has_tie(m) && !q.has_tie(m))
      clear.add(*top_p, *top_q);
    for (std::size_t k = 0; k < constraints; ++k)
      result.overlap += std::min(p.months[m][k], q.months[m][k]);
  }
  static_cast<SameTop&>(result) = all.result();
  result.clear = clear.result();
  if (result.months == 0)
    return;
  result.overlap /= static_cast<double>(result.months);
  const auto [most, part] = all.usual();
  result.usual = p.constraints[most];
  result.usual_part = part;
}

void compare_intervals(const ShareMatrix& p, const ShareMatrix& q, std::size_t constraints,
                       std::size_t months, Agreement& result) {
  double common = 0;
  double either = 0;
  double distance = 0;
  int both = 0;
  for (std::size_t k = 0; k < constraints; ++k) {
    const auto runs_p = intervals(p, k);
    const auto runs_q = intervals(q, k);
    const auto in_p = covered(runs_p, months);
    const auto in_q = covered(runs_q, months);
    for (std::size_t m = 0; m < months; ++m) {
      common += in_p[m] && in_q[m] ? 1 : 0;
      either += in_p[m] || in_q[m] ? 1 : 0;
    }
    if (runs_p.empty() || runs_q.empty())
      continue;
    distance += std::abs(runs_p.front().first - runs_q.front().first);
    ++both;
  }
  if (either > 0)
    result.jaccard = common / either;
  if (both > 0)
    result.onset_months = distance / both;
}

}  // namespace

void normalise(std::vector<double>& shares) {
  double sum = 0;
  for (const double share : shares)
    sum += share;
  if (sum <= 0)
    return;
  for (double& share : shares)
    share /= sum;
}

std::optional<std::size_t> ShareMatrix::top(std::size_t month) const {
  const auto& shares = months[month];
  const auto best = std::max_element(shares.begin(), shares.end());
  if (best == shares.end() || *best <= 0)
    return std::nullopt;
  return static_cast<std::size_t>(best - shares.begin());
}

bool ShareMatrix::has_tie(std::size_t month) const {
  const auto largest = top(month);
  if (!largest)
    return false;
  const auto& shares = months[month];
  for (std::size_t k = 0; k < shares.size(); ++k) {
    if (k != *largest && shares[*largest] - shares[k] <= kNearlyEqual)
      return true;
  }
  return false;
}

ShareMatrix ShareMatrix::with(const std::vector<std::string>& names) const {
  ShareMatrix result{names, {}};
  for (const auto& month : months) {
    std::vector<double>& row = result.months.emplace_back(names.size());
    for (std::size_t k = 0; k < constraints.size(); ++k) {
      const auto place = std::find(names.begin(), names.end(), constraints[k]);
      if (place != names.end())
        row[static_cast<std::size_t>(place - names.begin())] = month[k];
    }
  }
  return result;
}

Agreement agreement(const ShareMatrix& p, const ShareMatrix& q) {
  const std::vector<std::string> names = union_of(p, q);
  ShareMatrix a = p.with(names);
  ShareMatrix b = q.with(names);
  const std::size_t months = std::min(a.months.size(), b.months.size());
  a.months.resize(months);
  b.months.resize(months);
  Agreement result;
  compare_months(a, b, names.size(), months, result);
  compare_intervals(a, b, names.size(), months, result);
  return result;
}

}  // namespace chokepoint
