// A project of fourteen tasks: the ledger's critical path is the project's.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/systems/system.hpp"

namespace chokepoint::models {
namespace {

constexpr Tick kWeek = 7 * kDay;

struct Task {
  const char* name;
  int weeks;
  int slack;  ///< weeks it may be shorter or later without any effect on the end
};
constexpr Task kTasks[] = {{"a", 2, 0}, {"b", 4, 0}, {"c", 10, 0}, {"d", 6, 4}, {"e", 4, 0},
                           {"f", 5, 0}, {"g", 7, 4}, {"h", 9, 4},  {"i", 7, 2}, {"j", 8, 0},
                           {"k", 4, 1}, {"l", 5, 0}, {"m", 2, 4},  {"n", 6, 0}};

Tick finish(std::vector<std::string> sets) {
  const auto run = SystemRun::of("reliable-construction", {.sets = std::move(sets)});
  EXPECT_EQ(run.trace().sink_lots().size(), 1U);
  return run.trace().sink_lots().front().tick;
}

std::string weeks(const Task& task, int change) {
  return "parts." + std::string(task.name) + ".lead=" + std::to_string(task.weeks + change) +
         " weeks";
}

TEST(Project, TakesFortyFourWeeks) {
  EXPECT_EQ(finish({}), 44 * kWeek);
}

TEST(Project, TheLedgerFollowsTheCriticalPath) {
  const auto run = SystemRun::of("reliable-construction");
  std::vector<std::string> path;
  for (const EventId id : run.ledger().path(0)) {
    const Event& event = run.trace().event(id);
    if (event.kind == EventKind::lead && event.end > event.start)
      path.insert(path.begin(), run.trace().name(event.constraint));
  }
  EXPECT_THAT(path, testing::ElementsAre("a_lead", "b_lead", "c_lead", "e_lead", "f_lead", "j_lead",
                                         "l_lead", "n_lead"));
}

TEST(Project, ShorteningATaskOffThePathChangesNothing) {
  for (const Task& task : kTasks) {
    if (task.slack == 0)
      continue;
    const int cut = std::min(task.slack, task.weeks);
    EXPECT_EQ(finish({weeks(task, -cut)}), 44 * kWeek) << task.name;
  }
}

TEST(Project, ATaskMayTakeLongerByItsSlackAndNoMore) {
  for (const Task& task : kTasks) {
    EXPECT_EQ(finish({weeks(task, task.slack)}), 44 * kWeek) << task.name;
    EXPECT_EQ(finish({weeks(task, task.slack + 1)}), 45 * kWeek) << task.name;
  }
}

TEST(Project, ShorteningATaskOnThePathPaysUntilAnotherPathTakesOver) {
  for (const Task& task : kTasks) {
    if (task.slack == 0) {
      EXPECT_EQ(finish({weeks(task, -1)}), 43 * kWeek) << task.name;
    }
  }
}

}  // namespace
}  // namespace chokepoint::models
