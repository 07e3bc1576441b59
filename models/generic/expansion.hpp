#pragma once

#include "models/generic/part.hpp"

namespace chokepoint::models {

/// Adds capacity to a gate once demand has outgrown a threshold: first somebody has to decide, then
/// it has to be built. Both times are recorded as the cause of the new capacity.
class ExpansionPart final : public Part {
 public:
  static PartPtr read(Reader& reader);

  void connect(Wiring& wiring) const override;
  void build(Network& network) const override;
  void state(ProcessModel& model, Network& network) const override;

 private:
  explicit ExpansionPart(Reader& reader);

  std::string gate_;
  std::string market_;
  double exceeds_;  ///< lots per day
  Duration decision_;
  Duration build_;
  Duration usual_decision_;
  Duration usual_build_;
  Duration foresight_;
  Duration funding_;
  double add_;  ///< lots per day
};

}  // namespace chokepoint::models
