// Who got what, and what it was worth to order early.

#include "sim/record/allocation.hpp"

#include <fstream>
#include <unistd.h>

#include <gtest/gtest.h>

#include "sim/record/tables.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "tests/unit/record/example_result.hpp"

namespace chokepoint {
namespace {

namespace fs = std::filesystem;

OrderRow order(std::string_view buyer, double quantity, Tick placed, Tick wanted,
               OrderStatus status, Tick delivered = kNever) {
  static std::uint64_t number = 0;
  OrderRow row;
  row.order = ++number;
  row.commodity = "n3_wafer";
  row.buyer = buyer;
  row.seller = "fab";
  row.unit = "wafer";
  row.quantity = quantity;
  row.placed = placed;
  row.wanted = wanted;
  row.promised = status == OrderStatus::rejected ? kNever : wanted + 10 * kDay;
  row.status = status;
  row.delivered = delivered;
  return row;
}

/// One who orders half a year ahead and gets all of it ten days late; one who orders a month ahead
/// and is refused three quarters, and gets the rest forty days late.
RunResult early_and_late() {
  RunResult run;
  run.scenario = "two";
  run.start = date(2026, 1, 1);
  const Tick wanted = 200 * kDay;
  run.orders = {order("early", 60, 20 * kDay, wanted, OrderStatus::delivered, wanted + 10 * kDay),
                order("late", 30, 170 * kDay, wanted, OrderStatus::rejected),
                order("late", 10, 170 * kDay, wanted, OrderStatus::delivered, wanted + 40 * kDay)};
  run.series = {{"received", "early", "", "n3_wafer", "wafer", 1, {{date(2026, 7, 1), 60}}},
                {"received", "late", "", "n3_wafer", "wafer", 1, {{date(2026, 8, 1), 20}}}};
  return run;
}

TEST(AllocationTest, SharesAddUpAndAmountsAreThoseOfTheJournal) {
  const AllocationReport report = allocation_of(early_and_late());
  ASSERT_EQ(report.commodities.size(), 1U);
  const Allocation& wafers = report.commodities[0];
  EXPECT_EQ(wafers.commodity, "n3_wafer");
  EXPECT_EQ(wafers.years, std::vector<int>{2026});
  ASSERT_EQ(wafers.buyers.size(), 2U);
  const BuyerYear& early = wafers.buyers[0].years[0];
  const BuyerYear& late = wafers.buyers[1].years[0];
  EXPECT_EQ(early.share, 0.75);
  EXPECT_EQ(late.share, 0.25);
  EXPECT_EQ(late.asked, 40);
  EXPECT_EQ(late.refused, 30);
  EXPECT_EQ(late.promised, 10);
  EXPECT_EQ(late.received, 20);
}

TEST(AllocationTest, OrderingEarlyIsWorthDaysAndAPart) {
  const Allocation wafers = allocation_of(early_and_late()).commodities.at(0);
  ASSERT_TRUE(wafers.early && wafers.late);
  EXPECT_EQ(wafers.early->orders, 1U);
  EXPECT_EQ(wafers.early->notice_days, 180);
  EXPECT_EQ(wafers.early->all.wait_days, 10);
  EXPECT_EQ(wafers.early->all.kept, 1);
  EXPECT_EQ(wafers.late->orders, 2U);
  EXPECT_EQ(wafers.late->notice_days, 30);
  EXPECT_EQ(wafers.late->all.wait_days, 40);
  EXPECT_EQ(wafers.late->all.kept, 0.25);
  EXPECT_EQ(wafers.late->years.at(0).kept, 0.25);
}

TEST(AllocationTest, WhereAllGiveTheSameNoticeNobodyIsEarly) {
  RunResult run = early_and_late();
  for (OrderRow& row : run.orders)
    row.placed = 0;
  const Allocation wafers = allocation_of(run).commodities.at(0);
  EXPECT_FALSE(wafers.early);
  EXPECT_FALSE(wafers.late);
}

TEST(AllocationTest, FirmOrdersAreHeldAgainstThoseThatCanBeTakenBack) {
  RunResult run = early_and_late();
  EXPECT_FALSE(allocation_of(run).commodities.at(0).firm);  // all are
  run.orders[1].firm = false;
  run.orders[2].firm = false;
  const AllocationReport report = allocation_of(run);
  const Allocation& wafers = report.commodities.at(0);
  ASSERT_TRUE(wafers.firm && wafers.cancellable);
  EXPECT_EQ(wafers.firm->all.kept, 1);
  EXPECT_EQ(wafers.firm->all.wait_days, 10);
  EXPECT_EQ(wafers.cancellable->all.kept, 0.25);
  EXPECT_EQ(wafers.cancellable->all.wait_days, 40);
  EXPECT_NE(allocation_text(report, "n3_wafer")
                .find("worth of firm orders: 30 days gained, 75 points more kept"),
            std::string::npos);
}

TEST(AllocationTest, AnOpenOrderIsNeitherKeptNorLost) {
  RunResult run = early_and_late();
  run.orders[1].status = OrderStatus::open;
  EXPECT_EQ(allocation_of(run).commodities.at(0).late->all.kept, 1);
}

class RunFolder : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("chokepoint-allocation-" + std::to_string(::getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  void write(const char* name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  std::string refusal() const {
    try {
      (void)read_run(folder_);
    } catch (const ScenarioError& error) {
      return error.what();
    }
    return "";
  }
  fs::path folder_;
};

TEST_F(RunFolder, SaysTheSameAsTheRunThatWroteIt) {
  RunResult run = early_and_late();
  run.orders[2].delivered += 90;
  write("orders.csv", whole(orders_csv(run)));
  write("timeseries.csv", whole(timeseries_csv(run)));
  AllocationReport read = allocation_of(read_run(folder_));
  read.run = run.scenario;
  EXPECT_EQ(allocation_json(read), allocation_json(allocation_of(run)));
}

TEST_F(RunFolder, IsRefusedWithFileLineAndColumn) {
  EXPECT_NE(refusal().find("orders.csv: expected a file that 'chokepoint run -o' wrote"),
            std::string::npos);
  write("orders.csv", "order,parent\n");
  EXPECT_NE(refusal().find("orders.csv:1:1: expected the columns order,parent,commodity"),
            std::string::npos);
  const RunResult result = early_and_late();
  std::string text = whole(orders_csv(result));
  const std::size_t quantity = text.find(",60,") + 1;
  const std::string column = std::to_string(quantity - text.rfind('\n', quantity));
  text.replace(quantity, 2, "x");
  write("orders.csv", text);
  EXPECT_NE(refusal().find("orders.csv:2:" + column + ": expected a number as quantity, found 'x'"),
            std::string::npos)
      << refusal();
}

}  // namespace
}  // namespace chokepoint
