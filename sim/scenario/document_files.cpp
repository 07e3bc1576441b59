#include <algorithm>
#include <map>
#include <memory>
#include <system_error>
#include <utility>

#include "sim/scenario/canonical.hpp"
#include "sim/scenario/csv_table.hpp"
#include "sim/scenario/document_loader.hpp"
#include "sim/scenario/yaml_text.hpp"

// Where files are looked for, how they are opened, and the data files that series name.

namespace chokepoint {
namespace fs = std::filesystem;

std::string DocumentLoader::place_of(const std::string& label) const {
  if (label.starts_with("--set "))
    return label;
  const auto whole = [](const fs::path& path) {
    std::error_code error;
    return fs::weakly_canonical(fs::absolute(path), error);
  };
  const fs::path home = whole(document_.files_.front()).parent_path();
  return whole(label).lexically_relative(home).generic_string();
}

std::uint32_t DocumentLoader::open(std::string label, const fs::path& folder) {
  folders_.resize(diagnostics_.files().size());
  folders_.push_back(folder);
  return diagnostics_.add_file(std::move(label));
}

std::optional<std::string> DocumentLoader::read(const fs::path& path, std::uintmax_t most,
                                                Origin asked_at, std::string_view document_path) {
  auto text = read_text_file(path, most, asked_at, document_path, diagnostics_);
  if (!text) {
    document_.complete_ = false;
    return std::nullopt;
  }
  return text;
}

std::optional<fs::path> DocumentLoader::resolve(const Node& node, const std::string& path) {
  std::string problem;
  if (!node.is_scalar() || node.text.empty()) {
    problem = "expected the name of a file, found " + found(node);
  } else {
    const fs::path written(node.text);
    const bool climbs = std::find(written.begin(), written.end(), "..") != written.end();
    const fs::path folder = folders_[node.origin.file];
    const fs::path file = (folder / written).lexically_normal();
    if (!written.is_absolute() && !climbs && is_inside(file, folder))
      return file;
    problem = "expected a file inside the scenario's folder, found " + in_quotes(node.text);
  }
  diagnostics_.add(node.origin, path, problem);
  document_.complete_ = false;
  return std::nullopt;
}

bool DocumentLoader::is_inside(const fs::path& file, const fs::path& folder) {
  std::error_code error;
  const fs::path root = fs::weakly_canonical(fs::absolute(folder / ".", error), error);
  const fs::path real = fs::weakly_canonical(fs::absolute(file, error), error);
  return !error &&
         std::mismatch(root.begin(), root.end(), real.begin(), real.end()).first == root.end();
}

void DocumentLoader::load_tables(const Node& node, const std::string& path) {
  for (const Member& m : node.members) {
    const std::string member_path = join_path(path, m.key);
    if (m.key == "series") {
      load_table(m.value, member_path);
    } else {
      load_tables(m.value, member_path);
    }
  }
  for (std::size_t i = 0; i < node.items.size(); ++i)
    load_tables(node.items[i], entry_path(path, node.items[i], i));
}

void DocumentLoader::load_table(const Node& node, const std::string& path) {
  if (document_.series_.contains(node.origin))
    return;
  const auto file = resolve(node, path);
  if (!file)
    return;
  const std::string label = file->generic_string();
  if (!document_.tables_.contains(label)) {
    std::shared_ptr<const CsvTable> table;
    const std::uint32_t id = open(label, folders_[node.origin.file]);
    const auto text = read(*file, kMostCsvBytes - csv_bytes_, node.origin, path);
    if (text) {
      csv_bytes_ += text->size();
      if (auto parsed = parse_csv(*text, id, path, diagnostics_)) {
        table = std::make_shared<CsvTable>(std::move(*parsed));
      }
    }
    document_.tables_.emplace(label, table);
  }
  const auto& table = document_.tables_.at(label);
  document_.series_[node.origin] = table;
  const std::size_t before = series_values_;
  series_values_ += table == nullptr ? 0 : table->rows.size();
  if (series_values_ > kMostSeriesValues && before <= kMostSeriesValues) {
    diagnostics_.add(node.origin, path,
                     "expected series of at most " + std::to_string(kMostSeriesValues) +
                         " values together, found more");
    document_.complete_ = false;
  }
}

std::string DocumentLoader::tables_text() const {
  std::map<std::string, std::string> texts;
  for (const auto& [label, table] : document_.tables_) {
    if (table != nullptr)
      texts[place_of(label)] = canonical_text(*table);
  }
  std::string result;
  for (const auto& [place, text] : texts) {
    result += std::to_string(place.size()) + ":";
    result += place;
    result += text;
  }
  return result;
}

}  // namespace chokepoint
