#pragma once

#include <filesystem>

#include "tools/sensitivity/sample.hpp"

namespace chokepoint::tools {

/// Reads what the blocks of a sweep's directory hold. Quantities are the study's outputs, then what
/// is online at the end of each year (`online_gw_end.2030`), then the first date on which each
/// constraint binds (`binds_from.cowos`), for those that bind in some run. Blocks that are no good
/// count as missing runs. Throws ScenarioError when the directory is none of a sweep.
[[nodiscard]] StudySample read_sample(const std::filesystem::path& directory);

}  // namespace chokepoint::tools
