#include "tools/commands/progress.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <unistd.h>

#include "sim/base/text.hpp"
#include "sim/record/text_cells.hpp"
#include "sim/study/manifest.hpp"
#include "tools/output.hpp"
#include "tools/steps_progress.hpp"

namespace chokepoint::tools {

namespace {

std::string count(std::size_t number) {
  return with_thousands(static_cast<std::int64_t>(number));
}

}  // namespace

Progress::Progress(std::size_t total, std::size_t already, std::string output, bool is_date)
    : total_(total),
      already_(already),
      told_tenth_(tenths_done(already, total)),
      output_(std::move(output)),
      is_date_(is_date),
      terminal_(::isatty(STDERR_FILENO) != 0) {}

void Progress::add(bool ok, double value) {
  ++done_;
  failed_ += ok ? 0 : 1;
  if (ok && !std::isnan(value))
    values_.push_back(value);
}

/// As `quantiles.csv` has it: of an even number of values the mean of the two in the middle.
double Progress::median() {
  const auto upper = values_.begin() + static_cast<std::ptrdiff_t>(values_.size() / 2);
  std::nth_element(values_.begin(), upper, values_.end());
  if (values_.size() % 2 == 1)
    return *upper;
  return (*std::max_element(values_.begin(), upper) + *upper) / 2;
}

std::string Progress::text() {
  const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  const std::size_t there = already_ + done_;
  std::string line = count(there) + " of " + count(total_) + " runs";
  if (failed_ > 0)
    line += ", " + count(failed_) + " failed";
  if (done_ > 0 && there < total_) {
    const double rate = static_cast<double>(done_) / std::max(seconds, 1e-3);
    line += ", " + readable(rate) + " a second, " +
            time_text(static_cast<double>(total_ - there) / rate) + " left";
  }
  if (!values_.empty()) {
    const double middle = median();
    line += "; median " + output_ + " " + (is_date_ ? iso(date_of_days(middle)) : readable(middle));
  }
  return line;
}

void Progress::tell() {
  const Clock::time_point now = Clock::now();
  if (is_quiet() || now - told_ < std::chrono::milliseconds(terminal_ ? 500 : 0))
    return;
  const std::size_t tenth = tenths_done(already_ + done_, total_);
  // The last word is for finish().
  if (!terminal_ && (now - start_ < std::chrono::seconds(1) || tenth <= told_tenth_ || tenth == 10))
    return;
  told_tenth_ = tenth;
  told_ = now;
  show_progress(text(), terminal_);
}

void Progress::finish() {
  if (is_quiet())
    return;
  show_progress(text() + (terminal_ ? "\n" : ""), terminal_);
}

}  // namespace chokepoint::tools
