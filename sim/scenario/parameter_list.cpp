#include "sim/base/text.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/node.hpp"
#include "sim/scenario/registry.hpp"

namespace chokepoint {
namespace {

const char* form_text(const KeySpec& spec) {
  constexpr const char* kNames[] = {"text",    "flag",      "whole number", "number", "duration",
                                    "date",    "choice",    "name",         "names",  "texts",
                                    "numbers", "per event", "exogenous",    "table",  "group",
                                    "list",    "values"};
  const bool is_name = spec.form == KeySpec::Form::text && !spec.thing.empty();
  return kNames[static_cast<int>(is_name ? KeySpec::Form::reference : spec.form)];
}

void list_keys(const std::vector<KeySpec>& keys, const std::string& prefix, std::string& out) {
  for (const KeySpec& spec : keys) {
    const std::string path = join_path(prefix, spec.key);
    std::string line = path + "  " + form_text(spec);
    if (!spec.unit.empty() && spec.unit != "duration") {
      line += spec.unit == "1" ? ", bare number" : ", " + spec.unit;
      if (!spec.bounds.text().empty())
        line += ", " + spec.bounds.text();
    }
    if (spec.has_least())
      line += ", at least " + spec.least;
    if (!spec.allowed.empty())
      line += ", " + one_of_text(spec.allowed);
    if (!spec.thing.empty())
      line += " of " + with_article(spec.thing);
    line += spec.required               ? ""
            : spec.default_text.empty() ? ", optional"
                                        : ", default " + spec.default_text;
    out += line + "  " + spec.help + "\n";
    const bool list = spec.form == KeySpec::Form::list;
    list_keys(spec.children, list ? path + "[]" : path, out);
  }
}

void markdown_rows(const std::vector<KeySpec>& keys, const std::string& prefix, std::string& out) {
  for (const KeySpec& spec : keys) {
    const std::string path = join_path(prefix, spec.key);
    std::string holds = form_text(spec);
    if (!spec.bounds.text().empty() && spec.unit == "1")
      holds += ", " + spec.bounds.text();
    if (!spec.allowed.empty())
      holds = one_of_text(spec.allowed);
    if (!spec.thing.empty())
      holds += " of " + with_article(spec.thing);
    const std::string fallback = spec.default_text.empty() ? "" : "`" + spec.default_text + "`";
    for (const std::string& cell :
         {"`" + path + "`", holds, spec.required ? "required" : fallback, spec.help})
      out += "| " + cell + " ";
    out += "|\n";
    markdown_rows(spec.children, spec.form == KeySpec::Form::list ? path + "[]" : path, out);
  }
}

}  // namespace

std::string parameter_list(const Registry& registry, std::string_view kind) {
  std::string result;
  if (kind.empty())
    list_keys(describe(registry, "", ""), "", result);
  for (const Registry::Kind& k : registry.kinds()) {
    if (!kind.empty() && k.name != kind)
      continue;
    result += (result.empty() ? "" : "\n") + k.section + ", kind " + k.name + ": " + k.help + "\n";
    list_keys(describe(registry, k.section, k.name), "", result);
  }
  return result;
}

std::string markdown_table(const std::vector<KeySpec>& keys) {
  std::string out = "| key | holds | default | meaning |\n|---|---|---|---|\n";
  markdown_rows(keys, "", out);
  return out;
}

}  // namespace chokepoint
