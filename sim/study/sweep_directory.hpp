#pragma once

#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

#include "sim/study/block.hpp"
#include "sim/study/design.hpp"
#include "sim/study/manifest.hpp"
#include "sim/study/plan.hpp"

namespace chokepoint {

/// What may be done to a directory that holds results already.
struct SweepPermissions {
  bool resume = false;     ///< go on with the same study
  bool extend = false;     ///< another study or version: keep the runs that are still good
  bool overwrite = false;  ///< begin anew
};

/// The directory of a sweep: manifest, design, blocks, and what merging makes of them.
class SweepDirectory {
 public:
  explicit SweepDirectory(std::filesystem::path path) : path_(std::move(path)) {}

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path blocks() const { return path_ / "blocks"; }
  [[nodiscard]] bool has_manifest() const;
  /// Throws ScenarioError when there is none, or it is none of ours.
  [[nodiscard]] Manifest manifest() const;
  [[nodiscard]] bool has_design() const;
  /// The design that the manifest speaks of. Throws ScenarioError when it is another.
  [[nodiscard]] DesignTable design(const Manifest& manifest) const;
  /// Where the study's file was, from this directory; empty when nobody knows.
  [[nodiscard]] std::filesystem::path study_file() const;

  /// Whether the study may be run here. Throws ExistingResultsError when another one was, and
  /// nobody said what is to become of it.
  void admit(const Manifest& manifest, const SweepPermissions& permissions) const;
  /// Makes the directory ready for that study, and keeps the command that asked for it. Throws
  /// OutputError.
  void begin(const Manifest& manifest, const DesignTable& design, const Study& study,
             const SweepPermissions& permissions, const std::string& command = {}) const;

  /// What blocks say.
  struct Contents {
    std::unordered_map<RunId, bool> ok;  ///< the runs there are, and whether they are ok
    std::vector<BadBlock> bad;
    std::size_t foreign = 0;  ///< blocks of another study or version
  };
  [[nodiscard]] Contents contents(const std::string& world) const;

 private:
  void write(const std::string& name, const std::string& text) const;

  std::filesystem::path path_;
};

/// The runs of each block of a plan that are not there; blocks without such runs are left out.
/// With `retry_failed`, runs that failed are not there either.
struct BlockWork {
  std::uint64_t number = 0;
  std::vector<std::uint32_t> runs;  ///< indices in the plan
};
[[nodiscard]] std::vector<BlockWork> missing_work(const Plan& plan,
                                                  const SweepDirectory::Contents& contents,
                                                  bool retry_failed);

/// A manifest, whatever its file is called. Throws ScenarioError when there is none, or it is none
/// of ours.
[[nodiscard]] Manifest read_manifest(const std::filesystem::path& file);

}  // namespace chokepoint
