#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/base/time.hpp"
#include "sim/trace/arena.hpp"
#include "sim/trace/event.hpp"
#include "sim/trace/gate_jobs.hpp"
#include "sim/trace/increment.hpp"
#include "sim/trace/stoppage.hpp"

namespace chokepoint {

/// The conditions of one start while they are being collected. Fixed size: the hot path allocates
/// nothing. Only the latest ones are kept, so a long list loses just what could not be critical.
class Conditions {
 public:
  void add(EventId by, EnablerClass how) {
    if (count_ < kMost) {
      items_[count_++] = {by, how};
    } else {
      replace_earliest(by, how);
    }
  }
  void clear() { count_ = 0; }
  struct Item {
    EventId event;
    EnablerClass how;
  };
  [[nodiscard]] std::span<const Item> items() const { return {items_, count_}; }

  static constexpr std::size_t kMost = 12;

 private:
  void replace_earliest(EventId by, EnablerClass how);

  std::size_t count_ = 0;
  Item items_[kMost]{};
};

/// A named constraint and how it is reported.
struct Constraint {
  std::string name;
  Nature nature = Nature::unknown;
  bool expandable = false;  ///< somebody may decide on more of it
  bool aside = false;       ///< of an outage: at the end nobody on the way to a sink waited for it
};

/// An amount that reached the sink.
struct SinkLot {
  Tick tick;
  double amount;  ///< in the sink's unit (GW of IT load in the world)
  EventId event;  ///< the activity that brought it there
};

/// A change of what is wanted.
struct DemandStep {
  Tick tick;
  double amount;  ///< added to the effective demand (may be negative), in the sink's unit
};

/// A change of a gate's capacity, for the question why it was no larger.
struct CapacityStep {
  Tick tick;
  double rate;  ///< work per minute from then on
  EventId because;
  ConstraintId constraint;
  GateId gate = kNoGate;
};

/// What of a gate's capacity an event keeps from working from then on; rate 0: nothing any more.
struct IdleStep {
  Tick tick;
  double rate;  ///< work per minute that stands still
  ConstraintId constraint;
  ConstraintId outage;
  GateId gate = kNoGate;
  bool whole = false;  ///< nothing of the gate works, whatever its capacity steps say
};

/// Where what a limit on work in progress counts begins: the gate, or the step without one, that
/// takes a slot or a place.
struct LimitEntrance {
  ConstraintId limit;
  GateId gate;        ///< kNoGate: a step without one
  ConstraintId step;  ///< under which that one is recorded
};

/// An activity that had not ended when the run did, or something of which there was no more.
struct OpenActivity {
  ConstraintId constraint;
  Tick since;
  EventKind kind;        ///< service, lead or outage; stock, capacity: used up, and none will come
  bool ends = true;      ///< false: it would never have ended by itself, or not within the run
  bool awaited = false;  ///< the sink's next lot waits for it
};

/// For whom an activity was done: a number of the model's own (an order).
struct Note {
  EventId event;
  std::uint32_t subject;
};

/// The event graph of one run, as it is written: arenas, no analysis.
///
/// Every activity's start is the latest of its enablers; one that starts at another time has an
/// unexplained gap, which is counted and ends the run with an error. Recording never changes a run:
/// nothing of a model reads the trace while the world moves.
class Trace {
 public:
  /// Conditions met within `tolerance` minutes of the last one count as critical too.
  explicit Trace(bool enabled = true, Tick tolerance = 0);

  [[nodiscard]] bool enabled() const { return enabled_; }
  [[nodiscard]] Tick tolerance() const { return tolerance_; }
  ConstraintId constraint(std::string_view name);  ///< the id of that name, new or known
  [[nodiscard]] const std::string& name(ConstraintId id) const { return constraints_[id].name; }
  [[nodiscard]] std::span<const Constraint> constraints() const { return constraints_; }
  /// Says what stands behind a constraint's name; until then it is judged by its events.
  void declare(ConstraintId id, Nature nature) { constraints_[id].nature = nature; }
  void declare_expandable(ConstraintId id) { constraints_[id].expandable = true; }
  /// Says, at the end of a run, of whose outages the sink was independent; a name that no event has
  /// is none.
  void declare_aside(std::string_view name);
  /// The id of a gate of that name; each call is a new one.
  GateId gate(std::string_view name);
  [[nodiscard]] std::span<const std::string> gates() const { return gates_; }
  /// What that gate served, in turn.
  [[nodiscard]] std::span<const EventId> services(GateId gate) const {
    return jobs_[gate].services();
  }
  /// The same, with what was noticed meanwhile.
  [[nodiscard]] std::span<const GateJobs> jobs() const { return jobs_; }
  /// Of which kinds events under that constraint are: bit 0 for the first kind, and so on.
  [[nodiscard]] std::uint32_t kinds(ConstraintId id) const { return kinds_[id]; }

  /// Whether any event is of that kind: what few worlds have need not be looked for in all.
  [[nodiscard]] bool has(EventKind kind) const;

  /// Records an activity and why it could not start earlier. Conditions more than the tolerance
  /// before the latest are dropped, except the runner-up, whose slack is kept. `gate` served it.
  EventId add(EventKind kind, ConstraintId constraint, Tick start, Tick end, double work,
              double sink, const Conditions& conditions, GateId gate = kNoGate);
  /// An event with a single critical enabler.
  EventId follow(EventKind kind, ConstraintId constraint, Tick start, Tick end, EventId by,
                 EnablerClass how, double work = 0, double sink = 0, GateId gate = kNoGate);
  /// An event that needs no explanation: an exogenous date (outage, scenario event, first order).
  EventId exogenous(EventKind kind, ConstraintId constraint, Tick start, Tick end);
  /// An outage from `start` to `end`; `before` is what the gate did until it stopped.
  EventId outage(ConstraintId constraint, Tick start, Tick end, const Conditions& before);
  /// A draw on a pool at `end`: every parent is followed, whatever its date.
  EventId pool(ConstraintId constraint, Tick end, std::span<const EventId> sources);

