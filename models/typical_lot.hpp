#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "models/why_subject.hpp"
#include "models/year_roots.hpp"
#include "sim/bottleneck/explanation.hpp"
#include "sim/bottleneck/ledger.hpp"

namespace chokepoint::models {

/// The step that a year is told of: the longest of the constraint that it is named after, or of all
/// where that one held up nothing of this lot.
[[nodiscard]] std::size_t step_told(const CausalChain& chain, ConstraintId constraint);

/// Finds, of the lots of a year, one that is like it.
class TypicalLots {
 public:
  /// All must outlive it; `wanted` says of each lot when so much had been wanted.
  TypicalLots(const Told& told, const Ledger& ledger, const YearRoots& roots,
              std::span<const Tick> wanted)
      : told_(told), ledger_(ledger), roots_(roots), wanted_(wanted) {}

  /// Nothing when nothing came in it.
  [[nodiscard]] std::optional<WhySubject> of(const YearLedger& year) const;

 private:
  /// How late that lot was, and the part of it that was one constraint's.
  struct Delay {
    std::size_t lot = 0;
    Tick ticks = 0;
    double part = 0;        ///< 1 more where the step that took most is its own
    GateId gate = kNoGate;  ///< at which that one held it up for longest
  };
  [[nodiscard]] Delay delay_of(std::size_t lot, ConstraintId constraint, std::uint64_t ties) const;
  /// Whether that held it up last, before it came, with ties decided by that seed.
  [[nodiscard]] bool was_last(std::size_t lot, ConstraintId constraint, std::uint64_t ties) const;
  [[nodiscard]] std::vector<std::size_t> lots_of(const YearLedger& year) const;
  /// Of how many lots chains as long as that one's may be walked.
  [[nodiscard]] std::size_t affordable(std::size_t lot) const;
  /// Why there was no more of what the year is named after when that lot came.
  [[nodiscard]] const RootStory* story_of(const YearLedger& year, const Delay& delay) const;

  const Told& told_;
  const Ledger& ledger_;
  const YearRoots& roots_;
  std::span<const Tick> wanted_;
};

}  // namespace chokepoint::models
