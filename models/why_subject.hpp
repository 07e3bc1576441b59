#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "models/answer.hpp"
#include "models/year_roots.hpp"

namespace chokepoint::models {

/// What is asked about: an event, and when it had been wanted.
struct WhySubject {
  std::string text;
  EventId event = kWorldStart;
  Tick wanted = 0;
  const YearLedger* year = nullptr;  ///< that it is to tell of
  /// After which that year is named, where it held this up last.
  std::optional<ConstraintId> constraint{};
  const RootStory* story = nullptr;  ///< why there was no more of that then
  std::uint64_t ties = 0;            ///< seed by which ties on its path are decided
};

[[nodiscard]] bool has_firms(const Told& told);

/// That lot at the sink; `whose` goes behind its amount. `wanted` says of each lot when so much had
/// been wanted.
[[nodiscard]] WhySubject subject_of_lot(const Told& told, std::span<const Tick> wanted,
                                        std::size_t lot, const std::string& whose);
/// What came last on that order. Throws UnknownSubjectError.
[[nodiscard]] WhySubject subject_of_delivery(const Told& told, std::uint64_t id);
/// The last lot that brought something for that lab by then. Throws UnknownSubjectError.
[[nodiscard]] WhySubject subject_of_lab(const Told& told, std::span<const Tick> wanted,
                                        const std::string& name, Date date);

}  // namespace chokepoint::models
