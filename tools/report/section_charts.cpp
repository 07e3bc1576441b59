#include <algorithm>
#include <map>

#include "sim/record/headline.hpp"
#include "sim/record/text_cells.hpp"
#include "tools/report/html_text.hpp"
#include "tools/report/sections.hpp"
#include "tools/report/stacks.hpp"
#include "tools/report/svg_chart.hpp"

namespace chokepoint::tools {

namespace {

/// Without end tags, which HTML does not ask for: a page has hundreds of such cells.
std::string table_of(const Chart& chart, const RunResult& result) {
  std::string html =
      "<details><summary>Table</summary><div class=\"scroll\"><table class=\"num\">"
      "<thead><tr><th scope=\"col\">End of</th>";
  for (const ChartLayer& layer : chart.layers)
    html += "<th scope=\"col\">" + name_html(layer.label) + "</th>";
  html += "</tr></thead><tbody>";
  for (const YearSummary& year : result.years) {
    std::size_t last = chart.dates.size();
    for (std::size_t i = 0; i < chart.dates.size(); ++i) {
      if (static_cast<int>(chart.dates[i].year()) == year.year)
        last = i;
    }
    if (last == chart.dates.size())
      continue;
    html += "<tr><th scope=\"row\">" + std::to_string(year.year) + "</th>";
    for (const ChartLayer& layer : chart.layers)
      html += "<td>" + readable(layer.values[last]);
  }
  return html + "</tbody></table></div></details>";
}

std::string finding_of(const RunResult& result) {
  const YearSummary& last = result.years.back();
  if (!result.wanted || last.demand_gw <= 0)
    return "What has been supplied";
  const double missing = 1 - last.online_gw_end / last.demand_gw;
  if (missing < 0.005)
    return "Supply meets demand at the end of " + end_of_run(result);
  return percent_text(missing) + " of what is wanted is missing at the end of " +
         end_of_run(result);
}

}  // namespace

std::string save_buttons(const std::string& id, bool table) {
  std::string html = "<p class=\"js saves\">Save ";
  for (const auto& [kind, name] :
       {std::pair("csv", "CSV"), std::pair("svg", "SVG"), std::pair("png", "PNG")}) {
    if (table || std::string_view(kind) != "csv")
      html += "<button type=\"button\" data-save=\"" + std::string(kind) + "\" data-of=\"" + id +
              "\">" + name + "</button>";
  }
  return html + "</p>";
}

std::string years_width(std::size_t years) {
  return " style=\"--years:" + std::to_string(years) + "\"";
}

std::string chart_figure(const std::string& id, const Chart& chart, const std::string& svg,
                         const std::string& table) {
  // Where there is no room for names beside the layers.
  std::string key = "<p class=\"keys\">";
  for (const ChartLayer& layer : chart.layers) {
    if (layer.named)
      key += "<span><i class=\"sw " + layer.css + "\"></i>" + name_html(layer.label) + "</span>";
  }
  return "<div class=\"card figure\" data-chart=\"" + id + "\">" + key +
         "</p><div class=\"live\"></div>"
         "<div class=\"scroll static\" tabindex=\"0\" role=\"region\" aria-label=\"Chart\">" +
         svg + "</div>" + save_buttons(id, true) + table + "</div>";
}

Chart supply_chart(const RunResult& result) {
  const Total online = total_of(result, "online");
  const Total demand = total_of(result, "demand");
  Chart chart{.title = "Demand and what is online, by month, in " + result.sink_unit,
              .unit = result.sink_unit,
              .dates = online.dates};
  if (online.values.empty())
    return chart;
  if (result.wanted && demand.values.size() == online.values.size())
    chart.layers.push_back({"Wanted", "demand", demand.values});
  chart.layers.push_back({"Online", "online", online.values});
  return chart;
}

std::string supply_section(const ReportModel& model) {
  const RunResult& result = model.files.result;
  const Chart chart = supply_chart(result);
  if (chart.layers.empty() || result.years.empty())
    return {};
  return "<section id=\"supply\"><h2>" + finding_of(result) + "</h2><p class=\"sub\">" +
         escaped(result.sink_unit, 20) +
         (result.sink_unit == "GW" ? " of critical IT load" : " at the sink") +
         ", end of each month. Wanted: what would run if it could be had.</p>"
         "<p class=\"js tabs\"><button type=\"button\" id=\"supply-log\" "
         "aria-pressed=\"false\">Logarithmic</button></p>" +
         chart_figure("supply", chart, line_svg(chart), table_of(chart, result)) + "</section>";
}

std::string online_section(const ReportModel& model) {
  const RunResult& result = model.files.result;
  const std::vector<Stack> stacks = stacks_of(result);
  if (stacks.empty() || result.years.empty())
    return {};
  std::string html = "<section id=\"online\"><h2>";
  const Stack& first = stacks.front();
  double sum = 0;
  std::size_t most = 0;
  for (std::size_t i = 0; i < first.chart.layers.size(); ++i) {
    sum += first.chart.layers[i].values.back();
    if (first.chart.layers[i].values.back() > first.chart.layers[most].values.back())
      most = i;
  }
  html += "The largest part runs for " + name_html(first.chart.layers[most].label) + ": " +
          percent_text(sum > 0 ? first.chart.layers[most].values.back() / sum : 0) +
          " at the end of " + end_of_run(result) +
          "</h2><p class=\"sub\">GW of critical IT load, by month.</p>";
  html += "<div class=\"js tabs\" id=\"online-tabs\" role=\"group\" aria-label=\"Divide by\">";
  for (const Stack& stack : stacks)
    html += "<button type=\"button\" data-stack=\"" + stack.id + "\" aria-pressed=\"false\">" +
            stack.name + "</button>";
  html +=
      "<button type=\"button\" id=\"online-share\" aria-pressed=\"false\">Shares</button></div>";
  for (const Stack& stack : stacks) {
    html += "<div class=\"stack\" id=\"stack-" + stack.id + "\"><h3>" + stack.title + "</h3>" +
            chart_figure(stack.id, stack.chart, stacked_svg(stack.chart),
                         table_of(stack.chart, result)) +
            "</div>";
  }
  return html + "</section>";
}

}  // namespace chokepoint::tools
