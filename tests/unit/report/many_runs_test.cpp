#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/text.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "tools/report/comparison_chart.hpp"
#include "tools/report/page.hpp"
#include "tools/report/sections.hpp"
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

TEST(ReportPage, OfAComparisonWordsEventsByTheirKind) {
  RunFiles files = read_run_files(kData / "comparison");
  auto& world = files.compare.at("worlds").at(1);
  world["events"] = {
      {{"name", "ban"}, {"kind", "policy"}, {"from", "2022-05-01"}, {"to", nullptr}, {"seeds", 1}}};
  world.at("timeline").at(0)["through"] = {{"kind", "event"}, {"what", "ban"}, {"from", "asml"}};
  EXPECT_THAT(report_page(files), HasSubstr(": ban bans sales of asml"));
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
  EXPECT_THAT(page, HasSubstr(" of the runs' months in 2023<"));
}

TEST(ReportPage, OfASweepThatEndsInsideAYearSaysOnWhichDay) {
  RunFiles files = read_run_files(kData / "sweep");
  files.sweep->manifest["base"]["end"] = "2023-03-15";
  const std::string page = report_page(files);
  EXPECT_THAT(page, HasSubstr("at the end of the runs on 2023-03-15 in half of the runs</h1>"));
  EXPECT_THAT(page, HasSubstr("Online, end of the runs on 2023-03-15, median"));
  EXPECT_THAT(page, Not(HasSubstr("end of 2023")));
}

// "packaging" binds in every run in both months that the last year has.
TEST(ReadSweep, TakesTheMeanOfTheMonthsThatAYearHas) {
  const std::filesystem::path folder = testing::TempDir() + "chokepoint-sweep";
  std::filesystem::create_directories(folder);
  std::filesystem::copy_file(kData / "sweep/manifest.json", folder / "manifest.json",
                             std::filesystem::copy_options::overwrite_existing);
  std::ofstream(folder / "runs.csv") << "run,point,replication,status,reason\n"
                                        "d01b765368c947e4,1,0,ok,\n";
  std::ofstream(folder / "quantiles.csv")
      << "quantity,date,entity,region,generation,unit,runs,mean,sd,min,p05,p10,p25,p50,p75,p90,"
         "p95,max\n"
         "online,2023-12-01,,,,GW,1,1,0,1,1,1,1,1,1,1,1,1\n"
         "online,2024-01-01,,,,GW,1,1,0,1,1,1,1,1,1,1,1,1\n"
         "online,2024-02-01,,,,GW,1,1,0,1,1,1,1,1,1,1,1,1\n";
  std::ofstream(folder / "binding.csv") << "month,constraint,runs,binds,probability\n"
                                           "2024-01-01,packaging,1,1,1\n"
                                           "2024-02-01,packaging,1,1,1\n";
  EXPECT_DOUBLE_EQ(read_sweep(folder)->binding.at("packaging").at(2024), 1);
  std::filesystem::remove_all(folder);
}

