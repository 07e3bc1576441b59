#include "sim/bottleneck/switches.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "sim/bottleneck/binding_runs.hpp"

namespace chokepoint {

namespace {

constexpr Tick kYear = 365 * kDay;

/// A tie is no switch: the new one is ahead by more than a tie is by chance. The ledger walks 24
/// paths a month and decides ties at random, so that a lead has a standard error of about 0.2 in
/// one month; this is two and a half of them.
constexpr double kChance = 0.5;
/// What has less of a month than this takes over from nobody in it.
constexpr double kOfTheMonth = 0.2;

/// Shares by month, smoothed over five, of those constraints that ever have one.
class SmoothShares {
 public:
  explicit SmoothShares(const Ledger& ledger)
      : ledger_(ledger), places_(ledger.constraint_count(), kNone) {
    const auto months = ledger.months();
    // What is written of each month, not what decided when its lots came: a backlog that is not
    // made up stays with what it was lost to, and nothing takes over from that.
    for (const MonthLedger& month : months) {
      for (const LedgerShare& share : month.shares)
        places_[share.constraint] = 0;
    }
    for (std::size_t id = 0; id < places_.size(); ++id) {
      if (places_[id] == kNone)
        continue;
      places_[id] = constraints_.size();
      constraints_.push_back(static_cast<ConstraintId>(id));
    }
    shares_.assign(constraints_.size(), std::vector<double>(months.size()));
    for (std::size_t m = 0; m < months.size(); ++m) {
      for (const LedgerShare& share : months[m].shares)
        shares_[places_[share.constraint]][m] = share.share;
    }
    for (std::vector<double>& shares : shares_)
      shares = smoothed_months(shares);
  }

