#include "tools/commands/facts_file.hpp"

#include "sim/scenario/document.hpp"

namespace chokepoint::tools {

std::filesystem::path facts_beside(const ScenarioArguments& arguments) {
  return std::filesystem::path(arguments.files.front()).parent_path() / "facts.yaml";
}

std::vector<Fact> load_facts_file(const std::filesystem::path& file,
                                  std::vector<std::filesystem::path>* observed) {
  Diagnostics diagnostics;
  LoadOptions options;
  options.files = {file};
  const Document document = load_document(options, diagnostics);
  std::vector<std::string> names;
  std::vector<Fact> facts = read_facts(document, diagnostics, &names);
  diagnostics.throw_if_any();
  if (observed != nullptr) {
    for (const std::string& name : names)
      observed->push_back(file.parent_path() / name);
  }
  return facts;
}

}  // namespace chokepoint::tools
