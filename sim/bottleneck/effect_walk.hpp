#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "sim/bottleneck/path.hpp"
#include "sim/trace/trace.hpp"

namespace chokepoint {

/// A stretch of effect time that one constraint decided.
struct EffectPiece {
  ConstraintId constraint;
  GateId gate;         ///< at which it decided; kNoGate where no gate did
  double weight;       ///< minutes of effect time; of parallel sources, their part of them
  double effect_from;  ///< minutes
  double effect_to;
  double cause_from;
  double cause_to;
};

/// An outage on a path, in effect time.
struct OutageMet {
  EventId outage;
  double from;  ///< not before what comes after it last worked without a break
  double to;
  double rate;  ///< of the gate that stood still, in the sink's unit a minute; 0 when not known
};

/// The limits on work in progress that a walk back has passed and in whose reach it still is: what
/// had the slot, or the place, has not yet been followed to where it took it.
class LimitsPassed {
 public:
  [[nodiscard]] bool none() const { return count_ == 0; }
  /// The one passed last.
  [[nodiscard]] ConstraintId last() const { return limits_[count_ - 1]; }
  /// One more than there is room for is left out: it counts as a lead.
  void pass(ConstraintId limit);
  /// The event has been followed: what begins with it holds no longer.
  void leave(const Trace& trace, const Event& event);

 private:
  static constexpr std::size_t kMost = 8;  ///< within one another
  std::array<ConstraintId, kMost> limits_{};
  std::size_t count_ = 0;
};

/// Reads a critical path in effect time: the clock with the leads passed on the way to the sink
/// taken off. A service that waited for its material only counts as a lead. Behind a limit on work
/// in progress, leads are no leads: the next lot waits until the one that has its slot is through,
/// so that time is the limit's own.
class EffectWalk {
 public:
  struct Names {
    ConstraintId unexplained;
    ConstraintId initial_stock;
  };
  EffectWalk(const Trace& trace, Names names) : trace_(trace), names_(names) {}
  [[nodiscard]] const Trace& trace() const { return trace_; }
  /// From now on the outages on each path are listed.
  void note_outages() { notes_outages_ = true; }

  /// The pieces of the effect window [from, lot.tick] of that lot's path. Valid until the next
  /// call.
  const std::vector<EffectPiece>& walk(const SinkLot& lot, Tick from, std::uint64_t salt);
  /// Those on the path walked last. Valid until the next call.
  [[nodiscard]] const std::vector<OutageMet>& outages_met() const { return outages_met_; }

 private:
  /// A job on the way from an outage to the sink; of jobs in turn on one gate, the first.
  struct Served {
    EventId service;
    Tick lead;  ///< between its end and the sink
  };
  /// One path back from `event`. `lead` is what lies between it and the sink; the window from
  /// `from_` to `high` is still to be explained. Returns the work served in it.
  double follow(EventId event, Tick lead, double high, const TieBreaker& ties, int depth,
                LimitsPassed limits);
  double follow_pool(const Event& pool, Tick lead, double high, const TieBreaker& ties, int depth,
                     const LimitsPassed& limits);
  /// The path ends; what is left of the window belongs to whatever began it.
  void end_at(const Event& event, Tick lead, double high);
  void add(ConstraintId constraint, double low, double high, Tick cause_from, Tick cause_to,
           GateId gate = kNoGate);
  void note_served(EventId service, Tick lead);
  void meet_outage(EventId outage, bool stopped_gate, double low, double high);
  /// Until when the gate of that job worked without a break before `high`, in effect time; `low`
  /// when it did not after that.
  [[nodiscard]] double busy_until(const Served& job, double low, double high) const;

  const Trace& trace_;
  Names names_;
  double from_ = 0;
  std::vector<EffectPiece> pieces_;
  bool notes_outages_ = false;
  std::vector<Served> served_;    ///< on the present branch, the sink's side first
  std::size_t branch_begin_ = 0;  ///< where in it the branch of the last pool begins
  std::vector<OutageMet> outages_met_;
};

}  // namespace chokepoint
