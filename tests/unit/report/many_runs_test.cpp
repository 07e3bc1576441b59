#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/text.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "tools/report/page.hpp"
#include "tools/report/svg_chart.hpp"
#include "tools/report/sweep_files.hpp"

namespace chokepoint::tools {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::filesystem::path kData =
    std::filesystem::path(CHOKEPOINT_SOURCE_DIR) / "tests/unit/report/data";

SweepFiles twenty_runs() {
  SweepFiles sweep;
  sweep.manifest = {{"factors", nlohmann::ordered_json::array()}};
  for (const auto& [name, column] : {std::pair("weak", "w"), std::pair("strong", "s"),
                                     std::pair("fixed", "f"), std::pair("words", "t")})
    sweep.manifest["factors"].push_back({{"name", name}, {"column", column}});
  for (int i = 0; i < 20; ++i) {
    sweep.columns["s"].push_back(i);
    sweep.columns["w"].push_back((i * 7) % 20);
    sweep.columns["f"].push_back(3);
    sweep.columns["t"].push_back(std::nullopt);
    sweep.columns["out"].push_back(10.0 * i);
  }
  return sweep;
}

TEST(Swings, AreMeansOfTheRunsWithTheLowestAndTheHighestTenthOfAnInput) {
  const std::vector<Swing> all = swings(twenty_runs(), "out");
  ASSERT_EQ(all.size(), 2U) << "an input that does not vary, or is a text, moves nothing";
  EXPECT_EQ(all[0].factor, "strong");
  EXPECT_DOUBLE_EQ(all[0].low, 5);     // runs 0 and 1
  EXPECT_DOUBLE_EQ(all[0].high, 185);  // runs 18 and 19
}

TEST(Swings, LeaveOutRunsThatFailed) {
  SweepFiles sweep = twenty_runs();
  sweep.columns["out"][0] = std::nullopt;
  EXPECT_DOUBLE_EQ(swings(sweep, "out")[0].low, 10);
}

TEST(ReadSweep, ReadsWhatTheProgramWrote) {
  const std::optional<SweepFiles> sweep = read_sweep(kData / "sweep");
  ASSERT_TRUE(sweep);
  EXPECT_EQ(sweep->runs, 12U);
  EXPECT_EQ(sweep->failed, 0U);
  EXPECT_EQ(sweep->series.at("online").spreads.size(), 24U);
  const Spread& end = sweep->yearly.at("online_gw_end.2023");
  EXPECT_LE(end.p10, end.p50);
  EXPECT_LE(end.p50, end.p90);
  EXPECT_FALSE(read_sweep(kData / "comparison"));
}

TEST(ReportPage, OfAComparisonSaysWhatIsMissing) {
  const std::string page = report_page(read_run_files(kData / "comparison"));
  EXPECT_THAT(page, HasSubstr("are missing at the end of 2023</h1>"));
  EXPECT_THAT(page, HasSubstr("id=\"strips\""));
  EXPECT_THAT(page, Not(HasSubstr("id=\"bottlenecks\"")));
}

TEST(ReportPage, OfEqualWorldsSaysThatTheyHaveTheSame) {
  RunFiles files = read_run_files(kData / "comparison");
  auto& worlds = files.compare.at("worlds");
  worlds[1] = worlds[0];
  for (std::size_t w = worlds.size(); w > 2; --w)
    worlds.erase(w - 1);
  for (auto& year : worlds[1].at("years"))
    year.at("online_gw_end")["difference"] = 0.0;
  const std::string page = report_page(files);
  EXPECT_THAT(page, HasSubstr("<h1>All worlds have "));
  EXPECT_THAT(page, Not(HasSubstr("come on top")));
}

TEST(ReportPage, OfAComparisonThatEndsInsideAYearSaysOnWhichDay) {
  RunFiles files = read_run_files(kData / "comparison");
  files.compare["end"] = "2023-03-15";
  EXPECT_THAT(report_page(files),
              HasSubstr("are missing at the end of the runs on 2023-03-15</h1>"));
}

TEST(ReportPage, OfASingleRunSpeaksOfNoHalf) {
  RunFiles files = read_run_files(kData / "sweep");
  files.sweep->runs = 1;
  const std::string page = report_page(files);
  EXPECT_THAT(page, HasSubstr("are online at the end of 2023</h1>"));
  EXPECT_THAT(page, HasSubstr("1 run</p>"));
  EXPECT_THAT(page, HasSubstr(" of all months of the runs"));
}

TEST(ReportPage, OfASweepSaysWhereHalfOfTheRunsEnd) {
  const std::string page = report_page(read_run_files(kData / "sweep"));
  EXPECT_THAT(page, HasSubstr("at the end of 2023 in half of the runs</h1>"));
  EXPECT_THAT(page, HasSubstr("id=\"tornado\""));
}

// runs.csv has twelve of each; no output has another median than the table of quantiles.
TEST(ReportPage, OfASweepHasTheMediansOfItsQuantiles) {
  const RunFiles files = read_run_files(kData / "sweep");
  const std::string page = report_page(files);
  for (const auto& output : files.sweep->manifest.at("outputs")) {
    const std::string name = output.at("name").get<std::string>();
    EXPECT_THAT(page, HasSubstr("median <data value=\"" +
                                shortest(files.sweep->yearly.at(name).p50) + "\">"))
        << name;
  }
}

TEST(LineSvg, PointsOutTheMonthInWhichAnEventBegins) {
  const auto month = [](unsigned m) {
    return Date{std::chrono::year{2027}, std::chrono::month{m}, std::chrono::day{1}};
  };
  Chart chart{.dates = {month(1), month(2), month(3)}, .layers = {{"a", "k1", {1, 2, 3}}}};
  EXPECT_THAT(line_svg(chart), Not(HasSubstr("class=\"mark\"")));
  chart.marks = {
      {Date{std::chrono::year{2027}, std::chrono::February, std::chrono::day{1}}, "<stop>"},
      {Date{std::chrono::year{2030}, std::chrono::May, std::chrono::day{1}}, "never"}};
  const std::string svg = line_svg(chart);
  EXPECT_THAT(svg, HasSubstr("class=\"mark\" d=\"M451 "));  // half-way from 52 to 850
  EXPECT_THAT(svg, HasSubstr("&lt;stop&gt;"));
  EXPECT_THAT(svg, Not(HasSubstr("never"))) << "after the end";
}

TEST(StackedSvg, DrawsEachLayerDownToTheGroundAndTheLowestLast) {
  const auto month = [](unsigned m) {
    return Date{std::chrono::year{2027}, std::chrono::month{m}, std::chrono::day{1}};
  };
  const std::string svg = stacked_svg(
      {.dates = {month(1), month(2)}, .layers = {{"low", "k1", {5, 5}}, {"high", "k2", {5, 5}}}});
  EXPECT_LT(svg.find("layer k2"), svg.find("layer k1"));
  EXPECT_THAT(svg, HasSubstr("layer k2\" points=\"52,12 850,12 850,314 52,314\""));
  EXPECT_THAT(svg, HasSubstr("layer k1\" points=\"52,163 850,163 850,314 52,314\""));
}

TEST(ReadRunFiles, RefuseAComparisonThatLacksSomething) {
  const std::filesystem::path folder = testing::TempDir() + "chokepoint-comparison";
  std::filesystem::create_directories(folder);
  for (const char* text :
       {"{}", R"({"worlds": []})", R"({"worlds": [{"years": [], "monthly": {"date": [],
         "online_gw": [], "low": [], "high": []}}]})"}) {
    std::ofstream(folder / "compare.json") << text;
    EXPECT_THROW((void)read_run_files(folder), ScenarioError) << text;
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace chokepoint::tools
