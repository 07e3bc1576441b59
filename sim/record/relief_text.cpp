// What `relieve` prints.

#include <algorithm>
#include <cmath>
#include <functional>

#include "sim/base/text.hpp"
#include "sim/record/relief_tables.hpp"
#include "sim/record/text_cells.hpp"

namespace chokepoint {

namespace {

constexpr int kCell = 8;
/// A response that is nowhere larger is not worth a line.
constexpr double kNothing = 0.005;

std::string name_of(const ReliefRow& row) {
  std::string text;
  for (const std::string& name : row.constraints)
    text += (text.empty() ? "" : " + ") + name;
  return row.frozen ? text + " (frozen)" : text;
}

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
                    : with_thousands(static_cast<std::int64_t>(std::llround(size))));
}

std::string names_text(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "" : ", ") + name;
  return text;
}

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

using Values = std::function<const std::vector<Estimate>*(const ReliefRow&)>;

class Tables {
 public:
  Tables(const ReliefHeading& heading, const ReliefReport& report, int width)
      : heading_(heading), width_(width) {
    for (const auto* list : {&report.rows, &report.ties}) {
      for (const ReliefRow& row : *list) {
        if (heading.step == 0 || tells(heading, row))
          rows_.push_back(&row);
      }
    }
    std::stable_sort(rows_.begin(), rows_.end(), [&](const ReliefRow* a, const ReliefRow* b) {
      return weight(*a) > weight(*b);
    });
    for (const ReliefRow* row : rows_)
      name_width_ = std::max(name_width_, display_width(name_of(*row)));
    name_width_ = std::min(name_width_, 40);
  }
  [[nodiscard]] bool empty() const { return rows_.empty(); }

  /// One block of columns under another when the terminal is narrow.
  [[nodiscard]] std::string table(const std::string& title, const Values& values,
                                  std::string (*text)(double), bool with_headroom = false,
                                  bool half = false) const {
    std::string out = title + "\n";
    const auto fits = static_cast<std::size_t>(
        std::max(1, (width_ - name_width_ - (with_headroom ? 10 : 0)) / kCell));
    for (std::size_t from = 0; from < heading_.years.size(); from += fits) {
      const std::size_t to = std::min(heading_.years.size(), from + fits);
      const bool last = to == heading_.years.size();
      out += pad_right("", name_width_);
      for (std::size_t y = from; y < to; ++y)
        out += pad_left(std::to_string(heading_.years[y]), kCell);
      out += with_headroom && last ? "  headroom\n" : "\n";
      for (const ReliefRow* row : rows_) {
        const std::vector<Estimate>* const by_month = values(*row);
        if (by_month == nullptr)
          continue;
        out += pad_right(name_of(*row), name_width_);
        for (std::size_t y = from; y < to; ++y)
          out += pad_left(cell(*by_month, heading_.year_ends[y], text, half), kCell);
        out += with_headroom && last ? pad_left(headroom(*row), 10) + "\n" : "\n";
      }
    }
    return out;
  }

 private:
  [[nodiscard]] double weight(const ReliefRow& row) const {
    return std::max(largest(heading_, row.e_minus), largest(heading_, row.e_plus));
  }
  static std::string cell(const std::vector<Estimate>& by_month, std::size_t month,
                          std::string (*text)(double), bool half) {
    if (by_month.empty())
      return "failed";
    return text(half ? by_month[month].half : by_month[month].mean);
  }
  static std::string headroom(const ReliefRow& row) {
    if (!row.headroom)
      return "";
    if (!std::isfinite(*row.headroom))
      return "> 200 %";
    return std::to_string(std::lround(*row.headroom * 100)) + " %";
  }

  const ReliefHeading& heading_;
  std::vector<const ReliefRow*> rows_;
  int width_;
  int name_width_ = 12;
};

std::string windows_text(const ReliefHeading& heading, const ReliefReport& report) {
  if (report.windows.empty())
    return {};
  std::string out =
      "\nRelaxed in one year only: " + heading.sink_unit + " more at the ends of years\n";
  const Timeline timeline(heading.start);
  std::string current;
  for (const ReliefWindow& window : report.windows) {
    if (window.constraint != current) {
      current = window.constraint;
      out += pad_right(current, 24);
      for (const int year : heading.years)
        out += pad_left(std::to_string(year), kCell);
      out += "\n";
    }
    out += pad_right("  in " + std::to_string(timeline.year(window.from)), 24);
    for (const Estimate& gain : window.gain)
      out += pad_left(gain_text(gain.mean), kCell);
    out += "\n";
  }
  return out;
}

