#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/record/run_result.hpp"

namespace chokepoint {

/// How the terminal is to be written to.
struct TerminalStyle {
  bool colour = false;      ///< ANSI colours and bold
  int width = 120;          ///< columns; wide tables are continued below
  bool matrix = false;      ///< also what each constraint cost, by year of effect and of cause
  bool truecolour = false;  ///< 16 million colours instead of 256; only with `colour`
  bool ascii = false;       ///< no character beyond ASCII
};

/// What a run prints: headline, year-by-constraint table of shares, dates between which each binds,
/// yearly table, sparklines of the series `online` and `demand`, and the files written.
[[nodiscard]] std::string terminal_report(const RunResult& result, const TerminalStyle& style,
                                          const std::vector<std::string>& files = {});

/// The same text for terminals that know no UTF-8: dots, rules and blocks become ASCII characters
/// of the same width, anything else a question mark.
[[nodiscard]] std::string in_ascii(std::string_view text);

/// The pieces of the report, each with its own final line feed; empty when there is nothing to say.
[[nodiscard]] std::string switch_list(const RunResult& result, const TerminalStyle& style);
[[nodiscard]] std::string interval_table(const RunResult& result, const TerminalStyle& style);
[[nodiscard]] std::string matrix_tables(const RunResult& result);
[[nodiscard]] std::string root_table(const RunResult& result, const TerminalStyle& style);
[[nodiscard]] std::string share_table(const RunResult& result, const TerminalStyle& style);
[[nodiscard]] std::string year_table(const RunResult& result, const TerminalStyle& style);
[[nodiscard]] std::string sparklines(const RunResult& result, const TerminalStyle& style);

}  // namespace chokepoint
