#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tools/report/run_files.hpp"

namespace chokepoint::tools {

/// One HTML file that shows all that the files say: complete without scripts, contacting nobody.
/// Equal files give equal bytes.
[[nodiscard]] std::string report_page(const RunFiles& files);

/// The JSON object that the page draws from; docs/reference/report.md describes it.
[[nodiscard]] std::string report_data(const RunFiles& files);

/// What pages are promised to be smaller than, in bytes.
inline constexpr std::size_t kLargestPage = 2'000'000;

/// Says on stderr that a page is larger than promised; nothing of one that is not.
void warn_of_size(const std::filesystem::path& page, std::size_t bytes);

/// The page of a result directory.
[[nodiscard]] std::filesystem::path report_file(const std::filesystem::path& directory);

/// Reads a result directory and writes the page of it to report.html there; returns its path. For
/// commands with --report. `titles`: of constraints, where the files have none. Throws
/// ScenarioError and OutputError.
std::filesystem::path write_report(const std::filesystem::path& directory,
                                   const std::vector<ConstraintTitle>& titles = {});

/// Replaces "{{name}}" by the value of that name, in one pass: what was put in is never looked at
/// again. Throws ModelError for a name without a value.
[[nodiscard]] std::string filled(std::string_view page,
                                 const std::map<std::string, std::string, std::less<>>& values);

/// "sha256-..." as a content security policy names a script.
[[nodiscard]] std::string policy_hash(std::string_view script);

}  // namespace chokepoint::tools
