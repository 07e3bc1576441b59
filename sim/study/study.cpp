#include "sim/study/study.hpp"

#include "sim/scenario/canonical.hpp"
#include "sim/scenario/registry.hpp"
#include "sim/study/study_checks.hpp"
#include "sim/study/study_reader.hpp"

namespace chokepoint {

std::filesystem::path Study::beside(const std::string& written) const {
  return (file.parent_path() / written).lexically_normal();
}

LoadOptions Study::scenario_files(const std::vector<std::string>& levels) const {
  LoadOptions options;
  options.files.push_back(beside(base));
  for (const std::string& overlay : overlays)
    options.files.push_back(beside(overlay));
  for (const std::string& level : levels) {
    if (level != "none")
      options.files.push_back(beside(level));
  }
  options.sets = sets;
  return options;
}

Study load_study(const std::filesystem::path& file) {
  Diagnostics diagnostics;
  LoadOptions options;
  options.files = {file};
  options.needs_sources = false;
  const Document document = load_document(options, diagnostics);
  Study study;
  study.file = file;
  study.sha256 = document.sha256();
  if (const Node* outputs = document.root().find("outputs"))
    study.outputs_text = canonical_text(*outputs, document.sources());
  read_document(
      document, [&](Reader& top) { read_study(top, study); }, diagnostics);
  for (FactorSpec& factor : study.factors)
    factor.origin = origin_of(document, "factors", factor.name);
  check_paths(study, diagnostics);
  check_outputs(study, document, diagnostics);
  diagnostics.throw_if_any();
  return study;
}

std::vector<KeySpec> study_keys() {
  return describe_document([](Reader& top) {
    Study study;
    read_study(top, study);
  });
}

}  // namespace chokepoint
