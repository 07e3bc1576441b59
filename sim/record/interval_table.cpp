#include <algorithm>

#include "sim/record/headline.hpp"
#include "sim/record/terminal.hpp"
#include "sim/record/text_cells.hpp"

namespace chokepoint {

namespace {

constexpr std::string_view kHeading = "binds, from and to";
constexpr std::string_view kEffect = "less came online";
constexpr std::string_view kCause = "it was short";
constexpr std::string_view kEstimated =
    "as this one run tells it; 'relieve --frozen' runs again with less of each, and says which "
    "years are named after what does not bind";
constexpr int kWidest = 96;
constexpr int kGap = 3;
constexpr int kDates = 24;  // "2022-01-01 to 2022-01-01"

/// Where there is no room for titles, the name that files know.
std::string interval_name(const RunResult& result, const Binding& interval, bool titles) {
  return titles ? label_of(result.titles, interval.constraint) : interval.constraint;
}

std::string dates(const std::optional<Date>& from, const std::optional<Date>& to) {
  if (!from || !to)
    return {};
  return *from == *to ? iso(*from) : iso(*from) + " to " + iso(*to);
}

}  // namespace

std::string interval_table(const RunResult& result, const TerminalStyle& style) {
  if (result.intervals.empty())
    return {};
  const auto widest = [&](bool titles) {
    int width = display_width(kHeading);
    for (const Binding& interval : result.intervals)
      width = std::max(width, display_width(interval_name(result, interval, titles)));
    return width + kGap;
  };
  const bool titles = widest(true) + kDates <= style.width;
  const int names = widest(titles);
  const int column = kDates + kGap;
  const bool causes = names + 2 * column - kGap <= style.width;
  const auto line = [&](std::string_view name, std::string_view effect, std::string_view cause) {
    std::string text = pad_right(name, names) + pad_right(effect, column);
    if (causes)
      text += cause;
    text.erase(text.find_last_not_of(' ') + 1);
    return text + "\n";
  };
  std::string text = line(kHeading, kEffect, kCause);
  for (const Binding& interval : result.intervals)
    text += line(interval_name(result, interval, titles), dates(interval.from, interval.to),
                 dates(interval.cause_from, interval.cause_to));
  return text + wrapped(kEstimated, std::min(style.width, kWidest)) + "\n";
}

}  // namespace chokepoint
