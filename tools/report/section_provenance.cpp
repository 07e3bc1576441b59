#include <array>

#include "tools/report/html_text.hpp"
#include "tools/report/json_fields.hpp"
#include "tools/report/sections.hpp"

namespace chokepoint::tools {

namespace {

struct KnownFile {
  const char* name;
  const char* what;
};

constexpr auto kFiles = std::to_array<KnownFile>({
    {"compare.json", "the worlds side by side"},
    {"compare.csv", "the same, one row for each number"},
    {"milestones.csv", "what of it has a month: switches, shortages, recovery"},
    {"preparations.csv", "what each preparation brings"},
    {"runs.csv", "a row for each run: inputs, outputs, years"},
    {"quantiles.csv", "quantiles of outputs, years and months"},
    {"binding.csv", "how often each constraint binds, by month"},
    {"manifest.json", "the plan of the sweep"},
    {"design.csv", "the points of the plan"},
    {"runs.parquet", "the table of runs, for DuckDB and the like"},
    {"ensemble.parquet", "monthly series of every run"},
    {"ensemble.nc", "the same by run and month, for xarray and R"},
    {"summary.json", "the answer by year"},
    {"timeseries.csv", "every monthly series, tidy"},
    {"bottlenecks.csv", "shares and root causes by month"},
    {"orders.csv", "the order journal"},
    {"resolved.yaml", "every number with unit, source and place"},
    {"context.json", "titles, all shares of all years, what moved the bottleneck"},
    {"why.json", "the causal chain of a lot of each year"},
    {"facts.json", "what is known, held against the run"},
    {"observed.csv", "what was observed, with its sources"},
    {"bound.json", "the plan of perfect foresight beside the run"},
    {"rents.csv", "what each constraint is worth in that plan"},
    {"paths.csv", "the run and the plan month by month"},
    {"relief.csv", "what more of each constraint would bring"},
    {"relief.json", "the same, with what was not run and what failed"},
    {"windows.csv", "the same of each year alone"},
    {"summary.xlsx", "years, shares, causes and months, for spreadsheets"},
    {"trace.json", "orders as tracks, for ui.perfetto.dev"},
    {"datapackage.json", "fields, units and hashes of the files"},
});

std::string row(const char* name, const std::string& html) {
  return html.empty() ? "" : "<dt>" + std::string(name) + "</dt><dd>" + html + "</dd>";
}

std::string code(const std::string& text) {
  return text.empty() ? "" : "<code>" + escaped(text, 600) + "</code>";
}

/// What draws the first chart of the page again.
std::string snippet(const RunFiles& files) {
  if (files.bound.is_object() && !std::filesystem::exists(files.directory / "timeseries.csv"))
    return "paths = pd.read_csv(&quot;paths.csv&quot;, parse_dates=[&quot;month&quot;])\n"
           "paths.pivot(index=&quot;month&quot;, columns=&quot;decide_from&quot;, "
           "values=&quot;bound_level&quot;).plot()";
  if (!files.summary.is_null())
    return "months = pd.read_csv(&quot;timeseries.csv&quot;, parse_dates=[&quot;date&quot;])\n"
           "online = months.query(&quot;series == 'online' and entity == entity&quot;)\n"
           "online.pivot(index=&quot;date&quot;, columns=&quot;entity&quot;, "
           "values=&quot;value&quot;).plot.area()";
  if (files.sweep)
    return "spread = pd.read_csv(&quot;quantiles.csv&quot;, parse_dates=[&quot;date&quot;])\n"
           "online = spread.query(&quot;quantity == 'online'&quot;).set_index(&quot;date&quot;)\n"
           "online[[&quot;p10&quot;, &quot;p50&quot;, &quot;p90&quot;]].plot()";
  return "years = pd.read_csv(&quot;compare.csv&quot;)\n"
         "online = years.query(&quot;quantity == 'online_gw_end' and entity != entity&quot;)\n"
         "online.pivot(index=&quot;year&quot;, columns=&quot;world&quot;, "
         "values=&quot;value&quot;).plot()";
}

std::string downloads(const ReportModel& model) {
  const std::string tables = model.files.summary.is_null()
                                 ? ""
                                 : " <button "
                                   "type=\"button\" data-save=\"shares\">Shares as CSV</button>";
  std::string html =
      "<div class=\"card\"><h3>Open the data</h3><p class=\"js chips\">"
      "<button type=\"button\" data-save=\"json\">All of this page as JSON</button>" +
      tables +
      "</p>"
      "<p>Beside this page, in the result directory:</p><ul class=\"plain files\">";
  for (const KnownFile& file : kFiles) {
    if (std::filesystem::exists(model.files.directory / file.name))
      html += "<li><code>" + std::string(file.name) + "</code> " + file.what + "</li>";
  }
  return html + "</ul><pre><code>import pandas as pd\n" + snippet(model.files) +
         "</code></pre></div>";
}

/// Of a comparison and of a sweep.
std::string many_runs(const RunFiles& files) {
  std::string html;
  if (files.compare.is_object()) {
    html += row("Program", "chokepoint " + escaped(json_text(files.compare, "version"), 30));
    html += row("Repeat it with", code(files.command));
    for (const auto& world : files.compare.at("worlds"))
      html += row("Scenario", name_html(json_text(world, "name")) + " " +
                                  code(json_text(world, "scenario_sha256")));
    std::string seeds;
    for (const auto& seed : files.compare.at("seeds"))
      seeds += (seeds.empty() ? "" : ", ") + seed.dump();
    html += row("Seeds", escaped(seeds, 200));
  }
  if (files.sweep) {
    const auto& manifest = files.sweep->manifest;
    html += row("Program", "chokepoint " + escaped(json_text(manifest, "version"), 30));
    html += row("Study", name_html(json_text(manifest, "study")));
    html += row("SHA-256 of it", code(json_text(manifest, "study_sha256")));
    html += row("Repeat it with", code(files.sweep->command));
  }
  return html;
}

}  // namespace

std::string provenance_section(const ReportModel& model) {
  const RunResult& result = model.files.result;
  if (model.files.summary.is_null())
    return "<section id=\"data\"><h2>Data and provenance</h2><p class=\"sub\">What is said here "
           "follows from scenarios; it is not a forecast.</p><div class=\"pair\">" +
           downloads(model) +
           "<div class=\"card\"><h3>Where it comes from</h3><dl class=\"facts\">" +
           many_runs(model.files) + "</dl></div></div></section>";
  return "<section id=\"data\"><h2>Data and provenance</h2><p class=\"sub\">What is said here "
         "follows "
         "from a scenario; it is not a forecast. The same scenario, seed and version give the same "
         "bytes.</p><div class=\"pair\">" +
         downloads(model) + "<div class=\"card\"><h3>Where it comes from</h3><dl class=\"facts\">" +
         row("Program", "chokepoint " + escaped(json_text(model.files.summary, "version"), 30)) +
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
