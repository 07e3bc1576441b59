#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "models/world.hpp"
#include "sim/bottleneck/cumulative.hpp"
#include "sim/bottleneck/cut_months.hpp"
#include "sim/bottleneck/ledger.hpp"
#include "sim/bottleneck/whole_step.hpp"

namespace chokepoint::models {

/// What can be asked about: whatever somebody in the world holds.
struct DetectorNames {
  std::vector<std::string> works;      ///< serve work, or are a fixed amount that paths count
  std::vector<std::string> decisions;  ///< all other amounts of the chain
  std::vector<std::string> others;     ///< outages, and what outsiders take away
  std::vector<std::string> leads;      ///< times, not amounts: their responses are in no sum
  /// Of those that come in whole units, each amount.
  std::map<std::string, std::vector<WholeAmount>, std::less<>> wholes;

  /// All but the leads.
  [[nodiscard]] std::vector<std::string> amounts() const;
  /// All of them.
  [[nodiscard]] std::vector<std::string> all() const;
  /// What is asked of a world for such a step of that one.
  [[nodiscard]] WholeStep step(const std::string& name, double by) const;
};

/// Runs the world in a process of its own. Throws RunError when it fails.
[[nodiscard]] DetectorNames find_detector_names(const Scenario& scenario);

/// The answers of frozen worlds to a change of each constraint alone, in the order of `all`, then
/// of all decisions together; without what is online in the base world. Worlds that fail are added
/// to `failed`, with the reason. Call before this process has run any world.
[[nodiscard]] Responses ask_worlds(const Scenario& scenario, const DetectorNames& names,
                                   int workers, std::vector<std::string>& failed);

/// How the capacities of a world are to be cut through. The model says what replaces each other:
/// the single capacities of processes that make the same. What takes several at a time, or the same
/// one as others do, is no alternative.
[[nodiscard]] CutStructure cut_structure(const World& world, const ProcessModel& model);

/// The ledger of a world that has been run.
[[nodiscard]] Ledger ledger_of(const World& world);

}  // namespace chokepoint::models
