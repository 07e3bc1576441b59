#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/base/random.hpp"

namespace chokepoint::models {

/// How many networks a test draws: what CHOKEPOINT_NETWORKS says, else `usual`.
int networks(int usual = 200);

/// A network drawn from a seed: up to three feeding lines of gates meet in an assembly, pass a last
/// gate and reach the sink. Capacities step by date; stores have stock; some leads, some limits.
class RandomNetwork {
 public:
  enum class Features {
    few,  ///< leads in days, limits around one gate: lots keep their order
    all,  ///< leads in months and drawn ones, limits over several gates, full stores, outages
    more  ///< all, and drawn services, interchangeable sources, a shared tool, a purse, a market,
          ///< a start within a month
  };
  explicit RandomNetwork(std::uint64_t seed, Features features = Features::few);

  [[nodiscard]] std::string yaml(const std::string& scaled = {}, double factor = 1) const;
  /// The same with the entries the other way round.
  [[nodiscard]] std::string reversed() const;
  [[nodiscard]] std::vector<std::string> gates() const;

 private:
  struct Gate {
    double rates[3];
    std::string rest;
    bool source;
    std::string service;  ///< instead of the rates where it is not empty
  };

  double draw(double low, double high) { return low + (high - low) * draws_.uniform(next_++); }
  void add(std::string part) { parts_.push_back(std::move(part)); }
  bool chance(double probability) { return draw(0, 1) < probability; }
  int whole(double low, double high) { return static_cast<int>(draw(low, high)); }
  void add_gate(const std::string& name, const std::string& from, const std::string& to,
                int amount);
  /// Gives that gate more than `add_gate` does; a limit may reach to each of those behind it.
  void add_features(const std::string& name, const std::string& to,
                    const std::vector<std::string>& behind);
  /// Gives the line that begins with that source a second one.
  void add_second_source(const std::string& name, const std::string& to);
  /// How lots meet, pass the last gate and leave.
  void add_end(const std::string& inputs);
  [[nodiscard]] std::string lead();
  [[nodiscard]] std::string gate_text(const std::string& name, double factor) const;

  Stream draws_;
  std::uint64_t next_ = 0;
  std::vector<std::string> parts_;
  std::map<std::string, Gate> gates_;
  Features features_;
  std::set<std::string> limited_;  ///< gates at which a limit ends
  std::set<std::string> pools_;    ///< stores that several sources feed
};

}  // namespace chokepoint::models
