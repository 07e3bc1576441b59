#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/generic/keys.hpp"
#include "models/generic/part.hpp"

namespace chokepoint::models {

/// Puts several things together (AND): starts when all inputs are there and, where it has one, its
/// gate is free. Kind `line` is the plainest one: one input, one output, a delay and no gate.
class AssemblyPart final : public Part {
 public:
  struct Amount {
    std::string store;
    std::int64_t amount;
  };
  /// What it takes and gives, where it does so at once and as often as it can.
  struct AtOnce {
    std::string name;
    std::vector<Amount> takes;
    std::vector<Amount> gives;
  };
  /// Nothing where a lead, a gate or a limit on work in progress holds it back.
  [[nodiscard]] std::optional<AtOnce> at_once() const;

  static PartPtr read(Reader& reader);
  static PartPtr read_line(Reader& reader);

  void define(Wiring& wiring) const override;
  void connect(Wiring& wiring) const override;
  void prepare(Network& network) const override;
  void build(Network& network) const override;
  void state(ProcessModel& model, Network& network) const override;

 private:
  AssemblyPart(std::string name, std::string kind)
      : Part(std::move(name)), kind_(std::move(kind)) {}
  static std::vector<Amount> read_amounts(Reader& reader, std::string_view key,
                                          std::string_view unit, std::string_view help);

  std::string kind_;
  std::vector<Amount> inputs_;
  std::vector<Amount> pays_;
  std::vector<Amount> outputs_;
  std::string label_;
  bool own_gate_ = false;
  Pace pace_;
  std::string shared_gate_;
  double work_ = 1;
  LeadTime lead_;
  std::optional<WipLimit> wip_;
  std::vector<GateOutage> outages_;
};

}  // namespace chokepoint::models
