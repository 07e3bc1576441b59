#pragma once

#include <cstddef>
#include <optional>
#include <unordered_map>
#include <vector>

#include "sim/trace/trace.hpp"

namespace chokepoint {

/// What each of several markets wanted and got. One that gets all it wants loses nothing, whatever
/// another lacks: what is missing is asked of the lots of those that lack it.
class MarketLots {
 public:
  explicit MarketLots(const Trace& trace);

  /// A market whose backlog grew within a stretch.
  struct Lacking {
    double grown = 0;                 ///< by how much, in the sink's unit
    std::vector<std::size_t> late{};  ///< lots that came to it in the stretch, and not when wanted
    std::optional<std::size_t> next{};  ///< the first late one after it
  };
  /// Those of the stretch from the end of the last one to `to`; none where there are not several.
  [[nodiscard]] std::vector<Lacking> advance(Tick to);

 private:
  struct Lot {
    std::size_t index;
    bool late;
  };
  struct Market {
    GateId gate = kNoGate;
    std::vector<Lot> lots{};
    std::size_t next_lot = 0;
    std::size_t next_wish = 0;
    double backlog = 0;
  };
  [[nodiscard]] Lacking advance(Market& market, Tick to) const;
  void assign(std::size_t lot, const std::unordered_map<GateId, std::size_t>& markets);

  const Trace& trace_;
  /// Whether there are several, and each lot says to which of them it went. With one market all
  /// lots lack together, and with none nobody said what is wanted.
  bool several_ = false;
  std::vector<Market> markets_;
};

}  // namespace chokepoint
