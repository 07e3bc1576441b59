#include "sim/record/tables.hpp"

#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/record/example_result.hpp"

namespace chokepoint {
namespace {

std::vector<std::string> keys_of(const nlohmann::ordered_json& object) {
  std::vector<std::string> keys;
  for (const auto& item : object.items())
    keys.push_back(item.key());
  return keys;
}

TEST(Summary, has_the_documented_keys_in_their_order) {
  const auto summary = nlohmann::ordered_json::parse(summary_json(example_result()));
  using Keys = std::vector<std::string>;
  EXPECT_EQ(keys_of(summary),
            (Keys{"schema", "version", "scenario", "scenario_sha256", "seed", "fingerprint",
                  "headline", "years", "intervals", "effects_by_cause"}));
  EXPECT_EQ(keys_of(summary["years"][0]),
            (Keys{"year", "online_gw_end", "added_gw", "demand_gw", "unmet_gw_years",
                  "unmet_shares", "runner_up", "binding"}));
  EXPECT_EQ(
      keys_of(summary["years"][0]["binding"][0]),
      (Keys{"constraint", "share", "unmet_share", "from", "to", "cause_from", "cause_to", "root"}));
}

TEST(Summary, carries_the_values_and_null_where_there_is_none) {
  const auto summary = nlohmann::json::parse(summary_json(example_result()));
  EXPECT_EQ(summary["seed"], 7);
  EXPECT_EQ(summary["years"][1]["unmet_gw_years"], 1.25);
  const auto& binding = summary["years"][0]["binding"][0];
  EXPECT_EQ(binding["from"], "2023-02-01");
  EXPECT_TRUE(binding["cause_to"].is_null());
  EXPECT_EQ(binding["root"][0]["cause"], "decision cowos_expansion");
}

TEST(Summary, carries_the_runner_up_and_what_was_lost_by_year_of_effect_and_of_cause) {
  RunResult result = example_result();
  result.years[0].runner_up = "turbines";
  result.matrix = {{"cowos", 2024, 2023, 0.5}};
  const auto summary = nlohmann::json::parse(summary_json(result));
  EXPECT_EQ(summary["years"][0]["runner_up"], "turbines");
  EXPECT_TRUE(summary["years"][1]["runner_up"].is_null());
  ASSERT_EQ(summary["effects_by_cause"].size(), 1U);
  const auto& cell = summary["effects_by_cause"][0];
  EXPECT_EQ(cell["constraint"], "cowos");
  EXPECT_EQ(cell["effect_year"], 2024);
  EXPECT_EQ(cell["cause_year"], 2023);
  EXPECT_EQ(cell["unmet_gw_years"], 0.5);
}

TEST(Summary, divides_what_was_unmet_by_the_names_it_was_lost_under) {
  RunResult result = example_result();
  result.years[1].unmet_shares = {{"turbines", 0.75}, {"cowos", 0.25}};
  const auto summary = nlohmann::json::parse(summary_json(result));
  EXPECT_TRUE(summary["years"][0]["unmet_shares"].empty());
  const auto& shares = summary["years"][1]["unmet_shares"];
  ASSERT_EQ(shares.size(), 2U);
  EXPECT_EQ(shares[0]["constraint"], "turbines");
  EXPECT_EQ(shares[0]["share"], 0.75);
  EXPECT_EQ(shares[1]["share"], 0.25);
  EXPECT_EQ(summary["years"][0]["binding"][0]["unmet_share"], 0);
  EXPECT_EQ(summary["years"][1]["binding"][0]["unmet_share"], 0.75);
}

TEST(Timeseries, is_one_tidy_row_for_each_value) {
  const RunResult result = example_result();
  EXPECT_EQ(whole(timeseries_csv(result)),
            "date,series,entity,region,generation,value,unit\n"
            "2023-01-01,online,,,,1,GW\n"
            "2024-01-01,online,,,,2,GW\n"
            "2023-01-01,demand,,,,2,GW\n"
            "2024-01-01,demand,,,,2.5,GW\n"
            "2023-01-01,wafer_starts_quarterly,\"fab, \"\"18\"\"\",taiwan,n3,0.1,wafer\n");
}

TEST(Tables, come_in_pieces_of_whole_rows_without_losing_one) {
  RunResult result = example_result();
  result.series.front().points.assign(20'000, result.series.front().points.front());
  result.orders.assign(5'000, result.orders.front());
  const std::size_t points =
      20'000 + result.series[1].points.size() + result.series[2].points.size();
  const auto rows_of = [](const TextInPieces& table) {
    std::size_t rows = 0;
    int pieces = 0;
    table([&](std::string_view piece) {
      EXPECT_TRUE(piece.ends_with('\n'));
      EXPECT_LT(piece.size(), 100'000U);
      rows += static_cast<std::size_t>(std::count(piece.begin(), piece.end(), '\n'));
      ++pieces;
    });
    EXPECT_GT(pieces, 2);
    return rows;
  };
  EXPECT_EQ(rows_of(timeseries_csv(result)), 1 + points);
  EXPECT_EQ(rows_of(orders_csv(result)), 1 + 5'000U);
}

TEST(Bottlenecks, leave_empty_what_was_not_computed) {
  EXPECT_EQ(bottlenecks_csv(example_result()),
            "month,constraint,proximate_share,root,root_share,e_plus,e_minus\n"
            "2023-01-01,cowos,0.98,,,,\n");
}

TEST(Orders, are_dated_to_the_minute_and_empty_where_there_is_no_date) {
  const RunResult result = example_result();
  EXPECT_EQ(whole(orders_csv(result)),
            "order,parent,commodity,buyer,seller,quantity,unit,placed,wanted,promised,delivered,"
            "status,firm,price_usd\n"
            "1,,turbine,operator,maker,3,GW,2023-01-01,2023-01-02,2023-02-01T06:30Z,,open,true,\n"
            "2,1,turbine,operator,maker,2,GW,2023-01-01,2023-01-02,2023-02-01T06:30Z,2023-02-10,"
            "delivered,false,1e+06\n"
            "2,1,turbine,operator,maker,1,GW,2023-01-01,2023-01-02,2023-02-01T06:30Z,,"
            "cancelled,false,1e+06\n");
}

TEST(Orders, tell_in_one_line_what_was_taken_back_as_a_whole) {
  RunResult result = example_result();
  result.orders[1].status = OrderStatus::cancelled;
  result.orders[1].delivered = kNever;
  result.orders[1].cancelled_quantity = 3;
  const std::string told = whole(orders_csv(result));
  EXPECT_TRUE(
      told.ends_with("\n2,1,turbine,operator,maker,3,GW,2023-01-01,2023-01-02,"
                     "2023-02-01T06:30Z,,cancelled,false,1e+06\n"));
  EXPECT_EQ(std::count(told.begin(), told.end(), '\n'), 3);
}

TEST(Fingerprint, changes_with_what_happened_not_with_what_was_recorded_about_it) {
  const std::string before = fingerprint_of(example_result());
  EXPECT_EQ(before.size(), 16U);
  EXPECT_EQ(fingerprint_of(example_result()), before);
  RunResult result = example_result();
  result.orders[1].delivered += 1;
  EXPECT_NE(fingerprint_of(result), before);
  result = example_result();
  result.series[2].points[0].value = 0.2;
  EXPECT_NE(fingerprint_of(result), before);
  result = example_result();
  result.bottlenecks[0].proximate_share = 0.97;
  EXPECT_EQ(fingerprint_of(result), before);
}

TEST(Timing, gives_events_per_second_of_the_run_alone) {
  RunTiming timing;
  timing.events = 500;
  timing.run_s = 0.25;
  timing.wall_s = 1.0;
  const auto json = nlohmann::json::parse(timing_json(timing));
  EXPECT_EQ(json["events_per_second"], 2000.0);
  EXPECT_EQ(json["wall_s"], 1.0);
}

}  // namespace
}  // namespace chokepoint
