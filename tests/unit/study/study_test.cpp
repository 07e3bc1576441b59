// What studies are made of: factors, points, ids, blocks and sums, each alone.

#include <cmath>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "sim/record/ensemble.hpp"
#include "sim/study/block.hpp"
#include "sim/study/design.hpp"
#include "sim/study/plan.hpp"
#include "sim/study/precision.hpp"
#include "sim/study/quantiles.hpp"
#include "sim/study/sweep_directory.hpp"

namespace chokepoint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
namespace fs = std::filesystem;

Factor number(const std::string& name, std::vector<std::string> levels, std::string unit,
              std::optional<double> base = std::nullopt) {
  FactorFacts facts;
  facts.name = name;
  facts.path = facts.column = "parts." + name + ".rate";
  facts.unit = std::move(unit);
  facts.quoted.assign(levels.size(), false);
  facts.levels = std::move(levels);
  facts.base_number = base;
  return Factor(std::move(facts));
}

Factor overlay(const std::string& name, std::vector<std::string> files) {
  FactorFacts facts;
  facts.kind = FactorFacts::Kind::overlay;
  facts.name = facts.column = name;
  facts.levels = std::move(files);
  return Factor(std::move(facts));
}

TEST(Factor, CellsAtTheScenariosOwnValueDoNotDiffer) {
  const Factor rate = number("a", {"7", "9"}, "lot/day", 9);
  EXPECT_TRUE(rate.differs("7"));
  EXPECT_FALSE(rate.differs("9"));
  EXPECT_FALSE(rate.differs("9.0"));
  EXPECT_FALSE(rate.differs("9 lot/day"));
  EXPECT_FALSE(overlay("law", {"none", "law.yaml"}).differs("none"));
  EXPECT_TRUE(overlay("law", {"none", "law.yaml"}).differs("law.yaml"));
  EXPECT_TRUE(number("drawn", {"7"}, "lot/day").differs("7"));
}

TEST(Factor, SettingsCarryTheUnitOfTheColumn) {
  EXPECT_EQ(number("a", {"7"}, "lot/day").text("7"), "parts.a.rate=7 lot/day");
  EXPECT_EQ(number("a", {"7"}, "lot/day").text("7 lot/week"), "parts.a.rate=7 lot/week");
  EXPECT_EQ(number("a", {"0.5"}, "1").text("0.5"), "parts.a.rate=0.5");
}

TEST(Factor, SharesBecomeLevelsOfEqualWidth) {
  const Factor rate = number("a", {"1", "2", "3", "4"}, "1");
  EXPECT_EQ(rate.cell_at(0.001), "1");
  EXPECT_EQ(rate.cell_at(0.25), "2");
  EXPECT_EQ(rate.cell_at(0.749), "3");
  EXPECT_EQ(rate.cell_at(0.999), "4");
}

TEST(Design, OfAGridHasTheLastFactorFastest) {
  const DesignTable grid = grid_design({number("a", {"1", "2"}, "1"), overlay("o", {"none", "x"})});
  EXPECT_EQ(grid.csv(), "point,parts.a.rate,o\n1,1,none\n2,1,x\n3,2,none\n4,2,x\n");
}

TEST(Design, ComesBackFromItsFile) {
  const std::vector<Factor> factors = {number("a", {}, "lot/day"), overlay("o", {"none", "x"})};
  DesignTable table{{"parts.a.rate", "o"}, {{"1.5", "none"}, {"2", "a, \"b\""}}};
  const DesignTable back = parse_design(table.csv(), "design.csv", factors);
  EXPECT_EQ(back.points, table.points);
  EXPECT_EQ(back.sha256(), table.sha256());
}

TEST(Design, SaysWhereATableIsWrong) {
  const std::vector<Factor> factors = {number("a", {}, "lot/day")};
  const auto told = [&](const std::string& csv) -> std::string {
    try {
      static_cast<void>(parse_design(csv, "t.csv", factors));
      return "nothing";
    } catch (const ScenarioError& error) {
      return error.what();
    }
  };
  EXPECT_THAT(told(""), HasSubstr("t.csv:0:1: expected a line of column names"));
  EXPECT_THAT(told("parts.a.rate\n"), HasSubstr("expected points, found none"));
  EXPECT_THAT(told("parts.a.rate,b\n1,2\n"), HasSubstr("t.csv:1:1: expected columns of factors"));
  EXPECT_THAT(told("point,parts.a.rate\n1,5\n3,5\n"), HasSubstr("t.csv:3:1: expected points that"));
  EXPECT_THAT(told("parts.a.rate\n\"1\n"), HasSubstr("expected the end of a text in quotes"));
  EXPECT_THAT(told("point,parts.a.rate\n1,\n"), HasSubstr("found an empty cell"));
  EXPECT_EQ(told("\xef\xbb\xbfparts.a.rate\r\n1\r\n"), "nothing");
}

