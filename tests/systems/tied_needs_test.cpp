// Of needs that are short together none stays unsaid, however many there are besides, and none is
// asked about that comes back.
#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "sim/bound/solver.hpp"
#include "tests/systems/bounded.hpp"
#include "tests/systems/random_network.hpp"

namespace chokepoint::models {
namespace {

using Named = std::set<std::pair<std::string, std::string>>;

constexpr double kStep = 0.02;

/// Needs that cost or bring something, each solved again by itself.
Named one_by_one(const Bounded& network) {
  const LinearProgramme programme = write_programme(network.model(), 0);
  Solver solver(programme);
  const double value = solver.solve().value;
  Named named;
  for (const Need& need : needs_of(programme)) {
    if (need.comes_back)
      continue;
    for (const double factor : {1 + kStep, 1 - kStep}) {
      if (std::abs(solver.solve_with(need, factor).value - value) > 1e-6 * kStep * value)
        named.insert({need.process, need.of});
    }
  }
  return named;
}

Named listed(const Bounded& network) {
  Named named;
  const BoundReport report = network.report();
  for (const TechnologyRent& rent : report.dates.front().technologies) {
    if (rent.e_plus && (std::abs(*rent.e_plus) > 1e-6 || std::abs(*rent.e_minus) > 1e-6))
      named.insert({rent.process, rent.of});
  }
  return named;
}

/// Two gates of 10 a day in a row of thirty of 50.
TEST(TiedNeeds, AreFoundAmongManyThatAreNot) {
  std::string text =
      "chokepoint: 1\nname: row\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\nparts:\n"
      "  - {name: first, kind: source, rate: 50 lot/day, to: s0}\n";
  constexpr int kGates = 30;
  for (int i = 0; i < kGates; ++i) {
    const std::string rate = i == 7 || i == 21 ? "10" : "50";
    text += "  - {name: g" + std::to_string(i) + ", kind: gate, rate: " + rate +
            " lot/day, from: s" + std::to_string(i) + ", to: s" + std::to_string(i + 1) + "}\n";
  }
  text += "  - {name: out, kind: sink, from: s" + std::to_string(kGates) + "}\n";
  const Bounded row = Bounded::of_text(text);
  const BoundReport report = row.report();
  int found = 0;
  for (const TechnologyRent& rent : report.dates.front().technologies) {
    if (rent.of != "capacity of g7" && rent.of != "capacity of g21")
      continue;
    ++found;
    EXPECT_NEAR(rent.e_plus.value_or(9), (1 / (1 + kStep) - 1) / kStep, 1e-6) << rent.of;
    EXPECT_NEAR(rent.e_minus.value_or(9), 0, 1e-6) << rent.of;
  }
  EXPECT_EQ(found, 2);
}

/// What pays is solved again from half a per cent on; all else is found.
TEST(TiedNeeds, AreThoseThatSolvingOneByOneFinds) {
  int tied = 0;
  for (int seed = 1; seed <= networks(40); ++seed) {
    const Bounded network = Bounded::of_text(
        RandomNetwork(static_cast<std::uint64_t>(seed), RandomNetwork::Features::all).yaml());
    const Named all = one_by_one(network);
    const BoundReport report = network.report();
    const DatedBound& bound = report.dates.front();
    Named told = listed(network);
    EXPECT_TRUE(std::includes(all.begin(), all.end(), told.begin(), told.end())) << seed;
    for (const TechnologyRent& rent : bound.technologies) {
      told.insert({rent.process, rent.of});
      tied += rent.paid <= 1e-9 * bound.value ? 1 : 0;
    }
    EXPECT_TRUE(std::includes(told.begin(), told.end(), all.begin(), all.end())) << seed;
  }
  EXPECT_GT(tied, 0) << "without ties this shows little";
}

/// Places of a limit are given back by whoever works off a lot: more lots taken for one that is
/// made would keep places for ever.
TEST(TiedNeeds, OfWhatComesBackNothingIsAsked) {
  for (const char* name : {"T4", "wip-limit"}) {
    const BoundReport report = Bounded::of(name).report();
    for (const TechnologyRent& rent : report.dates.front().technologies) {
      EXPECT_GE(rent.e_plus.value_or(0), -1.01) << name << " " << rent.process << " " << rent.of;
      EXPECT_NE(rent.of, "stock of slots until logic_tool");
      if (rent.process == "c" && rent.of == "stock of before_c") {
        EXPECT_FALSE(rent.e_plus);
      }
    }
  }
}

}  // namespace
}  // namespace chokepoint::models
