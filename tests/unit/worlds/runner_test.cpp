#include "sim/worlds/runner.hpp"

#include <chrono>
#include <csignal>
#include <stdexcept>
#include <string>
#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.hpp"

namespace chokepoint {
namespace {

using testing::HasSubstr;

std::string named(std::size_t index) {
  return "world " + std::to_string(index);
}

TEST(Worlds, ComeBackInTheirOrderWhateverFinishesFirst) {
  const auto outcomes = run_worlds(6, 3, [](std::size_t index) {
    std::this_thread::sleep_for(std::chrono::milliseconds(index == 0 ? 60 : 1));
    return named(index);
  });
  ASSERT_EQ(outcomes.size(), 6U);
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_TRUE(outcomes[i].ok);
    EXPECT_EQ(outcomes[i].result, named(i));
  }
}

TEST(Worlds, CarryLargeAndEmptyResultsWithAnyBytes) {
  const auto outcomes = run_worlds(3, 2, [](std::size_t index) {
    return index == 1 ? std::string() : std::string(3'000'000 + index, '\0');
  });
  EXPECT_EQ(outcomes[0].result, std::string(3'000'000, '\0'));
  EXPECT_TRUE(outcomes[1].ok);
  EXPECT_EQ(outcomes[1].result, "");
  EXPECT_EQ(outcomes[2].result.size(), 3'000'002U);
}

TEST(Worlds, RunInOtherProcessesAndOneAfterTheOtherInEach) {
  const auto outcomes = run_worlds(4, 1, [](std::size_t) {
    static int before = 0;
    return std::to_string(::getpid()) + " " + std::to_string(before++);
  });
  const std::string process = outcomes[0].result.substr(0, outcomes[0].result.find(' '));
  EXPECT_NE(process, std::to_string(::getpid()));
  for (std::size_t i = 0; i < 4; ++i)
    EXPECT_EQ(outcomes[i].result, process + " " + std::to_string(i));
}

TEST(Worlds, AreFewerThanTheWorkersOffered) {
  EXPECT_EQ(run_worlds(2, 16, named)[1].result, "world 1");
  EXPECT_TRUE(run_worlds(0, 4, named).empty());
  EXPECT_EQ(run_worlds(1, 0, named)[0].result, "world 0");
}

TEST(AWorldThatFails, IsReportedWithItsReasonAndCostsTheOthersNothing) {
  const auto outcomes = run_worlds(4, 2, [](std::size_t index) {
    if (index == 1)
      throw ModelError("a gate's rate is not negative");
    if (index == 2)
      throw DeadlockError("everybody waits");
    return named(index);
  });
  EXPECT_TRUE(outcomes[0].ok);
  EXPECT_TRUE(outcomes[3].ok);
  EXPECT_FALSE(outcomes[1].ok);
  EXPECT_EQ(outcomes[1].failure, "a gate's rate is not negative");
  EXPECT_EQ(outcomes[2].failure, "deadlock: everybody waits");
}

TEST(AWorldThatFails, TellsWhatCausedWhatWasThrown) {
  const auto outcomes = run_worlds(1, 1, [](std::size_t) -> std::string {
    try {
      throw std::runtime_error("no such lot");
    } catch (const std::exception&) {
      std::throw_with_nested(std::runtime_error("store 'pile'"));
    }
  });
  EXPECT_EQ(outcomes[0].failure, "store 'pile': no such lot");
}

TEST(AWorldThatFails, TellsACauseOnceThatIsNamedAlready) {
  const auto outcomes = run_worlds(1, 1, [](std::size_t) -> std::string {
    try {
      throw ModelError("no such lot");
    } catch (const std::exception& error) {
      std::throw_with_nested(std::runtime_error(std::string("store 'pile': ") + error.what()));
    }
  });
  EXPECT_EQ(outcomes[0].failure, "store 'pile': no such lot");
}

TEST(AWorkerThatIsKilled, LosesOnlyTheWorldItWasIn) {
  for (const int workers : {1, 2}) {
    const auto outcomes = run_worlds(5, workers, [](std::size_t index) {
      if (index == 2)
        std::raise(SIGKILL);
      return named(index);
    });
    for (const std::size_t i : {0U, 1U, 3U, 4U})
      EXPECT_EQ(outcomes[i].result, named(i));
    EXPECT_FALSE(outcomes[2].ok);
    EXPECT_THAT(outcomes[2].failure, HasSubstr("signal 9"));
  }
}

TEST(AWorkerThatLeaves, IsReportedWithItsStatus) {
  const auto outcomes = run_worlds(2, 1, [](std::size_t index) {
    if (index == 0)
      ::_exit(7);
    return named(index);
  });
  EXPECT_EQ(outcomes[0].failure, "its worker ended with status 7");
  EXPECT_TRUE(outcomes[1].ok);
}

}  // namespace
}  // namespace chokepoint
