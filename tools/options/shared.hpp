#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "tools/commands/commands.hpp"

namespace chokepoint::tools {

/// All that can be typed, and what the typed command does.
struct Program {
  CLI::App app{"Simulates the AI cluster buildout: what limits it, when, and why.", "chokepoint"};
  std::string log_level = "warn";
  std::function<int()> command;
};

/// When `typed` is on the command line, the program is to call `run` with its arguments.
template <class Arguments>
void when_typed(CLI::App& typed, Program& program, int (*run)(const Arguments&),
                const Arguments& arguments) {
  typed.callback([&program, run, &arguments] {
    program.command = [run, &arguments] { return run(arguments); };
  });
}

/// SCENARIO, overlays and --set.
void add_scenario(CLI::App& command, ScenarioArguments& scenario);
/// --seed and --deterministic.
void add_draw(CLI::App& command, std::optional<std::uint64_t>& seed, bool& deterministic);
/// The same, for what is drawn in one structure.
void add_sampling(CLI::App& command, SamplingArguments& sampling);
/// -j; as many as there are processors unless told.
void add_jobs(CLI::App& command, int& workers);
/// -q: nothing but errors, and the data that --json or --csv asks for.
void add_quiet(CLI::App& command);
void add_log_level(CLI::App& command, std::string& level);

/// Checks of one value: the fault, or nothing. CLI11 takes "-1" for a very large number, "010" for
/// 8, and what is too large for the largest.
std::string whole_number(const std::string& text);
/// Checks that a directory or file has a name.
std::string not_empty(const std::string& text);
/// A check of numbers: "nan" lies in every range that is asked for with < and >.
std::string a_number(const std::string& text);

}  // namespace chokepoint::tools
