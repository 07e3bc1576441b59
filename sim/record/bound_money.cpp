// What money would bring to the run, beside how much of that is chance.

#include <cmath>
#include <numeric>

#include "sim/record/bound_parts.hpp"
#include "sim/record/text_cells.hpp"

namespace chokepoint {

std::optional<MoneyGain> money_gain(const BoundHeading& heading, const BoundReport& report) {
  if (heading.money.empty())
    return std::nullopt;
  MoneyGain gain;
  for (const BoundHeading::MoneyPair& pair : heading.money) {
    const auto value = [&](const std::vector<double>& levels) {
      return std::inner_product(levels.begin(), levels.end(), report.years.begin(), 0.0);
    };
    gain.draws.push_back(value(pair.with_money) - value(pair.run));
  }
  const auto count = static_cast<double>(gain.draws.size());
  gain.mean = std::accumulate(gain.draws.begin(), gain.draws.end(), 0.0) / count;
  if (gain.draws.size() < 2)
    return gain;
  double squares = 0;
  for (const double draw : gain.draws)
    squares += (draw - gain.mean) * (draw - gain.mean);
  // Two standard errors of the mean.
  gain.error = 2 * std::sqrt(squares / (count - 1) / count);
  return gain;
}

std::string to_its_error(double value, double error) {
  const double grid = error > 0 ? std::pow(10, std::floor(std::log10(error))) : 0;
  const double whole = grid > 0 ? std::round(value / grid) * grid : value;
  return grid >= 1 && std::abs(whole) < 100 ? std::to_string(std::lround(whole))
                                            : readable(whole == 0 ? 0 : whole);
}

std::string money_text(const MoneyGain& gain) {
  const auto rounded = [&](double value) { return to_its_error(value, gain.error); };
  std::string text = pad_right("money", 11) + pad_left(rounded(gain.mean), 9) + " ± " +
                     rounded(gain.error) +
                     "  what all the money that it can use would add to the run, mean of " +
                     std::to_string(gain.draws.size()) + " draws";
  if (std::abs(gain.mean) <= gain.error && rounded(gain.error) != "0.0")
    text += ": within noise";
  return text + "\n";
}

}  // namespace chokepoint
