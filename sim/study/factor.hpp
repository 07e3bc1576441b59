#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/base/distribution.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/registry.hpp"
#include "sim/study/study.hpp"

namespace chokepoint {

/// What tells runs apart by a factor; it stands in the manifest.
struct FactorFacts {
  enum class Kind : std::uint8_t { number, text, overlay };
  Kind kind = Kind::number;
  std::string name;
  std::string path;    ///< empty for overlays
  std::string column;  ///< the header of its column in a design table
  std::string group;   ///< that a saltelli design exchanges as one; empty: none
  std::string unit;    ///< of the numbers there: "1", "tool/year", "months", "days"; else empty
  std::vector<std::string> levels;    ///< cells of a list; empty for what is continuous
  std::vector<bool> quoted;           ///< levels that were written in quotes
  std::optional<double> base_number;  ///< what the scenario says, where it says one value
  std::optional<std::string> base_text;
};

/// A factor that is understood: between u in (0, 1), the cell of a design table and the setting of
/// a run.
class Factor {
 public:
  using Kind = FactorFacts::Kind;

  /// As a manifest has it: good for all but drawing.
  explicit Factor(FactorFacts facts) : facts_(std::move(facts)) {}
  /// Reads what the study says with what the scenario says of the same value. Faults are reported
  /// at the study's file, which is `settings_file` in `diagnostics`.
  static Factor read(const FactorSpec& spec, const Document& base, const Resolved& resolved,
                     std::uint32_t settings_file, Diagnostics& diagnostics);

  [[nodiscard]] const FactorFacts& facts() const { return facts_; }
  [[nodiscard]] Kind kind() const { return facts_.kind; }
  [[nodiscard]] const std::string& name() const { return facts_.name; }
  [[nodiscard]] const std::string& column() const { return facts_.column; }
  [[nodiscard]] const std::string& unit() const { return facts_.unit; }
  [[nodiscard]] const std::vector<std::string>& levels() const { return facts_.levels; }
  /// What is continuous is drawn from; in the column's unit once it is multiplied by `scale`.
  [[nodiscard]] const std::optional<Distribution>& distribution() const { return distribution_; }
  [[nodiscard]] double scale() const { return scale_; }

  /// The value that a share u of (0, 1) lies below: a level, or a number of the distribution.
  [[nodiscard]] std::string cell_at(double u) const;
  /// The cells of a grid.
  [[nodiscard]] std::vector<std::string> grid() const;
  /// Whether the cell says something else than the scenario.
  [[nodiscard]] bool differs(std::string_view cell) const;
  /// What a run with that cell sets; nothing for an overlay.
  [[nodiscard]] std::optional<Setting> setting(std::string_view cell) const;
  /// "path=value", as it is typed for --set, and as it counts for the id of a run.
  [[nodiscard]] std::string text(std::string_view cell) const;
  /// A number of a cell, with or without a unit, in the column's unit.
  [[nodiscard]] std::optional<double> number_of(std::string_view cell) const;
  /// Settings that show whether all its values are allowed: each level, the ends of the mean of an
  /// exponential distribution, or the distribution. Where there are several, they exclude each
  /// other.
  [[nodiscard]] std::vector<Setting> probes() const;

 private:
  void read_number(const FactorSpec& spec, const Document& base, const ResolvedValue* value,
                   Diagnostics& diagnostics);
  void read_levels(const FactorSpec& spec, const ResolvedValue* value, Diagnostics& diagnostics);
  void fail(std::string_view key, const std::string& message, Diagnostics& diagnostics) const;
  [[nodiscard]] std::string cell_of(double value) const;
  [[nodiscard]] std::string with_unit(std::string_view cell) const;

  FactorFacts facts_;
  Origin origin_;
  bool whole_ = false;
  bool is_mean_ = false;  ///< of an exponential distribution
  std::optional<Distribution> distribution_;
  double scale_ = 1;
  std::int64_t grid_levels_ = 3;
  bool spread_ = false;  ///< a grid has equal steps from end to end
  Node written_;         ///< of the distribution
};

}  // namespace chokepoint
