#include "sim/scenario/source_table.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "sim/base/time.hpp"

namespace chokepoint {
namespace {

const std::vector<std::string>& keys() {
  static const std::vector<std::string> known = {"name",      "title",   "who",
                                                 "published", "address", "kind"};
  return known;
}

const std::vector<std::string>& kinds() {
  static const std::vector<std::string> known = {"primary", "secondary", "convention"};
  return known;
}

/// "2026", "2026-03" or "2026-03-13"
bool is_partial_date(std::string_view text) {
  std::string full(text);
  if (full.size() == 4)
    full += "-01";
  if (full.size() == 7)
    full += "-01";
  try {
    (void)parse_date(full);
    return true;
  } catch (const std::invalid_argument&) {
    return false;
  }
}

Source read_source(const Node& entry, const std::string& path, Diagnostics& diagnostics) {
  Source source;
  for (const Member& m : entry.members) {
    if (std::find(keys().begin(), keys().end(), m.key) == keys().end()) {
      diagnostics.add(m.origin, join_path(path, m.key),
                      "unknown key " + in_quotes(m.key) + ", expected " + one_of_text(keys()) +
                          did_you_mean(m.key, keys()));
    } else if (!m.value.is_scalar() || m.value.text.empty()) {
      diagnostics.add(m.value.origin, join_path(path, m.key),
                      "expected a text, found " + found(m.value));
    } else if (m.key == "published" && !is_partial_date(m.value.text)) {
      diagnostics.add(m.value.origin, join_path(path, m.key),
                      "expected a date such as 2026-03-13, found " + in_quotes(m.value.text));
    } else if (m.key == "kind" &&
               std::find(kinds().begin(), kinds().end(), m.value.text) == kinds().end()) {
      diagnostics.add(m.value.origin, join_path(path, m.key),
                      "expected " + one_of_text(kinds()) + ", found " + in_quotes(m.value.text) +
                          did_you_mean(m.value.text, kinds()));
    } else {
      const std::string& text = m.value.text;
      (m.key == "name"        ? source.name
       : m.key == "title"     ? source.title
       : m.key == "who"       ? source.who
       : m.key == "published" ? source.published
       : m.key == "kind"      ? source.kind
                              : source.address) = text;
    }
  }
  const auto require = [&](const char* key) {
    if (entry.find(key) == nullptr)
      diagnostics.add(entry.origin, join_path(path, key), "expected a text, found no such key");
  };
  require("name");
  require("title");
  if (source.kind != "convention")  // that is of no date: it tells nothing that could become known
    require("published");
  return source;
}

}  // namespace

SourceTable::SourceTable() {
  add({"textbook", "An exercise whose numbers stand for nothing", "", "", "", "convention"});
  add({"assumption", "Assumed, within the range given", "", "", "", ""});
  add({"command line", "Given with --set", "", "", "", ""});
}

void SourceTable::add(Source source) {
  by_name_.emplace(source.name, static_cast<std::int32_t>(sources_.size()));
  sources_.push_back(std::move(source));
}

void SourceTable::read(const Node& list, Diagnostics& diagnostics) {
  if (!list.is_list()) {
    diagnostics.add(list.origin, "sources", "expected a list of sources, found " + found(list));
    return;
  }
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    const Node& entry = list.items[i];
    const std::string name(entry_name(entry));
    const std::string path =
        name.empty() ? "sources[" + std::to_string(i) + "]" : "sources." + name;
    if (!entry.is_map()) {
      diagnostics.add(entry.origin, path, "expected a mapping, found " + found(entry));
      continue;
    }
    Source source = read_source(entry, path, diagnostics);
    if (source.name.empty())
      continue;
    if (find(source.name) >= 0) {
      diagnostics.add(entry.origin, path, "expected each name once, found it again");
      continue;
    }
    add(std::move(source));
  }
}

std::int32_t SourceTable::find(std::string_view name) const {
  const auto at = by_name_.find(name);
  return at == by_name_.end() ? -1 : at->second;
}

std::vector<std::string> SourceTable::names() const {
  std::vector<std::string> result;
  for (const Source& source : sources_)
    result.push_back(source.name);
  return result;
}

}  // namespace chokepoint
