#include <cmath>

#include "sim/base/text.hpp"
#include "sim/record/headline.hpp"
#include "sim/record/text_cells.hpp"
#include "tools/report/html_text.hpp"
#include "tools/report/sections.hpp"

namespace chokepoint::tools {

namespace {

/// Steps of the colour ramp.
int heat_of(double share) {
  return share < 0.005 ? 0 : std::min(10, 1 + static_cast<int>(share * 10));
}

std::string head_rows(const ReportModel& model) {
  const auto& years = model.files.result.years;
  std::string html = "<thead><tr><th scope=\"col\" class=\"corner\">Constraint</th>";
  for (const YearSummary& year : years)
    html += "<th scope=\"colgroup\" colspan=\"4\">" + std::to_string(year.year) + "</th>";
  html += "<th scope=\"col\" class=\"total\">" + std::to_string(years.front().year) + "-" +
          std::to_string(years.back().year % 100) + "</th></tr>";
  html += "<tr class=\"strip\"><th scope=\"row\">Largest of the year</th>";
  for (std::size_t y = 0; y < years.size();) {
    const std::string_view largest = largest_of(years[y]);
    std::size_t end = y + 1;
    while (end < years.size() && largest_of(years[end]) == largest)
      ++end;
    const RibbonRow* const row = row_of(model.ribbon, largest);
    const std::string label =
        largest.empty() ? "nothing short" : short_label(model.files.result, largest);
    html += "<td colspan=\"" + std::to_string(4 * (end - y)) + "\" class=\"k" +
            std::to_string(row == nullptr ? 0 : row->colour) + "\" title=\"" + escaped(label, 60) +
            "\"><span>" + with_hyphens(label.substr(0, 60)) + "</span></td>";
    y = end;
  }
  return html + "<td></td></tr></thead>";
}

/// A cell without its end tag, which HTML does not ask for: there are more than a thousand.
std::string cell(const Ribbon& ribbon, std::size_t row, std::size_t q) {
  const double share = ribbon.rows[row].cells[q].share;
  if (share < 0.005)
    return "<td>";
  const bool largest = !ribbon.of[q].empty() && ribbon.of[q].front() == row;
  return "<td class=\"h" + std::to_string(heat_of(share)) + (largest ? " top" : "") +
         "\"><data value=\"" + shortest(std::round(share * 1e6) / 1e6) + "\">" +
         std::to_string(std::lround(share * 100)) + "</data>";
}

std::string body_rows(const ReportModel& model) {
  const Ribbon& ribbon = model.ribbon;
  std::string html;
  for (std::size_t r = 0; r < ribbon.rows.size(); ++r) {
    const RibbonRow& row = ribbon.rows[r];
    if (r == 0 || ribbon.rows[r - 1].group != row.group) {
      html += std::string(r == 0 ? "" : "</tbody>") + "<tbody><tr class=\"group\"><th colspan=\"" +
              std::to_string(ribbon.quarters.size() + 2) + "\" scope=\"rowgroup\">" +
              escaped(row.group) + "</th></tr>";
    }
    html += "<tr><th scope=\"row\" title=\"" + escaped(row.constraint, 60) + "\"><i class=\"sw k" +
            std::to_string(row.colour) + "\"></i>" +
            name_html(short_label(model.files.result, row.constraint)) + "</th>";
    for (std::size_t q = 0; q < ribbon.quarters.size(); ++q)
      html += cell(ribbon, r, q);
    html += "<td class=\"total\"><data value=\"" + shortest(row.total) + "\">" +
            percent_text(row.total) + "</data></td></tr>";
  }
  return html + (ribbon.rows.empty() ? "" : "</tbody>");
}

/// What more of a constraint would add takes other worlds, which a run makes when asked to.
std::string how_to_relieve(const RunFiles& files) {
  if (!files.relief.gain.empty())
    return {};
  const bool of_run = files.command.starts_with("chokepoint run ");
  return "<p class=\"sub\">What 10 % more of it would add: <code>" +
         (of_run ? escaped(files.command, 2000) : "chokepoint run SCENARIO") +
         " --relief --report -o out</code></p>";
}

/// The panel before anybody points at a cell: the largest of all.
std::string why_panel(const ReportModel& model) {
  const auto& rows = model.ribbon.rows;
  std::size_t most = 0;
  for (std::size_t r = 1; r < rows.size(); ++r) {
    if (rows[r].total > rows[most].total)
      most = r;
  }
  std::size_t year = 0;
  for (std::size_t y = 1; y < rows[most].years.size(); ++y) {
    if (rows[most].years[y] > rows[most].years[year])
      year = y;
  }
  std::string numbers;
  for (const Binding& binding : model.files.result.years[year].binding) {
    for (const RootShare& root : binding.root) {
      if (binding.constraint == rows[most].constraint && root.share >= 0.005)
        numbers += "<dt>" + escaped(cause_text(root.cause), 60) + "</dt><dd>" +
                   percent_text(root.share) + "</dd>";
    }
  }
  return "<div class=\"why\" id=\"why\" aria-live=\"polite\"><div><h3 id=\"why-what\">" +
         name_html(short_label(model.files.result, rows[most].constraint)) + ", " +
         std::to_string(model.files.result.years[year].year) +
         "</h3><p class=\"big\" id=\"why-share\">" + percent_text(rows[most].years[year]) +
         "</p><p id=\"why-of\">of what became short</p></div><div><h4>Why</h4><p id=\"why-text\">" +
         escaped(why_sentence(model, rows[most], year), 900) +
         "</p><p id=\"why-facts\" class=\"chips\"></p></div><div><h4>In numbers</h4>"
         "<dl id=\"why-numbers\">" +
         numbers + "</dl></div>" + how_to_relieve(model.files) + "</div>";
}

/// "10 % more of it would add 1.5 GW by the end of 2030.", or what it would leave less; empty where
/// nobody tried.
std::string gain_sentence(const ReportModel& model, const RibbonRow& row, int year) {
  const Relief& relief = model.files.relief;
  const auto gains = relief.gain.find(row.constraint);
  if (gains == relief.gain.end() || gains->second.count(year) == 0)
    return {};
  const Gain& gain = gains->second.at(year);
  const bool less = gain.gain < 0;
  return " " + escaped(capitalised(change_text(relief, row.constraint)), 60) +
         (less ? " would leave " : " would add ") + "<data value=\"" + shortest(gain.gain) + "\">" +
         readable(std::abs(gain.gain)) + "</data> " + escaped(relief.unit, 12) +
         (less ? " less" : "") + (gain.within_noise ? " (within noise)" : "") + " by the end of " +
         std::to_string(year) + (less && !gain.within_noise ? ": " + std::string(why_less()) : "") +
         ".";
}

/// All of it as text, for those without scripts and for paper.
std::string year_by_year(const ReportModel& model) {
  std::string html = "<details><summary>Why, year by year</summary><ul class=\"plain\">";
  const auto& years = model.files.result.years;
  for (std::size_t y = 0; y < years.size(); ++y) {
    const RibbonRow* const row = row_of(model.ribbon, largest_of(years[y]));
    if (row == nullptr)
      continue;
    html += "<li><b>" + std::to_string(years[y].year) + ": " +
            name_html(short_label(model.files.result, row->constraint)) + ".</b> " +
            escaped(why_sentence(model, *row, y), 900) + gain_sentence(model, *row, years[y].year) +
            "</li>";
  }
  html += "</ul></details>";
  if (model.files.result.switches.empty())
    return html;
  html += "<details><summary>What moved the bottleneck</summary><ul class=\"plain\">";
  for (const std::string& sentence : model.files.result.switches)
    html += "<li>" + escaped(sentence, 900) + "</li>";
  return html + "</ul></details>";
}

}  // namespace

std::string ribbon_section(const ReportModel& model) {
  if (model.ribbon.rows.empty())
    return {};
  std::string ramp;
  for (int step = 1; step <= 10; ++step)
    ramp += "<i class=\"h" + std::to_string(step) + "\"></i>";
  return "<section id=\"bottlenecks\"><h2>What holds the buildout back, quarter by quarter</h2>"
         "<p class=\"sub\">The part of what became short in a quarter that each constraint "
         "accounts "
         "for. <span class=\"js\">Point at a cell, or walk with the arrow keys, to see why.</span>"
         "</p><div class=\"card\"><p class=\"key\">0 % <span class=\"ramp\">" +
         ramp +
         "</span> 100 % <span class=\"dotkey\"><i class=\"c h7 top\"></i> largest of its quarter"
         "</span></p><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table of "
         "constraints by quarter\"><table class=\"ribbon\" id=\"ribbon\"" +
         years_width(model.files.result.years.size()) +
         "><caption class=\"vh\">"
         "Share of each constraint in what became short, by quarter, in per cent</caption>" +
         head_rows(model) + body_rows(model) + "</table></div>" + why_panel(model) +
         year_by_year(model) + "</div></section>";
}

}  // namespace chokepoint::tools
