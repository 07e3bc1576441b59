// What `relieve` prints: the tables.

#include <algorithm>
#include <cmath>

#include "sim/record/relief_cells.hpp"
#include "sim/record/relief_tables.hpp"
#include "sim/record/text_cells.hpp"
#include "sim/record/year_columns.hpp"

namespace chokepoint {

namespace {

/// A response that is nowhere larger is not worth a line.
constexpr double kNothing = 0.005;

double largest(const ReliefHeading& heading, const std::vector<Estimate>& by_month) {
  double most = 0;
  if (by_month.empty())
    return most;
  for (const std::size_t month : heading.year_ends)
    most = std::max(most, std::abs(by_month[month].mean));
  return most;
}

bool tells(const ReliefHeading& heading, const ReliefRow& row) {
  return largest(heading, row.e_plus) >= kNothing || largest(heading, row.e_minus) >= kNothing;
}

/// One quantity of all rows.
struct Column {
  std::string title;
  std::vector<Estimate> ReliefRow::*values;
  std::string (*text)(double);
  bool with_headroom = false;
  bool with_noise = false;  ///< mark what says nothing, and print how much that is
  enum class Slope { no, plus, minus } slope = Slope::no;  ///< mark what is none
};

class Tables {
 public:
  Tables(const ReliefHeading& heading, const ReliefReport& report, int width)
      : heading_(heading), report_(report), width_(width) {
    for (const auto* list : {&report.rows, &report.ties}) {
      for (const ReliefRow& row : *list) {
        if (heading.step == 0 || row.failed() || tells(heading, row))
          rows_.push_back(&row);
      }
    }
    std::stable_sort(rows_.begin(), rows_.end(), [&](const ReliefRow* a, const ReliefRow* b) {
      return a->frozen != b->frozen ? b->frozen : weight(*a) > weight(*b);
    });
    for (const ReliefRow* row : rows_)
      name_width_ = std::max(name_width_, display_width(name_of(*row)));
    name_width_ = std::min(name_width_, 40);
  }
  [[nodiscard]] bool empty() const { return rows_.empty(); }

  /// One block of columns under another when the terminal is narrow.
  [[nodiscard]] std::string table(const Column& column) const {
    std::string out = column.title + "\n";
    const auto fits = static_cast<std::size_t>(
        std::max(1, (width_ - name_width_ - (column.with_headroom ? 10 : 0)) / kReliefCell));
    for (std::size_t from = 0; from < heading_.years.size(); from += fits)
      out += block(column, from, std::min(heading_.years.size(), from + fits));
    return out;
  }

 private:
  [[nodiscard]] std::string block(const Column& column, std::size_t from, std::size_t to) const {
    const bool headrooms = column.with_headroom && to == heading_.years.size();
    std::string out = pad_right("", name_width_);
    for (std::size_t y = from; y < to; ++y)
      out += pad_left(std::to_string(heading_.years[y]), kReliefCell);
    out += headrooms ? "  headroom\n" : "\n";
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const ReliefRow& row = *rows_[i];
      out += pad_right(name_of(row), name_width_);
      for (std::size_t y = from; y < to; ++y)
        out += pad_left(cell(column, row, heading_.year_ends[y]), kReliefCell);
      out += headrooms ? pad_left(headroom(row), 10) + "\n" : "\n";
      const std::vector<Estimate>& by_month = row.*column.values;
      if (heading_.replications > 1 && !by_month.empty()) {
        out += pad_right("", name_width_);
        for (std::size_t y = from; y < to; ++y)
          out += pad_left("±" + two_digits(by_month[heading_.year_ends[y]].half), kReliefCell);
        out += "\n";
      }
      const bool last_of_kind = i + 1 == rows_.size() || rows_[i + 1]->frozen != row.frozen;
      if (column.with_noise && last_of_kind)
        out += noise_line(row.frozen, from, to);
    }
    return out;
  }

  [[nodiscard]] std::string noise_line(bool frozen, std::size_t from, std::size_t to) const {
    for (const ReliefNoise& noise : report_.noise) {
      if (noise.frozen != frozen)
        continue;
      std::string out = pad_right(frozen ? "noise (frozen)" : "noise", name_width_);
      for (std::size_t y = from; y < to; ++y)
        out += pad_left(two_digits(noise.by_month[heading_.year_ends[y]]), kReliefCell);
      return out + "\n";
    }
    return {};
  }

  [[nodiscard]] std::string cell(const Column& column, const ReliefRow& row,
                                 std::size_t month) const {
    const std::vector<Estimate>& by_month = row.*column.values;
    if (by_month.empty())
      return row.failed() ? "failed" : "none";
    const std::string text = column.text(by_month[month].mean);
    const bool doubtful = text != "0" && is_doubtful(column, row, month);
    return doubtful ? text + "?" : text;
  }

  [[nodiscard]] bool is_doubtful(const Column& column, const ReliefRow& row,
                                 std::size_t month) const {
    if (column.slope != Column::Slope::no)
      return report_.is_no_slope(row, column.slope == Column::Slope::plus, month);
    return column.with_noise &&
           report_.within_noise(row.frozen, (row.*column.values)[month], month);
  }

