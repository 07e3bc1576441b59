#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/flow/flow.hpp"

namespace chokepoint {

class Gate;

/// Told when a job has left the gate.
class JobOwner {
 public:
  virtual ~JobOwner() = default;
  /// `tag` is what the job carried; `event` is the service that ended now.
  virtual void served(std::uint64_t tag, EventId event) = 0;
};

/// A unit of work for a gate.
struct Job {
  JobOwner* owner = nullptr;
  std::uint64_t tag = 0;
  double units = 1;  ///< product units (wafers, tools, kW, ...); the gate's speed is in units
  double sink = 0;   ///< what the job is worth in the sink's unit
  Conditions conditions;

  /// Makes it as good as new; nothing is written that nobody would read.
  void clear() {
    owner = nullptr;
    tag = 0;
    units = 1;
    sink = 0;
    conditions.clear();
  }
};

/// Where a free gate gets its next job: a queue, an order book with an allocation rule, a store.
/// The job comes with what the gate itself adds to its conditions (the job before, an outage).
class Feed {
 public:
  virtual ~Feed() = default;
  /// Fills `job` with the next one that could start now, and returns true; false = nothing ready.
  virtual bool next(Gate& gate, Job& job) = 0;
};

/// Capacity over time: serves one job after the other at the pace of its scarcest resource.
///
/// A gate may need several resources at once (clean-room space and EUV passes for a wafer). It runs
/// at the lowest of `rate / work per unit`; that resource is the constraint its service is recorded
/// under. When the scarcest changes within a job, the job is recorded in pieces. With `servers` > 1
/// there are that many equal servers, each of that pace.
class Gate {
 public:
  Gate(Flow& flow, std::string name, int servers = 1);
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }

  /// Adds a resource: `rate` work per minute, `per_unit` work for one product unit.
  std::size_t add_resource(ConstraintId constraint, double rate, double per_unit = 1);
  /// Changes a resource's capacity from now on; `because` is the event that brought it.
  void set_rate(std::size_t resource, double rate, EventId because = kWorldStart);
  void set_per_unit(std::size_t resource, double per_unit);
  /// As it was set: what a relaxation adds comes on top and is not its owner's.
  [[nodiscard]] double rate(std::size_t resource) const { return resources_[resource].nominal; }
  [[nodiscard]] double per_unit(std::size_t resource) const {
    return resources_[resource].per_unit;
  }
  /// Product units per minute of one server now; 0 while stopped.
  [[nodiscard]] double speed() const { return stopped_ ? 0 : pace_; }
  /// The resource that sets the pace.
  [[nodiscard]] std::size_t scarcest() const { return scarcest_; }
  [[nodiscard]] ConstraintId constraint(std::size_t resource) const {
    return resources_[resource].constraint;
  }
  [[nodiscard]] std::size_t resources() const { return resources_.size(); }
  [[nodiscard]] std::size_t servers() const { return servers_.size(); }

  void set_feed(Feed& feed) { feed_ = &feed; }
  /// Something may have become ready: starts jobs on free servers.
  void poke();
  [[nodiscard]] bool idle() const;

  /// Only that part of every resource works from now on; 1 = all. What its owner sets and what a
  /// relaxation adds count in full and are reduced by it.
  void throttle(double part);
  [[nodiscard]] double throttled() const { return throttle_; }

  /// Puts on record that an event leaves that part of every resource, for the question why there is
  /// no more of it.
  void record_left(double part, ConstraintId outage);

  /// Stands still (work in progress waits) until each outage that stopped it is over. A minute that
  /// several outages share is on record under the one of them that lasts longest.
  void stop(ConstraintId outage);
  /// That outage is over. One that stopped the gate twice has to be over twice.
  void resume(ConstraintId outage);
  [[nodiscard]] bool stopped() const { return stopped_; }

  /// What it is doing, of several jobs the oldest, or the outage that keeps it from working.
  [[nodiscard]] std::optional<OpenActivity> under_way() const;
  /// At the end of a run: puts on record what it was doing or what kept it from working.
  void leave_open();

  /// As the event graph calls it.
  [[nodiscard]] GateId id() const { return id_; }
  /// Product units served so far, and minutes servers were busy (completed jobs only).
  [[nodiscard]] double units_served() const { return units_served_; }
  [[nodiscard]] double busy_minutes() const { return busy_minutes_; }

 private:
  struct Resource {
    ConstraintId constraint;
    double rate;  ///< with what a relaxation adds
    double per_unit;
    double nominal;  ///< without it
  };
  struct Server {
    double clock = 0;      ///< exact minute up to which `remaining` is true
    double remaining = 0;  ///< product units
    double piece = 0;      ///< product units since the piece of the record began
    Tick piece_start = 0;
    double began = 0;  ///< exact minute of the job's start
    EventId outage_seen = kWorldStart;
    EventId previous = kWorldStart;  ///< the service that freed it
    std::size_t scarcest = 0;
    std::uint64_t completion = 0;  ///< its ticket in the calendar; 0 when none is due
    bool busy = false;
    bool ever = false;
    Job job;  ///< last, as the end of its list of conditions is hardly ever used
  };

  struct Outage {
    ConstraintId constraint;
    Tick from;
    Tick to;    ///< once `holds` is 0
    int holds;  ///< how often it stopped the gate and is not over
  };

  void start(std::size_t index);
  void schedule(std::size_t index);
  void advance(Server& server);
  EventId record_piece(Server& server, Tick end);
  void completed(std::uint64_t index);
  void find_pace();
  void pace_changed();
  /// The outage that holds the gate; nullptr when it does not.
  [[nodiscard]] Outage* present(ConstraintId outage);
  [[nodiscard]] Conditions before_outage() const;
  [[nodiscard]] std::vector<Outage> chain_of_outages() const;
  void record_outages();
  void record(const PaceChange& wanted, EventId because);
  void change(const PaceChange& change, EventId because);
  void replay(std::uint64_t next);
  void relieve(std::uint64_t resource);
  void await_relief(std::size_t resource);

  Flow& flow_;
  GateId id_;
  bool stopped_ = false;
  bool poking_ = false;
  EventId outage_ = kWorldStart;  ///< the last on record
  std::vector<Resource> resources_;
  std::vector<Server> servers_;
  double pace_;  ///< while not stopped
  std::size_t scarcest_ = 0;
  Feed* feed_ = nullptr;
  double units_served_ = 0;
  double busy_minutes_ = 0;
  std::vector<Outage> outages_;  ///< since it stopped
  Tick stopped_at_ = 0;
  double throttle_ = 1;
  std::size_t number_;  ///< in the order of making
  std::string name_;
};

}  // namespace chokepoint
