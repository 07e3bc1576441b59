#include <algorithm>

#include "sim/record/headline.hpp"
#include "sim/record/text_cells.hpp"
#include "tools/report/html_text.hpp"
#include "tools/report/sections.hpp"
#include "tools/report/svg_chart.hpp"

namespace chokepoint::tools {

namespace {

std::string tile(const std::string& title, const std::string& value, const std::string& note,
                 const std::string& spark) {
  return "<div class=\"tile\"><h3>" + title + "</h3><p class=\"big\">" + value + "</p><p>" + note +
         "</p>" + spark + "</div>";
}

std::string lede(const RunResult& result) {
  const YearSummary& last = result.years.back();
  const std::string year = std::to_string(last.year);
  std::string text = number_html(last.online_gw_end) + " " + escaped(result.sink_unit, 20) +
                     (result.sink_unit == "GW" ? " are online at the end of " : " by the end of ") +
                     end_of_run(result);
  if (result.wanted && last.demand_gw > 0)
    text += ", " + percent_text(last.online_gw_end / last.demand_gw) + " of the " +
            number_html(last.demand_gw) + " " + escaped(result.sink_unit, 20) + " that is wanted";
  const std::string_view largest = largest_of(last);
  if (!largest.empty()) {
    for (const ConstraintShare& share : last.shares) {
      if (share.constraint == largest)
        text += ". Of what became short in " + year + ", " + percent_text(share.share) +
                " was held back by " + name_html(short_label(result, largest));
    }
  }
  return text + ".";
}

std::string most_tile(const ReportModel& model) {
  const auto& rows = model.ribbon.rows;
  const auto most =
      std::max_element(rows.begin(), rows.end(),
                       [](const RibbonRow& a, const RibbonRow& b) { return a.total < b.total; });
  if (most == rows.end())
    return {};
  const auto& years = model.files.result.years;
  std::string span = std::to_string(years.front().year);
  if (years.size() > 1)
    span += "-" + std::to_string(years.back().year).substr(2);
  return tile("Held back most, " + span,
              "<span class=\"words\">" +
                  name_html(short_label(model.files.result, most->constraint)) + "</span>",
              percent_text(most->total) + " of all that became short",
              spark_svg(most->years, "heat"));
}

/// A percentage that is not divided at the end of a line.
std::string whole_percent(double share) {
  std::string text = percent_text(share);
  text.replace(text.rfind(' '), 1, "&nbsp;");
  return text;
}

std::string root_tile(const RunResult& result) {
  const YearSummary& last = result.years.back();
  if (last.roots.empty())
    return {};
  std::string others;
  for (std::size_t i = 1; i < std::min<std::size_t>(3, last.roots.size()); ++i)
    others += (others.empty() ? "then " : ", ") + escaped(cause_text(last.roots[i].cause), 40) +
              " " + whole_percent(last.roots[i].share);
  return tile("Why no bigger, " + std::to_string(last.year),
              "<span class=\"words\">" + escaped(capitalised(cause_text(last.roots[0].cause)), 40) +
                  " " + whole_percent(last.roots[0].share) + "</span>",
              others, "");
}

}  // namespace

std::string headline_section(const ReportModel& model) {
  if (model.files.summary.is_null() && model.files.compare.is_object())
    return comparison_headline(model);
  if (model.files.summary.is_null() && model.files.sweep)
    return sweep_headline(model);
  const RunResult& result = model.files.result;
  std::string html = "<section id=\"answer\"><p class=\"eyebrow\">Run &middot; " +
                     name_html(result.scenario) + " &middot; seed " + std::to_string(result.seed) +
                     (result.deterministic ? " &middot; best guesses" : "") + "</p><h1>" +
                     escaped(result.headline, 600) + "</h1>";
  if (result.years.empty())
    return html + "</section>";
  html += "<p class=\"lede\">" + lede(result) + "</p><div class=\"tiles\">";
  const YearSummary& last = result.years.back();
  const std::string unit = "<small>" + escaped(result.sink_unit, 12) + "</small>";
  const std::string year = std::to_string(last.year);
  const Total online = total_of(result, "online");
  html +=
      tile("Online, end of " + end_of_run(result), number_html(last.online_gw_end) + unit,
           number_html(last.added_gw) + " " + escaped(result.sink_unit, 12) + " added in " + year,
           spark_svg(online.values, "online"));
  if (result.wanted && last.demand_gw > 0) {
    std::vector<double> met = total_of(result, "demand").values;
    for (std::size_t i = 0; i < met.size() && i < online.values.size(); ++i)
      met[i] = met[i] > 0 ? std::min(1.0, online.values[i] / met[i]) : 1.0;
    html += tile("Demand met, end of " + end_of_run(result),
                 percent_text(last.online_gw_end / last.demand_gw),
                 number_html(last.demand_gw) + " " + escaped(result.sink_unit, 12) + " wanted",
                 spark_svg(met, "demand"));
  }
  return html + most_tile(model) + root_tile(result) + "</div></section>";
}

}  // namespace chokepoint::tools
