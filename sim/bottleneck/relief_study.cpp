#include "sim/bottleneck/relief_study.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/bottleneck/headroom.hpp"

namespace chokepoint {

namespace {

using Outcomes = std::vector<VariantOutcome>;  ///< by replication

/// So small a change says nothing about what is changed; what it moves is noise.
constexpr double kNudge = 1e-4;
constexpr std::size_t kNudges = 8;
/// Constraints that bind together: how many at most, and what they bring at least.
constexpr std::size_t kMostTied = 4;
constexpr double kTogether = 0.5;

/// Constraints of which each binds and none alone.
struct Tie {
  std::vector<std::string> names;
  bool frozen = false;
  friend bool operator==(const Tie&, const Tie&) = default;
};

std::string failure_of(const Outcomes& outcomes) {
  for (std::size_t r = 0; r < outcomes.size(); ++r) {
    if (outcomes[r].failure.empty())
      continue;
    const std::string where =
        outcomes.size() > 1 ? "replication " + std::to_string(r + 1) + ": " : "";
    return where + outcomes[r].failure;
  }
  return {};
}

/// Mean over replications of `measure(changed, base)` month by month.
template <class Measure>
std::vector<Estimate> compare(const Outcomes& changed, const Outcomes& base, Measure measure) {
  const std::size_t months = base.front().output.size();
  std::vector<Estimate> estimates(months);
  std::vector<double> values(base.size());
  for (std::size_t month = 0; month < months; ++month) {
    for (std::size_t r = 0; r < base.size(); ++r)
      values[r] = measure(changed[r].output[month], base[r].output[month]);
    estimates[month] = estimate(values);
  }
  return estimates;
}

class Study {
 public:
  Study(const ReliefQuestion& question, const RunVariants& run) : ask_(question), run_(run) {}

  ReliefReport report() {
    run_each();
    run_nudges();
    find_headrooms();
    run_ties();
    run_windows();
    run_together();
    return std::move(report_);
  }

 private:
  [[nodiscard]] Variant changed(const std::vector<std::string>& names, double by, bool frozen,
                                Tick from, Tick to) const {
    Variant variant{.frozen = frozen};
    for (const std::string& name : names)
      variant.relaxed.push_back(Relaxation::by(name, 1 + by, from, to));
    return variant;
  }
  [[nodiscard]] Variant changed(const std::vector<std::string>& names, double by,
                                bool frozen) const {
    return changed(names, by, frozen, ask_.from, ask_.to);
  }

  void run_each();
  void run_nudges();
  ReliefRow row_of(const std::vector<std::string>& names, bool frozen, const Outcomes& more,
                   const Outcomes& less) const;
  void find_headrooms();
  void run_ties();
  [[nodiscard]] Tie tie_of(std::size_t year) const;
  void run_windows();
  void run_together();
  [[nodiscard]] double at(const std::vector<Estimate>& by_month, std::size_t year) const {
    return by_month.empty() ? 0 : by_month[ask_.year_ends[year]].mean;
  }
  [[nodiscard]] double most(const std::vector<Estimate>& by_month) const {
    double most = 0;
    for (std::size_t year = 0; year < ask_.year_ends.size(); ++year)
      most = std::max(most, at(by_month, year));
    return most;
  }

