#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/record/statistic.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/key_spec.hpp"
#include "sim/scenario/reader.hpp"

namespace chokepoint {

/// Something that differs from run to run, as the study writes it.
struct FactorSpec {
  std::string name;
  std::string path;                   ///< of the value, as --set has it; empty for overlays
  Node distribution;                  ///< null: none written
  std::vector<Node> between;          ///< low, high
  std::vector<Node> levels;           ///< values, as written
  std::vector<std::string> overlays;  ///< files; "none" is no file
  std::int64_t grid_levels = 3;       ///< of what is continuous, in a grid
  std::string group;                  ///< that a saltelli design exchanges as one; empty: none
  Origin origin;
};

/// Factors that move together.
struct CorrelationSpec {
  std::string name;
  std::vector<std::string> factors;
  double rank_correlation = 0;  ///< Spearman's, of each pair
};

/// Factors that a saltelli design exchanges together, so that indices are of all of them.
struct GroupSpec {
  std::string name;
  std::vector<std::string> factors;
};

struct DesignSpec {
  enum class Kind : std::uint8_t { replications, grid, table, lhs, sobol, saltelli, morris };
  Kind kind = Kind::replications;
  std::int64_t size = 0;
  std::int64_t levels = 4;  ///< of a Morris grid
  std::string file;         ///< a table of the user's own

  /// Whether `chokepoint-study` makes it.
  [[nodiscard]] bool is_sampled() const { return kind >= Kind::lhs; }
};

/// "lhs"
[[nodiscard]] std::string text_of(DesignSpec::Kind kind);

struct OutputSpec {
  std::string name;
  Statistic read;
  [[nodiscard]] bool is_date() const { return read.kind == Statistic::Kind::first_above; }
};

/// Many runs of one scenario: what varies, how often, and what is kept of each.
struct Study {
  std::string name;
  std::string states;
  std::filesystem::path file;
  std::string sha256;  ///< of all that the study's file says
  std::string base;    ///< scenario and overlays: paths from the study's folder
  std::vector<std::string> overlays;
  std::vector<std::string> sets;
  std::uint64_t seed = 1;
  bool others_drawn = true;  ///< numbers that are no factors; false: at their best guess
  std::int64_t replications = 1;
  bool common_random_numbers = true;
  std::int64_t block = 25;
  DesignSpec design;
  std::vector<FactorSpec> factors;  ///< by name
  std::vector<CorrelationSpec> correlations;
  std::vector<OutputSpec> outputs;  ///< by name
  std::string outputs_text;         ///< what they say, whatever the order of writing
  std::vector<std::string> keep_series;
  bool bottlenecks = true;

  /// A file that the study names.
  [[nodiscard]] std::filesystem::path beside(const std::string& written) const;
  /// The base scenario, its overlays and those of the levels of factors ("none" is left out).
  [[nodiscard]] LoadOptions scenario_files(const std::vector<std::string>& levels) const;
};

/// Reads a study. Throws ScenarioError with all that is wrong with it.
[[nodiscard]] Study load_study(const std::filesystem::path& file);

/// The keys of a study, as its reader declares them.
[[nodiscard]] std::vector<KeySpec> study_keys();

}  // namespace chokepoint
