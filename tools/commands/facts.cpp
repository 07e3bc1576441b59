#include "sim/record/facts.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "models/answer.hpp"
#include "models/world.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/worlds/bytes.hpp"
#include "sim/worlds/runner.hpp"
#include "tools/commands/base_answer.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/facts_file.hpp"
#include "tools/commands/load.hpp"
#include "tools/output.hpp"
#include "tools/steps_progress.hpp"

namespace chokepoint::tools {

namespace {

/// The file of facts: as typed, else the one beside the scenario.
std::filesystem::path facts_file(const FactsArguments& arguments) {
  if (!arguments.facts.empty())
    return arguments.facts;
  std::filesystem::path beside = facts_beside(arguments.scenario);
  if (!std::filesystem::exists(beside))
    throw UsageError("there is no '" + beside.generic_string() +
                     "'; name the file of facts with --facts FILE");
  return beside;
}

std::string packed(const std::vector<Reading>& readings, const Leaders& leaders) {
  BytesOut bytes;
  bytes.add(std::uint64_t{leaders.first.size()});
  for (const auto& [year, names] : leaders.first) {
    bytes.add(static_cast<std::uint64_t>(year));
    for (const std::string& name : names)
      bytes.add(name);
  }
  for (const Reading& reading : readings) {
    bytes.add(std::uint64_t{reading.number.has_value()}).add(reading.number.value_or(0));
    bytes.add(reading.date ? iso(*reading.date) : std::string());
    bytes.add(reading.missing);
  }
  return bytes.take();
}

std::vector<Reading> unpacked(const std::string& text, std::size_t count, Leaders& leaders) {
  BytesIn bytes(text);
  for (std::uint64_t years = bytes.number(); years > 0; --years) {
    auto& names = leaders.first[static_cast<int>(bytes.number())];
    for (std::string& name : names)
      name = bytes.text();
  }
  std::vector<Reading> readings(count);
  for (Reading& reading : readings) {
    const bool is_number = bytes.number() != 0;
    const double number = bytes.real();
    if (is_number)
      reading.number = number;
    if (const std::string date = bytes.text(); !date.empty())
      reading.date = parse_date(date);
    reading.missing = bytes.text();
  }
  return readings;
}

/// The scenario with an overlay that facts name, laid on before those that were typed with it.
LoadedScenario load_with(const FactsArguments& arguments, const std::string& with,
                         const SampleOptions& sampling) {
  ScenarioArguments scenario = arguments.scenario;
  const auto folder = facts_file(arguments).parent_path();
  scenario.files.insert(scenario.files.begin() + 1, (folder / with).generic_string());
  return load_scenario(scenario, sampling);
}

/// Whether the scenario has one of the events of an overlay, on whatever date.
bool has_events_of(const FactsArguments& arguments, const LoadedScenario& loaded,
                   const std::string& with) {
  const std::set<std::string> here = events_in(loaded.document);
  const auto overlay = facts_file(arguments).parent_path() / with;
  const std::set<std::string> there = events_in({overlay.generic_string()}, true);
  return std::any_of(there.begin(), there.end(),
                     [&](const std::string& event) { return here.contains(event); });
}

RunResult answer_of(const Scenario& scenario, const std::string& sha256) {
  models::World world(scenario);
  world.run();
  return models::answer(
      {.scenario = scenario, .sha256 = sha256, .trace = world.trace(), .market = &world.market()});
}

/// Reads facts that are about the run with an overlay off that run. An overlay that does not fit
/// the scenario (its date lies outside, say) leaves them unread, and so does one whose events the
/// scenario has: a stop would be set against itself.
void read_with_overlays(const FactsArguments& arguments, const LoadedScenario& loaded,
                        const std::vector<FactRow>& rows, const SampleOptions& sampling,
                        const RunResult& without, std::vector<Reading>& readings) {
  for (const std::string& with : overlays_of(rows)) {
    std::vector<Reading> from(rows.size());
    try {
      if (has_events_of(arguments, loaded, with)) {
        for (Reading& reading : from)
          reading.missing = "not applicable: the scenario has the events of " + with;
      } else {
        const LoadedScenario other = load_with(arguments, with, sampling);
        from = read_off(rows, answer_of(other.scenario, other.document.sha256()), with, &without);
      }
    } catch (const ScenarioError&) {
      for (Reading& reading : from)
        reading.missing = with + " does not fit this scenario";
    }
    take_readings_with(rows, with, std::move(from), readings);
  }
}

/// Asks worlds of consecutive seeds, each in a process of its own.
void ask_worlds(const FactsArguments& arguments, const LoadedScenario& loaded,
                FactsReport& report) {
  const WorldWork work = [&](std::size_t index) {
    Diagnostics diagnostics;
    SampleOptions sampling;
    sampling.seed = report.seed + index;
    const Scenario scenario =
        read_scenario(loaded.document, models::world_registry(), sampling, diagnostics);
    diagnostics.throw_if_any();
    const RunResult result = answer_of(scenario, loaded.document.sha256());
    std::vector<Reading> readings = read_off(report.rows, result);
    read_with_overlays(arguments, loaded, report.rows, sampling, result, readings);
    return packed(readings, leaders_of(result));
  };
  const auto worlds = static_cast<std::size_t>(arguments.seeds);
  const int workers = arguments.workers > 0 ? arguments.workers : usual_workers();
  const std::vector<WorldOutcome> outcomes = run_worlds(worlds, workers, work);
  for (std::size_t index = 0; index < outcomes.size(); ++index) {
    if (!outcomes[index].ok) {
      report.failed.push_back("seed " + std::to_string(report.seed + index) + ": " +
                              outcomes[index].failure);
      continue;
    }
    std::vector<Reading> readings =
        unpacked(outcomes[index].result, report.rows.size(), report.leaders.emplace_back());
    for (std::size_t i = 0; i < readings.size(); ++i)
      report.rows[i].readings.push_back(std::move(readings[i]));
  }
}

}  // namespace

int facts_command(const FactsArguments& arguments) {
  const StepsProgress progress;
  SampleOptions sampling;
  sampling.seed = arguments.seed;
  sampling.deterministic = arguments.deterministic;
  const LoadedScenario loaded = load_scenario(arguments.scenario, sampling);
  FactsReport report;
  report.scenario = loaded.scenario.name;
  report.scenario_sha256 = loaded.document.sha256();
  report.seed = loaded.scenario.seed;
  report.deterministic = arguments.deterministic;
  report.worlds = static_cast<std::size_t>(arguments.seeds);
  report.rows = classified(load_facts_file(facts_file(arguments)), loaded.scenario.resolved);
  for (const std::string& with : overlays_of(report.rows)) {
    if (!std::filesystem::exists(facts_file(arguments).parent_path() / with))
      throw ScenarioError(facts_file(arguments).generic_string() +
                          ": expected an overlay in its folder, found no '" + with + "'");
  }
  if (arguments.seeds > 1) {
    ask_worlds(arguments, loaded, report);
    if (report.failed.size() == report.worlds)
      throw std::runtime_error("no world has an answer: " + report.failed.front());
  }
  if (arguments.seeds > 1 && arguments.deterministic) {
    for (FactRow& row : report.rows)
      row.drawn = std::exchange(row.readings, {});
  }
  if (arguments.seeds <= 1 || arguments.deterministic) {
    const RunResult result = base_answer(loaded);
    std::vector<Reading> readings = read_off(report.rows, result);
    read_with_overlays(arguments, loaded, report.rows, sampling, result, readings);
    for (std::size_t i = 0; i < readings.size(); ++i)
      report.rows[i].readings = {std::move(readings[i])};
  }
  print(arguments.json ? facts_json(report) : facts_text(report));
  return report.failed.empty() ? exit_ok : exit_some_failed;
}

}  // namespace chokepoint::tools
