#pragma once

#include <limits>
#include <vector>

#include "sim/base/time.hpp"

namespace chokepoint {

/// One value for each month of a run.
using Monthly = std::vector<double>;

/// The months of a run, as a linear programme sees them; the last may be cut short by the horizon.
class MonthGrid {
 public:
  /// The timeline must outlive the grid.
  MonthGrid(const Timeline& timeline, Tick horizon);

  [[nodiscard]] int months() const { return static_cast<int>(ends_.size()); }
  [[nodiscard]] Tick begin(int month) const { return month == 0 ? 0 : ends_[at(month) - 1]; }
  [[nodiscard]] Tick end(int month) const { return ends_[at(month)]; }
  [[nodiscard]] Tick minutes(int month) const { return end(month) - begin(month); }
  [[nodiscard]] const Timeline& timeline() const { return timeline_; }
  /// Average months (365.2425 days / 12) in it.
  [[nodiscard]] double average_months(int month) const;
  /// The earliest month in which something can be done that was begun in `month` and takes `lead`:
  /// as if it had been begun in the month's first minute. May lie beyond the last month.
  [[nodiscard]] int after(int month, Duration lead) const;
  /// The same for goods: what comes as the run ends still counts in the last month.
  [[nodiscard]] int delivered(int month, Duration lead) const;
  /// How often somebody who plans every so many months can plan in that month. Everybody plans in
  /// the first minute of a run, and may do so again in its first month.
  [[nodiscard]] static int plannings(int month, int months_between);

 private:
  static std::size_t at(int month) { return static_cast<std::size_t>(month); }
  const Timeline& timeline_;
  std::vector<Tick> ends_;
};

/// Of what begins at some time in a month, which is not told: what a plan counts with. The first
/// minute lets a plan do whatever a run can, the last nothing that it cannot.
enum class Begun { first_minute, last_minute };

/// How fast a rate may grow once somebody decides that it should. Beliefs, which keep people from
/// deciding so, are no part of it.
struct GrowthRule {
  double per_planning = 1;  ///< factor by which it grows at most at one planning
  int months_between = 1;   ///< between two plannings
  double option = 0;        ///< may be added once, at any time
  Monthly most{};           ///< it never exceeds these; empty: no limit
  Duration lead{};          ///< from the decision to the higher rate
  /// What lies above `fast_up_to` takes `slow_lead`.
  double fast_up_to = std::numeric_limits<double>::infinity();
  Duration slow_lead{};
  bool boundless = false;  ///< any rate, once the lead has passed
};

/// An amount that every month brings: some whatever is decided, some by a rate that may grow.
struct RatePath {
  Monthly fixed{};     ///< whatever is decided; empty: nothing
  double initial = 0;  ///< the rate at the start
  Monthly worth{};     ///< what a rate of 1 brings in each month; empty: nothing grows
  GrowthRule growth{};
  /// The rate says how much each planning brings, before it grows.
  bool by_planning = false;
  /// It rises on the minute, and what is seen of a run is what it has brought so far. Otherwise it
  /// rises for whole months, and the rate itself is seen.
  bool seen_as_brought = false;

  /// Amounts of all months when everybody is free to decide from `decide` on. Before that, and as
  /// far as it was decided before that, the rate is as `seen` in a run; with `decide` at or beyond
  /// the last month all of it is. Afterwards it is never below what was seen, which was possible,
  /// too. Where the rate is boundless, so are the amounts.
  [[nodiscard]] Monthly amounts(const MonthGrid& grid, int decide, const Monthly& seen,
                                Begun begun = Begun::first_minute) const;
  /// In which months that is as much as had been decided before `decide`, and less than it could be
  /// had everybody been free from the start.
  [[nodiscard]] std::vector<bool> decided_late(const MonthGrid& grid, int decide,
                                               const Monthly& amounts) const;

 private:
  [[nodiscard]] Monthly rates(const MonthGrid& grid, int decide, const Monthly& seen,
                              Begun begun) const;
  [[nodiscard]] Monthly seen_rates(const Monthly& seen, Begun begun) const;
  [[nodiscard]] Monthly planned(const MonthGrid& grid, int decide, const Monthly& seen) const;
};

}  // namespace chokepoint
