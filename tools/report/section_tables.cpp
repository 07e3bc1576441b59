#include <algorithm>
#include <map>

#include "sim/base/portable_math.hpp"
#include "sim/base/text.hpp"
#include "sim/record/text_cells.hpp"
#include "tools/report/html_text.hpp"
#include "tools/report/json_fields.hpp"
#include "tools/report/sections.hpp"

namespace chokepoint::tools {

namespace {

using Json = nlohmann::ordered_json;

std::string binding_cell(const ReportModel& model, const YearSummary& year) {
  std::string html;
  for (const Binding& binding : year.binding) {
    const RibbonRow* const row = row_of(model.ribbon, binding.constraint);
    html += "<span class=\"bind\" data-constraint=\"" + escaped(binding.constraint) +
            "\"><i class=\"sw k" + std::to_string(row == nullptr ? 0 : row->colour) + "\"></i>" +
            name_html(short_label(model.files.result, binding.constraint)) + " <data value=\"" +
            shortest(binding.share) + "\">" + percent_text(binding.share) + "</data></span> ";
  }
  return html;
}

/// A number or a date as facts.json has it.
std::string reading(const Json& value) {
  if (value.is_number())
    return compact(value.get<double>());
  return value.is_string() ? escaped(value.get<std::string>(), 40) : "";
}

std::string band(const Json& fact) {
  for (const auto& [from, to] : {std::pair("low", "high"), std::pair("not_before", "not_after")}) {
    std::string low = fact.contains(from) ? reading(fact.at(from)) : "";
    const std::string high = fact.contains(to) ? reading(fact.at(to)) : "";
    if (low.empty() && high.empty())
      continue;
    if (low == high)
      return low;
    if (high.empty())
      return "at least " + low;
    return low.empty() ? "at most " + high : std::string(low).append(" to ").append(high);
  }
  return "";
}

std::string fact_row(const Json& fact) {
  const Json& holds = fact.at("holds");
  const std::string verdict = !holds.is_boolean() ? "<td class=\"muted\">not read</td>"
                              : holds.get<bool>() ? "<td class=\"ok\">&#10003; holds</td>"
                                                  : "<td class=\"bad\">&#9651; fails</td>";
  const std::string unit = json_text(fact, "unit");
  return "<tr><th scope=\"row\" id=\"fact-" + escaped(json_text(fact, "name"), 60) + "\">" +
         name_html(json_text(fact, "name")) + "</th><td>" +
         escaped(json_text(fact, "states"), 300) + "</td><td>" + band(fact) + "</td><td>" +
         reading(fact.at("run")) + "</td>" + verdict + "<td>" +
         escaped(in_words(json_text(fact, "class")), 30) + "</td><td>" +
         escaped(unit == "1" ? "" : unit, 24) + "</td></tr>";
}

/// Values that were written in one place: those of several firms, and where.
struct Assumption {
  const UsedValue* value;
  std::vector<std::string> owners;
};

/// "actors.tsmc" and "nodes.n3.rate" of "actors.tsmc.nodes.n3.rate"
std::pair<std::string, std::string> parts_of(const std::string& path) {
  const std::size_t first = path.find('.');
  const std::size_t second = first == std::string::npos ? first : path.find('.', first + 1);
  if (second == std::string::npos)
    return {"", path};
  return {path.substr(first + 1, second - first - 1), path.substr(second + 1)};
}

/// By file, by place in it, in the order of paths.
std::map<std::string, std::vector<Assumption>> assumptions_of(const RunFiles& files) {
  std::map<std::string, std::vector<Assumption>> by_file;
  std::map<std::pair<std::string, std::string>, std::pair<std::string, std::size_t>> known;
  for (const UsedValue& value : files.values) {
    if (value.source.empty() || value.source == "resolution")
      continue;
    const auto [owner, key] = parts_of(value.path);
    const std::string file = value.place.substr(0, value.place.find(':'));
    auto& list = by_file[file.empty() ? "defaults" : file];
    const auto [at, fresh] =
        known.emplace(std::pair(value.place + value.value, key), std::pair(file, list.size()));
    if (fresh)
      list.push_back({&value, {}});
    list[at->second.second].owners.push_back(owner);
  }
  return by_file;
}

std::string owners_of(const Assumption& assumption) {
  std::string owners;
  for (std::size_t i = 0; i < std::min<std::size_t>(3, assumption.owners.size()); ++i)
    owners += (i == 0 ? "" : ", ") + assumption.owners[i];
  if (assumption.owners.size() > 3)
    owners += " and " + std::to_string(assumption.owners.size() - 3) + " more";
  return owners;
}

/// A drawn number has more digits than anybody reads.
std::string readable_value(const std::string& text) {
  constexpr std::size_t kLongest = 8;
  constexpr int kDigits = 6;
  const bool decimal = text.find_first_not_of("0123456789.") == std::string::npos &&
                       text.find('.') != std::string::npos;
  return decimal && text.size() > kLongest ? shortest(round_significant(std::stod(text), kDigits))
                                           : text;
}

/// A range without the unit that the value beside it has.
std::string without(const std::string& range, const std::string& unit) {
  return !unit.empty() && range.ends_with(unit) ? range.substr(0, range.size() - unit.size())
                                                : range;
}

/// A row without the end tags that HTML does not ask for: there are more than a thousand. Whose
/// number it is stands in a row of its own above those of one firm.
std::string assumption_row(const Assumption& assumption) {
  const UsedValue& value = *assumption.value;
  const std::string unit = value.unit == "1" || value.unit == "duration" ? "" : " " + value.unit;
  // The first cell of a row of headings is its heading; so many rows are spared the word.
  return "<tr><th>" + escaped(parts_of(value.path).second, 60) + "<td>" +
         escaped(readable_value(value.value), 24) + escaped(unit, 24) + "<td>" +
         escaped(without(value.range.empty() ? value.drawn_from : value.range, unit), 70) + "<td>" +
         (value.source == "assumption" ? "<i>" : "") + escaped(value.source, 24) + "<td>" +
         escaped(value.why, 110);
}

/// Who said it, by the name that numbers cite.
std::string sources_list(const Json& context) {
  if (!context.is_object() || !context.contains("sources") || context.at("sources").empty())
    return {};
  std::string html = "<details id=\"sources\"><summary>Sources <small>" +
                     std::to_string(context.at("sources").size()) +
                     " cited</small></summary><dl class=\"sources\">";
  // Those of one work stand together.
  std::vector<std::pair<std::string, std::string>> works;  // what is said of it, names
  for (const Json& source : context.at("sources")) {
    const std::string name = json_text(source, "name");
    const std::string term = "<dt id=\"source-" + escaped(name, 60) + "\">" + name_html(name);
    const std::string work = escaped(json_text(source, "title"), 200) + "; " +
                             escaped(json_text(source, "who"), 120) + ", " +
                             escaped(json_text(source, "published"), 20) + " <small>" +
                             escaped(json_text(source, "address"), 200) + "</small>";
    const auto known = std::find_if(works.begin(), works.end(),
                                    [&work](const auto& entry) { return entry.first == work; });
    if (known == works.end())
      works.emplace_back(work, term);
    else
      known->second += term;
  }
  for (const auto& [work, terms] : works)
    html.append(terms).append("<dd>").append(work);
  return html + "</dl></details>";
}

}  // namespace

std::string years_section(const ReportModel& model) {
  const RunResult& result = model.files.result;
  if (result.years.empty())
    return {};
  const std::string unit = escaped(result.sink_unit, 20);
  std::string html = "<section id=\"years\"><h2>Year by year</h2><p class=\"sub\">" + unit +
                     " at the end of the year; unmet in " + unit +
                     "-years. Binding: a fifth or more of what became short, and the largest.</p>"
                     "<div class=\"card scroll\"><table class=\"num\" id=\"year-table\"><thead><tr>"
                     "<th scope=\"col\">Year</th><th scope=\"col\">Wanted</th><th scope=\"col\">"
                     "Online</th><th scope=\"col\">Added</th><th scope=\"col\">Unmet</th>"
                     "<th scope=\"col\" class=\"left\">Binding</th></tr></thead><tbody>";
  for (const YearSummary& year : result.years) {
    html += "<tr data-year=\"" + std::to_string(year.year) + "\"><th scope=\"row\">" +
            std::to_string(year.year) + "</th><td data-key=\"demand_gw\">" +
            (result.wanted ? number_html(year.demand_gw) : "all") +
            "</td><td data-key=\"online_gw_end\">" + number_html(year.online_gw_end) +
            "</td><td data-key=\"added_gw\">" + number_html(year.added_gw) +
            "</td><td data-key=\"unmet_gw_years\">" + number_html(year.unmet_gw_years) +
            "</td><td class=\"left\">" + binding_cell(model, year) + "</td></tr>";
  }
  return html + "</tbody></table></div></section>";
}

std::string facts_section(const ReportModel& model) {
  const Json& facts = model.files.facts;
  if (!facts.is_object() || !facts.contains("facts"))
    return {};
  std::string rows;
  std::string others;
  int held = 0;
  int outputs = 0;
  for (const Json& fact : facts.at("facts")) {
    const std::string name = json_text(fact, "name");
    const bool is_main = name.size() > 1 && name[0] == 'R' && name[1] >= '0' && name[1] <= '9';
    (is_main ? rows : others) += fact_row(fact);
    if (json_text(fact, "class") != "output")
      continue;
    ++outputs;
    held += fact.at("holds").is_boolean() && fact.at("holds").get<bool>() ? 1 : 0;
  }
  const std::string head =
      "<div class=\"scroll\"><table class=\"facts\"><thead><tr><th scope=\"col\">Fact</th><th "
      "scope=\"col\">What is known</th><th scope=\"col\">Passes</th><th scope=\"col\">This run</th>"
      "<th scope=\"col\">Verdict</th><th scope=\"col\">Class</th><th scope=\"col\">Unit</th></tr>"
      "</thead><tbody>";
  const std::string tail = "</tbody></table></div>";
  return "<section id=\"facts\"><h2>" + std::to_string(held) + " of " + std::to_string(outputs) +
         " known facts that are outputs come out of this run</h2><p class=\"sub\">A fact whose "
         "source "
         "feeds some number of the scenario is an input: that it holds proves little.</p><div "
         "class=\"card\">" +
         head + rows + tail + "<details><summary>All other facts</summary>" + head + others + tail +
         "</details></div></section>";
}

std::string assumptions_section(const ReportModel& model) {
  const auto by_file = assumptions_of(model.files);
  if (by_file.empty())
    return {};
  std::size_t assumed = 0;
  std::size_t all = 0;
  std::string html;
  for (const auto& [file, list] : by_file) {
    std::string rows;
    std::string before;
    for (const Assumption& assumption : list) {
      const std::string owners = owners_of(assumption);
      if (owners != before)
        rows += "<tr class=of><th colspan=5>" + escaped(owners, 90);
      before = owners;
      rows += assumption_row(assumption);
      assumed += assumption.value->source == "assumption" ? 1 : 0;
      ++all;
    }
    html +=
        "<details><summary>" + escaped(file, 80) + " <small>" + std::to_string(list.size()) +
        " numbers</small></summary><div class=\"scroll\"><table class=\"assumptions\"><thead><tr>"
        "<th scope=\"col\">Number</th><th scope=\"col\">Value</th><th scope=\"col\">Range or "
        "draw</th><th scope=\"col\">Source</th><th scope=\"col\">Why</th></tr></thead><tbody>" +
        rows + "</tbody></table></div></details>";
  }
  html += sources_list(model.files.context);
  return "<section id=\"assumptions\"><h2>" + std::to_string(assumed) + " of " +
         std::to_string(all) +
         " numbers are assumptions</h2><p class=\"sub\">Each with its range and its reason; the "
         "others "
         "with their source. As the run used them.</p><div class=\"card\">" +
         html + "</div></section>";
}

}  // namespace chokepoint::tools
