#pragma once

#include <map>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

namespace chokepoint::bench {

[[nodiscard]] double median(std::vector<double> samples);

/// Collects every repetition of every case, and gives medians.
class Medians : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& runs) override;

  /// Median time of a case; not a number when it did not run.
  [[nodiscard]] double seconds(const std::string& name) const;
  /// Median of a counter of a case; not a number when it did not run.
  [[nodiscard]] double counter(const std::string& name, const std::string& counter) const;
  /// "case: what went wrong", one a failed repetition.
  [[nodiscard]] const std::vector<std::string>& errors() const { return errors_; }

 private:
  std::map<std::string, std::vector<double>> samples_;  ///< by case, and by case and counter
  std::vector<std::string> errors_;
};

}  // namespace chokepoint::bench
