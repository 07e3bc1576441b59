#include "models/study_worlds.hpp"

#include <algorithm>
#include <set>

#include "models/answer.hpp"
#include "models/study_record.hpp"
#include "models/supply.hpp"
#include "models/world.hpp"
#include "sim/base/hash.hpp"
#include "sim/record/version.hpp"

namespace chokepoint::models {

namespace {

/// Raised when a block's bytes, or what a record holds, change their meaning.
constexpr const char* kRecordFormat = "records 1";

}  // namespace

StudyWorlds::StudyWorlds(const Study& study) : study_(study), registry_(world_registry()) {
  SettableDocument& base = document({});
  Diagnostics diagnostics;
  diagnostics.use_files(base.base().files());
  const Scenario scenario = read_scenario(base.base(), registry_, sampling(0, 0), diagnostics);
  check_supply(scenario, diagnostics);
  diagnostics.throw_if_any();
  std::vector<std::string> labels = base.base().files();
  labels.push_back(study.file.generic_string());
  diagnostics.use_files(labels);
  for (const FactorSpec& spec : study.factors)
    factors_.push_back(
        Factor::read(spec, base.base(), scenario.resolved, base.settings_file(), diagnostics));
  diagnostics.throw_if_any();
  facts_.base_scenario = scenario.name;
  facts_.base_sha256 = base.base().sha256();
  facts_.start = scenario.timeline.start();
  facts_.end = scenario.end;
  const bool is_network = std::none_of(scenario.entries.begin(), scenario.entries.end(),
                                       [](const auto& entry) { return entry.section == "actors"; });
  facts_.sink_unit = is_network ? "lot" : "GW";
  facts_.world_sha256 = world_sha256();
}

std::string StudyWorlds::world_sha256() const {
  std::string text = std::string(version()) + "\n" + kRecordFormat + "\n" + facts_.base_sha256 +
                     "\nseed " + std::to_string(study_.seed) + "\nothers " +
                     (study_.others_drawn ? "drawn" : "point") + "\ncommon " +
                     (study_.common_random_numbers ? "yes" : "no") + "\nbottlenecks " +
                     (study_.bottlenecks ? "yes" : "no") + "\n" + study_.outputs_text + "\n";
  for (const std::string& series : study_.keep_series)
    text += "keep " + series + "\n";
  for (const FactorSpec& factor : study_.factors) {
    for (const std::string& level : factor.overlays) {
      if (level == "none")
        continue;
      Diagnostics diagnostics;
      const Document with = load_document(study_.scenario_files({level}), diagnostics);
      diagnostics.throw_if_any();
      text += "overlay " + factor.name + " " + level + " " + with.sha256() + "\n";
    }
  }
  return sha256_hex(text);
}

SettableDocument& StudyWorlds::document(const std::vector<std::string>& overlays) {
  const auto known = documents_.find(overlays);
  if (known != documents_.end())
    return *known->second;
  Diagnostics diagnostics;
  auto made = std::make_unique<SettableDocument>(study_.scenario_files(overlays),
                                                 study_.file.generic_string(), diagnostics);
  diagnostics.throw_if_any();
  return *documents_.emplace(overlays, std::move(made)).first->second;
}

Manifest StudyWorlds::manifest(const DesignTable& design) const {
  Manifest manifest = facts_;
  manifest.version = version();
  manifest.study = study_.name;
  manifest.states = study_.states;
  manifest.study_sha256 = study_.sha256;
  manifest.design_kind = text_of(study_.design.kind);
  manifest.design_size = study_.design.size;
  manifest.design_levels =
      study_.design.kind == DesignSpec::Kind::morris ? study_.design.levels : 0;
  manifest.design_sha256 = design.sha256();
  manifest.points = design.points.size();
  manifest.seed = study_.seed;
  manifest.others_drawn = study_.others_drawn;
  manifest.common_random_numbers = study_.common_random_numbers;
  manifest.replications = static_cast<std::uint64_t>(study_.replications);
  manifest.block = static_cast<std::uint64_t>(study_.block);
  manifest.factors = factors_;
  manifest.correlations = study_.correlations;
  for (const OutputSpec& output : study_.outputs)
    manifest.outputs.push_back({output.name, output.is_date()});
  manifest.keep_series = study_.keep_series;
  manifest.bottlenecks = study_.bottlenecks;
  return manifest;
}

void StudyWorlds::try_values(SettableDocument& document, const std::vector<Setting>& settings) {
  Diagnostics diagnostics;
  const Document& changed = document.with(settings, diagnostics);
  const Scenario scenario = read_scenario(changed, registry_, sampling(0, 0), diagnostics);
  check_supply(scenario, diagnostics);
  diagnostics.throw_if_any();
}

void StudyWorlds::try_column(std::size_t column, const DesignTable& design,
                             SettableDocument& document) {
  const Factor& factor = factors_[column];
  std::set<std::string> cells;
  for (const auto& point : design.points)
    cells.insert(point[column]);
  if (factor.kind() == Factor::Kind::number) {
    // Of numbers the ends are enough: what is allowed is a range.
    const auto by_value = [&](const std::string& a, const std::string& b) {
      return factor.number_of(a).value_or(0) < factor.number_of(b).value_or(0);
    };
    const auto [low, high] = std::minmax_element(cells.begin(), cells.end(), by_value);
    for (const std::string& cell : cells) {
      if (!factor.number_of(cell))
        throw ScenarioError("design: " + factor.column() + ": expected numbers" +
                            (factor.unit() == "1" ? "" : " in " + factor.unit()) + ", found " +
                            in_quotes(cell));
    }
    cells = {*low, *high};
  }
  for (const std::string& cell : cells)
    try_values(document, {*factor.setting(cell)});
}

void StudyWorlds::prepare(const DesignTable& design) {
  SettableDocument& base = document({});
  const bool own_table = study_.design.kind == DesignSpec::Kind::table;
  std::vector<Setting> together;
  for (std::size_t i = 0; i < factors_.size(); ++i) {
    const Factor& factor = factors_[i];
    if (factor.kind() == Factor::Kind::overlay)
      continue;
    if (own_table)
      try_column(i, design, base);
    const std::vector<Setting> probes = factor.probes();
    if (probes.size() > 1 || !factor.levels().empty()) {
      for (const Setting& probe : probes)
        try_values(base, {probe});
    } else {
      together.insert(together.end(), probes.begin(), probes.end());
    }
  }
  try_values(base, together);
  std::set<std::vector<std::string>> seen;
  for (const auto& cells : design.points) {
    std::vector<std::string> overlays = overlays_of(cells);
    if (!seen.insert(overlays).second || overlays.empty())
      continue;
    try_values(document(overlays), {});
  }
}

std::vector<std::string> StudyWorlds::overlays_of(const std::vector<std::string>& cells) const {
  std::vector<std::string> overlays;
  for (std::size_t i = 0; i < factors_.size(); ++i) {
    if (factors_[i].kind() != Factor::Kind::overlay || cells[i] == "none")
      continue;
    const std::vector<std::string>& known = factors_[i].levels();
    if (std::find(known.begin(), known.end(), cells[i]) == known.end())
      throw ScenarioError("design: " + factors_[i].column() + ": expected " + one_of_text(known) +
                          ", found " + in_quotes(cells[i]));
    overlays.push_back(cells[i]);
  }
  return overlays;
}

std::uint64_t StudyWorlds::stream_replication(RunId id, std::uint64_t replication) const {
  return study_.common_random_numbers ? replication : fnv1a(text_of(id));
}

SampleOptions StudyWorlds::sampling(RunId id, std::uint64_t replication) {
  return {.seed = study_.seed,
          .replication = stream_replication(id, replication),
          .deterministic = !study_.others_drawn,
          .memo = &memo_};
}

RunRecord StudyWorlds::run(const std::vector<std::string>& cells, RunId id,
                           std::uint64_t replication) {
  std::vector<Setting> settings;
  for (std::size_t i = 0; i < factors_.size(); ++i) {
    if (factors_[i].kind() != Factor::Kind::overlay && factors_[i].differs(cells[i]))
      settings.push_back(*factors_[i].setting(cells[i]));
  }
  Diagnostics diagnostics;
  const Document& changed = document(overlays_of(cells)).with(settings, diagnostics);
  SampleOptions options = sampling(id, replication);
  options.only_for_world = true;
  const Scenario scenario = read_scenario(changed, registry_, options, diagnostics);
  if (!diagnostics.empty()) {
    // The reason is kept, so it may not say where the program was called.
    diagnostics.use_files(changed.places());
    std::string reason;
    for (const std::string& line : diagnostics.lines())
      reason += (reason.empty() ? "" : "; ") + line;
    throw ScenarioError(reason);
  }
  World world(scenario, {.record = study_.bottlenecks});
  world.run();
  RunResult result = answer({.scenario = scenario,
                             .sha256 = changed.sha256(),
                             .trace = world.trace(),
                             .market = &world.market(),
                             .adds_up = world.adds_up()});
  add_network_means(result, world);
  return record_of(id, study_, facts_, result);
}

}  // namespace chokepoint::models
