#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace chokepoint::tools {

/// Tells on stderr how far a sweep has come: in place on a terminal, a line for each tenth, once it
/// takes more than a second, elsewhere.
class Progress {
 public:
  /// `already` runs of `total` are there; `output` is what the median is shown of.
  Progress(std::size_t total, std::size_t already, std::string output, bool is_date);

  /// One run more; a missing value does not enter the median.
  void add(bool ok, double value);
  /// Says it if it is time to.
  void tell();
  /// The last word.
  void finish();

  [[nodiscard]] std::size_t done() const { return done_; }
  [[nodiscard]] std::size_t failed() const { return failed_; }

 private:
  using Clock = std::chrono::steady_clock;
  [[nodiscard]] std::string text();
  [[nodiscard]] double median();

  std::size_t total_;
  std::size_t already_;
  std::size_t done_ = 0;
  std::size_t failed_ = 0;
  std::size_t told_tenth_;
  std::string output_;
  bool is_date_;
  bool terminal_;
  std::vector<double> values_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point told_ = Clock::now();
};

}  // namespace chokepoint::tools
