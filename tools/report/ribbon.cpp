#include "tools/report/ribbon.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <utility>

#include "sim/record/headline.hpp"
#include "tools/report/html_text.hpp"

namespace chokepoint::tools {

namespace {

/// In a year with less growth of the backlog than this part of the growth of demand, months count
/// by what was unmet: the rule of result-files.md.
constexpr double kHardlyGrew = 0.02;
/// Rows that never reach this share of a quarter are not shown.
constexpr double kShown = 0.005;
constexpr std::size_t kColours = 10;

using Month = std::pair<int, unsigned>;

Month month_of(const Date& date) {
  return {static_cast<int>(date.year()), static_cast<unsigned>(date.month())};
}

std::map<Month, double> total_by_month(const RunResult& result, std::string_view name) {
  std::map<Month, double> values;
  for (const Series& series : result.series) {
    if (series.series != name || !series.entity.empty() || !series.generation.empty())
      continue;
    for (const SeriesPoint& point : series.points)
      values[month_of(point.date)] = point.value;
  }
  return values;
}

double at(const std::map<Month, double>& values, Month month) {
  const auto found = values.find(month);
  return found == values.end() ? 0.0 : found->second;
}

/// How much each month counts.
std::map<Month, double> weights_of(const RunResult& result) {
  const auto fell_behind = total_by_month(result, "fell_behind");
  const auto unmet = total_by_month(result, "unmet");
  const auto demand = total_by_month(result, "demand");
  std::map<Month, double> weights;
  double demand_before = 0;
  for (const YearSummary& year : result.years) {
    double grown = 0;
    for (unsigned m = 1; m <= 12; ++m)
      grown += at(fell_behind, {year.year, m});
    const double demand_now = at(demand, {year.year, 12});
    const bool growing = grown > kHardlyGrew * (demand_now - demand_before);
    demand_before = demand_now;
    for (unsigned m = 1; m <= 12; ++m)
      weights[{year.year, m}] =
          growing ? at(fell_behind, {year.year, m}) : at(unmet, {year.year, m});
  }
  return weights;
}

std::vector<Quarter> quarters_of(const RunResult& result) {
  std::vector<Quarter> quarters;
  for (const YearSummary& year : result.years) {
    for (int q = 1; q <= 4; ++q)
      quarters.push_back({year.year, q});
  }
  return quarters;
}

/// Sums before they are divided by their weight.
struct Sums {
  std::vector<double> weight;                         ///< by quarter
  std::map<std::string, std::vector<RibbonCell>> of;  ///< by constraint
  std::map<std::string, double> total;
  double total_weight = 0;
};

Sums sums_of(const RunResult& result, const std::vector<Quarter>& quarters) {
  Sums sums;
  sums.weight.resize(quarters.size());
  const auto weights = weights_of(result);
  std::set<Month> told;
  const int first = quarters.empty() ? 0 : quarters.front().year;
  for (const BottleneckRow& row : result.bottlenecks) {
    const Month month = month_of(row.month);
    const double weight = at(weights, month);
    const auto q = static_cast<std::size_t>((month.first - first) * 4) + (month.second - 1) / 3;
    if (month.first < first || q >= quarters.size())
      continue;
    if (told.insert(month).second) {
      sums.weight[q] += weight;
      sums.total_weight += weight;
    }
    auto& cells = sums.of[row.constraint];
    cells.resize(quarters.size());
    if (row.proximate_share) {
      cells[q].share += weight * *row.proximate_share;
      sums.total[row.constraint] += weight * *row.proximate_share;
    }
    if (row.root_share)
      cells[q].roots[row.root] += weight * *row.root_share;
  }
  return sums;
}

void divide(std::vector<RibbonCell>& cells, const std::vector<double>& weight) {
  for (std::size_t q = 0; q < cells.size(); ++q) {
    if (weight[q] <= 0) {
      cells[q] = {};
      continue;
    }
    cells[q].share /= weight[q];
    for (auto& root : cells[q].roots)
      root.second /= weight[q];
  }
}

std::vector<double> yearly(const RunResult& result, const std::string& constraint) {
  std::vector<double> shares;
  for (const YearSummary& year : result.years) {
    double share = 0;
    for (const ConstraintShare& entry : year.shares) {
      if (entry.constraint == constraint)
        share += entry.share;
    }
    shares.push_back(share);
  }
  return shares;
}

std::size_t first_peak(const RibbonRow& row) {
  const auto larger = [](const RibbonCell& a, const RibbonCell& b) { return a.share < b.share; };
  return static_cast<std::size_t>(std::distance(
      row.cells.begin(), std::max_element(row.cells.begin(), row.cells.end(), larger)));
}

std::size_t rank_of(const std::string& group) {
  constexpr std::array<std::string_view, 6> kOrder = {
      "Chain", "Chips", "Power", "Sites", "Money and demand", "Time"};
  return static_cast<std::size_t>(
      std::distance(kOrder.begin(), std::find(kOrder.begin(), kOrder.end(), group)));
}

/// The largest of years get a colour, in the order of the years.
void give_colours(const RunResult& result, std::vector<RibbonRow>& rows) {
  std::size_t next = 1;
  for (const YearSummary& year : result.years) {
    for (RibbonRow& row : rows) {
      if (row.constraint == largest_of(year) && row.colour == 0 && next <= kColours)
        row.colour = next++;
    }
  }
}

}  // namespace

Ribbon ribbon_of(const RunResult& result) {
  Ribbon ribbon;
  ribbon.quarters = quarters_of(result);
  Sums sums = sums_of(result, ribbon.quarters);
  for (auto& [constraint, cells] : sums.of) {
    divide(cells, sums.weight);
    const bool shown = std::any_of(cells.begin(), cells.end(),
                                   [](const RibbonCell& cell) { return cell.share >= kShown; });
    if (!shown)
      continue;
    RibbonRow& row = ribbon.rows.emplace_back();
    row.constraint = constraint;
    row.label = label_of(result.titles, constraint);
    row.group = group_of(constraint);
    row.total = sums.total_weight > 0 ? sums.total[constraint] / sums.total_weight : 0;
    row.cells = std::move(cells);
    row.years = yearly(result, constraint);
  }
  std::stable_sort(ribbon.rows.begin(), ribbon.rows.end(),
                   [](const RibbonRow& a, const RibbonRow& b) {
                     return std::pair(rank_of(a.group), first_peak(a)) <
                            std::pair(rank_of(b.group), first_peak(b));
                   });
  give_colours(result, ribbon.rows);
  const auto unmet = total_by_month(result, "unmet");
  ribbon.of.resize(ribbon.quarters.size());
  for (std::size_t q = 0; q < ribbon.quarters.size(); ++q) {
    const auto first = static_cast<unsigned>((ribbon.quarters[q].quarter - 1) * 3 + 1);
    double sum = 0;
    for (unsigned m = first; m < first + 3; ++m)
      sum += at(unmet, {ribbon.quarters[q].year, m});
    ribbon.unmet.push_back(sum);
    for (std::size_t r = 0; r < ribbon.rows.size(); ++r) {
      if (ribbon.rows[r].cells[q].share >= kShown)
        ribbon.of[q].push_back(r);
    }
    std::stable_sort(ribbon.of[q].begin(), ribbon.of[q].end(), [&](std::size_t a, std::size_t b) {
      return ribbon.rows[a].cells[q].share > ribbon.rows[b].cells[q].share;
    });
  }
  return ribbon;
}

const RibbonRow* row_of(const Ribbon& ribbon, std::string_view constraint) {
  for (const RibbonRow& row : ribbon.rows) {
    if (row.constraint == constraint)
      return &row;
  }
  return nullptr;
}

}  // namespace chokepoint::tools
