#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace chokepoint::tools {

/// The text under a key of a result file; empty where there is none, or something else.
[[nodiscard]] inline std::string json_text(const nlohmann::ordered_json& json, const char* key) {
  const auto found = json.find(key);
  return found == json.end() || !found->is_string() ? "" : found->get<std::string>();
}

/// The number under a key of a result file; nothing where there is none, or something else.
[[nodiscard]] inline std::optional<double> json_number(const nlohmann::ordered_json& json,
                                                       const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_number())
    return std::nullopt;
  return found->get<double>();
}

}  // namespace chokepoint::tools
