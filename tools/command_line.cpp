#include "tools/command_line.hpp"

#include <algorithm>
#include <csignal>
#include <exception>
#include <functional>
#include <iostream>
#include <iterator>
#include <new>

#include <CLI/CLI.hpp>

#include "sim/base/error.hpp"
#include "sim/base/log.hpp"
#include "sim/record/result_directory.hpp"
#include "sim/record/version.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/registry.hpp"
#include "sim/worlds/runner.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/sensitivity_arguments.hpp"
#include "tools/output.hpp"
#include "tools/sweep_options.hpp"

namespace chokepoint::tools {

namespace {

/// All that can be typed, and what was.
struct CommandLine {
  CLI::App app{"Simulates the AI cluster buildout: what limits it, when, and why.", "chokepoint"};
  std::string log_level = "warn";
  RunArguments run;
  ReportArguments report;
  RelieveArguments relieve;
  CompareArguments compare;
  ReplayArguments replay;
  BoundArguments bound;
  CheckArguments check;
  WhyArguments why;
  DetectorArguments detectors;
  FactsArguments facts;
  AllocationArguments allocation;
  AssumptionsArguments assumptions;
  ScoreArguments score;
  SensitivityArguments sensitivity;
  ScenarioArguments graph;
  std::string params_kind;
  bool study_keys = false;
  SweepLine sweep;
  std::function<int()> command;
};

void add_scenario(CLI::App& command, ScenarioArguments& scenario) {
  command.add_option("SCENARIO", scenario.files, "Scenario file, then overlays; later ones win")
      ->required()
      ->type_name("");
  command.add_option("--set", scenario.sets, "PATH=VALUE: replace one value; may be repeated")
      ->allow_extra_args(false)
      ->type_name("PATH=VALUE");
}

/// CLI11 takes "-1" for a very large number, "010" for 8, and what is too large for the largest.
std::string whole_number(const std::string& text) {
  const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  const bool plain = text == "0" || text[0] != '0';
  return digits && plain && text.size() <= 16 && std::stoull(text) <= kLargestSeed
             ? ""
             : "expected a whole number from 0 to 9e15, found '" + text + "'";
}

void add_sampling(CLI::App& command, SamplingArguments& sampling) {
  command
      .add_option("--seed", sampling.seed, "Seed of all random streams; default: the scenario's")
      ->check(whole_number)
      ->type_name("N");
  command.add_flag("--deterministic", sampling.deterministic,
                   "Every uncertain number at its point value, else its median");
}

void add_jobs(CLI::App& command, int& workers) {
  workers = usual_workers();
  command.add_option("-j,--jobs", workers, "Worker processes; default: one for each processor")
      ->check(CLI::Range(1, 1024))
      ->check(whole_number)
      ->type_name("N");
}

std::string not_empty(const std::string& text) {
  return text.empty() ? "expected the name of a directory, found ''" : "";
}

void add_log_level(CLI::App& command, std::string& level) {
  command
      .add_option("--log-level", level,
                  "trace, debug, info, warn (default), error or off; to stderr")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "off"}))
      ->type_name("LEVEL");
}

void add_run(CommandLine& line) {
  CLI::App& run = *line.app.add_subcommand("run", "Run a scenario and print the answer");
  add_scenario(run, line.run.scenario);
  add_sampling(run, line.run.sampling);
  run.add_option("--replication", line.run.sampling.replication,
                 "Which of several worlds of one seed; default 0")
      ->type_name("N");
  CLI::Option* const output =
      run.add_option("-o,--output", line.run.output, "Write the result files to this directory")
          ->check(not_empty)
          ->type_name("DIR");
  run.add_flag("--overwrite", line.run.overwrite, "Replace results that are already there")
      ->needs(output);
  run.add_flag("--matrix", line.run.matrix,
               "Also print what each constraint cost, by year of effect and of cause");
  run.add_flag_callback(
      "--no-record", [&line] { line.run.record = false; },
      "Keep no event graph: faster, no bottlenecks");
  run.add_option("--shuffle-ties", line.run.shuffle_ties,
                 "Simultaneous events in a random order with this seed")
      ->check(whole_number)
      ->type_name("N");
  run.add_flag("--trace", line.run.trace, "Also write trace.json, for ui.perfetto.dev")
      ->needs(output);
  run.add_flag("--report", line.run.report, "Also write report.html")->needs(output);
  CLI::Option* const json =
      run.add_flag("--json", line.run.json, "Print summary.json instead of tables");
  run.add_flag("-q,--quiet", line.run.quiet, "Print nothing")->excludes(json);
  run.add_option("--color", line.run.colour, "auto, always or never; default auto")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("WHEN");
  add_log_level(run, line.log_level);
  run.callback([&line] { line.command = [&line] { return run_command(line.run); }; });
}

