#pragma once

#include <cstddef>
#include <limits>
#include <vector>

#include "sim/bottleneck/effect_walk.hpp"
#include "sim/bottleneck/ledger.hpp"

namespace chokepoint {

/// Adds up shares of constraints with weights; dates become the widest.
class ShareSum {
 public:
  explicit ShareSum(std::size_t constraints) : sums_(constraints) {}

  void add(const LedgerShare& share, double weight);
  /// The parts of another sum, which together get that weight; nothing when it is empty.
  void add(const ShareSum& other, double weight);
  [[nodiscard]] double total() const { return total_; }
  /// As if so much more or less of everything had been added.
  void scale(double factor);
  /// What was added, in parts of 1, largest first.
  [[nodiscard]] std::vector<LedgerShare> parts() const;
  /// The same; then starts anew.
  std::vector<LedgerShare> take();

 private:
  std::vector<LedgerShare> sums_;
  std::vector<ConstraintId> added_;  ///< those with anything in their sum, in turn: few of all
  double total_ = 0;
};

/// Adds up pieces of effect time of one slot and says what each constraint's part was.
class SlotSum {
 public:
  explicit SlotSum(std::size_t constraints) : sums_(constraints) {}

  void add(const std::vector<EffectPiece>& pieces, double lot_weight);
  /// The parts of that slot, largest first; then starts anew.
  std::vector<LedgerShare> take(Tick from, Tick to);
  /// How the shares of the slot taken last are divided among gates, where gates decided.
  [[nodiscard]] const std::vector<GateShare>& gates() const { return taken_; }

 private:
  struct Sum {
    double weight = 0;
    double lag_from = 0;
    double lag_to = 0;
    double low = std::numeric_limits<double>::infinity();  ///< of effect time
    double high = 0;
  };
  std::vector<Sum> sums_;
  std::vector<ConstraintId> added_;  ///< those with anything in their sum
  std::vector<GateShare> gates_;     ///< of this slot so far
  std::vector<GateShare> taken_;
  double total_ = 0;
};

}  // namespace chokepoint
