#pragma once

#include <cstddef>
#include <vector>

#include "sim/bottleneck/ledger.hpp"
#include "sim/trace/trace.hpp"

namespace chokepoint {

/// What each constraint could have given the sink in each month, read from one recorded run: its
/// capacity times what its work was worth, at the time at which its work reaches the sink.
class MonthlyCapacities {
 public:
  /// Both must outlive it. `is_tree`: all work reaches the sink in the end, and once.
  MonthlyCapacities(const Trace& trace, const Ledger& ledger, bool is_tree = false);

  /// In units of the sink that month; infinite when nothing is known of it.
  [[nodiscard]] double capacity(std::size_t constraint, int month) const;
  /// What it had made by the beginning of that month, less its lag, and what had not reached the
  /// sink by then: the pile behind it, in units of the sink. Only in a tree: elsewhere work for
  /// others looks like a pile.
  [[nodiscard]] double pile(std::size_t constraint, int month) const;
  /// The group to which it belongs: sources of one pool replace each other and have the same root,
  /// all others are their own.
  [[nodiscard]] std::size_t root(std::size_t constraint) const;
  [[nodiscard]] bool grouped(std::size_t constraint) const { return grouped_[constraint]; }
  [[nodiscard]] std::size_t constraints() const { return group_.size(); }

 private:
  void find_groups();
  void find_servers();
  void measure_work();
  void measure_capacity();
  void measure_lags();
  [[nodiscard]] double added_around(int month) const;

  const Trace& trace_;
  const Ledger& ledger_;
  bool is_tree_;
  int months_;
  std::vector<std::vector<double>> capacity_;  ///< [constraint][month of the clock], work
  std::vector<std::vector<double>> work_;
  std::vector<std::vector<double>> sink_;
  std::vector<std::size_t> group_;  ///< the group's root, by constraint
  std::vector<bool> grouped_;
  std::vector<bool> serves_;  ///< by gate: whether its work reaches the sink
  std::vector<int> lag_;      ///< months from the work to the sink
};

}  // namespace chokepoint
