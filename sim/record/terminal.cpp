#include "sim/record/terminal.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "sim/base/text.hpp"
#include "sim/record/headline.hpp"
#include "sim/record/text_cells.hpp"

namespace chokepoint {

namespace {

constexpr int kCellWidth = 5;
constexpr std::size_t kMaxRows = 16;
constexpr std::size_t kSparklineLength = 56;
/// Below so many columns the table alone is printed.
constexpr int kSparklineWidth = 90;
/// Below this a share is shown as a dot.
constexpr double kVisibleShare = 0.005;

std::string painted(const std::string& text, const char* code, const TerminalStyle& style) {
  return style.colour ? "\x1b[" + std::string(code) + "m" + text + "\x1b[0m" : text;
}
std::string bold(const std::string& text, const TerminalStyle& style) {
  return painted(text, "1", style);
}
std::string grey(const std::string& text, const TerminalStyle& style) {
  return painted(text, "90", style);
}

/// As in reports: the ramp of tools/report/report.css.
std::string shaded(const std::string& text, double share) {
  static constexpr std::array<const char*, 10> kRamp = {
      "251;233;201", "249;217;162", "246;196;122", "241;171;91", "233;143;73",
      "220;113;64",  "201;83;61",   "176;55;61",   "143;32;60",  "101;12;52"};
  const auto step = std::min<std::size_t>(9, static_cast<std::size_t>(share * 10));
  const std::string ink = step < 6 ? "20;22;26" : "255;255;255";
  return "\x1b[1;38;2;" + ink + ";48;2;" + kRamp[step] + "m" + text + "\x1b[0m";
}

/// Background from dark grey to light yellow, as the share grows.
std::string heated(const std::string& text, double share, const TerminalStyle& style) {
  if (share < kVisibleShare)
    return grey(text, style);
  if (style.colour && style.truecolour)
    return shaded(text, share);
  if (share < 0.10)
    return painted(text, "97;48;5;237", style);
  if (share < 0.25)
    return painted(text, "97;48;5;52", style);
  if (share < 0.50)
    return painted(text, "1;97;48;5;124", style);
  if (share < 0.75)
    return painted(text, "1;97;48;5;166", style);
  return painted(text, "1;30;48;5;222", style);
}

/// The shares of one constraint, one per year of the run.
struct Row {
  std::string label;
  std::string constraint;
  std::vector<double> shares;
  std::size_t peak_year = 0;  ///< index of the first year with its largest share
  bool ever_largest = false;
};

std::vector<Row> rows_of(const RunResult& result) {
  std::map<std::string, Row> by_name;
  for (std::size_t y = 0; y < result.years.size(); ++y) {
    for (const ConstraintShare& share : result.years[y].shares) {
      Row& row = by_name[share.constraint];
      row.shares.resize(result.years.size());
      row.shares[y] += share.share;
    }
  }
  std::vector<Row> rows;
  for (auto& entry : by_name) {
    const std::string& name = entry.first;
    Row& row = entry.second;
    const auto peak = std::max_element(row.shares.begin(), row.shares.end());
    if (*peak < kVisibleShare)
      continue;
    row.constraint = name;
    row.label = label_of(result.titles, name);
    row.peak_year = static_cast<std::size_t>(peak - row.shares.begin());
    row.ever_largest =
        std::any_of(result.years.begin(), result.years.end(),
                    [&](const YearSummary& year) { return largest_of(year) == name; });
    rows.push_back(std::move(row));
  }
  return rows;
}

/// In the order of their peaks, so that the table reads as a sequence.
void order_rows(std::vector<Row>& rows) {
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row& a, const Row& b) { return a.peak_year < b.peak_year; });
}

/// Keeps the largest rows and adds the others up in one.
void merge_small_rows(std::vector<Row>& rows) {
  if (rows.size() <= kMaxRows)
    return;
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    if (a.ever_largest != b.ever_largest)
      return a.ever_largest;
    return a.shares[a.peak_year] > b.shares[b.peak_year];
  });
  Row others;
  others.label = std::to_string(rows.size() - kMaxRows + 1) + " others";
  others.shares.resize(rows.front().shares.size());
  for (std::size_t r = kMaxRows - 1; r < rows.size(); ++r)
    for (std::size_t y = 0; y < others.shares.size(); ++y)
      others.shares[y] += rows[r].shares[y];
  rows.resize(kMaxRows - 1);
  order_rows(rows);
  rows.push_back(std::move(others));
}

/// One cell: " 98●", " 48○", "  14 ", "   · ".
std::string share_cell(double share, std::string_view mark) {
  const long percent = std::lround(share * 100.0);
  const std::string number = share < kVisibleShare ? "·" : std::to_string(percent);
  return pad_left(number, kCellWidth - 1) + std::string(mark);
}

