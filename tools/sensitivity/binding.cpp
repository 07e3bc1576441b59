#include "tools/sensitivity/binding.hpp"

#include <algorithm>
#include <stdexcept>

namespace chokepoint::tools {

namespace {

int year_of(const Date& month) {
  return static_cast<int>(month.year());
}

/// Whether it binds in half of the months from `first` to `last` of one run.
bool binds_half(const BindingRecord& record, std::size_t first, std::size_t last) {
  const auto begin = record.binds.begin();
  const auto bound = std::count(begin + static_cast<std::ptrdiff_t>(first),
                                begin + static_cast<std::ptrdiff_t>(last), true);
  return 2 * static_cast<std::size_t>(bound) >= last - first && bound > 0;
}

std::vector<bool> by_run(const StudySample& sample, const BindingRecord& record, int year) {
  const auto& months = sample.months;
  const auto is_later = [&](int y) {
    return [y](const Date& month) { return year_of(month) >= y; };
  };
  const auto first = static_cast<std::size_t>(
      std::find_if(months.begin(), months.end(), is_later(year)) - months.begin());
  const auto last = static_cast<std::size_t>(
      std::find_if(months.begin(), months.end(), is_later(year + 1)) - months.begin());
  std::vector<bool> outcome;
  for (std::size_t run = 0; run < sample.runs(); ++run)
    outcome.push_back(binds_half(record, run * months.size() + first, run * months.size() + last));
  return outcome;
}

double part(std::size_t some, std::size_t all) {
  return all == 0 ? 0.0 : static_cast<double>(some) / static_cast<double>(all);
}

}  // namespace

std::vector<int> years_of(const StudySample& sample) {
  std::vector<int> years;
  for (const Date& month : sample.months)
    if (years.empty() || years.back() != year_of(month))
      years.push_back(year_of(month));
  return years;
}

std::vector<BindingProbability> binding_probabilities(const StudySample& sample) {
  std::vector<std::pair<std::size_t, BindingProbability>> counted;
  for (const BindingRecord& record : sample.constraints) {
    std::vector<std::size_t> counts(sample.months.size(), 0);
    std::size_t all = 0;
    for (std::size_t i = 0; i < record.binds.size(); ++i) {
      counts[i % counts.size()] += record.binds[i] ? 1 : 0;
      all += record.binds[i] ? 1 : 0;
    }
    if (all == 0)
      continue;
    BindingProbability probability{.constraint = record.constraint};
    for (const std::size_t count : counts)
      probability.months.push_back(part(count, sample.runs()));
    for (const int year : years_of(sample)) {
      const std::vector<bool> outcome = by_run(sample, record, year);
      probability.years.push_back(
          part(static_cast<std::size_t>(std::count(outcome.begin(), outcome.end(), true)),
               sample.runs()));
    }
    counted.emplace_back(all, std::move(probability));
  }
  std::stable_sort(counted.begin(), counted.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<BindingProbability> result;
  for (auto& [count, probability] : counted)
    result.push_back(std::move(probability));
  return result;
}

std::vector<bool> binds_in_year(const StudySample& sample, const std::string& constraint,
                                int year) {
  const auto years = years_of(sample);
  if (std::find(years.begin(), years.end(), year) == years.end())
    throw std::invalid_argument("no run reaches " + std::to_string(year));
  const auto record =
      std::find_if(sample.constraints.begin(), sample.constraints.end(),
                   [&](const BindingRecord& each) { return each.constraint == constraint; });
  if (record == sample.constraints.end())
    throw std::invalid_argument("no constraint is named '" + constraint + "'");
  return by_run(sample, *record, year);
}

std::optional<DiscoveredBox> ranges_of(const StudySample& sample,
                                       const std::vector<bool>& outcome) {
  Rows rows;
  for (const std::size_t point : sample.points_of_runs)
    rows.push_back(sample.inputs[point]);
  std::vector<bool> has_levels;
  for (const SampleFactor& factor : sample.factors)
    has_levels.push_back(!factor.levels.empty());
  return discover_box(rows, outcome, has_levels, RandomSource(sample.seed));
}

}  // namespace chokepoint::tools
