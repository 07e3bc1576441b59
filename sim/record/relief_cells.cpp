#include "sim/record/relief_cells.hpp"

#include <cmath>
#include <cstdlib>

#include "sim/base/portable_math.hpp"
#include "sim/base/text.hpp"

namespace chokepoint {

std::string two_digits(double value) {
  const auto cents = static_cast<long>(std::lround(value * 100));
  if (cents == 0)
    return "0";
  const long whole = std::labs(cents) / 100;
  const long rest = std::labs(cents) % 100;
  return std::string(cents < 0 ? "-" : "") + std::to_string(whole) + "." + (rest < 10 ? "0" : "") +
         std::to_string(rest);
}

std::string gain_text(double value) {
  const double size = std::abs(value);
  if (size < 0.005)
    return "0";
  return (value < 0 ? "-" : "+") +
         (size < 10 ? two_digits(size)
                    : with_thousands(static_cast<std::int64_t>(nearest_whole(size))));
}

std::string names_text(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string years_text(const std::vector<int>& years) {
  std::string text;
  for (std::size_t first = 0; first < years.size();) {
    std::size_t last = first;
    while (last + 1 < years.size() && years[last + 1] == years[last] + 1)
      ++last;
    text += (text.empty() ? "" : ", ") + std::to_string(years[first]);
    if (last > first)
      text += (last > first + 1 ? "-" : ", ") + std::to_string(years[last]);
    first = last + 1;
  }
  return text;
}

std::string name_of(const ReliefRow& row) {
  const std::string text = joined(row.constraints);
  return row.frozen ? text + " (frozen)" : text;
}

std::string title_of(const FailedWorld& world, const std::string& addition) {
  if (world.by == 0)
    return addition + " of " + world.constraints;
  return shortest(std::round(std::abs(world.by) * 1e6) / 1e4) + " % " +
         (world.by > 0 ? "more of " : "less of ") + world.constraints;
}

}  // namespace chokepoint
