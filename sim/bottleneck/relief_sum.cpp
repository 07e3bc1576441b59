// Whether elasticities add up to one, as they do where nothing is missing and nothing is tied.

#include <algorithm>

#include "sim/bottleneck/relief_worlds.hpp"

namespace chokepoint {

namespace {

using Names = ReliefWorlds::Names;

/// Of both sides, where there can be less of it.
double central(const ReliefRow& row, std::size_t month) {
  if (row.e_minus.empty())
    return row.e_plus[month].mean;
  return (row.e_plus[month].mean + row.e_minus[month].mean) / 2;
}

/// The rows of that group, or of all groups, added up.
ReliefSum sum_of(const ReliefQuestion& ask, const ReliefReport& report,
                 std::optional<ReliefGroup> group) {
  ReliefSum sum;
  sum.parts.assign(report.output.size(), 0);
  for (const ReliefRow& row : report.rows) {
    if (row.frozen != ask.frozen || !row.extensive || (group && row.group != *group))
      continue;
    if (row.e_plus.empty() || !row.failure_minus.empty()) {
      sum.missing.push_back(row.constraints.front());
      continue;
    }
    for (std::size_t month = 0; month < sum.parts.size(); ++month)
      sum.parts[month] += central(row, month);
  }
  return sum;
}

/// What was online at the start scales with itself and with nothing else: no world needs to be run.
void add_start(const std::vector<double>& shares, ReliefSum& sum) {
  for (auto* by_month : {&sum.parts, &sum.together}) {
    for (std::size_t month = 0; month < by_month->size(); ++month)
      (*by_month)[month] += shares[month];
  }
}

Names names_of(const ReliefQuestion& ask, std::optional<ReliefGroup> group) {
  Names names;
  for (const auto& constraint : ask.extensive) {
    if (!group || constraint.group == *group)
      names.push_back(constraint.name);
  }
  return names;
}

}  // namespace

std::string_view text(ReliefGroup group) {
  switch (group) {
    case ReliefGroup::works:
      return "works";
    case ReliefGroup::decisions:
      return "decisions";
    case ReliefGroup::first_stock:
      return "first stock";
    case ReliefGroup::outsiders:
      return "outsiders";
  }
  return "works";
}

void add_up(const ReliefQuestion& ask, ReliefWorlds& worlds, ReliefReport& report) {
  if (!ask.together || ask.addition || ask.extensive.empty())
    return;
  std::vector<ReliefWorlds::Wanted> wanted;
  const auto want = [&](const Names& names, const std::string& title) {
    for (const double by : {ask.step, -ask.step}) {
      wanted.push_back(worlds.wanted(names, by, ask.frozen));
      wanted.back().title = title;
      wanted.back().whole = false;
    }
  };
  report.sum = sum_of(ask, report, std::nullopt);
  want(names_of(ask, std::nullopt), "all amounts");
  for (const ReliefGroup group : kReliefGroups) {
    const Names names = names_of(ask, group);
    if (names.empty())
      continue;
    report.groups.emplace_back(group, sum_of(ask, report, group));
    want(names, "all " + std::string(text(group)));
  }
  const auto outcomes = worlds.run(wanted);
  for (std::size_t i = 0; i < outcomes.size(); i += 2) {
    ReliefSum& sum = i == 0 ? *report.sum : report.groups[i / 2 - 1].second;
    const ReliefRow all =
        relief_row(worlds, {}, ask.step, ask.frozen, outcomes[i], outcomes[i + 1]);
    if (all.e_plus.empty() || all.e_minus.empty())
      continue;
    for (std::size_t month = 0; month < report.output.size(); ++month)
      sum.together.push_back(central(all, month));
  }
  if (ask.online_at_start <= 0 || ask.from > 0)
    return;
  for (const Estimate& output : report.output)
    report.online_at_start.push_back(output.mean > 0 ? ask.online_at_start / output.mean : 0);
  add_start(report.online_at_start, *report.sum);
  for (auto& [group, sum] : report.groups) {
    if (group == ReliefGroup::first_stock)
      add_start(report.online_at_start, sum);
  }
}

}  // namespace chokepoint
