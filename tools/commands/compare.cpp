#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "models/answer.hpp"
#include "models/compared_figures.hpp"
#include "models/core/disruption.hpp"
#include "models/world.hpp"
#include "sim/base/log.hpp"
#include "sim/base/text.hpp"
#include "sim/record/comparison.hpp"
#include "sim/record/data_package.hpp"
#include "sim/record/headline.hpp"
#include "sim/record/meant_names.hpp"
#include "sim/record/result_directory.hpp"
#include "sim/record/tables.hpp"
#include "sim/worlds/runner.hpp"
#include "tools/commands/call_log.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/load.hpp"
#include "tools/figures_bytes.hpp"
#include "tools/output.hpp"
#include "tools/report/page.hpp"
#include "tools/steps_progress.hpp"

namespace chokepoint::tools {

namespace {

/// "a.yaml+b.yaml" -> its files.
std::vector<std::string> files_of(const std::string& typed) {
  std::vector<std::string> files;
  for (std::size_t from = 0; from <= typed.size();) {
    const std::size_t plus = std::min(typed.find('+', from), typed.size());
    const std::string file = typed.substr(from, plus - from);
    if (file.empty())
      throw UsageError("compare: expected a file on both sides of each '+', found '" + typed + "'");
    if (std::find(files.begin(), files.end(), file) != files.end())
      throw UsageError("compare: expected each overlay of a world once, found '" + file +
                       "' twice in '" + typed + "'");
    files.push_back(file);
    from = plus + 1;
  }
  return files;
}

std::string name_of(const std::vector<std::string>& overlays, const std::string& base) {
  std::string name;
  for (const std::string& file : overlays)
    name += (name.empty() ? "" : "+") + std::filesystem::path(file).stem().string();
  return name.empty() ? std::filesystem::path(base).stem().string() : name;
}

/// The event that a setting is about; empty when it is about none.
std::string event_of(const std::string& setting) {
  constexpr std::string_view kEvents = "events.";
  if (!setting.starts_with(kEvents))
    return "";
  const std::string rest = setting.substr(kEvents.size());
  return rest.substr(0, rest.find_first_of(".="));
}

/// Whether a file is a scenario of its own, not an overlay: it says for which schema it is.
bool is_scenario(const std::string& file) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("chokepoint:"))
      return true;
  }
  return false;
}

/// A setting about an event that no world has.
void refuse_unknown(const std::string& setting, const std::vector<std::set<std::string>>& events) {
  const std::string event = event_of(setting);
  std::set<std::string> known;
  for (const std::set<std::string>& names : events)
    known.insert(names.begin(), names.end());
  if (event.empty() || known.contains(event))
    return;
  const std::vector<std::string> names(known.begin(), known.end());
  throw UsageError("--set " + setting + ": expected the name of an event, found '" + event + "'" +
                   meant_text(event, names));
}

struct World {
  std::string name;
  std::vector<std::string> files;
  LoadedScenario loaded;
};

/// Every world with its settings: one about an event goes to the worlds that have that event.
std::vector<World> load_worlds(const CompareArguments& arguments, const SampleOptions& sampling) {
  std::vector<std::vector<std::string>> files;
  std::vector<std::string> names;
  const std::string& base = arguments.files.front();
  files.push_back(files_of(base));
  names.push_back(std::filesystem::path(base).stem().string());
  for (std::size_t i = 1; i < arguments.files.size(); ++i) {
    const std::vector<std::string> overlays = files_of(arguments.files[i]);
    files.emplace_back();
    if (overlays.empty() || !is_scenario(overlays.front()))
      files.back() = files.front();
    files.back().insert(files.back().end(), overlays.begin(), overlays.end());
    names.push_back(name_of(overlays, base));
  }
  const bool about_events =
      std::any_of(arguments.sets.begin(), arguments.sets.end(),
                  [](const std::string& setting) { return !event_of(setting).empty(); });
  std::vector<std::set<std::string>> events(files.size());
  for (std::size_t i = 0; about_events && i < files.size(); ++i)
    events[i] = events_in(files[i]);
  for (const std::string& setting : arguments.sets)
    refuse_unknown(setting, events);
  std::vector<World> worlds;
  for (std::size_t i = 0; i < files.size(); ++i) {
    ScenarioArguments scenario{.files = files[i], .sets = {}};
    for (const std::string& setting : arguments.sets) {
      const std::string event = event_of(setting);
      if (event.empty() || events[i].contains(event))
        scenario.sets.push_back(setting);
    }
    worlds.push_back({names[i], files[i], load_scenario(scenario, sampling)});
  }
  return worlds;
}

