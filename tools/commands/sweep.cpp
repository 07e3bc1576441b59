#include <algorithm>
#include <chrono>
#include <iostream>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "sim/record/result_directory.hpp"
#include "sim/study/precision.hpp"
#include "sim/worlds/runner.hpp"
#include "tools/build_id.hpp"
#include "tools/commands/block_writer.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/progress.hpp"
#include "tools/commands/slurm_sweep.hpp"
#include "tools/commands/stop_signals.hpp"
#include "tools/commands/study_setup.hpp"
#include "tools/commands/sweep_arguments.hpp"
#include "tools/commands/sweep_options.hpp"
#include "tools/output.hpp"

namespace chokepoint::tools {

namespace {

/// So many failures from the first run on, and nothing else: the study is wrong.
constexpr std::size_t kHopeless = 20;

/// One call of the command.
class SweepRun {
 public:
  explicit SweepRun(const SweepArguments& arguments)
      : arguments_(arguments),
        shard_(shard_of(arguments.shard)),
        study_(changed_study(arguments)),
        worlds_(study_),
        directory_(arguments.output) {
    if (!arguments.max_wall.empty())
      deadline_ = std::chrono::steady_clock::now() +
                  std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                      std::chrono::duration<double>(seconds_of("--max-wall", arguments.max_wall)));
  }

  int run() {
    const bool is_auto = arguments_.replications == "auto";
    check_options(is_auto);
    design_ = design();
    manifest_.auto_replications = is_auto;
    set_replications(is_auto ? round_that_was_begun()
                             : static_cast<std::uint64_t>(study_.replications));
    // Shards work on the round that there is: they cannot know whether others still do.
    const bool is_asked = arguments_.missing || arguments_.slurm || arguments_.dry_run;
    const bool goes_on = is_auto && is_asked && next_round();
    if (arguments_.missing)
      return list_missing(goes_on);
    const SweepPermissions permissions{
        .resume = arguments_.resume || arguments_.slurm || !arguments_.shard.empty(),
        .extend = arguments_.extend,
        .overwrite = arguments_.overwrite};
    directory_.admit(manifest_, permissions);
    if (arguments_.dry_run)
      return tell_plan();
    worlds_.prepare(design_);
    if (arguments_.slurm)
      return write_job(permissions);
    const StopSignals signals;
    directory_.begin(manifest_, design_, study_, permissions, arguments_.command_line);
    SweepPermissions next = permissions;
    next.overwrite = false;
    next.resume = true;
    for (bool retry = arguments_.retry_failed;; retry = false) {
      const int code = run_plan(retry);
      if (code != exit_ok || !arguments_.shard.empty())
        return code;
      const MergedSweep merged = merge_sweep(directory_, manifest_, design_, plan_);
      const PrecisionVerdict verdict =
          is_auto ? precision_of(merged)
                  : PrecisionVerdict{.replications = 0, .known = true, .text = {}};
      if (verdict.replications > manifest_.replications) {
        set_replications(verdict.replications);
        directory_.begin(manifest_, design_, study_, next, arguments_.command_line);
        continue;
      }
      warn_of(merged.bad, merged.foreign);
      const int told = report_merged(directory_, manifest_, merged,
                                     write_merged(directory_, manifest_, merged, arguments_.report),
                                     arguments_.json);
      return told == exit_ok && !verdict.known ? exit_stopped : told;
    }
  }

 private:
  static Study changed_study(const SweepArguments& arguments) {
    Study study = load_study(arguments.study);
    if (arguments.block)
      study.block = *arguments.block;
    if (!arguments.table.empty()) {
      study.design = {};
      study.design.kind = DesignSpec::Kind::table;
      study.design.file = std::filesystem::absolute(arguments.table).string();
    }
    if (!arguments.replications.empty() && arguments.replications != "auto") {
      study.replications = static_cast<std::int64_t>(
          whole_of("--reps", arguments.replications, "a whole number or 'auto'"));
      if (study.replications < 1)
        throw UsageError("--reps: expected a whole number from 1 on, or 'auto', found '0'");
    }
    return study;
  }

  void check_options(bool is_auto) const {
    if (arguments_.shards && !arguments_.missing && !arguments_.slurm)
      throw UsageError("--shards goes with --missing or --slurm");
    const bool has_number = std::any_of(study_.outputs.begin(), study_.outputs.end(),
                                        [](const OutputSpec& one) { return !one.is_date(); });
    if (is_auto && !has_number)
      throw UsageError("--reps auto needs outputs that are numbers; the study names none");
    static_cast<void>(part_of("--rel", arguments_.rel));
    static_cast<void>(part_of("--ci", arguments_.confidence));
  }

