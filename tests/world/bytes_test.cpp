// Same scenario, seed and version: the same bytes, whatever happens around the run.

#include <algorithm>
#include <clocale>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <locale>
#include <numeric>
#include <random>
#include <regex>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include "sim/scenario/node.hpp"
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
  EXPECT_NE(a.resolved_yaml, b.resolved_yaml);
}

TEST(SameBytes, NotForAnotherReplicationOfASeedEvenWhereOnlyTheWorldDraws) {
  // Nothing is drawn when this file is read: arrivals and services are drawn as they happen.
  const fs::path file = repository() / "tests/systems/mm1.yaml";
  const auto replication = [&](std::uint64_t number) {
    return run_and_tell(read_plan({file}, {.seed = 1, .replication = number}));
  };
  const Outcome first = replication(0);
  const Outcome second = replication(1);
  EXPECT_EQ(first.resolved_yaml, second.resolved_yaml);
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

/// A mapping or list of a scenario file, written anew with its parts in another order.
class Shuffler {
 public:
  /// Seed 0 turns everything round.
  explicit Shuffler(unsigned seed) : turn_round_(seed == 0), random_(seed) {}

  [[nodiscard]] std::string text(const fs::path& file) {
    YAML::Emitter out;
    write(YAML::LoadFile(file.string()), out, false);
    return std::string(out.c_str()) + "\n";
  }

 private:
  void write(const YAML::Node& node, YAML::Emitter& out, bool keep_order) {
    if (node.IsMap()) {
      std::vector<std::string> keys;
      for (const auto& member : node)
        keys.push_back(member.first.as<std::string>());
      out << YAML::BeginMap;
      for (const std::size_t i : order(keys.size())) {
        out << YAML::Key << keys[i] << YAML::Value;
        write(node[keys[i]], out, is_number_key(keys[i]) || keys[i] == "range");
      }
      out << YAML::EndMap;
    } else if (node.IsSequence()) {
      out << YAML::BeginSeq;
      for (const std::size_t i : keep_order ? as_written(node.size()) : order(node.size()))
        write(node[i], out, keep_order);
      out << YAML::EndSeq;
    } else {
      out << node;
    }
  }

  static std::vector<std::size_t> as_written(std::size_t size) {
    std::vector<std::size_t> all(size);
    std::iota(all.begin(), all.end(), 0U);
    return all;
  }

  /// Turned round, or shuffled the same way on every machine, unlike by std::shuffle.
  std::vector<std::size_t> order(std::size_t size) {
    auto all = as_written(size);
    if (turn_round_) {
      std::reverse(all.begin(), all.end());
      return all;
    }
    for (std::size_t i = all.size(); i > 1; --i)
      std::swap(all[i - 1], all[random_() % i]);
    return all;
  }

  bool turn_round_;
  std::minstd_rand random_;
};

/// A scenario with every mapping and list of every file in those folders shuffled, in a folder of
/// its own. Points of a series and parameters of a distribution stay as they are: their order has a
/// meaning.
fs::path shuffled(const Folder& folder, unsigned seed, const std::vector<const char*>& folders,
                  const char* scenario, bool whole) {
  const fs::path scenarios = repository() / "scenarios";
  Shuffler shuffler(seed);
  const auto copy = [&](const fs::path& file, bool may_shuffle = true) {
    const bool is_yaml = may_shuffle && file.extension() == ".yaml";
    return folder.write(fs::relative(file, scenarios).string(),
                        is_yaml ? shuffler.text(file) : content(file));
  };
  for (const char* inside : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(scenarios / inside)) {
      if (entry.is_regular_file())
        std::ignore = copy(entry.path());
    }
  }
  std::ignore = copy(scenarios / "sources.yaml");
  return copy(scenarios / scenario, whole);
}

fs::path shuffled_baseline(const Folder& folder, unsigned seed) {
  return shuffled(folder, seed, {"baseline"}, "baseline.yaml", true);
}

std::string without_places(const std::string& resolved) {
  static const std::regex place(R"re(, from: ("[^"]*"|[^}]*)\})re");
  return std::regex_replace(resolved, place, "}");
}

class AnyOrder : public testing::TestWithParam<unsigned> {};

void expect_the_same(const Outcome& plain, const Outcome& shuffled) {
  EXPECT_EQ(difference(plain.orders, shuffled.orders), "");
  EXPECT_EQ(difference(plain.timeseries, shuffled.timeseries), "");
  EXPECT_EQ(difference(plain.bottlenecks, shuffled.bottlenecks), "");
  EXPECT_EQ(difference(without_places(plain.resolved_yaml), without_places(shuffled.resolved_yaml)),
            "");
  EXPECT_EQ(difference(plain.summary, shuffled.summary), "");
}

TEST_P(AnyOrder, OfEveryListAndMappingOfTheBaselineGivesTheSameBytes) {
  const Folder folder;
  const fs::path file = shuffled_baseline(folder, GetParam());
  EXPECT_NE(content(file), content(repository() / kBaseline));
  expect_the_same(run_and_tell(baseline()), run_and_tell(read_plan({file})));
}

/// Overlays are laid on each other in the order of the list, which has a meaning.
TEST(TheFullWorld, ShuffledInEveryListAndMappingOfItsPartsGivesTheSameBytes) {
  const Folder folder;
  const fs::path file = shuffled(folder, 3, {"baseline", "overlays"}, "full-world.yaml", false);
  EXPECT_NE(content(file.parent_path() / "overlays/nand.yaml"),
            content(repository() / "scenarios/overlays/nand.yaml"));
  expect_the_same(run_and_tell(read_plan({repository() / "scenarios/full-world.yaml"})),
                  run_and_tell(read_plan({file})));
}

INSTANTIATE_TEST_SUITE_P(SameBytes, AnyOrder, testing::Values(0U, 1U, 2U));

}  // namespace
}  // namespace chokepoint::models
