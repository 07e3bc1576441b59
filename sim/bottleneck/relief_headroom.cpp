// How much more of each constraint helps until another takes over.

#include <algorithm>

#include "sim/bottleneck/headroom.hpp"
#include "sim/bottleneck/relief_worlds.hpp"

namespace chokepoint {

namespace {

/// The year end at which it counts most.
std::size_t best_year_end(const ReliefQuestion& ask, const ReliefRow& row) {
  std::size_t best = ask.year_ends.front();
  for (const std::size_t month : ask.year_ends) {
    if (row.e_plus[month].mean > row.e_plus[best].mean)
      best = month;
  }
  return best;
}

double relative(const ReliefWorlds::Outcomes& changed, const ReliefWorlds::Outcomes& base,
                std::size_t month) {
  double sum = 0;
  for (std::size_t r = 0; r < changed.size(); ++r)
    sum += changed[r].output[month] / base[r].output[month];
  return sum / static_cast<double>(changed.size());
}

}  // namespace

void find_headrooms(const ReliefQuestion& ask, ReliefWorlds& worlds, ReliefReport& report) {
  if (!ask.headroom || ask.addition)
    return;
  std::vector<HeadroomSearch> searches;
  std::vector<ReliefRow*> rows;
  for (auto* kind : {&report.rows, &report.ties}) {
    for (ReliefRow& row : *kind) {
      if (largest(ask, row.e_plus) < kBindingElasticity)
        continue;
      rows.push_back(&row);
      searches.emplace_back(best_year_end(ask, row), ask.step);
    }
  }
  for (int round = 0; round < HeadroomSearch::kRounds; ++round) {
    std::vector<ReliefWorlds::Wanted> wanted;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (const double by : searches[i].wanted())
        wanted.push_back(worlds.wanted(rows[i]->constraints, by, rows[i]->frozen));
    }
    const auto outcomes = worlds.run(wanted);
    std::size_t next = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      HeadroomSearch& search = searches[i];
      for (const double by : search.wanted()) {
        const auto& outcome = outcomes[next++];
        if (ReliefWorlds::failure_of(outcome).empty())
          search.found(worlds.change(rows[i]->constraints, by),
                       relative(outcome, worlds.base(), search.month()));
      }
      search.narrow();
    }
  }
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows[i]->headroom = searches[i].headroom();
}

}  // namespace chokepoint
