#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/bottleneck/agreement.hpp"
#include "sim/scenario/registry.hpp"

namespace chokepoint::models {

/// Months in a row in which a method and the counterfactual name different constraints.
struct DetectorDifference {
  std::string method;  ///< "ledger" or "cut"
  std::string about;   ///< as in the pair that is compared
  std::string from;    ///< first day
  std::string to;      ///< first day after
  std::string named;   ///< by the method
  std::string counterfactual;
  std::string reason;  ///< see `DisagreementReason`
  int months = 0;
};

/// How well the ways of asking what was short agree on one scenario.
struct DetectorReport {
  struct Pair {
    std::string first;
    std::string second;
    std::string about;  ///< "online" or "additions", and among which names
    Agreement agreement;
  };
  std::string scenario;
  std::vector<Pair> pairs;
  /// Active periods, inside each tier: who is in it, and how far its months agree with what the
  /// ledger says of them.
  struct Tier {
    int leads;  ///< that lie between its work and the sink
    std::vector<std::string> constraints;
    Agreement agreement;
    std::vector<std::string> months;  ///< the momentary bottleneck that lasted longest
    /// When each was the momentary bottleneck: alone, or while it shifted.
    struct Span {
      std::string constraint;
      std::string from;
      std::string to;
      bool sole;
    };
    std::vector<Span> spans;
  };
  std::vector<Tier> tiers;
  std::vector<std::string> constraints;  ///< run again, each a little larger and smaller
  std::vector<std::string> failed;       ///< of them, those whose world failed, and why
  std::vector<DetectorDifference> differences;
  double step = 0;  ///< by which each was made larger and smaller
  /// The largest constraint of each month, by method in the order of `methods`: in its additions,
  /// or where the method says so in what is online. Empty: none.
  std::vector<std::string> methods;
  std::vector<std::vector<std::string>> months;
  /// By month: what lies in every minimum cut, and what lies in some.
  struct Cut {
    std::vector<std::string> helps_if_raised;
    std::vector<std::string> hurts_if_lowered;
  };
  std::vector<Cut> cuts;
  /// Who shares in a shortfall, by water-filling over what lies below what was wanted: the lowest
  /// is raised to the next, then both, and so on. Largest first.
  using Shares = std::vector<std::pair<std::string, double>>;
  std::vector<Shares> shortfall_months;
  std::vector<std::pair<int, Shares>> shortfall_years;
};

/// Runs the world, and twice more for each constraint that the ledger or a gate knows and for all
/// decisions together, with more and with less of it and everybody's decisions kept, in up to
/// `workers` processes. Call before this process has run any world. Throws RunError when the base
/// world fails.
[[nodiscard]] DetectorReport compare_detectors(const Scenario& scenario, int workers);

}  // namespace chokepoint::models