/// The largest of a year, and its runner-up.
std::string_view mark_of(const YearSummary& year, const std::string& constraint) {
  if (constraint.empty())
    return " ";
  if (largest_of(year) == constraint)
    return "●";
  return year.runner_up == constraint ? "○" : " ";
}

/// Without blanks at its end.
void end_line(std::string& text) {
  text.erase(text.find_last_not_of(' ') + 1);
  text += '\n';
}

constexpr std::string_view kShareHeading = "share of new shortage, %";
constexpr std::string_view kLimitHeading = "what held output back, %";
constexpr std::string_view kRootHeading = "why no bigger, %";

std::string share_block(const RunResult& result, std::string_view heading,
                        const std::vector<Row>& rows, std::size_t from, std::size_t to,
                        int label_width, const TerminalStyle& style) {
  std::string text = grey(pad_right(std::string(heading), label_width), style);
  for (std::size_t y = from; y < to; ++y)
    text += bold(pad_left(std::to_string(result.years[y].year), kCellWidth - 1) + " ", style);
  end_line(text);
  for (const Row& row : rows) {
    text += pad_right(row.label, label_width);
    for (std::size_t y = from; y < to; ++y) {
      const std::string_view mark = mark_of(result.years[y], row.constraint);
      text += heated(share_cell(row.shares[y], mark), row.shares[y], style);
    }
    end_line(text);
  }
  return text;
}

std::string rule(int width, const TerminalStyle& style) {
  std::string line;
  for (int i = 0; i < width; ++i)
    line += "─";
  return grey(line, style) + "\n";
}

std::vector<double> values_of(const RunResult& result, std::string_view name) {
  std::vector<double> values;
  for (const Series& series : result.series) {
    if (series.series != name || !series.entity.empty() || !series.region.empty() ||
        !series.generation.empty())
      continue;
    for (const SeriesPoint& point : series.points)
      values.push_back(point.value);
  }
  return values;
}

std::string table(const RunResult& result, std::string_view heading, std::string_view legend,
                  const TerminalStyle& style) {
  std::vector<Row> rows = rows_of(result);
  if (rows.empty())
    return {};
  order_rows(rows);
  merge_small_rows(rows);
  int label_width = display_width(kShareHeading);
  for (const Row& row : rows)
    label_width = std::max(label_width, display_width(row.label));
  ++label_width;
  const int room = std::max(1, (style.width - label_width) / kCellWidth);
  std::string text;
  for (std::size_t from = 0; from < result.years.size(); from += static_cast<std::size_t>(room)) {
    if (from > 0)
      text += '\n';
    const std::size_t to = std::min(result.years.size(), from + static_cast<std::size_t>(room));
    text += share_block(result, heading, rows, from, to, label_width, style);
  }
  if (label_width + display_width(legend) <= style.width)
    return text + std::string(static_cast<std::size_t>(label_width), ' ') +
           grey(std::string(legend), style) + "\n";
  return text + grey(wrapped(legend, style.width), style) + "\n";
}

}  // namespace

std::string share_table(const RunResult& result, const TerminalStyle& style) {
  const bool seconds = std::any_of(result.years.begin(), result.years.end(),
                                   [](const YearSummary& year) { return !year.runner_up.empty(); });
  return table(
      result, result.wanted ? kShareHeading : kLimitHeading,
      seconds
          ? "● largest share of the year; ○ second, with a quarter or more; · below half a percent"
          : "● largest share of the year; · below half a percent",
      style);
}

std::string root_table(const RunResult& result, const TerminalStyle& style) {
  RunResult roots;
  for (const YearSummary& year : result.years) {
    YearSummary& why = roots.years.emplace_back();
    why.year = year.year;
    for (const RootShare& root : year.roots)
      why.shares.push_back({root.cause, root.share});
  }
  return table(roots, kRootHeading,
               "the same demand by root cause; lead time: nobody could have known sooner", style);
}

