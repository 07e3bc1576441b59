#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "sim/base/distribution.hpp"
#include "sim/flow/flow.hpp"
#include "sim/flow/gate.hpp"
#include "sim/flow/slot_pool.hpp"
#include "sim/flow/store.hpp"

namespace chokepoint {

/// How long something takes: a constant, or a draw per lot.
struct LeadTime {
  Duration fixed{};  ///< used when `random` is off
  bool random = false;
  Distribution minutes = Distribution::constant(0);  ///< drawn per lot, in minutes
};

class FifoFeed;

/// A step of a production network: waits for all its inputs (AND), for its gate and for a slot,
/// serves one lot, and after a lead delivers to all its outputs.
///
/// Without a gate the service takes no time. Conditions of each start are recorded with their
/// class; the input that came last is the critical one.
class Station final : public Listener, public Feed, public JobOwner {
 public:
  struct Input {
    Store* store;
    std::int64_t amount;
    EnablerClass how = EnablerClass::material;
  };
  struct Output {
    Store* store;
    std::int64_t amount;
    std::uint32_t source = 0;  ///< which of a pool's sources this station is
  };
  struct Spec {
    std::string name;
    std::vector<Input> inputs;
    std::vector<Output> outputs;
    Gate* gate = nullptr;       ///< may be shared: then through a `feed`
    FifoFeed* feed = nullptr;   ///< a shared gate's feed
    double units = 1;           ///< product units a lot asks of the gate
    bool random_units = false;  ///< draw the units per lot (service times)
    Distribution units_drawn = Distribution::constant(1);
    double sink_per_lot = 0;  ///< what a lot is worth in the sink's unit
    LeadTime lead{};
    const Timeline* timeline = nullptr;  ///< needed for leads in months
    SlotPool* takes_slot = nullptr;
    SlotPool* gives_slot = nullptr;  ///< given back when the lot is delivered
    ConstraintId constraint = 0;     ///< recorded for leads and for services without a gate
    std::int64_t most_lots = Store::kUnlimited;                ///< a source stops after so many
    ConstraintId most_constraint = 0;                          ///< the name of that limit
    std::function<void(EventId, std::int64_t lot)> delivered;  ///< called after the outputs are in
  };

  Station(Flow& flow, Spec spec);

  void stirred() override;
  bool next(Gate& gate, Job& job) override;
  void served(std::uint64_t tag, EventId event) override;
  /// All inputs, room and a slot are there for one more lot.
  [[nodiscard]] bool ready() const;
  [[nodiscard]] std::int64_t lots_started() const { return started_; }
  [[nodiscard]] std::int64_t lots_delivered() const { return delivered_; }
  /// Since when the oldest of the lots that have been served is under way; kNever without one.
  [[nodiscard]] Tick under_way_since() const;
  [[nodiscard]] const std::string& name() const { return spec_.name; }
  /// What it was made from.
  [[nodiscard]] const Spec& spec() const { return spec_; }

 private:
  void collect(Conditions& conditions);
  void free_places(Gate& gate, const Job& job);
  void deliver(EventId event, std::uint64_t lot);
  void arrived(std::uint64_t packed);

  Flow& flow_;
  Spec spec_;
  Stream units_stream_;
  Stream lead_stream_;
  std::int64_t started_ = 0;
  std::int64_t delivered_ = 0;
  struct InTransit {
    EventId served;
    Tick left;
    std::uint64_t lot;
  };
  std::vector<InTransit> transit_;     ///< slab of lots under way
  std::vector<std::uint32_t> vacant_;  ///< free places in it
  bool starting_ = false;
};

/// Feeds one gate from several stations, in the order in which they became ready. A station that
/// has been served goes behind the others that wait.
class FifoFeed final : public Feed {
 public:
  bool next(Gate& gate, Job& job) override;
  /// Called by a station when it may have become ready.
  void note(Station& station);

 private:
  std::deque<Station*> waiting_;
};

}  // namespace chokepoint
