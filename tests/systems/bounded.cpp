#include "tests/systems/bounded.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <stdexcept>

#include "models/bound.hpp"
#include "models/supply.hpp"
#include "sim/bound/solver.hpp"
#include "sim/bound/storage.hpp"
#include "tests/systems/text_file.hpp"

namespace chokepoint::models {

Bounded Bounded::of(const std::string& name) {
  return of_file(std::string(CHOKEPOINT_SOURCE_DIR) + "/tests/systems/" + name + ".yaml", false);
}

std::vector<std::string> Bounded::names() {
  std::vector<std::string> names;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(CHOKEPOINT_SOURCE_DIR) + "/tests/systems")) {
    if (entry.path().extension() == ".yaml")
      names.push_back(entry.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Bounded Bounded::of_text(const std::string& yaml) {
  return of_file(TextFile(yaml).path(), false);
}

Bounded Bounded::of_file(const std::string& path, bool deterministic, std::uint64_t seed) {
  return of_files({path}, deterministic, seed);
}

Bounded Bounded::of_files(const std::vector<std::string>& paths, bool deterministic,
                          std::uint64_t seed) {
  Diagnostics diagnostics;
  LoadOptions load;
  load.files.assign(paths.begin(), paths.end());
  const Document document = load_document(load, diagnostics);
  diagnostics.throw_if_any();
  SampleOptions sample;
  sample.deterministic = deterministic;
  if (seed != 1)
    sample.seed = seed;
  return of_document(document, sample);
}

Bounded Bounded::of_document(const Document& document, const SampleOptions& sample) {
  Diagnostics diagnostics;
  Bounded result;
  result.scenario_ =
      std::make_shared<Scenario>(read_scenario(document, world_registry(), sample, diagnostics));
  diagnostics.throw_if_any();
  check_supply(*result.scenario_, diagnostics);
  diagnostics.throw_if_any();
  refuse_boundless(*result.scenario_);
  result.model_ =
      std::make_shared<ProcessModel>(result.scenario_->timeline, result.scenario_->horizon);
  World world(*result.scenario_);
  state_and_run(world, *result.model_);
  result.run_ = level_by_month(world.trace(), result.model_->grid());
  return result;
}

BoundReport Bounded::report(std::vector<int> decide, std::optional<double> storage_months) const {
  return study_bound(*model_,
                     {.decide = std::move(decide),
                      .year_ends = {months() - 1},
                      .storage_months = storage_months.value_or(usual_storage_months(*model_))});
}

LinearProgramme usual_programme(const ProcessModel& model, int decide) {
  return write_programme(model, decide, rooms_for(model, usual_storage_months(model)));
}

double Bounded::run_value() const {
  const LinearProgramme programme = write_programme(*model_);
  double value = 0;
  for (std::size_t t = 0; t < run_.size(); ++t)
    value += programme.weights[t] * run_[t];
  return value;
}

double Bounded::value(int decide) const {
  const LinearProgramme programme = usual_programme(*model_, decide);
  return Solver(programme).solve().value;
}

const ConstraintRent& rent_of(const DatedBound& bound, const std::string& constraint) {
  for (const ConstraintRent& rent : bound.rents) {
    if (rent.constraint == constraint)
      return rent;
  }
  throw std::runtime_error("no rent of " + constraint);
}

double share(const DatedBound& bound, const std::string& constraint) {
  return rent_of(bound, constraint).rent / bound.value;
}

}  // namespace chokepoint::models