void add_report(CommandLine& line) {
  CLI::App& report =
      *line.app.add_subcommand("report", "Make one HTML page of the files of a result directory");
  report.add_option("DIR", line.report.directory, "Directory that 'run -o' wrote")
      ->required()
      ->type_name("");
  report.add_option("-o,--output", line.report.output, "The file; default: report.html in DIR")
      ->check(not_empty)
      ->type_name("FILE");
  report
      .add_option("--relief", line.report.relief,
                  "Directory that 'relieve -o' wrote of the same run: what more would bring")
      ->check(not_empty)
      ->type_name("DIR");
  report.callback([&line] { line.command = [&line] { return report_command(line.report); }; });
}

void add_relieve(CommandLine& line) {
  CLI::App& relieve = *line.app.add_subcommand(
      "relieve", "Run again with more and less of each constraint, and compare");
  RelieveArguments& arguments = line.relieve;
  add_scenario(relieve, arguments.scenario);
  relieve
      .add_option("--constraint", arguments.constraints,
                  "Its name in the results; may be repeated. Default: all with a share of 2 %")
      ->allow_extra_args(false)
      ->type_name("NAME");
  relieve.add_flag("--all", arguments.all, "All constraints, whatever their share");
  relieve.add_option("--by", arguments.by, "How much more and less; default 10 %")
      ->type_name("PART");
  relieve.add_option("--add", arguments.add, "Instead: so much more, such as '1 tool/year'")
      ->type_name("AMOUNT")
      ->excludes("--by");
  relieve.add_option("--from", arguments.from, "From this day; default: the start")
      ->type_name("DATE");
  relieve.add_option("--to", arguments.to, "Until this day; default: the end")->type_name("DATE");
  relieve.add_flag("--windows", arguments.windows,
                   "Also in each calendar year alone, for the four amounts that bring most");
  relieve.add_flag("--frozen", arguments.frozen,
                   "Also with the orders and expansions of the run as it was");
  add_sampling(relieve, arguments.sampling);
  relieve
      .add_option("--replications", arguments.replications,
                  "So many worlds of the seed each; means with 95 % intervals. Default: for up to "
                  "four constraints of a scenario that draws numbers, as many as it takes")
      ->check(CLI::Range(1, 1000))
      ->type_name("R");
  add_jobs(relieve, arguments.workers);
  relieve.add_option("-o,--output", arguments.output, "Write the result files to this directory")
      ->type_name("DIR");
  relieve.add_flag("--overwrite", arguments.overwrite, "Replace results that are already there");
  relieve.add_flag("--json", arguments.json, "Print JSON");
  add_log_level(relieve, line.log_level);
  relieve.callback([&line] { line.command = [&line] { return relieve_command(line.relieve); }; });
}

