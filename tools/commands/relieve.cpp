#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <optional>
#include <utility>

#include "models/answer.hpp"
#include "models/counterfactual.hpp"
#include "models/world.hpp"
#include "sim/base/log.hpp"
#include "sim/base/text.hpp"
#include "sim/record/data_package.hpp"
#include "sim/record/meant_names.hpp"
#include "sim/record/relief_tables.hpp"
#include "sim/record/result_directory.hpp"
#include "sim/record/tables.hpp"
#include "tools/addition.hpp"
#include "tools/commands/base_answer.hpp"
#include "tools/commands/call_log.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/dates.hpp"
#include "tools/commands/load.hpp"
#include "tools/commands/relief.hpp"
#include "tools/output.hpp"
#include "tools/steps_progress.hpp"

namespace chokepoint::tools {

namespace {

/// Constraints with a smaller share in every year are run only when somebody asks for them.
constexpr double kScreen = 0.02;

/// "10%", "10 %" or "0.1".
double step_of(std::string text) {
  const std::string typed = text;
  double scale = 1;
  if (!text.empty() && text.back() == '%') {
    text.pop_back();
    scale = 0.01;
  }
  while (!text.empty() && text.back() == ' ')
    text.pop_back();
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !(value * scale > 0) ||
      value * scale >= 1)
    throw UsageError("--by: expected more than 0 % and less than 100 %, found '" + typed + "'" +
                     (scale == 1 && value >= 1 && value < 100
                          ? ", which is that many times as much; did you mean '" + typed + "%'?"
                          : ""));
  return value * scale;
}

bool held(const models::BaseFacts::Constraint& constraint) {
  return constraint.amount || constraint.time;
}

ReliefQuestion::Constraint candidate(const models::BaseFacts::Constraint& constraint) {
  return {constraint.name, constraint.largest_share, constraint.amount, constraint.group,
          constraint.wholes};
}

/// Run without being named: what the ledger gives a share, itself or as a root cause, what is near
/// the lowest cut, and what outsiders take, which the ledger cannot name.
bool screened(const models::BaseFacts::Constraint& constraint) {
  return constraint.largest_share > kScreen || constraint.near_cut ||
         constraint.group == ReliefGroup::outsiders;
}

/// All that somebody holds, what the ledger names most first.
std::vector<std::string> main_constraints(const models::BaseFacts& facts) {
  std::vector<const models::BaseFacts::Constraint*> all;
  for (const auto& constraint : facts.constraints) {
    if (held(constraint))
      all.push_back(&constraint);
  }
  std::stable_sort(all.begin(), all.end(), [](const auto* a, const auto* b) {
    return a->largest_share > b->largest_share;
  });
  std::vector<std::string> names;
  for (const auto* constraint : all)
    names.push_back(constraint->name);
  return names;
}

/// A few names for somebody who typed none that is like any.
std::string main_names_text(const models::BaseFacts& facts) {
  constexpr std::size_t kFirst = 8;
  std::vector<std::string> names = main_constraints(facts);
  const std::size_t more = names.size() - std::min(names.size(), kFirst);
  names.resize(names.size() - more);
  return "; the largest are " + one_of_text(names) +
         (more > 0 ? ", and 'relieve --all' lists " + std::to_string(more) + " more" : "");
}

/// Those that were named, or those that are worth running.
std::vector<ReliefQuestion::Constraint> chosen(const RelieveArguments& arguments,
                                               const models::BaseFacts& facts) {
  std::vector<std::string> names;
  for (const auto& constraint : facts.constraints) {
    if (held(constraint))
      names.push_back(constraint.name);
  }
  std::vector<ReliefQuestion::Constraint> list;
  for (const std::string& name : arguments.constraints) {
    const auto known =
        std::find_if(facts.constraints.begin(), facts.constraints.end(),
                     [&](const auto& constraint) { return constraint.name == name; });
    if (known == facts.constraints.end()) {
      const std::string nearest = meant_text(name, names, models::constraint_titles());
      throw UsageError("--constraint: nothing in this world is called '" + name + "'" +
                       (nearest.empty() ? main_names_text(facts) : nearest));
    }
    if (!held(*known))
      throw UsageError("--constraint: '" + name +
                       "' is a place in the chain, not an amount or a time of anybody" +
                       meant_text(name, names, models::constraint_titles()));
    const bool named_before =
        std::any_of(list.begin(), list.end(), [&](const auto& one) { return one.name == name; });
    if (!named_before)
      list.push_back(candidate(*known));
  }
  if (!list.empty())
    return list;
  for (const auto& constraint : facts.constraints) {
    if (held(constraint) && (arguments.all || screened(constraint)))
      list.push_back(candidate(constraint));
  }
  if (list.empty()) {
    // The ledger names nothing that anybody holds: then each may be what counts.
    for (const auto& constraint : facts.constraints) {
      if (held(constraint))
        list.push_back(candidate(constraint));
    }
  }
  return list;
}

ReliefHeading heading_of(const RelieveArguments& arguments, const LoadedScenario& loaded,
                         const models::BaseFacts& facts, const ReliefQuestion& question) {
  const Scenario& scenario = loaded.scenario;
  ReliefHeading heading{
      .scenario = scenario.name,
      .scenario_sha256 = loaded.document.sha256(),
      .seed = scenario.seed,
      .change = arguments.add.empty() ? arguments.by + " more and less" : arguments.add + " more",
      .step = arguments.add.empty() ? question.step : 0,
      .start = scenario.timeline.start(),
      .from = scenario.timeline.date(question.from),
      .to = question.to == kNever ? scenario.end : scenario.timeline.date(question.to),
      .sink_unit = facts.stocks.empty() ? "lot" : "GW"};
  for (const std::size_t month : question.year_ends) {
    heading.year_ends.push_back(month);
    heading.years.push_back(
        scenario.timeline.year(scenario.timeline.month_begin(static_cast<int>(month))));
  }
  heading.labels = facts.labels;
  const bool named = !arguments.constraints.empty();
  for (const auto& constraint : facts.constraints) {
    const bool run = std::any_of(question.constraints.begin(), question.constraints.end(),
                                 [&](const auto& one) { return one.name == constraint.name; });
    if (!named && constraint.amount && !run)
      heading.not_run.push_back(constraint.name);
    if (!held(constraint) && constraint.largest_share > kScreen)
      heading.out_of_reach.push_back(constraint.name);
  }
  return heading;
}

/// Of constraints that were named and of which the ledger says that they kept others small, but are
/// never short themselves: what a re-run of them can show, and when.
std::string roots_text(const RelieveArguments& arguments, const models::BaseFacts& facts) {
  std::vector<std::string> roots;
  for (const auto& constraint : facts.constraints) {
    const bool named = std::find(arguments.constraints.begin(), arguments.constraints.end(),
                                 constraint.name) != arguments.constraints.end();
    if (named && constraint.largest_share > kScreen && constraint.own_share <= kScreen)
      roots.push_back(constraint.name);
  }
  if (roots.empty())
    return {};
  return "Only a root in the ledger: " + joined(roots) +
         ". It is never short itself, but says why something else was no bigger. More of it lets "
         "that grow from then on: a gain comes when what is then ordered has been built and used, "
         "which may be years after the first of which it is the root.";
}

/// The last month of each calendar year, and the last of all.
std::vector<std::size_t> year_ends(const Scenario& scenario, std::size_t months) {
  std::vector<std::size_t> ends;
  const Timeline& timeline = scenario.timeline;
  for (std::size_t month = 0; month < months; ++month) {
    const auto next = static_cast<int>(month) + 1;
    if (month + 1 == months ||
        timeline.year(timeline.month_begin(next)) != timeline.year(timeline.month_begin(next - 1)))
      ends.push_back(month);
  }
  return ends;
}

std::vector<std::pair<Tick, Tick>> calendar_years(const Scenario& scenario, Tick from, Tick to) {
  std::vector<std::pair<Tick, Tick>> windows;
  const Timeline& timeline = scenario.timeline;
  const Tick end = std::min(to, scenario.horizon);
  for (int month = 0; timeline.month_begin(month) < end;) {
    int next = month + 1;
    while (timeline.year(timeline.month_begin(next)) == timeline.year(timeline.month_begin(month)))
      ++next;
    const Tick begin = std::max(from, timeline.month_begin(month));
    const Tick until = std::min(end, timeline.month_begin(next));
    if (begin < until)
      windows.emplace_back(begin, until);
    month = next;
  }
  return windows;
}

/// The ticks [from, to) in which there is to be more.
struct Window {
  Tick from = 0;
  Tick to = kNever;
};

Window window_of(const RelieveArguments& arguments, const Scenario& scenario) {
  Window window;
  if (!arguments.from.empty())
    window.from = date_of(scenario, "--from", arguments.from);
  if (!arguments.to.empty())
    window.to = date_of(scenario, "--to", arguments.to);
  if (window.from >= scenario.horizon)
    throw UsageError("--from: expected a day before the run ends, which is " + iso(scenario.end));
  if (window.to <= window.from)
    throw UsageError("--to: expected a date after --from");
  return window;
}

ReliefQuestion question_of(const RelieveArguments& arguments, const Scenario& scenario,
                           const models::BaseFacts& facts, const Window& window) {
  ReliefQuestion question;
  question.constraints = chosen(arguments, facts);
  for (const auto& constraint : facts.constraints) {
    if (constraint.amount)
      question.extensive.push_back(candidate(constraint));
  }
  question.main = main_constraints(facts);
  question.online_at_start = facts.online_at_start;
  question.step = step_of(arguments.by);
  question.from = window.from;
  question.to = window.to;
  question.frozen = arguments.frozen;
  question.together = arguments.constraints.empty();
  question.year_ends = year_ends(scenario, facts.output.size());
  if (arguments.windows)
    question.windows = calendar_years(scenario, question.from, question.to);
  if (!arguments.add.empty()) {
    if (arguments.constraints.size() != 1)
      throw UsageError("--add: expected exactly one --constraint to add to");
    question.addition = addition(arguments.add, arguments.constraints.front(), facts, scenario,
                                 question.from, question.to);
  }
  return question;
}

/// More constraints than these are run in one world each unless replications are asked for.
constexpr std::size_t kFew = 4;

/// How often everything is run, and what there is to say about that.
struct Replications {
  int count = 1;
  bool random = false;
  std::string note;
};

Replications replications(const RelieveArguments& arguments, const models::Counterfactual& worlds,
                          const ReliefQuestion& question,
                          const std::function<RunVariants(int)>& run) {
  const int asked = arguments.replications.value_or(0);
  if (asked == 1)
    return {1, true, {}};
  if (!worlds.is_random())
    return {1, false,
            asked == 0 ? ""
                       : "Nothing is drawn, so " + std::to_string(asked) +
                             " replications are one run, without intervals."};
  if (asked > 0)
    return {asked, true, {}};
  if (arguments.all || question.constraints.size() > kFew) {
    return {1, true,
            "The scenario draws numbers, and this is one draw of them: --replications " +
                std::to_string(kPilotReplications) +
                " gives means with 95 % intervals, and so does asking for at most " +
                std::to_string(kFew) + " constraints."};
  }
  const int count = pilot_replications(question, run(kPilotReplications));
  return {count, true,
          "The scenario draws numbers. A pilot of " + std::to_string(kPilotReplications) +
              " replications asked for " + std::to_string(count) + ", of at most " +
              std::to_string(kMostReplications) +
              ": so many make an elasticity certain to 0.05, or an addition to a "
              "twentieth, unless that takes more."};
}

}  // namespace

