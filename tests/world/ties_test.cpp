// What happens at the same minute happens in some order. The answer must not hang on it.

#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

constexpr int kShuffles = 20;
constexpr double kMostGw = 0.005;    ///< relative change of what is online when a year ends
constexpr double kMostDays = 31;     ///< of the ends of binding intervals
constexpr double kMostShare = 0.02;  ///< of a year, by which one that only just binds may differ
constexpr double kClearLead = 0.05;  ///< of a year's first constraint over another, to be its label

std::string label(const YearSummary& year) {
  std::string largest;
  double most = 0;
  for (const ConstraintShare& share : year.shares) {
    if (share.share > most) {
      most = share.share;
      largest = share.constraint;
    }
  }
  return largest;
}

double share_of(const YearSummary& year, const std::string& constraint) {
  for (const ConstraintShare& share : year.shares) {
    if (share.constraint == constraint)
      return share.share;
  }
  return 0;
}

/// A year that two constraints share evenly may be read either way, a clear one only one way.
void expect_same_label(const YearSummary& a, const YearSummary& b) {
  const std::string first = label(a);
  const std::string other = label(b);
  if (share_of(a, first) - share_of(a, other) > kClearLead) {
    EXPECT_EQ(other, first) << a.year;
  }
}

double days_apart(const std::optional<Date>& a, const std::optional<Date>& b) {
  if (!a || !b)
    return a == b ? 0 : 1e9;
  return std::abs(
      static_cast<double>((std::chrono::sys_days(*a) - std::chrono::sys_days(*b)).count()));
}

/// Dates of the intervals of constraints that bind in both. One that only just binds (a fifth of
/// the year's loss) may be missing in the other, where its share is hardly another then.
void expect_same_intervals(const YearSummary& a, const YearSummary& b) {
  for (const Binding& x : a.binding) {
    bool in_both = false;
    for (const Binding& y : b.binding) {
      if (x.constraint != y.constraint)
        continue;
      in_both = true;
      EXPECT_LE(days_apart(x.from, y.from), kMostDays) << a.year << " " << x.constraint;
      EXPECT_LE(days_apart(x.to, y.to), kMostDays) << a.year << " " << x.constraint;
    }
    if (!in_both) {
      EXPECT_LE(share_of(a, x.constraint) - share_of(b, x.constraint), kMostShare)
          << a.year << " " << x.constraint << " binds in one only";
    }
  }
}

TEST(Ties, TheirOrderMovesNoYearAndHardlyAnyGigawatt) {
  const Outcome plain = run_and_tell(baseline());
  double worst = 0;
  for (std::uint64_t shuffle = 1; shuffle <= kShuffles; ++shuffle) {
    SCOPED_TRACE("shuffle " + std::to_string(shuffle));
    const Outcome shuffled = run_and_tell(baseline(), {.shuffle_ties = shuffle});
    ASSERT_EQ(shuffled.result.years.size(), plain.result.years.size());
    for (std::size_t i = 0; i < plain.result.years.size(); ++i) {
      const YearSummary& a = plain.result.years[i];
      const YearSummary& b = shuffled.result.years[i];
      const double change = std::abs(b.online_gw_end / a.online_gw_end - 1);
      worst = std::max(worst, change);
      EXPECT_LE(change, kMostGw) << a.year;
      expect_same_label(a, b);
      expect_same_intervals(a, b);
      expect_same_intervals(b, a);
    }
  }
  RecordProperty("largest_change", std::to_string(worst));
}

TEST(Ties, ShufflingThemReallyChangesTheOrderOfEvents) {
  // A queue with two sources that deliver at the same minute: who is served first depends on it.
  const Plan plan = read_plan({repository() / "tests/systems/T5a.yaml"});
  World plain(plan.scenario);
  plain.run();
  bool differs = false;
  for (std::uint64_t shuffle = 1; shuffle <= 5 && !differs; ++shuffle) {
    World shuffled(plan.scenario, {.shuffle_ties = shuffle});
    shuffled.run();
    ASSERT_EQ(shuffled.trace().size() > 0, true);
    for (std::size_t i = 0; i < std::min(plain.trace().size(), shuffled.trace().size()); ++i) {
      const auto id = static_cast<EventId>(i);
      differs =
          differs || plain.trace().event(id).constraint != shuffled.trace().event(id).constraint;
    }
  }
  EXPECT_TRUE(differs);
}

}  // namespace
}  // namespace chokepoint::models
