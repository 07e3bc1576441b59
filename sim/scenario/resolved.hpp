#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/diagnostics.hpp"

namespace chokepoint {

/// One value as a run used it, and where it came from.
struct ResolvedValue {
  std::string path;
  std::string value;    ///< as sampled, in `unit`; for a series its first value
  std::string unit;     ///< "1" for a bare number, "duration"; empty for what is not a number
  std::string written;  ///< as the file has it, or what the distribution or series is
  std::string points;   ///< of what varies with time: "[[2022-01-01, 3], ...]", in `unit`
  std::string range;    ///< "39 to 110 usd"; empty when none was given
  std::string source;   ///< empty for what is not a number
  std::string as_of;    ///< when the source was published
  std::string why;
  /// Ends of the range: as declared, else the P10 and P90 of what it is drawn from; in `unit`, a
  /// length of time in months or minutes, of what varies with time as factors. Nothing when neither
  /// is stated.
  std::optional<double> low;
  std::optional<double> high;
  std::string range_unit;   ///< of the ends: "months", "tool/year"; empty for a bare number
  std::string source_kind;  ///< as the table of sources says
  Origin origin;
  bool from_file = true;      ///< false: the default of the key
  bool inherited = false;     ///< the source was stated above, not at the number
  bool uncertain = false;     ///< drawn from a distribution
  bool whole = false;         ///< a whole number: a drawn one is rounded
  bool per_event = false;     ///< the model draws anew at each event
  bool exogenous = false;     ///< the key may vary with time
  bool time_varying = false;  ///< and it does
};

/// Every value that a scenario's readers asked for.
class Resolved {
 public:
  void add(ResolvedValue value) { values_.push_back(std::move(value)); }
  void use_files(const std::vector<std::string>& labels) { files_ = labels; }

  [[nodiscard]] const std::vector<ResolvedValue>& values() const { return values_; }
  /// Numbers that are drawn from a distribution.
  [[nodiscard]] std::size_t uncertain_count() const;
  /// The value at a path; nullptr when nothing read it.
  [[nodiscard]] const ResolvedValue* find(std::string_view path) const;
  /// "baseline.yaml:12", or "default".
  [[nodiscard]] std::string place(const ResolvedValue& value) const;
  /// The content of resolved.yaml: one line a value, sorted by path.
  [[nodiscard]] std::string yaml() const;
  /// The keys that may vary with time, one a line: path, shape or constant, unit, source, place.
  [[nodiscard]] std::string exogenous_list() const;

 private:
  [[nodiscard]] std::vector<const ResolvedValue*> sorted() const;

  std::vector<ResolvedValue> values_;
  std::vector<std::string> files_;
};

}  // namespace chokepoint
