#include <algorithm>
#include <cmath>
#include <regex>

#include "sim/base/text.hpp"
#include "sim/record/comparison.hpp"
#include "sim/record/text_cells.hpp"
#include "tools/report/comparison_chart.hpp"
#include "tools/report/html_text.hpp"
#include "tools/report/json_fields.hpp"
#include "tools/report/sections.hpp"
#include "tools/report/svg_chart.hpp"

namespace chokepoint::tools {

namespace {

using Json = nlohmann::ordered_json;

/// "-409" with a minus sign, in red below 0.
std::string difference_html(std::optional<double> difference) {
  if (!difference)
    return {};
  const std::string size = std::abs(*difference) < 0.0005 ? "0" : readable(std::abs(*difference));
  const bool less = *difference < -0.0005;
  return "<data class=\"" + std::string(less ? "bad" : "") + "\" value=\"" + shortest(*difference) +
         "\">" +
         (less                   ? "&minus;"
          : *difference > 0.0005 ? "+"
                                 : "") +
         size + "</data>";
}

/// "[-510, -244]": where nine tenths of the differences lie; empty of one seed and of the base.
std::string interval_html(const Json& entry) {
  const std::optional<double> low = json_number(entry, "difference_low");
  const std::optional<double> high = json_number(entry, "difference_high");
  return low && high ? "[" + difference_html(low) + ", " + difference_html(high) + "]" : "";
}

/// "taiwan_stop: stop from 2027-07-01, never over"
std::string events_text(const Json& world) {
  std::string text;
  for (const Json& event : world.at("events")) {
    const std::string to = json_text(event, "to");
    const bool drawn = event.value("drawn", false);
    text += (text.empty() ? "" : "; ") + in_words(json_text(event, "name")) + ": " +
            json_text(event, "kind") + " from " + json_text(event, "from") +
            (drawn        ? " to " + json_text(event, "last_from") + ", drawn"
             : to.empty() ? ", never over"
                          : " to " + to);
  }
  return text;
}

/// Days of the calendar in it are not divided at the end of a line.
std::string with_whole_dates(const std::string& html) {
  static const std::regex day(R"(\b\d{4}-\d\d-\d\d\b)");
  return std::regex_replace(html, day, "<time>$&</time>");
}

/// A month of the calendar, or that of each seed's own event. Empty where there is none.
std::string moment_html(const Json& entry, const char* key) {
  const std::string month = json_text(entry, key);
  if (!month.empty())
    return month_html(month);
  const std::optional<double> after = json_number(entry, (std::string(key) + "_after").c_str());
  return after ? "month " + std::to_string(std::lround(*after) + 1) : "";
}

/// What struck the world, what it lost by that, and whether it came back.
std::string sentences_about(const Json& world, const std::string& unit) {
  std::string text = with_whole_dates(escaped(capitalised(events_text(world)), 300));
  text += text.empty() ? "" : ". ";
  if (!world.contains("recovery"))
    return text;
  const Json& recovery = world.at("recovery");
  const double lost = json_number(recovery, "lost_gw_years").value_or(0);
  if (lost > 0)
    text += "Not online over the run: " + number_html(lost) + " " + unit + "-years. ";
  if (moment_html(recovery, "online_fell").empty())
    return text;
  const std::string back = moment_html(recovery, "online_back");
  return text + (back.empty() ? "Not back to nine tenths of the base by the end."
                              : "Back to nine tenths of the base in " + back + ".");
}

/// What comes after "end of": the last year, or the day on which the runs end inside it.
std::string end_text(const Json& compare) {
  const std::string end = json_text(compare, "end");
  const Json& years = compare.at("worlds").front().at("years");
  const std::string year = std::to_string(years.back().at("year").get<int>());
  return end.starts_with(year) ? "the runs on " + escaped(end, 10) : year;
}

/// What one line or number of several seeds is; empty of one seed.
std::string means_text(const Json& compare) {
  const std::size_t seeds = compare.at("seeds").size();
  return seeds > 1 ? "means of " + std::to_string(seeds) + " seeds" : "";
}

/// What the numbers of a page about several seeds are, and where the headline's difference lies.
std::string means_sentence(const Json& compare, const Json& world, const std::string& unit) {
  const std::string interval = interval_html(last_year_of(world).at("online_gw_end"));
  if (interval.empty() || means_text(compare).empty())
    return {};
  return " <span id=\"means\">Numbers are " + means_text(compare) +
         "; in brackets, where nine tenths of the differences lie: at the end of " +
         end_text(compare) + " " +
         difference_html(json_number(last_year_of(world).at("online_gw_end"), "difference")) + " " +
         interval + " " + unit + ".</span>";
}

std::string world_tile(const Json& world, const std::string& unit, const std::string& end) {
  const Json& year = last_year_of(world);
  const Json& online = year.at("online_gw_end");
  const std::optional<double> difference = json_number(online, "difference");
  std::string note = "the base";
  if (difference) {
    const double base = *json_number(online, "value") - *difference;
    const std::string interval = interval_html(online);
    note = difference_html(difference) + " " + (interval.empty() ? "" : interval + " ") + unit +
           " against the base";
    if (base > 0)
      note += ", " + std::to_string(std::lround(*json_number(online, "value") / base * 100)) +
              "&nbsp;% of it";
  }
  return "<div class=\"tile\"><h3>" + name_html(world_name(world)) + ", end of " + end +
         "</h3><p class=\"big\">" + number_html(*json_number(online, "value")) + "<small>" + unit +
         "</small></p><p>" + note + "</p></div>";
}

/// More worlds than these take more paper than anybody reads.
constexpr std::size_t kMostPrinted = 8;
constexpr std::size_t kMostDetailed = 4;
/// The class of a row that is left out on paper; empty for those that are printed.
std::string screen_class(const Json& worlds, std::size_t world, std::size_t most) {
  const std::vector<std::size_t> printed = telling_worlds(worlds, most);
  return std::binary_search(printed.begin(), printed.end(), world) ? "" : "screen";
}

/// What paper says of the worlds that it leaves out.
std::string left_out(const Json& worlds, std::size_t most) {
  if (worlds.size() <= most)
    return {};
  const std::size_t more = worlds.size() - most;
  return "<p class=\"paper\">" + std::to_string(more) +
         (more == 1 ? " more world, which differs" : " more worlds, which differ") +
         " less from the base at the end, " + (more == 1 ? "is" : "are") + " on screen.</p>";
}

/// One strip a world: the largest constraint of each year.
std::string strips(const ReportModel& model, const Json& worlds) {
  std::vector<std::string> colours;
  std::string html =
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Largest "
      "constraint by world and year\"><table class=\"ribbon strips\" id=\"strips\"" +
      years_width(worlds.front().at("years").size()) +
      "><thead><tr><th scope=\"col\" class=\"corner\">Largest of the year</th>";
  for (const Json& year : worlds.front().at("years"))
    html += "<th scope=\"col\">" + std::to_string(year.at("year").get<int>()) + "</th>";
  html += "</tr></thead><tbody>";
  for (std::size_t w = 0; w < worlds.size(); ++w) {
    const Json& world = worlds[w];
    html += "<tr class=\"strip " + screen_class(worlds, w, kMostPrinted) + "\"><th scope=\"row\">" +
            name_html(world_name(world)) + "</th>";
    const Json& years = world.at("years");
    for (std::size_t y = 0; y < years.size();) {
      const auto name_at = [&](std::size_t at) {
        const Json& binding = years[at].at("binding");
        return binding.empty() ? std::string() : json_text(binding.front(), "constraint");
      };
      const std::string name = name_at(y);
      std::size_t end = y + 1;
      while (end < years.size() && name_at(end) == name)
        ++end;
      auto colour = std::find(colours.begin(), colours.end(), name);
      if (colour == colours.end())
        colour = colours.insert(colours.end(), name);
      const auto number = static_cast<std::size_t>(colour - colours.begin()) + 1;
      const std::string label =
          name.empty() ? "nothing short" : short_label(model.files.result, name);
      html += "<td colspan=\"" + std::to_string(end - y) + "\" class=\"k" +
              std::to_string(number > 10 || name.empty() ? 0 : number) + "\" title=\"" +
              escaped(label, 60) + "\"><span>" + with_hyphens(label.substr(0, 60)) + "</span></td>";
      y = end;
    }
    html += "</tr>";
  }
  return html + "</tbody></table></div>";
}

std::string year_differences(const Json& worlds) {
  std::string html =
      "<div class=\"scroll\"><table class=\"num\" id=\"differences\"><thead><tr><th "
      "scope=\"col\">Online, end of</th>";
  for (const Json& year : worlds.front().at("years"))
    html += "<th scope=\"col\">" + std::to_string(year.at("year").get<int>()) + "</th>";
  html += "</tr></thead><tbody>";
  for (std::size_t w = 0; w < worlds.size(); ++w) {
    const Json& world = worlds[w];
    const std::string tr = "<tr class=\"" + screen_class(worlds, w, kMostPrinted) + "\">";
    std::string values;
    std::string differences;
    std::string intervals;
    for (const Json& year : world.at("years")) {
      const Json& online = year.at("online_gw_end");
      values += "<td>" + number_html(*json_number(online, "value")) + "</td>";
      differences += "<td>" + difference_html(json_number(online, "difference")) + "</td>";
      intervals += "<td>" + difference_html(json_number(online, "difference_low")) + "<br>" +
                   difference_html(json_number(online, "difference_high")) + "</td>";
    }
    const auto add_row = [&](const std::string& heading, const std::string& cells) {
      html.append(tr).append("<th scope=\"row\"").append(heading).append("</th>").append(cells);
      html += "</tr>";
    };
    add_row(">" + name_html(world_name(world)), values);
    if (json_number(world.at("years").front().at("online_gw_end"), "difference"))
      add_row(" class=\"muted\">difference", differences);
    if (!interval_html(world.at("years").front().at("online_gw_end")).empty())
      add_row(" class=\"muted\">nine tenths of them", intervals);
  }
  return html + "</tbody></table></div>";
}

/// The kind of an event of a world; empty when it has none of that name.
std::string kind_of(const Json& world, const std::string& event) {
  if (!world.contains("events"))
    return {};
  for (const Json& one : world["events"]) {
    if (json_text(one, "name") == event)
      return json_text(one, "kind");
  }
  return {};
}

std::string step_text(const Json& world, const Json& told) {
  const std::string kind = json_text(told, "kind");
  const std::string what = json_text(told, "what");
  return sentence({.kind = kind == "event"     ? Through::Kind::event
                           : kind == "missing" ? Through::Kind::missing
                                               : Through::Kind::ordered,
                   .what = what,
                   .from = json_text(told, "from"),
                   .event = kind_of(world, what)});
}

/// ": for want of n28_wafer of mature_foundries": what it came through, step by step back.
std::string through_html(const Json& world, const Json& entry) {
  if (!entry.contains("through") || !entry["through"].is_object())
    return {};
  std::string html = ": " + escaped(step_text(world, entry["through"]), 120);
  if (entry.contains("back") && entry["back"].is_array()) {
    for (const Json& step : entry["back"])
      html += ", " + escaped(step_text(world, step), 120);
  }
  return html;
}

std::string shortages_table(const Json& world) {
  std::string rows;
  for (const Json& entry : world.at("timeline")) {
    const std::string last = moment_html(entry, "last_month");
    const std::string again = moment_html(entry, "again");
    const bool ordered = entry.contains("less_ordered") && entry["less_ordered"] == true;
    rows += "<tr><th scope=\"row\">" + escaped(json_text(entry, "title"), 80) +
            (ordered ? " (less is ordered)" : "") + through_html(world, entry) + "</th><td>" +
            moment_html(entry, "first_month") + "</td><td>" +
            (last.empty() ? "not by the end" : last) +
            (again.empty() ? "" : ", less again " + again) + "</td><td>" +
            percent_text(json_number(entry, "worst").value_or(0)) + " up to " +
            moment_html(entry, "worst_month") + "</td></tr>";
  }
  if (rows.empty())
    return {};
  return "<h3>" + name_html(world_name(world)) +
         ": of what there is less, in the order in which that begins</h3><p>It cannot be had, or "
         "nobody "
         "orders it.</p><div class=\"scroll\"><table "
         "class=\"num folds\">"
         "<thead><tr><th scope=\"col\">Less than nine tenths of the base</th><th "
         "scope=\"col\">From</th>"
         "<th scope=\"col\">Back</th><th scope=\"col\">Worst</th></tr></thead><tbody>" +
         rows + "</tbody></table></div>";
}

std::string groups_table(const Json& world) {
  std::string rows;
  for (const Json& group : world.at("groups")) {
    if (group.at("years").empty() || json_text(group, "name") == kLabsLessOperators)
      continue;
    const Json& last = group.at("years").back();
    const std::optional<double> difference = json_number(last, "difference");
    if (!difference)
      continue;
    rows += "<tr><th scope=\"row\">" + name_html(capitalised(in_words(json_text(group, "name")))) +
            " <small>" + escaped(json_text(group, "by"), 20) + "</small></th><td>" +
            number_html(json_number(last, "value").value_or(0)) + "</td><td>" +
            difference_html(difference) + "</td></tr>";
  }
  if (rows.empty())
    return {};
  return "<details><summary>By lab, operator and region, at the end: " +
         name_html(world_name(world)) +
         "</summary><div class=\"scroll\"><table class=\"num\"><thead><tr><th "
         "scope=\"col\">Who</th><th "
         "scope=\"col\">Online</th><th scope=\"col\">Difference</th></tr></thead><tbody>" +
         rows + "</tbody></table></div></details>";
}

}  // namespace

std::string comparison_headline(const ReportModel& model) {
  const Json& compare = model.files.compare;
  const Json& worlds = compare.at("worlds");
  const std::string unit = escaped(json_text(compare, "unit"), 12);
  const auto seeds = compare.at("seeds").size();
  std::string html = "<section id=\"answer\"><p class=\"eyebrow\">Comparison &middot; " +
                     std::to_string(worlds.size()) + " worlds &middot; " + std::to_string(seeds) +
                     (seeds == 1 ? " seed" : " seeds, means") + "</p><h1>";
  // The world that differs most says it.
  const Json* most = nullptr;
  double largest = 0;
  for (const Json& world : worlds) {
    const double difference =
        json_number(last_year_of(world).at("online_gw_end"), "difference").value_or(0);
    if (most == nullptr || std::abs(difference) > std::abs(largest)) {
      most = &world;
      largest = difference;
    }
  }
  const Json& last = last_year_of(*most);
  const double value = json_number(last.at("online_gw_end"), "value").value_or(0);
  if (largest == 0)
    html += "All worlds have " + readable(value) + " " + unit;
  else
    html += escaped(world_name(*most), 60) + ": " + readable(std::abs(largest)) + " of " +
            readable(value - largest) + " " + unit +
            (largest < 0 ? " are missing" : " come on top");
  html += " at the end of " + end_text(compare) + "</h1><p class=\"lede\">" +
          sentences_about(*most, unit) + means_sentence(compare, *most, unit) +
          "</p><div class=\"tiles\">";
  for (const std::size_t w : telling_worlds(worlds, 4))
    html += world_tile(worlds[w], unit, end_text(compare));
  return html + "</div></section>";
}

std::string comparison_section(const ReportModel& model) {
  if (!model.files.compare.is_object())
    return {};
  const Json& worlds = model.files.compare.at("worlds");
  const Chart chart = comparison_chart(model.files.compare);
  const std::string means = means_text(model.files.compare);
  std::string html =
      "<section id=\"comparison\"><h2>Side by side</h2><p class=\"sub\">" +
      escaped(json_text(model.files.compare, "unit"), 12) +
      " online, end of each month; the same seeds in each world." +
      (means.empty() ? ""
                     : " Lines are " + means + "; a band holds nine tenths of its world's seeds.") +
      (worlds.size() > kMostNamed ? " Grey: worlds that differ less from the base at the end."
                                  : "") +
      "</p>" + chart_figure("compare", chart, line_svg(chart), marks_key(chart)) +
      "<div class=\"card\">" + strips(model, worlds) + year_differences(worlds) +
      left_out(worlds, kMostPrinted) + "</div>";
  std::string details;
  for (std::size_t w = 0; w < worlds.size(); ++w) {
    const std::string of = shortages_table(worlds[w]) + groups_table(worlds[w]);
    details += of.empty() ? of
                          : "<div class=\"" + screen_class(worlds, w, kMostDetailed) + "\">" + of +
                                "</div>";
  }
  if (!details.empty())
    html += "<div class=\"card\">" + details + left_out(worlds, kMostDetailed) + "</div>";
  return html + "</section>";
}

}  // namespace chokepoint::tools
