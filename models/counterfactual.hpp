#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/bottleneck/relief_study.hpp"
#include "sim/scenario/registry.hpp"

namespace chokepoint::models {

/// What the base world says about itself.
struct BaseFacts {
  struct Constraint {
    std::string name;
    /// By the ledger, of a year's loss, itself or as its root cause; not less than a share that
    /// binds for what bound in some months, and 1 for demand, if it decided alone in a year.
    double largest_share = 0;
    double own_share = 0;   ///< the largest of a year that it had itself, not as a root
    bool near_cut = false;  ///< in some year it is in a cut within a quarter of the lowest
    bool amount = false;    ///< somebody holds an amount under that name
    bool time = false;      ///< or a time: a lead, an outage
    bool money = false;     ///< the amount is in dollars
    ReliefGroup group = ReliefGroup::works;
    std::vector<WholeAmount> wholes;  ///< the amount, where it comes in whole units
  };
  /// How much of something there was in each month: capacity per month, or a stock.
  struct Capacity {
    std::string constraint;
    std::vector<double> by_month;
  };
  std::vector<Constraint> constraints;  ///< every name that the world knows, sorted
  std::vector<Capacity> capacities;     ///< of gates, units per month; sorted
  std::vector<Capacity> stocks;         ///< tools, workers: what the capacity consists of; sorted
  std::vector<std::string> labels;      ///< by year: the largest of its shares
  std::vector<double> output;
  double online_at_start = 0;  ///< of that, what the scenario puts there on day 0
};

/// Runs counterfactual worlds of one scenario in worker processes.
class Counterfactual {
 public:
  /// The document must outlive it and must have been read without diagnostics.
  Counterfactual(const Document& document, SampleOptions sampling, int replications, int workers)
      : document_(document), sampling_(sampling), replications_(replications), workers_(workers) {}

  /// Throws ModelError with the reason when the base world does not run.
  [[nodiscard]] BaseFacts base() const;
  /// Each variant in each replication: outcomes[variant][replication].
  [[nodiscard]] std::vector<std::vector<VariantOutcome>> run(
      std::span<const Variant> variants) const;
  /// Whether one replication differs from the next: anything is drawn.
  [[nodiscard]] bool is_random() const;

 private:
  const Document& document_;
  SampleOptions sampling_;
  int replications_;
  int workers_;
};

/// How a capacity or a stock is counted: the unit of its amount ("wafer"), and whether it is one
/// of those a month brings or of those there are.
struct CapacityUnit {
  std::string unit;
  bool per_month = true;
};
/// All ways in which that constraint's capacity is counted, the usual one first.
[[nodiscard]] std::vector<CapacityUnit> capacity_units(const BaseFacts& facts,
                                                       std::string_view constraint);

}  // namespace chokepoint::models
