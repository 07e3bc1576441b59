#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/resolved.hpp"

namespace chokepoint {

/// How far a number may be trusted. It follows from the number's source alone.
enum class Confidence : std::uint8_t {
  assumption,  ///< nobody's number: source `assumption`, a setting, or the default of a key
  derived,     ///< a published source, and a `why` that tells the step from there to the number
  secondary,   ///< as a published source tells it, which had it from others
  primary,     ///< as a filing, a company or a data set tells it
  convention,  ///< claims nothing about the world: how fine the model is, or an exercise
};

[[nodiscard]] Confidence confidence_of(const ResolvedValue& value);
[[nodiscard]] std::string text_of(Confidence confidence);

/// A sort of number, and why such numbers often have no source.
struct NumberKind {
  std::string name;
  std::string reason;
  bool publishable = true;  ///< false: a rule inside somebody's head, which nobody could publish
};
/// The kind of a number by its path; nothing for what is of no kind.
using KindRule = std::function<const NumberKind*(std::string_view path)>;

/// One number of a scenario.
struct Assumption {
  const ResolvedValue* value = nullptr;
  Confidence confidence = Confidence::assumption;
  /// Width of the range over the mean of its ends, from 0 to 2; nothing without a range.
  std::optional<double> width;
  std::optional<double> total;      ///< total Sobol index, where a table of sensitivities has it
  std::optional<double> total_low;  ///< of its interval, where the table has one
  std::optional<double> total_high;
  const NumberKind* kind = nullptr;
};

/// A total Sobol index, and the ends of its interval where they are known.
struct TotalIndex {
  double value = 0.0;
  std::optional<double> low;
  std::optional<double> high;
};

/// Total Sobol index by path.
using Ranking = std::map<std::string, TotalIndex, std::less<>>;

/// Reads a CSV file with the columns `path` and `total`, and `total_low` and `total_high` where it
/// has both (others are left alone). Every path must be one of a number in `resolved`. Throws
/// ScenarioError with all that is wrong.
[[nodiscard]] Ranking read_ranking(const std::filesystem::path& file, const Resolved& resolved);

/// Every number that the scenario has, defaults of keys included. Without a ranking assumptions
/// come first, and those with the widest range first among them; then the others in the same
/// manner. With one, the largest index comes first, and what has none behind.
[[nodiscard]] std::vector<Assumption> assumptions_of(const Resolved& resolved,
                                                     const Ranking& ranking = {},
                                                     const KindRule& kind_of = {});

/// What of the numbers that claim something about the world has no source.
struct SourcedShare {
  std::size_t numbers = 0;    ///< without conventions
  std::size_t unsourced = 0;  ///< assumptions
  std::size_t conventions = 0;
  [[nodiscard]] double unsourced_share() const {
    return numbers == 0 ? 0.0 : static_cast<double>(unsourced) / static_cast<double>(numbers);
  }
};
[[nodiscard]] SourcedShare sourced_share(const std::vector<Assumption>& rows);

/// One row for each statement: numbers under the same key with the same value, unit, range, source
/// and reason are one thing said of several firms, whether by `defaults` or firm by firm. The first
/// row of each stands for it.
[[nodiscard]] std::vector<Assumption> statements_of(const std::vector<Assumption>& rows);

/// The rows whose kind somebody could publish, and those of no kind.
[[nodiscard]] std::vector<Assumption> publishable(const std::vector<Assumption>& rows);

/// The same of the numbers of one kind.
struct KindShare {
  const NumberKind* kind = nullptr;
  SourcedShare share;
  SourcedShare statements;  ///< of what is said once however many firms have it
};
/// Kinds with most unsourced numbers first; numbers of no kind are left out.
[[nodiscard]] std::vector<KindShare> shares_by_kind(const std::vector<Assumption>& rows);

/// The table, what of each kind has no source, and the last line; as CSV the rows only; as JSON
/// with the shares. `ranked_by` names the file or sweep of the indices.
[[nodiscard]] std::string assumptions_text(const std::string& scenario,
                                           const std::vector<Assumption>& rows,
                                           const std::string& ranked_by = {});
[[nodiscard]] std::string assumptions_csv(const std::vector<Assumption>& rows,
                                          const Resolved& resolved);
[[nodiscard]] std::string assumptions_json(const std::string& scenario,
                                           const std::vector<Assumption>& rows,
                                           const Resolved& resolved,
                                           const std::string& ranked_by = {});

}  // namespace chokepoint