void add_compare(CommandLine& line) {
  CLI::App& compare =
      *line.app.add_subcommand("compare", "The same world with and without overlays, side by side");
  CompareArguments& arguments = line.compare;
  compare
      .add_option("files", arguments.files,
                  "The base, then one world for each further word: its overlays, joined by '+'")
      ->required()
      ->check(not_empty)
      ->type_name("BASE OVERLAY[+OVERLAY]...");
  compare
      .add_option("--set", arguments.sets,
                  "Set a value, PATH=VALUE, in all worlds; in an event, in those that have it")
      ->allow_extra_args(false)
      ->type_name("PATH=VALUE");
  add_sampling(compare, arguments.sampling);
  compare
      .add_option(
          "--seeds", arguments.seeds,
          "So many runs of each world, of consecutive seeds: means and intervals; default 1")
      ->check(CLI::Range(1, 1000))
      ->type_name("N");
  add_jobs(compare, arguments.workers);
  CLI::Option* const output =
      compare
          .add_option("-o,--output", arguments.output, "Write the result files to this directory")
          ->type_name("DIR");
  compare.add_flag("--report", arguments.report, "Also write report.html")->needs(output);
  compare.add_flag("--overwrite", arguments.overwrite, "Replace results that are already there");
  compare.add_flag("--json", arguments.json, "Print JSON");
  add_log_level(compare, line.log_level);
  compare.callback([&line] { line.command = [&line] { return compare_command(line.compare); }; });
}

void add_replay(CommandLine& line) {
  CLI::App& replay = *line.app.add_subcommand(
      "replay", "Run again what was run before, and stop at the first difference");
  ReplayArguments& arguments = line.replay;
  add_scenario(replay, arguments.scenario);
  replay
      .add_option("--verify", arguments.verify,
                  "The directory of the stored run; its seed is taken from there")
      ->required()
      ->check(not_empty)
      ->type_name("DIR");
  add_log_level(replay, line.log_level);
  replay.callback([&line] { line.command = [&line] { return replay_command(line.replay); }; });
}

void add_bound(CommandLine& line) {
  CLI::App& bound = *line.app.add_subcommand(
      "bound", "What could have been built at most, had everyone known; beside the run");
  BoundArguments& arguments = line.bound;
  add_scenario(bound, arguments.scenario);
  bound
      .add_option("--decide-from", arguments.decide_from,
                  "Everyone is free to decide from this first day of a month on; before, it is as "
                  "in the run. May be repeated to compare dates. Default: the start, and two and "
                  "four years later")
      ->allow_extra_args(false)
      ->type_name("DATE");
  bound.add_option("--seed", arguments.seed, "Seed of all random streams; default: the scenario's")
      ->check(whole_number)
      ->type_name("N");
  bound.add_flag("--deterministic", arguments.deterministic,
                 "Every uncertain number at its point value, else its median");
  CLI::Option* const output =
      bound.add_option("-o,--output", arguments.output, "Write the result files to this directory")
          ->check(not_empty)
          ->type_name("DIR");
  bound.add_flag("--overwrite", arguments.overwrite, "Replace results that are already there")
      ->needs(output);
  bound.add_flag("--json", arguments.json, "Print JSON");
  add_log_level(bound, line.log_level);
  bound.callback([&line] { line.command = [&line] { return bound_command(line.bound); }; });
}

void add_why(CommandLine& line) {
  CLI::App& why =
      *line.app.add_subcommand("why", "Tell why a gigawatt, or a delivery, came so late");
  add_scenario(why, line.why.scenario);
  add_sampling(why, line.why.sampling);
  why.add_option("--year", line.why.year, "A lot of that year that is typical of it")
      ->check(whole_number)
      ->type_name("Y");
  why.add_option("--delivery", line.why.delivery, "The last delivery of that order (orders.csv)")
      ->check(whole_number)
      ->type_name("ID");
  why.add_option("--lab", line.why.lab, "The last compute of that lab before --date")
      ->type_name("NAME");
  why.add_option("--date", line.why.date, "YYYY-MM-DD, with --lab")->type_name("D");
  why.add_flag("--json", line.why.json, "The chain as JSON");
  add_log_level(why, line.log_level);
  why.callback([&line] { line.command = [&line] { return why_command(line.why); }; });
}

