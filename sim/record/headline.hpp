#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/record/run_result.hpp"

namespace chokepoint {

/// The headline of a run that kept no event graph.
inline constexpr std::string_view kNotRecorded =
    "Causes were not recorded, so nothing is said about bottlenecks.";

/// How a constraint is called in a sentence: "packaging (cowos)" when it has a title that says
/// something else than its name, else its name in words: "EUV tools" or "euv tools".
[[nodiscard]] std::string label_of(const std::vector<ConstraintTitle>& titles,
                                   std::string_view constraint);

/// The same for readers who know no names: "packaging", in the middle of a sentence.
[[nodiscard]] std::string plain_label_of(const std::vector<ConstraintTitle>& titles,
                                         std::string_view constraint);

/// The constraint with the largest share of the year's loss; empty when nothing was unmet. Of equal
/// shares the first by name wins.
[[nodiscard]] std::string_view largest_of(const YearSummary& year);

/// One sentence from the sequence of yearly labels: "Packaging in 2023, turbines in 2024-25; then
/// EUV tools from 2029." Constraints of the same title are told apart by their names.
[[nodiscard]] std::string headline_of(const RunResult& result);

/// What comes after "at the end of": the last year, or the month in which the run ends inside it:
/// "2030", "the run in 2030-03".
[[nodiscard]] std::string end_of_run(const RunResult& result);

}  // namespace chokepoint
