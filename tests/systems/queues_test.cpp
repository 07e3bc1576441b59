// Queues with known answers, from generic parts.
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/systems/system.hpp"

namespace chokepoint::models {
namespace {

constexpr int kReplications = 30;
constexpr double kT999 = 3.659;  // Student's t, two-sided 99.9 %, 29 degrees of freedom

/// Mean and half-width of the 99.9 % confidence interval.
struct Estimate {
  double mean;
  double half_width;
};

Estimate estimate(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  double sum = 0;
  for (const double value : values)
    sum += value;
  const double mean = sum / n;
  double squares = 0;
  for (const double value : values)
    squares += (value - mean) * (value - mean);
  return {mean, kT999 * std::sqrt(squares / (n - 1) / n)};
}

struct Queue {
  Estimate length;  ///< customers waiting, averaged over time
  Estimate wait;    ///< minutes in the queue, averaged over customers
  Estimate busy;    ///< servers at work
};

Queue measure(const std::string& system) {
  std::vector<double> lengths;
  std::vector<double> waits;
  std::vector<double> busy;
  for (int seed = 1; seed <= kReplications; ++seed) {
    SystemOptions options;
    options.seed = static_cast<std::uint64_t>(seed);
    options.world.record = false;
    const auto run = SystemRun::of(system, options);
    const Store& queue = *run.world().network().stores().at("queue");
    const auto time = static_cast<double>(run.world().simulation().now());
    const auto served = static_cast<double>(queue.total_out());
    lengths.push_back(static_cast<double>(queue.level_minutes()) / time);
    waits.push_back(static_cast<double>(queue.waited_minutes()) / served);
    busy.push_back(run.world().network().gates().at("server")->busy_minutes() / time);
    // Little's law: customers in the queue, integrated over time, are the minutes they waited.
    // Those still waiting at the end have waited, too.
    const double unfinished =
        static_cast<double>(queue.level_minutes()) - static_cast<double>(queue.waited_minutes());
    EXPECT_GE(unfinished, 0);
    if (queue.level() == 0) {
      EXPECT_EQ(unfinished, 0);
    }
    EXPECT_EQ(queue.total_in(), queue.total_out() + queue.level());
  }
  return {estimate(lengths), estimate(waits), estimate(busy)};
}

void expect_truth(const Estimate& estimate, double truth) {
  EXPECT_NEAR(estimate.mean, truth, estimate.half_width);
  EXPECT_LT(estimate.half_width, 0.01 * truth);
}

TEST(Queue, WithRandomArrivalsAndServices) {
  const Queue queue = measure("mm1");
  expect_truth(queue.length, 0.5);
  expect_truth(queue.wait, 200);
  expect_truth(queue.busy, 0.5);
}

TEST(Queue, WithEqualServicesIsHalfAsLong) {
  const Queue queue = measure("md1");
  expect_truth(queue.length, 0.25);
  expect_truth(queue.wait, 100);
}

TEST(Queue, WithThreeServersFollowsErlang) {
  const Queue queue = measure("mm3");
  expect_truth(queue.length, 8.0 / 9);
  expect_truth(queue.wait, 200 * 4.0 / 9);
  expect_truth(queue.busy, 2);
}

TEST(LittlesLaw, HoldsToTheLastMinuteWhenAllHaveBeenServed) {
  for (const char* system : {"mm1", "md1", "mm3"}) {
    SystemOptions options;
    options.sets = {"parts.arrivals.most=2000", "end=2190-01-01"};
    options.world.record = false;
    const auto run = SystemRun::of(system, options);
    const Store& queue = *run.world().network().stores().at("queue");
    ASSERT_EQ(queue.total_out(), 2000);
    const auto time = static_cast<double>(run.world().simulation().now());
    const double length = static_cast<double>(queue.level_minutes()) / time;
    const double rate = 2000 / time;
    const double wait = static_cast<double>(queue.waited_minutes()) / 2000;
    EXPECT_GT(length, 0);
    EXPECT_NEAR(length / (rate * wait), 1, 1e-9) << system;
  }
}

}  // namespace
}  // namespace chokepoint::models
