#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/record/run_result.hpp"

namespace chokepoint {

/// What one buyer asked for and got of a commodity in a year, in its unit.
struct BuyerYear {
  double asked = 0;     ///< ordered for delivery in the year, refused orders included
  double promised = 0;  ///< for a day of the year
  double received = 0;  ///< in the year
  double refused = 0;   ///< of what was asked for: orders that the seller rejected
  double share = 0;     ///< of what all buyers received in the year; 0 when nobody received any
};

/// How orders fared.
struct Fate {
  std::optional<double> wait_days;  ///< mean of wanted to delivered, of delivered orders
  std::optional<double> kept;  ///< part of what was asked for, in orders that have ended, delivered
};

/// Orders that were placed about as long ahead of the day on which they were wanted, or on the same
/// terms.
struct OrdersAhead {
  std::size_t orders = 0;
  double quantity = 0;
  double notice_days = 0;  ///< mean of placed to wanted, by quantity
  Fate all;
  std::vector<Fate> years;  ///< of those wanted in each year, as `Allocation::years`
};

struct Allocation {
  struct Buyer {
    std::string name;
    std::vector<BuyerYear> years;  ///< as `Allocation::years`
  };
  std::string commodity;
  std::string unit;
  std::vector<int> years;  ///< in which anything was asked for or received, up to the last receipt
  std::vector<Buyer> buyers;  ///< sorted by name
  /// Orders with at least the notice of the one in the middle (by quantity), and the others; both
  /// empty when all gave the same notice.
  std::optional<OrdersAhead> early;
  std::optional<OrdersAhead> late;
  /// Orders that cannot be taken back, and those that can; both empty when all are of one kind.
  std::optional<OrdersAhead> firm;
  std::optional<OrdersAhead> cancellable;
};

struct AllocationReport {
  std::string run;                      ///< the scenario's name, or the directory
  std::vector<Allocation> commodities;  ///< sorted by name
};

/// From the journal and the series `received`.
[[nodiscard]] AllocationReport allocation_of(const RunResult& result);

/// The orders and the series `received` of a run that was written to a directory. Throws
/// ScenarioError with file, line and column of what is not as `chokepoint run` writes it.
[[nodiscard]] RunResult read_run(const std::filesystem::path& directory);

/// All commodities with more than one buyer, or all about one.
[[nodiscard]] std::string allocation_text(const AllocationReport& report,
                                          std::string_view commodity);
[[nodiscard]] std::string allocation_json(const AllocationReport& report);

}  // namespace chokepoint
