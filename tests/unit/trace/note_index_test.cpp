#include "sim/trace/note_index.hpp"

#include <gtest/gtest.h>

namespace chokepoint {
namespace {

TEST(NoteIndex, FindsTheNotesOfAnEventInTheOrderInWhichTheyWereMade) {
  Trace trace;
  const EventId early = trace.exogenous(EventKind::lead, 0, 0, 10);
  const EventId late = trace.exogenous(EventKind::lead, 0, 0, 20);
  trace.note(late, 7);
  trace.note(early, 9);
  trace.note(late, 3);
  const NoteIndex notes(trace);
  ASSERT_EQ(notes.of(late).size(), 2U);
  EXPECT_EQ(notes.of(late)[0].subject, 7U);
  EXPECT_EQ(notes.of(late)[1].subject, 3U);
  EXPECT_EQ(notes.subject(late), 7U);
  EXPECT_EQ(notes.subject(early), 9U);
}

TEST(NoteIndex, KnowsNobodyForAnEventWithoutANote) {
  Trace trace;
  const EventId event = trace.exogenous(EventKind::lead, 0, 0, 10);
  const NoteIndex notes(trace);
  EXPECT_TRUE(notes.of(event).empty());
  EXPECT_EQ(notes.subject(event), 0U);
}

}  // namespace
}  // namespace chokepoint
