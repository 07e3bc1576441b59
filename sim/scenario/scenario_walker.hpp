#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/scenario/registry.hpp"

namespace chokepoint {

struct ReadContext;

/// Walks a document from the top: its own keys, the sections of kinds, the root functions.
class ScenarioWalker {
 public:
  ScenarioWalker(ReadContext& context, const Registry& registry)
      : context_(context), registry_(registry) {}

  [[nodiscard]] Scenario read(const Document& document, const SampleOptions& options);

  /// Only what `read` asks for, from the top of a document without dates and sections.
  void read_only(const Document& document, const std::function<void(Reader&)>& read);

  /// Only declares what `read` asks for, and the keys of every file.
  [[nodiscard]] std::vector<KeySpec> describe_only(const std::function<void(Reader&)>& read);
  /// Only declares the keys of the top.
  [[nodiscard]] std::vector<KeySpec> describe_top();
  /// Only declares the keys of one kind.
  [[nodiscard]] std::vector<KeySpec> describe_kind(const Registry::Kind& kind);

 private:
  void read_dates(Reader& top, Scenario& scenario);
  void read_seed(Reader& top, Scenario& scenario, const SampleOptions& options);
  void read_regions(Reader& top, Scenario& scenario);
  void read_sections(Reader& top, Scenario& scenario);
  /// What names the kind, or was probably meant to; nullptr, with a fault, when nothing does.
  const Node* take_kind(Reader& entry, const std::string& section,
                        const std::vector<std::string>& kinds);
  void read_entry(Reader& entry, const std::string& section, Scenario& scenario);
  void check_references(Scenario& scenario);
  /// Checks each default that every thing of its kind overrides.
  void check_defaults();

  ReadContext& context_;
  const Registry& registry_;
};

/// "parts" -> "part": what a reference to any entry of a section names.
[[nodiscard]] std::string singular(std::string_view section);

}  // namespace chokepoint
