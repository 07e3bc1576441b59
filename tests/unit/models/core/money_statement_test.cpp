// What money lets a plan buy, where a plan by hand is short enough to tell.
#include "models/core/money_statement.hpp"

#include <gtest/gtest.h>

#include "sim/bound/bound_study.hpp"

namespace chokepoint::models {
namespace {

/// January to April; a GW costs builders 2 Gusd and is there at once.
class MoneyOfBuilders : public testing::Test {
 protected:
  MoneyOfBuilders() {
    sink_ = model_.stock("the sink");
    model_.count(sink_);
    model_.add({.name = "building",
                .flows = {{money_of_builders(model_), -2}, {sink_, 1}},
                .adds = {{earning_compute(model_), 1}}});
  }
  [[nodiscard]] DatedBound bound() const {
    return study_bound(model_, {.decide = {0}, .year_ends = {3}}).dates.front();
  }
  void expect_levels(const std::vector<double>& expected) const {
    const std::vector<double> level = bound().level;
    ASSERT_EQ(level.size(), expected.size());
    for (std::size_t month = 0; month < expected.size(); ++month)
      EXPECT_NEAR(level[month], expected[month], 1e-9) << month;
  }

  Timeline timeline_{parse_date("2022-01-01")};
  ProcessModel model_{timeline_, timeline_.tick(parse_date("2022-05-01"))};
  ProcessModel::StockId sink_ = 0;
};

TEST_F(MoneyOfBuilders, BuysWhatItPaysForAndHasAllOfTheRent) {
  state_money(model_, money_of_builders(model_), {3, 1, 1, 1});
  expect_levels({1.5, 2, 2.5, 3});
  for (const ConstraintRent& rent : bound().rents) {
    const bool money = rent.constraint == "money";
    EXPECT_NEAR(rent.rent, money ? bound().value : 0, 1e-9) << rent.constraint;
    if (money) {
      EXPECT_EQ(rent.kind, EndowmentKind::money);
      EXPECT_NEAR(rent.e_plus.value_or(0), 1, 1e-9);
      EXPECT_NEAR(rent.e_minus.value_or(0), 1, 1e-9);
    }
  }
}

TEST_F(MoneyOfBuilders, IsLentForWhatIsSignedByWhoLendsMost) {
  state_money(model_, money_of_builders(model_), {1, 1, 1, 1});
  state_money(model_, signed_contracts(model_), {0, 3, 0, 0});
  state_loans(model_, 0.5);
  state_loans(model_, 1);
  state_loans(model_, 0.2);
  expect_levels({0.5, 1 + 1.5, 1.5 + 1.5, 2 + 1.5});
}

TEST_F(MoneyOfBuilders, IsSpentBeforeItComesAsFarAsTheLongestCreditLineReaches) {
  state_money(model_, money_of_labs(model_), {1, 1, 1, 1});
  state_rents(model_, 0);
  expect_levels({0.5, 1, 1.5, 2});
  state_rents(model_, 2);
  state_rents(model_, 1);
  // Each month's rents stand in for those of two months; the next ones take over from them.
  expect_levels({1.5, 2, 2.5, 3});
  EXPECT_EQ(in_advance({1, 3, 2, 4}, 2), (Monthly{2, 4, 0, 2}));
}

TEST_F(MoneyOfBuilders, IsEarnedByWhatWasBuiltWithIt) {
  model_.edit_capacity(earning_compute(model_)).path.initial = 2;
  state_earning(model_, 0.25);
  state_earning(model_, 0.5);
  state_rents(model_, 0);
  // January has two plannings: 2 GW and what is built, x, pay 2 + x, and 2 + x = 2 x. In each other
  // month g GW and x more pay (g + x) / 2 = 2 x, a third of g.
  expect_levels({4 - 2, 16 / 3. - 2, 64 / 9. - 2, 256 / 27. - 2});
}

}  // namespace
}  // namespace chokepoint::models
