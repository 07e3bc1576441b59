#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/places.hpp"
#include "models/generic/keys.hpp"
#include "models/generic/part.hpp"
#include "models/generic/rate_schedule.hpp"
#include "sim/flow/gate.hpp"
#include "sim/flow/slot_pool.hpp"
#include "sim/flow/station.hpp"
#include "sim/flow/store.hpp"
#include "sim/graph/supply_graph.hpp"

namespace chokepoint::models {

/// The parts of one world, brought to life on its clock.
class Network {
 public:
  /// A limit on lots between the start of one part and the delivery of another.
  struct Limit {
    std::string from;
    std::string until;
    SlotPool pool;
  };

  /// All must outlive the network.
  Network(Flow& flow, const Timeline& timeline, const SupplyGraph& graph);
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  /// Creates everything and starts what can start on day 0.
  void build(const std::vector<PartPtr>& parts);

  [[nodiscard]] Flow& flow() { return flow_; }
  [[nodiscard]] const Timeline& timeline() const { return timeline_; }
  /// Units at the sinks that one lot of that part stands for, or one unit of a shared gate.
  [[nodiscard]] double worth(std::string_view part) const;

  /// A store with what it begins with; one that nobody adds is made, empty, by store().
  /// That is relaxed and reported under the name `stock`.
  void add_store(std::string_view name, std::int64_t initial, std::int64_t capacity, bool pool,
                 std::string_view stock = kInitialStock);
  Store& store(std::string_view name);
  Gate& add_gate(std::string_view name, int servers);
  /// Throws ModelError when there is none of that name (the loader has checked it).
  Gate& gate(std::string_view name);
  RateSchedule& add_schedule(std::string_view part, Gate& gate, std::size_t resource,
                             const Profile& rate);
  RateSchedule& schedule(std::string_view part);
  /// The feed of a gate that several parts share.
  FifoFeed& shared_feed(std::string_view gate);
  Station& add_station(Station::Spec spec);
  /// A limit on lots between the start of `from` and the delivery of `until`.
  void limit(std::string_view from, std::string_view until, std::int64_t slots);
  /// The limit that begins (ends) at that part; nullptr without one.
  [[nodiscard]] SlotPool* slots_from(std::string_view part);
  [[nodiscard]] SlotPool* slots_until(std::string_view part);
  /// Stops a gate for a while, from one date to another.
  void add_outage(Gate& gate, std::string_view label, Tick from, Tick to);
  /// Lets an event strike the gates of the parts that it names; it must outlive the network.
  void await(const Disruption& event);
  /// The outages of a part and the times in which events leave nothing of it.
  [[nodiscard]] std::vector<GateOutage> standstills(std::string_view part,
                                                    std::vector<GateOutage> outages) const;
  /// A number that tells the suppliers of pools apart.
  [[nodiscard]] std::uint32_t source_number(std::string_view part) const;
  /// A number that a part hands out as it is, for studies to read.
  void report(std::string_view part, double value) { reports_.emplace(part, value); }
  /// Keeps something alive as long as the network.
  void keep(std::shared_ptr<void> thing) { kept_.push_back(std::move(thing)); }

  [[nodiscard]] const std::map<std::string, std::unique_ptr<Store>, std::less<>>& stores() const {
    return stores_;
  }
  [[nodiscard]] const std::map<std::string, std::unique_ptr<Gate>, std::less<>>& gates() const {
    return gates_;
  }
  /// By part.
  [[nodiscard]] const std::map<std::string, double, std::less<>>& reports() const {
    return reports_;
  }
  [[nodiscard]] const std::deque<Station>& stations() const { return stations_; }

 private:
  /// What is drawn from such a store is of all of them: it is a pool, whether its entry says so or
  /// not.
  [[nodiscard]] bool has_several_suppliers(std::string_view store) const;
  /// Stock of day 0 that lies within a limit holds slots of it.
  void fill_limits();

  struct Outage {
    Gate* gate;
    ConstraintId label;
  };
  /// A gate and all events that strike it.
  struct Struck {
    StruckGate gate;
    std::vector<const Disruption*> stops;
  };
  void strike(std::uint64_t gate);
  void stop(std::uint64_t outage);
  void resume(std::uint64_t outage);

  Flow& flow_;
  const Timeline& timeline_;
  const SupplyGraph& graph_;
  std::vector<SinkWorth> worth_;
  std::vector<std::uint32_t> suppliers_;  ///< how many, by node
  std::map<std::string, std::unique_ptr<Store>, std::less<>> stores_;
  std::map<std::string, std::unique_ptr<Gate>, std::less<>> gates_;
  std::map<std::string, std::unique_ptr<RateSchedule>, std::less<>> schedules_;
  std::map<std::string, std::unique_ptr<FifoFeed>, std::less<>> feeds_;
  std::deque<Station> stations_;
  std::deque<Limit> limits_;
  std::map<std::string, SlotPool*, std::less<>> limit_from_;
  std::map<std::string, SlotPool*, std::less<>> limit_until_;
  std::vector<Outage> outages_;
  std::map<std::string, double, std::less<>> reports_;
  std::map<std::string, std::size_t, std::less<>> struck_by_name_;
  std::vector<Struck> struck_;
  std::vector<std::shared_ptr<void>> kept_;
};

}  // namespace chokepoint::models
