#include "sim/bottleneck/cumulative.hpp"

#include <chrono>

#include <gtest/gtest.h>

namespace chokepoint {
namespace {

/// A gate makes a lot a day for 30 days out of what was ordered on the first day. In February ten
/// lots come at once, ordered for that day: they wait for nobody's work.
Trace made() {
  Trace trace;
  const ConstraintId orders = trace.constraint("orders");
  const ConstraintId works = trace.constraint("works");
  const GateId gate = trace.gate("works");
  EventId last = trace.exogenous(EventKind::plan, orders, 0, 0);
  for (Tick t = 0; t < 30 * kDay; t += kDay) {
    const auto how = t == 0 ? EnablerClass::order : EnablerClass::gate;
    last = trace.follow(EventKind::service, works, t, t + kDay, last, how, 1, 1, gate);
    trace.reached_sink(t + kDay, 1, last);
  }
  trace.reached_sink(40 * kDay, 10, trace.exogenous(EventKind::plan, orders, 40 * kDay, 40 * kDay));
  return trace;
}

class CumulativeTest : public testing::Test {
 protected:
  Trace trace_ = made();
  Timeline timeline_{Date{std::chrono::year{2022}, std::chrono::January, std::chrono::day{1}}};
  Ledger ledger_{trace_, timeline_, 59 * kDay};
};

TEST_F(CumulativeTest, WorksAreWhatServesWork) {
  EXPECT_EQ(works(trace_, ledger_), std::vector<std::string>{"works"});
}

TEST_F(CumulativeTest, OnlineIsWhatHasArrived) {
  EXPECT_EQ(online_by_month(trace_, ledger_), (std::vector<double>{30, 40}));
}

TEST_F(CumulativeTest, APathLeavesTheRestToTheDecisionAtItsEnd) {
  const ShareMatrix parts = ledger_parts(trace_, ledger_).with({"orders", "works"});
  // The path of lot n holds the work of the n - 1 lots that were on the gate before it.
  double work = 0;
  for (int n = 1; n <= 30; ++n)
    work += (n - 1.0) / n / 30;
  EXPECT_NEAR(parts.months[0][1], work, 1e-12);
  EXPECT_NEAR(parts.months[0][0], 1 - work, 1e-12);
  EXPECT_EQ(parts.months[1], (std::vector<double>{1, 0}));
}

TEST_F(CumulativeTest, DecisionsAsOneAreAllThatIsNoWork) {
  const ShareMatrix parts{{"orders", "works", "money"}, {{0.2, 0.5, 0.3}}};
  const ShareMatrix as_one = with_decisions_as_one(parts, {"works"});
  EXPECT_EQ(as_one.constraints, (std::vector<std::string>{"works", kDecisions}));
  EXPECT_NEAR(as_one.months[0][0], 0.5, 1e-12);
  EXPECT_NEAR(as_one.months[0][1], 0.5, 1e-12);
}

TEST(LedgerParts, GiveFirstStockWhatOfItHasReachedTheSinkAndDecisionsWhatCameOnTop) {
  // 6 are online on day 0; on day 10 come 4 that were ordered.
  Trace trace;
  const ConstraintId orders = trace.constraint("orders");
  trace.reached_sink(0, 6, kWorldStart);
  trace.reached_sink(10 * kDay, 4, trace.exogenous(EventKind::plan, orders, 9 * kDay, 10 * kDay));
  const Timeline timeline{Date{std::chrono::year{2022}, std::chrono::January, std::chrono::day{1}}};
  const Ledger ledger(trace, timeline, 31 * kDay);
  const ShareMatrix parts = ledger_parts(trace, ledger).with({"initial_stock", "orders"});
  // Of the month's 10, 6 are the stock's, and of 4 six tenths are, too.
  EXPECT_NEAR(parts.months[0][0], 0.6 + 0.4 * 0.6, 1e-12);
  EXPECT_NEAR(parts.months[0][1], 0.4 * 0.4, 1e-12);
}

TEST(ResponseParts, AreElasticitiesOfWhatIsOnline) {
  Responses responses{.step = 0.1, .online = {10, 20}, .constraints = {"a", "b", "takes away"}};
  responses.relaxed = {{10.5, 21}, {10, 21}, {9.5, 19}};
  responses.tightened = {{9.5, 19}, {10, 19}, {10.5, 21}};
  const ResponseParts alone = response_parts(responses, 0);
  // a: 0.5 in both months; b: 0 then 0.5; what takes away is -0.5 and has no share.
  EXPECT_EQ(alone.shares.months[0], (std::vector<double>{1, 0, 0}));
  EXPECT_DOUBLE_EQ(alone.sums[0], 0);
  EXPECT_EQ(alone.shares.months[1], (std::vector<double>{0.5, 0.5, 0}));
  EXPECT_DOUBLE_EQ(alone.sums[1], 0.5);
  const ResponseParts together = response_parts(responses, 1);
  EXPECT_DOUBLE_EQ(together.shares.months[0][0], 0.6);  // 15 of 15 + 10
  EXPECT_DOUBLE_EQ(together.shares.months[0][1], 0.4);
}

TEST(ResponseParts, AWorldThatFailedSaysNothing) {
  Responses responses{.step = 0.1, .online = {10}, .constraints = {"a", "b"}};
  responses.relaxed = {{}, {11}};
  responses.tightened = {{9}, {9}};
  EXPECT_EQ(response_parts(responses, 0).shares.months[0], (std::vector<double>{0, 1}));
}

TEST(Averaged, WeighsMonthsByWhatIsOnline) {
  const ShareMatrix matrix{{"a", "b"}, {{1, 0}, {0, 1}, {0, 0}}};
  const ShareMatrix average = averaged(matrix, {10, 30, 60}, 1);
  EXPECT_EQ(average.months[0], (std::vector<double>{0.25, 0.75}));
  EXPECT_EQ(average.months[2], (std::vector<double>{0, 1}));  // a silent month does not count
}

}  // namespace
}  // namespace chokepoint
