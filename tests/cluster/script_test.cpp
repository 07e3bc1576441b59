#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/slurm.hpp"

namespace chokepoint::tools {
namespace {

using testing::HasSubstr;
using testing::Not;

SlurmJob sample_job() {
  return {.study = "queue",
          .program = "/opt/chokepoint/bin/chokepoint",
          .study_file = "/data/queue.yaml",
          .directory = "/data/out",
          .options = {"--reps", "40"},
          .shards = "3,7-9",
          .shard_count = 12,
          .workers = 2,
          .at_once = 3,
          .sbatch = {"--partition=short"}};
}

TEST(SlurmScript, TheArrayIsReadableAndMakesOnlyWhatIsMissing) {
  EXPECT_EQ(array_script(sample_job()), R"(#!/bin/sh
#SBATCH --job-name=queue
#SBATCH --array=3,7-9%3
#SBATCH --cpus-per-task=2
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output="/data/out/slurm/array-%A_%a.log"
#SBATCH --partition=short

# Each task makes the runs of one shard that are not there yet; it may be started again at
# any time. The program takes the place of the shell, so that signals reach it.
exec /opt/chokepoint/bin/chokepoint sweep /data/queue.yaml \
  -o /data/out \
  --shard "$SLURM_ARRAY_TASK_ID"/12 -j 2 --reps 40
)");
}

TEST(SlurmScript, TheMergeWaitsForFilesOfOtherNodes) {
  EXPECT_THAT(merge_script(sample_job()),
              HasSubstr("exec /opt/chokepoint/bin/chokepoint merge /data/out --wait 90s\n"));
}

TEST(SlurmScript, TheMergeWritesAReportWhenThatIsAskedFor) {
  SlurmJob job = sample_job();
  EXPECT_THAT(merge_script(job), Not(HasSubstr("--report")));
  job.report = true;
  EXPECT_THAT(merge_script(job), HasSubstr(" --wait 90s --report\n"));
}

TEST(SlurmScript, AStudyMayBeCalledWhatSlurmWouldReadOtherwise) {
  SlurmJob job = sample_job();
  job.study = "what \"if\"; rm";
  EXPECT_THAT(array_script(job), HasSubstr("#SBATCH --job-name=what__if___rm\n"));
  EXPECT_THAT(merge_script(job), HasSubstr("#SBATCH --job-name=what__if___rm-merge\n"));
}

TEST(SlurmScript, NoListOfExportedVariables) {
  // With one, Slurm builds a login environment for every task, which takes five times as long.
  EXPECT_THAT(array_script(sample_job()), Not(HasSubstr("--export")));
}

TEST(SlurmScript, WithoutNodesThereIsNoThrottle) {
  SlurmJob job = sample_job();
  job.at_once = 0;
  EXPECT_THAT(array_script(job), HasSubstr("--array=3,7-9\n"));
}

TEST(SlurmScript, TheMergeIsGivenUpWhenTheArrayFails) {
  EXPECT_EQ(submit_array_command(sample_job()), "sbatch --parsable /data/out/slurm/array.sbatch");
  EXPECT_EQ(submit_merge_command(sample_job(), "12"),
            "sbatch --parsable --dependency=afterok:12 --kill-on-invalid-dep=yes "
            "/data/out/slurm/merge.sbatch");
}

TEST(SlurmScript, WordsAreQuotedForTheShell) {
  EXPECT_EQ(shell_word("/a/b-c_d.e"), "/a/b-c_d.e");
  EXPECT_EQ(shell_word("a b"), "'a b'");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_word("$HOME"), "'$HOME'");
  EXPECT_EQ(shell_word(""), "''");
}

TEST(SlurmScript, NamesThatSlurmReadsOtherwiseAreKnown) {
  EXPECT_TRUE(is_plain_for_slurm("/data/out put"));
  EXPECT_FALSE(is_plain_for_slurm("/data/100%"));
  EXPECT_FALSE(is_plain_for_slurm("/data/\"x\""));
  EXPECT_FALSE(is_plain_for_slurm("/data/a\\b"));
}

TEST(SlurmScript, ArraysAreAsLongAsTheClusterAllows) {
  EXPECT_EQ(most_tasks("MaxArraySize            = 4001\nMaxDBDMsgs = 20000\n"), 4000U);
  EXPECT_EQ(most_tasks(""), 1000U);
  EXPECT_EQ(most_tasks("slurm_load_ctl_conf error"), 1000U);
}

}  // namespace
}  // namespace chokepoint::tools