  /// The one of the directory when it is of this study: a sampled design takes time to make.
  DesignTable design() const {
    if (study_.design.is_sampled() && directory_.has_manifest() && !arguments_.overwrite) {
      const Manifest there = directory_.manifest();
      const Manifest here = worlds_.manifest(single_point());
      if (there.study_sha256 == here.study_sha256 && there.version == here.version &&
          there.build == build_id() && there.world_sha256 == here.world_sha256 &&
          there.design_kind == here.design_kind)
        return directory_.design(there);
    }
    return make_design(study_, worlds_.factors());
  }

  void set_replications(std::uint64_t replications) {
    plan_ =
        make_plan(worlds_.factors(), design_, replications, static_cast<std::size_t>(study_.block));
    const bool is_auto = manifest_.auto_replications;
    manifest_ = worlds_.manifest(design_);
    manifest_.build = build_id();
    manifest_.auto_replications = is_auto;
    manifest_.replications = replications;
    manifest_.runs = plan_.runs();
  }

  /// The replications of the last round of --reps auto in the directory; those of the first one
  /// where nothing of this study is there.
  [[nodiscard]] std::uint64_t round_that_was_begun() const {
    const std::uint64_t first = first_round(study_.replications);
    if (!directory_.has_manifest() || arguments_.overwrite)
      return first;
    const Manifest there = directory_.manifest();
    Manifest here = worlds_.manifest(design_);
    const bool is_ours = there.auto_replications && there.study_sha256 == here.study_sha256 &&
                         there.world_sha256 == here.world_sha256 &&
                         there.design_sha256 == here.design_sha256;
    return is_ours ? std::max(first, there.replications) : first;
  }

  /// When the round is complete and has not told enough, makes the plan that of the next one.
  bool next_round() {
    bool is_another = false;
    while (!arguments_.overwrite && directory_.has_manifest() &&
           missing_work(plan_, directory_.contents(manifest_.world_sha256), false).empty()) {
      const PrecisionVerdict verdict =
          precision_of(merge_sweep(directory_, manifest_, design_, plan_));
      if (verdict.replications <= manifest_.replications)
        break;
      set_replications(verdict.replications);
      is_another = true;
    }
    return is_another;
  }

  [[nodiscard]] std::vector<BlockWork> work(bool retry_failed, bool warn) const {
    const SweepDirectory::Contents contents = directory_.contents(manifest_.world_sha256);
    if (warn)
      warn_of(contents.bad, contents.foreign);
    std::vector<BlockWork> work = missing_work(plan_, contents, retry_failed);
    std::erase_if(work, [&](const BlockWork& one) { return !shard_.has(one.number); });
    return work;
  }

  /// Blocks of which runs are missing; with `shards`, those of so many shards that have some.
  [[nodiscard]] std::string missing_text(std::optional<std::uint64_t> shards) const {
    std::vector<std::uint64_t> numbers;
    for (const BlockWork& one : work(arguments_.retry_failed, true))
      numbers.push_back(shards ? one.number % *shards + 1 : one.number);
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return ranges_text(numbers);
  }

  /// `begins` a round of --reps auto, which shards will then work on.
  int list_missing(bool begins) const {
    if (directory_.has_manifest())
      directory_.admit(manifest_, {.resume = true});
    if (begins)
      directory_.begin(manifest_, design_, study_, {.resume = true});
    std::optional<std::uint64_t> shards;
    if (arguments_.shards)
      shards = static_cast<std::uint64_t>(*arguments_.shards);
    const std::string text = missing_text(shards);
    print(text + "\n");
    return text.empty() ? exit_ok : exit_stopped;
  }

  /// The directory is made ready here, so that tasks that start together find it so.
  int write_job(const SweepPermissions& permissions) const {
    const std::uint64_t shards = slurm_shards(arguments_, plan_.blocks());
    directory_.begin(manifest_, design_, study_, permissions, arguments_.command_line);
    return hand_to_slurm(arguments_, manifest_, missing_text(shards), shards);
  }

