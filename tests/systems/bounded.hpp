#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/bound/bound_study.hpp"
#include "sim/bound/linear_programme.hpp"
#include "tests/systems/system.hpp"

namespace chokepoint::models {

/// A scenario of this folder, or a text, that was stated, run and bounded.
class Bounded {
 public:
  static Bounded of(const std::string& name);
  /// All scenarios of this folder, sorted.
  static std::vector<std::string> names();
  static Bounded of_text(const std::string& yaml);
  static Bounded of_file(const std::string& path, bool deterministic, std::uint64_t seed = 1);
  /// A scenario and overlays.
  static Bounded of_files(const std::vector<std::string>& paths, bool deterministic,
                          std::uint64_t seed = 1);

  [[nodiscard]] const ProcessModel& model() const { return *model_; }
  /// At the sink at the end of each month of the run.
  [[nodiscard]] const std::vector<double>& run() const { return run_; }
  /// The bound when all decide from that month on; the number of months: never.
  /// With as many months of storage as is usual unless others are given.
  [[nodiscard]] BoundReport report(std::vector<int> decide = {0},
                                   std::optional<double> storage_months = {}) const;
  [[nodiscard]] int months() const { return model_->grid().months(); }
  /// Of the run, in unit-years as the bound counts them.
  [[nodiscard]] double run_value() const;
  /// What no plan beats, by the same count.
  [[nodiscard]] double value(int decide = 0) const;

 private:
  static Bounded of_document(const Document& document, const SampleOptions& sample);

  std::shared_ptr<Scenario> scenario_;
  std::shared_ptr<ProcessModel> model_;
  std::vector<double> run_;
};

/// With the usual limits on what is kept.
[[nodiscard]] LinearProgramme usual_programme(const ProcessModel& model, int decide);

/// The same with one endowment multiplied by `factor`.
[[nodiscard]] LinearProgramme changed_programme(const LinearProgramme& programme,
                                                std::size_t endowment, double factor);

/// What a plan has to do, but for what others took and what was decided before: both of these the
/// run did, so there always is a plan where this is nothing. Names of rows and columns.
[[nodiscard]] std::vector<std::string> forced_beside_the_run(const LinearProgramme& programme);

/// The rent of a constraint; fails the test when the report has none of that name.
[[nodiscard]] const ConstraintRent& rent_of(const DatedBound& bound, const std::string& constraint);
/// The same as a part of the bound.
[[nodiscard]] double share(const DatedBound& bound, const std::string& constraint);

}  // namespace chokepoint::models
