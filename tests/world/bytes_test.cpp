// Same scenario, seed and version: the same bytes, whatever happens around the run.

#include <algorithm>
#include <clocale>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <locale>
#include <regex>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

namespace fs = std::filesystem;

const fs::path kBaseline = "scenarios/baseline.yaml";

/// The texts of a run in a process of its own, begun before this one has run anything.
std::string in_a_fresh_process(const fs::path& file) {
  const Folder folder;
  const fs::path out = folder.path() / "texts";
  const pid_t child = ::fork();
  if (child == 0) {
    std::ofstream(out, std::ios::binary) << run_and_tell(read_plan({file})).all();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  return content(out);
}

TEST(SameBytes, OfARepeatedRun) {
  const std::string first = run_and_tell(baseline()).all();
  EXPECT_GT(first.size(), 1'000'000U);
  EXPECT_EQ(difference(first, run_and_tell(baseline()).all()), "");
}

TEST(SameBytes, OfAWorldAfterAnotherOneAndOfAFreshProcess) {
  const std::string fresh = in_a_fresh_process(repository() / kBaseline);
  for (const char* other : {"tests/systems/T3.yaml", "tests/systems/T10.yaml"})
    run_and_tell(read_plan({repository() / other}));
  EXPECT_EQ(difference(fresh, run_and_tell(baseline()).all()), "");
}

TEST(SameBytes, OfATextbookSystemAfterTheBaseline) {
  const fs::path file = repository() / "tests/systems/mm3.yaml";
  const std::string fresh = in_a_fresh_process(file);
  run_and_tell(baseline());
  EXPECT_EQ(difference(fresh, run_and_tell(read_plan({file})).all()), "");
}

TEST(SameBytes, WhetherOrNotTheEventGraphIsRecorded) {
  const Outcome with = run_and_tell(baseline());
  const Outcome without = run_and_tell(baseline(), {.record = false});
  EXPECT_EQ(difference(with.orders, without.orders), "");
  EXPECT_EQ(difference(with.timeseries, without.timeseries), "");
  EXPECT_EQ(with.result.fingerprint, without.result.fingerprint);
}

/// Numbers as some people write them.
class CommaNumbers : public std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

TEST(SameBytes, InAnotherLocaleAndTimeZone) {
  const std::string here = run_and_tell(read_plan({repository() / kBaseline})).all();
  ::setenv("LC_ALL", "de_DE.UTF-8", 1);
  ::setenv("TZ", "Asia/Kathmandu", 1);
  ::tzset();
  std::setlocale(LC_ALL, "");
  const std::locale before = std::locale::global(std::locale(std::locale(), new CommaNumbers));
  const std::string there = run_and_tell(read_plan({repository() / kBaseline})).all();
  std::locale::global(before);
  EXPECT_EQ(difference(here, there), "");
}

TEST(SameBytes, NotForAnotherSeed) {
  const Plan other = read_plan({repository() / kBaseline}, {.seed = 2});
  const Outcome a = run_and_tell(baseline());
  const Outcome b = run_and_tell(other);
  EXPECT_NE(a.orders, b.orders);
  EXPECT_NE(a.result.resolved_yaml, b.result.resolved_yaml);
}

TEST(SameBytes, NotForAnotherReplicationOfASeedEvenWhereOnlyTheWorldDraws) {
  // Nothing is drawn when this file is read: arrivals and services are drawn as they happen.
  const fs::path file = repository() / "tests/systems/mm1.yaml";
  const auto replication = [&](std::uint64_t number) {
    return run_and_tell(read_plan({file}, {.seed = 1, .replication = number}));
  };
  const Outcome first = replication(0);
  const Outcome second = replication(1);
  EXPECT_EQ(first.result.resolved_yaml, second.result.resolved_yaml);
  EXPECT_NE(first.timeseries, second.timeseries);
  EXPECT_EQ(difference(second.all(), replication(1).all()), "");
  EXPECT_EQ(difference(first.all(), run_and_tell(read_plan({file}, {.seed = 1})).all()), "");
}

TEST(SameBytes, ForEverySeedOfADeterministicRun) {
  const auto values = [](std::uint64_t seed) {
    return read_plan({repository() / kBaseline}, {.seed = seed, .deterministic = true})
        .scenario.resolved.yaml();
  };
  EXPECT_EQ(difference(values(1), values(7)), "");
  const auto orders = [](std::uint64_t seed) {
    return run_and_tell(
               read_plan({repository() / kBaseline}, {.seed = seed, .deterministic = true}))
        .orders;
  };
  EXPECT_EQ(difference(orders(1), orders(7)), "");
}

/// A file of actors with the actors in reverse order, and their keys too.
std::string reversed(const std::string& text) {
  std::istringstream lines(text);
  std::string head;
  std::string line;
  while (std::getline(lines, line)) {
    head += line + "\n";
    if (line == "actors:")
      break;
  }
  std::vector<std::vector<std::string>> actors;  // of blocks, one a key
  while (std::getline(lines, line)) {
    if (line.rfind("  - ", 0) == 0) {
      actors.emplace_back();
      line.replace(2, 1, " ");
    }
    const bool is_key =
        line.size() > 4 && line.find_first_not_of(' ') == 4 && line[4] != '#' && line[4] != '-';
    if (is_key)
      actors.back().push_back(line + "\n");
    else if (!actors.empty() && line.find_first_not_of(' ') != std::string::npos)
      actors.back().back() += line + "\n";
  }
  std::reverse(actors.begin(), actors.end());
  std::string result = head;
  for (auto& blocks : actors) {
    std::reverse(blocks.begin(), blocks.end());
    blocks.front()[2] = '-';
    for (const std::string& block : blocks)
      result += block;
  }
  return result;
}

/// Includes and regions from last to first.
std::string reversed_frame(const std::string& text) {
  std::istringstream lines(text);
  std::vector<std::string> run;
  std::string result;
  std::string line;
  const auto flush = [&] {
    std::for_each(run.rbegin(), run.rend(), [&](const std::string& l) { result += l + "\n"; });
    run.clear();
  };
  while (std::getline(lines, line)) {
    if (line.rfind("  - ", 0) == 0) {
      run.push_back(line);
      continue;
    }
    flush();
    result += line + "\n";
  }
  flush();
  return result;
}

std::string without_places(const std::string& resolved) {
  static const std::regex place(R"re(, from: ("[^"]*"|[^}]*)\})re");
  return std::regex_replace(resolved, place, "}");
}

