#include <chrono>
#include <iostream>
#include <thread>

#include "tools/commands/commands.hpp"
#include "tools/commands/study_setup.hpp"
#include "tools/commands/sweep_arguments.hpp"

namespace chokepoint::tools {

namespace {

/// Files that another machine has just written may stay hidden for a while on NFS.
constexpr auto kPause = std::chrono::seconds(2);

}  // namespace

int merge_command(const MergeArguments& arguments) {
  const SweepDirectory directory(arguments.directory);
  const Manifest manifest = directory.manifest();
  warn_of_other_build(manifest);
  const DesignTable design = directory.design(manifest);
  const Plan plan = make_plan(manifest.factors, design, manifest.replications, manifest.block);
  const double patience = arguments.wait.empty() ? 0 : seconds_of("--wait", arguments.wait);
  const auto begin = std::chrono::steady_clock::now();
  MergedSweep merged = merge_sweep(directory, manifest, design, plan);
  while (merged.missing > 0 &&
         std::chrono::steady_clock::now() - begin < std::chrono::duration<double>(patience)) {
    std::this_thread::sleep_for(kPause);
    merged = merge_sweep(directory, manifest, design, plan);
  }
  warn_of(merged.bad, merged.foreign);
  if (merged.missing > 0) {
    std::cerr << "chokepoint: " << merged.missing << " of " << plan.runs()
              << " runs are missing; 'sweep --missing' lists them"
              << (arguments.partial ? "" : ", --partial merges the others") << '\n';
    if (!arguments.partial)
      return exit_stopped;
  }
  return report_merged(directory, manifest, merged,
                       write_merged(directory, manifest, merged, arguments.report), arguments.json);
}

}  // namespace chokepoint::tools
