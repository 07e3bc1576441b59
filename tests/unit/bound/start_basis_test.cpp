#include "sim/bound/start_basis.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "sim/bound/programme_matrix.hpp"
#include "sim/bound/solver.hpp"

namespace chokepoint {
namespace {

constexpr int kMonths = 6;

/// Somebody makes 10 a month; what becomes of it differs.
class Start : public testing::Test {
 protected:
  Start() {
    sink_ = model_.stock("the sink");
    model_.count(sink_);
    made_ = model_.stock("made");
    model_.add({.name = "make", .flows = {{made_, 1}}, .uses = {{capacity("makers", 10), 1}}});
  }
  ProcessModel::CapacityId capacity(const std::string& name, double rate) {
    const ProcessModel::CapacityId id = model_.capacity(name);
    model_.edit_capacity(id).constraint = name;
    model_.edit_capacity(id).path = {.fixed = Monthly(kMonths, rate)};
    return id;
  }
  void write() {
    programme_ = write_programme(model_);
    basis_ = start_basis(programme_, matrix_of(programme_));
    const auto basic =
        std::count(basis_.basic_rows.begin(), basis_.basic_rows.end(), true) +
        std::count(basis_.columns.begin(), basis_.columns.end(), StartBasis::Column::basic);
    EXPECT_EQ(basic, programme_.rows());
  }
  /// In how many months columns of that name are so.
  [[nodiscard]] int months(const std::string& name, StartBasis::Column how) const {
    int count = 0;
    for (int column = 0; column < programme_.columns(); ++column) {
      const auto index = static_cast<std::size_t>(column);
      count += programme_.column_names[index].what == name && basis_.columns[index] == how ? 1 : 0;
    }
    return count;
  }
  [[nodiscard]] double value() const { return Solver(programme_).solve().level.back(); }

  Timeline timeline_{parse_date("2022-01-01")};
  ProcessModel model_{timeline_, timeline_.tick(parse_date("2022-07-01"))};
  ProcessModel::StockId sink_ = 0;
  ProcessModel::StockId made_ = 0;
  LinearProgramme programme_;
  StartBasis basis_;
};

constexpr StartBasis::Column kBasic = StartBasis::Column::basic;

TEST_F(Start, DoesAllThatTakesFromNobody) {
  model_.add({.name = "use", .flows = {{made_, -1}, {sink_, 1}}, .uses = {{capacity("u", 4), 1}}});
  write();
  EXPECT_EQ(months("make", kBasic), kMonths);
  EXPECT_EQ(months("use", kBasic), kMonths);
  EXPECT_EQ(months("stock of made", kBasic), kMonths);  // 6 a month stay
  EXPECT_NEAR(value(), 4 * kMonths, 1e-9);
}

TEST_F(Start, UsesUpWhatNobodyElseTakes) {
  model_.add({.name = "use", .flows = {{made_, -1}, {sink_, 1}}, .uses = {{capacity("u", 40), 1}}});
  write();
  EXPECT_EQ(months("use", kBasic), kMonths);
  EXPECT_EQ(months("stock of made", kBasic), 0);
  EXPECT_NEAR(value(), 10 * kMonths, 1e-9);
}

TEST_F(Start, LeavesWhatTwoTake) {
  model_.add({.name = "use", .flows = {{made_, -1}, {sink_, 1}}});
  model_.add({.name = "waste", .flows = {{made_, -1}, {sink_, 0.5}}});
  write();
  EXPECT_EQ(months("use", kBasic) + months("waste", kBasic), 0);
  EXPECT_NEAR(value(), 10 * kMonths, 1e-9);
}

TEST_F(Start, BeginsAtItsOwnBound) {
  model_.add({.name = "given",
              .flows = {{sink_, 1}},
              .limited = true,
              .limit = {.fixed = Monthly(kMonths, 3)},
              .limit_constraint = "gifts"});
  write();
  EXPECT_EQ(months("given", StartBasis::Column::at_upper), kMonths);
  EXPECT_NEAR(value(), 3 * kMonths, 1e-9);
}

TEST_F(Start, PassesOnWhatDoesNotStay) {
  model_.edit(made_).passes = true;
  const ProcessModel::StockId sold = model_.stock("sold");
  model_.add({.name = "sell", .flows = {{made_, -1}, {sold, 1}}});
  model_.add({.name = "use", .flows = {{made_, -1}, {sink_, 1}}, .uses = {{capacity("u", 4), 1}}});
  write();
  EXPECT_EQ(months("sell", kBasic), kMonths);
  int exact = 0;
  for (int row = 0; row < programme_.rows(); ++row) {
    exact += programme_.row_names[static_cast<std::size_t>(row)].what == "stock of made" &&
                     programme_.holds_exactly(row)
                 ? 1
                 : 0;
  }
  EXPECT_EQ(exact, kMonths);
  EXPECT_NEAR(value(), 4 * kMonths, 1e-9);
}

}  // namespace
}  // namespace chokepoint