TEST(SameBytes, WhateverTheOrderOfActorsKeysAndIncludes) {
  const Folder folder;
  const fs::path scenarios = repository() / "scenarios";
  std::ignore = folder.write("sources.yaml", content(scenarios / "sources.yaml"));
  int moved = 0;
  for (const auto& entry : fs::recursive_directory_iterator(scenarios / "baseline")) {
    if (!entry.is_regular_file())
      continue;
    const std::string name = fs::relative(entry.path(), scenarios).string();
    const std::string text = content(entry.path());
    const bool is_plan = entry.path().extension() == ".yaml";
    std::ignore = folder.write(name, is_plan ? reversed(text) : text);
    moved += is_plan && reversed(text) != text ? 1 : 0;
  }
  EXPECT_GE(moved, 9);
  const fs::path file =
      folder.write("baseline.yaml", reversed_frame(content(scenarios / "baseline.yaml")));
  const Outcome shuffled = run_and_tell(read_plan({file}));
  const Outcome plain = run_and_tell(baseline());
  EXPECT_EQ(difference(plain.orders, shuffled.orders), "");
  EXPECT_EQ(difference(plain.timeseries, shuffled.timeseries), "");
  EXPECT_EQ(difference(plain.bottlenecks, shuffled.bottlenecks), "");
  EXPECT_EQ(difference(without_places(plain.result.resolved_yaml),
                       without_places(shuffled.result.resolved_yaml)),
            "");
  static const std::regex hash(R"re("scenario_sha256": "[0-9a-f]*")re");
  EXPECT_EQ(difference(std::regex_replace(plain.summary, hash, ""),
                       std::regex_replace(shuffled.summary, hash, "")),
            "");
}

}  // namespace
}  // namespace chokepoint::models
