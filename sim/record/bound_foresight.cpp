// What foresight is worth, beside what is money and what is rounding.

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/record/bound_parts.hpp"
#include "sim/record/text_cells.hpp"

namespace chokepoint {

namespace {

/// How much of a step leads in whole months may be.
std::string rounding_text(const ForesightStep& step) {
  if (!step.rounding || readable(*step.rounding) == "0.0" || readable(step.gain) == "0.0")
    return {};
  return *step.rounding >= step.gain
             ? "; all of it may be rounding of months"
             : "; at most " + readable(*step.rounding) + " of it is rounding of months";
}

/// Shares of the rent at each date, where they differ.
std::string moved_text(const BoundHeading& heading, const BoundReport& report) {
  std::map<std::string, std::vector<double>> shares;
  for (std::size_t i = 0; i < report.dates.size(); ++i) {
    for (const ConstraintRent& rent : report.dates[i].rents) {
      auto& row = shares[rent_name(rent)];
      row.resize(report.dates.size());
      row[i] += report.dates[i].value > 0 ? rent.rent / report.dates[i].value : 0;
    }
  }
  std::string out = "\nShare of the rent, %" + pad_right("", kRentNameWidth - 19);
  for (const auto& date : heading.decide)
    out += pad_left(date ? iso(*date) : "as it was", 12);
  out += "\n";
  for (const auto& [name, row] : shares) {
    const bool told =
        std::any_of(row.begin(), row.end(), [](double share) { return std::abs(share) >= 0.01; });
    if (!told)
      continue;
    out += pad_right(name, kRentNameWidth);
    for (const double share : row)
      out += pad_left(percent_or_dot(share), 12);
    out += "\n";
  }
  return out;
}

}  // namespace

std::string rent_name(const ConstraintRent& rent) {
  switch (rent.kind) {
    case EndowmentKind::capacity:
    case EndowmentKind::demand:
    case EndowmentKind::money:
      return rent.constraint;
    default:
      return rent.constraint + " (" + std::string(to_text(rent.kind)) + ")";
  }
}

std::string percent_or_dot(double share) {
  const long whole = std::lround(100 * share);
  return whole == 0 ? "·" : std::to_string(whole);
}

std::string foresight_text(const BoundHeading& heading, const BoundReport& report) {
  if (report.dates.size() < 2)
    return {};
  std::string out = "The value of foresight, " + heading.sink_unit + "-years\n";
  for (const ForesightStep& step : foresight_steps(heading, report)) {
    const bool friction = step.from == "the run";
    out += pad_right(friction ? "friction" : "foresight", 11) + pad_left(readable(step.gain), 9) +
           "  " + (friction ? "the run -> decided as it was" : "");
    if (!friction)
      out +=
          (step.from == "as it was decided" ? "as it was decided" : "decided from " + step.from) +
          " -> decided from " + step.to;
    out += rounding_text(step) + "\n";
  }
  if (const std::optional<MoneyGain> gain = money_gain(heading, report))
    out += money_text(*gain);
  return out + moved_text(heading, report);
}

}  // namespace chokepoint
