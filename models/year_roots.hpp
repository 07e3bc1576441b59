#pragma once

#include <map>
#include <utility>
#include <vector>

#include "sim/bottleneck/ledger.hpp"
#include "sim/bottleneck/root_cause.hpp"

namespace chokepoint::models {

/// Why a constraint was no bigger, as a month was judged: at one gate, as far as one increment
/// goes.
struct RootStory {
  std::vector<RootPart> roots;      ///< largest first; sums to 1
  const Increment* next = nullptr;  ///< the capacity that came next; nullptr where none did
  Tick cause = 0;                   ///< the instant for which it came next
  bool judged_by_it = true;         ///< false: it had not come when the month was judged
  IncrementDates dates{};           ///< only of what the month was judged by
};

/// The roots of what each year is named after, in all of it and at single gates in its months.
class YearRoots {
 public:
  /// Both must outlive it.
  YearRoots(const Trace& trace, const Ledger& ledger);

  /// Why more in that month, at that gate, was not had: of the increments that came next one that
  /// tells the largest root of the year, or else the month's own roots. Nothing of a month in which
  /// what its year is named after took no part.
  [[nodiscard]] const RootStory* story(const YearLedger& year, int month, GateId gate) const;
  /// Whether the year's largest root is that story's, too.
  [[nodiscard]] bool tells(const YearLedger& year, const RootStory& story) const;
  /// Of all that the constraint held up in that year.
  [[nodiscard]] std::vector<RootPart> of(const YearLedger& year) const {
    return causes_.of(year, year.label);
  }
  [[nodiscard]] const RootCauses& causes() const { return causes_; }

 private:
  void add(const RootCauses& causes, const MonthLedger& month);
  [[nodiscard]] const YearLedger& year_of(const MonthLedger& month) const;

  const Ledger& ledger_;
  std::map<std::pair<int, GateId>, std::vector<RootStory>> stories_;  ///< by month and gate
  RootCauses causes_;                                                 ///< last: it fills those
};

}  // namespace chokepoint::models
