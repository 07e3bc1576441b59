#pragma once

#include "models/generic/keys.hpp"
#include "models/generic/part.hpp"

namespace chokepoint::models {

/// Capacity over time between two stores, one lot after the other. Without `from` and `to` it is
/// shared by the assemblies that name it.
class GatePart final : public Part {
 public:
  static PartPtr read(Reader& reader);

  void define(Wiring& wiring) const override;
  void connect(Wiring& wiring) const override;
  void prepare(Network& network) const override;
  void build(Network& network) const override;
  void state(ProcessModel& model, Network& network) const override;

 private:
  explicit GatePart(Reader& reader);

  std::string from_;  ///< empty: shared
  std::string to_;
  std::string label_;
  Pace pace_;
  int servers_;
  LeadTime lead_;
  std::optional<WipLimit> wip_;
  std::vector<GateOutage> outages_;
};

}  // namespace chokepoint::models