void add_detectors(CommandLine& line) {
  CLI::App& detectors = *line.app.add_subcommand(
      "detectors", "Compare ways of finding the bottleneck with re-runs of the world");
  add_scenario(detectors, line.detectors.scenario);
  add_sampling(detectors, line.detectors.sampling);
  add_jobs(detectors, line.detectors.workers);
  detectors.add_flag("--json", line.detectors.json, "The scores as JSON");
  add_log_level(detectors, line.log_level);
  detectors.callback(
      [&line] { line.command = [&line] { return detectors_command(line.detectors); }; });
}

void add_draw(CLI::App& command, std::optional<std::uint64_t>& seed, bool& deterministic) {
  command.add_option("--seed", seed, "Seed of all random streams; default: the scenario's")
      ->check(whole_number)
      ->type_name("N");
  command.add_flag("--deterministic", deterministic,
                   "Every uncertain number at its point value, else its median");
}

void add_facts(CommandLine& line) {
  CLI::App& facts = *line.app.add_subcommand(
      "facts", "Compare a run with what is known, and say what of it was an input");
  add_scenario(facts, line.facts.scenario);
  facts
      .add_option("--facts", line.facts.facts,
                  "File of facts; default: facts.yaml beside the scenario")
      ->check(not_empty)
      ->type_name("FILE");
  add_draw(facts, line.facts.seed, line.facts.deterministic);
  facts
      .add_option("--seeds", line.facts.seeds,
                  "So many worlds, of this seed and those after it: how often each fact holds")
      ->check(whole_number)
      ->check(CLI::Range(1, 10000))
      ->type_name("N");
  facts.add_option("-j,--jobs", line.facts.workers, "Worker processes; default: one a CPU")
      ->check(CLI::Range(1, 1024))
      ->check(whole_number)
      ->type_name("N");
  facts.add_flag("--json", line.facts.json, "The table as JSON");
  add_log_level(facts, line.log_level);
  facts.callback([&line] { line.command = [&line] { return facts_command(line.facts); }; });
}

void add_allocation(CommandLine& line) {
  CLI::App& allocation = *line.app.add_subcommand(
      "allocation", "Who got the capacity, and what it was worth to order early");
  add_scenario(allocation, line.allocation.scenario);
  allocation.get_option("SCENARIO")
      ->description("Scenario file and overlays, or a directory with the files of a run");
  allocation
      .add_option("--commodity", line.allocation.commodity, "Only this one, such as n3_wafer")
      ->type_name("C");
  add_draw(allocation, line.allocation.seed, line.allocation.deterministic);
  allocation.add_flag("--json", line.allocation.json, "The tables as JSON");
  add_log_level(allocation, line.log_level);
  allocation.callback(
      [&line] { line.command = [&line] { return allocation_command(line.allocation); }; });
}

void add_assumptions(CommandLine& line) {
  CLI::App& assumptions = *line.app.add_subcommand(
      "assumptions", "Every number with its range, source, date and how far it can be trusted");
  add_scenario(assumptions, line.assumptions.scenario);
  assumptions
      .add_option(
          "--ranked", line.assumptions.ranked,
          "Largest total Sobol index first: directory of a sweep with the design saltelli, or a "
          "CSV file with the columns path and total")
      ->check(not_empty)
      ->type_name("DIR|FILE");
  assumptions
      .add_option("--of", line.assumptions.of,
                  "Of which quantity of the sweep; without it what is online at the end of 2030")
      ->type_name("NAME");
  CLI::Option* const csv = assumptions.add_flag("--csv", line.assumptions.csv,
                                                "The table as CSV, without its last line");
  assumptions.add_flag("--json", line.assumptions.json, "The table as JSON")->excludes(csv);
  assumptions.callback(
      [&line] { line.command = [&line] { return assumptions_command(line.assumptions); }; });
}

