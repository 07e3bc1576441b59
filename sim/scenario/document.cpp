#include "sim/scenario/document.hpp"

#include "sim/scenario/document_loader.hpp"

namespace chokepoint {
namespace fs = std::filesystem;

const CsvTable* Document::table(Origin series) const {
  const auto at = series_.find(series);
  return at == series_.end() ? nullptr : at->second.get();
}

SettableDocument::SettableDocument(const LoadOptions& options, const std::string& label,
                                   Diagnostics& diagnostics) {
  DocumentLoader loader(base_, diagnostics);
  loader.keep(&merged_, &folders_);
  loader.load(options);
  changed_ = base_;
  changed_.files_.push_back(label);
  changed_.places_.push_back(fs::path(label).filename().generic_string());
}

const Document& SettableDocument::with(std::span<const Setting> settings,
                                       Diagnostics& diagnostics) {
  diagnostics.use_files(changed_.files());
  if (settings.empty())
    return base_;
  DocumentLoader(changed_, diagnostics).change(base_, merged_, settings, folders_);
  return changed_;
}

Document load_document(const LoadOptions& options, Diagnostics& diagnostics) {
  Document document;
  DocumentLoader(document, diagnostics).load(options);
  return document;
}

}  // namespace chokepoint
