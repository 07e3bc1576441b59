#include "tools/options/sweep.hpp"

#include "tools/options/shared.hpp"

namespace chokepoint::tools {

namespace {

void add_study(CLI::App& command, std::string& study) {
  command.add_option("STUDY", study, "Study file")->required()->type_name("");
}

void add_what_is_run(CLI::App& sweep, SweepArguments& arguments) {
  add_study(sweep, arguments.study);
  sweep.add_option("-o,--output", arguments.output, "Directory of the results")
      ->required()
      ->type_name("DIR");
  sweep.add_option("--table", arguments.table, "Points from this CSV file, not from the design")
      ->type_name("FILE");
  sweep
      .add_option("--reps", arguments.replications,
                  "Replications of each point, or 'auto': until the outputs are known to --rel")
      ->type_name("N");
  sweep
      .add_option("--rel", arguments.rel,
                  "--reps auto: half the interval of each mean, as a part of it; default 2%")
      ->type_name("PART");
  sweep.add_option("--ci", arguments.confidence, "--reps auto: confidence of that interval; 95%")
      ->type_name("PART");
  sweep
      .add_option("--max-reps", arguments.most_replications, "--reps auto: at most; default 10000")
      ->check(CLI::Range(2, 10000000))
      ->type_name("N");
  sweep.add_option("--block", arguments.block, "Runs in a file of results; default: the study's")
      ->check(CLI::Range(1, 100000))
      ->type_name("N");
}

void add_slurm(CLI::App& sweep, SweepArguments& arguments, CLI::Option* missing) {
  CLI::Option* const slurm = sweep.add_flag(
      "--slurm", arguments.slurm,
      "Run nothing: write a Slurm job array for what is missing, and the merge after it");
  slurm->excludes(missing);
  for (const char* other : {"--shard", "--dry-run"})
    slurm->excludes(sweep.get_option(other));
  sweep.add_flag("--submit", arguments.submit, "With --slurm: submit them, too")->needs(slurm);
  sweep
      .add_option("--nodes", arguments.nodes,
                  "With --slurm: so many tasks at once, and four times as many in all")
      ->check(CLI::Range(1, 100000))
      ->needs(slurm)
      ->type_name("N");
  sweep
      .add_option("--sbatch", arguments.sbatch,
                  "With --slurm: an option of sbatch: --sbatch=--time=01:00:00; may be repeated")
      ->allow_extra_args(false)
      ->needs(slurm)
      ->type_name("OPTION");
}

void add_how_it_is_run(CLI::App& sweep, SweepArguments& arguments) {
  sweep
      .add_option("-j,--jobs", arguments.workers,
                  "Worker processes; default: one for each processor; with --slurm: of each task, "
                  "and its processors; default 1")
      ->check(CLI::Range(1, 1024))
      ->check(whole_number)
      ->type_name("N");
  sweep
      .add_option("--shard", arguments.shard,
                  "Only part i of n (i from 1): for clusters; results are merged by 'merge'")
      ->type_name("i/n");
  sweep.add_flag("--resume", arguments.resume, "Go on where an earlier call stopped");
  sweep.add_flag("--extend", arguments.extend,
                 "The study has changed: keep the runs that are still good");
  sweep.add_flag("--overwrite", arguments.overwrite, "Remove earlier results and begin anew")
      ->excludes("--shard");
  sweep.add_flag("--report", arguments.report, "When it is merged, also write report.html");
  sweep.add_flag("--json", arguments.json, "Print the outputs as JSON when it is merged");
  add_quiet(sweep);
  sweep.add_flag("--retry-failed", arguments.retry_failed, "Make runs that failed again");
  sweep.add_flag("--keep-going", arguments.keep_going,
                 "Go on although the first 20 runs have all failed");
  sweep
      .add_option("--max-wall", arguments.max_wall,
                  "Stop after this time (50m, 90s, 1.5h) with exit code 75")
      ->type_name("TIME");
  sweep.add_flag("--dry-run", arguments.dry_run, "Say how many runs there are to make, and stop");
  CLI::Option* const missing = sweep.add_flag(
      "--missing", arguments.missing, "Print the blocks of which runs are missing, and stop");
  sweep
      .add_option("--shards", arguments.shards,
                  "With --missing: print which of so many shards have something to do; with "
                  "--slurm: make so many tasks")
      ->check(CLI::Range(1, 1000000))
      ->type_name("N");
  add_slurm(sweep, arguments, missing);
}

}  // namespace

void add_sweep_commands(Program& program, SweepLine& line) {
  CLI::App& design =
      *program.app.add_subcommand("design", "Print the points of a study as a CSV table");
  add_study(design, line.design.study);
  design.add_option("-o,--output", line.design.output, "Write it to this file")->type_name("FILE");
  when_typed(design, program, design_command, line.design);

  CLI::App& sweep =
      *program.app.add_subcommand("sweep", "Run all worlds of a study; it can be stopped");
  add_what_is_run(sweep, line.sweep);
  add_how_it_is_run(sweep, line.sweep);
  add_log_level(sweep, program.log_level);
  when_typed(sweep, program, sweep_command, line.sweep);

  CLI::App& merge =
      *program.app.add_subcommand("merge", "Put the results of a sweep's shards together");
  merge.add_option("DIR", line.merge.directory, "Directory of the sweep")
      ->required()
      ->type_name("");
  merge.add_flag("--partial", line.merge.partial, "Although runs are missing");
  merge.add_flag("--report", line.merge.report, "Also write report.html");
  merge.add_flag("--json", line.merge.json, "Print the outputs as JSON");
  add_quiet(merge);
  merge.add_option("--wait", line.merge.wait, "Look again for missing runs for so long (90s)")
      ->type_name("TIME");
  when_typed(merge, program, merge_command, line.merge);

  CLI::App& rerun =
      *program.app.add_subcommand("rerun", "Run one world of a sweep again, and compare");
  rerun
      .add_option("MANIFEST", line.rerun.manifest,
                  "manifest.json of the sweep, there or copied elsewhere")
      ->required()
      ->type_name("");
  rerun.add_option("--run", line.rerun.run, "Id of the run: first column of runs.csv")
      ->required()
      ->type_name("ID");
  rerun.add_option("--study", line.rerun.study, "Study file, if it is no longer where it was")
      ->type_name("FILE");
  CLI::Option* const output =
      rerun
          .add_option("-o,--output", line.rerun.output, "Write the result files to this directory")
          ->type_name("DIR");
  rerun.add_flag("--overwrite", line.rerun.overwrite, "Replace results that are already there")
      ->needs(output);
  add_log_level(rerun, program.log_level);
  when_typed(rerun, program, rerun_command, line.rerun);
}

}  // namespace chokepoint::tools
