#include "tools/sensitivity/sample.hpp"

namespace chokepoint::tools {

namespace {
constexpr std::size_t kMostRanges = 8;
}

std::vector<std::size_t> StudySample::incomplete() const {
  std::vector<std::size_t> points;
  for (std::size_t point = 0; point < complete.size(); ++point)
    if (!complete[point])
      points.push_back(point + 1);
  return points;
}

std::string list_of(const std::vector<std::size_t>& numbers) {
  std::string text;
  std::size_t ranges = 0;
  for (std::size_t i = 0; i < numbers.size();) {
    if (ranges++ == kMostRanges)
      return text + " and " + std::to_string(numbers.size() - i) + " more";
    std::size_t last = i;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1)
      ++last;
    text += (text.empty() ? "" : ", ") + std::to_string(numbers[i]);
    if (last > i)
      text += "-" + std::to_string(numbers[last]);
    i = last + 1;
  }
  return text;
}

}  // namespace chokepoint::tools
