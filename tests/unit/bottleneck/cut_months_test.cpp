#include "sim/bottleneck/cut_months.hpp"

#include <algorithm>
#include <chrono>

#include <gtest/gtest.h>

namespace chokepoint {
namespace {

double share(const ShareMatrix& matrix, const std::string& name, std::size_t month) {
  const auto place = std::find(matrix.constraints.begin(), matrix.constraints.end(), name);
  return matrix.months[month][static_cast<std::size_t>(place - matrix.constraints.begin())];
}

/// Lots for the sink, one a day, that pass several gates the same day.
class CutMonthsTest : public testing::Test {
 protected:
  GateId gate(const std::string& constraint, double per_day) {
    const GateId gate = trace_.gate(constraint);
    limit(gate, constraint, per_day);
    return gate;
  }
  void limit(GateId gate, const std::string& constraint, double per_day) {
    trace_.capacity(0, trace_.constraint(constraint), per_day / kDay, kWorldStart, gate);
  }
  /// A job of a day's length; what is for others is worth nothing at the sink.
  EventId job(GateId gate, const std::string& constraint, int day, EventId after, double work,
              double sink) {
    return trace_.follow(EventKind::service, trace_.constraint(constraint), day * kDay,
                         (day + 1) * kDay, after, EnablerClass::material, work, sink, gate);
  }
  void reach(int day, EventId event, double amount = 1) {
    trace_.reached_sink((day + 1) * kDay, amount, event);
  }
  CutMonths cut(const Alternatives& alternatives = {}) {
    const Ledger ledger(trace_, timeline_, 59 * kDay);
    return cut_months(trace_, ledger, {.alternatives = alternatives});
  }

  Trace trace_;
  Timeline timeline_{Date{std::chrono::year{2022}, std::chrono::January, std::chrono::day{1}}};
};

TEST_F(CutMonthsTest, LeavesToTheSinkWhatIsNotDoneForOthers) {
  // `shared` could do 9.2 a day and does 8 for others; `own` does 1 of the 2 that it could.
  const GateId shared = gate("shared", 9.2);
  const GateId own = gate("own", 2);
  for (int day = 0; day < 59; ++day) {
    job(shared, "shared", day, kWorldStart, 8, 0);
    const EventId first = job(shared, "shared", day, kWorldStart, 1, 1);
    reach(day, job(own, "own", day, first, 1, 1));
  }
  // 1.2 against 2, though `shared` could do 9.2 in all.
  EXPECT_EQ(share(cut().lowest, "shared", 0), 1);
  EXPECT_EQ(share(cut().lowest, "own", 0), 0);
}

TEST_F(CutMonthsTest, TakesWhatMakesTheSameTogether) {
  // Half comes from each of two that are nearly busy, all through a third that could do 1.5.
  const GateId grid = gate("grid", 0.6);
  const GateId engines = gate("engines", 0.7);
  const GateId chips = gate("chips", 1.5);
  for (int day = 0; day < 59; ++day) {
    const bool even = day % 2 == 0;
    const EventId power =
        job(even ? grid : engines, even ? "grid" : "engines", day, kWorldStart, 1, 1);
    reach(day, job(chips, "chips", day, power, 1, 1));
  }
  const CutMonths together = cut({{"grid", "engines"}});
  EXPECT_NEAR(share(together.lowest, "grid", 0), 0.6 / 1.3, 0.05);
  EXPECT_NEAR(share(together.lowest, "engines", 0), 0.7 / 1.3, 0.05);
}

TEST_F(CutMonthsTest, TakesTheLowestConstraintOfEachGate) {
  // One gate is held up by its tools, the other by its rooms, at the same stage.
  const GateId first = gate("rooms", 5);
  limit(first, "tools", 1.1);
  const GateId second = gate("rooms", 1.1);
  for (int day = 0; day < 59; ++day) {
    reach(day, job(first, "tools", day, kWorldStart, 1, 1));
    reach(day, job(second, "rooms", day, kWorldStart, 1, 1));
  }
  EXPECT_NEAR(share(cut().lowest, "tools", 0), 0.5, 0.05);
  EXPECT_NEAR(share(cut().lowest, "rooms", 0), 0.5, 0.05);
}

}  // namespace
}  // namespace chokepoint