ReliefStudy relief_of(const RelieveArguments& arguments, const LoadedScenario& loaded,
                      const SampleOptions& sampling) {
  const Window window = window_of(arguments, loaded.scenario);
  const models::Counterfactual worlds(loaded.document, sampling, 1, arguments.workers);
  const models::BaseFacts facts = worlds.base();
  ReliefQuestion question = question_of(arguments, loaded.scenario, facts, window);
  const auto run = [&](int count) -> RunVariants {
    const models::Counterfactual many(loaded.document, sampling, count, arguments.workers);
    return [many](std::span<const Variant> variants) { return many.run(variants); };
  };
  const Replications repeat = replications(arguments, worlds, question, run);
  // Between replications the intervals tell what is noise.
  question.noise = repeat.count == 1;
  ReliefHeading heading = heading_of(arguments, loaded, facts, question);
  heading.replications = repeat.count;
  heading.note = repeat.note;
  if (const std::string roots = roots_text(arguments, facts); !roots.empty())
    heading.note += (heading.note.empty() ? "" : " ") + roots;
  const bool has_amount = std::any_of(question.constraints.begin(), question.constraints.end(),
                                      [](const auto& one) { return one.extensive; });
  if (arguments.windows && !has_amount)
    heading.note += (heading.note.empty() ? "" : " ") +
                    std::string(
                        "--windows has no table: what was asked about is a time, and only "
                        "amounts are relaxed in one calendar year at a time.");
  if (arguments.sampling.deterministic)
    heading.more_worlds = "--replications 32, without --deterministic";
  else if (repeat.random && repeat.count < kMostReplications)
    heading.more_worlds = "--replications 32";
  ReliefReport report = study_relief(question, run(repeat.count));
  return {std::move(heading), std::move(report)};
}

