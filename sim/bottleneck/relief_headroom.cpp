// How much more of each constraint helps until another takes over.

#include <algorithm>
#include <map>

#include "sim/bottleneck/headroom.hpp"
#include "sim/bottleneck/relief_worlds.hpp"

namespace chokepoint {

namespace {

double relative(const ReliefWorlds::Outcomes& changed, const ReliefWorlds::Outcomes& base,
                std::size_t month) {
  double sum = 0;
  for (std::size_t r = 0; r < changed.size(); ++r)
    sum += changed[r].output[month] / base[r].output[month];
  return sum / static_cast<double>(changed.size());
}

/// At some year's end more of it brings more than noise.
bool brings_something(const ReliefQuestion& ask, const ReliefReport& report, const ReliefRow& row) {
  return std::any_of(ask.year_ends.begin(), ask.year_ends.end(), [&](std::size_t month) {
    return !row.e_plus.empty() && row.e_plus[month].mean >= kBindingElasticity &&
           !report.within_noise(row.frozen, row.gain[month], month);
  });
}

/// One row's search, and what the worlds of its ladder brought.
struct RowSearch {
  ReliefRow* row;
  HeadroomSearch search{};
  std::vector<std::pair<double, ReliefWorlds::Outcomes>> worlds{};
  std::optional<std::size_t> month{};

  /// The year's end at which it counts most, over all small relaxations together.
  void choose_month(const ReliefQuestion& ask, const ReliefWorlds::Outcomes& base) {
    double most = 0;
    for (const std::size_t end : ask.year_ends) {
      std::map<double, double> output;
      for (const auto& [by, outcome] : worlds)
        output[by] = relative(outcome, base, end);
      const double weight = weight_of_small_steps(output);
      if (!month || weight > most) {
        month = end;
        most = weight;
      }
    }
  }
};

}  // namespace

void find_headrooms(const ReliefQuestion& ask, ReliefWorlds& worlds, ReliefReport& report) {
  if (!ask.headroom || ask.addition)
    return;
  std::vector<RowSearch> searches;
  for (auto* kind : {&report.rows, &report.ties}) {
    for (ReliefRow& row : *kind) {
      if (brings_something(ask, report, row))
        searches.push_back({&row});
    }
  }
  for (int round = 0; round < HeadroomSearch::kRounds; ++round) {
    std::vector<ReliefWorlds::Wanted> wanted;
    for (const RowSearch& one : searches) {
      for (const double by : one.search.wanted())
        wanted.push_back(worlds.wanted(one.row->constraints, by, one.row->frozen));
    }
    const auto outcomes = worlds.run(wanted);
    std::size_t next = 0;
    for (RowSearch& one : searches) {
      one.worlds.clear();
      for (const double by : one.search.wanted()) {
        const auto& outcome = outcomes[next++];
        if (ReliefWorlds::failure_of(outcome).empty())
          one.worlds.emplace_back(worlds.change(one.row->constraints, by), outcome);
      }
      if (!one.month)
        one.choose_month(ask, worlds.base());
      for (const auto& [by, outcome] : one.worlds)
        one.search.found(by, relative(outcome, worlds.base(), *one.month));
      one.search.narrow();
    }
  }
  for (const RowSearch& one : searches) {
    one.row->headroom = one.search.headroom();
    one.row->headroom_month = one.month;
  }
}

}  // namespace chokepoint
