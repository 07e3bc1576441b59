#include "tools/command_line.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "sim/record/result_directory.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/sensitivity_arguments.hpp"
#include "tools/commands/sweep_arguments.hpp"
#include "tools/steps_progress.hpp"

namespace chokepoint::tools {

namespace {

/// What happens in the command; the test's own commands stand in for the real ones.
void (*what_happens)() = [] {};
RunArguments last_run;

int exit_code(void (*happening)()) {
  what_happens = happening;
  const char* const arguments[] = {"chokepoint", "schema"};
  return run_program(arguments);
}

template <std::size_t N>
RunArguments parsed(const char* const (&arguments)[N]) {
  what_happens = [] {};
  last_run = {};
  EXPECT_EQ(run_program(arguments), exit_ok);
  return last_run;
}

}  // namespace

int schema_command() {
  what_happens();
  return exit_ok;
}
int assumptions_command(const AssumptionsArguments&) {
  return exit_ok;
}
int score_command(const ScoreArguments&) {
  return exit_ok;
}
int run_command(const RunArguments& arguments) {
  last_run = arguments;
  return exit_ok;
}
int bound_command(const BoundArguments&) {
  return exit_ok;
}

int relieve_command(const RelieveArguments&) {
  return exit_ok;
}
int compare_command(const CompareArguments&) {
  return exit_ok;
}
int replay_command(const ReplayArguments&) {
  return exit_ok;
}

int why_command(const WhyArguments&) {
  return exit_ok;
}
int report_command(const ReportArguments&) {
  return exit_ok;
}
int detectors_command(const DetectorArguments&) {
  return exit_ok;
}
int facts_command(const FactsArguments&) {
  return exit_ok;
}
int design_command(const DesignArguments&) {
  return exit_ok;
}
int sweep_command(const SweepArguments&) {
  return exit_ok;
}
int merge_command(const MergeArguments&) {
  return exit_ok;
}
int rerun_command(const RerunArguments&) {
  return exit_ok;
}
int study_schema_command() {
  return exit_ok;
}
int study_keys_command() {
  return exit_ok;
}
int sensitivity_command(const SensitivityArguments&) {
  return exit_ok;
}
int allocation_command(const AllocationArguments&) {
  return exit_ok;
}
int check_command(const CheckArguments&) {
  return exit_ok;
}
int graph_command(const ScenarioArguments&) {
  return exit_ok;
}
int params_command(const std::string&) {
  return exit_ok;
}

TEST(ExitCode, tells_whose_fault_it_was) {
  EXPECT_EQ(exit_code([] {}), 0);
  EXPECT_EQ(exit_code([] { throw ModelError("stock went below zero"); }), 1);
  EXPECT_EQ(exit_code([] { throw std::runtime_error("anything else"); }), 1);
  EXPECT_EQ(exit_code([] { throw OutputError("disk full"); }), 1);
  EXPECT_EQ(exit_code([] { throw UsageError("unknown kind"); }), 2);
  EXPECT_EQ(exit_code([] { throw ExistingResultsError("holds results"); }), 2);
  EXPECT_EQ(exit_code([] { throw ScenarioError("a.yaml:1:1: name: missing"); }), 3);
  EXPECT_EQ(exit_code([] { throw DeadlockError("packager waits for ever"); }), 4);
}

TEST(ExitCode, causes_are_printed_from_the_outside_in) {
  ::testing::internal::CaptureStderr();
  exit_code([] {
    try {
      throw ModelError("stock went below zero");
    } catch (...) {
      std::throw_with_nested(std::runtime_error("tsmc on 2024-03-01"));
    }
  });
  EXPECT_EQ(::testing::internal::GetCapturedStderr(),
            "chokepoint: tsmc on 2024-03-01: stock went below zero\n");
}

TEST(CommandLine, run_takes_everything_in_any_order) {
  const RunArguments run =
      parsed({"chokepoint", "run", "--set", "a.b=1 lot", "base.yaml", "-o", "out", "more.yaml",
              "--seed", "999999999999999", "--set", "c=-2 lot", "--no-record", "--overwrite"});
  EXPECT_EQ(run.scenario.files, (std::vector<std::string>{"base.yaml", "more.yaml"}));
  EXPECT_EQ(run.scenario.sets, (std::vector<std::string>{"a.b=1 lot", "c=-2 lot"}));
  EXPECT_EQ(run.sampling.seed, 999999999999999);
  EXPECT_EQ(run.output, "out");
  EXPECT_TRUE(run.overwrite);
  EXPECT_FALSE(run.record);
  EXPECT_FALSE(run.sampling.deterministic);
  EXPECT_FALSE(run.shuffle_ties.has_value());
}

TEST(CommandLine, run_without_options_uses_the_scenarios_own_values) {
  const RunArguments run = parsed({"chokepoint", "run", "base.yaml"});
  EXPECT_FALSE(run.sampling.seed.has_value());
  EXPECT_TRUE(run.record);
  EXPECT_FALSE(run.overwrite);
  EXPECT_EQ(run.output, "");
}

TEST(StepsLine, TellsHowManyAreDoneAndHowLongTheRestTakesAtThePaceSoFar) {
  EXPECT_EQ(steps_line("worlds", 26, 52, 30, true),
            "[##########..........] 26 of 52 worlds, 50 %, 30 s left");
  EXPECT_EQ(steps_line("worlds", 0, 52, 30, true), "[....................] 0 of 52 worlds, 0 %");
  EXPECT_EQ(steps_line("plans", 4, 4, 30, true), "[####################] 4 of 4 plans, 100 %");
  EXPECT_EQ(steps_line("worlds", 1, 1'000, 1, true),
            "[....................] 1 of 1,000 worlds, 0 %, 17 min left");
  EXPECT_EQ(steps_line("worlds", 1, 32, 1, false),
            "[▋                   ] 1 of 32 worlds, 3 %, 31 s left");
}

TEST(StepsWatch, HearsWhileItLivesAndNobodyElse) {
  std::vector<std::size_t> heard;
  tell_steps("worlds", 1, 9);
  {
    const StepsWatch watch(
        [&](std::string_view, std::size_t done, std::size_t) { heard.push_back(done); });
    tell_steps("worlds", 2, 9);
  }
  tell_steps("worlds", 3, 9);
  EXPECT_EQ(heard, std::vector<std::size_t>{2});
}

}  // namespace chokepoint::tools
