#pragma once

#include <cstdint>
#include <map>
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
  explicit RandomNetwork(std::uint64_t seed);

  [[nodiscard]] std::string yaml(const std::string& scaled = {}, double factor = 1) const;
  /// The same with the entries the other way round.
  [[nodiscard]] std::string reversed() const;
  [[nodiscard]] std::vector<std::string> gates() const;

 private:
  struct Gate {
    double rates[3];
    std::string rest;
    bool source;
  };

  double draw(double low, double high) { return low + (high - low) * draws_.uniform(next_++); }
  void add(std::string part) { parts_.push_back(std::move(part)); }
  void add_gate(const std::string& name, const std::string& from, const std::string& to,
                int amount);
  [[nodiscard]] std::string gate_text(const std::string& name, double factor) const;

  Stream draws_;
  std::uint64_t next_ = 0;
  std::vector<std::string> parts_;
  std::map<std::string, Gate> gates_;
};

}  // namespace chokepoint::models
