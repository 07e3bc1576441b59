#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/bottleneck/ledger.hpp"
#include "sim/trace/trace.hpp"

namespace chokepoint {

/// Names of constraints any of which can do what the others do.
using Alternatives = std::vector<std::vector<std::string>>;

/// What a trace does not say of a network.
struct CutStructure {
  bool is_tree = false;  ///< all work reaches the sink in the end, and once: piles can be told
  Alternatives alternatives{};  ///< beside the sources of pools; they may overlap
};

/// What the gates could have given the sink in each month, read from one recorded run: capacity,
/// less what was done for others, times what its work was worth, at the time at which the work
/// reaches the sink.
///
/// What is needed together is a list of stages. The gates of a stage replace each other: those
/// under the same constraint, the sources of a pool, and what is said to be an alternative. A gate
/// needs all of its constraints at once.
class MonthlyCapacities {
 public:
  /// The trace and the ledger must outlive it.
  MonthlyCapacities(const Trace& trace, const Ledger& ledger, CutStructure structure);

  /// One constraint of one gate.
  struct Limit {
    std::size_t constraint = 0;
    GateId gate = kNoGate;
  };
  using Gate = std::vector<std::size_t>;  ///< its limits, by their place in `limits`
  using Stage = std::vector<Gate>;
  [[nodiscard]] const std::vector<Limit>& limits() const { return limits_; }
  [[nodiscard]] const std::vector<Stage>& stages() const { return stages_; }
  /// In units of the sink that month; infinite when it set no pace in the year around.
  [[nodiscard]] double capacity(std::size_t limit, int month) const;
  /// What it is named after that month: its constraint, or the outage for which more of it stood
  /// still than worked.
  [[nodiscard]] std::size_t named(std::size_t limit, int month) const;
  /// How often what reaches the sink passes that stage: a tool for logic and for memory twice, an
  /// older node that serves part of it less than once.
  [[nodiscard]] double passes(const Stage& stage, int month) const;
  /// What a constraint had made by the beginning of that month, less its lag, and what had not
  /// reached the sink by then: the pile behind it, in units of the sink. Only in a tree: elsewhere
  /// work for others looks like a pile.
  [[nodiscard]] double pile(std::size_t constraint, int month) const;

 private:
  using ByMonth = std::vector<std::vector<double>>;
  struct Stopped {
    double work = 0;
    std::size_t outage = 0;  ///< the last of the month
  };

  void find_limits();
  void find_servers();
  void find_stages();
  /// By constraint: one of those whose sources feed the same pools.
  [[nodiscard]] std::vector<std::size_t> pools() const;
  void measure_work();
  void measure_capacity();
  void add_capacity(std::size_t limit, double rate, const IdleStep& still, Tick from, Tick to);
  [[nodiscard]] double added_around(int month) const;
  [[nodiscard]] std::size_t month_of(Tick tick) const;
  [[nodiscard]] int then(GateId gate, int month) const;

  const Trace& trace_;
  const Ledger& ledger_;
  CutStructure structure_;
  int months_;
  std::vector<Limit> limits_;
  std::vector<std::vector<std::size_t>> of_gate_;  ///< limits by gate
  std::vector<Stage> stages_;
  ByMonth capacity_;                           ///< by limit and month of the clock, work
  std::vector<std::vector<Stopped>> stopped_;  ///< the same, what stood still
  ByMonth work_;                               ///< done at its pace for the sink
  ByMonth aside_;                              ///< and for others
  ByMonth sink_;                               ///< what the former was worth
  ByMonth served_;             ///< by gate: what all work was worth, whatever set its pace
  ByMonth made_;               ///< by constraint: the same
  ByMonth passed_;             ///< by gate, of what reached the sink, by month in which it did
  std::vector<Tick> reaches_;  ///< by event: when what it made first reaches the sink, if ever
  std::vector<bool> serves_;   ///< by gate: whether its work reaches the sink
  std::vector<int> lag_;       ///< by gate: months of leads from its work to the sink
};

}  // namespace chokepoint
