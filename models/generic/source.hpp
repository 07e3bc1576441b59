#pragma once

#include "models/generic/keys.hpp"
#include "models/generic/part.hpp"

namespace chokepoint::models {

/// Makes something out of nothing, at a pace: raw material, customers, or (kind `budget`) dollars.
class SourcePart final : public Part {
 public:
  static PartPtr read(Reader& reader);
  static PartPtr read_budget(Reader& reader);

  void define(Wiring& wiring) const override;
  void connect(Wiring& wiring) const override;
  void prepare(Network& network) const override;
  void build(Network& network) const override;
  void state(ProcessModel& model, Network& network) const override;

 private:
  [[nodiscard]] PaceStatement statement(const Network& network) const;
  SourcePart(Reader& reader, std::string kind, std::string unit);

  std::string kind_;
  std::string unit_;  ///< lot or usd
  std::string to_;
  std::string label_;
  Pace pace_;
  std::int64_t batch_;
  std::int64_t most_;
  LeadTime lead_;
  std::optional<WipLimit> wip_;
  std::vector<GateOutage> outages_;
};

}  // namespace chokepoint::models
