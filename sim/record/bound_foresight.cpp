// What foresight is worth, beside what is money and what is rounding.

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

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

using Shares = std::map<std::string, double>;

Shares shares_of(const DatedBound& bound) {
  Shares shares;
  for (const ConstraintRent& rent : bound.rents)
    shares[rent_name(rent)] += bound.value > 0 ? rent.rent / bound.value : 0;
  return shares;
}

/// Shares of the rent at each date, where they differ.
std::string moved_text(const BoundHeading& heading, const std::vector<Shares>& dates) {
  std::map<std::string, std::vector<double>> rows;
  for (std::size_t i = 0; i < dates.size(); ++i) {
    for (const auto& [name, share] : dates[i]) {
      rows[name].resize(dates.size());
      rows[name][i] = share;
    }
  }
  std::string out = "\nShare of the rent, %" + pad_right("", kRentNameWidth - 19);
  for (const auto& date : heading.decide)
    out += pad_left(date ? iso(*date) : "as it was", 12);
  out += "\n";
  for (const auto& [name, row] : rows) {
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

/// The rents that fall, or rise, most from one date of decision to an earlier one.
std::string largest_moves(const Shares& later, const Shares& earlier, double sign) {
  constexpr double kWorthNaming = 0.03;
  constexpr std::size_t kMostNames = 3;
  std::map<std::string, double> changes = earlier;
  for (const auto& [name, share] : later)
    changes[name] -= share;
  std::vector<std::pair<double, std::string>> moves;
  for (const auto& [name, change] : changes) {
    if (sign * change >= kWorthNaming)
      moves.emplace_back(-sign * change, name);
  }
  std::sort(moves.begin(), moves.end());
  moves.resize(std::min(moves.size(), kMostNames));
  std::string text;
  for (const auto& [change, name] : moves)
    text += (text.empty() ? "" : ", ") + name + (sign > 0 ? " +" : " -") +
            std::to_string(std::lround(-100 * change));
  return text.empty() ? "nothing" : text;
}

double decided_of(const DatedBound& bound) {
  double sum = 0;
  for (const ConstraintRent& rent : bound.rents)
    sum += rent.kind == EndowmentKind::decided && bound.value > 0 ? rent.rent / bound.value : 0;
  return sum;
}

/// What each step of foresight moves: from what had been decided to what is structure.
std::string steps_text(const BoundHeading& heading, const BoundReport& report,
                       const std::vector<Shares>& shares) {
  std::vector<std::size_t> order(report.dates.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return report.dates[a].decide > report.dates[b].decide;
  });
  std::string out = "\nWhat each step moves, points of the share\n";
  for (std::size_t i = 1; i < order.size(); ++i) {
    const std::size_t later = order[i - 1];
    const std::size_t earlier = order[i];
    const auto& from = heading.decide[later];
    out +=
        pad_right((from ? iso(*from) : "as it was") + " -> " + iso(*heading.decide[earlier]), 26) +
        "decided " + percent_or_dot(decided_of(report.dates[later])) + " -> " +
        percent_or_dot(decided_of(report.dates[earlier])) + " %; from " +
        largest_moves(shares[later], shares[earlier], -1) + "; to " +
        largest_moves(shares[later], shares[earlier], 1) + "\n";
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
  if (heading.sink_unit == "lot")
    out += "Lots are whole in a run and not in a plan: where few come, friction is that as well.\n";
  if (const std::optional<MoneyGain> gain = money_gain(heading, report))
    out += money_text(*gain);
  std::vector<Shares> shares;
  for (const DatedBound& bound : report.dates)
    shares.push_back(shares_of(bound));
  return out + moved_text(heading, shares) + steps_text(heading, report, shares);
}

}  // namespace chokepoint