void add_score(CommandLine& line) {
  CLI::App& score = *line.app.add_subcommand(
      "score", "Hold results against data: error, log error and coverage for each series");
  score
      .add_option("RUN... DATA", line.score.files,
                  "Directories that run -o or sweep -o wrote, then a CSV file: "
                  "date,series,entity,value,unit")
      ->required()
      ->type_name("");
  score.add_option("--from", line.score.from, "Only figures of periods that begin here or later")
      ->type_name("DATE");
  score
      .add_option("--before", line.score.before,
                  "Only figures of periods that have ended when this day begins")
      ->type_name("DATE");
  score
      .add_option("--model-error", line.score.model_error,
                  "Widen P10 to P90 by an error of all runs with this log standard deviation")
      ->check(CLI::Range(0.0, 5.0))
      ->type_name("X");
  CLI::Option* const csv =
      score.add_flag("--csv", line.score.csv, "What each run has for each figure, as CSV");
  score.add_flag("--json", line.score.json, "The tables as JSON")->excludes(csv);
  score.callback([&line] { line.command = [&line] { return score_command(line.score); }; });
}

void add_sensitivity(CommandLine& line) {
  SensitivityArguments& arguments = line.sensitivity;
  CLI::App& sensitivity = *line.app.add_subcommand(
      "sensitivity", "Which inputs of a sweep matter, and which ranges make a constraint bind");
  sensitivity.add_option("DIR", arguments.directory, "Directory of a sweep")
      ->required()
      ->type_name("");
  sensitivity
      .add_option("--of", arguments.of,
                  "Every factor of this quantity: an output, online_gw_end.2030, "
                  "binds_from.cowos; may be repeated. Default: the largest of each")
      ->allow_extra_args(false)
      ->type_name("NAME");
  sensitivity.add_option("--binds", arguments.binds, "Which ranges make this constraint bind")
      ->type_name("NAME");
  sensitivity.add_option("--year", arguments.year, "... in that year")
      ->check(whole_number)
      ->type_name("Y");
  sensitivity.add_option("--ci", arguments.confidence, "Of the intervals; default 95%")
      ->type_name("PART");
  CLI::Option* const json = sensitivity.add_flag("--json", arguments.json, "Print JSON");
  sensitivity.add_flag("--csv", arguments.csv, "Print the indices as CSV")->excludes(json);
  add_log_level(sensitivity, line.log_level);
  sensitivity.callback(
      [&line] { line.command = [&line] { return sensitivity_command(line.sensitivity); }; });
}

void add_other_commands(CommandLine& line) {
  CLI::App& check = *line.app.add_subcommand("check", "Check a scenario without running it");
  add_scenario(check, line.check.scenario);
  check.add_flag("--exogenous", line.check.exogenous, "List the values that change by themselves");
  check.callback([&line] { line.command = [&line] { return check_command(line.check); }; });

  CLI::App& graph = *line.app.add_subcommand("graph", "Print the supply graph for Graphviz");
  add_scenario(graph, line.graph);
  graph.callback([&line] { line.command = [&line] { return graph_command(line.graph); }; });

  CLI::App& schema = *line.app.add_subcommand("schema", "Print the JSON Schema of scenarios");
  schema.add_flag("--study", line.study_keys, "That of studies");
  schema.callback([&line] {
    line.command = [&line] { return line.study_keys ? study_schema_command() : schema_command(); };
  });

  CLI::App& params = *line.app.add_subcommand("params", "The keys of scenarios");
  params.require_subcommand(1);
  CLI::App& list = *params.add_subcommand("list", "List keys with unit, range, default, meaning");
  list.add_option("KIND", line.params_kind, "Only this kind of part or actor")->type_name("");
  list.add_flag("--study", line.study_keys, "Those of studies, as a table in Markdown");
  list.callback([&line] {
    line.command = [&line] {
      return line.study_keys ? study_keys_command() : params_command(line.params_kind);
    };
  });
}

std::vector<std::string> names_of(const std::vector<const CLI::App*>& commands) {
  std::vector<std::string> names;
  names.reserve(commands.size());
  for (const CLI::App* command : commands)
    names.push_back(command->get_name());
  return names;
}

