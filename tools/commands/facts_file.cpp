#include "tools/commands/facts_file.hpp"

#include "sim/scenario/document.hpp"

namespace chokepoint::tools {

std::filesystem::path facts_beside(const ScenarioArguments& arguments) {
  return std::filesystem::path(arguments.files.front()).parent_path() / "facts.yaml";
}

std::vector<Fact> load_facts_file(const std::filesystem::path& file) {
  Diagnostics diagnostics;
  LoadOptions options;
  options.files = {file};
  const Document document = load_document(options, diagnostics);
  std::vector<Fact> facts = read_facts(document, diagnostics);
  diagnostics.throw_if_any();
  return facts;
}

}  // namespace chokepoint::tools
