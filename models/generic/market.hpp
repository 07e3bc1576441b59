#pragma once

#include "models/generic/keys.hpp"
#include "models/generic/part.hpp"

namespace chokepoint::models {

/// Wants lots at a rate and takes them as they come; what is late stays wanted. Demand is a gate
/// like any other, so that "nothing else was short" is an ordinary answer.
class MarketPart final : public Part {
 public:
  static PartPtr read(Reader& reader);

  void define(Wiring& wiring) const override;
  void connect(Wiring& wiring) const override;
  void prepare(Network& network) const override;
  void build(Network& network) const override;
  void state(ProcessModel& model, Network& network) const override;

 private:
  explicit MarketPart(Reader& reader);

  std::string from_;
  std::string label_;
  Pace pace_;
};

/// Takes whatever comes.
class SinkPart final : public Part {
 public:
  static PartPtr read(Reader& reader);

  void define(Wiring& wiring) const override;
  void connect(Wiring& wiring) const override;
  void build(Network& network) const override;
  void state(ProcessModel& model, Network& network) const override;

 private:
  explicit SinkPart(Reader& reader);

  std::string from_;
};

}  // namespace chokepoint::models
