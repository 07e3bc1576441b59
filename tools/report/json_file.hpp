#pragma once

#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

namespace chokepoint::tools {

/// The text of a file; empty when there is none.
[[nodiscard]] std::string text_of_file(const std::filesystem::path& file);

/// The file as JSON; null when there is none. Throws ScenarioError when it is none, or has numbers
/// or years that no run could give.
[[nodiscard]] nlohmann::ordered_json read_json_file(const std::filesystem::path& file);

/// Throws the ScenarioError of a JSON file that lacks something.
[[noreturn]] void refuse_json(const std::filesystem::path& file);

/// Throws ScenarioError when a table, JSON or YAML file of the directory is not the one whose
/// SHA-256 stands in its datapackage.json. Files that are gone, and directories without that file,
/// are let through.
void check_package(const std::filesystem::path& directory);

}  // namespace chokepoint::tools
