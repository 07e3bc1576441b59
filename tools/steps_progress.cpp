#include "tools/steps_progress.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <unistd.h>

#include "sim/base/text.hpp"
#include "tools/output.hpp"

namespace chokepoint::tools {

namespace {

constexpr int kBarWidth = 20;

std::string bar(double part, bool ascii) {
  static constexpr std::array<const char*, 8> kEighths = {" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const int eighths = static_cast<int>(part * kBarWidth * 8);
  std::string text;
  for (int cell = 0; cell < kBarWidth; ++cell) {
    const int filled = eighths - 8 * cell;
    if (ascii)
      text += filled >= 8 ? "#" : ".";
    else
      text += filled >= 8 ? "█" : kEighths[static_cast<std::size_t>(filled > 0 ? filled : 0)];
  }
  return "[" + text + "] ";
}

std::string counted(std::size_t number) {
  return with_thousands(static_cast<std::int64_t>(number));
}

}  // namespace

std::string time_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::ceil(seconds));
  if (whole < 100)
    return std::to_string(whole) + " s";
  const std::int64_t minutes = (whole + 59) / 60;
  return minutes < 100
             ? std::to_string(minutes) + " min"
             : std::to_string(minutes / 60) + " h " + std::to_string(minutes % 60) + " min";
}

std::string steps_line(std::string_view things, std::size_t done, std::size_t count, double seconds,
                       bool ascii) {
  const double part = count > 0 ? static_cast<double>(done) / static_cast<double>(count) : 0;
  std::string line = bar(part, ascii) + counted(done) + " of " + counted(count) + " " +
                     std::string(things) + ", " + std::to_string(static_cast<int>(part * 100)) +
                     " %";
  if (done > 0 && done < count)
    line += ", " + time_text(seconds / part - seconds) + " left";
  return line;
}

std::size_t tenths_done(std::size_t done, std::size_t count) {
  return count > 0 ? 10 * done / count : 0;
}

void show_progress(const std::string& line, bool terminal) {
  std::fprintf(stderr, terminal ? "\r\033[K%s" : "%s\n", line.c_str());
  std::fflush(stderr);
}

StepsProgress::StepsProgress()
    : terminal_(::isatty(STDERR_FILENO) != 0),
      watch_([this](std::string_view things, std::size_t done, std::size_t count) {
        hear(things, done, count);
      }) {}

StepsProgress::~StepsProgress() {
  if (shown_ && terminal_)
    std::fputs("\r\033[K", stderr);
}

void StepsProgress::hear(std::string_view things, std::size_t done, std::size_t count) {
  if (is_quiet())
    return;
  const Clock::time_point now = Clock::now();
  if (things != things_ || count != count_ || done < done_) {
    things_ = things;
    count_ = count;
    began_ = now;
    told_tenth_ = 0;
  }
  done_ = done;
  if (now - command_began_ < std::chrono::seconds(1))
    return;
  const std::size_t tenth = tenths_done(done, count);
  if (terminal_ ? now - told_ < std::chrono::milliseconds(100) : tenth <= told_tenth_)
    return;
  told_ = now;
  told_tenth_ = tenth;
  show_progress(steps_line(things, done, count, std::chrono::duration<double>(now - began_).count(),
                           !terminal_ || !locale_has_utf8()),
                terminal_);
  shown_ = true;
}

}  // namespace chokepoint::tools
