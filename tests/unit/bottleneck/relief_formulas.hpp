#pragma once

#include <algorithm>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "sim/bottleneck/path.hpp"
#include "sim/bottleneck/relief_study.hpp"

namespace chokepoint {

/// Output of a single month: the least of what each constraint allows.
inline RunVariants least_of(const std::map<std::string, double>& amounts) {
  return [amounts](std::span<const Variant> variants) {
    std::vector<std::vector<VariantOutcome>> outcomes;
    for (const Variant& variant : variants) {
      const Relief relief(variant.relaxed);
      double least = std::numeric_limits<double>::infinity();
      for (const auto& [name, amount] : amounts)
        least = std::min(least, amount * relief.factor(name, 0));
      outcomes.push_back({{.output = {least}, .failure = {}}});
    }
    return outcomes;
  };
}

inline ReliefQuestion about(const std::vector<std::string>& names) {
  ReliefQuestion question{.step = 0.1};
  for (const std::string& name : names)
    question.constraints.push_back({name});
  question.extensive = question.constraints;
  question.year_ends = {0};
  return question;
}

}  // namespace chokepoint
