#include "tools/report/page.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "tools/report/assets.hpp"
#include "tools/report/html_text.hpp"
#include "tools/report/svg_chart.hpp"

namespace chokepoint::tools {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Filled, WhatWasPutInIsNotLookedAtAgain) {
  EXPECT_EQ(filled("<{{a}}|{{b}}>", {{"a", "{{b}}"}, {"b", "2"}}), "<{{b}}|2>");
}

TEST(Filled, ATokenWithoutAValueIsADefect) {
  EXPECT_THROW((void)filled("{{nobody}}", {{"a", "1"}}), ModelError);
  EXPECT_THROW((void)filled("{{a", {{"a", "1"}}), ModelError);
}

// The digests of "" and "abc" as FIPS 180-4 has them, in base 64.
TEST(PolicyHash, NamesAScriptAsBrowsersDo) {
  EXPECT_EQ(policy_hash(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  EXPECT_EQ(policy_hash("abc"), "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}

TEST(Assets, ThePageForbidsEverythingAndItsFilesAreWhole) {
  EXPECT_THAT(std::string(page_html()), HasSubstr("Content-Security-Policy"));
  EXPECT_THAT(std::string(page_html()).substr(0, 15), "<!doctype html>");
  EXPECT_TRUE(page_css().ends_with("}\n"));
  EXPECT_TRUE(page_js().ends_with("}());\n"));
}

RunFiles hostile() {
  RunFiles files;
  files.summary = {{"version", "<b>"}};
  files.result.scenario = "</title><script>alert(1)</script>" + std::string(10'000, 'x');
  files.result.headline = "<img src=x onerror=alert(1)>";
  files.result.titles = {{"a", "\"><svg onload=alert(1)>"}};
  files.result.start = Date{std::chrono::year{2022}, std::chrono::January, std::chrono::day{1}};
  files.result.years = {{.year = 2022, .online_gw_end = 1, .demand_gw = 2, .shares = {{"a", 1}}}};
  files.result.series = {{.series = "fell_behind", .points = {{files.result.start, 1}}},
                         {.series = "unmet", .points = {{files.result.start, 1}}}};
  files.result.bottlenecks = {{.month = files.result.start,
                               .constraint = "a",
                               .proximate_share = 1,
                               .root = "</script>",
                               .root_share = 1}};
  files.result.switches = {"<script>alert(1)</script>"};
  files.values = {
      {.path = "actors.<b>.rate", .value = "<i>", .source = "assumption", .why = "<u>"}};
  files.command = "chokepoint run '<script>'";
  return files;
}

TEST(ReportPage, NothingFromAFileBecomesMarkup) {
  const std::string page = report_page(hostile());
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page, Not(HasSubstr("<img src=x")));
  EXPECT_THAT(page, Not(HasSubstr("<svg onload")));
  for (const char* tag : {"<b>.", "<i></", "<u>"})
    EXPECT_THAT(page, Not(HasSubstr(tag)));
  EXPECT_THAT(page, HasSubstr("&lt;img src=x onerror=alert(1)&gt;"));
}

TEST(ReportPage, EndlessNamesAreCutAndTheSameFilesGiveTheSameBytes) {
  const std::string page = report_page(hostile());
  EXPECT_EQ(page.find(std::string(400, 'x')), page.rfind(std::string(10'000, 'x')))
      << "only the block of data has the whole name";
  EXPECT_EQ(page, report_page(hostile()));
}

TEST(ReportPage, ARunWithoutYearsStillHasAPage) {
  RunFiles files;
  files.summary = {{"version", "1"}};
  files.result.headline = "No year was simulated to its end.";
  EXPECT_THAT(report_page(files), HasSubstr("<h1>No year was simulated to its end.</h1>"));
}

TEST(WarnOfSize, SpeaksOfPagesThatAreLargerThanPromised) {
  const auto said = [](std::size_t bytes) {
    testing::internal::CaptureStderr();
    warn_of_size("out/report.html", bytes);
    return testing::internal::GetCapturedStderr();
  };
  EXPECT_EQ(said(kLargestPage - 1), "");
  EXPECT_THAT(said(2'345'678),
              HasSubstr("warning: out/report.html has 2.35 MB, more than the 2 MB"));
}

TEST(ReportData, IsTheBlockOfThePage) {
  const std::string data = report_data(hostile());
  EXPECT_THAT(report_page(hostile()), HasSubstr(json_for_script(data)));
  EXPECT_EQ(nlohmann::json::parse(data).at("schema"), "chokepoint-report/3");
}

TEST(ReportData, HasTextsThatRepeatOnceAndEveryThirdMonthOfStacksOfManyYears) {
  for (const int months : {240, 241, 336}) {
    RunFiles files;
    files.summary = {{"version", "1"}};
    files.result.start = Date{std::chrono::year{2022}, std::chrono::January, std::chrono::day{1}};
    files.result.years = {{.year = 2022, .online_gw_end = 1}};
    Series online{.series = "online", .entity = "a", .unit = "GW"};
    for (int m = 0; m < months; ++m)
      online.points.push_back(
          {Date{std::chrono::year{2022 + m / 12},
                std::chrono::month{static_cast<unsigned>(m % 12 + 1)}, std::chrono::day{1}},
           5.0});
    Series all = online;
    all.entity.clear();
    files.result.series = {online, all, online};
    files.result.series.back().entity = "b";
    const auto stacks = nlohmann::json::parse(report_data(files)).at("stacks");
    ASSERT_FALSE(stacks.empty());
    const auto& stack = stacks.front();
    const auto& dates = stack.at("months");
    EXPECT_EQ(dates.size(), months == 240 ? 240U : (months + 2) / 3U) << months;
    EXPECT_EQ(dates.back(), months == 240 ? "2041-12" : months == 241 ? "2042-01" : "2049-12");
    const std::string shown = stack.at("layers").front().at("shown");
    EXPECT_EQ(shown, "5.0" + std::string(dates.size() - 1, '|'));
  }
}

TEST(AxisStep, GivesFewRoundLines) {
  for (const double largest : {0.07, 0.9, 1.0, 2.5, 6.0, 9.9, 120.0, 644.0, 2295.0, 50'001.0}) {
    const double lines = largest / axis_step(largest);
    EXPECT_GE(lines, 2) << largest;
    EXPECT_LE(lines, 6) << largest;
  }
  EXPECT_EQ(axis_step(0), 1);
}

}  // namespace
}  // namespace chokepoint::tools
