#include <gtest/gtest.h>

#include "sim/bound/bound_study.hpp"
#include "sim/bound/solver.hpp"

namespace chokepoint {
namespace {

/// Rooms that stand at 10 and are opened with a right and a tool set; each passes one lot a month.
class Rooms : public testing::Test {
 protected:
  Rooms() {
    sink_ = model_.stock("the sink");
    model_.count(sink_);
    rights_ = model_.stock("rights");
    sets_ = model_.stock("sets");
    rooms_ = model_.capacity("rooms");
    ProcessModel::Capacity& rooms = model_.edit_capacity(rooms_);
    rooms.constraint = "rooms";
    rooms.grows = true;
    rooms.path = {.initial = 10, .worth = model_.every_month(1)};
    model_.add({.name = "work", .flows = {{sink_, 1}}, .uses = {{rooms_, 1}}});
  }
  void open_rooms(std::size_t begun = ProcessModel::kUnread) {
    model_.add({.name = "rooms opened",
                .flows = {{rights_, -1, {3, 0}, true}, {sets_, -1}},
                .adds = {{rooms_, 1}},
                .begun = begun,
                .begun_lead = {3, 0}});
  }
  [[nodiscard]] PricedPlan plan(int decide = 0) const {
    const LinearProgramme programme = write_programme(model_, decide);
    return Solver(programme).solve();
  }

  Timeline timeline_{parse_date("2022-01-01")};
  ProcessModel model_{timeline_, timeline_.tick(parse_date("2022-07-01"))};
  ProcessModel::StockId sink_ = 0;
  ProcessModel::StockId rights_ = 0;
  ProcessModel::StockId sets_ = 0;
  ProcessModel::CapacityId rooms_ = 0;
};

TEST_F(Rooms, WorkAtWhatStands) {
  EXPECT_NEAR(plan().level.back(), 60, 1e-9);
}

TEST_F(Rooms, OpenALeadAfterTheirRight) {
  model_.start_with(rights_, 5, "rights");
  model_.start_with(sets_, 100, "sets");
  open_rooms();
  // Five more from April on.
  EXPECT_NEAR(plan().level[2], 30, 1e-9);
  EXPECT_NEAR(plan().level.back(), 60 + 3 * 5, 1e-9);
}

TEST_F(Rooms, WaitForToolSets) {
  model_.start_with(rights_, 5, "rights");
  model_.edit(sets_).inflows.push_back(
      {"sets", EndowmentKind::stock, {.fixed = {0, 0, 0, 0, 2, 0}}});
  open_rooms();
  EXPECT_NEAR(plan().level.back(), 60 + 2 * 2, 1e-9);
  const BoundReport report = study_bound(model_, {.decide = {0}, .year_ends = {5}});
  double sum = 0;
  for (const ConstraintRent& rent : report.dates.front().rents) {
    sum += rent.rent;
    if (rent.constraint == "rights") {
      EXPECT_NEAR(rent.rent, 0, 1e-9);
    }
    if (rent.constraint == "sets") {
      EXPECT_GT(rent.rent, 0);
    }
  }
  EXPECT_NEAR(sum, report.dates.front().value, 1e-9);
}

TEST_F(Rooms, KeepAPartOrImprove) {
  model_.edit_capacity(rooms_).keeps = {1, 1, 1, 0.5, 1, 1};
  EXPECT_NEAR(plan().level.back(), 30 + 15, 1e-9);
}

TEST_F(Rooms, AreOpenedAsInTheRunBeforeTheDateOfDecision) {
  model_.start_with(rights_, 100, "rights");
  model_.start_with(sets_, 100, "sets");
  double begun = 0;
  open_rooms(model_.reading([&begun] { return begun; }));
  for (int month = 0; month < 6; ++month) {
    begun = month < 2 ? 0 : 4;  // four rooms in March
    model_.read_month();
  }
  EXPECT_NEAR(plan(6).level.back(), 60 + 4 * 4, 1e-9) << "nobody decides anew";
  const BoundReport report = study_bound(model_, {.decide = {6}, .year_ends = {5}});
  double decided = 0;
  for (const ConstraintRent& rent : report.dates.front().rents) {
    if (rent.kind == EndowmentKind::decided) {
      EXPECT_EQ(rent.constraint, "rooms") << "by what was decided about";
      decided = rent.rent;
    }
  }
  // Four a month from March on, of which each counts until the end of June.
  double expected = 0;
  for (int month = 2; month < 6; ++month)
    expected += report.years[static_cast<std::size_t>(month)] * 4 * (month - 1);
  EXPECT_NEAR(decided, expected, 1e-9);
  // From March on rooms can be started that open in June.
  EXPECT_NEAR(plan(2).level[4], 50 + 3 * 4, 1e-9);
  EXPECT_NEAR(plan(2).level.back(), 60 + 4 * 4 + 96, 1e-9) << "as many as there are tool sets";
}

TEST_F(Rooms, AreThereAgainAfterOneOfWhichLessLeavesNoPlan) {
  // Half of the stock has to be taken, so that there may be no less of it than that.
  const ProcessModel::StockId promised = model_.stock("promised");
  model_.start_with(promised, 1, "promised");
  model_.edit(promised).inflows.push_back(
      {"taken", EndowmentKind::outside, {.fixed = {-1, 0, 0, 0, 0, 0}}});
  const LinearProgramme programme = write_programme(model_);
  Solver solver(programme);
  const double value = solver.solve().value;
  const auto endowment = [&](const std::string& name) {
    std::size_t e = 0;
    while (programme.endowments[e].constraint != name)
      ++e;
    return e;
  };
  EXPECT_THROW(static_cast<void>(solver.solve_with(endowment("promised"), 0.98)), NoBoundError);
  EXPECT_NEAR(solver.solve_with(endowment("rooms"), 1).value, value, 1e-9);
  EXPECT_NEAR(solver.solve_with(endowment("rooms"), 1.1).value, 1.1 * value, 1e-9);
  EXPECT_NEAR(solver.solve_for(5).level.back(), 60, 1e-9);

  const BoundReport report = study_bound(model_, {.decide = {0}, .year_ends = {5}});
  for (const ConstraintRent& rent : report.dates.front().rents) {
    EXPECT_EQ(rent.no_less, rent.constraint == "promised") << rent.constraint;
    EXPECT_EQ(rent.no_more, rent.constraint == "taken") << rent.constraint;
  }
}

}  // namespace
}  // namespace chokepoint
