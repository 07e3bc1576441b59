// A link that is missing or wrong is found, wherever it is.
#include "sim/bottleneck/record_links.hpp"

#include <gtest/gtest.h>

namespace chokepoint {
namespace {

class Works {
 public:
  EventId serve(Tick from, Tick to, EventId by, EnablerClass how = EnablerClass::gate) {
    return trace.follow(EventKind::service, id_, from, to, by, how, 1, 1, gate);
  }
  Trace trace;
  GateId gate = trace.gate("works");

 private:
  ConstraintId id_ = trace.constraint("works");
};

TEST(RecordLinks, AreWholeWhereEachJobNamesTheOneBefore) {
  Works works;
  const EventId first = works.serve(0, 10, kWorldStart);
  const EventId second = works.serve(10, 20, first);
  const EventId order = works.trace.exogenous(EventKind::order, 0, 25, 25);
  works.trace.reached_sink(30, 1, works.serve(25, 30, order, EnablerClass::order));
  EXPECT_EQ(works.trace.unexplained(), 0U);
  EXPECT_EQ(record_links(works.trace).checked, 4U);
  EXPECT_EQ(record_links(works.trace).broken, 0U) << second;
}

TEST(RecordLinks, MissAJobThatTheNextOneDoesNotName) {
  Works works;
  works.serve(0, 10, kWorldStart);
  // An order came in the same minute: the date alone would not tell.
  const EventId order = works.trace.exogenous(EventKind::order, 0, 10, 10);
  works.serve(10, 20, order, EnablerClass::order);
  EXPECT_EQ(works.trace.unexplained(), 0U);
  const RecordLinks links = record_links(works.trace);
  EXPECT_EQ(links.broken, 1U);
  EXPECT_EQ(links.first, "activity 3 of 'works' does not name the job before it on its gate");
}

TEST(RecordLinks, MissAJobOfAnotherGateAndAnEarlierOne) {
  Works works;
  const EventId first = works.serve(0, 10, kWorldStart);
  works.serve(10, 10, first);
  works.serve(10, 20, first);
  EXPECT_EQ(record_links(works.trace).broken, 1U);
  const EventId elsewhere =
      works.trace.follow(EventKind::service, 0, 20, 30, kWorldStart + 3, EnablerClass::material, 1,
                         1, works.trace.gate("other"));
  works.serve(30, 40, elsewhere);
  EXPECT_EQ(record_links(works.trace).broken, 2U);
}

TEST(RecordLinks, LetGatesOfSeveralServersNameAnyOfTheirJobs) {
  Works works;
  const EventId first = works.serve(0, 10, kWorldStart);
  works.serve(0, 12, kWorldStart);
  works.serve(10, 20, first);
  EXPECT_EQ(record_links(works.trace).broken, 0U);
}

TEST(RecordLinks, MissALotThatCameAtAnotherTime) {
  Works works;
  works.trace.reached_sink(11, 1, works.serve(0, 10, kWorldStart));
  EXPECT_EQ(record_links(works.trace).broken, 1U);
}

TEST(RecordLinks, AreUnexplainedWithoutAConditionAndBeforeIt) {
  Trace trace;
  const EventId made = trace.exogenous(EventKind::lead, 0, 0, 10);
  EXPECT_EQ(trace.unexplained(), 1U);
  trace.follow(EventKind::lead, 0, 9, 20, made, EnablerClass::material);
  EXPECT_EQ(trace.unexplained(), 2U);
  trace.follow(EventKind::lead, 0, 10, 20, made, EnablerClass::material);
  EXPECT_EQ(trace.unexplained(), 2U);
}

}  // namespace
}  // namespace chokepoint
