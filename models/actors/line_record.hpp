#pragma once

#include <optional>
#include <string_view>

#include "models/core/line.hpp"

namespace chokepoint::models {

/// What a line did since its firm last looked.
struct LinePeriod {
  double made_per_month = 0;
  double ordered_per_month = 0;  ///< less what was taken back
  double utilisation = 0;        ///< smoothed: lots are large
};

/// Closes the books of a line once per planning and writes its monthly series: capacity, output,
/// orders and backlog. Output and orders stand in the month in which the period began.
class LineRecord {
 public:
  /// `product` stands in the generation column ("n3"); empty when the firm makes one thing.
  /// With `counts_output` false the firm counts what it ships itself.
  LineRecord(Market& market, const Firm& firm, std::string_view product, std::string_view unit,
             bool counts_output = true);

  LinePeriod close(const Line& line, double yield = 1);
  /// Only what it could make from now on, within a period.
  void tell_capacity(const Line& line, double yield = 1);

 private:
  Market& market_;
  Series::Id capacity_;
  std::optional<Series::Id> output_;
  Series::Id orders_;
  Series::Id backlog_;
  Tick last_ = 0;
  std::int64_t made_ = 0;
  std::int64_t ordered_ = 0;
  std::int64_t taken_back_ = 0;
  double smoothed_ = -1;
};

/// Whole units of an amount that builds up in fractions; the rest stays in `carry`.
[[nodiscard]] std::int64_t whole_units(double& carry, double amount);

}  // namespace chokepoint::models
