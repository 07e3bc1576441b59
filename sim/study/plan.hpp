#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/study/design.hpp"
#include "sim/study/factor.hpp"

namespace chokepoint {

/// What a run is: the same for the same values and replication, wherever it stands in a plan.
using RunId = std::uint64_t;

/// Sixteen lower-case hexadecimal digits, and back; 0 for what is no such text.
[[nodiscard]] std::string text_of(RunId id);
[[nodiscard]] RunId run_id_of(std::string_view text);

/// The id of a point in one replication.
[[nodiscard]] RunId run_id(const std::vector<Factor>& factors,
                           const std::vector<std::string>& cells, std::uint64_t replication);

struct PlannedRun {
  RunId id = 0;
  std::uint32_t point = 0;  ///< from 0
  std::uint32_t replication = 0;
};

/// Every run of a study: all points of replication 0, then of 1, and so on.
struct Plan {
  std::vector<PlannedRun> rows;      ///< all points and replications
  std::vector<std::uint32_t> first;  ///< those rows whose run is not that of an earlier one
  std::size_t block = 1;             ///< runs per block

  [[nodiscard]] std::size_t runs() const { return first.size(); }
  [[nodiscard]] const PlannedRun& run(std::size_t index) const { return rows[first[index]]; }
  [[nodiscard]] std::size_t blocks() const { return (runs() + block - 1) / block; }
};

/// Throws ScenarioError when there are more than four thousand million rows.
[[nodiscard]] Plan make_plan(const std::vector<Factor>& factors, const DesignTable& design,
                             std::uint64_t replications, std::size_t block);

}  // namespace chokepoint
