#include "sim/trace/note_index.hpp"

#include <algorithm>

namespace chokepoint {

NoteIndex::NoteIndex(const Trace& trace) : notes_(trace.notes().begin(), trace.notes().end()) {
  std::stable_sort(notes_.begin(), notes_.end(),
                   [](const Note& a, const Note& b) { return a.event < b.event; });
}

std::span<const Note> NoteIndex::of(EventId event) const {
  const auto first =
      std::lower_bound(notes_.begin(), notes_.end(), event,
                       [](const Note& note, EventId wanted) { return note.event < wanted; });
  auto last = first;
  while (last != notes_.end() && last->event == event)
    ++last;
  return {first, last};
}

std::uint32_t NoteIndex::subject(EventId event) const {
  const auto known = of(event);
  return known.empty() ? 0 : known.front().subject;
}

}  // namespace chokepoint
