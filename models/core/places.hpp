#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/core/disruptions.hpp"
#include "sim/flow/gate.hpp"
#include "sim/scenario/reader.hpp"

namespace chokepoint::models {

/// Capacity that a firm has outside its own region.
struct AbroadSpec {
  std::string region;
  double at_start = 0;    ///< part of its capacity
  double added = 0;       ///< part of what it adds
  Duration extra_lead{};  ///< so much longer it takes to build there more than that

  static AbroadSpec read(Reader& reader);
};

/// Where a firm has capacity and what strikes it there. The first place is its own region.
class Places {
 public:
  /// With a `node` what strikes that by itself, too.
  Places(const Disruptions& events, std::string_view firm, std::string_view home,
         const std::vector<AbroadSpec>& abroad, std::string_view node = {});

  /// False: nothing ever strikes it, and where its capacity stands makes no difference.
  [[nodiscard]] bool concerned() const { return concerned_; }
  [[nodiscard]] std::size_t count() const { return places_.size(); }
  /// The place in that region; its own one when it has none there.
  [[nodiscard]] std::size_t in(std::string_view region) const;
  [[nodiscard]] const std::string& region(std::size_t place) const { return places_[place].region; }
  [[nodiscard]] const std::vector<const Disruption*>& stops(std::size_t place) const {
    return places_[place].stops;
  }
  /// Part of what stands at a place that works then.
  [[nodiscard]] double left(std::size_t place, Tick when) const;
  /// The largest such part of all places: where capacity stands is a decision.
  [[nodiscard]] double most_left(Tick when) const;
  /// Its mean over a time, never empty.
  [[nodiscard]] double most_left(Tick from, Tick to) const;
  /// Part of it that its planner counts on: what stood still for too long is given up.
  [[nodiscard]] double counted(std::size_t place) const { return places_[place].given_up ? 0 : 1; }
  /// The parts of what is added at that time, by place: given-up ones get nothing.
  [[nodiscard]] std::vector<double> split(Tick when) const;
  /// The parts of what was decided at that time and is added now.
  [[nodiscard]] std::vector<double> split_of(Tick decided) const;
  /// The same, whatever has been given up since.
  [[nodiscard]] std::vector<double> split_before(Tick when) const { return planned(when); }
  /// The parts at the start.
  [[nodiscard]] std::vector<double> at_start() const;
  /// The part of what is added now that goes where more has to be built than was planned for.
  [[nodiscard]] double moved(Tick when) const;
  /// So much longer that part takes.
  [[nodiscard]] Duration extra_lead() const { return extra_lead_; }

  /// A place at which less than half works and has for the firm's patience; what is back is taken
  /// up again. True when that changed anything.
  bool give_up_or_take_up(Tick now, Tick patience);
  [[nodiscard]] bool gave_up(std::size_t place) const { return places_[place].given_up; }
  /// Whether what was known at a place is lost with it.
  [[nodiscard]] bool know_how_lost(Tick now) const;
  /// Whether nobody is left to plan.
  [[nodiscard]] bool deserted(Tick now) const;
  /// The stop that holds a place now; nullptr when none does.
  [[nodiscard]] const Disruption* in_force(Tick now) const;

 private:
  struct Place {
    std::string region;
    double at_start = 0;
    double added = 0;
    std::vector<const Disruption*> stops;
    Tick closed_since = kNever;
    Tick given_up_at = kNever;
    bool given_up = false;
  };
  [[nodiscard]] std::vector<double> planned(Tick when) const;

  const Disruptions* events_;
  std::vector<Place> places_;
  std::vector<const Disruption*> relocations_;
  Duration extra_lead_{};
  bool concerned_ = false;
};

/// A gate that events leave a part of.
class StruckGate {
 public:
  explicit StruckGate(Gate& gate) : gate_(&gate) {}
  /// It works on at that part of its capacity; at 0 it stands still, on record as `outage`.
  void leave(double part, ConstraintId outage);
  /// The same for a gate whose owner keeps the record of what stands still.
  void set(double part, ConstraintId outage);

 private:
  Gate* gate_;
  bool stopped_ = false;
  double left_ = 1;
  ConstraintId outage_ = 0;
};

/// One capacity of a firm, place by place.
class PlacedCapacity {
 public:
  /// `places` must outlive it.
  PlacedCapacity(const Places& places, double at_start);

  void add(double amount, Tick decided);
  /// In proportion to what stands.
  void grow(double amount);
  /// So much of what stands at home, or all of it, stands at that place instead.
  void move(std::size_t place, double amount);
  /// In proportion to what stands of another capacity at places that are not given up.
  void add_beside(const PlacedCapacity& other, double amount, Tick decided);
  /// Part of all of it that works, and that is counted on; 1 for a firm that nothing strikes.
  [[nodiscard]] double left(Tick when) const;
  [[nodiscard]] double counted() const;
  /// Part that stands at that place.
  [[nodiscard]] double part(std::size_t place) const;

 private:
  const Places* places_;
  std::vector<double> amounts_;
};

}  // namespace chokepoint::models