/// Whether an event strikes a firm: what it makes or sells, what it wants, or who gives it money.
bool strikes(const models::Disruption& event, const models::Firm& firm) {
  using Kind = models::Disruption::Kind;
  const auto is_among = [](const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  switch (event.kind) {
    case Kind::stop:
    case Kind::hazard:
      return firm.part_struck(event) > 0;
    case Kind::lane:
      return is_among(event.regions, firm.region());
    case Kind::policy:
    case Kind::demand:
      return is_among(event.firms, firm.name());
    case Kind::capital:
      return firm.kind == "lab" || (event.lenders_close && firm.kind == "data_centre_builder");
    default:
      return false;  // it prepares or answers
  }
}

std::vector<EventNote> event_notes(const Scenario& scenario, const models::World& world) {
  std::vector<EventNote> notes;
  for (const models::Disruption& event : world.market().disruptions.all()) {
    if (event.from >= scenario.horizon)
      continue;
    EventNote note{event.name, std::string(text(event.kind)), scenario.timeline.date(event.from),
                   std::nullopt, event.cost_usd};
    const Tick over = event.steps.empty() || event.chance ? event.to
                      : event.steps.back().left >= 1      ? event.steps.back().from
                                                          : kNever;
    if (over != kNever)
      note.to = scenario.timeline.date(over);
    for (const models::Firm* firm : world.market().firms()) {
      if (strikes(event, *firm))
        note.struck.push_back(firm->name());
    }
    notes.push_back(std::move(note));
  }
  std::stable_sort(notes.begin(), notes.end(), [](const EventNote& a, const EventNote& b) {
    return std::chrono::sys_days(a.from) < std::chrono::sys_days(b.from);
  });
  return notes;
}

WorldFigures run_one(const World& world, const SampleOptions& sampling, bool drawn_before) {
  std::optional<Scenario> again;
  if (!drawn_before) {
    Diagnostics diagnostics;
    again = read_scenario(world.loaded.document, models::world_registry(), sampling, diagnostics);
    diagnostics.throw_if_any();
  }
  const Scenario& scenario = again ? *again : world.loaded.scenario;
  models::World running(scenario);
  running.run();
  RunResult result = models::answer({.scenario = scenario,
                                     .sha256 = world.loaded.document.sha256(),
                                     .trace = running.trace(),
                                     .market = &running.market(),
                                     .adds_up = running.adds_up()});
  result.fingerprint = fingerprint_of(result);
  result.headline = headline_of(result);
  WorldFigures figures = figures_of(result, models::compared_figures());
  for (const char* by : {"operator", "region"})
    add_rest(figures, by);
  figures.events = event_notes(scenario, running);
  return figures;
}

void refuse_different_dates(const std::vector<World>& worlds) {
  const Scenario& base = worlds.front().loaded.scenario;
  for (const World& world : worlds) {
    const Scenario& scenario = world.loaded.scenario;
    if (scenario.timeline.start() != base.timeline.start() || scenario.end != base.end)
      throw UsageError("compare: expected worlds of the same dates; '" + world.name +
                       "' runs from " + iso(scenario.timeline.start()) + " to " +
                       iso(scenario.end));
  }
}

/// Several seeds of which no world shows anything, as where nothing is drawn, are one run:
/// intervals between them would tell of a certainty that nobody has.
void keep_one_of_equal_seeds(Comparison& comparison) {
  const auto alike = [](const ComparedWorld& world) {
    return std::all_of(world.runs.begin(), world.runs.end(), [&](const WorldFigures& run) {
      return run.fingerprint == world.runs.front().fingerprint;
    });
  };
  if (comparison.seeds.size() < 2 ||
      !std::all_of(comparison.worlds.begin(), comparison.worlds.end(), alike))
    return;
  log::write(log::Level::warn, "--seeds: nothing that these worlds draw differs between " +
                                   std::to_string(comparison.seeds.size()) +
                                   " seeds; this is one run of each, without intervals");
  comparison.seeds.resize(1);
  for (ComparedWorld& world : comparison.worlds)
    world.runs.resize(1);
}

}  // namespace

