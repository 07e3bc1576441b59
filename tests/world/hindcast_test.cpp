// The hindcast knows nothing that was published after 2024.

#include <regex>

#include <gtest/gtest.h>

#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

constexpr int kLastYear = 2024;

/// What claims nothing about the world: days and lots of the model.
const std::regex kStructure(
    R"(.*\.(planning_day|planning_minute|plans_every|order_every|lots_per_order|smallest_\w+))");

const Plan& hindcast() {
  static const Plan plan = read_plan({repository() / "scenarios" / "hindcast.yaml"});
  return plan;
}

/// "2024-10" and "2024" are of 2024.
int year_of(const std::string& published) {
  return std::stoi(published.substr(0, 4));
}

TEST(Hindcast, EveryNumberIsOfADateThatWasKnownOrAnAssumption) {
  int dated = 0;
  for (const ResolvedValue& value : hindcast().scenario.resolved.values()) {
    if (value.unit.empty())
      continue;
    SCOPED_TRACE(value.path);
    if (value.source_kind == "convention") {
      EXPECT_TRUE(value.as_of.empty()) << value.source;
      EXPECT_TRUE(std::regex_match(value.path, kStructure));
      continue;
    }
    EXPECT_TRUE(value.from_file);
    if (value.source == "assumption") {
      EXPECT_FALSE(value.why.empty());
      EXPECT_TRUE(value.low && value.high);
      continue;
    }
    ASSERT_FALSE(value.as_of.empty()) << value.source;
    EXPECT_LE(year_of(value.as_of), kLastYear) << value.source;
    ++dated;
  }
  EXPECT_GE(dated, 100);
}

TEST(Hindcast, NoDateOfItsOwnIsLaterButItsEnd) {
  static const std::regex date(R"((\d{4})-\d{2}-\d{2})");
  int seen = 0;
  for (const ResolvedValue& value : hindcast().scenario.resolved.values()) {
    std::smatch match;
    if (value.path == "end" || !std::regex_match(value.value, match, date))
      continue;
    EXPECT_LE(year_of(match.str()), kLastYear) << value.path;
    ++seen;
  }
  EXPECT_GE(seen, 10);
}

TEST(Hindcast, NoReasonNamesASourceOfALaterDate) {
  static const std::regex name(R"(\b(F-[A-Z]\d+|PD-[A-Z]\d+|S\d{1,3})\b)");
  const SourceTable& sources = hindcast().document.sources();
  for (const ResolvedValue& value : hindcast().scenario.resolved.values()) {
    const std::sregex_iterator begin(value.why.begin(), value.why.end(), name);
    for (auto match = begin; match != std::sregex_iterator(); ++match) {
      const std::int32_t source = sources.find(match->str());
      ASSERT_GE(source, 0) << value.path << ": " << match->str();
      EXPECT_LE(year_of(sources.at(source).published), kLastYear)
          << value.path << ": " << match->str();
    }
    // Nor does it tell of a later year, but what was planned or promised for it.
    static const std::regex later(R"(\b(in|of|until|since) (early |late |mid-)?20(2[5-9]|3\d)\b)");
    EXPECT_FALSE(std::regex_search(value.why, later)) << value.path << ": " << value.why;
  }
}

TEST(Hindcast, NoFileOfTheBaselineIsPartOfIt) {
  static const std::regex own(R"((.*/)?(hindcast\.yaml|sources\.yaml|hindcast/\w+\.yaml))");
  for (const std::string& file : hindcast().document.places())
    EXPECT_TRUE(std::regex_match(file, own)) << file;
}

TEST(Hindcast, NoGenerationThatWasNotDescribedByThenIsSold) {
  for (const ResolvedValue& value : hindcast().scenario.resolved.values())
    EXPECT_EQ(value.path.find("rubin"), std::string::npos) << value.path;
}

TEST(Hindcast, PredictsToTheEndOf2026) {
  EXPECT_EQ(hindcast().scenario.end,
            (Date{std::chrono::year{2027}, std::chrono::January, std::chrono::day{1}}));
}

}  // namespace
}  // namespace chokepoint::models