std::vector<const CLI::App*> subcommands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

/// Option names as typed: "--seed".
std::vector<std::string> long_options_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames())
      names.push_back("--" + name);
  return names;
}

/// CLI11 says that something was not expected, but not what was probably meant.
void refuse_unknown_words(const CLI::App& app, std::span<const char* const> words) {
  const auto commands = subcommands_of(app);
  const auto options = long_options_of(app);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (word == "--")
      return;
    if (word.starts_with("--")) {
      const std::string name(word.substr(0, word.find('=')));
      if (std::find(options.begin(), options.end(), name) == options.end())
        throw UsageError("unknown option '" + name + "'" + did_you_mean(name, options));
    } else if (!commands.empty() && !word.starts_with("-")) {
      const auto known = std::find_if(commands.begin(), commands.end(),
                                      [&](const CLI::App* c) { return c->get_name() == word; });
      if (known == commands.end())
        throw UsageError("unknown command '" + std::string(word) + "'" +
                         did_you_mean(word, names_of(commands)));
      return refuse_unknown_words(**known, words.subspan(i + 1));
    }
  }
}

std::string words_of(std::span<const char* const> arguments) {
  std::string text;
  for (const char* argument : arguments)
    text += (text.empty() ? "" : " ") + std::string(argument);
  return text;
}

/// Parses and runs; help and version are results and go to stdout.
int parse_and_run(std::span<const char* const> arguments) {
  CommandLine line;
  line.app.set_version_flag("--version", "chokepoint " + std::string(version()));
  line.app.require_subcommand(1);
  add_run(line);
  add_report(line);
  add_relieve(line);
  add_compare(line);
  add_replay(line);
  add_bound(line);
  add_why(line);
  add_detectors(line);
  add_facts(line);
  add_allocation(line);
  add_assumptions(line);
  add_score(line);
  add_sensitivity(line);
  add_sweep_commands(line.app, line.sweep, line.log_level, line.command);
  add_other_commands(line);
  line.run.command_line = words_of(arguments);
  try {
    refuse_unknown_words(line.app, arguments.subspan(1));
    line.app.parse(static_cast<int>(arguments.size()), arguments.data());
  } catch (const CLI::CallForVersion& version_text) {
    print(std::string(version_text.what()) + "\n");
    return exit_ok;
  } catch (const CLI::Success&) {
    const CLI::App* asked = &line.app;
    while (!asked->get_subcommands().empty())
      asked = asked->get_subcommands().front();
    print(asked->help(asked == &line.app ? "" : "chokepoint"));
    return exit_ok;
  } catch (const CLI::Error& error) {
    throw UsageError(error.what());
  }
  log::set_level(log::parse_level(line.log_level));
  return line.command();
}

}  // namespace

int run_program(std::span<const char* const> arguments) {
  std::signal(SIGPIPE, SIG_IGN);  // print() sees the closed pipe itself
  std::signal(SIGXFSZ, SIG_IGN);  // so does the writer of files the limit of their size
  try {
    return parse_and_run(arguments);
  } catch (const UsageError& error) {
    std::cerr << "chokepoint: " << error.what() << "\nRun with --help for more information.\n";
    return exit_usage;
  } catch (const ExistingResultsError& error) {
    std::cerr << "chokepoint: " << error.what() << '\n';
    return exit_usage;
  } catch (const ScenarioError& error) {
    const std::string_view text = error.what();
    std::cerr << text << (text.ends_with('\n') ? "" : "\n");
    return exit_bad_scenario;
  } catch (const DeadlockError& error) {
    std::cerr << "chokepoint: " << message_of(error) << '\n';
    return exit_deadlock;
  } catch (const std::bad_alloc&) {
    std::cerr << "chokepoint: out of memory\n";
    return exit_run_failed;
  } catch (const std::exception& error) {
    std::cerr << "chokepoint: " << message_of(error) << '\n';
    return exit_run_failed;
  }
}

}  // namespace chokepoint::tools