  [[nodiscard]] double weight(const ReliefRow& row) const {
    return std::max(largest(heading_, row.e_minus), largest(heading_, row.e_plus));
  }
  /// One figure, or the ends of what is found without one of the worlds.
  static std::string headroom(const ReliefRow& row) {
    constexpr double kApart = 0.02;  // and by a quarter
    constexpr double kFactor = 1.25;
    if (!row.headroom)
      return row.headroom_month ? "?" : "";
    const auto percent = [](double by) { return std::to_string(std::lround(by * 100)); };
    const Headroom& found = *row.headroom;
    if (found.high - found.low <= kApart || found.high <= kFactor * found.low)
      return std::isfinite(found.by) ? percent(found.by) + " %" : "> 200 %";
    if (!std::isfinite(found.low))
      return "> 200 %";
    return std::isfinite(found.high) ? percent(found.low) + "-" + percent(found.high) + " %?"
                                     : "> " + percent(found.low) + " %?";
  }

  const ReliefHeading& heading_;
  const ReliefReport& report_;
  std::vector<const ReliefRow*> rows_;
  int width_;
  int name_width_ = 14;
};

std::string windows_text(const ReliefHeading& heading, const ReliefReport& report, int width) {
  if (report.windows.empty())
    return {};
  std::string out =
      "\nRelaxed in one year only: " + heading.sink_unit + " more at the ends of years\n";
  const Timeline timeline(heading.start);
  const bool frozen = report.has_frozen();
  for (std::size_t first = 0; first < report.windows.size();) {
    const std::string& constraint = report.windows[first].constraint;
    YearColumns table(pad_right(constraint, 24), year_headings(heading.years));
    for (; first < report.windows.size() && report.windows[first].constraint == constraint;
         ++first) {
      const ReliefWindow& window = report.windows[first];
      std::vector<std::string> cells;
      std::vector<std::string> halves;
      for (std::size_t y = 0; y < window.gain.size(); ++y) {
        const Estimate& gain = window.gain[y];
        const std::string text = gain_text(gain.mean);
        const bool doubtful =
            text != "0" && report.within_noise(frozen, gain, heading.year_ends[y]);
        cells.push_back(doubtful ? text + "?" : text);
        halves.push_back("±" + two_digits(gain.half));
      }
      if (cells.empty())
        cells.emplace_back("failed");
      table.add("  in " + std::to_string(timeline.year(window.from)), std::move(cells));
      if (heading.replications > 1 && !halves.empty())
        table.add("", std::move(halves));
    }
    out += table.text(width, kReliefCell);
  }
  return out;
}

std::vector<std::string> silent(const ReliefHeading& heading, const ReliefReport& report) {
  std::vector<std::string> silent;
  for (const ReliefRow& row : report.rows) {
    if (!tells(heading, row) && !row.failed())
      silent.push_back(name_of(row));
  }
  return silent;
}

/// Rows that the tables show and that are no amounts.
std::vector<std::string> times_told(const ReliefHeading& heading, const ReliefReport& report) {
  std::vector<std::string> times;
  for (const ReliefRow& row : report.rows) {
    if (!row.extensive && !row.frozen && tells(heading, row))
      times.push_back(name_of(row));
  }
  return times;
}

}  // namespace

std::string relief_text(const ReliefHeading& heading, const ReliefReport& report,
                        const TerminalStyle& style) {
  const Tables tables(heading, report, style.width);
  std::string about = heading.change + " of each, from " + iso(heading.from) + " to " +
                      iso(heading.to) + "; everything else, random numbers too, as it was";
  if (heading.replications > 1)
    about += "; means of " + std::to_string(heading.replications) +
             " replications, ± half their 95 % interval";
  std::string out = wrapped(about + ".", style.width) + "\n";
  if (!tables.empty()) {
    out += "\n" + tables.table({.title = heading.sink_unit + " more online at the end of the year",
                                .values = &ReliefRow::gain,
                                .text = gain_text,
                                .with_noise = true});
  }
  if (heading.step > 0 && !tables.empty()) {
    out += "\n" + tables.table({.title = "e+: per cent more online for one per cent more of it",
                                .values = &ReliefRow::e_plus,
                                .text = two_digits,
                                .with_headroom = true,
                                .slope = Column::Slope::plus});
    out += "\n" + tables.table({.title = "e-: per cent less online for one per cent less of it",
                                .values = &ReliefRow::e_minus,
                                .text = two_digits,
                                .slope = Column::Slope::minus});
  }
  out += windows_text(heading, report, style.width);
  out += relief_checks_text(heading, report, style.width);
  const auto note = [&](std::string_view what, const std::vector<std::string>& names) {
    if (!names.empty())
      out += "\n" + wrapped(std::string(what) + names_text(names) + ".", style.width) + "\n";
  };
  if (heading.step > 0)
    note("No response to ", silent(heading, report));
  note("Times, of which more is taken to be less of the wait: ", times_told(heading, report));
  note("Not run (--all runs them): ", heading.not_run);
  note("In the ledger, but no amount or time of anybody: ", heading.out_of_reach);
  if (!heading.note.empty())
    out += "\n" + wrapped(heading.note, style.width) + "\n";
  return out;
}

}  // namespace chokepoint
