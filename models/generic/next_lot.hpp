#pragma once

#include <map>
#include <vector>

#include "models/generic/network.hpp"

namespace chokepoint::models {

/// What the next lot at a sink waits for when a run ends: a job or an outage of a gate, lots under
/// way, a stock or a purse that is used up, a source that has delivered the most it may.
class NextLot {
 public:
  /// The network must outlive it.
  explicit NextLot(Network& network);

  /// Of all sinks together. What waits for a slot or for room is not followed.
  [[nodiscard]] std::vector<OpenActivity> waits_for();

 private:
  using Reasons = std::vector<OpenActivity>;

  const Reasons& of(const Station& station);
  Reasons find(const Station& station);
  Reasons of_inputs(const Station& station, bool orders);
  Reasons of_store(const Station& taker, const Station::Input& input);
  [[nodiscard]] bool is_shared(const Station& taker, const Store& store) const;

  Network& network_;
  Tick last_lot_ = 0;     ///< when a sink got one
  bool starved_ = false;  ///< none has for long
  std::map<const Station*, Reasons> known_;
};

}  // namespace chokepoint::models