  [[nodiscard]] double at(std::size_t month, ConstraintId constraint) const {
    const std::size_t place = places_[constraint];
    return place == kNone ? 0 : shares_[place][month];
  }
  /// Whether that constraint has most in that month, and enough of the month itself.
  [[nodiscard]] bool leads(std::size_t month, ConstraintId constraint) const {
    const auto largest =
        std::max_element(shares_.begin(), shares_.end(),
                         [month](const auto& a, const auto& b) { return a[month] < b[month]; });
    if (largest == shares_.end() || (*largest)[month] <= 0 ||
        constraints_[static_cast<std::size_t>(largest - shares_.begin())] != constraint)
      return false;
    const auto& own = ledger_.months()[month].shares;
    return std::any_of(own.begin(), own.end(), [constraint](const LedgerShare& share) {
      return share.constraint == constraint && share.share >= kOfTheMonth;
    });
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  const Ledger& ledger_;
  std::vector<std::size_t> places_;  ///< by constraint; kNone: never has a share
  std::vector<ConstraintId> constraints_;
  std::vector<std::vector<double>> shares_;  ///< of each of those, by month
};

/// What the year is named after; of equals the first by name, as everywhere.
const LedgerShare& largest_of(const YearLedger& year, const Ledger& ledger) {
  return *std::min_element(
      year.shares.begin(), year.shares.end(), [&](const LedgerShare& a, const LedgerShare& b) {
        return a.share != b.share ? a.share > b.share
                                  : ledger.name(a.constraint) < ledger.name(b.constraint);
      });
}

/// Whether the lead over `before` in that year is more than a tie's: the fewer months count in it,
/// and the more of it the two have together, the larger chance is.
bool is_ahead(const LedgerShare& largest, ConstraintId before, const YearLedger& year,
              const Ledger& ledger) {
  double other = 0;
  for (const LedgerShare& share : year.shares)
    other += share.constraint == before ? share.share : 0;
  double sum = 0;
  double squares = 0;
  for (const MonthLedger& month : ledger.months_of(year)) {
    sum += month.weight;
    squares += month.weight * month.weight;
  }
  const double months = squares > 0 ? sum * sum / squares : 1;
  return largest.share - other >= kChance * std::sqrt((largest.share + other) / months);
}

/// The month from which the new one leads, of those in which it is the largest of the smoothed
/// ones: the one that divides [from, to) best into months of the old and of the new one. When it
/// never is, the month in which it has most.
std::size_t month_of_switch(const SmoothShares& smooth, std::size_t from, std::size_t to,
                            ConstraintId before, ConstraintId after) {
  std::optional<std::size_t> best;
  std::size_t most = from;
  double score = 0;  // months of the old one so far, less those of the new one
  double best_score = 0;
  for (std::size_t m = from; m < to; ++m) {
    if (smooth.leads(m, after) && (!best || score > best_score)) {
      best = m;
      best_score = score;
    }
    if (smooth.at(m, after) > smooth.at(most, after))
      most = m;
    score += smooth.at(m, before) - smooth.at(m, after);
  }
  return best.value_or(most);
}

/// A year with another largest constraint than the one before.
struct Change {
  const YearLedger* year;
  std::size_t stood_from;  ///< the month where the last year named after the one before begins
  std::size_t end;         ///< the month behind the year's last
  ConstraintId left;
  ConstraintId taken;
  bool is_switch;  ///< its lead is more than chance gives to one of equals
};

LedgerShare share_in(const YearLedger& year, ConstraintId constraint) {
  for (const LedgerShare& share : year.shares) {
    if (share.constraint == constraint)
      return share;
  }
  return {.constraint = constraint};
}

std::vector<Change> changes_of(const Ledger& ledger) {
  std::vector<Change> changes;
  bool any = false;  // whether the year before was named after something: `held`
  ConstraintId held = 0;
  std::size_t from = 0;
  std::size_t begin = 0;
  for (const YearLedger& year : ledger.years()) {
    const std::size_t end = begin + ledger.months_of(year).size();
    if (year.shares.empty()) {
      any = false;
    } else {
      const LedgerShare& largest = largest_of(year, ledger);
      if (any && largest.constraint != held) {
        changes.push_back(
            {&year, from, end, held, largest.constraint, is_ahead(largest, held, year, ledger)});
      }
      held = largest.constraint;
      from = begin;
      any = true;
    }
    begin = end;
  }
  return changes;
}

/// What the rates of all gates under that constraint added up to, then and a year before.
struct CapacityThen {
  double year_before = 0;
  double then = 0;
};
/// The capacity steps of those constraints that a switch is between, from one look at all steps.
class CapacityHistory {
 public:
  CapacityHistory(const Trace& trace, const std::vector<Change>& changes)
      : trace_(trace), steps_(trace.constraints().size()) {
    std::vector<char> asked(steps_.size());
    for (const Change& change : changes) {
      for (const ConstraintId constraint : {change.left, change.taken}) {
        if (constraint < asked.size() && change.is_switch)
          asked[constraint] = 1;
      }
    }
    for (const CapacityStep& step : trace.capacity_steps()) {
      if (asked[step.constraint] != 0)
        steps_[step.constraint].push_back(step);
    }
  }

  [[nodiscard]] CapacityThen at(ConstraintId constraint, Tick at) const {
    if (constraint >= steps_.size())
      return {};
    std::vector<double> rates(trace_.gates().size());
    auto next = steps_[constraint].begin();
    const auto go_on = [&](Tick until) {
      for (; next != steps_[constraint].end() && next->tick <= until; ++next)
        rates[next->gate] = next->rate;
      return std::accumulate(rates.begin(), rates.end(), 0.0);
    };
    CapacityThen result;
    result.year_before = go_on(std::max<Tick>(0, at - kYear));
    result.then = go_on(at);
    return result;
  }

