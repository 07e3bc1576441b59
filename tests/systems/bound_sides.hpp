#pragma once

#include <gtest/gtest.h>

#include "tests/systems/bounded.hpp"

namespace chokepoint::models {

/// Per cent that the bound changes by per cent more, and by per cent less, of a constraint.
inline void expect_sides(const ConstraintRent& rent, double plus, double minus) {
  EXPECT_NEAR(rent.e_plus.value_or(-9), plus, 1e-6) << rent.constraint;
  EXPECT_NEAR(rent.e_minus.value_or(-9), minus, 1e-6) << rent.constraint;
}

}  // namespace chokepoint::models
