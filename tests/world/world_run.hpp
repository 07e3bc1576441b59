#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/world.hpp"
#include "sim/record/run_result.hpp"

namespace chokepoint::models {

/// A scenario as the program reads it.
struct Plan {
  Document document;
  Scenario scenario;
};

/// Throws ScenarioError with all that is wrong. Files are scenario and overlays.
Plan read_plan(const std::vector<std::filesystem::path>& files, const SampleOptions& sampling = {},
               const std::vector<std::string>& sets = {});

/// The folder of this repository.
std::filesystem::path repository();
/// scenarios/baseline.yaml, read once in a process.
const Plan& baseline();
/// One run of it, for all tests of a process.
const World& baseline_world();
/// Every scenario of the repository: scenarios/*.yaml and tests/systems/*.yaml, sorted.
std::vector<std::filesystem::path> all_scenarios();

/// What a world answers, with the texts of all result files that are compared.
struct Outcome {
  RunResult result;
  std::string summary;
  std::string timeseries;
  std::string bottlenecks;
  std::string orders;
  std::string resolved_yaml;
  [[nodiscard]] std::string all() const {
    return summary + timeseries + bottlenecks + orders + resolved_yaml;
  }
};
Outcome tell(const Plan& plan, const World& world);
/// Builds, runs and tells.
Outcome run_and_tell(const Plan& plan, const WorldOptions& options = {});

/// Where two texts part: the first line that differs, of both. Empty when they are equal.
std::string difference(const std::string& a, const std::string& b);

/// A folder that goes away with its owner.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Writes a file into it; the result is its path.
  [[nodiscard]] std::filesystem::path write(const std::string& name, const std::string& text) const;

 private:
  std::filesystem::path path_;
};

std::string content(const std::filesystem::path& file);

/// The months of a series, by its name and entity; fails the test when there is none.
const chokepoint::Series& series_of(const RunResult& result, const std::string& name,
                                    const std::string& entity = {});

}  // namespace chokepoint::models
