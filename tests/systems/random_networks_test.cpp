// Random networks: the ledger's answer is the derivative, and nothing gets lost on the way.
#include <algorithm>
#include <cmath>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/random.hpp"
#include "sim/base/text.hpp"
#include "tests/systems/system.hpp"

namespace chokepoint::models {
namespace {

constexpr int kNetworks = 60;
constexpr double kDays = 730;

/// A network drawn from a seed: up to three feeding lines of gates meet in an assembly, pass a last
/// gate and reach the sink. Capacities step by date; stores have stock; some leads, some limits.
class RandomNetwork {
 public:
  explicit RandomNetwork(std::uint64_t seed)
      : draws_(RandomSource(seed).stream("network", "draw")) {
    const int lines = 1 + static_cast<int>(draw(0, 3));
    std::string inputs;
    for (int l = 0; l < lines; ++l) {
      const std::string line = "l" + std::to_string(l);
      const int amount = 1 + static_cast<int>(draw(0, 2));
      const int gates = 1 + static_cast<int>(draw(0, 3));
      std::string from;
      for (int g = 0; g < gates; ++g) {
        const std::string name = line + "g" + std::to_string(g);
        const std::string to = name + "_out";
        add_gate(name, from, to, amount);
        from = to;
      }
      inputs += (l > 0 ? ", " : "") + from + ": " + std::to_string(amount) + " lot";
    }
    add("- {name: join, kind: assembly, inputs: {" + inputs + "}, outputs: {joined: 1 lot}}");
    add_gate("last", "joined", "done", 1);
    add("- {name: out, kind: sink, from: done}");
  }

  [[nodiscard]] std::string yaml(const std::string& scaled = {}, double factor = 1) const {
    std::string text =
        "chokepoint: 1\nname: random\nstart: 2022-01-01\nend: 2024-01-01\nsource: "
        "textbook\nparts:\n";
    for (const std::string& part : parts_)
      text += "  " + part + "\n";
    for (const auto& [name, rates] : gates_)
      text += gate_text(name, name == scaled ? factor : 1);
    return text;
  }
  /// The same with the entries the other way round.
  [[nodiscard]] std::string reversed() const {
    std::string text = "parts:\n";
    for (auto gate = gates_.rbegin(); gate != gates_.rend(); ++gate)
      text += gate_text(gate->first, 1);
    for (auto part = parts_.rbegin(); part != parts_.rend(); ++part)
      text += "  " + *part + "\n";
    return text +
           "source: textbook\nend: 2024-01-01\nstart: 2022-01-01\nname: random\nchokepoint: 1\n";
  }
  [[nodiscard]] std::vector<std::string> gates() const {
    std::vector<std::string> names;
    for (const auto& [name, rates] : gates_)
      names.push_back(name);
    return names;
  }

 private:
  struct Gate {
    double rates[3];
    std::string rest;
    bool source;
  };

  double draw(double low, double high) { return low + (high - low) * draws_.uniform(next_++); }
  void add(std::string part) { parts_.push_back(std::move(part)); }

  void add_gate(const std::string& name, const std::string& from, const std::string& to,
                int amount) {
    Gate gate{};
    for (double& rate : gate.rates)
      rate = std::round(amount * draw(5, 12.5) * 10) / 10;
    gate.source = from.empty();
    gate.rest = gate.source ? "to: " + to : "from: " + from + ", to: " + to;
    if (draw(0, 1) < 0.3)
      gate.rest += ", lead: " + std::to_string(static_cast<int>(draw(1, 60))) + " days";
    if (draw(0, 1) < 0.3)
      add("- {name: " + to +
          ", kind: store, initial: " + std::to_string(static_cast<int>(draw(0, 400))) + "}");
    else if (!gate.source && draw(0, 1) < 0.2)
      gate.rest += ", wip: {slots: " + std::to_string(static_cast<int>(draw(50, 400))) +
                   ", until: " + name + "}";
    gates_.emplace(name, gate);
  }

  [[nodiscard]] std::string gate_text(const std::string& name, double factor) const {
    const Gate& gate = gates_.at(name);
    const char* dates[] = {"2022-01-01", "2022-08-01", "2023-05-01"};
    std::string steps;
    for (int i = 0; i < 3; ++i) {
      steps += std::string(i > 0 ? ", " : "") + "[" + dates[i] + ", " +
               shortest(gate.rates[i] * factor) + " lot/day]";
    }
    return "  - {name: " + name + ", kind: " + (gate.source ? "source" : "gate") +
           ", rate: {steps: [" + steps + "]}, " + gate.rest + "}\n";
  }

