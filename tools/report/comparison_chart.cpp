#include "tools/report/comparison_chart.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "sim/record/text_cells.hpp"
#include "tools/report/html_text.hpp"
#include "tools/report/json_fields.hpp"

namespace chokepoint::tools {

namespace {

using Json = nlohmann::ordered_json;

/// More names than these, or longer ones, do not fit beside the lines of their months.
constexpr std::size_t kMostMarks = 3;
constexpr std::size_t kLongestMark = 30;

/// What the world has less or more than the base at the end, in size; 0 for the base.
double distance_of(const Json& world) {
  return std::abs(json_number(last_year_of(world).at("online_gw_end"), "difference").value_or(0));
}

/// Events of one month share a line, and so a label.
void add_mark(Chart& chart, Date date, const std::string& name) {
  for (ChartMark& mark : chart.marks) {
    if (mark.date.year() == date.year() && mark.date.month() == date.month()) {
      mark.names += ", " + name;
      return;
    }
  }
  chart.marks.push_back({date, {}, capitalised(name)});
}

/// Names beside the lines where they fit there; else numbers, of the entries of `marks_key`.
void label_marks(Chart& chart) {
  std::stable_sort(chart.marks.begin(), chart.marks.end(),
                   [](const ChartMark& a, const ChartMark& b) {
                     return std::chrono::sys_days(a.date) < std::chrono::sys_days(b.date);
                   });
  const bool fits = chart.marks.size() <= kMostMarks &&
                    std::all_of(chart.marks.begin(), chart.marks.end(), [](const ChartMark& mark) {
                      return mark.names.size() <= kLongestMark;
                    });
  std::size_t number = 0;
  for (ChartMark& mark : chart.marks)
    mark.label = fits ? mark.names : std::to_string(++number);
}

}  // namespace

std::string world_name(const Json& world) {
  std::string name = json_text(world, "name");
  std::replace(name.begin(), name.end(), '-', '_');
  return capitalised(in_words(name));
}

const Json& last_year_of(const Json& world) {
  return world.at("years").back();
}

std::string month_html(const std::string& date) {
  return "<time>" + escaped(date.substr(0, 7)) + "</time>";
}

std::vector<std::size_t> telling_worlds(const Json& worlds, std::size_t most) {
  std::vector<std::size_t> order(worlds.size());
  for (std::size_t w = 0; w < order.size(); ++w)
    order[w] = w;
  std::stable_sort(order.begin() + 1, order.end(), [&](std::size_t a, std::size_t b) {
    return distance_of(worlds[a]) > distance_of(worlds[b]);
  });
  order.resize(std::min(order.size(), most));
  std::sort(order.begin(), order.end());
  return order;
}

std::string marks_key(const Chart& chart) {
  std::string html;
  for (const ChartMark& mark : chart.marks) {
    if (mark.label != mark.names)
      html += "<li>" + month_html(iso(mark.date)) + " " + escaped(mark.names, 400) + "</li>";
  }
  return html.empty() ? html
                      : "<p class=\"muted\"><small>Events begin at the dotted "
                        "lines:</small></p><ol class=\"marks\">" +
                            html + "</ol>";
}

Chart comparison_chart(const Json& compare) {
  Chart chart{.title = "Online by month in each world", .unit = json_text(compare, "unit")};
  const Json& worlds = compare.at("worlds");
  const std::vector<std::size_t> telling = telling_worlds(worlds, kMostNamed);
  std::size_t colour = 0;
  std::set<std::string> told;
  for (std::size_t w = 0; w < worlds.size(); ++w) {
    const Json& world = worlds[w];
    for (const Json& event : world.at("events")) {
      const std::string name = json_text(event, "name");
      const std::string from = json_text(event, "from");
      if (!from.empty() && told.insert(name + from).second)
        add_mark(chart, parse_date(from), in_words(name));
    }
    const Json& monthly = world.at("monthly");
    const bool named = std::binary_search(telling.begin(), telling.end(), w);
    const std::string css = named ? "k" + std::to_string(++colour) : "k0";
    chart.dates.clear();
    for (const Json& date : monthly.at("date"))
      chart.dates.push_back(parse_date(date.get<std::string>()));
    chart.layers.push_back(
        {world_name(world), css, monthly.at("online_gw").get<std::vector<double>>(), named});
    if (named && !monthly.at("low").empty())
      chart.bands.push_back({css, monthly.at("low").get<std::vector<double>>(),
                             monthly.at("high").get<std::vector<double>>(),
                             world_name(world) + ", nine tenths of the seeds",
                             world_name(world) + " low", world_name(world) + " high"});
  }
  label_marks(chart);
  return chart;
}

}  // namespace chokepoint::tools
