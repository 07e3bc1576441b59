#include "sim/bottleneck/relief_study.hpp"

#include <algorithm>

#include "sim/bottleneck/relief_worlds.hpp"

namespace chokepoint {

namespace {

using Wanted = ReliefWorlds::Wanted;

/// One constraint at a time, more and less of it.
void run_each(const ReliefQuestion& ask, ReliefWorlds& worlds, ReliefReport& report) {
  const std::vector<bool> modes = ask.frozen ? std::vector<bool>{false, true} : std::vector{false};
  std::vector<Wanted> wanted;
  for (const auto& constraint : ask.constraints) {
    for (const bool frozen : modes) {
      wanted.push_back(worlds.wanted({constraint.name}, ask.addition ? 0 : ask.step, frozen));
      if (!ask.addition)
        wanted.push_back(worlds.wanted({constraint.name}, -ask.step, frozen));
    }
  }
  const auto outcomes = worlds.run(wanted);
  std::size_t next = 0;
  for (const auto& constraint : ask.constraints) {
    for (const bool frozen : modes) {
      const auto& more = outcomes[next++];
      const ReliefWorlds::Outcomes less =
          ask.addition ? ReliefWorlds::Outcomes{} : outcomes[next++];
      ReliefRow row = relief_row(worlds, {constraint.name}, ask.step, frozen, more, less);
      row.share = constraint.share;
      row.extensive = constraint.extensive;
      row.group = constraint.group;
      report.rows.push_back(std::move(row));
    }
  }
}

/// The amounts that bring most. (A lead has no calendar year: it is a time of whatever begins.)
std::vector<const ReliefRow*> main_rows(const ReliefQuestion& ask, const ReliefReport& report) {
  std::vector<const ReliefRow*> rows;
  for (const ReliefRow& row : report.rows) {
    if (row.frozen == ask.frozen && row.extensive)
      rows.push_back(&row);
  }
  std::stable_sort(rows.begin(), rows.end(), [&](const ReliefRow* a, const ReliefRow* b) {
    return largest(ask, a->gain) > largest(ask, b->gain);
  });
  rows.resize(std::min(rows.size(), ask.most_windowed));
  return rows;
}

void run_windows(const ReliefQuestion& ask, ReliefWorlds& worlds, ReliefReport& report) {
  if (ask.addition)
    return;
  std::vector<Wanted> wanted;
  for (const ReliefRow* row : main_rows(ask, report)) {
    for (const auto& [from, to] : ask.windows)
      wanted.push_back({row->constraints, ask.step, ask.frozen, from, to, {}});
  }
  const auto outcomes = worlds.run(wanted);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    ReliefWindow window{wanted[i].constraints.front(),
                        wanted[i].from,
                        wanted[i].to,
                        {},
                        ReliefWorlds::failure_of(outcomes[i])};
    const auto gain = worlds.gain(outcomes[i]);
    for (const std::size_t month : ask.year_ends) {
      if (!gain.empty())
        window.gain.push_back(gain[month]);
    }
    report.windows.push_back(std::move(window));
  }
}

}  // namespace

int pilot_replications(const ReliefQuestion& question, const RunVariants& run) {
  ReliefWorlds worlds(question, run);
  ReliefReport pilot;
  run_each(question, worlds, pilot);
  double deviation = 0;
  for (const ReliefRow& row : pilot.rows) {
    const double scale = question.addition ? std::max(1e-9, largest(question, row.gain)) : 1;
    for (const auto* by_month : {question.addition ? &row.gain : &row.e_plus, &row.e_minus}) {
      for (const std::size_t month : question.year_ends) {
        if (!by_month->empty())
          deviation = std::max(deviation, (*by_month)[month].deviation / scale);
      }
    }
  }
  return replications_for(deviation, 0.05);
}

ReliefReport study_relief(const ReliefQuestion& question, const RunVariants& run) {
  ReliefWorlds worlds(question, run);
  ReliefReport report;
  report.output = worlds.online();
  run_each(question, worlds, report);
  measure_noise(question, worlds, report);
  measure_like_worlds(question, worlds, report);
  measure_slopes(question, worlds, report);
  find_ties(question, worlds, report);
  find_headrooms(question, worlds, report);
  run_windows(question, worlds, report);
  add_up(question, worlds, report);
  report.failed = worlds.failed();
  return report;
}

}  // namespace chokepoint
