#pragma once

#include <optional>
#include <vector>

#include "models/core/firm.hpp"
#include "models/core/growth_record.hpp"
#include "sim/flow/gate.hpp"

namespace chokepoint::models {

/// Capacity under way: projects that add to one resource of a gate when they are done.
///
/// The owner decides how much and when (policy/planning.hpp); this part only keeps the projects,
/// adds their capacity on the day and records which decision it came from.
class Expansion {
 public:
  /// `per_unit` converts capacity counted by the owner (tools, kwpm, GW a year) into the
  /// resource's work per month.
  Expansion(Market& market, Gate& gate, std::size_t resource, ConstraintId lead_constraint,
            double work_per_month_per_unit = 1);

  /// Its capacity stands where the owner's does: events may strike it there.
  void stand_at(Firm& owner);
  /// What was to be added at a place that its owner has given up is not.
  void give_up();
  /// Where what stands is; nullptr when no event ever strikes its owner.
  [[nodiscard]] const PlacedCapacity* places() const { return placed_ ? &*placed_ : nullptr; }

  /// A planning, for the record: all announcements together call for `wanted` capacity units, and
  /// `limit` is why no more is started than will be.
  void planned(double wanted, ConstraintId limit);
  /// Starts a project of `amount` capacity units that is done after `lead`.
  void start(double amount, Duration lead, EventId decided);
  /// A project decided before the world's start that is done at `due`.
  void inherited(double amount, Tick due);
  /// Adds capacity at once because of a decision (crews were moved); it may be negative.
  void add(double amount, EventId because);

  [[nodiscard]] ConstraintId constraint() const { return gate_.constraint(resource_); }
  /// Capacity that stands, in the owner's units.
  [[nodiscard]] double standing() const { return standing_; }
  /// The part of it that its planner counts on.
  [[nodiscard]] double counted() const {
    return placed_ ? standing_ * placed_->counted() : standing_;
  }
  [[nodiscard]] double under_way() const { return under_way_; }

 private:
  struct Project {
    double amount;
    Tick began;
    Tick due;
    EventId decided;
    std::uint32_t increment;  ///< as the record names it
  };
  void schedule(double amount, Tick began, Tick due, EventId decided);
  void done(std::uint64_t index);
  void raise(double amount, Tick decided, EventId because);

  Market& market_;
  Gate& gate_;
  std::size_t resource_;
  ConstraintId lead_constraint_;
  double work_per_month_;
  GrowthRecord record_;
  double standing_ = 0;
  double under_way_ = 0;
  std::vector<Project> projects_;
  Firm* owner_ = nullptr;
  std::optional<PlacedCapacity> placed_;
};

}  // namespace chokepoint::models
