#include "tests/systems/bounded.hpp"

#include <algorithm>
#include <cmath>
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

LinearProgramme changed_programme(const LinearProgramme& programme, std::size_t endowment,
                                  double factor) {
  LinearProgramme changed = programme;
  for (const LinearProgramme::Part& part : programme.endowments[endowment].parts) {
    const double by = (factor - 1) * part.amount;
    const auto index = static_cast<std::size_t>(part.index);
    (part.is_column ? changed.upper : changed.most)[index] += by;
    if (part.is_column && programme.lower[index] > 0)
      changed.lower[index] += by;
  }
  return changed;
}

std::vector<std::string> forced_beside_the_run(const LinearProgramme& programme) {
  constexpr double kRounding = 1e-9;
  std::vector<double> others(programme.most.size(), 0.0);    // of rows, what is taken
  std::vector<bool> decided(programme.lower.size(), false);  // columns
  for (const LinearProgramme::Endowment& endowment : programme.endowments) {
    for (const LinearProgramme::Part& part : endowment.parts) {
      const auto index = static_cast<std::size_t>(part.index);
      if (part.is_column)
        decided[index] = decided[index] || endowment.kind == EndowmentKind::decided;
      else if (endowment.kind == EndowmentKind::outside)
        others[index] += part.amount;
    }
  }
  std::vector<std::string> forced;
  for (std::size_t row = 0; row < others.size(); ++row) {
    const int takes_up = programme.taken_up_by[row];
    const bool may_be_left = !programme.holds_exactly(static_cast<int>(row)) ||
                             std::isinf(programme.upper[static_cast<std::size_t>(takes_up)]);
    if (programme.most[row] < std::min(0.0, others[row]) - kRounding || !may_be_left)
      forced.push_back(programme.row_names[row].what);
  }
  for (std::size_t column = 0; column < decided.size(); ++column) {
    if (programme.lower[column] != 0 && !decided[column])
      forced.push_back(programme.column_names[column].what);
  }
  return forced;
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
