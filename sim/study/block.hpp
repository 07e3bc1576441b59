#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/study/plan.hpp"

namespace chokepoint {

/// One monthly series of a run. Months outside have no value; of a share it is 0 there.
struct RunSeries {
  std::string series;
  std::string entity;
  std::string region;
  std::string generation;
  std::string unit;
  std::uint64_t first = 0;     ///< the month of the first value
  std::vector<double> values;  ///< kMissing between the ends where there is none
};

/// What is kept of one run.
struct RunRecord {
  RunId id = 0;
  bool ok = false;
  std::string reason;           ///< why it is not
  std::vector<double> outputs;  ///< in the order of their names; kMissing: could not be read
  std::vector<double> years;    ///< online at the end, added, demand, unmet, of each year
  std::vector<std::pair<std::string, double>> binds_from;  ///< constraint, days since 1970
  std::vector<RunSeries> series;
};

/// The bytes of a run, as they stand in a block. Two records are the same when these are.
[[nodiscard]] std::string packed(const RunRecord& record);
/// Reads one record from the front of `bytes` and takes it off. Throws ModelError at their end.
[[nodiscard]] RunRecord unpacked(std::string_view& bytes);

/// Results of runs that belong together, in the order of the plan.
struct Block {
  std::uint64_t number = 0;
  std::vector<RunId> runs;
  std::string records;  ///< packed, one after the other
};

/// The name of the file that holds exactly these runs.
[[nodiscard]] std::string block_name(std::uint64_t number, const std::vector<RunId>& runs);

/// Writes a block to its directory under a name of its own, makes it durable and renames it: it is
/// there as a whole or not at all, whoever else writes the same. Throws OutputError.
void write_block(const std::filesystem::path& directory, const std::string& world,
                 const Block& block);

/// What is wrong with a file that is not a block of this world.
struct BadBlock {
  std::string name;
  std::string problem;
};

/// The problem of a block that is whole and was made for another world.
inline constexpr std::string_view kForeignBlock = "it belongs to another study or version";

/// Reads a block of the world with that hash. Nothing, and `problem` says why, when it is none.
[[nodiscard]] std::optional<std::vector<RunRecord>> read_block(const std::filesystem::path& file,
                                                               std::string_view world,
                                                               std::string& problem);

/// The files of blocks in a directory, by name. Files under temporary names are left out.
[[nodiscard]] std::vector<std::filesystem::path> block_files(
    const std::filesystem::path& directory);

}  // namespace chokepoint
