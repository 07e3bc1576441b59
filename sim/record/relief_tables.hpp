#pragma once

#include <string>
#include <vector>

#include "sim/bottleneck/relief_study.hpp"
#include "sim/record/run_result.hpp"
#include "sim/record/terminal.hpp"

namespace chokepoint {

/// What a study of relaxations was about.
struct ReliefHeading {
  std::string scenario;
  std::string scenario_sha256;
  std::uint64_t seed = 0;
  int replications = 1;
  std::string change;  ///< "2 % more or less", "1 tool/year more"
  double step = 0;     ///< 0 when an amount was added
  Date start{};        ///< of the run
  Date from{};         ///< relaxed from here
  Date to{};           ///< to here
  std::string sink_unit = "GW";
  std::vector<int> years;
  std::vector<std::size_t> year_ends;     ///< months at whose end they end
  std::vector<std::string> labels;        ///< what the ledger names each of them after
  std::vector<std::string> not_run;       ///< amounts of the world that were not relaxed one by one
  std::vector<std::string> out_of_reach;  ///< names of the ledger under which nobody holds anything
  std::string more_worlds;  ///< options that give a mean over draws; empty: nothing is drawn
  std::string note;         ///< a sentence for whoever reads the tables; empty: none
};

/// The texts of relief.csv, windows.csv and relief.json; equal results give equal bytes.
[[nodiscard]] std::string relief_csv(const ReliefHeading& heading, const ReliefReport& report);
[[nodiscard]] std::string windows_csv(const ReliefHeading& heading, const ReliefReport& report);
[[nodiscard]] std::string relief_json(const ReliefHeading& heading, const ReliefReport& report);

/// What is printed: gains, elasticities, headroom, ties, windows and the sum.
[[nodiscard]] std::string relief_text(const ReliefHeading& heading, const ReliefReport& report,
                                      const TerminalStyle& style);

/// The part of that below the tables: noise, sums and every world that failed.
[[nodiscard]] std::string relief_checks_text(const ReliefHeading& heading,
                                             const ReliefReport& report, int width);

/// Amounts of which less costs and more alone brings nothing, at ends of years at which nothing is
/// tied with them; empty when there are none, or not all were run.
[[nodiscard]] std::string unpaired_text(const ReliefHeading& heading, const ReliefReport& report,
                                        int width);
/// Labels of years that by frozen rows do not bind in them, with what costs most instead; empty
/// when there are none. Without frozen rows, how to ask.
[[nodiscard]] std::string labels_text(const ReliefHeading& heading, const ReliefReport& report,
                                      int width);
/// A sentence on the amounts whose e+ and e- of that month differ most, which is where a sum that
/// is not 1 comes from; empty when there are none.
[[nodiscard]] std::string one_sided_text(const ReliefReport& report, bool frozen,
                                         std::size_t month);

/// Fills e_plus and e_minus of the months, of frozen worlds where there are any; constraints that
/// the ledger gives no share get rows of their own.
void add_elasticities(std::vector<BottleneckRow>& rows, const ReliefHeading& heading,
                      const ReliefReport& report);

}  // namespace chokepoint
