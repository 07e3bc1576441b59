#include "models/year_roots.hpp"

#include <algorithm>

namespace chokepoint::models {

YearRoots::YearRoots(const Trace& trace, const Ledger& ledger)
    : ledger_(ledger),
      causes_(trace, ledger,
              [this](const RootCauses& causes, const MonthLedger& month) { add(causes, month); }) {}

const YearLedger& YearRoots::year_of(const MonthLedger& month) const {
  return *std::find_if(ledger_.years().begin(), ledger_.years().end(),
                       [&](const YearLedger& year) { return year.year == month.year; });
}

void YearRoots::add(const RootCauses& causes, const MonthLedger& month) {
  const ConstraintId constraint = year_of(month).label;
  const auto share =
      std::find_if(month.shares.begin(), month.shares.end(),
                   [&](const LedgerShare& one) { return one.constraint == constraint; });
  if (share == month.shares.end() || month.weight <= 0)
    return;
  const Tick cause = cause_of(*share);
  const auto place = static_cast<std::size_t>(share - month.shares.begin());
  const RootStory all{.roots = causes.of_share(static_cast<std::size_t>(month.month), place)};
  for (const GateShare& gate : causes.gates_of(month, constraint)) {
    std::vector<RootStory>& stories = stories_[{month.month, gate.gate}];
    const Capacity capacity{constraint, gate.gate};
    for (const Increment* next : causes.next_increments(capacity, cause)) {
      const bool has_come = causes.has_come(*next);
      stories.push_back({.roots = causes.of(*next, cause),
                         .next = next,
                         .cause = cause,
                         .judged_by_it = has_come,
                         .dates = has_come ? causes.dates(*next, cause) : IncrementDates{}});
    }
    std::stable_partition(stories.begin(), stories.end(),
                          [](const RootStory& story) { return story.judged_by_it; });
    stories.push_back({.roots = causes.of(capacity, cause)});
    stories.push_back(all);
  }
}

bool YearRoots::tells(const YearLedger& year, const RootStory& story) const {
  const std::vector<RootPart> roots = of(year);
  return !roots.empty() && !story.roots.empty() &&
         story.roots.front().cause == roots.front().cause &&
         story.roots.front().where == roots.front().where;
}

const RootStory* YearRoots::story(const YearLedger& year, int month, GateId gate) const {
  const auto found = stories_.find({month, gate});
  if (found == stories_.end())
    return nullptr;
  for (const RootStory& story : found->second) {
    if (tells(year, story))
      return &story;
  }
  return &found->second.back();
}

}  // namespace chokepoint::models
