// What `relieve` says of its rows as a whole: labels that do not bind, and sums of one side.

#include <algorithm>
#include <cmath>

#include "sim/base/text.hpp"
#include "sim/record/relief_cells.hpp"
#include "sim/record/relief_tables.hpp"
#include "sim/record/text_cells.hpp"

namespace chokepoint {

namespace {

/// Of what that year added: per cent less for one per cent less of it, decisions kept.
double of_the_year(const ReliefHeading& heading, const ReliefReport& report, const ReliefRow& row,
                   std::size_t year) {
  const auto lost = [&](std::size_t month) {
    return row.e_minus[month].mean * report.output[month].mean;
  };
  const std::size_t end = heading.year_ends[year];
  double added = report.output[end].mean;
  double less = lost(end);
  if (year > 0) {
    added -= report.output[heading.year_ends[year - 1]].mean;
    less -= lost(heading.year_ends[year - 1]);
  }
  return added > 0 ? less / added : 0;
}

/// "10 %"
std::string in_percent(double part) {
  return shortest(std::round(part * 1e4) / 100) + " %";
}

/// Less of it costs clearly, and more of it alone brings nothing.
bool only_hurts(const ReliefReport& report, const ReliefRow& row, std::size_t month) {
  return row.extensive && !row.e_plus.empty() && !row.e_minus.empty() &&
         row.e_minus[month].mean >= kBindingElasticity &&
         row.e_plus[month].mean < kBindingElasticity &&
         !report.is_no_slope(row, /*plus=*/false, month);
}

bool is_tied(const ReliefReport& report, const ReliefRow& row, std::size_t month) {
  return std::any_of(report.ties.begin(), report.ties.end(), [&](const ReliefRow& tie) {
    return tie.frozen == row.frozen &&
           std::find(tie.constraints.begin(), tie.constraints.end(), row.constraints.front()) !=
               tie.constraints.end() &&
           std::find(tie.tied.begin(), tie.tied.end(), month) != tie.tied.end();
  });
}

/// ", but sites 0.41, money 0.30": of what less costs most at that year's end instead, if anything
/// else does.
std::string instead_text(const ReliefReport& report, const ReliefRow& label, std::size_t month) {
  constexpr std::size_t kMost = 2;
  constexpr double kWorthAWord = 0.1;
  std::vector<const ReliefRow*> rows;
  for (const ReliefRow& row : report.rows) {
    if (row.frozen && &row != &label && !row.e_minus.empty() &&
        row.e_minus[month].mean >= kWorthAWord)
      rows.push_back(&row);
  }
  std::stable_sort(rows.begin(), rows.end(), [month](const ReliefRow* a, const ReliefRow* b) {
    return a->e_minus[month].mean > b->e_minus[month].mean;
  });
  if (rows.empty())
    return ", and nothing else that was run " + two_digits(kWorthAWord);
  std::string text;
  for (std::size_t i = 0; i < std::min(rows.size(), kMost); ++i)
    text += (i == 0 ? ", but " : ", ") + rows[i]->constraints.front() + " " +
            two_digits(rows[i]->e_minus[month].mean);
  return text;
}

}  // namespace

std::string unpaired_text(const ReliefHeading& heading, const ReliefReport& report, int width) {
  const bool frozen = report.has_frozen();
  std::string names;
  for (const ReliefRow& row : report.rows) {
    std::vector<int> years;
    for (std::size_t y = 0; y < heading.years.size(); ++y) {
      const std::size_t month = heading.year_ends[y];
      if (row.frozen == frozen && only_hurts(report, row, month) && !is_tied(report, row, month))
        years.push_back(heading.years[y]);
    }
    if (!years.empty())
      names +=
          (names.empty() ? "" : "; ") + row.constraints.front() + " (" + years_text(years) + ")";
  }
  if (heading.step == 0 || !report.sum || names.empty())
    return {};
  return "\n" +
         wrapped(
             "Less of it costs, more of it alone brings nothing, and no set of those that are like "
             "that at the same year's end brings half of its step together: " +
                 names +
                 (frozen ? "."
                         : ". Where decisions react, what less of it costs may be their doing; "
                           "--frozen keeps them."),
             width) +
         "\n";
}

std::string labels_text(const ReliefHeading& heading, const ReliefReport& report, int width) {
  if (!report.has_frozen() && heading.step > 0 && report.sum && !heading.labels.empty() &&
      !report.rows.empty())
    return "\n" +
           wrapped(
               "Whether what a year is named after binds is asked with decisions kept: --frozen "
               "says so, year by year.",
               width) +
           "\n";
  std::string names;
  for (std::size_t y = 0; y < std::min(heading.labels.size(), heading.years.size()); ++y) {
    for (const ReliefRow& row : report.rows) {
      if (!row.frozen || row.e_minus.empty() || row.constraints.front() != heading.labels[y])
        continue;
      // What a year adds overshoots: what came less in one may come more in the next.
      const double less = row.e_minus[heading.year_ends[y]].mean;
      if (less < kBindingElasticity && of_the_year(heading, report, row, y) < kBindingElasticity)
        names += (names.empty() ? "" : ", ") + std::to_string(heading.years[y]) + " " +
                 heading.labels[y] + " (" + two_digits(less) +
                 instead_text(report, row, heading.year_ends[y]) + ")";
    }
  }
  if (names.empty())
    return {};
  return "\n" +
         wrapped(
             "Named after, though it does not bind (with decisions kept, " +
                 in_percent(heading.step) + " less of it costs under " +
                 in_percent(heading.step * kBindingElasticity) +
                 " of what is online at the year's end, for one per cent in brackets, and of what "
                 "the year added; behind it what costs most instead): " +
                 names +
                 ". The label is the largest part of what a year newly fell short by; where "
                 "sources replace each other, or the shortage passes from one to the next "
                 "within the year, the largest part is small, and less of it is made up for.",
             width) +
         "\n";
}

std::string one_sided_text(const ReliefReport& report, bool frozen, std::size_t month) {
  constexpr std::size_t kMost = 4;
  constexpr double kOneSided = 0.1;
  std::vector<const ReliefRow*> rows;
  const auto apart = [month](const ReliefRow& row) {
    return row.e_minus[month].mean - row.e_plus[month].mean;
  };
  for (const ReliefRow& row : report.rows) {
    if (row.frozen == frozen && row.extensive && !row.e_plus.empty() && !row.e_minus.empty() &&
        std::abs(apart(row)) > kOneSided)
      rows.push_back(&row);
  }
  std::stable_sort(rows.begin(), rows.end(), [&](const ReliefRow* a, const ReliefRow* b) {
    return std::abs(apart(*a)) > std::abs(apart(*b));
  });
  rows.resize(std::min(rows.size(), kMost));
  std::string text;
  for (const ReliefRow* row : rows)
    text += (text.empty() ? " What counts more on one side than on the other, and there for itself "
                            "and for what it is tied to: "
                          : ", ") +
            row->constraints.front() + " (e+ " + two_digits(row->e_plus[month].mean) + ", e- " +
            two_digits(row->e_minus[month].mean) + ")";
  return text.empty() ? text : text + ".";
}

}  // namespace chokepoint