  const ReliefQuestion& ask_;
  const RunVariants& run_;
  Outcomes base_;
  ReliefReport report_;
};

ReliefRow Study::row_of(const std::vector<std::string>& names, bool frozen, const Outcomes& more,
                        const Outcomes& less) const {
  ReliefRow row{.constraints = names, .frozen = frozen};
  row.failure_plus = failure_of(more);
  const double step = ask_.step;
  if (row.failure_plus.empty()) {
    row.gain = compare(more, base_, [](double with, double without) { return with - without; });
    if (!ask_.addition) {
      row.e_plus = compare(more, base_, [step](double with, double without) {
        return without > 0 ? (with - without) / (step * without) : 0;
      });
    }
  }
  if (less.empty())
    return row;
  row.failure_minus = failure_of(less);
  if (row.failure_minus.empty()) {
    row.e_minus = compare(less, base_, [step](double with, double without) {
      return without > 0 ? (without - with) / (step * without) : 0;
    });
  }
  return row;
}

void Study::run_each() {
  std::vector<Variant> variants{Variant{}};
  const std::vector<bool> modes =
      ask_.frozen ? std::vector<bool>{false, true} : std::vector<bool>{false};
  for (const auto& constraint : ask_.constraints) {
    for (const bool frozen : modes) {
      if (ask_.addition) {
        variants.push_back({.relaxed = {*ask_.addition}, .frozen = frozen});
        continue;
      }
      variants.push_back(changed({constraint.name}, ask_.step, frozen));
      variants.push_back(changed({constraint.name}, -ask_.step, frozen));
    }
  }
  const auto outcomes = run_(variants);
  base_ = outcomes.front();
  if (const std::string failure = failure_of(base_); !failure.empty())
    throw ModelError("the base world does not run: " + failure);
  report_.output = compare(base_, base_, [](double with, double) { return with; });
  std::size_t next = 1;
  for (const auto& constraint : ask_.constraints) {
    for (const bool frozen : modes) {
      const Outcomes& more = outcomes[next++];
      ReliefRow row =
          row_of({constraint.name}, frozen, more, ask_.addition ? Outcomes{} : outcomes[next++]);
      row.share = constraint.share;
      row.extensive = constraint.extensive;
      report_.rows.push_back(std::move(row));
    }
  }
}

void Study::run_nudges() {
  std::vector<Variant> variants;
  for (const auto& constraint : ask_.constraints) {
    if (variants.size() >= kNudges)
      break;
    variants.push_back(changed({constraint.name}, kNudge, ask_.frozen));
    variants.push_back(changed({constraint.name}, -kNudge, ask_.frozen));
  }
  report_.noise.assign(report_.output.size(), 0);
  for (const Outcomes& outcome : run_(variants)) {
    if (!failure_of(outcome).empty())
      continue;
    const auto moved = compare(
        outcome, base_, [](double with, double without) { return std::abs(with - without); });
    for (std::size_t month = 0; month < moved.size(); ++month)
      report_.noise[month] = std::max(report_.noise[month], moved[month].mean);
  }
}

void Study::find_headrooms() {
  if (!ask_.headroom || ask_.addition)
    return;
  std::vector<HeadroomSearch> searches;
  std::vector<ReliefRow*> rows;
  for (ReliefRow& row : report_.rows) {
    if (most(row.e_plus) < kBindingElasticity)
      continue;
    std::size_t best = 0;
    for (std::size_t year = 1; year < ask_.year_ends.size(); ++year) {
      if (at(row.e_plus, year) > at(row.e_plus, best))
        best = year;
    }
    rows.push_back(&row);
    searches.emplace_back(ask_.year_ends[best], ask_.step);
  }
  for (int round = 0; round < HeadroomSearch::kRounds; ++round) {
    std::vector<Variant> variants;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (const double by : searches[i].wanted())
        variants.push_back(changed(rows[i]->constraints, by, rows[i]->frozen));
    }
    if (variants.empty())
      break;
    const auto outcomes = run_(variants);
    std::size_t next = 0;
    for (HeadroomSearch& search : searches) {
      for (const double by : search.wanted()) {
        const Outcomes& outcome = outcomes[next++];
        if (!failure_of(outcome).empty())
          continue;
        double sum = 0;
        for (std::size_t r = 0; r < outcome.size(); ++r)
          sum += outcome[r].output[search.month()] / base_[r].output[search.month()];
        search.found(by, sum / static_cast<double>(outcome.size()));
      }
      search.narrow();
    }
  }
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows[i]->headroom = searches[i].headroom();
}

void Study::run_ties() {
  if (ask_.addition)
    return;
  std::vector<Tie> ties;
  for (std::size_t year = 0; year < ask_.year_ends.size(); ++year) {
    Tie tie = tie_of(year);
    if (tie.names.size() > 1 && std::find(ties.begin(), ties.end(), tie) == ties.end())
      ties.push_back(std::move(tie));
  }
  std::vector<Variant> variants;
  for (const Tie& tie : ties) {
    variants.push_back(changed(tie.names, ask_.step, tie.frozen));
    variants.push_back(changed(tie.names, -ask_.step, tie.frozen));
  }
  if (variants.empty())
    return;
  const auto outcomes = run_(variants);
  for (std::size_t i = 0; i < ties.size(); ++i) {
    ReliefRow row = row_of(ties[i].names, ties[i].frozen, outcomes[2 * i], outcomes[2 * i + 1]);
    if (most(row.e_plus) >= kTogether || !row.failure_plus.empty())
      report_.ties.push_back(std::move(row));
  }
}

/// The constraints that bind at the end of that year and bring nothing alone, the main ones.
Tie Study::tie_of(std::size_t year) const {
  std::vector<const ReliefRow*> tied;
  for (const ReliefRow& row : report_.rows) {
    const bool binds = at(row.e_minus, year) >= kBindingElasticity;
    if (row.frozen == ask_.frozen && row.extensive && binds &&
        at(row.e_plus, year) < kBindingElasticity)
      tied.push_back(&row);
  }
  std::stable_sort(tied.begin(), tied.end(), [&](const ReliefRow* a, const ReliefRow* b) {
    return at(a->e_minus, year) > at(b->e_minus, year);
  });
  tied.resize(std::min(tied.size(), kMostTied));
  Tie tie{.names = {}, .frozen = ask_.frozen};
  for (const ReliefRow* row : tied)
    tie.names.push_back(row->constraints.front());
  std::sort(tie.names.begin(), tie.names.end());
  return tie;
}

void Study::run_windows() {
  std::vector<const ReliefRow*> rows;
  for (const ReliefRow& row : report_.rows) {
    if (row.frozen == ask_.frozen)
      rows.push_back(&row);
  }
  std::stable_sort(rows.begin(), rows.end(), [this](const ReliefRow* a, const ReliefRow* b) {
    return most(a->e_plus) > most(b->e_plus);
  });
  rows.resize(std::min(rows.size(), ask_.most_windowed));
  std::vector<Variant> variants;
  for (const ReliefRow* row : rows) {
    for (const auto& [from, to] : ask_.windows)
      variants.push_back(changed(row->constraints, ask_.step, ask_.frozen, from, to));
  }
  if (variants.empty() || ask_.addition)
    return;
  const auto outcomes = run_(variants);
  std::size_t next = 0;
  for (const ReliefRow* row : rows) {
    for (const auto& [from, to] : ask_.windows) {
      const Outcomes& outcome = outcomes[next++];
      ReliefWindow window{row->constraints.front(), from, to, {}};
      if (failure_of(outcome).empty()) {
        const auto gain =
            compare(outcome, base_, [](double with, double without) { return with - without; });
        for (const std::size_t month : ask_.year_ends)
          window.gain.push_back(gain[month]);
      }
      report_.windows.push_back(std::move(window));
    }
  }
}

void Study::run_together() {
  if (!ask_.together || ask_.addition)
    return;
  report_.sum.assign(report_.output.size(), 0);
  for (const ReliefRow& row : report_.rows) {
    if (row.frozen != ask_.frozen || !row.extensive || row.e_plus.empty() || row.e_minus.empty())
      continue;
    for (std::size_t month = 0; month < report_.sum.size(); ++month)
      report_.sum[month] += (row.e_plus[month].mean + row.e_minus[month].mean) / 2;
  }
  const auto outcomes =
      run_(std::vector<Variant>{changed(ask_.extensive, ask_.step, ask_.frozen),
                                changed(ask_.extensive, -ask_.step, ask_.frozen)});
  const ReliefRow all = row_of(ask_.extensive, ask_.frozen, outcomes[0], outcomes[1]);
  if (all.e_plus.empty() || all.e_minus.empty())
    return;
  for (std::size_t month = 0; month < report_.sum.size(); ++month)
    report_.together.push_back((all.e_plus[month].mean + all.e_minus[month].mean) / 2);
}

}  // namespace

ReliefReport study_relief(const ReliefQuestion& question, const RunVariants& run) {
  return Study(question, run).report();
}

}  // namespace chokepoint
