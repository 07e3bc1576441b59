#include "tools/report/page.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/log.hpp"
#include "sim/base/text.hpp"
#include "sim/record/result_directory.hpp"
#include "sim/record/version.hpp"
#include "tools/report/assets.hpp"
#include "tools/report/html_text.hpp"
#include "tools/report/json_file.hpp"
#include "tools/report/sections.hpp"

namespace chokepoint::tools {

namespace {

struct Section {
  const char* id;
  const char* name;  ///< in the navigation; empty: not there
  const char* file;  ///< the JSON file that it is made of
  std::string (*html)(const ReportModel&);
};

constexpr std::array<Section, 14> kSections = {{
    {"answer", "", "summary.json", headline_section},
    {"comparison", "Comparison", "compare.json", comparison_section},
    {"uncertainty", "Uncertainty", "manifest.json", sweep_section},
    {"foresight", "Foresight", "bound.json", bound_section},
    {"bottlenecks", "Bottlenecks", "why.json", ribbon_section},
    {"supply", "Demand and supply", "summary.json", supply_section},
    {"online", "Online", "summary.json", online_section},
    {"observed", "Observed", "context.json", observed_section},
    {"chain", "Supply chain", "why.json", goods_section},
    {"orders", "Orders", "why.json", orders_section},
    {"years", "Years", "summary.json", years_section},
    {"facts", "Facts", "facts.json", facts_section},
    {"assumptions", "Assumptions", "context.json", assumptions_section},
    {"data", "Data", "summary.json", provenance_section},
}};

unsigned nibble(char c) {
  return static_cast<unsigned>(c >= 'a' ? c - 'a' + 10 : c - '0');
}

std::string base64_of_hex(std::string_view hex) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t at = 0; at < hex.size(); at += 6) {
    unsigned bits = 0;
    for (std::size_t i = at; i < at + 6; ++i)
      bits = bits << 4U | (i < hex.size() ? nibble(hex[i]) : 0U);
    const std::size_t digits = (std::min(hex.size() - at, std::size_t{6}) * 4 + 5) / 6;
    for (std::size_t d = 0; d < 4; ++d)
      text += d < digits ? kDigits[bits >> (18U - 6U * d) & 63U] : '=';
  }
  return text;
}

std::string script(std::string_view text) {
  return text.empty() ? "" : "<script>" + std::string(text) + "</script>";
}

/// What the page is called in a list of windows.
std::string headline_text(const RunFiles& files) {
  if (!files.summary.is_null())
    return files.result.scenario + ": " + files.result.headline;
  return files.sweep ? "What limits the buildout: a sweep"
                     : "What limits the buildout: a comparison";
}

ReportModel model_of(const RunFiles& files) {
  return {files, ribbon_of(files.result), goods_of_orders(files.result), chains_of(files)};
}

/// A JSON file that lacks something is somebody's mistake and is named.
std::string html_of(const Section& section, const ReportModel& model) {
  try {
    return section.html(model);
  } catch (const nlohmann::json::exception&) {
    refuse_json(model.files.directory / section.file);
  }
}

std::string data_of(const ReportModel& model) {
  const char* const file = model.files.compare.is_null() ? "summary.json" : "compare.json";
  return html_of({"block", "", file, report_block}, model);
}

}  // namespace

std::string policy_hash(std::string_view text) {
  return "sha256-" + base64_of_hex(sha256_hex(text));
}

std::string filled(std::string_view page,
                   const std::map<std::string, std::string, std::less<>>& values) {
  std::string text;
  while (true) {
    const std::size_t open = page.find("{{");
    text += page.substr(0, open);
    if (open == std::string_view::npos)
      return text;
    const std::size_t close = page.find("}}", open);
    ensure(close != std::string_view::npos, "a token of the page ends");
    const auto value = values.find(page.substr(open + 2, close - open - 2));
    ensure(value != values.end(), "a token of the page has a value");
    text += value->second;
    page.remove_prefix(close + 2);
  }
}

std::string report_data(const RunFiles& files) {
  return data_of(model_of(files));
}

std::string report_page(const RunFiles& files) {
  const ReportModel model = model_of(files);
  std::string body;
  std::string links;
  for (const Section& section : kSections) {
    const std::string html = html_of(section, model);
    body += html;
    if (!html.empty() && *section.name != '\0')
      links += "<a href=\"#" + std::string(section.id) + "\">" + section.name + "</a>";
  }
  const std::string headline = headline_text(files);
  const std::string_view library = echarts_js();
  std::string scripts = "'" + policy_hash(page_js()) + "'";
  if (!library.empty())
    scripts += " '" + policy_hash(library) + "'";
  return filled(
      page_html(),
      {{"title", escaped(headline, 100)},
       {"description", escaped(headline, 300)},
       {"policy", "default-src 'none'; script-src " + scripts +
                      "; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; "
                      "form-action 'none'"},
       {"css", std::string(page_css())},
       {"links", links},
       {"body", body},
       {"version", escaped(version(), 30)},
       {"charts", library.empty() ? "" : " &middot; charts: Apache ECharts (Apache-2.0)"},
       {"data", json_for_script(data_of(model))},
       {"library", script(library)},
       {"script", script(page_js())}});
}

void warn_of_size(const std::filesystem::path& page, std::size_t bytes) {
  if (bytes < kLargestPage)
    return;
  const double megabytes = std::round(static_cast<double>(bytes) / 1e4) / 100;
  log::warn(
      page.generic_string() + " has " + shortest(megabytes) +
      " MB, more than the 2 MB that a page should have; the page of a shorter run is smaller");
}

std::filesystem::path report_file(const std::filesystem::path& directory) {
  return directory / "report.html";
}

std::filesystem::path write_report(const std::filesystem::path& directory,
                                   const std::vector<ConstraintTitle>& titles) {
  std::filesystem::path page = report_file(directory);
  RunFiles files = read_run_files(directory);
  if (files.result.titles.empty())
    files.result.titles = titles;
  const std::string text = report_page(files);
  write_file(page, text);
  warn_of_size(page, text.size());
  return page;
}

}  // namespace chokepoint::tools
