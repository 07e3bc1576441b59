#include "tools/options/shared.hpp"

#include "sim/scenario/registry.hpp"
#include "sim/worlds/runner.hpp"
#include "tools/output.hpp"

namespace chokepoint::tools {

void add_scenario(CLI::App& command, ScenarioArguments& scenario) {
  command.add_option("SCENARIO", scenario.files, "Scenario file, then overlays; later ones win")
      ->required()
      ->type_name("");
  command.add_option("--set", scenario.sets, "PATH=VALUE: replace one value; may be repeated")
      ->allow_extra_args(false)
      ->type_name("PATH=VALUE");
}

void add_draw(CLI::App& command, std::optional<std::uint64_t>& seed, bool& deterministic) {
  command.add_option("--seed", seed, "Seed of all random streams; default: the scenario's")
      ->check(whole_number)
      ->type_name("N");
  command.add_flag("--deterministic", deterministic,
                   "Every uncertain number at its point value, else its median");
}

void add_sampling(CLI::App& command, SamplingArguments& sampling) {
  add_draw(command, sampling.seed, sampling.deterministic);
}

void add_jobs(CLI::App& command, int& workers) {
  workers = usual_workers();
  command.add_option("-j,--jobs", workers, "Worker processes; default: one for each processor")
      ->check(CLI::Range(1, 1024))
      ->check(whole_number)
      ->type_name("N");
}

void add_quiet(CLI::App& command) {
  const auto asked_for = [&command](const char* printed) {
    const CLI::Option* const option = command.get_option_no_throw(printed);
    return option != nullptr && option->count() > 0;
  };
  command.add_flag_callback(
      "-q,--quiet",
      [asked_for] {
        be_quiet(asked_for("--json") || asked_for("--csv") ? Quiet::but_results : Quiet::wholly);
      },
      "Print nothing but errors, and what --json or --csv asks for");
}

void add_log_level(CLI::App& command, std::string& level) {
  command
      .add_option("--log-level", level,
                  "trace, debug, info, warn (default), error or off; to stderr")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "off"}))
      ->type_name("LEVEL");
}

std::string whole_number(const std::string& text) {
  const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  const bool plain = text == "0" || text[0] != '0';
  return digits && plain && text.size() <= 16 && std::stoull(text) <= kLargestSeed
             ? ""
             : "expected a whole number from 0 to 9e15, found '" + text + "'";
}

std::string a_number(const std::string& text) {
  const bool is_nan = text.find_first_of("nN") != std::string::npos;
  return is_nan ? "expected a number, found '" + text + "'" : "";
}

std::string not_empty(const std::string& text) {
  return text.empty() ? "expected the name of a directory, found ''" : "";
}

}  // namespace chokepoint::tools
