#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sim/trace/trace.hpp"

namespace chokepoint {

/// The services of a finished run by the gate that served them.
class GateServices {
 public:
  explicit GateServices(const Trace& trace);

  /// What that gate served, in turn.
  [[nodiscard]] std::span<const EventId> of(GateId gate) const {
    return {services_.data() + first_[gate], first_[gate + 1U] - first_[gate]};
  }

 private:
  std::vector<EventId> services_;   ///< by gate, then in turn
  std::vector<std::size_t> first_;  ///< by gate, and their number at the end
};

}  // namespace chokepoint