TEST(RunIds, DoNotDependOnFactorsAtTheirBase) {
  const Factor a = number("a", {"7", "9"}, "lot/day", 9);
  const Factor b = number("b", {"1", "2"}, "lot/day", 1);
  const RunId alone = run_id({a}, {"7"}, 3);
  EXPECT_EQ(run_id({a, b}, {"7", "1"}, 3), alone);
  EXPECT_EQ(run_id({b, a}, {"1", "7"}, 3), alone);
  EXPECT_NE(run_id({a, b}, {"7", "2"}, 3), alone);
  EXPECT_NE(run_id({a}, {"7"}, 4), alone);
  EXPECT_EQ(run_id_of(text_of(alone)), alone);
  EXPECT_EQ(run_id_of("0123"), 0U);
}

TEST(RunIds, AreTheHashOfWhatDiffers) {
  // First 16 digits of: printf 'parts.a.rate=7 lot/day\nreplication=3' | sha256sum
  const Factor a = number("a", {"7", "9"}, "lot/day", 9);
  EXPECT_EQ(text_of(run_id({a}, {"7"}, 3)), "b0b63b42a6c06b0c");
}

TEST(Plan, RunsEqualPointsOnce) {
  const std::vector<Factor> factors = {number("a", {"7", "9"}, "lot/day", 9)};
  const DesignTable design{{"parts.a.rate"}, {{"7"}, {"9"}, {"7"}}};
  const Plan plan = make_plan(factors, design, 2, 3);
  EXPECT_EQ(plan.rows.size(), 6U);
  EXPECT_THAT(plan.first, ElementsAre(0, 1, 3, 4));
  EXPECT_EQ(plan.rows[2].id, plan.rows[0].id);
  EXPECT_EQ(plan.blocks(), 2U);
}

TEST(Plan, WithMoreReplicationsBeginsAsBefore) {
  const std::vector<Factor> factors = {number("a", {"7", "8"}, "lot/day", 9)};
  const DesignTable design{{"parts.a.rate"}, {{"7"}, {"8"}}};
  const Plan few = make_plan(factors, design, 2, 3);
  const Plan more = make_plan(factors, design, 5, 3);
  for (std::size_t i = 0; i < few.runs(); ++i)
    EXPECT_EQ(few.run(i).id, more.run(i).id);
}

TEST(MissingWork, LeavesOutWhatIsThere) {
  const std::vector<Factor> factors = {number("a", {"7", "8"}, "lot/day", 9)};
  const Plan plan = make_plan(factors, {{"parts.a.rate"}, {{"7"}, {"8"}}}, 3, 2);
  SweepDirectory::Contents contents;
  contents.ok[plan.run(0).id] = true;
  contents.ok[plan.run(1).id] = true;
  contents.ok[plan.run(3).id] = false;
  const auto work = missing_work(plan, contents, false);
  ASSERT_EQ(work.size(), 2U);
  EXPECT_EQ(work[0].number, 1U);
  EXPECT_THAT(work[0].runs, ElementsAre(2));
  EXPECT_THAT(work[1].runs, ElementsAre(4, 5));
  EXPECT_THAT(missing_work(plan, contents, true)[0].runs, ElementsAre(2, 3));
}

class Blocks : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("chokepoint-blocks-" + std::to_string(::getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  static RunRecord record(RunId id) {
    RunRecord one;
    one.id = id;
    one.ok = true;
    one.outputs = {1.5, kMissing};
    one.years = {1, 2, 3, 4};
    one.binds_from = {{"cowos", 19000}};
    one.series = {{"online", "", "", "", "GW", 2, {1, 2, kMissing, 4}}};
    return one;
  }
  void write(const std::string& world) const {
    Block block{7, {1, 2}, packed(record(1)) + packed(record(2))};
    write_block(folder_, world, block);
  }
  [[nodiscard]] std::string problem(const std::string& world) const {
    std::string told;
    static_cast<void>(read_block(block_files(folder_).at(0), world, told));
    return told;
  }
  void change(const std::function<void(std::string&)>& how) const {
    const fs::path file = block_files(folder_).at(0);
    std::ifstream in(file, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), {}};
    how(bytes);
    std::ofstream(file, std::ios::binary) << bytes;
  }

  fs::path folder_;
};

