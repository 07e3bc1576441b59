#include "models/bound.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "models/answer.hpp"
#include "models/core/disruption.hpp"
#include "sim/base/steps.hpp"
#include "sim/bound/storage.hpp"
#include "sim/record/bound_tables.hpp"
#include "sim/record/data_package.hpp"
#include "sim/record/headline.hpp"
#include "sim/record/result_directory.hpp"
#include "sim/record/tables.hpp"
#include "tools/commands/call_log.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/dates.hpp"
#include "tools/commands/load.hpp"
#include "tools/output.hpp"
#include "tools/steps_progress.hpp"

namespace chokepoint::tools {

namespace {

/// Years between the dates of decision that are compared unless others are asked for.
constexpr int kYearsApart = 2;
constexpr int kLatestYear = 4;

/// The start of a month: decisions are made by the month.
int decision_month(const Scenario& scenario, const MonthGrid& grid, const std::string& text) {
  const Tick tick = date_of(scenario, "--decide-from", text);
  const int month = grid.timeline().month_index(tick);
  if (tick != 0 && grid.timeline().month_begin(month) != tick)
    throw UsageError("--decide-from: expected the first day of a month, found '" + text + "'");
  if (month >= grid.months())
    throw UsageError("--decide-from: expected a day before the run ends, which is " +
                     iso(scenario.end));
  return month;
}

/// The dates that were asked for, or the start and two later ones; and never, which is how it was
/// decided.
std::vector<int> decision_months(const BoundArguments& arguments, const Scenario& scenario,
                                 const MonthGrid& grid) {
  std::vector<int> months;
  for (const std::string& date : arguments.decide_from) {
    const int month = decision_month(scenario, grid, date);
    if (std::find(months.begin(), months.end(), month) == months.end())
      months.push_back(month);
  }
  if (months.empty())
    months.push_back(0);
  if (arguments.decide_from.size() < 2) {
    for (int later = 0; later <= kLatestYear; later += kYearsApart) {
      const int month = later * 12;
      if (month > months.front() && month < grid.months())
        months.push_back(month);
    }
  }
  months.push_back(grid.months());
  return months;
}

std::vector<int> year_ends(const MonthGrid& grid) {
  std::vector<int> ends;
  const Timeline& timeline = grid.timeline();
  for (int month = 0; month < grid.months(); ++month) {
    if (month + 1 == grid.months() ||
        timeline.year(grid.begin(month + 1)) != timeline.year(grid.begin(month)))
      ends.push_back(month);
  }
  return ends;
}

/// The scenario with lenders who commit to more than anything costs.
std::optional<ScenarioArguments> with_loans(const ScenarioArguments& arguments,
                                            const Scenario& scenario) {
  constexpr const char* kPlenty = "1000000 usd/kW_it";
  ScenarioArguments rich = arguments;
  for (const Scenario::Entry& entry : scenario.entries) {
    if (entry.kind == "data_centre_builder")
      rich.sets.push_back("actors." + entry.name + ".loan=" + kPlenty);
  }
  return rich.sets.size() == arguments.sets.size() ? std::nullopt : std::optional(rich);
}

/// Runs without and with money for all that they can use: of the scenario, and of a few other draws
/// of it, which tell how much of the difference is chance. Nothing where nobody builds.
std::vector<BoundHeading::MoneyPair> runs_with_money(const BoundArguments& arguments,
                                                     const Scenario& scenario,
                                                     SampleOptions sampling,
                                                     const MonthGrid& grid) {
  constexpr std::uint64_t kOtherDraws = 5;
  const std::optional<ScenarioArguments> rich = with_loans(arguments.scenario, scenario);
  std::vector<BoundHeading::MoneyPair> pairs;
  if (!rich)
    return pairs;
  for (std::uint64_t draw = 0; draw <= kOtherDraws; ++draw) {
    tell_steps("draws of money", draw, kOtherDraws + 1);
    if (draw > 0) {
      sampling.seed = scenario.seed + draw;
      sampling.deterministic = false;
    }
    pairs.push_back(
        {models::levels_of_run(load_scenario(arguments.scenario, sampling).scenario, grid),
         models::levels_with_money(load_scenario(*rich, sampling).scenario, grid)});
  }
  tell_steps("draws of money", kOtherDraws + 1, kOtherDraws + 1);
  return pairs;
}

std::vector<std::string> largest_by_year(const RunResult& run) {
  std::vector<std::string> names;
  for (const YearSummary& year : run.years)
    names.emplace_back(largest_of(year));
  return names;
}

/// Bans, closed lanes and closed investors hold back a run and not its plan, which is too high by
/// that.
std::vector<std::string> ignored_events(const Scenario& scenario) {
  std::vector<std::string> names;
  for (const models::Disruption& event : models::events_of(scenario)) {
    if (event.kind == models::Disruption::Kind::policy ||
        event.kind == models::Disruption::Kind::lane ||
        event.kind == models::Disruption::Kind::capital)
      names.push_back(event.name);
  }
  return names;
}

double storage_months(const BoundArguments& arguments, const ProcessModel& model) {
  const double months = arguments.storage_months.value_or(usual_storage_months(model));
  if (arguments.storage_months > 0 && rooms_for(model, months).empty())
    throw UsageError("--storage-months: expected a scenario with demand, of which months are told");
  return months;
}

}  // namespace

int bound_command(const BoundArguments& arguments) {
  const StepsProgress progress;
  std::optional<ResultDirectory> directory;
  if (!arguments.output.empty())
    directory.emplace(arguments.output, arguments.overwrite);
  SampleOptions sampling;
  sampling.seed = arguments.seed;
  sampling.deterministic = arguments.deterministic;
  const LoadedScenario loaded = load_scenario(arguments.scenario, sampling);
  const Scenario& scenario = loaded.scenario;

  ProcessModel model(scenario.timeline, scenario.horizon);
  BoundQuestion question{.decide = decision_months(arguments, scenario, model.grid()),
                         .year_ends = year_ends(model.grid())};
  models::refuse_boundless(scenario);
  std::vector<BoundHeading::MoneyPair> money =
      runs_with_money(arguments, scenario, sampling, model.grid());
  models::World world(scenario);
  models::state_and_run(world, model);
  question.storage_months = storage_months(arguments, model);
  RunResult run = models::answer({.scenario = scenario,
                                  .sha256 = loaded.document.sha256(),
                                  .trace = world.trace(),
                                  .market = &world.market()});
  run.fingerprint = fingerprint_of(run);
  run.headline = headline_of(run);

  BoundHeading heading{.scenario = scenario.name,
                       .scenario_sha256 = loaded.document.sha256(),
                       .seed = scenario.seed,
                       .deterministic = scenario.deterministic,
                       .start = scenario.timeline.start(),
                       .sink_unit = run.sink_unit,
                       .run_headline = run.headline,
                       .run_constraints = largest_by_year(run),
                       .run = models::level_by_month(world.trace(), model.grid()),
                       .money = std::move(money),
                       .year_ends = question.year_ends,
                       .storage_months = question.storage_months,
                       .storage_trial = !tells_held(model),
                       .ignored_events = ignored_events(scenario)};
  for (const int month : question.decide) {
    if (month < model.grid().months())
      heading.decide.emplace_back(scenario.timeline.date(model.grid().begin(month)));
    else
      heading.decide.emplace_back(std::nullopt);
  }
  const BoundReport report = study_bound(model, question);
  std::vector<ResultFile> files;
  if (directory) {
    files = with_data_package({{"bound.json", bound_json(heading, report)},
                               {"rents.csv", rents_csv(heading, report)},
                               {"paths.csv", paths_csv(heading, report)},
                               {"summary.json", summary_json(run)}});
    files.push_back({"run.log", log_of_call(arguments.command_line)});
    directory->write(files);
  }
  print(arguments.json
            ? bound_json(heading, report)
            : bound_text(heading, report, stdout_style()) + written_lines(files, arguments.output));
  return exit_ok;
}

}  // namespace chokepoint::tools