/// A line of one number per year below a table.
std::string year_line(const std::string& name, const ReliefHeading& heading,
                      const std::vector<double>& by_month, std::string (*text)(double)) {
  std::string out = pad_right(name, 24);
  for (const std::size_t month : heading.year_ends)
    out += pad_left(text(by_month[month]), kCell);
  return out + "\n";
}

std::string checks_text(const ReliefHeading& heading, const ReliefReport& report, int width) {
  const bool noisy = std::any_of(heading.year_ends.begin(), heading.year_ends.end(),
                                 [&](std::size_t month) { return report.noise[month] >= 0.005; });
  if (report.together.empty() && !noisy)
    return {};
  std::string out = "\n" + pad_right("checks", 24);
  for (const int year : heading.years)
    out += pad_left(std::to_string(year), kCell);
  out += "\n";
  if (noisy)
    out += year_line("noise, " + heading.sink_unit, heading, report.noise, two_digits);
  if (!report.together.empty()) {
    out += year_line("sum of the amounts above", heading, report.sum, two_digits);
    out += year_line("all amounts together", heading, report.together, two_digits);
  }
  std::string meaning;
  if (noisy) {
    meaning +=
        "Noise is what a change of 0.01 % moves: a smaller gain says nothing about its constraint.";
  }
  if (!report.together.empty()) {
    meaning +=
        std::string(meaning.empty() ? "" : " ") +
        "All amounts scaled together give 1 when none is missing; what is below 1 belongs to what "
        "was online at the start, to amounts without a name and to rules that do not scale. The "
        "sum is smaller where amounts not run count, and larger where one amount makes another.";
  }
  return out + wrapped(meaning, width) + "\n";
}

std::string failures_text(const ReliefReport& report, int width) {
  std::string out;
  const auto line = [&](std::string_view change, const ReliefRow& row, const std::string& why) {
    if (!why.empty())
      out +=
          wrapped(std::string(change) + name_of(row) + ": the world fails: " + why, width) + "\n";
  };
  for (const auto* list : {&report.rows, &report.ties}) {
    for (const ReliefRow& row : *list) {
      line("more ", row, row.failure_plus);
      line("less ", row, row.failure_minus);
    }
  }
  return out;
}

std::vector<std::string> silent(const ReliefHeading& heading, const ReliefReport& report) {
  std::vector<std::string> silent;
  for (const ReliefRow& row : report.rows) {
    if (!tells(heading, row) && row.failure_plus.empty() && row.failure_minus.empty())
      silent.push_back(name_of(row));
  }
  return silent;
}

}  // namespace

std::string relief_text(const ReliefHeading& heading, const ReliefReport& report,
                        const TerminalStyle& style) {
  const Tables tables(heading, report, style.width);
  std::string out = heading.change + " of each, from " + iso(heading.from) + " to " +
                    iso(heading.to) + "; everything else, random numbers too, as it was";
  out += heading.replications > 1
             ? "; means of " + std::to_string(heading.replications) + " replications.\n"
             : ".\n";
  if (!tables.empty()) {
    out += "\n" + tables.table(
                      heading.sink_unit + " more online at the end of the year",
                      [](const ReliefRow& row) { return &row.gain; }, gain_text);
  }
  if (heading.step > 0 && !tables.empty()) {
    out += "\n" + tables.table(
                      "e+: per cent more online for one per cent more of it",
                      [](const ReliefRow& row) { return &row.e_plus; }, two_digits, true);
    out += "\n" + tables.table(
                      "e-: per cent less online for one per cent less of it",
                      [](const ReliefRow& row) { return &row.e_minus; }, two_digits);
  }
  if (heading.replications > 1 && heading.step > 0 && !tables.empty()) {
    out += "\n" + tables.table(
                      "half the width of the 95 % interval of e+",
                      [](const ReliefRow& row) { return &row.e_plus; }, two_digits, false, true);
  }
  out += windows_text(heading, report);
  out += checks_text(heading, report, style.width);
  const auto note = [&](std::string_view what, const std::vector<std::string>& names) {
    if (!names.empty())
      out += "\n" + wrapped(std::string(what) + names_text(names) + ".", style.width) + "\n";
  };
  const std::string failures = failures_text(report, style.width);
  out += failures.empty() ? "" : "\n" + failures;
  if (heading.step > 0)
    note("No response to ", silent(heading, report));
  note("Not run (--all runs them): ", heading.not_run);
  note("In the ledger, but no amount or time of anybody: ", heading.out_of_reach);
  return out;
}

}  // namespace chokepoint
