#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "sim/base/steps.hpp"

namespace chokepoint::tools {

/// "12 s", "4 min", "2 h 5 min": rounded up.
[[nodiscard]] std::string time_text(double seconds);

/// "[####....] 34 of 52 worlds, 65 %, 12 s left", with blocks where the locale has them. The time
/// left follows from the pace so far; it is not told before anything is done.
[[nodiscard]] std::string steps_line(std::string_view things, std::size_t done, std::size_t count,
                                     double seconds, bool ascii);

/// How many whole tenths are done; 0 of nothing.
[[nodiscard]] std::size_t tenths_done(std::size_t done, std::size_t count);

/// Says a line about progress on stderr: in place of the last on a terminal, below it elsewhere.
void show_progress(const std::string& line, bool terminal);

/// While it lives, tells on stderr how far a command is that takes longer than a second: in place
/// on a terminal, a line for each tenth elsewhere. Nothing of it stays on a terminal.
class StepsProgress {
 public:
  StepsProgress();
  ~StepsProgress();
  StepsProgress(const StepsProgress&) = delete;
  StepsProgress& operator=(const StepsProgress&) = delete;

 private:
  using Clock = std::chrono::steady_clock;
  void hear(std::string_view things, std::size_t done, std::size_t count);

  bool terminal_;
  bool shown_ = false;
  std::string things_;
  std::size_t count_ = 0;
  std::size_t done_ = 0;
  std::size_t told_tenth_ = 0;  ///< of these things
  Clock::time_point command_began_ = Clock::now();
  Clock::time_point began_ = Clock::now();
  Clock::time_point told_ = Clock::now();
  StepsWatch watch_;
};

}  // namespace chokepoint::tools
