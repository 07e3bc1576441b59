#include "tools/options/run.hpp"

#include "tools/options/shared.hpp"

namespace chokepoint::tools {

namespace {

void add_run(Program& program, RunLine& line) {
  CLI::App& run = *program.app.add_subcommand("run", "Run a scenario and print the answer");
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
  run.add_flag("--slack", line.run.slack,
               "Also print which inputs came just before the last one, by year");
  CLI::Option* const bare = run.add_flag_callback(
      "--no-record", [&line] { line.run.record = false; },
      "Keep no event graph: faster, no bottlenecks");
  run.add_option("--shuffle-ties", line.run.shuffle_ties,
                 "Simultaneous events in a random order with this seed")
      ->check(whole_number)
      ->type_name("N");
  run.add_flag("--trace", line.run.trace, "Also write trace.json, for ui.perfetto.dev")
      ->needs(output);
  run.add_flag("--report", line.run.report, "Also write report.html")->needs(output);
  run.add_flag("--xlsx", line.run.xlsx, "Also write summary.xlsx, for spreadsheets")->needs(output);
  run.add_flag("--relief", line.run.relief,
               "Also run what 'relieve' runs: what 10 % more of each constraint would add")
      ->needs(output)
      ->excludes(bare);
  add_jobs(run, line.run.workers);
  run.add_flag("--json", line.run.json, "Print summary.json instead of tables");
  add_quiet(run);
  run.add_option("--color", line.run.colour, "auto, always or never; default auto")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("WHEN");
  add_log_level(run, program.log_level);
  when_typed(run, program, run_command, line.run);
}

void add_report(Program& program, RunLine& line) {
  CLI::App& report = *program.app.add_subcommand(
      "report", "Make one HTML page of the files of a result directory");
  report.add_option("DIR", line.report.directory, "Directory that 'run -o' wrote")
      ->required()
      ->type_name("");
  CLI::Option* const output =
      report.add_option("-o,--output", line.report.output, "The file; default: report.html in DIR")
          ->check(not_empty)
          ->type_name("FILE");
  report
      .add_option("--relief", line.report.relief,
                  "Directory that 'relieve -o' wrote of the same run: what more would bring")
      ->check(not_empty)
      ->type_name("DIR");
  CLI::Option* const json = report.add_flag(
      "--json", line.report.json, "Print what the page draws from instead of writing the page");
  json->excludes(output);
  add_quiet(report);
  when_typed(report, program, report_command, line.report);
}

void add_compare(Program& program, RunLine& line) {
  CLI::App& compare = *program.app.add_subcommand(
      "compare", "The same world with and without overlays, side by side");
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
  add_quiet(compare);
  add_log_level(compare, program.log_level);
  when_typed(compare, program, compare_command, line.compare);
}

void add_replay(Program& program, RunLine& line) {
  CLI::App& replay = *program.app.add_subcommand(
      "replay", "Run again what was run before, and stop at the first difference");
  ReplayArguments& arguments = line.replay;
  add_scenario(replay, arguments.scenario);
  replay
      .add_option("--verify", arguments.verify,
                  "The directory of the stored run; its seed is taken from there")
      ->required()
      ->check(not_empty)
      ->type_name("DIR");
  add_log_level(replay, program.log_level);
  when_typed(replay, program, replay_command, line.replay);
}

}  // namespace

void add_run_commands(Program& program, RunLine& line) {
  add_run(program, line);
  add_report(program, line);
  add_compare(program, line);
  add_replay(program, line);
}

}  // namespace chokepoint::tools
