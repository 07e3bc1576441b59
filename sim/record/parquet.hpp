#pragma once

#include <filesystem>

#include "sim/record/ensemble.hpp"

namespace chokepoint {

/// Write a table as an Apache Parquet file (format 2.6): values plain, texts by dictionary, pages
/// compressed by zstd. Dates are of the logical type DATE, missing numbers and dates are null, and
/// the unit of a column stands in the file's key-value metadata under `unit.<column>`. The file has
/// no time of writing in it: equal tables are equal bytes, with one version of zstd.
///
/// Throws OutputError when the file cannot be written; what there is of it stays for the caller to
/// remove.
void write_parquet(const std::filesystem::path& path, const ColumnTable& table);

/// One row per run, month and series: run, month, series, entity, region, generation, unit, value;
/// series by series, in each run by run. Row groups hold whole runs of one series.
void write_parquet(const std::filesystem::path& path, const Ensemble& ensemble);

}  // namespace chokepoint
