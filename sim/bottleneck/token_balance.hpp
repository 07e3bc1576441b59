#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sim/bottleneck/ledger.hpp"
#include "sim/trace/trace.hpp"

namespace chokepoint {

/// Whether critical paths add up: what lies on a path must be what has come out of its end. A sum
/// that is off means that a constraint is missing from the record. Differences are counted in lots
/// of the place where they are found.
struct TokenBalance {
  /// One thing that paths must add up to.
  struct Account {
    std::size_t checked = 0;
    std::size_t violated = 0;  ///< by more than is allowed
    double off = 0;            ///< the largest difference, in lots
    std::string first;         ///< what was wrong with the first of them; empty: none
  };
  std::size_t links = 0;  ///< of the whole record that were looked at, none broken
  std::size_t paths = 0;  ///< walked
  /// Whole paths of a world in which nobody decides: the work of gates, the initial stock and the
  /// limits passed are what has reached the sink by then, when what overtook the lots on their way
  /// is added and what they overtook is taken off. A lot more or less is allowed, and one of each
  /// gate whose lots are larger than those of whom it feeds. Paths through gates with several
  /// servers are left out, because a path follows one of them.
  Account whole;
  /// Runs of jobs on one gate: a path from one job to a later one counts all that the gate served
  /// in between, for whomever; not of gates that serve several at a time. A lot of the gate is
  /// allowed.
  Account runs;
  /// Jobs that waited for their order: a decision stands for all that had been ordered there
  /// before, and all of it had been begun but for what lacked a material. An order is allowed.
  Account orders;
  double least = 0;  ///< work on a path as a part of what had reached the sink by then
  double most = 0;   ///< the same, of the path with the largest part

  /// By what part of all that reached the sink the whole path of the last lot is off; 0 where whole
  /// paths are not judged.
  double last_off = 0;
  /// A path of a world in which nobody decides comes back through a step that takes time to one it
  /// has passed, and no limit is recorded between: things that are used again, as pallets.
  bool goes_round = false;

  [[nodiscard]] std::string text() const;  ///< a sentence for a log
};

/// Ends the text where the last path has hardly anything to do with what has come: it is off by
/// more than nine tenths of it.
inline constexpr std::string_view kSharesInDoubt =
    "the work on the critical paths is far from what has come, so that the shares of this world "
    "are "
    "not to be relied on; 'chokepoint relieve' measures them";

/// Ends the text where things go round. They are a limit on work in progress that nobody recorded:
/// their way back counts as a lead, though the next one waits for it.
inline constexpr std::string_view kPathsGoRound =
    "critical paths come round to where they have been, as with pallets that are used again, so "
    "that the shares of this world are not to be relied on; 'chokepoint relieve' measures them";

/// Part of an order that was never begun.
struct NeverBegun {
  std::uint32_t subject;  ///< as in notes; a smaller one was ordered earlier
  GateId gate;            ///< that should have served it
  double sink;            ///< what it is worth
};

/// Walks up to `most` paths of a recorded run, evenly over its lots. `decided`: somebody orders, so
/// that a path ends at a decision instead of the start, and whole paths are not judged.
[[nodiscard]] TokenBalance token_balance(const Trace& trace, const Ledger& ledger, bool decided,
                                         std::span<const NeverBegun> never_begun = {},
                                         std::size_t most = 12);

}  // namespace chokepoint
