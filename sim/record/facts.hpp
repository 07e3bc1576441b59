#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/record/leaders.hpp"
#include "sim/record/run_result.hpp"
#include "sim/record/statistic.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/resolved.hpp"

namespace chokepoint {

/// Something that is known about the world, and how to read it off a run.
struct Fact {
  std::string name;                       ///< "L1-shipped-2025"
  std::string source;                     ///< "F-L1"
  std::vector<std::string> told_also_by;  ///< further sources of the same figure
  std::string states;                     ///< in a sentence
  std::string unit;           ///< of its numbers; that of the series it is compared with
  std::vector<double> says;   ///< what the source gives: a value, or the ends of a band
  std::optional<double> low;  ///< what passes; none: no limit on that side
  std::optional<double> high;
  std::optional<Date> not_before;  ///< the same for a date
  std::optional<Date> not_after;
  /// An overlay, from the folder of the facts: the fact is about the scenario with that laid on it.
  std::string with;
  bool over_without = false;  ///< its figure is over that of the scenario without the overlay
  bool less_without =
      false;  ///< its figure is that less the one of the scenario without the overlay
  std::optional<Statistic> reading;  ///< none: nothing in the model corresponds to it
  std::string not_modelled;          ///< then why
};

/// Reads a document of facts: a list `facts`, sorted by letters and number of their names, R1, R2,
/// ... first. What is wrong goes into `diagnostics`. `observed` gets the names of the files with
/// what was observed, which lie in the folder of the document or below it.
[[nodiscard]] std::vector<Fact> read_facts(const Document& document, Diagnostics& diagnostics,
                                           std::vector<std::string>* observed = nullptr);

enum class FactClass : std::uint8_t { output, input, not_modelled };
[[nodiscard]] std::string text_of(FactClass fact_class);

/// A value of the scenario that names the source of a fact.
struct Citation {
  std::string path;        ///< "actors.asml.throughput"
  std::string place;       ///< "baseline/lithography.yaml:27"
  bool as_reason = false;  ///< in its `why`, not as its `source`
};

/// Every value that names `source`, as its source or in its reason: a fact of it is an input then.
[[nodiscard]] std::vector<Citation> citations(const Resolved& resolved, const std::string& source);

/// Whether what was read off the run passes; nothing when it could not be read.
[[nodiscard]] std::optional<bool> passes(const Fact& fact, const Reading& reading);

/// The reading in the middle; the first where there is nothing to order.
[[nodiscard]] const Reading& middle_of(const std::vector<Reading>& readings);

/// A fact and what one run, or several, say about it.
struct FactRow {
  Fact fact;
  FactClass fact_class = FactClass::output;
  std::vector<Citation> cited_by;
  /// One for each world, in the order of their seeds; of best guesses one.
  std::vector<Reading> readings;
  /// Of worlds that were drawn, beside best guesses.
  std::vector<Reading> drawn;

  /// Of those worlds, of the drawn ones if there are any, in which it could be read.
  [[nodiscard]] std::optional<double> probability() const;
  /// That of `readings`.
  [[nodiscard]] const Reading& middle() const;
  /// Of the middle reading.
  [[nodiscard]] std::optional<bool> holds() const;
  /// An output that holds: only that was reproduced.
  [[nodiscard]] bool is_reproduced() const;
};

struct FactsReport {
  std::string scenario;
  std::string scenario_sha256;
  std::uint64_t seed = 0;      ///< of the first world; each further one has the next number
  bool deterministic = false;  ///< `readings` are best guesses
  std::size_t worlds = 1;      ///< how many were drawn; 1 with best guesses: none
  std::vector<FactRow> rows;
  std::vector<Leaders> leaders;     ///< of worlds that were drawn, one for each
  std::vector<std::string> failed;  ///< worlds without an answer, and why
};

/// The facts with their classes, before any world was asked. A world whose series is counted in
/// another unit than the fact says the fact cannot be read.
[[nodiscard]] std::vector<FactRow> classified(std::vector<Fact> facts, const Resolved& resolved);
/// What one run says about each of them; nothing about those of another overlay than `with`.
/// `without`: the run without that overlay.
[[nodiscard]] std::vector<Reading> read_off(const std::vector<FactRow>& rows,
                                            const RunResult& result, const std::string& with = {},
                                            const RunResult* without = nullptr);
/// The overlays that facts are about, each once, in the order of their names.
[[nodiscard]] std::vector<std::string> overlays_of(const std::vector<FactRow>& rows);
/// Takes what was read off the run with an overlay.
void take_readings_with(const std::vector<FactRow>& rows, const std::string& with,
                        std::vector<Reading>&& from, std::vector<Reading>& readings);

[[nodiscard]] std::string facts_text(const FactsReport& report);
[[nodiscard]] std::string facts_json(const FactsReport& report);

}  // namespace chokepoint
