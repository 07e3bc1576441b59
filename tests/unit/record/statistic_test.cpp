// What is read off a run, on numbers small enough to check by hand.

#include "sim/record/statistic.hpp"

#include <gtest/gtest.h>

#include "tests/unit/record/example_result.hpp"

namespace chokepoint {
namespace {

using Kind = Statistic::Kind;

/// Two years: `made` is 10 a month by one firm and, of another that plans by the quarter, 2 rising
/// by 2; `stock` is a total with two parts; `came` counts what came in single months.
RunResult two_years() {
  RunResult result;
  result.start = date(2025, 1, 1);
  Series big{"made", "big", "", "", "wafer/month", 1, {}};
  Series small{"made", "small", "", "", "wafer/month", 3, {}};
  Series total{"stock", "", "", "", "tool", 1, {}};
  Series part{"stock", "big", "", "", "tool", 1, {}};
  for (int m = 0; m < 24; ++m) {
    const Date day = date(2025 + m / 12, static_cast<unsigned>(m % 12) + 1, 1);
    big.points.push_back({day, 10});
    const int quarter = m / 3;
    if (m % 3 == 0)
      small.points.push_back({day, 2.0 + 2 * quarter});
    total.points.push_back({day, 100.0 + m});
    part.points.push_back({day, 50});
  }
  result.series = {big,
                   small,
                   total,
                   part,
                   {"came", "a", "", "n3", "wafer", 1, {{date(2025, 2, 1), 30}}},
                   {"came", "b", "", "n3", "wafer", 1, {{date(2025, 2, 1), 10}}},
                   {"came", "b", "", "n5", "wafer", 1, {{date(2025, 3, 1), 60}}}};
  result.years = {year_of(2025, "cowos"), year_of(2026, "")};
  result.years[0].roots = {{"decision", 0.6}, {"capacity", 0.4}};
  return result;
}

Statistic ask(Kind kind, std::string series, Date from, std::optional<Date> to = {}) {
  Statistic statistic;
  statistic.kind = kind;
  statistic.of.series = std::move(series);
  statistic.from = from;
  statistic.to = to;
  return statistic;
}

TEST(StatisticTest, ReadsATotalWhereThereIsOneAndAddsUpWhereThereIsNone) {
  const RunResult run = two_years();
  const Reading total = evaluate(ask(Kind::at, "stock", date(2025, 3, 1)), run);
  EXPECT_EQ(total.number, 102);
  EXPECT_EQ(total.unit, "tool");
  EXPECT_EQ(evaluate(ask(Kind::at, "made", date(2025, 5, 1)), run).number, 10 + 4)
      << "the small firm's value of April holds in May";
  Statistic mean = ask(Kind::at, "made", date(2025, 5, 1));
  mean.of.mean = true;
  EXPECT_EQ(evaluate(mean, run).number, 7);
}

TEST(StatisticTest, AddsUpRatesMonthByMonthAndCountsAsTheyStand) {
  const RunResult run = two_years();
  const Reading made = evaluate(ask(Kind::sum, "made", date(2025, 1, 1), date(2026, 1, 1)), run);
  EXPECT_EQ(made.number, 120 + 3 * (2 + 4 + 6 + 8));
  EXPECT_EQ(made.unit, "wafer");
  EXPECT_EQ(evaluate(ask(Kind::sum, "came", date(2025, 1, 1), date(2026, 1, 1)), run).number, 100);
  EXPECT_EQ(evaluate(ask(Kind::sum, "came", date(2025, 3, 1), date(2026, 1, 1)), run).number, 60);
}

TEST(StatisticTest, KnowsMeansAndExtremes) {
  const RunResult run = two_years();
  const Date begin = date(2025, 1, 1);
  const Date end = date(2025, 4, 1);
  EXPECT_EQ(evaluate(ask(Kind::mean, "stock", begin, end), run).number, 101);
  EXPECT_EQ(evaluate(ask(Kind::max, "stock", begin, end), run).number, 102);
  EXPECT_EQ(evaluate(ask(Kind::min, "stock", begin, end), run).number, 100);
}

TEST(StatisticTest, ComparesTwoTimesAndTwoSeries) {
  const RunResult run = two_years();
  Statistic ratio = ask(Kind::ratio, "stock", date(2026, 1, 1), date(2026, 2, 1));
  ratio.base_from = date(2025, 1, 1);
  ratio.base_to = date(2025, 2, 1);
  EXPECT_EQ(evaluate(ratio, run).number, 1.12);
  Statistic growth = ask(Kind::growth, "came", date(2025, 2, 1), date(2025, 3, 1));
  growth.base_from = date(2025, 2, 1);
  growth.base_to = date(2025, 4, 1);
  EXPECT_EQ(evaluate(growth, run).number, 0.8) << "40 a month after 100 in two months";
  Statistic quotient = ask(Kind::quotient, "stock", date(2025, 1, 1), date(2025, 2, 1));
  quotient.by = {.series = "made", .entity = "big"};
  EXPECT_EQ(evaluate(quotient, run).number, 10);
}

TEST(StatisticTest, SharesOutWhatCameOfOneKind) {
  const RunResult run = two_years();
  Statistic share = ask(Kind::share, "came", date(2025, 1, 1), date(2026, 1, 1));
  share.of.entity = "b";
  share.of.generation = "n3";
  EXPECT_EQ(evaluate(share, run).number, 0.25);
}

TEST(StatisticTest, FindsTheFirstMonth) {
  const RunResult run = two_years();
  Statistic first = ask(Kind::first_above, "stock", date(2025, 1, 1));
  first.above = 105;
  EXPECT_EQ(evaluate(first, run).date, date(2025, 6, 1));
  first.above = 124;
  EXPECT_EQ(evaluate(first, run).missing, "never");
}

TEST(StatisticTest, ReadsSharesOfAYear) {
  const RunResult run = two_years();
  Statistic year = ask(Kind::leads, "", date(2025, 7, 1));
  year.names = {"cowos"};
  EXPECT_EQ(evaluate(year, run).number, 1);
  year.names = {"unexplained"};
  EXPECT_EQ(evaluate(year, run).number, 0);
  year.kind = Kind::binding_share;
  EXPECT_EQ(evaluate(year, run).number, 0.25);
  year.kind = Kind::root_share;
  year.names = {"decision", "information"};
  EXPECT_EQ(evaluate(year, run).number, 0.6);
  year.kind = Kind::root_leads;
  EXPECT_EQ(evaluate(year, run).number, 1);
  year.names = {"capacity"};
  EXPECT_EQ(evaluate(year, run).number, 0);
  year.kind = Kind::leads;
  year.from = date(2026, 1, 1);
  EXPECT_EQ(evaluate(year, run).missing, "nothing was missing in that year");
}

TEST(StatisticTest, ReadsWhatMostWasLostForByTheYearOfItsCause) {
  RunResult run = two_years();
  // Short in 2025: packaging cost 3 over two years, power 2 in one.
  run.matrix = {{"cowos", 2025, 2025, 1},
                {"cowos", 2026, 2025, 2},
                {"power", 2025, 2025, 2},
                {"power", 2026, 2026, 9}};
  Statistic cause = ask(Kind::cause_leads, "", date(2025, 1, 1));
  cause.names = {"memory", "cowos"};
  EXPECT_EQ(evaluate(cause, run).number, 1);
  cause.names = {"power"};
  EXPECT_EQ(evaluate(cause, run).number, 0);
  cause.from = date(2026, 1, 1);
  EXPECT_EQ(evaluate(cause, run).number, 1);
  cause.from = date(2027, 1, 1);
  EXPECT_EQ(evaluate(cause, run).missing, "nothing was short in that year");
}

TEST(StatisticTest, WeighsOrdersByQuantity) {
  RunResult run = two_years();
  OrderRow order;
  order.commodity = "tool";
  order.buyer = "fab";
  order.seller = "maker";
  order.placed = 0;
  order.wanted = 10 * kDay;
  order.delivered = 40 * kDay;
  order.status = OrderStatus::delivered;
  order.quantity = 3;
  run.orders.push_back(order);
  order.delivered = 10 * kDay;
  order.quantity = 1;
  run.orders.push_back(order);
  order.status = OrderStatus::rejected;
  order.quantity = 12;
  run.orders.push_back(order);
  Statistic wait = ask(Kind::wait, "", date(2025, 1, 1), date(2025, 2, 1));
  wait.commodity = "tool";
  EXPECT_NEAR(*evaluate(wait, run).number, 22.5 / 30.436875, 1e-9);
  EXPECT_EQ(evaluate(wait, run).unit, "month");
  wait.kind = Kind::refused;
  EXPECT_EQ(evaluate(wait, run).number, 0.75);
  wait.buyer = "nobody";
  EXPECT_EQ(evaluate(wait, run).missing, "no such orders");
}

TEST(StatisticTest, SaysWhatTheRunDoesNotHave) {
  const RunResult run = two_years();
  EXPECT_EQ(evaluate(ask(Kind::at, "stok", date(2025, 3, 1)), run).missing,
            "no series 'stok'; did you mean 'stock'?");
  Statistic other = ask(Kind::at, "stock", date(2025, 3, 1));
  other.of.entity = "nobody";
  EXPECT_EQ(evaluate(other, run).missing, "no such rows of 'stock'");
  EXPECT_EQ(evaluate(ask(Kind::at, "stock", date(2027, 1, 1)), run).missing,
            "the run has no such months");
  EXPECT_FALSE(evaluate(ask(Kind::at, "stock", date(2027, 1, 1)), run).number);
}

}  // namespace
}  // namespace chokepoint
