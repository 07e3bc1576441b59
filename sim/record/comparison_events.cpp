// What strikes a world, told over all its seeds.

#include <algorithm>

#include "sim/record/comparison.hpp"

namespace chokepoint {

namespace {

bool same(const EventNote& a, const EventNote& b) {
  return a.name == b.name && a.kind == b.kind && a.from == b.from && a.to == b.to;
}

std::vector<EventNote> named(const WorldFigures& run, const std::string& name) {
  std::vector<EventNote> notes;
  std::copy_if(run.events.begin(), run.events.end(), std::back_inserter(notes),
               [&](const EventNote& note) { return note.name == name; });
  return notes;
}

/// The same dates in every seed.
bool is_fixed(const ComparedWorld& world, const std::string& name) {
  const std::vector<EventNote> first = named(world.runs.front(), name);
  return std::all_of(world.runs.begin(), world.runs.end(), [&](const WorldFigures& run) {
    const std::vector<EventNote> other = named(run, name);
    return std::equal(first.begin(), first.end(), other.begin(), other.end(), same);
  });
}

}  // namespace

std::vector<EventSpan> event_spans(const ComparedWorld& world) {
  std::vector<EventSpan> spans;
  for (const WorldFigures& run : world.runs) {
    for (const EventNote& note : run.events) {
      const bool known = std::any_of(spans.begin(), spans.end(), [&](const EventSpan& span) {
        return span.note.name == note.name;
      });
      if (known)
        continue;
      if (is_fixed(world, note.name)) {
        for (const EventNote& each : named(run, note.name))
          spans.push_back({each, each.from, world.runs.size(), false});
        continue;
      }
      EventSpan span{note, note.from, 0, true};
      span.note.to.reset();
      for (const WorldFigures& other : world.runs) {
        const std::vector<EventNote> notes = named(other, note.name);
        if (notes.empty())
          continue;
        ++span.seeds;
        span.note.from = std::min(span.note.from, notes.front().from);
        span.last_from = std::max(span.last_from, notes.front().from);
      }
      spans.push_back(span);
    }
  }
  std::stable_sort(spans.begin(), spans.end(), [](const EventSpan& a, const EventSpan& b) {
    return a.note.from < b.note.from;
  });
  return spans;
}

}  // namespace chokepoint