int relieve_command(const RelieveArguments& arguments) {
  const StepsProgress progress;
  std::optional<ResultDirectory> directory;
  if (!arguments.output.empty())
    directory.emplace(arguments.output, arguments.overwrite);
  step_of(arguments.by);
  const SampleOptions sampling = sample_options(arguments.sampling);
  const LoadedScenario loaded = load_scenario(arguments.scenario, sampling);
  const auto [heading, report] = relief_of(arguments, loaded, sampling);

  std::vector<ResultFile> files;
  if (directory) {
    // No worker is made after this world, so its engine is in nobody's way.
    RunResult base = base_answer(loaded);
    add_elasticities(base.bottlenecks, heading, report);
    files = with_data_package({{"relief.csv", relief_csv(heading, report)},
                               {"relief.json", relief_json(heading, report)},
                               {"windows.csv", windows_csv(heading, report)},
                               {"bottlenecks.csv", bottlenecks_csv(base)},
                               {"summary.json", summary_json(base)}});
    files.push_back({"run.log", log_of_call(arguments.command_line)});
    directory->write(files);
  }
  print(arguments.json ? relief_json(heading, report)
                       : relief_text(heading, report, stdout_style()) +
                             written_lines(files, arguments.output));
  return exit_ok;
}

}  // namespace chokepoint::tools
