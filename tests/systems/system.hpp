#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/world.hpp"
#include "sim/bottleneck/ledger.hpp"

namespace chokepoint::models {

struct SystemOptions {
  std::vector<std::string> sets;  ///< "path=value"
  WorldOptions world{};
  std::optional<std::uint64_t> seed;
};

/// A scenario of this folder (or a text) that has been run, through the same loader as the program.
class SystemRun {
 public:
  using Options = SystemOptions;

  /// `name` without ".yaml". Throws ScenarioError with all that is wrong.
  static SystemRun of(const std::string& name, const Options& options = {});
  /// A scenario as text.
  static SystemRun of_text(const std::string& yaml, const Options& options = {});

  [[nodiscard]] const World& world() const { return *world_; }
  [[nodiscard]] const Trace& trace() const { return world_->trace(); }
  /// Lots that reached the sink by that day.
  [[nodiscard]] double lots_by(double day) const;
  [[nodiscard]] double wanted_by(double day) const;
  [[nodiscard]] double lots() const { return static_cast<double>(trace().sink_lots().size()); }
  /// The ledger with a slot a day or so.
  [[nodiscard]] const Ledger& ledger() const;
  /// By name; 0 for a constraint that the world does not have.
  [[nodiscard]] double elasticity(const std::string& constraint, double day) const;
  [[nodiscard]] Ledger::Bounds bounds_of_last(const std::string& constraint) const;
  [[nodiscard]] std::string label(int year) const;

 private:
  static SystemRun run(const std::string& path, const Options& options);

  std::unique_ptr<Scenario> scenario_;
  std::unique_ptr<World> world_;
  mutable std::unique_ptr<Ledger> ledger_;
};

/// What reached the sink by that day, relative, when a value changes by a small factor: the slope
/// of ln N over ln(1 + step).
double slope(const std::string& system, const std::string& path, double base,
             const std::string& unit, double step, double day);

}  // namespace chokepoint::models
