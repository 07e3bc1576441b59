#include "tests/bench/medians.hpp"

#include <algorithm>
#include <limits>

namespace chokepoint::bench {
namespace {

std::string key(const std::string& name, const std::string& counter) {
  return name + "\n" + counter;
}

}  // namespace

double median(std::vector<double> samples) {
  std::sort(samples.begin(), samples.end());
  const std::size_t middle = samples.size() / 2;
  return samples.size() % 2 == 1 ? samples[middle] : (samples[middle - 1] + samples[middle]) / 2;
}

bool Medians::ReportContext(const Context&) {
  return true;
}

void Medians::ReportRuns(const std::vector<Run>& runs) {
  for (const Run& run : runs) {
    const std::string& name = run.run_name.function_name;
    if (run.error_occurred) {
      errors_.push_back(name + ": " + run.error_message);
      continue;
    }
    if (run.run_type != Run::RT_Iteration)
      continue;
    samples_[name].push_back(run.real_accumulated_time / static_cast<double>(run.iterations));
    for (const auto& [counter, value] : run.counters)
      samples_[key(name, counter)].push_back(value.value);
  }
}

double Medians::seconds(const std::string& name) const {
  const auto found = samples_.find(name);
  return found == samples_.end() ? std::numeric_limits<double>::quiet_NaN() : median(found->second);
}

double Medians::counter(const std::string& name, const std::string& counter) const {
  return seconds(key(name, counter));
}

}  // namespace chokepoint::bench
