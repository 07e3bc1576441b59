// The hindcast knows nothing that was published after 2024.

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

constexpr int kLastYear = 2024;

/// What claims nothing about the world: days and lots of the model.
const std::regex kStructure(R"(.*\.(planning_day|planning_minute|lots_per_order|smallest_\w+))");

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

/// Words with a capital of those who told something after 2024, and of their podcasts; but for
/// names of firms and regions of the model.
std::set<std::string> later_tellers() {
  std::set<std::string> own{"korea"};
  for (const Scenario::Entry& entry : hindcast().scenario.entries)
    own.insert(entry.name);
  static const std::regex word("[A-Z][A-Za-z]{4,}");
  std::set<std::string> tellers;
  for (const Source& source : hindcast().document.sources().all()) {
    if (source.published.empty() || year_of(source.published) <= kLastYear)
      continue;
    const bool spoken = source.title.find("Podcast") != std::string::npos;
    const std::string text = source.who + (spoken ? " " + source.title : "");
    for (std::sregex_iterator at(text.begin(), text.end(), word), end; at != end; ++at) {
      std::string name = at->str();
      std::transform(name.begin(), name.end(), name.begin(),
                     [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      if (!own.contains(name))
        tellers.insert(at->str());
    }
  }
  return tellers;
}

/// What a reason says that nobody could say in 2024: a later year, but of a plan; somebody who
/// spoke later, or that it was spoken. Empty when there is nothing.
std::string later_in(const std::string& why, const std::set<std::string>& tellers) {
  static const std::regex plan(R"((planned|announced|promised|guided) (for|until) (20\d\d-)?\d+)");
  static const std::regex later(R"((20(2[5-9]|[3-9]\d)|20\d\d-(2[5-9]|[3-9]\d))\b)");
  static const std::regex spoken("interview|podcast", std::regex::icase);
  static const std::regex word("[A-Za-z]+");
  const std::string text = std::regex_replace(why, plan, "$1");
  std::smatch match;
  if (std::regex_search(text, match, later) || std::regex_search(text, match, spoken))
    return match.str();
  for (std::sregex_iterator at(text.begin(), text.end(), word), end; at != end; ++at) {
    if (tellers.contains(at->str()))
      return at->str();
  }
  return {};
}

TEST(Hindcast, NoReasonNamesASourceATellerOrAYearOfALaterDate) {
  static const std::regex name(R"(\b(F-[A-Z]\d+|PD-[A-Z]\d+|S\d{1,3})\b)");
  const SourceTable& sources = hindcast().document.sources();
  const std::set<std::string> tellers = later_tellers();
  for (const ResolvedValue& value : hindcast().scenario.resolved.values()) {
    const std::sregex_iterator begin(value.why.begin(), value.why.end(), name);
    for (auto match = begin; match != std::sregex_iterator(); ++match) {
      const std::int32_t source = sources.find(match->str());
      ASSERT_GE(source, 0) << value.path << ": " << match->str();
      EXPECT_LE(year_of(sources.at(source).published), kLastYear)
          << value.path << ": " << match->str();
    }
    EXPECT_EQ(later_in(value.why, tellers), "") << value.path << ": " << value.why;
  }
}

TEST(Hindcast, WhatIsLaterIsRecognised) {
  const std::set<std::string> tellers = later_tellers();
  for (const char* why :
       {"90 percent by a March 2026 interview", "Patel on the Dwarkesh Podcast, spring 2026",
        "as Patel says", "told by SemiAnalysis", "orders of 2025", "from 2024-26",
        "planned for 2025, in an interview", "a podcast of late 2024", "by 2031"})
    EXPECT_NE(later_in(why, tellers), "") << why;
  for (const char* why :
       {"planned for 2025-26", "a fab announced for 2024-25", "620 days in Korea (S52)",
        "2022-24, recalled", "amazon and google", "2,025 wafers", "250 MW"})
    EXPECT_EQ(later_in(why, tellers), "") << why;
}

TEST(Hindcast, NoCommentOfItsFilesTellsOfALaterYear) {
  static const std::regex later(R"(#.*20(2[5-9]|[3-9]\d))");
  int files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(repository() / "scenarios" / "hindcast")) {
    std::istringstream text(content(entry.path()));
    for (std::string line; std::getline(text, line);)
      EXPECT_FALSE(std::regex_search(line, later)) << entry.path() << ": " << line;
    const std::string place = "hindcast/" + entry.path().filename().string();
    const auto& places = hindcast().document.places();
    EXPECT_TRUE(std::any_of(places.begin(), places.end(),
                            [&](const std::string& file) { return file.ends_with(place); }))
        << place << " is not included";
    ++files;
  }
  EXPECT_GT(files, 0);
}

/// Patterns of paths in the first column of the table of shared numbers: "actors.*.loan_term".
std::vector<std::string> explained_patterns() {
  static const std::regex quoted("`([^`]+)`");
  std::vector<std::string> patterns;
  std::istringstream page(content(repository() / "docs" / "explanation" / "hindcast-numbers.md"));
  for (std::string line; std::getline(page, line);) {
    if (!line.starts_with("| `"))
      continue;
    const std::string cell = line.substr(0, line.find(" | "));
    for (std::sregex_iterator at(cell.begin(), cell.end(), quoted), end; at != end; ++at)
      patterns.push_back((*at)[1]);
  }
  return patterns;
}

/// Whether a pattern, in which `*` is one step, is that of a path.
bool is_of(const std::string& path, const std::string& pattern) {
  std::string text;
  for (const char c : pattern)
    text += c == '*' ? std::string("[^.]+") : c == '.' ? std::string("\\.") : std::string(1, c);
  return std::regex_match(path, std::regex(text));
}

/// Whether two numbers are the same: what the baseline tells by nameplate is told per kW of IT load
/// in the hindcast.
bool are_the_same(const ResolvedValue& mine, const ResolvedValue& other, const Resolved& baseline) {
  const bool by_nameplate = other.unit.find("_nameplate") != std::string::npos;
  if (!by_nameplate || mine.unit == other.unit)
    return mine.value == other.value && mine.unit == other.unit && mine.points == other.points;
  const std::string actor = other.path.substr(0, other.path.find('.', sizeof "actors."));
  const auto factor = [&](const char* key) {
    return std::stod(baseline.find(actor + ".nameplate." + key)->value);
  };
  const double behind = factor("losses") * (1 + factor("reserve")) / factor("derating");
  const double told = std::stod(other.value);
  const double per_it = other.unit.starts_with("usd") ? told * behind : told / behind / 12;
  return std::abs(per_it / std::stod(mine.value) - 1) < 1e-9;
}

TEST(Hindcast, AssumptionsThatEqualABaselineNumberOfALaterSourceAreExplainedOneByOne) {
  SampleOptions best;
  best.deterministic = true;
  const Plan mine = read_plan({repository() / "scenarios" / "hindcast.yaml"}, best);
  const Plan other = read_plan({repository() / "scenarios" / "baseline.yaml"}, best);
  const std::vector<std::string> patterns = explained_patterns();
  std::set<std::string> used;
  int shared = 0;
  for (const ResolvedValue& value : mine.scenario.resolved.values()) {
    const ResolvedValue* const same = other.scenario.resolved.find(value.path);
    if (value.unit.empty() || value.source != "assumption" || same == nullptr ||
        same->as_of.empty() || year_of(same->as_of) <= kLastYear ||
        !are_the_same(value, *same, other.scenario.resolved))
      continue;
    ++shared;
    int matching = 0;
    for (const std::string& pattern : patterns) {
      if (!is_of(value.path, pattern))
        continue;
      ++matching;
      used.insert(pattern);
    }
    EXPECT_EQ(matching, 1) << value.path << " = " << value.value << ", in the baseline by "
                           << same->source;
  }
  for (const std::string& pattern : patterns)
    EXPECT_TRUE(used.contains(pattern)) << pattern << " is shared no more";
  const std::string page = content(repository() / "docs" / "explanation" / "hindcast-numbers.md");
  EXPECT_NE(page.find("These are " + std::to_string(shared) + " of "), std::string::npos)
      << shared << " are shared";
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