std::string year_table(const RunResult& result, const TerminalStyle& style) {
  if (result.years.empty())
    return {};
  const std::string unmet = "unmet " + result.sink_unit + "-years";
  const int unmet_width = display_width(unmet) + 2;
  const int width = 4 + 3 * 10 + unmet_width;
  std::string text = bold("Year" + pad_left("demand", 10) + pad_left("online", 10) +
                              pad_left("added", 10) + pad_left(unmet, unmet_width),
                          style) +
                     "\n" + rule(width, style);
  for (const YearSummary& year : result.years) {
    text +=
        std::to_string(year.year) + pad_left(result.wanted ? readable(year.demand_gw) : "all", 10);
    text += bold(pad_left(readable(year.online_gw_end), 10), style);
    text += pad_left(readable(year.added_gw), 10);
    text += pad_left(result.wanted ? readable(year.unmet_gw_years) : "·", unmet_width) + "\n";
  }
  text += rule(width, style);
  const std::string what =
      result.sink_unit == "GW" ? "GW of critical IT load" : result.sink_unit + " at the sink";
  return text +
         grey(wrapped(what + "; demand and online at the end of the year", style.width), style) +
         "\n";
}

std::string sparklines(const RunResult& result, const TerminalStyle& style) {
  const std::vector<double> online = values_of(result, "online");
  const std::vector<double> demand = values_of(result, "demand");
  if (online.empty() || result.years.empty())
    return {};
  const std::string label = result.sink_unit + " online";
  const int label_width = std::max(display_width(label), 10) + 2;
  const std::string end = end_of_run(result);
  constexpr int kWordsAfter = 30;
  const auto length =
      std::min(kSparklineLength,
               static_cast<std::size_t>(std::max(1, style.width - label_width - kWordsAfter)));
  std::string text =
      pad_right(label, label_width) + painted(sparkline(thinned(online, length)), "36", style) +
      "  " + readable(online.back()) + " " + result.sink_unit + " at the end of " + end + "\n";
  if (demand.size() != online.size() || !result.wanted)
    return text;
  std::vector<double> met(online.size(), 1.0);
  for (std::size_t i = 0; i < met.size(); ++i)
    if (demand[i] > 0.0)
      met[i] = std::min(1.0, online[i] / demand[i]);
  return text + pad_right("demand met", label_width) +
         painted(sparkline(thinned(met, length)), "33", style) + "  " +
         std::to_string(std::lround(met.back() * 100.0)) + " % at the end of " + end + "\n";
}

std::string switch_list(const RunResult& result, const TerminalStyle& style) {
  std::string text;
  for (const std::string& sentence : result.switches)
    text += wrapped(sentence, std::min(style.width, 96)) + "\n";
  return text.empty() ? text : grey("what moved it", style) + "\n" + text;
}

namespace {

/// Which run it is; on lines of its own where the terminal is narrow.
std::string title(const RunResult& result, const TerminalStyle& style) {
  const std::string which =
      std::string(result.deterministic ? "every number at its best guess, " : "") + "seed " +
      std::to_string(result.seed) + ", fingerprint " + result.fingerprint;
  const bool fits =
      result.scenario.size() + 2 + which.size() <= static_cast<std::size_t>(style.width);
  return bold(result.scenario, style) + (fits ? "  " : "\n") +
         grey(fits ? which : wrapped(which, style.width), style);
}

}  // namespace

std::string terminal_report(const RunResult& result, const TerminalStyle& style,
                            const std::vector<std::string>& files) {
  std::string text = title(result, style) + "\n\n";
  text += bold(wrapped(result.headline, std::min(style.width, 88)), style) + "\n";
  for (const std::string& part :
       {share_table(result, style), root_table(result, style), interval_table(result, style),
        switch_list(result, style), style.matrix ? matrix_tables(result) : std::string(),
        year_table(result, style),
        style.width < kSparklineWidth ? std::string() : sparklines(result, style)})
    if (!part.empty())
      text += "\n" + part;
  if (!files.empty())
    text += '\n';
  for (const std::string& file : files)
    text += file + "\n";
  return style.ascii ? in_ascii(text) : text;
}

std::string in_ascii(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, char>, 15> kInstead = {{{"●", '*'},
                                                                                  {"○", 'o'},
                                                                                  {"·", '.'},
                                                                                  {"─", '-'},
                                                                                  {"▁", '_'},
                                                                                  {"▂", '.'},
                                                                                  {"▃", ':'},
                                                                                  {"▄", '-'},
                                                                                  {"▅", '='},
                                                                                  {"▆", '+'},
                                                                                  {"▇", '#'},
                                                                                  {"█", '@'},
                                                                                  {"–", '-'},
                                                                                  {"×", 'x'},
                                                                                  {"→", '>'}}};
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      plain += text[at++];
      continue;
    }
    std::size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
      ++end;
    const std::string_view character = text.substr(at, end - at);
    const auto* const instead =
        std::find_if(kInstead.begin(), kInstead.end(),
                     [&](const auto& pair) { return pair.first == character; });
    plain += instead == kInstead.end() ? '?' : instead->second;
    at = end;
  }
  return plain;
}

}  // namespace chokepoint
