#include "tools/report/json_file.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <system_error>

#include "sim/base/hash.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "tools/report/json_fields.hpp"

namespace chokepoint::tools {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// No run has numbers beyond these, and no year beyond four digits.
void check_numbers(const Json& json, const fs::path& file, int depth = 0) {
  constexpr double kMost = 1e33;  // operations of a training run
  constexpr int kDeepest = 32;
  if (depth > kDeepest)
    refuse_json(file);
  for (const auto& [key, value] : json.items()) {
    const bool is_year = json.is_object() && key == "year";
    if (value.is_structured()) {
      check_numbers(value, file, depth + 1);
    } else if (value.is_number() || is_year) {
      const double number = value.is_number() ? value.get<double>() : 0;
      if (std::abs(number) > kMost ||
          (is_year && (!value.is_number_integer() || number < 1 || number > 9999)))
        throw ScenarioError(file.generic_string() + ": expected " +
                            (is_year ? "a year" : "a number that a run could give") + " as " +
                            (json.is_object() ? key : "an entry") + ", found " + value.dump());
    }
  }
}

/// "3:17", as editors count.
std::string place_of(const std::string& text, std::size_t at) {
  const std::string before = text.substr(0, at);
  const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
  return std::to_string(std::count(before.begin(), before.end(), '\n') + 1) + ":" +
         std::to_string(before.size() - line_begin + 1);
}

/// What a page is made of; ensembles and traces are large and are not.
bool is_read(const fs::path& name) {
  const fs::path kind = name.extension();
  return !name.has_parent_path() && name != "trace.json" &&
         (kind == ".csv" || kind == ".json" || kind == ".yaml");
}

}  // namespace

void refuse_json(const fs::path& file) {
  throw ScenarioError(file.generic_string() +
                      ": is not as this version of chokepoint writes it: something is missing or "
                      "of another kind");
}

std::string text_of_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::error_code unknown;
  const std::uintmax_t bytes = fs::file_size(file, unknown);
  if (unknown)
    return {};
  std::string text(bytes, '\0');
  in.read(text.data(), static_cast<std::streamsize>(bytes));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

Json read_json_file(const fs::path& file) {
  if (!fs::is_regular_file(file))
    return nullptr;
  const std::string text = text_of_file(file);
  try {
    Json json = Json::parse(text);
    check_numbers(json, file);
    return json;
  } catch (const Json::parse_error& error) {
    const auto at = static_cast<std::size_t>(std::max<std::size_t>(error.byte, 1) - 1);
    throw ScenarioError(file.generic_string() + ":" + place_of(text, at) + ": is not JSON: " +
                        (at >= text.size() ? "it is cut" : "something else stands here"));
  } catch (const Json::exception&) {
    throw ScenarioError(file.generic_string() + ": is not JSON: a number in it is too large");
  }
}

void check_package(const fs::path& directory) {
  const fs::path package = directory / "datapackage.json";
  const Json json = read_json_file(package);
  if (json.is_null())
    return;
  if (!json.is_object() || !json.contains("resources") || !json.at("resources").is_array())
    refuse_json(package);
  for (const Json& resource : json.at("resources")) {
    if (!resource.is_object())
      refuse_json(package);
    const fs::path file = directory / json_text(resource, "path");
    if (!is_read(json_text(resource, "path")) || !fs::is_regular_file(file))
      continue;
    if ("sha256:" + sha256_hex(text_of_file(file)) != json_text(resource, "hash"))
      throw ScenarioError(file.generic_string() +
                          ": has been changed: its SHA-256 is not that in datapackage.json; remove "
                          "datapackage.json to have a page all the same");
  }
}

}  // namespace chokepoint::tools
