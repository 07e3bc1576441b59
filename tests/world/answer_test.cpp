// What is said of a year: which constraints bind in it, and from when to when.

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

/// A line of twelve gates that make the 10 lots a day that are wanted, but for the months in which
/// one of them makes half of it: 'a' stands for the first gate, '.' for none. From January 2022 on.
RunResult line_of(const std::string& slow) {
  const Folder folder;
  std::string text = "chokepoint: 1\nname: line\nstart: 2022-01-01\nend: " +
                     std::to_string(2022 + slow.size() / 12) +
                     "-01-01\nsource: textbook\nparts:\n"
                     "  - {name: works, kind: source, rate: 10 lot/day, to: in_a}\n";
  for (char gate = 'a'; gate <= 'l'; ++gate) {
    const std::string next = gate == 'l' ? "out" : std::string("in_") + static_cast<char>(gate + 1);
    text += std::string("  - name: ") + gate + "\n    kind: gate\n    from: in_" + gate +
            "\n    to: " + next + "\n    rate: {steps: [";
    for (std::size_t m = 0; m < slow.size(); ++m) {
      const std::size_t month = m % 12 + 1;
      text += (m > 0 ? ", [" : "[") + std::to_string(2022 + m / 12) + (month < 10 ? "-0" : "-") +
              std::to_string(month) + "-01, " + (slow[m] == gate ? "5" : "10") + " lot/day]";
    }
    text += "]}\n";
  }
  text += "  - {name: buyers, kind: market, rate: 10 lot/day, from: out}\n";
  return run_and_tell(read_plan({folder.write("line.yaml", text)})).result;
}

TEST(Binding, TheLargestBindsHoweverEvenlyTheYearWasSharedAndHasNoDatesWithoutAnInterval) {
  const RunResult result = line_of("abcdefghijkl");
  const YearSummary& year = result.years.at(0);
  const auto largest = std::max_element(
      year.shares.begin(), year.shares.end(),
      [](const ConstraintShare& a, const ConstraintShare& b) { return a.share < b.share; });
  ASSERT_LT(largest->share, 0.20);
  ASSERT_EQ(year.binding.size(), 1U);
  EXPECT_EQ(year.binding[0].constraint, largest->constraint);
  EXPECT_FALSE(year.binding[0].root.empty());
  // A month each: no run of three months, so nothing to date.
  EXPECT_FALSE(year.binding[0].from || year.binding[0].to);
  EXPECT_FALSE(year.binding[0].cause_from || year.binding[0].cause_to);
}

TEST(Binding, ItsDatesAreThoseOfTheIntervalThatCoversMostOfTheYear) {
  // Twice in 2022, for five months and from December on; the second time lasts.
  const RunResult result = line_of("aaaaabbbbbbaaaaaaaaaaaaa");
  const auto binding = [&](std::size_t y, const std::string& name) {
    const auto& all = result.years.at(y).binding;
    return *std::find_if(all.begin(), all.end(),
                         [&](const Binding& b) { return b.constraint == name; });
  };
  const Binding first = binding(0, "a");
  const Binding second = binding(1, "a");
  const auto in = [](int year) { return std::chrono::year{year}; };
  ASSERT_TRUE(first.to && second.from);
  EXPECT_EQ(first.from->year(), in(2022));
  EXPECT_LE(*first.to, Date(in(2022), std::chrono::July, std::chrono::day{1}));
  EXPECT_GE(*second.from, Date(in(2022), std::chrono::November, std::chrono::day{1}));
  EXPECT_EQ(*second.to, Date(in(2024), std::chrono::January, std::chrono::day{1}));
}

Plan system_plan(const std::string& name) {
  return read_plan({repository() / "tests/systems" / (name + ".yaml")});
}

TEST(Switches, ATieNeverSwitchesWhicheverWayItIsDecided) {
  for (const char* tie : {"T2-series", "T2-three", "T2-six", "T2-join"}) {
    const Plan plan = system_plan(tie);
    EXPECT_TRUE(run_and_tell(plan).result.switches.empty()) << tie;
    for (std::uint64_t shuffle = 1; shuffle <= 8; ++shuffle)
      EXPECT_TRUE(run_and_tell(plan, {.shuffle_ties = shuffle}).result.switches.empty())
          << tie << " " << shuffle;
  }
}

TEST(Switches, WhatAnOutageLeftUndoneStaysItsAndNothingTakesOver) {
  EXPECT_TRUE(run_and_tell(system_plan("T9")).result.switches.empty());
}

/// Line A with that capacity before B, which makes 21 a day; 30 are wanted.
std::string only_switch(const std::string& steps) {
  const Folder folder;
  const RunResult result =
      run_and_tell(
          read_plan({folder.write(
              "two.yaml",
              "chokepoint: 1\nname: two\nstart: 2022-01-01\nend: 2026-01-01\nsource: textbook\n"
              "parts:\n"
              "  - {name: a, kind: source, to: pile, rate: {steps: [" +
                  steps +
                  "]}}\n"
                  "  - {name: b, kind: gate, rate: 21 lot/day, from: pile, to: done}\n"
                  "  - {name: buyers, kind: market, rate: 30 lot/day, from: done}\n")}))
          .result;
  return result.switches.size() == 1 ? result.switches[0] : "not one switch";
}

TEST(Switches, GrowthIsTheReasonOnlyIfItKeptUpWithWhatCameOnline) {
  const std::string slower =
      only_switch("[2022-01-01, 10 lot/day], [2023-05-01, 20 lot/day], [2024-06-25, 22 lot/day]");
  EXPECT_NE(slower.find("A ceased to be the largest although its capacity had grown by only 10 %"),
            std::string::npos)
      << slower;
  const std::string faster = only_switch("[2022-01-01, 10 lot/day], [2024-06-25, 22 lot/day]");
  EXPECT_NE(faster.find("A ceased to be the largest: its capacity had grown by 120 %"),
            std::string::npos)
      << faster;
}

}  // namespace
}  // namespace chokepoint::models
