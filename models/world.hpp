#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/core/firm.hpp"
#include "models/core/replay.hpp"
#include "models/generic/network.hpp"
#include "sim/base/error.hpp"
#include "sim/base/random.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/flow/flow.hpp"
#include "sim/scenario/registry.hpp"
#include "sim/trace/trace.hpp"

namespace chokepoint::models {

/// Every kind of part and actor that a scenario may list.
[[nodiscard]] Registry world_registry();

/// A firm cannot work with the partners it was given.
struct PartnerProblem {
  std::string firm;
  std::string message;
  bool is_absent = false;  ///< only because an entry that it names could not be read
};

struct WorldOptions {
  bool record = true;                         ///< keep the event graph
  std::optional<std::uint64_t> shuffle_ties;  ///< test mode: simultaneous events in random order
  /// Test mode: stacks of so many KiB, each above a page that may not be touched.
  std::optional<std::size_t> guarded_stacks{};
  /// A counterfactual: what there is more or less of than the scenario says. Such a world, and
  /// one that writes a tape, always records: the reasons of its orders are needed.
  std::vector<Relaxation> relaxed{};
  Relief::Names* names = nullptr;  ///< what could be relaxed in this world is noted here
  Tape* written = nullptr;         ///< the world's decisions are written down here
  const Tape* replayed = nullptr;  ///< a frozen world: those decisions again, and no others
  /// The log is told of each year that ends and, at level debug, of decisions about capacity.
  bool tells = false;
};

/// A scenario brought to life: built once, run once.
class World {
 public:
  /// The scenario must outlive the world, and its entries be free of faults.
  explicit World(const Scenario& scenario, WorldOptions options = {});
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  /// What keeps the world from running; a checked scenario has none.
  [[nodiscard]] const std::vector<PartnerProblem>& problems() const { return problems_; }
  /// Runs to the horizon. Throws RunError, DeadlockError or ModelError.
  void run();

  [[nodiscard]] const Trace& trace() const { return trace_; }
  [[nodiscard]] const Market& market() const { return market_; }
  [[nodiscard]] const Simulation& simulation() const { return simulation_; }
  /// What the scenario's `parts:` became.
  [[nodiscard]] const Network& network() const { return network_; }
  [[nodiscard]] const Scenario& scenario() const { return scenario_; }
  /// No firm takes part, and in the network everything has one user, every store one source, and
  /// there is one sink: then all that lies on a critical path reached that sink.
  [[nodiscard]] bool is_tree() const { return firms_.empty() && parts_graph_.is_tree(); }

  /// Such a network in which nobody gives several units at once and every gate has one server: the
  /// work on a whole path is known to the lot. Elsewhere parts of lots are left over each time a
  /// path passes, and jobs overtake one another in their gate.
  [[nodiscard]] bool adds_up() const;

  /// What every part and firm says that it can do, before the world runs. The model reads the world
  /// at the end of each month when it runs; it must outlive the run, and the world its readings.
  void state(ProcessModel& model);

 private:
  void settle_firms();
  /// Has the log told of each year as it ends.
  void tell_years();
  void write_capacities();
  void write_orders();
  void declare_aside();
  /// Throws DeadlockError when parts wait for one another and nothing reaches a sink any more.
  void refuse_standstill() const;
  void stop_site(std::uint64_t firm);
  void resume_site(std::uint64_t firm);
  void await_events();
  void strike_firm(std::uint64_t firm);
  void await_rules();
  void await_export_rules();
  void stop_exports(std::uint64_t firm);
  void look_at_books(std::uint64_t firm);
  void read_month(std::uint64_t month);

  const Scenario& scenario_;
  Trace trace_;
  RandomSource random_;
  Simulation simulation_;
  Flow flow_;
  Market market_;
  Replay replay_;
  Tape* written_;
  bool tells_ = false;
  SupplyGraph parts_graph_;
  Network network_;
  std::vector<std::unique_ptr<Firm>> firms_;
  std::vector<PartnerProblem> problems_;
  ProcessModel* read_ = nullptr;  ///< reads this world month by month
};

}  // namespace chokepoint::models
