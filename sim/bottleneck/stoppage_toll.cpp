#include "sim/bottleneck/stoppage_toll.hpp"

#include <algorithm>

namespace chokepoint {

namespace {

constexpr Tick kYearBefore = 365 * kDay;
constexpr std::size_t kAgain = 6;  ///< months in which as much comes again: it is over

double online_by(const Trace& trace, Tick by) {
  double sum = 0;
  for (std::size_t lot = 0; lot < trace.lots_by(by); ++lot)
    sum += trace.sink_lots()[lot].amount;
  return sum;
}

/// What comes in a time, as it came and grew before the date; it grew evenly over these years.
class Trend {
 public:
  Trend(const Trace& trace, Tick date) : date_(date) {
    constexpr Tick kLook = 2 * kYearBefore;  // between the middles of two years
    const Tick last = std::min(date, kYearBefore);
    if (last <= 0)
      return;
    const double online = online_by(trace, date);
    rate_ = (online - online_by(trace, date - last)) / static_cast<double>(last);
    middle_ = date - last / 2;
    if (date < kLook + kYearBefore)
      return;
    const double then =
        (online_by(trace, date - kLook) - online_by(trace, date - kLook - kYearBefore)) /
        static_cast<double>(kYearBefore);
    growth_ = std::max(0.0, rate_ - then) / static_cast<double>(kLook);
  }
  /// Nothing before the date.
  [[nodiscard]] double between(Tick from, Tick to) const {
    from = std::max(from, date_);
    const double middle = (static_cast<double>(from) + static_cast<double>(to)) / 2;
    return (rate_ + growth_ * (middle - static_cast<double>(middle_))) *
           static_cast<double>(std::max<Tick>(0, to - from));
  }

 private:
  Tick date_;
  Tick middle_ = 0;
  double rate_ = 0;    ///< a minute, in the year before the date
  double growth_ = 0;  ///< of it, a minute
};

}  // namespace

StoppageToll::StoppageToll(const Trace& trace, const Ledger& ledger)
    : months_(ledger.months().size()) {
  for (const Stoppage& stoppage : trace.stoppages())
    add(trace, ledger, stoppage);
  bound();
}

void StoppageToll::add(const Trace& trace, const Ledger& ledger, const Stoppage& stoppage) {
  const Tick from = stoppage.steps.front().from;
  const Trend trend(trace, from);
  double online = online_by(trace, from);
  std::vector<double> behind{0};  // by how much less came than that, month by month
  double most = 0;
  double stood = 0;    // what stood still would have brought, as far as it is not missed yet
  double carried = 0;  // missed while the backlog did not grow
  for (std::size_t m = 0; m < months_.size(); ++m) {
    const MonthLedger& month = ledger.months()[m];
    if (month.to <= from)
      continue;
    const Tick begin = std::max(month.from, from);
    const double part = stoppage.between(begin, month.to) /
                        static_cast<double>(std::max<Tick>(1, month.to - begin));
    const double expected = trend.between(month.from, month.to);
    const double came = month.online - online;
    online = month.online;
    stood += part * expected;
    behind.push_back(behind.back() + expected - came);
    const bool over = part <= 0 && behind.size() > kAgain;
    if (over && behind.back() <= behind[behind.size() - 1 - kAgain])
      break;
    const double missed = std::clamp(behind.back() - most, 0.0, stood);
    most = std::max(most, behind.back());
    stood -= missed;
    carried += missed;
    if (month.fell_behind <= 0)
      continue;
    const double kept = std::min(carried, month.fell_behind);
    carried -= kept;
    if (kept > 0)
      months_[m].push_back({stoppage.outage, kept / month.fell_behind, &stoppage.slows});
  }
}

/// Each is judged as if nothing else were missing: together they are no more than the largest.
void StoppageToll::bound() {
  for (std::vector<Part>& parts : months_) {
    double sum = 0;
    double largest = 0;
    for (const Part& part : parts) {
      sum += part.part;
      largest = std::max(largest, part.part);
    }
    for (Part& part : parts)
      part.part *= largest / sum;
  }
}

}  // namespace chokepoint