TEST_F(Blocks, ComeBackAsTheyWereWritten) {
  write("world");
  std::string told;
  const auto records = read_block(block_files(folder_).at(0), "world", told);
  ASSERT_TRUE(records) << told;
  ASSERT_EQ(records->size(), 2U);
  EXPECT_EQ(packed((*records)[0]), packed(record(1)));
  EXPECT_EQ(packed((*records)[1]), packed(record(2)));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(Blocks, OfAnotherWorldAreForeign) {
  write("world");
  EXPECT_EQ(problem("another"), kForeignBlock);
}

TEST_F(Blocks, AreRefusedWhereverABitIsWrong) {
  write("world");
  const auto size = fs::file_size(block_files(folder_).at(0));
  for (std::size_t at = 0; at < size; at += 7) {
    change([&](std::string& bytes) { bytes[at] = static_cast<char>(bytes[at] ^ 1); });
    EXPECT_NE(problem("world"), "") << at;
    change([&](std::string& bytes) { bytes[at] = static_cast<char>(bytes[at] ^ 1); });
  }
  EXPECT_EQ(problem("world"), "");
}

TEST_F(Blocks, AreRefusedWhereverTheyAreCutOff) {
  write("world");
  while (fs::file_size(block_files(folder_).at(0)) > 0) {
    change([](std::string& bytes) {
      bytes.resize(bytes.size() - std::min<std::size_t>(11, bytes.size()));
    });
    ASSERT_NE(problem("world"), "");
  }
}

TEST_F(Blocks, AreNamedByWhatTheyHold) {
  EXPECT_NE(block_name(7, {1, 2}), block_name(7, {1}));
  EXPECT_NE(block_name(7, {1, 2}), block_name(8, {1, 2}));
  EXPECT_THAT(block_name(7, {1, 2}), testing::StartsWith("000007-"));
}

TEST(Quantiles, AreThoseOfNumPyAndR) {
  const Distributed four = distributed({4, 1, kMissing, 3, 2});
  EXPECT_EQ(four.count, 4U);
  EXPECT_EQ(four.mean, 2.5);
  EXPECT_DOUBLE_EQ(four.sd, 1.29099444874);  // sqrt(5/3)
  EXPECT_EQ(four.min, 1);
  EXPECT_EQ(four.max, 4);
  EXPECT_DOUBLE_EQ(four.quantiles[0], 1.15);  // 5 %
  EXPECT_DOUBLE_EQ(four.quantiles[2], 1.75);
  EXPECT_DOUBLE_EQ(four.quantiles[3], 2.5);
  EXPECT_DOUBLE_EQ(four.quantiles[6], 3.85);
}

TEST(Quantiles, OfDatesOccurred) {
  const Distributed four = distributed({10, 20, 30, 40}, true);
  EXPECT_EQ(four.quantiles[2], 10);  // a quarter lies at or below it
  EXPECT_EQ(four.quantiles[3], 20);
  EXPECT_EQ(four.quantiles[4], 30);
  EXPECT_EQ(four.quantiles[6], 40);
}

TEST(Quantiles, OfNothingAndOne) {
  EXPECT_EQ(distributed({kMissing}).count, 0U);
  const Distributed one = distributed({3});
  EXPECT_EQ(one.sd, 0);
  EXPECT_EQ(one.quantiles[6], 3);
  EXPECT_TRUE(std::isinf(half_width(one, 0.95)));
}

TEST(HalfWidth, IsStudents) {
  // Table of Student's t: 97.5 % with 4 degrees of freedom is 2.776.
  const Distributed five = distributed({1, 2, 3, 4, 5});
  EXPECT_NEAR(half_width(five, 0.95), 2.776 * std::sqrt(2.5) / std::sqrt(5), 1e-3);
}

}  // namespace
}  // namespace chokepoint
