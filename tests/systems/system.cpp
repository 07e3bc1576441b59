#include "tests/systems/system.hpp"

#include "models/supply.hpp"
#include "sim/base/text.hpp"
#include "tests/systems/text_file.hpp"

namespace chokepoint::models {

SystemRun SystemRun::of(const std::string& name, const Options& options) {
  return run(std::string(CHOKEPOINT_SOURCE_DIR) + "/tests/systems/" + name + ".yaml", options);
}

SystemRun SystemRun::of_text(const std::string& yaml, const Options& options) {
  return run(TextFile(yaml).path(), options);
}

SystemRun SystemRun::run(const std::string& path, const Options& options) {
  Diagnostics diagnostics;
  LoadOptions load;
  load.files = {path};
  load.sets = options.sets;
  const Document document = load_document(load, diagnostics);
  SampleOptions sample;
  sample.seed = options.seed;
  SystemRun result;
  result.scenario_ =
      std::make_unique<Scenario>(read_scenario(document, world_registry(), sample, diagnostics));
  diagnostics.throw_if_any();
  check_supply(*result.scenario_, diagnostics);
  diagnostics.throw_if_any();
  result.world_ = std::make_unique<World>(*result.scenario_, options.world);
  result.world_->run();
  return result;
}

double SystemRun::lots_by(double day) const {
  double sum = 0;
  for (const SinkLot& lot : trace().sink_lots()) {
    if (static_cast<double>(lot.tick) <= day * static_cast<double>(kDay))
      sum += lot.amount;
  }
  return sum;
}

double SystemRun::wanted_by(double day) const {
  double sum = 0;
  for (const DemandStep& step : trace().demand_steps()) {
    if (static_cast<double>(step.tick) <= day * static_cast<double>(kDay))
      sum += step.amount;
  }
  return sum;
}

const Ledger& SystemRun::ledger() const {
  if (!ledger_)
    ledger_ = std::make_unique<Ledger>(trace(), scenario_->timeline, scenario_->horizon,
                                       LedgerOptions{.slots_per_month = 30});
  return *ledger_;
}

namespace {

std::optional<ConstraintId> known(const Ledger& ledger, const std::string& name) {
  for (std::size_t k = 0; k < ledger.constraint_count(); ++k) {
    if (ledger.name(static_cast<ConstraintId>(k)) == name)
      return static_cast<ConstraintId>(k);
  }
  return std::nullopt;
}

}  // namespace

double SystemRun::elasticity(const std::string& constraint, double day) const {
  const auto id = known(ledger(), constraint);
  const auto all =
      ledger().elasticities(static_cast<Tick>(day * static_cast<double>(kDay)), 32, 5 * kDay);
  return id ? all[*id] : 0.0;
}

Ledger::Bounds SystemRun::bounds_of_last(const std::string& constraint) const {
  const auto id = known(ledger(), constraint);
  if (!id)
    return {0, 0};
  const Ledger::Bounds work = ledger().bounds(trace().sink_lots().size() - 1, *id);
  return {work.relax / lots(), work.tighten / lots()};
}

std::string SystemRun::label(int year) const {
  for (const YearLedger& entry : ledger().years()) {
    if (entry.year == year)
      return ledger().name(entry.label);
  }
  return {};
}

double slope(const std::string& system, const std::string& path, double base,
             const std::string& unit, double step, double day) {
  const auto lots = [&](double factor) {
    return SystemRun::of(system, {.sets = {path + "=" + shortest(base * factor) + " " + unit}})
        .lots_by(day);
  };
  const double before = lots(1);
  return (lots(1 + step) / before - 1) / step;
}

}  // namespace chokepoint::models
