#include "sim/bottleneck/gate_queues.hpp"

#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "sim/trace/trace.hpp"

namespace chokepoint {
namespace {

/// One gate and the jobs that it served, each of which came at a time of its own.
class Jobs {
 public:
  /// A job of so many days that is there on that day; it waits while another is served.
  void serve(Tick there, Tick days) {
    const Tick came = there * kDay;
    const Tick start = std::max(came, free_);
    const EventId order = trace_.exogenous(EventKind::order, kind_, came, came);
    Conditions conditions;
    conditions.add(order, EnablerClass::material);
    if (last_ != kWorldStart)
      conditions.add(last_, EnablerClass::gate);
    free_ = start + days * kDay;
    last_ = trace_.add(EventKind::service, kind_, start, free_, 1, 0, conditions, gate_);
  }
  /// Since which day the gate is short on that day.
  [[nodiscard]] Tick since(Tick day) const {
    return busy_since(trace_.jobs()[gate_].queues(), day * kDay) / kDay;
  }
  /// The first jobs of all queues, counted from 0.
  [[nodiscard]] std::vector<std::uint32_t> first_jobs() const {
    std::vector<std::uint32_t> first;
    for (const GateJobs::Stretch& queue : trace_.jobs()[gate_].queues())
      first.push_back(queue.job);
    return first;
  }

 private:
  Trace trace_;
  ConstraintId kind_ = trace_.constraint("works");
  GateId gate_ = trace_.gate("works");
  EventId last_ = kWorldStart;
  Tick free_ = 0;
};

TEST(GateQueues, BeginWithTheJobThatMadeTheNextOneWait) {
  Jobs jobs;
  jobs.serve(10, 5);
  jobs.serve(100, 20);
  jobs.serve(110, 20);
  jobs.serve(115, 20);
  EXPECT_EQ(jobs.since(150), 100);
}

TEST(GateQueues, KnowTheJobTheyBeganWith) {
  Jobs jobs;
  jobs.serve(10, 5);  // 0: nobody waits for it
  jobs.serve(100, 20);
  jobs.serve(110, 20);  // 2: waits for the one before, and the next for it
  jobs.serve(115, 20);
  jobs.serve(200, 10);
  jobs.serve(201, 10);
  EXPECT_EQ(jobs.first_jobs(), (std::vector<std::uint32_t>{1, 4}));
}

TEST(GateQueues, AreNoneWhereEveryJobBeganAtOnce) {
  Jobs jobs;
  for (Tick day = 0; day < 200; day += 10)
    jobs.serve(day, 9);
  EXPECT_EQ(jobs.since(105), 105);
}

TEST(GateQueues, GoOnOverAPauseOfLessThanAMonth) {
  for (const Tick pause : {20, 40}) {
    Jobs jobs;
    jobs.serve(0, 30);
    jobs.serve(1, 30);
    jobs.serve(60 + pause, 30);
    jobs.serve(61 + pause, 30);
    EXPECT_EQ(jobs.since(100 + pause), pause < 31 ? 0 : 60 + pause);
  }
}

TEST(GateQueues, ThatEndedLongBeforeAreNotAsked) {
  Jobs jobs;
  jobs.serve(0, 10);
  jobs.serve(1, 10);
  EXPECT_EQ(jobs.since(300), 300);
}

}  // namespace
}  // namespace chokepoint
