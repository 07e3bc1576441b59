#include "sim/bottleneck/root_cause.hpp"

#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace chokepoint {
namespace {

/// Two firms have tools. 2 lots a day are wanted, and the first firm's gate makes 1, from day 0 to
/// day 100. Its own next tools come on day 60, those of the other firm on day 20.
class TwoFirms : public testing::Test {
 protected:
  TwoFirms() {
    trace_.declare(tools_, Nature::capacity);
    trace_.declare(hesitation_, Nature::decision);
    trace_.declare_expandable(tools_);
    EventId last = kWorldStart;
    for (int day = 0; day < 100; ++day) {
      last = trace_.follow(EventKind::service, tools_, day * kDay, (day + 1) * kDay, last,
                           EnablerClass::gate, 1, 1, first_);
      trace_.demand(day * kDay, 2);
      trace_.reached_sink((day + 1) * kDay, 1, last);
    }
  }
  void add_tools(GateId gate, Tick ordered, Tick arrived) {
    const std::uint32_t increment = trace_.ordered({.constraint = tools_,
                                                    .held_by = hesitation_,
                                                    .amount = 1,
                                                    .ordered = ordered,
                                                    .usual_lead = arrived - ordered,
                                                    .gate = gate});
    trace_.arrived(increment, arrived, kWorldStart);
  }

  Trace trace_;
  const ConstraintId tools_ = trace_.constraint("tools");
  const ConstraintId hesitation_ = trace_.constraint("hesitation");
  const GateId first_ = trace_.gate("first");
  const GateId second_ = trace_.gate("second");
  Timeline timeline_{Date{std::chrono::year{2022}, std::chrono::January, std::chrono::day{1}}};
};

TEST_F(TwoFirms, TheCapacityThatCameNextIsThatOfTheFirmThatWaited) {
  add_tools(second_, 0, 20 * kDay);         // at once
  add_tools(first_, 50 * kDay, 60 * kDay);  // 50 days later
  const Ledger ledger(trace_, timeline_, 100 * kDay);
  const RootCauses causes(trace_, ledger);
  const Increment* next = causes.next_increment({tools_, first_}, 10 * kDay);
  ASSERT_NE(next, nullptr);
  EXPECT_EQ(next->arrived, 60 * kDay);
  EXPECT_EQ(causes.next_increment({tools_, second_}, 10 * kDay)->arrived, 20 * kDay);
  // Asked for all gates together, the first of any.
  EXPECT_EQ(causes.next_increment({tools_}, 10 * kDay)->arrived, 20 * kDay);
  // The need arose on day 0: 50 of the 60 days are the decision's, 10 the lead time's.
  EXPECT_EQ(causes.dates(*next, 10 * kDay).need, 0);
  const MonthLedger& january = ledger.months()[0];
  const auto roots = causes.of(january, january.shares.front());
  ASSERT_EQ(roots.size(), 2U);
  EXPECT_EQ(causes.name(roots[0], tools_), "decision:hesitation");
  EXPECT_NEAR(roots[0].part, 50.0 / 60, 0.01);
  EXPECT_EQ(causes.name(roots[1], tools_), "lead_time");
}

TEST_F(TwoFirms, WhatIsOrderedWhenTheShortageIsLongOverAnswersAnotherOne) {
  trace_.demand(100 * kDay, 0);
  add_tools(first_, 600 * kDay, 700 * kDay);
  const Ledger ledger(trace_, timeline_, 1000 * kDay);
  const RootCauses causes(trace_, ledger);
  EXPECT_EQ(causes.next_increment({tools_, first_}, 10 * kDay), nullptr);
  const auto roots = causes.of(Capacity{tools_, first_}, 10 * kDay);
  ASSERT_EQ(roots.size(), 1U);
  EXPECT_EQ(causes.name(roots.front(), tools_), "information");  // nobody had seen a need
}

/// The same two firms once more, of which the first gets tools on those dates.
class TwoFirmsOnce : public TwoFirms {
 public:
  using Roots = std::vector<std::pair<std::string, double>>;
  Roots of_january(Tick ordered, Tick usual_lead, Tick arrived) {
    const std::uint32_t increment = trace_.ordered({.constraint = tools_,
                                                    .held_by = hesitation_,
                                                    .amount = 1,
                                                    .ordered = ordered,
                                                    .usual_lead = usual_lead,
                                                    .gate = first_});
    trace_.arrived(increment, arrived, kWorldStart);
    const Ledger ledger(trace_, timeline_, 400 * kDay);
    const RootCauses causes(trace_, ledger);
    Roots roots;
    for (const RootPart& part : causes.of_share(0, 0))
      roots.emplace_back(causes.name(part, tools_), part.part);
    return roots;
  }

