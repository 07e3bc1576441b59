#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "sim/base/text.hpp"
#include "sim/record/headline.hpp"
#include "sim/record/tables.hpp"
#include "tools/commands/base_answer.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/load.hpp"
#include "tools/output.hpp"

namespace chokepoint::tools {

namespace {

namespace fs = std::filesystem;

std::string stored(const fs::path& directory, std::string_view name) {
  const fs::path file = directory / name;
  std::ifstream in(file, std::ios::binary);
  if (!in || fs::is_directory(file))
    throw UsageError(
        "--verify: expected a directory that 'chokepoint run -o' wrote; there is no '" +
        file.generic_string() + "'");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The value of a key at the top of a summary.json or resolved.yaml that this program wrote.
std::string value_of(const std::string& text, const std::string& key, std::string_view ends) {
  const std::size_t at = text.find(key);
  if (at == std::string::npos)
    return "";
  const std::size_t from = at + key.size();
  return text.substr(from, text.find_first_of(ends, from) - from);
}

struct Stored {
  std::string summary;
  std::string orders;
  std::string timeseries;
  std::string bottlenecks;
  std::uint64_t seed = 0;
  std::uint64_t replication = 0;
  std::optional<std::uint64_t> shuffle_ties;
  bool deterministic = false;
  bool recorded = true;  ///< without --no-record
};

/// A whole number at the top of a summary.json; none without the key.
std::optional<std::uint64_t> number_of(const std::string& summary, const fs::path& directory,
                                       const std::string& key) {
  const std::string found = value_of(summary, "\n  \"" + key + "\": ", ",\n");
  if (found.empty())
    return std::nullopt;
  std::uint64_t number = 0;
  const auto [end, fault] = std::from_chars(found.data(), found.data() + found.size(), number);
  if (fault != std::errc{} || end != found.data() + found.size())
    throw UsageError("--verify: expected a " + key + " in '" +
                     (directory / "summary.json").generic_string() + "', found '" + found + "'");
  return number;
}

Stored read_stored(const fs::path& directory) {
  Stored run{stored(directory, "summary.json"), stored(directory, "orders.csv"),
             stored(directory, "timeseries.csv"), stored(directory, "bottlenecks.csv")};
  const auto seed = number_of(run.summary, directory, "seed");
  if (!seed)
    throw UsageError("--verify: expected a seed in '" +
                     (directory / "summary.json").generic_string() + "', found none");
  run.seed = *seed;
  run.replication = number_of(run.summary, directory, "replication").value_or(0);
  run.shuffle_ties = number_of(run.summary, directory, "shuffle_ties");
  run.deterministic =
      value_of(stored(directory, "resolved.yaml"), "\ndeterministic: ", "\n") == "true";
  run.recorded = value_of(run.summary, "\"headline\": \"", "\"") != kNotRecorded;
  return run;
}

/// A line as it is shown: what of it nobody sees is said.
std::string shown(std::string line) {
  if (!line.ends_with('\r'))
    return line;
  line.pop_back();
  return line + " (then a carriage return)";
}

/// The first line at which two texts part; empty when they do not.
std::string first_difference(std::string_view name, const std::string& before,
                             const std::string& now) {
  std::istringstream old_lines(before);
  std::istringstream new_lines(now);
  std::string old_line;
  std::string new_line;
  for (int number = 1;; ++number) {
    const bool has_old = static_cast<bool>(std::getline(old_lines, old_line));
    const bool has_new = static_cast<bool>(std::getline(new_lines, new_line));
    // A last line without its end is not the same line.
    old_line += has_old && old_lines.eof() ? " (the line does not end)" : "";
    if (!has_old && !has_new)
      return "";
    if (has_old && has_new && old_line == new_line)
      continue;
    return std::string(name) + ":" + std::to_string(number) +
           ": the first difference\n  stored: " + (has_old ? shown(old_line) : "(the file ends)") +
           "\n  replay: " + (has_new ? shown(new_line) : "(the file ends)") + "\n";
  }
}

}  // namespace

int replay_command(const ReplayArguments& arguments) {
  const Stored before = read_stored(arguments.verify);
  SampleOptions sampling;
  sampling.seed = before.seed;
  sampling.replication = before.replication;
  sampling.deterministic = before.deterministic;
  const LoadedScenario loaded = load_scenario(arguments.scenario, sampling);
  const RunResult now = base_answer(loaded, before.recorded, before.shuffle_ties);
  // What happened comes first, then what was concluded from it.
  const std::array<std::array<std::string, 3>, 4> files = {
      {{"orders.csv", before.orders, whole(orders_csv(now))},
       {"timeseries.csv", before.timeseries, whole(timeseries_csv(now))},
       {"bottlenecks.csv", before.bottlenecks, bottlenecks_csv(now)},
       {"summary.json", before.summary, summary_json(now)}}};
  for (const auto& [name, old_text, new_text] : files) {
    const std::string difference = first_difference(name, old_text, new_text);
    if (difference.empty())
      continue;
    print(difference + "fingerprint stored " +
          value_of(before.summary, "\"fingerprint\": \"", "\"") + ", replay " + now.fingerprint +
          "\n");
    return exit_replay_differs;
  }
  print("The same: fingerprint " + now.fingerprint + ", seed " + std::to_string(before.seed) +
        ", " + std::to_string(now.orders.size()) + " orders, all lines of " +
        std::to_string(files.size()) + " files" +
        (before.recorded ? "" : "; causes were not recorded, so bottlenecks were not compared") +
        ".\n");
  return exit_ok;
}

}  // namespace chokepoint::tools
