#include <array>

#include "tools/report/html_text.hpp"
#include "tools/report/sections.hpp"

namespace chokepoint::tools {

namespace {

struct KnownFile {
  const char* name;
  const char* what;
};

constexpr auto kFiles = std::to_array<KnownFile>({
    {"summary.json", "the answer by year"},
    {"timeseries.csv", "every monthly series, tidy"},
    {"bottlenecks.csv", "shares and root causes by month"},
    {"orders.csv", "the order journal"},
    {"resolved.yaml", "every number with unit, source and place"},
    {"context.json", "titles, all shares of all years, what moved the bottleneck"},
    {"why.json", "the causal chain of a lot of each year"},
    {"facts.json", "what is known, held against the run"},
    {"relief.csv", "what more of each constraint would bring"},
    {"trace.json", "orders as tracks, for ui.perfetto.dev"},
    {"datapackage.json", "fields, units and hashes of the files"},
});

std::string row(const char* name, const std::string& html) {
  return html.empty() ? "" : "<dt>" + std::string(name) + "</dt><dd>" + html + "</dd>";
}

std::string code(const std::string& text) {
  return text.empty() ? "" : "<code>" + escaped(text, 600) + "</code>";
}

std::string summary_text(const nlohmann::ordered_json& json, const char* key) {
  return json.contains(key) && json.at(key).is_string() ? json.at(key).get<std::string>() : "";
}

std::string downloads(const ReportModel& model) {
  std::string html =
      "<div class=\"card\"><h3>Open the data</h3><p class=\"js chips\">"
      "<button type=\"button\" data-save=\"json\">All of this page as JSON</button> "
      "<button type=\"button\" data-save=\"months\">Months as CSV</button> "
      "<button type=\"button\" data-save=\"shares\">Shares as CSV</button></p>"
      "<p>Beside this page, in the result directory:</p><ul class=\"plain files\">";
  for (const KnownFile& file : kFiles) {
    if (std::filesystem::exists(model.files.directory / file.name))
      html += "<li><code>" + std::string(file.name) + "</code> " + file.what + "</li>";
  }
  return html +
         "</ul><pre><code>import pandas as pd\n"
         "months = pd.read_csv(&quot;timeseries.csv&quot;, parse_dates=[&quot;date&quot;])\n"
         "online = months.query(&quot;series == 'online' and entity == entity&quot;)\n"
         "online.pivot(index=&quot;date&quot;, columns=&quot;entity&quot;, "
         "values=&quot;value&quot;).plot.area()</code></pre></div>";
}

}  // namespace

std::string provenance_section(const ReportModel& model) {
  const RunResult& result = model.files.result;
  return "<section id=\"data\"><h2>Data and provenance</h2><p class=\"sub\">What is said here "
         "follows "
         "from a scenario; it is not a forecast. The same scenario, seed and version give the same "
         "bytes.</p><div class=\"pair\">" +
         downloads(model) + "<div class=\"card\"><h3>Where it comes from</h3><dl class=\"facts\">" +
         row("Program", "chokepoint " + escaped(summary_text(model.files.summary, "version"), 30)) +
         row("Repeat it with", code(model.files.command)) +
         row("Scenario", name_html(result.scenario)) +
         row("SHA-256 of it", code(result.scenario_sha256)) +
         row("Seed",
             std::to_string(result.seed) +
                 (result.deterministic ? ", every uncertain number at its best guess" : "")) +
         row("Fingerprint", code(result.fingerprint)) +
         row("Unit", escaped(result.sink_unit, 30) +
                         (result.sink_unit == "GW" ? " of critical IT load" : "")) +
         "</dl></div></div></section>";
}

}  // namespace chokepoint::tools
