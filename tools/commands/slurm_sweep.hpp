#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/study/manifest.hpp"
#include "tools/commands/sweep_arguments.hpp"

namespace chokepoint::tools {

/// Into how many shards a sweep of so many blocks is cut for Slurm. Throws UsageError when the
/// cluster does not take so many, or not the name of the directory.
[[nodiscard]] std::uint64_t slurm_shards(const SweepArguments& arguments, std::uint64_t blocks);

/// Writes the scripts of a job array over those shards and of the merge after it, prints how they
/// are submitted, and submits them if that was asked for. `shards` is "3,7-9", of `count`. Returns
/// the exit code; throws UsageError, OutputError, and std::runtime_error when sbatch refuses.
int hand_to_slurm(const SweepArguments& arguments, const Manifest& manifest,
                  const std::string& shards, std::uint64_t count);

}  // namespace chokepoint::tools
