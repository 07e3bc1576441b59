#pragma once

#include <memory>
#include <string>

#include "sim/bound/process_model.hpp"
#include "sim/scenario/reader.hpp"

namespace chokepoint::models {

class Network;
class Wiring;

/// One entry of `parts:`: a piece of a production network, as the scenario describes it. Immutable;
/// it puts itself into the supply graph of a scenario and into the network of each world.
class Part {
 public:
  explicit Part(std::string name) : name_(std::move(name)) {}
  virtual ~Part() = default;
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }

  /// Adds itself to the graph; all parts do this before any of them connects.
  virtual void define(Wiring&) const {}
  /// Adds its links to the graph.
  virtual void connect(Wiring&) const {}
  /// Creates what others refer to: stores, gates, limits.
  virtual void prepare(Network&) const {}
  /// Creates its stations and its dated changes.
  virtual void build(Network&) const {}
  /// States what it can do at most, whatever anybody decides; in favour of more where months are
  /// too coarse. After `build`.
  virtual void state(ProcessModel& model, Network& network) const = 0;

 private:
  std::string name_;
};

using PartPtr = std::shared_ptr<const Part>;

}  // namespace chokepoint::models