  Stream draws_;
  std::uint64_t next_ = 0;
  std::vector<std::string> parts_;
  std::map<std::string, Gate> gates_;
};

std::vector<std::pair<Tick, double>> sink_lots(const SystemRun& run) {
  std::vector<std::pair<Tick, double>> lots;
  for (const SinkLot& lot : run.trace().sink_lots())
    lots.emplace_back(lot.tick, lot.amount);
  return lots;
}

TEST(RandomNetworks, TheLedgerGivesTheDerivative) {
  int checks = 0;
  int good = 0;
  for (int seed = 1; seed <= kNetworks; ++seed) {
    const RandomNetwork network(static_cast<std::uint64_t>(seed));
    const auto base = SystemRun::of_text(network.yaml());
    const double lots = base.lots();
    ASSERT_GT(lots, 1000) << seed;
    for (const std::string& gate : network.gates()) {
      // A step of 2 % is several lots a day over two years, and still small.
      SystemOptions silent;
      silent.world.record = false;
      const double more = SystemRun::of_text(network.yaml(gate, 1.02), silent).lots();
      const double less = SystemRun::of_text(network.yaml(gate, 0.98), silent).lots();
      const double relax = (more - lots) / (0.02 * lots);
      const double tighten = (lots - less) / (0.02 * lots);
      const auto bounds = base.bounds_of_last(gate);
      checks += 2;
      good += std::abs(bounds.relax - relax) <= 0.02 ? 1 : 0;
      good += std::abs(bounds.tighten - tighten) <= 0.02 ? 1 : 0;
      if (std::abs(bounds.relax - relax) > 0.02 || std::abs(bounds.tighten - tighten) > 0.02) {
        std::printf("network %d, %s: ledger %.3f..%.3f, differences %.3f %.3f\n", seed,
                    gate.c_str(), bounds.relax, bounds.tighten, relax, tighten);
      }
    }
  }
  RecordProperty("checks", checks);
  RecordProperty("good", good);
  std::printf("%d of %d one-sided checks within 0.02\n", good, checks);
  EXPECT_GE(checks, 2 * kNetworks);
  EXPECT_GE(good, checks * 95 / 100);
}

TEST(RandomNetworks, TheWorkOnAPathIsWhatReachedTheSink) {
  for (int seed = 1; seed <= kNetworks; ++seed) {
    const auto run = SystemRun::of_text(RandomNetwork(static_cast<std::uint64_t>(seed)).yaml());
    EXPECT_EQ(run.trace().unexplained(), 0U) << seed;
    const std::size_t count = run.trace().sink_lots().size();
    for (std::size_t lot = count / 10; lot < count; lot += count / 10) {
      for (std::uint64_t salt = 0; salt < 3; ++salt) {
        EXPECT_NEAR(run.ledger().path_work(lot, salt).total, static_cast<double>(lot + 1), 1.01)
            << "network " << seed << ", lot " << lot;
      }
    }
  }
}

TEST(RandomNetworks, NothingIsLostInAnyStore) {
  for (int seed = 1; seed <= kNetworks; ++seed) {
    const auto run = SystemRun::of_text(RandomNetwork(static_cast<std::uint64_t>(seed)).yaml());
    for (const auto& [name, store] : run.world().network().stores()) {
      EXPECT_EQ(store->total_in() - store->total_out(), store->level()) << seed << " " << name;
      EXPECT_GE(store->level(), 0);
    }
    EXPECT_EQ(static_cast<double>(run.world().network().stores().at("done")->total_out()),
              run.lots());
  }
}

TEST(RandomNetworks, TheOrderOfWritingDoesNotMatter) {
  for (int seed = 1; seed <= 20; ++seed) {
    const RandomNetwork network(static_cast<std::uint64_t>(seed));
    EXPECT_EQ(sink_lots(SystemRun::of_text(network.yaml())),
              sink_lots(SystemRun::of_text(network.reversed())))
        << seed;
  }
}

TEST(RandomNetworks, RecordingDoesNotChangeTheRun) {
  for (int seed = 1; seed <= 20; ++seed) {
    const RandomNetwork network(static_cast<std::uint64_t>(seed));
    SystemOptions silent;
    silent.world.record = false;
    const auto quiet = SystemRun::of_text(network.yaml(), silent);
    EXPECT_EQ(quiet.trace().size(), 0U);
    EXPECT_EQ(sink_lots(SystemRun::of_text(network.yaml())), sink_lots(quiet)) << seed;
  }
}

TEST(RandomNetworks, ASecondWorldInTheProcessIsLikeTheFirst) {
  const RandomNetwork network(7);
  const auto first = sink_lots(SystemRun::of_text(network.yaml()));
  for (int i = 0; i < 3; ++i) {
    SystemRun::of_text(RandomNetwork(static_cast<std::uint64_t>(100 + i)).yaml());
    EXPECT_EQ(sink_lots(SystemRun::of_text(network.yaml())), first);
  }
}

TEST(RandomNetworks, ShufflingWhatIsSimultaneousMovesNothingByMoreThanALot) {
  const RandomNetwork network(3);
  const auto base = SystemRun::of_text(network.yaml());
  for (std::uint64_t shuffle = 1; shuffle <= 20; ++shuffle) {
    SystemOptions options;
    options.world.shuffle_ties = shuffle;
    const auto run = SystemRun::of_text(network.yaml(), options);
    EXPECT_NEAR(run.lots(), base.lots(), 1) << shuffle;
    EXPECT_EQ(run.label(2022), base.label(2022));
    EXPECT_EQ(run.label(2023), base.label(2023));
  }
}

}  // namespace
}  // namespace chokepoint::models