TEST(Fiftieths, AreTheMiddlesOfEqualPartsOfTheRuns) {
  RunColumn column;
  for (int i = 99; i >= 0; --i)
    column.push_back(i);
  column.push_back(std::nullopt);
  const std::vector<double> middles = fiftieths(column);
  ASSERT_EQ(middles.size(), 50U);
  for (std::size_t d = 0; d < middles.size(); ++d)
    EXPECT_DOUBLE_EQ(middles[d], 2.0 * static_cast<double>(d) + 1);
  EXPECT_TRUE(fiftieths({std::nullopt}).empty());
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

/// Every attribute of this name in the order of the picture.
std::vector<double> numbers(const std::string& svg, const std::regex& wanted) {
  std::vector<double> found;
  for (std::sregex_iterator at(svg.begin(), svg.end(), wanted); at != std::sregex_iterator(); ++at)
    found.push_back(std::stod((*at)[1]));
  return found;
}

std::vector<Date> months(int count) {
  std::vector<Date> dates;
  for (int m = 0; m < count; ++m)
    dates.push_back(Date{std::chrono::year{2022 + m / 12},
                         std::chrono::month{static_cast<unsigned>(m % 12 + 1)},
                         std::chrono::day{1}});
  return dates;
}

TEST(LineSvg, PutsNamesOfMonthsBesideEachOtherInRows) {
  Chart chart{.dates = months(120), .layers = {{"a", "k1", std::vector<double>(120, 1)}}};
  for (const std::size_t m : {1, 2, 3, 118, 119})
    chart.marks.push_back({chart.dates[m], "a name that is long", ""});
  const std::string svg = line_svg(chart);
  const std::regex name("<text x=\"([\\d.]+)\" y=\"[\\d.]+\" class=\"[a-z ]+\">a name");
  const std::regex height("y=\"([\\d.]+)\" class=\"[a-z ]+\">a name");
  const std::vector<double> y = numbers(svg, height);
  ASSERT_EQ(y.size(), 5U);
  EXPECT_EQ((std::set<double>{y[0], y[1], y[2]}).size(), 3U) << "each in a row of its own";
  EXPECT_EQ(y[3], y[0]) << "there is room again";
  EXPECT_NE(y[4], y[3]);
  // Right of its line at the left edge, left of it at the right: the picture is 1040 wide.
  const std::vector<double> x = numbers(svg, name);
  const double first = 52 + 798.0 / 119;
  EXPECT_NEAR(x[0], first + 5, 0.1);
  EXPECT_THAT(svg, HasSubstr("class=\"tick end\">a name"));
  EXPECT_NEAR(x[4], 850 - 5, 0.1);
}

TEST(LineSvg, LeavesOutOnlyPointsThatItsLinePasses) {
  constexpr int kMonths = 336;
  Chart chart{.dates = months(kMonths), .layers = {{"a", "k1", {}}}};
  for (int m = 0; m < kMonths; ++m)
    chart.layers[0].values.push_back(m < 200 ? m : 200 + std::sin(m) * 2 + (m - 200) * 0.1);
  chart.layers[0].values[50] += 5;
  const std::string svg = line_svg(chart);
  const std::size_t from = svg.find("points=\"") + 8;
  std::istringstream text(svg.substr(from, svg.find('"', from) - from));
  std::vector<std::pair<double, double>> points;
  for (double x = 0, y = 0; text >> x && text.ignore() && text >> y;)
    points.emplace_back(x, y);
  EXPECT_LT(points.size(), 160U) << "two straight lines need no points between their ends";
  ASSERT_GE(points.size(), 2U);
  for (int m = 0; m < kMonths; ++m) {
    const double x = 52 + 798.0 * m / (kMonths - 1);
    const double y = 314 - chart.layers[0].values[static_cast<std::size_t>(m)] / 250 * 302;
    auto right = std::find_if(points.begin() + 1, points.end() - 1,
                              [x](const auto& point) { return point.first >= x; });
    const auto left = std::prev(right);
    const double part = (x - left->first) / (right->first - left->first);
    EXPECT_NEAR(left->second + part * (right->second - left->second), y, 0.5 + 0.2)
        << m;  // and what rounding moves
  }
}

/// A comparison of so many worlds beside the base; each has an event of its own in one month.
RunFiles many_worlds(int others) {
  RunFiles files = read_run_files(kData / "comparison");
  auto& worlds = files.compare.at("worlds");
  const auto world = worlds.at(1);
  while (worlds.size() > 1)
    worlds.erase(1);
  for (int w = 0; w < others; ++w) {
    worlds.push_back(world);
    worlds.back()["name"] = "world-" + std::to_string(w);
    worlds.back()["events"] = nlohmann::ordered_json::array({{{"name", "stop_" + std::to_string(w)},
                                                              {"kind", "stop"},
                                                              {"from", "2023-02-01"},
                                                              {"to", ""}}});
    worlds.back()["years"].back()["online_gw_end"]["difference"] = -1 - w;
  }
  return files;
}

TEST(ComparisonChart, NamesFewEventsAtTheirLineAndNumbersMany) {
  const Chart few = comparison_chart(many_worlds(2).compare);
  ASSERT_EQ(few.marks.size(), 1U);
  EXPECT_EQ(few.marks[0].label, "Stop 0, stop 1");
  const RunFiles files = many_worlds(12);
  const Chart many = comparison_chart(files.compare);
  ASSERT_EQ(many.marks.size(), 1U);
  EXPECT_EQ(many.marks[0].label, "1");
  EXPECT_THAT(report_page(files),
              HasSubstr("<ol class=\"marks\"><li><time>2023-02</time> Stop 0, stop 1, stop 2,"));
  EXPECT_THAT(report_page(many_worlds(2)), Not(HasSubstr("<ol class=\"marks\">")));
}

TEST(ComparisonChart, NamesTheBaseAndTheWorldsThatDifferMost) {
  const Chart chart = comparison_chart(many_worlds(12).compare);
  ASSERT_EQ(chart.layers.size(), 13U);
  std::set<std::string> colours;
  for (std::size_t w = 0; w < chart.layers.size(); ++w) {
    EXPECT_EQ(chart.layers[w].named, w == 0 || w > 4) << w;
    if (chart.layers[w].named)
      colours.insert(chart.layers[w].css);
  }
  EXPECT_EQ(colours.size(), 9U) << "each has a colour of its own";
  EXPECT_FALSE(colours.contains("k0"));
}

TEST(ReportPage, OfManyWorldsSaysOnPaperHowManyMoreThereAre) {
  const std::string page = report_page(many_worlds(12));
  EXPECT_THAT(page, HasSubstr("<p class=\"paper\">5 more worlds, which differ less from the base"));
  EXPECT_THAT(report_page(many_worlds(3)), Not(HasSubstr("class=\"paper\"")));
  EXPECT_THAT(report_page(many_worlds(3)), Not(HasSubstr("screen\">")));
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
