#pragma once

#include <string>
#include <vector>

#include "sim/record/result_directory.hpp"

namespace chokepoint {

/// The text of datapackage.json (Data Package 2.0, datapackage.org): for each file its size and
/// SHA-256, for each table its fields. Files that differ from run to run (timing.json, run.log) and
/// the report, which quotes them, are left out.
[[nodiscard]] std::string data_package(const std::vector<ResultFile>& files);

/// The files and their datapackage.json, for a ResultDirectory.
[[nodiscard]] std::vector<ResultFile> with_data_package(std::vector<ResultFile> files);

}  // namespace chokepoint
