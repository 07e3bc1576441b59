// Constraints that bind together: none of them brings anything alone.

#include <algorithm>
#include <map>

#include "sim/bottleneck/relief_worlds.hpp"
#include "sim/bottleneck/tie_search.hpp"

namespace chokepoint {

namespace {

/// What clearly binds at the end of that month and brings nothing alone, the main ones first.
TieSearch::Names bind_together(const ReliefQuestion& ask, const ReliefReport& report,
                               std::size_t month) {
  std::vector<const ReliefRow*> tied;
  for (const ReliefRow& row : report.rows) {
    if (row.frozen != ask.frozen || !row.extensive || row.e_plus.empty() || row.e_minus.empty())
      continue;
    // What is within the noise says nothing, and so binds with nobody.
    const bool binds = row.e_minus[month].mean >= kBindingElasticity &&
                       !report.is_no_slope(row, /*plus=*/false, month);
    if (binds && row.e_plus[month].mean < kBindingElasticity)
      tied.push_back(&row);
  }
  std::stable_sort(tied.begin(), tied.end(), [&](const ReliefRow* a, const ReliefRow* b) {
    return a->e_minus[month].mean > b->e_minus[month].mean;
  });
  TieSearch::Names names;
  for (const ReliefRow* row : tied)
    names.push_back(row->constraints.front());
  return names;
}

/// Searches side by side, so that all workers are busy; a set is run once.
class TieSearches {
 public:
  TieSearches(const ReliefQuestion& ask, ReliefWorlds& worlds) : ask_(ask), worlds_(worlds) {}

  void add(TieSearch::Names main_first, std::size_t month) {
    searches_.push_back({TieSearch(std::move(main_first)), month});
  }

  struct Tie {
    TieSearch::Names names;
    std::vector<std::size_t> months;
  };
  /// The sets, each once, with the months at whose end they bind.
  std::vector<Tie> run() {
    while (run_round()) {
    }
    std::vector<Tie> ties;
    for (const auto& [search, month] : searches_) {
      if (search.tie().empty())
        continue;
      const auto known =
          std::find_if(ties.begin(), ties.end(),
                       [&found = search.tie()](const Tie& tie) { return tie.names == found; });
      if (known == ties.end()) {
        ties.push_back({search.tie(), {month}});
      } else {
        known->months.push_back(month);
      }
    }
    return ties;
  }

 private:
  /// False when nobody wants any more.
  bool run_round() {
    std::vector<ReliefWorlds::Wanted> wanted;
    bool any = false;
    for (const auto& [search, month] : searches_) {
      for (const TieSearch::Names& names : search.wanted()) {
        any = true;
        if (responses_.try_emplace(names).second)
          wanted.push_back(worlds_.wanted(names, ask_.step, ask_.frozen));
      }
    }
    const auto outcomes = worlds_.run(wanted);
    for (std::size_t i = 0; i < wanted.size(); ++i)
      responses_[wanted[i].constraints] =
          worlds_.elasticity(outcomes[i], worlds_.change(wanted[i].constraints, wanted[i].by));
    for (auto& [search, month] : searches_) {
      for (const TieSearch::Names& names : search.wanted()) {
        const std::vector<Estimate>& response = responses_[names];
        if (!response.empty())
          search.found(names, response[month].mean);
      }
      search.narrow();
    }
    return any;
  }

  struct Search {
    TieSearch search;
    std::size_t month;
  };
  const ReliefQuestion& ask_;
  ReliefWorlds& worlds_;
  std::vector<Search> searches_;
  std::map<TieSearch::Names, std::vector<Estimate>> responses_;
};

}  // namespace

void find_ties(const ReliefQuestion& ask, ReliefWorlds& worlds, ReliefReport& report) {
  if (ask.addition)
    return;
  TieSearches searches(ask, worlds);
  for (const std::size_t month : ask.year_ends)
    searches.add(bind_together(ask, report, month), month);
  const std::vector<TieSearches::Tie> ties = searches.run();
  std::vector<ReliefWorlds::Wanted> wanted;
  for (const auto& [names, months] : ties) {
    wanted.push_back(worlds.wanted(names, ask.step, ask.frozen));
    wanted.push_back(worlds.wanted(names, -ask.step, ask.frozen));
  }
  const auto outcomes = worlds.run(wanted);
  for (std::size_t i = 0; i < ties.size(); ++i) {
    ReliefRow row = relief_row(worlds, ties[i].names, ask.step, ask.frozen, outcomes[2 * i],
                               outcomes[2 * i + 1]);
    for (const std::size_t month : ties[i].months) {
      if (!row.e_plus.empty() && !report.is_no_slope(row, /*plus=*/true, month))
        row.tied.push_back(month);
    }
    if (!row.tied.empty() || row.failed())
      report.ties.push_back(std::move(row));
  }
}

}  // namespace chokepoint
