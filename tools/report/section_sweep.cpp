#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <tuple>

#include "sim/base/text.hpp"
#include "sim/record/headline.hpp"
#include "sim/record/text_cells.hpp"
#include "tools/report/html_text.hpp"
#include "tools/report/json_fields.hpp"
#include "tools/report/sections.hpp"
#include "tools/report/svg_chart.hpp"

namespace chokepoint::tools {

namespace {

/// A constraint that binds in fewer runs than this in every year is not shown.
constexpr double kSeldom = 0.02;

std::string unit_of(const SweepFiles& sweep) {
  if (sweep.manifest.contains("base") && sweep.manifest.at("base").contains("unit"))
    return sweep.manifest.at("base").at("unit").get<std::string>();
  return "GW";
}

/// The years of which there is a yearly quantity, in order.
std::vector<int> years_of(const SweepFiles& sweep) {
  constexpr std::string_view kName = "online_gw_end.";
  std::vector<int> years;
  for (const auto& entry : sweep.yearly) {
    if (!entry.first.starts_with(kName))
      continue;
    int year = 0;
    const char* const end = entry.first.data() + entry.first.size();
    const auto read = std::from_chars(entry.first.data() + kName.size(), end, year);
    if (read.ec == std::errc() && read.ptr == end && year > 0 && year < 10'000)
      years.push_back(year);
  }
  std::sort(years.begin(), years.end());
  return years;
}

/// 0 without one.
int last_year(const SweepFiles& sweep) {
  const std::vector<int> years = years_of(sweep);
  return years.empty() ? 0 : years.back();
}

/// What comes after "end of": the last year, or the day on which the runs end inside it.
std::string end_text(const SweepFiles& sweep) {
  const std::string year = std::to_string(last_year(sweep));
  const std::string end =
      sweep.manifest.contains("base") ? json_text(sweep.manifest.at("base"), "end") : "";
  return end.starts_with(year) ? "the runs on " + escaped(end, 10) : year;
}

double probability(const std::map<int, double>& years, int year) {
  const auto found = years.find(year);
  return found == years.end() ? 0.0 : found->second;
}

/// Who binds most often in a year; empty when nobody does.
std::string most_often(const SweepFiles& sweep, int year) {
  std::string most;
  double largest = 0;
  for (const auto& [constraint, years] : sweep.binding) {
    if (probability(years, year) > largest) {
      largest = probability(years, year);
      most = constraint;
    }
  }
  return most;
}

/// "Binding most often: packaging in 2024-25, EUV tools from 2028." Neighbours are merged.
std::string sequence(const ReportModel& model, const SweepFiles& sweep) {
  const std::vector<int> years = years_of(sweep);
  std::string text;
  for (std::size_t y = 0; y < years.size();) {
    const std::string most = most_often(sweep, years[y]);
    std::size_t end = y + 1;
    while (end < years.size() && most_often(sweep, years[end]) == most)
      ++end;
    if (!most.empty()) {
      text +=
          (text.empty() ? "" : ", ") + name_html(plain_label_of(model.files.result.titles, most));
      if (end == years.size() && end - y > 1)
        text += " from " + std::to_string(years[y]);
      else
        text += " in " + std::to_string(years[y]) +
                (end - y > 1 ? "-" + std::to_string(years[end - 1]).substr(2) : "");
    }
    y = end;
  }
  return text.empty() ? text : "Binding most often: " + text + ".";
}

std::string sweep_tile(const std::string& title, const std::string& value,
                       const std::string& note) {
  return "<div class=\"tile\"><h3>" + title + "</h3><p class=\"big\">" + value + "</p><p>" + note +
         "</p></div>";
}

std::string probability_table(const ReportModel& model, const SweepFiles& sweep) {
  const std::vector<int> years = years_of(sweep);
  std::vector<std::pair<int, std::string>> rows;  // first year of its peak, name
  for (const auto& [constraint, by_year] : sweep.binding) {
    int peak = years.empty() ? 0 : years.front();
    for (const int year : years) {
      if (probability(by_year, year) > probability(by_year, peak))
        peak = year;
    }
    if (probability(by_year, peak) >= kSeldom)
      rows.emplace_back(peak, constraint);
  }
  std::sort(rows.begin(), rows.end());
  std::string html =
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"How often each "
      "constraint binds\"><table class=\"ribbon odds\" id=\"odds\"" +
      years_width(years.size()) +
      "><thead><tr><th "
      "scope=\"col\" class=\"corner\">Binds, % of runs</th>";
  for (const int year : years)
    html += "<th scope=\"col\">" + std::to_string(year) + "</th>";
  html += "</tr></thead><tbody>";
  for (const auto& row : rows) {
    const std::string& constraint = row.second;
    html +=
        "<tr><th scope=\"row\">" + name_html(short_label(model.files.result, constraint)) + "</th>";
    for (const int year : years) {
      const double part = probability(sweep.binding.at(constraint), year);
      const int heat = part < 0.005 ? 0 : std::min(10, 1 + static_cast<int>(part * 10));
      html += "<td class=\"o h" + std::to_string(heat) + "\">";
      if (heat > 0)
        html += "<data value=\"" + shortest(part) + "\">" +
                std::to_string(std::lround(part * 100)) + "</data>";
      html += "</td>";
    }
    html += "</tr>";
  }
  return html + "</tbody></table></div>";
}

/// Fifty dots, each a fiftieth of the runs, piled up where they lie.
/// `median` is that of quantiles.csv, so that no quantity has two.
std::string dots_svg(const std::string& name, const RunColumn& column, bool is_date,
                     double median) {
  const std::vector<double> values = sorted_values(column);
  if (values.size() < 2 || values.front() == values.back())
    return {};
  constexpr int kBins = 44;
  std::vector<int> piles(kBins);
  std::string dots;
  const double width = values.back() - values.front();
  int highest = 0;
  for (const double value : fiftieths(column)) {
    const double part = (value - values.front()) / width;
    const int bin = std::min(kBins - 1, static_cast<int>(part * kBins));
    const int above = piles[static_cast<std::size_t>(bin)]++;
    highest = std::max(highest, above + 1);
    dots += "<circle class=\"dot\" cx=\"" + coordinate(16 + (bin + 0.5) * 11) + "\" cy=\"" +
            coordinate(-8 - above * 11) + "\" r=\"5\"/>";
  }
  const auto shown = [is_date](double value) { return output_text(value, is_date); };
  const double top = std::max(5, highest) * 11 + 6;
  std::string ticks;
  for (const double part : {0.0, 0.5, 1.0})
    ticks += "<span>" + shown(values.front() + part * width) + "</span>";
  return "<figure class=\"dots\"><figcaption><b>" + name_html(in_words(name)) + "</b> median " +
         "<data value=\"" + shortest(median) + "\">" + shown(median) +
         "</data></figcaption><svg class=\"chart\" viewBox=\"0 " + coordinate(-top) + " 516 " +
         coordinate(top + 4) + "\" role=\"img\" aria-label=\"Distribution of " + escaped(name, 60) +
         "\">" + "<path class=\"grid\" d=\"M16 0H500\"/>" + dots + "</svg><p class=\"ends\">" +
         ticks + "</p></figure>";
}

/// Bars from the mean with the lowest tenth of an input to that with its highest.
std::string tornado_table(const SweepFiles& sweep, const std::string& output) {
  std::vector<Swing> all = swings(sweep, output);
  if (all.empty())
    return {};
  if (all.size() > 12)
    all.resize(12);
  double low = all.front().low;
  double high = low;
  for (const Swing& swing : all) {
    low = std::min({low, swing.low, swing.high});
    high = std::max({high, swing.low, swing.high});
  }
  if (low == high)
    return {};
  const auto percent = [&](double part) { return coordinate(part / (high - low) * 100) + "%"; };
  std::string rows;
  for (const Swing& swing : all) {
    const double from = std::min(swing.low, swing.high);
    rows += "<tr><th scope=\"row\">" + name_html(capitalised(in_words(swing.factor))) +
            "</th><td class=\"track\"><i class=\"" + (swing.high >= swing.low ? "k5" : "k2") +
            "\" style=\"left:" + percent(from - low) +
            ";width:" + percent(std::abs(swing.high - swing.low)) + "\"></i></td><td>" +
            number_html(swing.low) + " &#8594; " + number_html(swing.high) + "</td></tr>";
  }
  return "<table class=\"num tornado\"><thead><tr><th scope=\"col\">Input</th><th></th><th "
         "scope=\"col\">Lowest tenth &#8594; highest</th></tr></thead><tbody>" +
         rows + "</tbody></table>";
}

}  // namespace

Chart fan_chart(const SweepFiles& sweep) {
  Chart chart{.title = "Spread of demand and of what is online, by month", .unit = unit_of(sweep)};
  for (const auto& [name, label, css] :
       {std::tuple("demand", "Wanted", "demand"), std::tuple("online", "Online", "online")}) {
    const auto series = sweep.series.find(name);
    if (series == sweep.series.end())
      continue;
    chart.dates = series->second.dates;
    ChartLayer layer{label, css, {}};
    const std::string what = label;
    ChartBand wide{css, {}, {}, what + " P10-P90", what + " P10", what + " P90"};
    ChartBand narrow{css, {}, {}, what + " P25-P75", what + " P25", what + " P75"};
    for (const Spread& spread : series->second.spreads) {
      layer.values.push_back(spread.p50);
      wide.low.push_back(spread.p10);
      wide.high.push_back(spread.p90);
      narrow.low.push_back(spread.p25);
      narrow.high.push_back(spread.p75);
    }
    chart.layers.push_back(std::move(layer));
    chart.bands.push_back(std::move(wide));
    chart.bands.push_back(std::move(narrow));
  }
  return chart;
}

std::string sweep_headline(const ReportModel& model) {
  const SweepFiles& sweep = *model.files.sweep;
  const int year = last_year(sweep);
  const std::string unit = escaped(unit_of(sweep), 12);
  const std::string runs = with_thousands(static_cast<std::int64_t>(sweep.runs));
  std::string html = "<section id=\"answer\"><p class=\"eyebrow\">Sweep &middot; " +
                     name_html(json_text(sweep.manifest, "study")) + " &middot; " + runs +
                     (sweep.runs == 1 ? " run</p><h1>" : " runs</p><h1>");
  const auto online = sweep.yearly.find("online_gw_end." + std::to_string(year));
  if (online == sweep.yearly.end())
    return html + "No run reached the end of a year.</h1></section>";
  const Spread& spread = online->second;
  const std::string end = " are online at the end of " + end_text(sweep);
  html += sweep.runs == 1 ? readable(spread.p50) + " " + unit + end + "</h1>"
                          : readable(spread.p25) + " to " + readable(spread.p75) + " " + unit +
                                end + " in half of the runs</h1>";
  const std::string most = most_often(sweep, year);
  html += "<p class=\"lede\">" + escaped(json_text(sweep.manifest, "states"), 300) + " " +
          sequence(model, sweep) + "</p><div class=\"tiles\">" +
          sweep_tile("Online, end of " + end_text(sweep) + ", median",
                     number_html(spread.p50) + "<small>" + unit + "</small>",
                     "P10-P90 " + readable(spread.p10) + "-" + readable(spread.p90));
  const auto demand = sweep.yearly.find("demand_gw." + std::to_string(year));
  if (demand != sweep.yearly.end())
    html +=
        sweep_tile("Wanted, end of " + end_text(sweep) + ", median",
                   number_html(demand->second.p50) + "<small>" + unit + "</small>",
                   "P10-P90 " + readable(demand->second.p10) + "-" + readable(demand->second.p90));
  if (!most.empty())
    html += sweep_tile(
        "Binds most often, " + std::to_string(year),
        "<span class=\"words\">" + name_html(short_label(model.files.result, most)) + "</span>",
        percent_text(probability(sweep.binding.at(most), year)) + " of the runs' months in " +
            std::to_string(year));
  return html + sweep_tile("Runs", runs, std::to_string(sweep.failed) + " failed") +
         "</div></section>";
}

std::string sweep_section(const ReportModel& model) {
  if (!model.files.sweep)
    return {};
  const SweepFiles& sweep = *model.files.sweep;
  std::string html =
      "<section id=\"uncertainty\"><h2>What binds, and how surely</h2><p class=\"sub\">Part of the "
      "runs "
      "in which a constraint has a fifth or more of the month's loss, mean of the year's months. "
      "Several "
      "can bind at once.</p><div class=\"card\">" +
      probability_table(model, sweep) + "</div></section>";
  const Chart fan = fan_chart(sweep);
  if (!fan.layers.empty())
    html += "<section id=\"spread\"><h2>How far the runs spread</h2><p class=\"sub\">" +
            escaped(fan.unit, 12) +
            ", end of each month: median, half of the runs (dark) and eight in "
            "ten (pale).</p>" +
            chart_figure("fan", fan, line_svg(fan)) + "</section>";
  const int year = last_year(sweep);
  const std::string output = "online_gw_end." + std::to_string(year);
  if (const std::string tornado = tornado_table(sweep, output); !tornado.empty())
    html += "<section id=\"tornado\"><h2>What moves " + std::to_string(year) +
            " most</h2><p class=\"sub\">" + escaped(fan.unit, 12) + " online at the end of " +
            end_text(sweep) +
            ": mean of the runs in the lowest tenth of each input &#8594; in the "
            "highest"
            "</p><div class=\"card\">" +
            tornado + "</div></section>";
  std::string dots;
  if (sweep.manifest.contains("outputs")) {
    for (const auto& entry : sweep.manifest.at("outputs")) {
      const std::string name = entry.at("name").get<std::string>();
      const auto column = sweep.columns.find(name);
      const bool is_date = entry.contains("is_date") && entry.at("is_date").get<bool>();
      const auto spread = sweep.yearly.find(name);
      if (column != sweep.columns.end() && spread != sweep.yearly.end())
        dots += dots_svg(name, column->second, is_date, spread->second.p50);
    }
  }
  if (!dots.empty())
    html +=
        "<section id=\"outputs\"><h2>Outputs</h2><p class=\"sub\">Each dot is a fiftieth of the "
        "runs."
        "</p><div class=\"card\" data-chart=\"outputs\"><div class=\"pair\">" +
        dots + "</div>" + save_buttons("outputs", true) + "</div></section>";
  return html;
}

}  // namespace chokepoint::tools
