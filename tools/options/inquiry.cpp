#include "tools/options/inquiry.hpp"

#include "tools/options/shared.hpp"

namespace chokepoint::tools {

namespace {

/// A number of months, or "none", which is told as 0.
CLI::Validator months_or_none() {
  return CLI::Validator(
      [](std::string& text) -> std::string {
        if (text == "none") {
          text = "0";
          return {};
        }
        const bool fits = a_number(text).empty() && CLI::Range(0.1, 1200.0)(text).empty();
        return fits ? "" : "expected a number of months, 0.1 to 1200, or none; found '" + text + "'";
      },
      "");
}

void add_relieve(Program& program, InquiryLine& line) {
  CLI::App& relieve = *program.app.add_subcommand(
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
  add_quiet(relieve);
  add_log_level(relieve, program.log_level);
  when_typed(relieve, program, relieve_command, line.relieve);
}

void add_bound(Program& program, InquiryLine& line) {
  CLI::App& bound = *program.app.add_subcommand(
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
  bound
      .add_option(
          "--storage-months", arguments.storage_months,
          "Nothing is kept beyond so many months of what will be wanted, or beyond what the "
          "run held; none: no such limit. Default: 12, for networks of parts none")
      ->transform(months_or_none())
      ->type_name("MONTHS");
  add_draw(bound, line.bound.seed, line.bound.deterministic);
  CLI::Option* const output =
      bound.add_option("-o,--output", arguments.output, "Write the result files to this directory")
          ->check(not_empty)
          ->type_name("DIR");
  bound.add_flag("--overwrite", arguments.overwrite, "Replace results that are already there")
      ->needs(output);
  bound.add_flag("--json", arguments.json, "Print JSON");
  add_quiet(bound);
  add_log_level(bound, program.log_level);
  when_typed(bound, program, bound_command, line.bound);
}

void add_why(Program& program, InquiryLine& line) {
  CLI::App& why =
      *program.app.add_subcommand("why", "Tell why a gigawatt, or a delivery, came so late");
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
  add_quiet(why);
  add_log_level(why, program.log_level);
  when_typed(why, program, why_command, line.why);
}

void add_detectors(Program& program, InquiryLine& line) {
  CLI::App& detectors = *program.app.add_subcommand(
      "detectors", "Compare ways of finding the bottleneck with re-runs of the world");
  add_scenario(detectors, line.detectors.scenario);
  add_sampling(detectors, line.detectors.sampling);
  add_jobs(detectors, line.detectors.workers);
  detectors.add_flag("--json", line.detectors.json, "The scores as JSON");
  add_quiet(detectors);
  add_log_level(detectors, program.log_level);
  when_typed(detectors, program, detectors_command, line.detectors);
}

void add_allocation(Program& program, InquiryLine& line) {
  CLI::App& allocation = *program.app.add_subcommand(
      "allocation", "Who got the capacity, and what it was worth to order early");
  add_scenario(allocation, line.allocation.scenario);
  allocation.get_option("SCENARIO")
      ->description("Scenario file and overlays, or a directory with the files of a run");
  allocation
      .add_option("--commodity", line.allocation.commodity, "Only this one, such as n3_wafer")
      ->type_name("C");
  add_draw(allocation, line.allocation.seed, line.allocation.deterministic);
  allocation.add_flag("--json", line.allocation.json, "The tables as JSON");
  add_quiet(allocation);
  add_log_level(allocation, program.log_level);
  when_typed(allocation, program, allocation_command, line.allocation);
}

}  // namespace

void add_inquiry_commands(Program& program, InquiryLine& line) {
  add_relieve(program, line);
  add_bound(program, line);
  add_why(program, line);
  add_detectors(program, line);
  add_allocation(program, line);
}

}  // namespace chokepoint::tools
