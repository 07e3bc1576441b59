#include "sim/study/precision.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/base/portable_math.hpp"
#include "sim/base/text.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/study/quantiles.hpp"

namespace chokepoint {

namespace {

/// Fewer say little about the spread.
constexpr std::uint64_t kFirstRound = 10;
/// A spread that few runs gave is not trusted further than this.
constexpr std::uint64_t kMostGrowth = 4;
/// Asked for a little more than the estimate, so that the next round is mostly the last.
constexpr double kReserve = 1.1;

const Column& column_of(const ColumnTable& table, const std::string& name) {
  return *std::find_if(table.columns.begin(), table.columns.end(),
                       [&](const Column& column) { return column.name == name; });
}

}  // namespace

std::uint64_t first_round(std::int64_t of_study) {
  return std::max(kFirstRound, static_cast<std::uint64_t>(of_study));
}

PrecisionVerdict judge(const Precision& asked, const Manifest& manifest,
                       const MergedSweep& merged) {
  const auto& points = std::get<Column::Counts>(column_of(merged.runs, "point").values);
  std::string worst;
  double most = 0;    // half-width as a part of the mean
  double needed = 0;  // replications
  for (const Manifest::Output& output : manifest.outputs) {
    if (output.is_date)
      continue;
    const auto& values = std::get<Column::Numbers>(column_of(merged.runs, output.name).values);
    std::map<std::int64_t, std::vector<double>> by_point;
    for (std::size_t row = 0; row < values.size(); ++row)
      by_point[points[row]].push_back(values[row]);
    if (std::all_of(values.begin(), values.end(), [](double v) { return std::isnan(v); }))
      throw ScenarioError("outputs." + output.name +
                          ": expected what can be read off a run, since --reps auto is to tell its "
                          "mean; no run has it");
    for (const auto& [point, some] : by_point) {
      const Distributed found = distributed(some);
      const double half = half_width(found, asked.confidence);
      const double part = half == 0 ? 0 : half / std::abs(found.mean);
      if (part <= most)
        continue;
      most = part;
      worst = output.name;
      needed = static_cast<double>(found.count) * (part / asked.relative) *
               (part / asked.relative) * kReserve;
    }
  }
  const std::uint64_t now = manifest.replications;
  PrecisionVerdict verdict{.replications = now, .known = false, .text = {}};
  const auto percent = [](double part) {
    return shortest(round_significant(100 * part, 3)) + " %";
  };
  verdict.text = std::to_string(now) + " replications: " +
                 (worst.empty() ? "every mean is exact"
                                : "the mean of " + worst + " is known to " + percent(most));
  verdict.known = most <= asked.relative;
  if (verdict.known)
    return verdict;
  if (now >= asked.most) {
    verdict.text += ", not to " + percent(asked.relative) + "; no more are allowed (--max-reps)";
    return verdict;
  }
  const double limit = static_cast<double>(std::min(asked.most, kMostGrowth * now));
  const double next = std::isfinite(needed) ? std::ceil(needed) : limit;
  verdict.replications =
      static_cast<std::uint64_t>(std::clamp(next, static_cast<double>(now + 1), limit));
  verdict.text += "; going on to " + std::to_string(verdict.replications);
  return verdict;
}

}  // namespace chokepoint