  int tell_plan() const {
    std::size_t runs = 0;
    const std::vector<BlockWork> missing = work(arguments_.retry_failed, true);
    for (const BlockWork& one : missing)
      runs += one.runs.size();
    print(study_.name + ": " + std::to_string(design_.points.size()) + " points, " +
          std::to_string(manifest_.replications) + " replications, " +
          std::to_string(plan_.runs()) + " different runs in " + std::to_string(plan_.blocks()) +
          " blocks; " + std::to_string(runs) + " runs in " + std::to_string(missing.size()) +
          " blocks are to be made\n");
    return exit_ok;
  }

  [[nodiscard]] Stop wish() const {
    const bool late = deadline_ && std::chrono::steady_clock::now() >= *deadline_;
    return std::max(StopSignals::wish(), late ? Stop::soon : Stop::no);
  }

  [[nodiscard]] std::string record_of_failure(RunId id, std::string reason) const {
    RunRecord record;
    record.id = id;
    record.reason = std::move(reason);
    return packed(record);
  }

  /// All of the plan's runs that this call is to make and that are not there.
  int run_plan(bool retry_failed) {
    const std::vector<BlockWork> missing = work(retry_failed, true);
    BlockWriter writer(directory_, manifest_.world_sha256, plan_, missing);
    std::size_t mine = 0;
    for (std::size_t block = 0; block < plan_.blocks(); ++block)
      mine += shard_.has(block) ? std::min(plan_.block, plan_.runs() - block * plan_.block) : 0;
    const bool has_output = !study_.outputs.empty();
    Progress progress(mine, mine - writer.size(), has_output ? study_.outputs[0].name : "",
                      has_output && study_.outputs[0].is_date());
    bool hopeless = false;
    const auto make = [&](std::size_t index) {
      const PlannedRun& run = plan_.run(writer.planned(index));
      try {
        return packed(worlds_.run(design_.points[run.point], run.id, run.replication));
      } catch (const std::exception& error) {
        return record_of_failure(run.id, message_of(error));
      }
    };
    const auto done = [&](std::size_t index, WorldOutcome&& outcome) {
      if (!outcome.ok)
        outcome.result =
            record_of_failure(plan_.run(writer.planned(index)).id, std::move(outcome.failure));
      std::string_view bytes = outcome.result;
      const RunRecord record = unpacked(bytes);
      progress.add(record.ok, record.ok && has_output ? record.outputs.front() : kMissing);
      if (progress.failed() >= kHopeless && progress.failed() == progress.done())
        hopeless = !arguments_.keep_going;
      if (progress.done() == 1)
        first_reason_ = record.reason;
      writer.add(index, std::move(outcome.result));
    };
    const auto stop = [&] {
      progress.tell();
      return hopeless ? Stop::soon : wish();
    };
    if (writer.size() > 0) {
      const int workers = arguments_.workers > 0 ? arguments_.workers : usual_workers();
      stream_worlds(writer.size(), workers, make, done, stop);
      progress.finish();
    }
    writer.write_partial();
    if (hopeless)
      throw std::runtime_error("all of the first " + std::to_string(progress.done()) +
                               " runs failed, the first with: " + first_reason_ +
                               "; --keep-going goes on regardless");
    if (progress.done() == writer.size()) {
      if (!arguments_.shard.empty() && progress.failed() > 0)
        std::cerr << "chokepoint: " << progress.failed()
                  << " runs failed; they are recorded, and the merge will say so\n";
      return exit_ok;
    }
    std::cerr << "chokepoint: stopped; what is done is kept, --resume goes on\n";
    return exit_stopped;
  }

  [[nodiscard]] PrecisionVerdict precision_of(const MergedSweep& merged) const {
    const Precision asked{.relative = part_of("--rel", arguments_.rel),
                          .confidence = part_of("--ci", arguments_.confidence),
                          .most = static_cast<std::uint64_t>(arguments_.most_replications)};
    PrecisionVerdict verdict = judge(asked, manifest_, merged);
    std::cerr << verdict.text << '\n';
    return verdict;
  }

  const SweepArguments& arguments_;
  Shard shard_;
  Study study_;
  models::StudyWorlds worlds_;
  SweepDirectory directory_;
  std::optional<std::chrono::steady_clock::time_point> deadline_;
  DesignTable design_;
  Plan plan_;
  Manifest manifest_;
  std::string first_reason_;
};

}  // namespace

int sweep_command(const SweepArguments& arguments) {
  return SweepRun(arguments).run();
}

}  // namespace chokepoint::tools
