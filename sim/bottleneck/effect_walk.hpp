#pragma once

#include <cstddef>
#include <vector>

#include "sim/bottleneck/path.hpp"
#include "sim/trace/trace.hpp"

namespace chokepoint {

/// A stretch of effect time that one constraint decided.
struct EffectPiece {
  ConstraintId constraint;
  double weight;       ///< minutes of effect time; of parallel sources, their part of them
  double effect_from;  ///< minutes
  double effect_to;
  double cause_from;
  double cause_to;
};

/// Reads a critical path in effect time: the clock with the leads passed on the way to the sink
/// taken off. A service that waited for its material only counts as a lead.
class EffectWalk {
 public:
  struct Names {
    ConstraintId unexplained;
    ConstraintId initial_stock;
  };
  EffectWalk(const Trace& trace, Names names) : trace_(trace), names_(names) {}

  /// The pieces of the effect window [from, lot.tick] of that lot's path. Valid until the next
  /// call.
  const std::vector<EffectPiece>& walk(const SinkLot& lot, Tick from, std::uint64_t salt);

 private:
  /// One path back from `event`. `lead` is what lies between it and the sink; the window from
  /// `from_` to `high` is still to be explained. Returns the work served in it.
  double follow(EventId event, Tick lead, double high, const TieBreaker& ties, int depth);
  double follow_pool(const Event& pool, Tick lead, double high, const TieBreaker& ties, int depth);
  /// The path ends; what is left of the window belongs to whatever began it.
  void end_at(const Event& event, Tick lead, double high);
  void add(ConstraintId constraint, double low, double high, Tick cause_from, Tick cause_to);

  const Trace& trace_;
  Names names_;
  double from_ = 0;
  std::vector<EffectPiece> pieces_;
};

}  // namespace chokepoint
