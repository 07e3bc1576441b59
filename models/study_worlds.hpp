#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sim/scenario/number_memo.hpp"
#include "sim/scenario/registry.hpp"
#include "sim/study/block.hpp"
#include "sim/study/design.hpp"
#include "sim/study/factor.hpp"
#include "sim/study/manifest.hpp"
#include "sim/study/study.hpp"

namespace chokepoint::models {

/// The worlds of a study: its scenario, read once, and run for any point and replication.
class StudyWorlds {
 public:
  /// Reads the base scenario and what the factors mean in it; the study must outlive this. Throws
  /// ScenarioError with all that is wrong.
  explicit StudyWorlds(const Study& study);

  [[nodiscard]] const std::vector<Factor>& factors() const { return factors_; }
  /// The manifest of a sweep over these points.
  [[nodiscard]] Manifest manifest(const DesignTable& design) const;

  /// Reads the scenario with every overlay that the design names, and tries the values: lists one
  /// by one, the ends of what is continuous. Call it before any run, and before workers are
  /// forked: they share what it has read. Throws ScenarioError.
  void prepare(const DesignTable& design);

  /// Runs one world to its end. What goes wrong is thrown.
  [[nodiscard]] RunRecord run(const std::vector<std::string>& cells, RunId id,
                              std::uint64_t replication);

  /// The overlays of a point, in the order of factors; "none" is left out.
  [[nodiscard]] std::vector<std::string> overlays_of(const std::vector<std::string>& cells) const;
  /// The replication that random streams are keyed by.
  [[nodiscard]] std::uint64_t stream_replication(RunId id, std::uint64_t replication) const;

 private:
  [[nodiscard]] std::string world_sha256() const;
  void try_values(SettableDocument& document, const std::vector<Setting>& settings);
  void try_column(std::size_t column, const DesignTable& design, SettableDocument& document);
  SettableDocument& document(const std::vector<std::string>& overlays);
  [[nodiscard]] SampleOptions sampling(RunId id, std::uint64_t replication);

  const Study& study_;
  Registry registry_;
  /// By the overlays laid on the base.
  std::map<std::vector<std::string>, std::unique_ptr<SettableDocument>> documents_;
  NumberMemo memo_;
  std::vector<Factor> factors_;
  Manifest facts_;  ///< what does not depend on the design
};

}  // namespace chokepoint::models
