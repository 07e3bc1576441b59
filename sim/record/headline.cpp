#include "sim/record/headline.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <utility>

namespace chokepoint {

namespace {

constexpr double kMonthsOfYear = 12;

char lower(char c) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}
char upper(char c) {
  return static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return lower(c); });
  return text;
}

std::string in_words(std::string_view name) {
  std::string words(name);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

/// A title starts with a capital for tables; inside a sentence it loses it, unless the word is an
/// abbreviation such as EUV.
std::string inside_sentence(std::string text) {
  if (text.size() > 1 && lower(text[1]) == text[1])
    text[0] = lower(text[0]);
  return text;
}

/// Years with the same largest constraint, one after the other.
struct Span {
  std::string_view constraint;  ///< empty: nothing was unmet
  int from = 0;
  int to = 0;
};

std::vector<Span> spans_of(const std::vector<YearSummary>& years) {
  std::vector<Span> spans;
  for (const YearSummary& year : years) {
    const std::string_view constraint = largest_of(year);
    if (!spans.empty() && spans.back().constraint == constraint)
      spans.back().to = year.year;
    else
      spans.push_back({constraint, year.year, year.year});
  }
  return spans;
}

/// Whether at no year's end more than a month of the year's demand was missing, or more than the
/// lot by which it is served.
bool all_came(const RunResult& result) {
  double before = 0;
  return std::all_of(result.years.begin(), result.years.end(), [&](const YearSummary& year) {
    const double added = year.demand_gw - std::exchange(before, year.demand_gw);
    const double lot = result.sink_unit == "lot" ? 1.0 : 0.0;
    return year.demand_gw - year.online_gw_end <= std::max(added / kMonthsOfYear, lot);
  });
}

/// "2024", "2024-25", "1999-2001"
std::string span_text(const Span& span) {
  std::string text = std::to_string(span.from);
  if (span.from == span.to)
    return text;
  const std::string to = std::to_string(span.to);
  return text + "-" + (span.from / 100 == span.to / 100 ? to.substr(to.size() - 2) : to);
}

}  // namespace

std::string label_of(const std::vector<ConstraintTitle>& titles, std::string_view constraint) {
  if (constraint.empty())
    return "nothing";
  const std::string words = in_words(constraint);
  for (const ConstraintTitle& entry : titles) {
    if (entry.constraint != constraint || entry.title.empty())
      continue;
    if (lower(entry.title) == lower(words))
      return entry.title;
    return entry.title + " (" + std::string(constraint) + ")";
  }
  return constraint == "demand" ? "demand itself" : words;
}

std::string plain_label_of(const std::vector<ConstraintTitle>& titles,
                           std::string_view constraint) {
  for (const ConstraintTitle& entry : titles) {
    if (entry.constraint == constraint && !entry.title.empty())
      return inside_sentence(entry.title);
  }
  return inside_sentence(label_of(titles, constraint));
}

std::string_view largest_of(const YearSummary& year) {
  const ConstraintShare* largest = nullptr;
  for (const ConstraintShare& share : year.shares) {
    if (largest == nullptr || share.share > largest->share ||
        (share.share == largest->share && share.constraint < largest->constraint))
      largest = &share;
  }
  return largest == nullptr ? std::string_view() : std::string_view(largest->constraint);
}

std::string end_of_run(const RunResult& result) {
  std::string year = result.years.empty() ? "" : std::to_string(result.years.back().year);
  for (const Series& series : result.series) {
    if (series.series != "online" || !series.entity.empty() || series.points.empty())
      continue;
    const Date last = series.points.back().date;
    if (series.months == 1 && last.month() != std::chrono::December)
      return "the run in " + iso(last).substr(0, 7);
  }
  return year;
}

std::string headline_of(const RunResult& result) {
  if (!result.recorded)
    return std::string(kNotRecorded);
  std::vector<Span> spans = spans_of(result.years);
  // Years before the first shortage say nothing.
  if (spans.size() > 1 && spans.front().constraint.empty())
    spans.erase(spans.begin());
  if (spans.empty())
    return "No year was simulated to its end.";
  const std::string_view only = spans.size() == 1 ? spans.front().constraint : "more";
  if (only.empty() || (only == "demand" && all_came(result)))
    return "Nothing was short: all demand was met.";

  std::string text;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const bool last = i + 1 == spans.size();
    if (i > 0)
      text += last ? "; then " : ", ";
    const std::string plain = plain_label_of(result.titles, spans[i].constraint);
    const bool ambiguous = std::any_of(spans.begin(), spans.end(), [&](const Span& other) {
      return other.constraint != spans[i].constraint &&
             plain_label_of(result.titles, other.constraint) == plain;
    });
    text += ambiguous ? inside_sentence(label_of(result.titles, spans[i].constraint)) : plain;
    const bool to_the_end = last && i > 0 && spans[i].from < spans[i].to;
    text += to_the_end ? " from " + std::to_string(spans[i].from) : " in " + span_text(spans[i]);
  }
  text += '.';
  text[0] = upper(text[0]);
  return text;
}

}  // namespace chokepoint
