#pragma once

#include <cstdint>
#include <vector>

#include "models/core/order.hpp"

namespace chokepoint::models {

/// What each customer of a line has been given a month of late, and what waits of it. A maker that
/// is sold out goes on serving those whom it serves: "sold out" is said to what is more (F-O3).
class CustomerPaces {
 public:
  /// What is begun is smoothed over so many months; 0 = nobody keeps anything.
  explicit CustomerPaces(double memory_months) : memory_months_(memory_months) {}

  /// Units booked, or taken back where below 0, and units begun.
  void booked(FirmId customer, std::int64_t units);
  void begun(FirmId customer, std::int64_t units);
  /// So many months have gone since it was last called.
  void learn(double months);
  /// Whether so many units more are what the customer usually gets in `months`, as nearly as whole
  /// orders allow, with what waits of it.
  [[nodiscard]] bool keeps(FirmId customer, std::int64_t units, double months) const;

 private:
  struct Customer {
    FirmId firm;
    std::int64_t waiting = 0;
    std::int64_t begun = 0;  ///< since paces were last learned
    double per_month = 0;
  };
  Customer& of(FirmId firm);

  double memory_months_;
  std::vector<Customer> customers_;
};

}  // namespace chokepoint::models
