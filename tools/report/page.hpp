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