 private:
  const Trace& trace_;
  std::vector<std::vector<CapacityStep>> steps_;  ///< by constraint
};

SwitchSide side_of(const Trace& trace, const CapacityHistory& history, ConstraintId constraint,
                   Tick at, Tick lag) {
  SwitchSide side{.constraint = constraint, .cause = std::max<Tick>(0, at - lag), .growth = {}};
  // What is wanted is served by a gate, but nobody could add to it.
  const auto constraints = trace.constraints();
  if (constraint < constraints.size() && constraints[constraint].nature == Nature::demand)
    return side;
  const CapacityThen capacity = history.at(constraint, side.cause);
  if (capacity.year_before > 0)
    side.growth = capacity.then / capacity.year_before - 1;
  for (const Increment& increment : trace.increments()) {
    if (increment.constraint != constraint || increment.arrived > side.cause ||
        increment.arrived <= side.cause - kYear)
      continue;
    ++side.increments;
    side.first_order = std::min(side.first_order, increment.ordered);
    side.last_order = std::max(side.last_order, increment.ordered);
  }
  return side;
}

/// From the cause to the effect, as last seen up to that month.
Tick lag_of(const Ledger& ledger, ConstraintId constraint, std::size_t month) {
  const auto months = ledger.months();
  for (std::size_t back = 0; back <= month; ++back) {
    for (const LedgerShare& share : months[month - back].deciding) {
      if (share.constraint == constraint && share.cause_from != kNever)
        return std::max<Tick>(0, months[month - back].from - share.cause_from);
    }
  }
  return 0;
}

/// Up to when what the one before got may have made the other the largest: until the end of the
/// first part of that month in which the other has more.
Tick taken_by(const Ledger& ledger, std::size_t month, ConstraintId before, ConstraintId after) {
  const auto share = [](const Ledger::Slot& slot, ConstraintId constraint) {
    const auto found = std::find_if(
        slot.shares.begin(), slot.shares.end(),
        [constraint](const LedgerShare& part) { return part.constraint == constraint; });
    return found != slot.shares.end() ? found->share : 0.0;
  };
  const MonthLedger& within = ledger.months()[month];
  for (const Ledger::Slot& slot : ledger.slots()) {
    if (slot.month == within.month && share(slot, after) > share(slot, before))
      return slot.to;
  }
  return within.to;
}

double growth_of_added(const Ledger& ledger, std::size_t month) {
  const auto months = ledger.months();
  if (month < 24)
    return 0;
  const double last = months[month - 1].online - months[month - 13].online;
  const double before = months[month - 13].online - (month >= 25 ? months[month - 25].online : 0.0);
  return before > 0 ? last / before - 1 : 0;
}

}  // namespace

std::vector<NearSwitch> near_switches(const Ledger& ledger) {
  std::vector<NearSwitch> near;
  for (const Change& change : changes_of(ledger)) {
    if (!change.is_switch) {
      near.push_back({ledger.months()[change.end - 1].from, change.year->year,
                      share_in(*change.year, change.left), share_in(*change.year, change.taken)});
    }
  }
  return near;
}

std::vector<Switch> switches(const Trace& trace, const Ledger& ledger) {
  const SmoothShares smooth(ledger);
  const std::vector<Change> changes = changes_of(ledger);
  const CapacityHistory history(trace, changes);
  std::vector<Switch> result;
  std::size_t last = 0;  // the month of the switch before
  for (const Change& change : changes) {
    if (!change.is_switch)
      continue;
    // Not before the last one took over, which may be within this very stretch; nor in the first
    // month of all, before which nothing was the largest.
    const std::size_t from = std::max({change.stood_from, last, std::size_t{1}});
    const std::size_t m = month_of_switch(smooth, from, change.end, change.left, change.taken);
    last = m;
    const Tick at = ledger.months()[m].from;
    result.push_back(
        {at,
         side_of(trace, history, change.left, taken_by(ledger, m, change.left, change.taken),
                 lag_of(ledger, change.left, m > 0 ? m - 1 : 0)),
         side_of(trace, history, change.taken, at, lag_of(ledger, change.taken, m)),
         growth_of_added(ledger, m)});
  }
  return result;
}

}  // namespace chokepoint
