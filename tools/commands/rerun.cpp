#include <algorithm>
#include <filesystem>
#include <iostream>

#include "sim/base/error.hpp"
#include "sim/base/shell_words.hpp"
#include "sim/scenario/registry.hpp"
#include "sim/study/block.hpp"
#include "sim/worlds/runner.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/study_setup.hpp"
#include "tools/commands/sweep_arguments.hpp"
#include "tools/output.hpp"

namespace chokepoint::tools {

namespace {

namespace fs = std::filesystem;

fs::path study_of(const RerunArguments& arguments, const SweepDirectory& directory) {
  if (!arguments.study.empty())
    return arguments.study;
  fs::path file = directory.study_file();
  if (file.empty() || !fs::exists(file))
    throw UsageError("the study is not where the sweep found it; name it with --study FILE");
  return file;
}

/// The table of points: beside the manifest, or made anew where that has been copied elsewhere.
DesignTable design_of(const SweepDirectory& directory, const Manifest& manifest, const Study& study,
                      const models::StudyWorlds& worlds) {
  if (directory.has_design())
    return directory.design(manifest);
  DesignTable design = make_design(study, worlds.factors());
  if (design.sha256() != manifest.design_sha256)
    throw ScenarioError(study.file.string() +
                        ": expected the points of these results, found others; put the sweep's "
                        "design.csv beside the manifest");
  return design;
}

/// What the blocks say about the run; empty when it is not there, or failed.
std::string recorded(const SweepDirectory& directory, const Manifest& manifest, RunId id) {
  for (const fs::path& file : block_files(directory.blocks())) {
    std::string problem;
    const auto records = read_block(file, manifest.world_sha256, problem);
    if (!records)
      continue;
    for (const RunRecord& record : *records) {
      if (record.id == id && record.ok)
        return packed(record);
    }
  }
  return {};
}

PlannedRun run_of(const Plan& plan, const std::string& text) {
  const RunId id = run_id_of(text);
  for (const PlannedRun& row : plan.rows) {
    if (row.id == id && text_of(id) == text)
      return row;
  }
  throw UsageError(
      "--run: expected the id of a run of this sweep (the first column of runs.csv), "
      "found '" +
      text + "'");
}

/// The same world as `run` makes it: files, settings, seed and replication.
RunArguments as_run(const RerunArguments& arguments, const Study& study,
                    const models::StudyWorlds& worlds, const std::vector<std::string>& cells,
                    const PlannedRun& run) {
  RunArguments as;
  const LoadOptions files = study.scenario_files(worlds.overlays_of(cells));
  for (const fs::path& file : files.files)
    as.scenario.files.push_back(file.string());
  as.scenario.sets = files.sets;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Factor& factor = worlds.factors()[i];
    if (factor.kind() != Factor::Kind::overlay && factor.differs(cells[i]))
      as.scenario.sets.push_back(factor.text(cells[i]));
  }
  as.sampling.seed = study.seed;
  as.sampling.replication = worlds.stream_replication(run.id, run.replication);
  as.sampling.deterministic = !study.others_drawn;
  as.output = arguments.output;
  as.overwrite = arguments.overwrite;
  as.record = study.bottlenecks;
  return as;
}

std::string command_line_of(const RunArguments& run) {
  std::string line = "chokepoint run";
  for (const std::string& file : run.scenario.files)
    line += " " + in_shell_quotes(file);
  for (const std::string& set : run.scenario.sets)
    line += " --set " + in_shell_quotes(set);
  line += " --seed " + std::to_string(*run.sampling.seed) + " --replication " +
          std::to_string(run.sampling.replication);
  return line + (run.sampling.deterministic ? " --deterministic" : "") +
         (run.record ? "" : " --no-record");
}

}  // namespace

int rerun_command(const RerunArguments& arguments) {
  const SweepDirectory directory(fs::path(arguments.manifest).parent_path());
  const Manifest manifest = read_manifest(arguments.manifest);
  warn_of_other_build(manifest);
  const Study study = load_study(study_of(arguments, directory));
  models::StudyWorlds worlds(study);
  const DesignTable design = design_of(directory, manifest, study, worlds);
  const Plan plan = make_plan(manifest.factors, design, manifest.replications, manifest.block);
  const PlannedRun run = run_of(plan, arguments.run);
  if (worlds.manifest(design).world_sha256 != manifest.world_sha256)
    throw ScenarioError(study.file.string() +
                        ": expected the study, scenario and version of these results, found other "
                        "ones: their hashes differ");
  const std::vector<std::string>& cells = design.points[run.point];
  const auto again = run_worlds(
      1, 1, [&](std::size_t) { return packed(worlds.run(cells, run.id, run.replication)); });
  const std::string before = recorded(directory, manifest, run.id);
  RunArguments as = as_run(arguments, study, worlds, cells, run);
  as.command_line = command_line_of(as);
  std::cerr << as.command_line << '\n';
  if (before.empty())
    std::cerr << "chokepoint: the sweep has no result of this run to compare with\n";
  const int code = run_command(as);
  if (!before.empty() && (!again[0].ok || again[0].result != before)) {
    std::cerr << "chokepoint: run " << arguments.run << " differs from what the sweep recorded"
              << (again[0].ok ? "" : ": " + again[0].failure) << '\n';
    return exit_replay_differs;
  }
  return code;
}

}  // namespace chokepoint::tools
