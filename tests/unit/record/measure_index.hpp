#pragma once

#include <cstddef>
#include <string>

#include <gtest/gtest.h>

#include "models/compared_figures.hpp"
#include "sim/record/comparison.hpp"

namespace chokepoint {

/// How many measures are compared.
inline std::size_t measure_count() {
  return models::compared_figures().figures.size();
}

/// The place of a measure among those that are compared.
inline std::size_t index_of(const std::string& id) {
  const auto& figures = models::compared_figures().figures;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    if (figures[i].measure.id == id)
      return i;
  }
  ADD_FAILURE() << id;
  return 0;
}

}  // namespace chokepoint
