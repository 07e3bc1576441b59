#pragma once

#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "models/counterfactual.hpp"
#include "models/supply.hpp"
#include "models/world.hpp"

namespace chokepoint::models {

inline constexpr double kTolerance = 0.02;

/// A scenario of this folder, ready for counterfactual worlds.
class RelievedSystem {
 public:
  explicit RelievedSystem(const std::string& name, int replications = 1, int workers = 2)
      : document_(read(name)), worlds_(document_, {}, replications, workers) {}

  [[nodiscard]] const Counterfactual& worlds() const { return worlds_; }
  [[nodiscard]] RunVariants runner() const {
    return [this](std::span<const Variant> variants) { return worlds_.run(variants); };
  }
  /// A question about all its amounts, measured at the ends of the given years (0 = the first).
  [[nodiscard]] ReliefQuestion question(double step) const {
    const BaseFacts facts = worlds_.base();
    ReliefQuestion question{.step = step};
    for (const auto& constraint : facts.constraints) {
      if (!constraint.amount)
        continue;
      question.constraints.push_back({constraint.name, constraint.largest_share, true});
    }
    question.extensive = question.constraints;
    for (std::size_t month = 11; month < facts.output.size(); month += 12)
      question.year_ends.push_back(month);
    return question;
  }
  [[nodiscard]] ReliefReport study(double step) const {
    return study_relief(question(step), runner());
  }

 private:
  static Document read(const std::string& name) {
    Diagnostics diagnostics;
    const std::filesystem::path folder = std::filesystem::path(CHOKEPOINT_SOURCE_DIR);
    Document document =
        load_document({.files = {folder / "tests/systems" / (name + ".yaml")}}, diagnostics);
    diagnostics.throw_if_any();
    return document;
  }

  Document document_;
  Counterfactual worlds_;
};

/// The row of that constraint alone. Throws std::out_of_range.
inline const ReliefRow& row(const ReliefReport& report, const std::string& name) {
  for (const ReliefRow& row : report.rows) {
    if (row.constraints.front() == name)
      return row;
  }
  throw std::out_of_range(name);
}

/// [e+, e-] at the end of a year.
inline void expect_elasticity(const ReliefReport& report, const std::string& name, double plus,
                              double minus, std::size_t month = 11, double tolerance = kTolerance) {
  EXPECT_NEAR(row(report, name).e_plus.at(month).mean, plus, tolerance) << name << " relaxed";
  EXPECT_NEAR(row(report, name).e_minus.at(month).mean, minus, tolerance) << name << " tightened";
}

}  // namespace chokepoint::models