 private:
  void TestBody() override {}
};

TEST(RootOfAMonth, IsJudgedByWhatIsOnRecordThreeMonthsLater) {
  const auto roots = [](int ordered, int usual_lead, int arrived) {
    return TwoFirmsOnce().of_january(ordered * kDay, usual_lead * kDay, arrived * kDay);
  };
  // January has what came by the end of April: on day 120 the tools are 90 days late at least.
  const auto late = roots(10, 20, 130);
  ASSERT_EQ(late.size(), 3U);
  EXPECT_EQ(late[0].first, "overrun");
  EXPECT_NEAR(late[0].second, 90.0 / 120, 1e-9);
  EXPECT_EQ(roots(10, 20, 390), late);
  EXPECT_NE(roots(10, 20, 110), late);
  // What was ordered after that nobody knew of.
  EXPECT_EQ(roots(121, 20, 141), roots(300, 20, 320));
}

/// The first firm's next tools are ordered on day 0, take 10 days, and come on day 60, as parts had
/// to be made first: one after the other until day 50, behind others at assembly until day 60.
TEST_F(TwoFirms, WhatCameLateGoesBackToEachThatHeldItUpByItsDays) {
  const ConstraintId parts = trace_.constraint("parts");
  const ConstraintId assembly = trace_.constraint("assembly");
  for (const ConstraintId made : {parts, assembly})
    trace_.declare(made, Nature::capacity);
  const GateId maker = trace_.gate("maker");
  const GateId fitter = trace_.gate("fitter");
  EventId part = kWorldStart;
  for (int day = 0; day < 50; day += 10) {
    part = trace_.follow(EventKind::service, parts, day * kDay, (day + 10) * kDay, part,
                         part == kWorldStart ? EnablerClass::material : EnablerClass::gate, 1, 0,
                         maker);
  }
  EventId fitted = trace_.follow(EventKind::service, assembly, 50 * kDay, 55 * kDay, part,
                                 EnablerClass::material, 1, 0, fitter);
  fitted = trace_.follow(EventKind::service, assembly, 55 * kDay, 60 * kDay, fitted,
                         EnablerClass::gate, 1, 0, fitter);
  const std::uint32_t increment = trace_.ordered({.constraint = tools_,
                                                  .held_by = hesitation_,
                                                  .amount = 1,
                                                  .ordered = 0,
                                                  .usual_lead = 10 * kDay,
                                                  .gate = first_});
  trace_.arrived(increment, 60 * kDay, fitted);
  const Ledger ledger(trace_, timeline_, 100 * kDay);
  const RootCauses causes(trace_, ledger);
  const auto roots = causes.of(*causes.next_increment({tools_, first_}, 5 * kDay), 5 * kDay);
  // Ten of the 60 days are the lead's own; of the 50 others 45 are the parts', and 5 those of the
  // assembly, which held it up last.
  std::map<std::string, double> by_name;
  for (const RootPart& root : roots)
    by_name[causes.name(root, tools_)] = root.part;
  EXPECT_NEAR(by_name["capacity:parts"], 45.0 / 60, 1e-9);
  EXPECT_NEAR(by_name["capacity:assembly"], 5.0 / 60, 1e-9);
}

TEST_F(TwoFirms, WhatIsForAllGatesUnderAConstraintIsForEach) {
  add_tools(kNoGate, 0, 40 * kDay);
  add_tools(second_, 0, 20 * kDay);
  const Ledger ledger(trace_, timeline_, 100 * kDay);
  const RootCauses causes(trace_, ledger);
  EXPECT_EQ(causes.next_increment({tools_, first_}, 10 * kDay)->arrived, 40 * kDay);
  EXPECT_EQ(causes.next_increment({tools_, second_}, 10 * kDay)->arrived, 20 * kDay);
}

TEST_F(TwoFirms, AGateForWhichNobodyOrdersIsItsOwnCapacity) {
  add_tools(second_, 0, 20 * kDay);
  const Ledger ledger(trace_, timeline_, 100 * kDay);
  const RootCauses causes(trace_, ledger);
  EXPECT_EQ(causes.next_increment({tools_, first_}, 10 * kDay), nullptr);
  const auto roots = causes.of(Capacity{tools_, first_}, 10 * kDay);
  ASSERT_EQ(roots.size(), 1U);
  EXPECT_EQ(causes.name(roots.front(), tools_), "capacity");
}

}  // namespace
}  // namespace chokepoint
