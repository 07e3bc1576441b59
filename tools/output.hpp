#pragma once

#include <string_view>

#include "sim/record/terminal.hpp"

namespace chokepoint::tools {

/// Writes results to stdout at once. A reader that has gone away (a closed pipe) is not an error;
/// throws OutputError for anything else, such as a full disk.
void print(std::string_view text);

/// What --quiet leaves: of a command that is asked for data (--json, --csv) these alone.
enum class Quiet { no, but_results, wholly };
/// From now on nobody tells how far a command is, and print() writes nothing when it is quiet
/// wholly.
void be_quiet(Quiet quiet);
/// Whether anything is left out.
[[nodiscard]] bool is_quiet();

/// How stdout is to be written to. Colours on a terminal that is not dumb, unless NO_COLOR is set;
/// anywhere when CLICOLOR_FORCE is set; `colour` "always" or "never" decides before both. 16
/// million of them where COLORTERM says so. ASCII alone on a terminal whose locale has no UTF-8. As
/// wide as the terminal, else as COLUMNS says.
[[nodiscard]] TerminalStyle stdout_style(std::string_view colour = "auto");

/// The first of LC_ALL, LC_CTYPE and LANG that is set decides, as in setlocale; none means UTF-8,
/// as on most machines.
[[nodiscard]] bool locale_has_utf8();

}  // namespace chokepoint::tools
