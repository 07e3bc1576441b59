// A sum that is off is found: a job that the path skips, stock that nobody recorded, an order that
// was overtaken.
#include "sim/bottleneck/token_balance.hpp"

#include <gtest/gtest.h>

#include "tests/unit/bottleneck/timeline.hpp"

namespace chokepoint {
namespace {

constexpr int kJobs = 30;

/// A gate that serves a lot a day, for whom it is told.
class Works {
 public:
  EventId serve(EventId by, EnablerClass how, std::uint32_t subject = 0) {
    const EventId job =
        trace.follow(EventKind::service, id_, at_, at_ + kDay, by, how, 1, 1, gate_);
    if (subject != 0)
      trace.note(job, subject);
    at_ += kDay;
    return job;
  }
  void sell(EventId job) { trace.reached_sink(at_, 1, job); }
  [[nodiscard]] TokenBalance balance(bool decided,
                                     std::span<const NeverBegun> never_begun = {}) const {
    const Timeline dates = from_2022();
    const Ledger ledger(trace, dates, 60 * kDay);
    return token_balance(trace, ledger, decided, never_begun, 1000);
  }
  [[nodiscard]] GateId gate() const { return gate_; }

  Trace trace;

 private:
  ConstraintId id_ = trace.constraint("works");
  GateId gate_ = trace.gate("works");
  Tick at_ = 0;
};

TEST(TokenBalance, HoldsWhereEachJobFollowsTheOneBefore) {
  Works works;
  EventId last = kWorldStart;
  for (int i = 0; i < kJobs; ++i)
    works.sell(last = works.serve(last, EnablerClass::gate));
  const TokenBalance balance = works.balance(false);
  EXPECT_EQ(balance.paths, 30U);
  EXPECT_EQ(balance.whole.checked, 30U);
  EXPECT_EQ(balance.whole.off, 0);
  EXPECT_EQ(balance.runs.checked, 29U);  // the first lot's path has one job
  EXPECT_EQ(balance.runs.off, 0);
}

TEST(TokenBalance, CountsWhatOvertookALotAndWhatItOvertook) {
  Works works;
  const ConstraintId way = works.trace.constraint("works_lead");
  std::vector<EventId> jobs;
  for (int i = 0; i < kJobs; ++i)
    jobs.push_back(works.serve(jobs.empty() ? kWorldStart : jobs.back(), EnablerClass::gate));
  // The last comes first; the very first one never comes.
  for (int i = kJobs - 1; i > 0; --i) {
    const EventId job = jobs[static_cast<std::size_t>(i)];
    works.trace.reached_sink(40 * kDay - i, 1,
                             works.trace.follow(EventKind::lead, way, works.trace.event(job).end,
                                                40 * kDay - i, job, EnablerClass::material, 0, 1));
  }
  const TokenBalance balance = works.balance(false);
  EXPECT_EQ(balance.whole.checked, 29U);
  EXPECT_EQ(balance.whole.off, 0);
}

TEST(TokenBalance, FindsJobsThatThePathSkips) {
  Works works;
  EventId last = kWorldStart;
  for (int i = 0; i < kJobs; ++i) {
    // Five jobs of which the record does not say that the next one waited for them.
    const EventId job = works.serve(last, EnablerClass::gate);
    if (i < 10 || i >= 15)
      last = job;
    works.sell(job);
  }
  const TokenBalance balance = works.balance(false);
  EXPECT_GT(balance.runs.violated, 0U);
  EXPECT_EQ(balance.runs.off, 5);
  EXPECT_EQ(balance.whole.off, 5);
  // The first that is off by more than a lot is the one after two of them.
  EXPECT_NE(balance.runs.first.find("works is off by -2"), std::string::npos) << balance.runs.first;
}

TEST(TokenBalance, FindsStockThatNobodyRecorded) {
  Works works;
  for (int i = 0; i < 7; ++i)
    works.trace.reached_sink(0, 1, kWorldStart);
  EventId last = kWorldStart;
  for (int i = 0; i < kJobs; ++i)
    works.sell(last = works.serve(last, EnablerClass::gate));
  const TokenBalance balance = works.balance(false);
  EXPECT_EQ(balance.whole.off, 7);
  EXPECT_EQ(balance.whole.violated, balance.whole.checked);
  EXPECT_EQ(balance.runs.violated, 0U);
}

TEST(TokenBalance, FindsOrdersThatWereOvertaken) {
  Works works;
  const ConstraintId orders = works.trace.constraint("orders");
  const auto order = [&](std::uint32_t subject, Tick day) {
    const EventId decided = works.trace.exogenous(EventKind::plan, orders, day, day);
    works.sell(works.serve(decided, EnablerClass::order, subject));
  };
  order(4, 0);
  order(3, kDay);
  order(1, 2 * kDay);
  order(5, 3 * kDay);
  const TokenBalance balance = works.balance(true);
  EXPECT_EQ(balance.whole.checked, 0U);
  EXPECT_EQ(balance.orders.checked, 4U);
  EXPECT_EQ(balance.orders.violated, 1U);  // the fourth order, by two; the third by one only
  EXPECT_EQ(balance.orders.off, 2);
  // And one that was never begun although it was the first of all.
  const NeverBegun forgotten[] = {{.subject = 2, .gate = works.gate(), .sink = 10}};
  EXPECT_EQ(works.balance(true, forgotten).orders.off, 12);
}

/// Three pallets on which the works serve one after the other, each back after two days.
TEST(TokenBalance, SaysThatThingsGoRoundUnlessThatIsALimit) {
  for (const bool limited : {false, true}) {
    Works works;
    const ConstraintId way = works.trace.constraint("way_back");
    const ConstraintId slots = works.trace.constraint("slots");
    EventId pallet = kWorldStart;
    for (int i = 0; i < kJobs; ++i) {
      const EventId job = works.serve(pallet, EnablerClass::material);
      works.sell(job);
      const Tick done = works.trace.event(job).end;
      pallet =
          works.trace.follow(EventKind::lead, way, done - kDay, done, job, EnablerClass::material);
      if (limited)
        pallet = works.trace.follow(EventKind::cap, slots, done, done, pallet, EnablerClass::slot);
    }
    EXPECT_EQ(works.balance(false).goes_round, !limited);
    EXPECT_FALSE(works.balance(true).goes_round);
  }
}

}  // namespace
}  // namespace chokepoint