  void reached_sink(Tick tick, double amount, EventId event);
  void demand(Tick tick, double amount);
  void capacity(Tick tick, ConstraintId constraint, double rate, EventId because,
                GateId gate = kNoGate);
  void idle(const IdleStep& step) {
    if (enabled_)
      idle_.push_back(step);
  }
  /// That gate is about to have served an event.
  void fetch_jobs(GateId gate) const { __builtin_prefetch(jobs_.data() + gate, 1); }
  /// Says for whom the event was done, perhaps for several.
  void note(EventId event, std::uint32_t subject) {
    if (enabled_)
      notes_.push_back({event, subject});
  }
  /// Says, while the world is built, where a limit on work in progress begins to count.
  void limit_begins(const LimitEntrance& entrance) { limit_entrances_.push_back(entrance); }
  /// Says, at the end of a run, who on the way to the sink stood still, and when.
  void stood(Stoppage stoppage) {
    if (enabled_)
      stoppages_.push_back(std::move(stoppage));
  }
  /// Says, at the end of a run, what was still going on.
  void left_open(const OpenActivity& activity);
  /// More capacity was ordered; the result names it for `arrived`.
  std::uint32_t ordered(const Increment& increment) {
    if (!enabled_)
      return 0;
    increments_.push_back(increment);
    return static_cast<std::uint32_t>(increments_.size() - 1);
  }
  /// It works from `tick` on; `because` is the event that brought it.
  void arrived(std::uint32_t increment, Tick tick, EventId because);
  /// From now on its planner knows that the capacity will not do for what is announced (or that it
  /// will).
  void need(const NeedStep& step) {
    if (enabled_)
      needs_.push_back(step);
  }

  [[nodiscard]] const Event& event(EventId id) const { return events_[id]; }
  [[nodiscard]] std::span<const Enabler> enablers(EventId id) const {
    const Event& event = events_[id];
    return {enablers_.data() + event.first_enabler, event.enabler_count};
  }
  [[nodiscard]] const Enabler& enabler(std::uint32_t index) const { return enablers_[index]; }
  /// For events that will be followed one after the other: memory is waited for once, not in turn.
  void fetch(EventId id) const { __builtin_prefetch(enablers_.data() + events_[id].first_enabler); }
  /// The same for so many steps of several paths, each along the first enablers. `ends` is used up:
  /// it becomes all events on them.
  void fetch_paths(std::vector<EventId>& ends, int steps) const;
  [[nodiscard]] std::size_t size() const { return events_.size(); }
  [[nodiscard]] std::span<const SinkLot> sink_lots() const { return sink_lots_; }
  /// How many of them had come by that tick.
  [[nodiscard]] std::size_t lots_by(Tick tick) const;
  [[nodiscard]] std::span<const DemandStep> demand_steps() const { return demand_; }
  [[nodiscard]] std::span<const CapacityStep> capacity_steps() const { return capacity_; }
  [[nodiscard]] std::span<const IdleStep> idle_steps() const { return idle_; }
  [[nodiscard]] std::span<const Stoppage> stoppages() const { return stoppages_; }
  [[nodiscard]] std::span<const Increment> increments() const { return increments_; }
  [[nodiscard]] std::span<const NeedStep> need_steps() const { return needs_; }
  [[nodiscard]] std::span<const OpenActivity> open_activities() const { return open_; }
  [[nodiscard]] std::span<const LimitEntrance> limit_entrances() const { return limit_entrances_; }
  /// As they were made; `NoteIndex` finds those of an event.
  [[nodiscard]] std::span<const Note> notes() const { return notes_; }

  /// Activities that did not start with the last of their enablers, or have none though they need
  /// one; 0 in every correct run.
  [[nodiscard]] std::size_t unexplained() const { return unexplained_; }
  /// The first few of them, for the message.
  [[nodiscard]] std::span<const EventId> unexplained_events() const { return unexplained_list_; }
  [[nodiscard]] std::size_t bytes() const;

 private:
  void make_room(std::size_t enablers);
  void grow();
  EventId push(const Event& event);
  void serve(EventId id, const Event& event);
  void note_unexplained(EventId id);

  bool enabled_;
  Tick tolerance_;
  Arena<Event> events_;
  /// When each of them ended, once more: all that is asked of most when something else begins, and
  /// so many of these lie in one line of the cache that it is still there.
  Arena<std::int32_t> ends_;
  Arena<Enabler> enablers_;
  std::vector<Constraint> constraints_;
  std::vector<SinkLot> sink_lots_;
  std::vector<DemandStep> demand_;
  std::vector<CapacityStep> capacity_;
  std::vector<IdleStep> idle_;
  std::vector<std::uint32_t> kinds_;  ///< by constraint
  std::vector<std::string> gates_;
  std::vector<GateJobs> jobs_;  ///< by gate
  std::vector<Note> notes_;
  std::vector<Stoppage> stoppages_;
  std::vector<Increment> increments_;
  std::vector<NeedStep> needs_;
  std::vector<OpenActivity> open_;
  std::vector<LimitEntrance> limit_entrances_;
  std::vector<EventId> unexplained_list_;
  std::size_t unexplained_ = 0;
};

}  // namespace chokepoint
