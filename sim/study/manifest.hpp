#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/time.hpp"
#include "sim/study/factor.hpp"
#include "sim/study/study.hpp"

namespace chokepoint {

/// What a directory of results is about: everything that is needed to read it, no host, no clock.
struct Manifest {
  struct Output {
    std::string name;
    bool is_date = false;
  };

  std::string version;
  std::string build;  ///< of the program: other sources, another text
  std::string study;
  std::string states;
  std::string study_sha256;
  std::string world_sha256;  ///< of all that results depend on besides values and replication
  std::string design_kind;
  std::int64_t design_size = 0;
  std::int64_t design_levels = 0;
  std::string design_sha256;
  std::uint64_t points = 0;
  std::uint64_t seed = 1;
  bool others_drawn = true;
  bool common_random_numbers = true;
  std::uint64_t replications = 1;
  bool auto_replications = false;  ///< their number follows from results
  std::uint64_t runs = 0;          ///< different ones in the plan
  std::uint64_t block = 1;
  std::vector<Factor> factors;
  std::vector<CorrelationSpec> correlations;
  std::vector<Output> outputs;
  std::vector<std::string> keep_series;
  bool bottlenecks = true;
  std::string base_scenario;
  std::string base_sha256;
  std::string sink_unit = "GW";
  Date start{};
  Date end{};

  [[nodiscard]] std::string json() const;
  /// Throws ScenarioError.
  [[nodiscard]] static Manifest parse(std::string_view json, const std::string& label);

  /// The first days of the months, and the years, that a run touches.
  [[nodiscard]] std::vector<Date> months() const;
  [[nodiscard]] std::vector<int> years() const;
};

/// A date as a number: days since 1970-01-01, and back.
[[nodiscard]] double days_of(Date date);
[[nodiscard]] Date date_of_days(double days);

}  // namespace chokepoint
