#include "tools/commands/stop_signals.hpp"

#include <iterator>

namespace chokepoint::tools {

namespace {

volatile std::sig_atomic_t stop_signals = 0;

}  // namespace

StopSignals::StopSignals() {
  stop_signals = 0;
  for (std::size_t i = 0; i < std::size(kSignals); ++i) {
    struct sigaction count {};
    count.sa_handler = [](int) { stop_signals = stop_signals + 1; };
    ::sigaction(kSignals[i], nullptr, &before_[i]);
    // What was started to survive a hang-up does.
    if (before_[i].sa_handler != SIG_IGN)
      ::sigaction(kSignals[i], &count, nullptr);
  }
}

StopSignals::~StopSignals() {
  for (std::size_t i = 0; i < std::size(kSignals); ++i)
    ::sigaction(kSignals[i], &before_[i], nullptr);
}

Stop StopSignals::wish() {
  return stop_signals == 0 ? Stop::no : stop_signals == 1 ? Stop::soon : Stop::now;
}

}  // namespace chokepoint::tools
