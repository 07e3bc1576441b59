#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/core/order.hpp"
#include "sim/flow/pace_tape.hpp"

namespace chokepoint::models {

/// What everybody decided in one world, so that another can do the same again: orders with their
/// answers, what was taken back, sizes of lots, the pace of every gate, and steps.
struct Tape {
  struct Placed {
    FirmId buyer = kNoFirm;
    FirmId seller = kNoFirm;
    OrderTerms terms;
    Tick placed = 0;
    std::string reason;  ///< what limited it, as the ledger calls it
    bool turned_away = false;
  };
  struct TakenBack {
    Tick tick = 0;
    OrderId order = kNoOrder;
    std::int64_t quantity = 0;
  };
  struct LotSize {
    Tick tick = 0;
    std::uint32_t matcher = 0;
    std::int64_t smallest = 0;
  };

  /// What else a firm decided that lets work begin: an office grants permits, or compute that one
  /// tenant gives up goes to the contract of another.
  struct Step {
    Tick tick = 0;
    std::size_t by = 0;  ///< Market::repeats
    OrderId order = kNoOrder;
    std::int64_t quantity = 0;
  };

  /// What each resource of each gate could do per minute when the world began.
  struct Capacity {
    std::string constraint;
    std::size_t gate = 0;
    std::size_t resource = 0;
    double rate = 0;
  };

  std::vector<Capacity> capacities;
  PaceTape pace;
  std::vector<Placed> orders;  ///< [0] is no order; the index is the order's id
  std::vector<TakenBack> taken_back;
  std::vector<LotSize> lot_sizes;
  std::vector<Step> steps;
};

}  // namespace chokepoint::models
