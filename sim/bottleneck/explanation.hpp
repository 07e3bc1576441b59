#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/base/time.hpp"
#include "sim/trace/trace.hpp"

namespace chokepoint {

/// A part of a causal chain: one activity, or many jobs of one gate in a row.
struct ChainStep {
  EventKind kind = EventKind::start;
  ConstraintId constraint = 0;
  GateId gate = kNoGate;
  Tick from = 0;  ///< clock
  Tick to = 0;
  Tick delay = 0;          ///< minutes of the whole delay that are this step's
  std::size_t events = 0;  ///< activities in it
  EventId first = kWorldStart;
  EventId last = kWorldStart;
  bool queued = false;  ///< what passed it had to wait for the jobs before
  /// Of an outage before a queue, by how much it left the first lot of the queue late at the sink:
  /// what of it has not been made up is part of the delay. 0 elsewhere.
  Tick left_behind = 0;
};

/// Of a queue that has lasted for years, the middle of the time that was spent behind it.
[[nodiscard]] Tick middle_of(const ChainStep& step);

/// Why something came when it came, and not when it was wanted.
struct CausalChain {
  Tick wanted = 0;
  Tick came = 0;
  /// In order of time. Their delays add up to came - wanted; a chain that ends in a date somebody
  /// chose leaves the rest to that one.
  std::vector<ChainStep> steps;
  /// The step with the largest delay; steps.size() when there are none.
  std::size_t main = 0;
};

/// Of a lot at the sink: how late it and others were.
struct SinkDelays {
  Tick wanted = 0;                 ///< when so much had been wanted, as with that lot came
  std::span<const Tick> by_lot{};  ///< `wanted_dates`; empty: not asked
};

/// Walks back from that event, along the condition that was met last each time, until the whole
/// time since `wanted` is accounted for. Behind a limit on work in progress all time is the
/// limit's, and a chain that comes round to the same limit again and again has one step for it.
/// Leads take no part of the delay: they take as long as they take; but a chain that begins with
/// the world could not have begun sooner, and what is left is theirs and of work that began at
/// once, each its own time. Leads of no length are left out, and
/// stores that what came passed on its way; a stock of the first day is a step. `ties` is the seed
/// by which it is decided between conditions met at the same time.
/// With `delays`, a queue that began as an outage ended has of the delay what came on top: how late
/// its first lot was is the outage's, as far as it has not been made up.
[[nodiscard]] CausalChain causal_chain(const Trace& trace, EventId event, Tick wanted,
                                       std::uint64_t ties = 0, const SinkDelays& delays = {});

/// By lot at the sink, when what had reached it with that lot had all been wanted: the earliest
/// such date. Where nobody said how much is wanted, all is, from the start on.
[[nodiscard]] std::vector<Tick> wanted_dates(const Trace& trace);

}  // namespace chokepoint