int compare_command(const CompareArguments& arguments) {
  const StepsProgress progress;
  if (arguments.files.size() < 2)
    throw UsageError("compare: expected a base and at least one overlay");
  std::optional<ResultDirectory> directory;
  if (!arguments.output.empty())
    directory.emplace(arguments.output, arguments.overwrite);
  const SampleOptions sampling = sample_options(arguments.sampling);
  const std::vector<World> worlds = load_worlds(arguments, sampling);
  refuse_different_dates(worlds);

  const Scenario& base = worlds.front().loaded.scenario;
  const auto seeds = static_cast<std::size_t>(arguments.seeds);
  Comparison comparison;
  comparison.set_table(models::compared_figures());
  for (std::size_t s = 0; s < seeds; ++s)
    comparison.seeds.push_back(base.seed + s);
  comparison.start = base.timeline.start();
  comparison.end = base.end;
  const std::vector<WorldOutcome> outcomes =
      run_worlds(worlds.size() * seeds, arguments.workers, [&](std::size_t index) {
        SampleOptions drawn = sampling;
        drawn.seed = comparison.seeds[index % seeds];
        return pack(run_one(worlds[index / seeds], drawn, index % seeds == 0));
      });
  for (std::size_t w = 0; w < worlds.size(); ++w) {
    ComparedWorld world{worlds[w].name, worlds[w].files, worlds[w].loaded.document.sha256(), {}};
    for (std::size_t s = 0; s < seeds; ++s) {
      const WorldOutcome& outcome = outcomes[w * seeds + s];
      if (!outcome.ok)
        throw std::runtime_error(world.name + ", seed " + std::to_string(comparison.seeds[s]) +
                                 ": " + outcome.failure);
      world.runs.push_back(unpack_figures(outcome.result));
    }
    comparison.worlds.push_back(std::move(world));
  }
  keep_one_of_equal_seeds(comparison);
  const WorldFigures& first = comparison.worlds.front().runs.front();
  for (std::size_t y = 0; y < first.years.size(); ++y)
    comparison.years.push_back(static_cast<int>(base.timeline.start().year()) +
                               static_cast<int>(y));
  for (std::size_t m = 0; m < first.online.size(); ++m)
    comparison.months.push_back(base.timeline.date(base.timeline.month_begin(static_cast<int>(m))));
  if (first.measures.empty() || first.groups.empty())
    comparison.unit = "lot";

  const std::string json = comparison_json(comparison);
  std::vector<ResultFile> files;
  if (directory) {
    files = with_data_package({{"compare.json", json},
                               {"compare.csv", comparison_csv(comparison)},
                               {"milestones.csv", milestones_csv(comparison)},
                               {"preparations.csv", preparations_csv(comparison)}});
    files.push_back({"run.log", log_of_call(arguments.command_line)});
    directory->write(files);
  }
  if (arguments.report)
    files.push_back(
        {write_report(arguments.output, models::constraint_titles()).filename().string(), {}});
  print(arguments.json
            ? json
            : comparison_text(comparison, stdout_style()) + written_lines(files, arguments.output));
  return exit_ok;
}

}  // namespace chokepoint::tools
