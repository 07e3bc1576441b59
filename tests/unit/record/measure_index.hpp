#pragma once

#include <cstddef>
#include <string>

#include <gtest/gtest.h>

#include "sim/record/comparison.hpp"

namespace chokepoint {

/// The place of a measure among those that are compared.
inline std::size_t index_of(const std::string& id) {
  for (std::size_t i = 0; i < measures().size(); ++i) {
    if (measures()[i].id == id)
      return i;
  }
  ADD_FAILURE() << id;
  return 0;
}

}  // namespace chokepoint
