#pragma once

#include <string>
#include <vector>

#include "sim/record/data_package.hpp"
#include "sim/record/ensemble.hpp"
#include "sim/study/manifest.hpp"
#include "sim/study/plan.hpp"
#include "sim/study/sweep_directory.hpp"

namespace chokepoint {

/// All results of a sweep in the order of its plan, whoever made them.
struct MergedSweep {
  ColumnTable runs;
  Ensemble ensemble;
  std::vector<std::string> failures;  ///< "0123456789abcdef: reason"
  std::size_t rows = 0;               ///< of the table of runs
  std::size_t missing = 0;            ///< rows without a result
  std::vector<BadBlock> bad;
  std::size_t foreign = 0;
};

/// Reads every block and puts the runs of the plan together. Throws ModelError when two results of
/// one run differ: then something is not determined by study, values and replication.
[[nodiscard]] MergedSweep merge_sweep(const SweepDirectory& directory, const Manifest& manifest,
                                      const DesignTable& design, const Plan& plan);

/// The texts of the final files. Equal results give equal bytes.
[[nodiscard]] std::string table_csv(const ColumnTable& table);
[[nodiscard]] std::string quantiles_csv(const MergedSweep& merged);
/// How often each constraint binds, month by month; empty when shares were not kept.
[[nodiscard]] std::string binding_csv(const MergedSweep& merged);
/// What the data package of the directory says of it, and of the columns of its runs.
[[nodiscard]] PackageNotes package_notes(const MergedSweep& merged, const Manifest& manifest);

}  // namespace chokepoint
