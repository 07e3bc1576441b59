#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/time.hpp"
#include "sim/sensitivity/morris.hpp"

namespace chokepoint::tools {

struct SampleFactor {
  std::string name;
  std::string unit;
  std::vector<std::string> levels;  ///< of a list: inputs are indices into it; empty: a number
  std::string group;                ///< that a saltelli design exchanges as one; empty: none
};

/// Something that came out of every point.
struct Quantity {
  std::string name;
  std::string unit;
  bool is_date = false;  ///< days since 1970-01-01
  /// Means over the replications, one a point; not a number where a replication is missing or has
  /// none. A date that is not reached counts as the end of the run.
  std::vector<double> values;
  std::size_t never = 0;  ///< runs, of those that are ok, in which a date is not reached
};

/// Whether a constraint binds, month by month in each run that is ok.
struct BindingRecord {
  std::string constraint;
  std::vector<bool> binds;  ///< run by run
};

/// A sweep as one who asks what matters sees it.
struct StudySample {
  std::string study;
  std::string design;  ///< kind
  std::uint64_t seed = 1;
  std::size_t replications = 1;
  std::vector<SampleFactor> factors;
  Rows inputs;  ///< a row a point
  /// Whether all replications of the point are ok.
  std::vector<bool> complete;
  std::vector<Quantity> quantities;

  std::size_t missing_runs = 0;             ///< never run
  std::size_t failed_runs = 0;              ///< recorded as failed
  std::vector<std::size_t> points_of_runs;  ///< of those that are ok, each with its point
  std::vector<Date> months;
  std::vector<BindingRecord> constraints;

  [[nodiscard]] std::size_t points() const { return inputs.size(); }
  [[nodiscard]] std::size_t runs() const { return points_of_runs.size(); }
  /// Points that are not complete, from 1.
  [[nodiscard]] std::vector<std::size_t> incomplete() const;
};

/// "4, 17-19, 30"; the first ones and how many more when there are many.
[[nodiscard]] std::string list_of(const std::vector<std::size_t>& numbers);

}  // namespace chokepoint::tools
