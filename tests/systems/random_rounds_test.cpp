// Goods that go round, in numbers that change on the way: bounded where no more comes out than goes
// in, and refused only where more does.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/base/random.hpp"
#include "sim/bound/solver.hpp"
#include "tests/systems/bounded.hpp"
#include "tests/systems/random_network.hpp"

namespace chokepoint::models {
namespace {

/// One or two rounds of two to four parts that meet in the stock `s`. A part makes lots of one kind
/// or two, all of which the next one takes.
class RandomRounds {
 public:
  explicit RandomRounds(int seed)
      : draws_(RandomSource(static_cast<std::uint64_t>(seed)).stream("rounds", "draw")) {
    quick_ = chance(0.4);
    fed_ = chance(0.2);
    text_ =
        "chokepoint: 1\nname: rounds\nstart: 2022-01-01\nend: 2023-01-01\nsource: "
        "textbook\nparts:\n"
        "  - {name: s, kind: store, initial: " +
        std::to_string(whole(1, 12)) + " lot}\n";
    add_round("a");
    if (chance(0.3))
      add_round("b");
    // With nothing from outside a round may come to stand, with less than a lot needs of each kind.
    text_ += "  - {name: works, kind: source, rate: " + std::to_string(whole(1, 90)) +
             " lot/year, to: s}\n";
    if (fed_)
      text_ += "  - {name: feed, kind: store, initial: " + std::to_string(whole(5, 60)) + " lot}\n";
    text_ += "  - {name: out, kind: sink, from: done}\n";
  }

  [[nodiscard]] const std::string& yaml() const { return text_; }
  /// More comes out of one of its rounds than goes in, of nothing else.
  [[nodiscard]] bool breeds() const { return breeds_ && !fed_; }
  /// All of its leads are so short that they come to nothing within a month.
  [[nodiscard]] bool quick() const { return quick_; }
  [[nodiscard]] bool changes_numbers() const { return changes_numbers_; }

 private:
  double draw(double low, double high) { return low + (high - low) * draws_.uniform(next_++); }
  int whole(int low, int high) { return static_cast<int>(draw(low, high + 0.999)); }
  bool chance(double probability) { return draw(0, 1) < probability; }

  [[nodiscard]] std::string lead() {
    return ", lead: " + std::to_string(quick_ ? whole(1, 13) : whole(1, 61)) + " days";
  }

  /// What lots of one kind a part takes and the one before it gives.
  struct Kind {
    std::string name;
    int given;
    int taken;
  };

  void add_round(const std::string& name) {
    const int parts = whole(2, 4);
    // What comes out of the round per lot that goes in, at most, as a fraction.
    int out = 1;
    int in = 1;
    std::vector<std::vector<Kind>> edges(static_cast<std::size_t>(parts));
    for (int i = 1; i < parts; ++i) {
      auto& kinds = edges[static_cast<std::size_t>(i)];
      const int width = chance(0.3) ? 2 : 1;
      for (int k = 0; k < width; ++k)
        kinds.push_back({name + std::to_string(i) + (k > 0 ? "x" : ""), whole(1, 3), whole(1, 3)});
      const Kind& least = *std::min_element(kinds.begin(), kinds.end(), [](auto& a, auto& b) {
        return a.given * b.taken < b.given * a.taken;
      });
      out *= least.given;
      in *= least.taken;
    }
    // Half of the rounds give back just what they took.
    Kind back{"s", whole(1, 3), whole(1, 3)};
    if (chance(0.5))
      back = {"s", in, out};
    edges.front() = {back};
    changes_numbers_ = changes_numbers_ || parts * 2 < in + out;
    breeds_ = breeds_ || out * back.given > in * back.taken;
    for (int i = 0; i < parts; ++i)
      add_part(name + "p" + std::to_string(i), edges[static_cast<std::size_t>(i)],
               edges[static_cast<std::size_t>((i + 1) % parts)], i == 0);
  }

  void add_part(const std::string& name, const std::vector<Kind>& takes,
                const std::vector<Kind>& gives, bool first) {
    std::string inputs = first && fed_ ? "feed: 1 lot" : "";
    for (const Kind& kind : takes)
      inputs +=
          (inputs.empty() ? "" : ", ") + kind.name + ": " + std::to_string(kind.taken) + " lot";
    std::string outputs = first ? "done: 1 lot" : "";
    for (const Kind& kind : gives)
      outputs +=
          (outputs.empty() ? "" : ", ") + kind.name + ": " + std::to_string(kind.given) + " lot";
    text_ += "  - {name: " + name + ", kind: assembly" + lead() + ", inputs: {" + inputs +
             "}, outputs: {" + outputs + "}}\n";
  }

  Stream draws_;
  std::uint64_t next_ = 0;
  std::string text_;
  bool quick_ = false;
  bool fed_ = false;
  bool breeds_ = false;
  bool changes_numbers_ = false;
};

TEST(RandomRounds, AreBoundedAndNoRunBeatsThemOrBreed) {
  const int all = std::max(400, networks(400));  // so few breed that less would show little
  int solved = 0;
  int refused = 0;
  for (int seed = 1; seed <= all; ++seed) {
    const RandomRounds rounds(seed);
    if (rounds.breeds()) {
      // A run of it would not end in useful time.
      if (!rounds.quick())
        continue;
      ++refused;
      EXPECT_THROW(Bounded::of_text(rounds.yaml()), NoBoundError) << rounds.yaml();
      continue;
    }
    solved += rounds.changes_numbers() ? 1 : 0;
    try {
      const Bounded system = Bounded::of_text(rounds.yaml());
      const BoundReport report = system.report();
      const DatedBound& bound = report.dates.front();
      EXPECT_GE(bound.value * (1 + 1e-9), system.run_value()) << rounds.yaml();
      EXPECT_NEAR(bound.sum, bound.value, 1e-6 * bound.value) << rounds.yaml();
      EXPECT_GE(report.envelope.front() + 1e-6, system.run().back()) << rounds.yaml();
    } catch (const NoBoundError& error) {
      ADD_FAILURE() << error.what() << "\n" << rounds.yaml();
    }
  }
  EXPECT_GT(solved, all / 5);
  EXPECT_GT(refused, all / 20);
}

}  // namespace
}  // namespace chokepoint::models
