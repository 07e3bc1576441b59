#include "sim/record/result_names.hpp"

#include <algorithm>
#include <array>
#include <system_error>

#include "sim/record/result_directory.hpp"

namespace chokepoint {

namespace fs = std::filesystem;

namespace {

/// Every name that some command may write into the directory of its results.
constexpr auto kNames = std::to_array<std::string_view>(
    {"compare.csv",   "compare.json",   "bottlenecks.csv",  "bound.json",       "context.json",
     "binding.csv",   "facts.json",     "observed.csv",     "orders.csv",       "relief.csv",
     "relief.json",   "rents.csv",      "report.html",      "resolved.yaml",    "run.log",
     "timing.json",   "trace.json",     "timeseries.csv",   "why.json",         "windows.csv",
     "summary.xlsx",  "summary.json",   "runs.csv",         "runs.parquet",     "quantiles.csv",
     "ensemble.nc",   "design.csv",     "origin.json",      "ensemble.parquet", "datapackage.json",
     "manifest.json", "milestones.csv", "preparations.csv", "paths.csv"});
constexpr std::string_view kManifest = "manifest.json";
constexpr std::string_view kPage = "report.html";

bool only_of_sweeps(std::string_view name) {
  return name == "design.csv" || name == "origin.json";
}

/// What is there under that name, be it a link that leads nowhere.
bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(fs::symlink_status(path, error));
}

void remove_wholly(const fs::path& path) {
  std::error_code error;
  fs::remove_all(path, error);
  if (error)
    throw OutputError(path.string() + ": cannot remove results: " + error.message());
}

}  // namespace

std::vector<std::string> results_in(const fs::path& directory) {
  std::vector<std::string> names;
  const bool of_sweep = is_there(directory / kManifest);
  for (const std::string_view name : kNames) {
    if ((of_sweep || !only_of_sweeps(name)) && is_there(directory / name))
      names.emplace_back(name);
  }
  return names;
}

void refuse_links(const fs::path& directory) {
  for (const std::string& name : results_in(directory)) {
    std::error_code error;
    const fs::file_status status = fs::symlink_status(directory / name, error);
    // Somebody who replaces them at the same time may have taken it away since it was listed.
    if (fs::exists(status) && !fs::is_regular_file(status))
      throw ExistingResultsError((directory / name).string() +
                                 ": is no regular file and is not replaced; remove it or choose "
                                 "another directory");
  }
}

void remove_results(const fs::path& directory, const std::vector<std::string>& kept) {
  if (is_there(directory / kManifest))
    remove_wholly(directory / "blocks");
  for (const std::string& name : results_in(directory)) {
    if (std::find(kept.begin(), kept.end(), name) == kept.end())
      remove_wholly(directory / name);
  }
}

fs::path file_to_write(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);  // of what a link leads to, be it a pipe
  if (fs::exists(status) && !fs::is_regular_file(status))
    throw ExistingResultsError(path.string() + ": is no regular file and is not replaced");
  constexpr int kMostLinks = 40;  // as the kernel
  fs::path file = fs::absolute(path).lexically_normal();
  if (!file.has_filename())
    file = file.parent_path();
  for (int links = 0; fs::is_symlink(fs::symlink_status(file, error)); ++links) {
    const fs::path next = fs::read_symlink(file, error);
    if (error || links == kMostLinks)
      throw ExistingResultsError(path.string() + ": is a link that leads nowhere");
    file = file.parent_path() / next;
  }
  const std::string name = file.filename().string();
  const std::vector<std::string> results = results_in(file.parent_path());
  if (name != kPage && std::find(results.begin(), results.end(), name) != results.end())
    throw ExistingResultsError(path.string() +
                               ": is a file of results and is not replaced; choose another name");
  return file;
}

}  // namespace chokepoint
