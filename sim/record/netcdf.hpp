#pragma once

#include <filesystem>

#include "sim/record/ensemble.hpp"

namespace chokepoint {

/// Writes an ensemble as NetCDF-4 after the CF conventions 1.8.
///
/// Dimensions `run` (ids) and `time` (the first day of each month). A series without entity, region
/// and generation is a variable `(run, time)` of its name; one that has any is a variable
/// `(run, entity, time)`, and `entity` has all members of all such series, with their region and
/// generation beside it (`_FillValue` where a series has not that member). A series with more than
/// one unit becomes a variable for each, the unit in its name. Letters that CF does not allow in
/// names become `_`, with the name as it was in `long_name`. Equal ensembles are equal bytes, with
/// one version of the libraries: there is no time of writing in the file.
///
/// libnetcdf is loaded when this is called: it brings 40 libraries with it, which a run does
/// without. Throws OutputError when it cannot be loaded or the file cannot be written.
void write_netcdf(const std::filesystem::path& path, const Ensemble& ensemble,
                  const FileNotes& notes);

}  // namespace chokepoint
