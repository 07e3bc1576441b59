#include "tools/options/evidence.hpp"

#include "tools/options/shared.hpp"

namespace chokepoint::tools {

namespace {

void add_facts(Program& program, EvidenceLine& line) {
  CLI::App& facts = *program.app.add_subcommand(
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
  add_jobs(facts, line.facts.workers);
  facts.add_flag("--json", line.facts.json, "The table as JSON");
  add_quiet(facts);
  add_log_level(facts, program.log_level);
  when_typed(facts, program, facts_command, line.facts);
}

void add_assumptions(Program& program, EvidenceLine& line) {
  CLI::App& assumptions = *program.app.add_subcommand(
      "assumptions", "Every number with its range, source, date and how far it can be trusted");
  add_scenario(assumptions, line.assumptions.scenario);
  CLI::Option* const ranked = assumptions
                                  .add_option("--ranked", line.assumptions.ranked,
                                              "Largest total Sobol index first: directory of a "
                                              "sweep with the design saltelli, or a "
                                              "CSV file with the columns path and total")
                                  ->check(not_empty)
                                  ->type_name("DIR|FILE");
  assumptions
      .add_option("--of", line.assumptions.of,
                  "Of which quantity of the sweep; without it what is online at the end of 2030")
      ->check(not_empty)
      ->needs(ranked)
      ->type_name("NAME");
  assumptions
      .add_flag("--by-width", line.assumptions.by_width,
                "Assumptions first, the widest first, also where SCENARIO.sobol.csv is at hand")
      ->excludes(ranked);
  CLI::Option* const csv = assumptions.add_flag("--csv", line.assumptions.csv,
                                                "The table as CSV, without its last line");
  assumptions.add_flag("--json", line.assumptions.json, "The table as JSON")->excludes(csv);
  add_quiet(assumptions);
  when_typed(assumptions, program, assumptions_command, line.assumptions);
}

void add_score(Program& program, EvidenceLine& line) {
  CLI::App& score = *program.app.add_subcommand(
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
      ->check(a_number)
      ->check(CLI::Range(0.0, 5.0))
      ->type_name("X");
  CLI::Option* const csv =
      score.add_flag("--csv", line.score.csv, "What each run has for each figure, as CSV");
  score.add_flag("--json", line.score.json, "The tables as JSON")->excludes(csv);
  add_quiet(score);
  when_typed(score, program, score_command, line.score);
}

void add_sensitivity(Program& program, EvidenceLine& line) {
  SensitivityArguments& arguments = line.sensitivity;
  CLI::App& sensitivity = *program.app.add_subcommand(
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
  add_quiet(sensitivity);
  add_log_level(sensitivity, program.log_level);
  when_typed(sensitivity, program, sensitivity_command, line.sensitivity);
}

}  // namespace

void add_evidence_commands(Program& program, EvidenceLine& line) {
  add_facts(program, line);
  add_assumptions(program, line);
  add_score(program, line);
  add_sensitivity(program, line);
}

}  // namespace chokepoint::tools
