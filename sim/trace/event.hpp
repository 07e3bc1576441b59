#pragma once

#include <cstdint>

#include "sim/base/time.hpp"
#include "sim/trace/increment.hpp"

namespace chokepoint {

/// What kind of activity an event was.
enum class EventKind : std::uint8_t {
  start,     ///< the world's start: initial stock, work in progress, capacity on day 0
  service,   ///< work served by a gate; `constraint` is the resource that set its pace
  lead,      ///< a delay that holds nothing scarce: transport, cycle time, commissioning
  order,     ///< an order or a demand became known
  plan,      ///< an actor chose a date or an amount; `constraint` names the policy
  pool,      ///< a draw on a pool; its enablers are all the sources that fed it lately
  outage,    ///< a gate stood still from `start` to `end`
  capacity,  ///< a gate's capacity changed at `end`
  stock,     ///< initial stock was passed: `sink` is what all of it is worth
  cap,       ///< a limit on work in progress was passed: `sink` is what it lets through at once
};

/// Why an activity could not start earlier.
enum class EnablerClass : std::uint8_t {
  material,  ///< the last input to arrive
  gate,      ///< the previous job on the gate
  slot,      ///< a place that had to become free (WIP cap, full store)
  order,     ///< somebody had to want it
  money,     ///< it had to be paid for
  labour,    ///< a crew had to be free
  policy,    ///< a permit, an allocation, a licence
  outage,    ///< the end of an outage
  planned,   ///< a date somebody chose
  source,    ///< a pool's source
};

/// One activity, from start to end. Who enabled it stands in the enabler arena. Aligned so that
/// none lies across two lines of the cache: a walk reads them in no order that could be foreseen.
struct alignas(32) Event {
  std::int32_t start = 0;  ///< minutes
  std::int32_t end = 0;    ///< minutes
  double sink = 0;         ///< what the work is worth in the sink's unit (work / coefficient)
  float work = 0;          ///< served by the gate, in the resource's own unit of work
  std::uint32_t first_enabler = 0;
  ConstraintId constraint = 0;
  GateId gate = kNoGate;  ///< that served it
  EventKind kind = EventKind::start;
  std::uint8_t enabler_count = 0;
};
static_assert(sizeof(Event) == 32);

/// One condition of an activity's start: which event met it, how, and how long before the start.
struct Enabler {
  EventId event = kWorldStart;
  std::uint32_t packed = 0;

  static constexpr std::uint32_t kMaxSlack = (1U << 28U) - 1;
  Enabler() = default;
  Enabler(EventId by, EnablerClass how, Tick slack);
  [[nodiscard]] EnablerClass how() const { return static_cast<EnablerClass>(packed >> 28U); }
  /// Minutes between this condition and the start; 0 = critical. Saturates at 2^28 - 1.
  [[nodiscard]] Tick slack() const { return packed & kMaxSlack; }
};
static_assert(sizeof(Enabler) <= 8);

}  // namespace chokepoint
