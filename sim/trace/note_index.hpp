#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/trace/trace.hpp"

namespace chokepoint {

/// The notes of a finished run by event. A run writes them in the order in which things are done,
/// which is not that of the events: what was under way for long lies far back.
class NoteIndex {
 public:
  explicit NoteIndex(const Trace& trace);

  /// For whom the event was done, in the order in which it was said.
  [[nodiscard]] std::span<const Note> of(EventId event) const;
  /// The first of them; 0 when nobody said.
  [[nodiscard]] std::uint32_t subject(EventId event) const;

 private:
  std::vector<Note> notes_;  ///< by event
};

}  // namespace chokepoint
