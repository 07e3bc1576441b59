#include "models/actors/line_record.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "models/core/rates.hpp"

namespace chokepoint::models {

namespace {
constexpr double kMemoryMonths = 4;
}

LineRecord::LineRecord(Market& market, const Firm& firm, std::string_view product,
                       std::string_view unit, bool counts_output)
    : market_(market) {
  const std::string rate = std::string(unit) + "/month";
  const auto declare = [&](std::string_view series, std::string_view in) {
    const Series::Id id = market.series.declare(series, firm.name(), in, firm.region(), product);
    market.series.set_every(id, firm.months_between());
    return id;
  };
  capacity_ = declare("capacity", rate);
  if (counts_output)
    output_ = declare("output", rate);
  orders_ = declare("orders", rate);
  backlog_ = declare("backlog", unit);
}

void LineRecord::tell_capacity(const Line& line, double yield) {
  market_.series.put(capacity_, market_.flow.now(), line.capacity_per_month() / yield);
}

LinePeriod LineRecord::close(const Line& line, double yield) {
  const Tick now = market_.flow.now();
  const double capacity = line.capacity_per_month();
  tell_capacity(line, yield);
  market_.series.put(backlog_, now, static_cast<double>(line.backlog()));
  LinePeriod period;
  if (now > last_) {
    const double months = static_cast<double>(now - last_) / kMinutesPerMonth;
    period.made_per_month = static_cast<double>(line.made() - made_) / months;
    period.ordered_per_month = static_cast<double>(line.ordered() - ordered_) / months;
    if (smoothed_ < 0)
      smoothed_ = period.made_per_month;
    smoothed_ += (period.made_per_month - smoothed_) * std::min(1.0, months / kMemoryMonths);
    period.utilisation = capacity > 0 ? smoothed_ / capacity : 0;
    if (output_)
      market_.series.put(*output_, last_, period.made_per_month);
    // What was taken back was ordered all the same; the plan of the firm counts what is left.
    const std::int64_t taken_back = line.taken_back() - taken_back_;
    market_.series.put(orders_, last_,
                       period.ordered_per_month + static_cast<double>(taken_back) / months);
  }
  last_ = now;
  made_ = line.made();
  ordered_ = line.ordered();
  taken_back_ = line.taken_back();
  return period;
}

std::int64_t whole_units(double& carry, double amount) {
  carry += std::max(0.0, amount);
  const auto whole = static_cast<std::int64_t>(std::floor(carry));
  carry -= static_cast<double>(whole);
  return whole;
}

}  // namespace chokepoint::models
