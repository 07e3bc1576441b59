// Data held against runs: how periods become one value, what is counted, what is refused.

#include "sim/record/score.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/unit/scenario/files.hpp"

namespace chokepoint {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Together rule(std::string_view series) {
  return series == "made" || series == "sold" ? Together::sum
         : series == "price"                  ? Together::mean
                                              : Together::end;
}

class ScoreTest : public testing::ScenarioFiles {
 protected:
  static constexpr const char* kColumns = "date,series,entity,region,generation,value,unit\n";
  static constexpr const char* kHeader = "date,series,entity,value,unit,low,high\n";

  /// A year of months: `made` 1, 2, ..., 12 times `factor`, `stock` the same, `price` 10 and 20 in
  /// turn; `sold` by the quarter 100, 200, 300, 400.
  static void write_run(const std::string& name, double factor = 1) {
    std::string text = kColumns;
    for (int month = 1; month <= 12; ++month) {
      const std::string date =
          "2024-" + std::string(month < 10 ? "0" : "") + std::to_string(month) + "-01,";
      const std::string value = std::to_string(month * factor);
      text.append(date).append("made,mill,,,").append(value).append(",tool\n");
      text.append(date).append("stock,mill,,a,").append(value).append(",tool\n");
      text += date + "stock,mill,,b,100,tool\n";
      text += date + "price,mill,,," + (month % 2 == 1 ? "10" : "20") + ",usd/h\n";
      if (month % 3 == 1)
        text += date + "sold,mill,,," + std::to_string(100 * (month + 2) / 3) + ",unit/quarter\n";
    }
    write(name + "/timeseries.csv", text);
  }
  std::vector<ScoreTable> scores(const std::string& data,
                                 const std::vector<std::string>& names = {"run"}) {
    write("data.csv", data);
    Diagnostics diagnostics;
    std::vector<ScoreTable> tables;
    const std::vector<DataRow> rows = read_data("data.csv", rule, diagnostics);
    std::vector<ScoredRun> runs;
    for (const std::string& name : names)
      runs.push_back(read_scored_run(name));
    tables = score(runs, rows, rule, diagnostics);
    problems = diagnostics.lines();
    return tables;
  }
  /// The only problem that a file of these rows has.
  std::string problem(const std::string& rows, const std::string& header = kHeader) {
    (void)scores(header + rows);
    return problems.size() == 1 ? problems.front() : std::to_string(problems.size()) + " problems";
  }
  std::vector<std::string> problems;
};

TEST_F(ScoreTest, QuartersAddUpWhatHappenedAndEndWithWhatIsThere) {
  write_run("run");
  const auto tables = scores(
      "date,series,entity,generation,value,unit\n"
      "2024-01-01,made,mill,,6,tool\n"
      "2024-04-01,made,mill,,15,tool\n"
      "2024-01-01,stock,mill,a,3,tool\n"
      "2024-04-01,stock,mill,a,6,tool\n"
      "2024-01-01,price,mill,,13,usd/h\n"
      "2024-04-01,price,mill,,17,usd/h\n");
  EXPECT_THAT(problems, ElementsAre());
  ASSERT_EQ(tables.size(), 3U);
  EXPECT_EQ(tables[0].rows[0].run, 1 + 2 + 3);
  EXPECT_EQ(tables[0].rows[1].run, 4 + 5 + 6);
  EXPECT_EQ(tables[1].rows[0].run, 3);
  EXPECT_EQ(tables[1].rows[1].run, 6);
  EXPECT_NEAR(*tables[2].rows[0].run, (10 + 20 + 10) / 3.0, 1e-9);
  EXPECT_NEAR(*tables[2].rows[1].run, (20 + 10 + 20) / 3.0, 1e-9);
}

TEST_F(ScoreTest, GenerationsThatAreNotNamedAreTakenTogether) {
  write_run("run");
  const auto tables = scores("date,series,entity,value,unit\n2024-05-01,stock,mill,105,tool\n");
  EXPECT_THAT(problems, ElementsAre());
  EXPECT_EQ(tables.at(0).rows.at(0).run, 105);
}

TEST_F(ScoreTest, ARateIsAnAmountOverItsPeriodInAnyUnitThatFits) {
  write_run("run");
  const auto tables = scores(
      "date,series,entity,value,unit,period\n"
      "2024-01-01,sold,mill,1000,unit,year\n"
      "2024-01-01,made,mill,78,tool/year,year\n");
  EXPECT_THAT(problems, ElementsAre());
  EXPECT_EQ(tables.at(0).rows.at(0).run, 100 + 200 + 300 + 400);
  EXPECT_EQ(tables.at(1).rows.at(0).run, 78);
  const auto halves = scores(
      "date,series,entity,value,unit,period\n"
      "2024-01-01,sold,mill,0.05,kunit/month,half-year\n"
      "2024-07-01,sold,mill,350,unit/quarter,half-year\n");
  EXPECT_THAT(problems, ElementsAre());
  EXPECT_NEAR(*halves.at(0).rows.at(0).run, 0.05, 1e-12);
  EXPECT_NEAR(*halves.at(0).rows.at(1).run, 350, 1e-9);
}

TEST_F(ScoreTest, ErrorsAreRunLessDataAndTheLogOfTheirRatio) {
  write_run("run");
  const auto tables = scores(std::string(kHeader) +
                             "2024-01-01,made,mill,2,tool,1,3\n"
                             "2024-02-01,made,mill,1,tool,1,1.5\n"
                             "2024-03-01,made,mill,0,tool,,\n");
  EXPECT_THAT(problems, ElementsAre());
  const ScoreTable& table = tables.at(0);
  EXPECT_EQ(table.rows[0].error, -1);
  EXPECT_NEAR(*table.rows[0].log_error, std::log(0.5), 1e-11);
  EXPECT_EQ(table.rows[0].in_data, true);  // the end belongs to the interval
  EXPECT_EQ(table.rows[1].error, 1);
  EXPECT_NEAR(*table.rows[1].log_error, std::log(2), 1e-11);
  EXPECT_EQ(table.rows[1].in_data, false);
  EXPECT_EQ(table.rows[2].error, 3);
  EXPECT_EQ(table.rows[2].log_error, std::nullopt);  // nothing is no ratio of 0
  EXPECT_EQ(table.rows[2].in_data, std::nullopt);
  EXPECT_EQ(table.rows[2].in_runs, std::nullopt);  // one run has no spread
  EXPECT_EQ(table.in_data().of, 2);
  EXPECT_EQ(table.in_data().held, 1);
  EXPECT_NEAR(*table.mean_log_error(), 0, 1e-11);
  EXPECT_NEAR(*table.rms_log_error(), std::log(2), 1e-11);
}

TEST_F(ScoreTest, OfSeveralRunsTheMedianIsScoredAndTheSpreadHoldsTheDataOrNot) {
  std::vector<std::string> names;
  for (int i = 0; i <= 10; ++i) {
    names.push_back("run" + std::to_string(i));
    write_run(names.back(), 10 * i);  // in December from 0 to 1,200
  }
  const auto tables = scores(
      "date,series,entity,generation,value,unit\n"
      "2024-11-01,stock,mill,a,109,tool\n"
      "2024-12-01,stock,mill,a,1080,tool\n",
      names);
  EXPECT_THAT(problems, ElementsAre());
  const ScoredRow& row = tables.at(0).rows.at(1);
  EXPECT_EQ(row.run, 600);
  EXPECT_EQ(row.p10, 120);
  EXPECT_EQ(row.p90, 1080);
  EXPECT_EQ(row.in_runs, true);
  EXPECT_EQ(tables.at(0).rows.at(0).p10, 110);
  EXPECT_EQ(tables.at(0).rows.at(0).in_runs, false);
  EXPECT_EQ(tables.at(0).in_runs().of, 2);
  EXPECT_EQ(tables.at(0).in_runs().held, 1);
}

TEST_F(ScoreTest, AModelErrorWidensTheIntervalByItsQuantiles) {
  write_run("run");
  write("data.csv", "date,series,entity,value,unit,period\n2024-10-01,made,mill,8,tool,month\n");
  Diagnostics diagnostics;
  const auto rows = read_data("data.csv", rule, diagnostics);
  const auto tables = score({read_scored_run("run")}, rows, rule, diagnostics, 0.5);
  EXPECT_THAT(diagnostics.lines(), ElementsAre());
  const ScoredRow& row = tables.at(0).rows.at(0);
  EXPECT_EQ(row.run, 10);
  // P10 of a lognormal of median 10 and sigma 0.5 lies 1.2816 standard deviations below.
  EXPECT_NEAR(std::log(*row.p10 / 10), -1.2816 * 0.5, 0.02);
  EXPECT_NEAR(std::log(*row.p90 / 10), 1.2816 * 0.5, 0.02);
  EXPECT_EQ(row.in_runs, true);
}

TEST_F(ScoreTest, OnlyWholePeriodsBetweenTheDaysAreKept) {
  write("data.csv",
        "date,series,entity,value,unit,period\n"
        "2023-01-01,made,mill,1,tool,year\n"
        "2024-01-01,made,mill,2,tool,quarter\n"
        "2024-04-01,made,mill,3,tool,quarter\n"
        "2024-07-01,made,mill,4,tool,half-year\n");
  Diagnostics diagnostics;
  const auto kept = [&](const char* from, const char* before) {
    auto rows = read_data("data.csv", rule, diagnostics);
    keep_between(rows, *from == 0 ? std::nullopt : std::optional(parse_date(from)),
                 *before == 0 ? std::nullopt : std::optional(parse_date(before)));
    std::vector<double> values;
    for (const DataRow& row : rows)
      values.push_back(row.value);
    return values;
  };
  EXPECT_THAT(kept("2024-01-01", ""), ElementsAre(2, 3, 4));
  EXPECT_THAT(kept("", "2024-04-01"), ElementsAre(1, 2));
  EXPECT_THAT(kept("2024-02-01", "2024-12-31"), ElementsAre(3));
  EXPECT_THAT(kept("", ""), ElementsAre(1, 2, 3, 4));
}

TEST_F(ScoreTest, TheCsvHasWhatEachRunHasInTheOrderOfTheRuns) {
  write_run("a", 2);
  write_run("b", 1);
  ScoreReport report{.runs = {"a", "b"}, .model_error = 0, .data = "data.csv", .tables = {}};
  report.tables = scores(
      "date,series,entity,value,unit,low,high,period\n2024-03-01,made,mill,3,tool,2,4,month\n",
      {"a", "b"});
  EXPECT_EQ(score_csv(report),
            "run,date,months,series,entity,generation,unit,data,low,high,value\n"
            "a,2024-03-01,1,made,mill,,tool,3,2,4,6\n"
            "b,2024-03-01,1,made,mill,,tool,3,2,4,3\n");
}

TEST_F(ScoreTest, WattsOfTheTotalAreOfCriticalLoadAndMayBeToldAsSuch) {
  write("run/timeseries.csv", std::string(kColumns) +
                                  "2024-01-01,online,,,,2,GW\n2024-02-01,online,,,,3,GW\n"
                                  "2024-01-01,online,lab,,,1,GW_it\n");
  const auto tables = scores(
      "date,series,entity,value,unit,period\n2024-01-01,online,total,2000,MW_it,month\n"
      "2024-02-01,online,,3,GW_it,month\n2024-01-01,online,lab,1000,MW_it,month\n");
  EXPECT_THAT(problems, ElementsAre());
  EXPECT_EQ(tables.at(0).rows.at(0).run, 2000);
  EXPECT_EQ(tables.at(0).rows.at(1).run, 3);
  EXPECT_EQ(tables.at(0).rows.at(2).run, 1000);
  EXPECT_EQ(problem("2024-01-01,online,,1,MW_facility,,\n"),
            "data.csv:2:22: unit: expected a unit that GW can be told in, found 'MW_facility' (in "
            "run)");
  EXPECT_EQ(problem("2024-01-01,online,lab,1,GW,,\n"),
            "data.csv:2:25: unit: expected a unit that GW_it can be told in, found 'GW' (in run)");
}

TEST_F(ScoreTest, WhatTheRunDoesNotHaveIsNamedByLineAndColumn) {
  write_run("run");
  EXPECT_EQ(problem("2024-01-01,mad,mill,1,tool,,\n"),
            "data.csv:2:12: series: expected a series of the run, found 'mad'; did you mean "
            "'made'? (in run)");
  EXPECT_EQ(problem("2024-01-01,stock,mil,1,tool,,\n"),
            "data.csv:2:18: entity: expected an entity of stock, found 'mil'; did you mean 'mill'? "
            "(in run)");
  EXPECT_EQ(
      problem("2024-01-01,stock,mill,c,1,tool\n", "date,series,entity,generation,value,unit\n"),
      "data.csv:2:23: generation: expected a generation of mill, found 'c'; there are a or b "
      "(in run)");
  EXPECT_EQ(problem("2024-01-01,stock,mill,1,GW,,\n"),
            "data.csv:2:25: unit: expected a unit that tool can be told in, found 'GW' (in run)");
  EXPECT_EQ(problem("2025-01-01,stock,mill,1,tool,,\n"),
            "data.csv:2:1: date: expected a period within the run, from 2024-01-01 to before "
            "2025-01-01, found 2025-01-01 to before 2025-02-01 (in run)");
  EXPECT_THAT(problem("2024-01-01,sold,mill,1,unit,month\n2024-02-01,sold,mill,1,unit,quarter\n",
                      "date,series,entity,value,unit,period\n"),
              HasSubstr("2 problems"));
}

TEST_F(ScoreTest, WhatIsNoDataIsNamedByLineAndColumn) {
  write_run("run");
  EXPECT_EQ(problem("2024-01-01,stock,mill,1x,tool,,\n"),
            "data.csv:2:23: value: expected a number, found '1x'");
  EXPECT_EQ(problem("2024-01-01,stock,mill,,tool,,\n"),
            "data.csv:2:23: value: expected a number, found ''");
  EXPECT_EQ(problem("2024-01-01,stock,mill,nan,tool,,\n"),
            "data.csv:2:23: value: expected a number, found 'nan'");
  EXPECT_EQ(problem("2024-13-01,made,mill,1,tool,,\n"),
            "data.csv:2:1: date: expected the first day of a period such as 2024-04-01, found "
            "'2024-13-01'");
  EXPECT_EQ(problem("2024-01-15,made,mill,1,tool,,\n"),
            "data.csv:2:1: date: expected the first day of a period such as 2024-04-01, found "
            "'2024-01-15'");
  EXPECT_EQ(problem("2024-01-01,stock,mill,1,tool,2,3\n"),
            "data.csv:2:30: low: expected an interval that holds the value, found 2 to 3");
  EXPECT_EQ(problem("2024-01-01,stock,mill,1,tool,2,\n"),
            "data.csv:2:32: high: expected a number, found ''");
  EXPECT_EQ(problem("2024-01-01,made,mill,1,tool\n"),
            "data.csv:2:1: data: expected 7 cells, found 5");
  EXPECT_EQ(problem("2024-01-01,stock,mill,1,tool\n",
                    "\xEF\xBB\xBF"
                    "date,series,entity,value,unit\n"),
            "data.csv:1:1: data: expected UTF-8 text, found a byte order mark before it");
  EXPECT_EQ(
      problem("2024-01-01,stock,mill,1,tool,weekly\n", "date,series,entity,value,unit,period\n"),
      "data.csv:2:30: period: expected month, quarter, half-year or year, found 'weekly'");
  EXPECT_EQ(problem("2024-01-01,stock,mill,1\n", "date,series,entity,value\n"),
            "data.csv:1:1: columns: expected a column 'unit', found none");
  EXPECT_EQ(problem("2024-01-01,stock,mill,1,tool,x\n", "date,series,entity,value,unit,sorce\n"),
            "data.csv:1:1: columns: unknown column 'sorce', expected date, series, entity, value, "
            "unit, low, high, generation, period or source; did you mean 'source'?");
}

TEST_F(ScoreTest, GapsAndDatesThatDoNotRiseAreNamed) {
  write_run("run");
  EXPECT_EQ(problem("2024-01-01,stock,mill,1,tool,,\n2024-02-01,stock,mill,1,tool,,\n"
                    "2024-04-01,stock,mill,1,tool,,\n"),
            "data.csv:4:1: date: expected no gap in a series: the row of 2024-03-01, found "
            "2024-04-01");
  EXPECT_EQ(problem("2024-04-01,stock,mill,1,tool,,\n2024-04-01,stock,mill,1,tool,,\n"),
            "data.csv:3:1: date: expected rising dates of one series and entity, found 2024-04-01 "
            "again");
  EXPECT_EQ(problem("2024-01-01,stock,mill,1,tool,,\n2024-03-01,stock,mill,1,tool,,\n"),
            "data.csv:3:1: date: expected the next month, quarter, half-year or year after "
            "2024-01-01, found 2024-03-01");
  EXPECT_THAT(problem("2024-01-01,made,mill,1,tool,,\n"),
              HasSubstr("data.csv:2:1: period: expected a column 'period'"));
  EXPECT_EQ(problem("2024-01-01,made,mill,1,tool,year\n2024-07-01,made,mill,1,tool,half-year\n",
                    "date,series,entity,value,unit,period\n"),
            "data.csv:3:1: date: expected a period that begins when the one before has ended, on "
            "2025-01-01, found 2024-07-01");
}

TEST_F(ScoreTest, AllThatIsWrongIsNamedAtOnce) {
  write_run("run");
  const auto found = [&](const std::string& rows, const std::string& header) {
    (void)scores(header + rows);
    std::vector<std::string> places;
    for (const std::string& line : problems)
      places.push_back(line.substr(0, line.find(": ", line.find(": ") + 2)));
    return places;
  };
  // A gap, a malformed date and a short line hide no unknown name and no unit of other lines.
  EXPECT_THAT(found("2024-01-01,mad,mill,1,tool,,\n2024-01-01,stock,mil,1,tool,,\n"
                    "2024-01-01,stock,mill,1,GW,,\n2024-02-01,stock,mill,1,tool,,\n"
                    "2024-04-01,stock,mill,1,tool,,\n",
                    kHeader),
              ElementsAre("data.csv:2:12: series", "data.csv:3:18: entity", "data.csv:4:25: unit",
                          "data.csv:6:1: date"));
  EXPECT_THAT(found("2024-01-01,mad,mill,1,tool,,\n2024-13-01,stock,mill,1,GW,,\n"
                    "2024-03-01,stock,mil,1x,tool,,\n",
                    kHeader),
              ElementsAre("data.csv:2:12: series", "data.csv:3:1: date", "data.csv:3:25: unit",
                          "data.csv:4:18: entity", "data.csv:4:22: value"));
  EXPECT_THAT(found("2024-01-01,mad,mill,1,tool\n2024-01-01,stock,mill,1,GW,,\n", kHeader),
              ElementsAre("data.csv:2:1: data", "data.csv:3:25: unit"));
  EXPECT_THAT(found("2024-01-01,stock,mill,1,GW,weekly\n2025-01-01,stock,mill,1,tool,month\n",
                    "date,series,entity,value,unit,period\n"),
              ElementsAre("data.csv:2:25: unit", "data.csv:2:28: period", "data.csv:3:1: date"));
}

TEST_F(ScoreTest, FiguresWithoutALogErrorAreCounted) {
  write_run("run");
  ScoreReport report{.runs = {"run"}, .model_error = 0, .data = "data.csv", .tables = {}};
  report.tables = scores(std::string(kHeader) +
                         "2024-01-01,made,mill,-2,tool,,\n2024-02-01,made,mill,2,tool,,\n"
                         "2024-03-01,made,mill,0,tool,,\n");
  EXPECT_THAT(problems, ElementsAre());
  EXPECT_THAT(score_text(report),
              HasSubstr("2024-01  mill    tool  -2               1    3      none\n"));
  EXPECT_THAT(score_text(report), HasSubstr("mean log error +0.00; typical size 0.00, a factor of "
                                            "1.00; no log error of 2, where data or run is not "
                                            "above 0\n"));
}

TEST_F(ScoreTest, WhatHasMoreDigitsThanADoubleIsShownByItsPower) {
  write_run("run");
  ScoreReport report{.runs = {"run"}, .model_error = 0, .data = "data.csv", .tables = {}};
  report.tables = scores(
      "date,series,entity,value,unit,period\n"
      "2024-01-01,made,mill,1e308,tool,month\n"
      "2024-02-01,made,mill,999900000000000,tool,month\n");
  EXPECT_THAT(score_text(report), HasSubstr("  1e+308 "));
  EXPECT_THAT(score_text(report), HasSubstr("  -1e+308 "));
  EXPECT_THAT(score_text(report), HasSubstr("a factor of 1.09e+218"));
  EXPECT_THAT(score_text(report), HasSubstr("  999,900,000,000,000 "));
}

TEST_F(ScoreTest, TextAndJsonTellTheSame) {
  write_run("run");
  ScoreReport report{.runs = {"run"}, .model_error = 0, .data = "data.csv", .tables = {}};
  report.tables = scores(std::string(kHeader) + "2024-01-01,stock,mill,202,tool,,\n");
  EXPECT_THAT(score_text(report),
              HasSubstr("stock, at the end of each period\n"
                        "period   entity  unit  data  low  high  run  error  log error  in data\n"
                        "2024-01  mill    tool  202              101  -101   -0.69\n"
                        "mean log error -0.69; typical size 0.69, a factor of 2.00\n"));
  const auto json = nlohmann::json::parse(score_json(report));
  const auto& row = json["series"][0]["rows"][0];
  EXPECT_EQ(row["run"], 101);
  EXPECT_EQ(row["error"], -101);
  EXPECT_TRUE(row["in_data"].is_null());
  EXPECT_EQ(json["series"][0]["together"], "end");
}

}  // namespace
}  // namespace chokepoint
