// The plan of perfect foresight beside the run, of a directory that `bound` wrote.

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <stdexcept>

#include "sim/base/text.hpp"
#include "sim/record/bound_tables.hpp"
#include "sim/record/text_cells.hpp"
#include "tools/report/html_text.hpp"
#include "tools/report/json_fields.hpp"
#include "tools/report/sections.hpp"

namespace chokepoint::tools {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kWorthARow = 0.005;

struct Column {
  std::string name;
  bool of_words = false;  ///< else of numbers
};

std::string heading_cells(const std::vector<Column>& columns) {
  std::string html = "<thead><tr>";
  for (const Column& column : columns)
    html += std::string("<th scope=\"col\"") + (column.of_words ? " class=\"left\">" : ">") +
            escaped(column.name, 60) + "</th>";
  return html + "</tr></thead><tbody>";
}

std::string rent_name(const RunResult& result, const Json& rent) {
  const std::string kind = json_text(rent, "kind");
  const bool plain = kind == "capacity" || kind == "demand" || kind == "money";
  return name_html(short_label(result, json_text(rent, "constraint"))) +
         (plain ? "" : " <small>" + escaped(kind, 20) + "</small>");
}

/// A number that may be missing: of a plan that is worth nothing there are no shares.
std::string optional_cell(const Json& json, const char* key) {
  const std::optional<double> value = json_number(json, key);
  return "<td>" + (value ? number_html(*value) : std::string("none")) + "</td>";
}

std::string path_chart(const Json& bound) {
  Chart chart{.title = "The plan and the run, by month", .unit = json_text(bound, "unit")};
  ChartLayer plan{"Bound", "demand", {}};
  ChartLayer run{"Run", "online", {}};
  for (const Json& month : bound.at("months")) {
    try {
      chart.dates.push_back(parse_date(month.at("month").get<std::string>()));
    } catch (const std::invalid_argument&) {
      throw Json::other_error::create(501, "a month is a date", &month);
    }
    plan.values.push_back(month.at("bound").get<double>());
    run.values.push_back(month.at("run").get<double>());
  }
  chart.layers = {std::move(plan), std::move(run)};
  if (chart.dates.empty())
    return {};
  return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Chart\">" +
         line_svg(chart) + "</div>";
}

/// Of all rents in a year the dearest.
std::string dearest_in(const RunResult& result, const Json& bound, std::size_t year) {
  if (!bound.at("years").at(year).value("determined", true))
    return "not determined";
  std::string name = "nothing";
  double most = 0;
  for (const Json& rent : bound.at("rents")) {
    const double part = rent.at("by_year").at(year).at("rent").get<double>();
    if (part <= most)
      continue;
    most = part;
    name = rent_name(result, rent);
  }
  return name;
}

std::string path_table(const RunResult& result, const Json& bound) {
  std::string html = "<div class=\"scroll\"><table class=\"num\">" +
                     heading_cells({{"End of"},
                                    {"Run"},
                                    {"Bound"},
                                    {"Most in that year alone"},
                                    {"Held the run back most", true},
                                    {"Dearest to the plan", true}});
  for (std::size_t y = 0; y < bound.at("years").size(); ++y) {
    const Json& year = bound.at("years").at(y);
    const std::string held = json_text(year, "run_constraint");
    html += "<tr><th scope=\"row\">" + std::to_string(year.at("year").get<int>()) + "</th><td>" +
            number_html(year.at("run_end").get<double>()) + "</td><td>" +
            number_html(year.at("bound_end").get<double>()) + "</td><td>" +
            number_html(year.at("envelope").get<double>()) + "</td><td class=\"left\">" +
            (held.empty() ? "nothing" : name_html(short_label(result, held))) +
            "</td><td class=\"left\">" + dearest_in(result, bound, y) + "</td></tr>";
  }
  return html + "</tbody></table></div>";
}

std::string intervals_of(const Json& list) {
  std::string text;
  for (const Json& interval : list) {
    const std::string to = json_text(interval, "to");
    text += (text.empty() ? "" : ", ") + ("[" + json_text(interval, "from").substr(0, 7)) + ", " +
            (to.empty() ? "..." : to.substr(0, 7)) + ")";
  }
  return escaped(text, 200);
}

/// Those that are worth a row, tie or bind in some months, the dearest first.
std::vector<const Json*> told_rents(const Json& bound) {
  const double value = bound.at("value").get<double>();
  std::vector<const Json*> rents;
  for (const Json& rent : bound.at("rents")) {
    const double tied = json_number(rent, "e_minus").value_or(0);
    if (std::abs(rent.at("rent").get<double>()) >= kWorthARow * value || tied >= kWorthARow ||
        !rent.at("binds").empty())
      rents.push_back(&rent);
  }
  std::stable_sort(rents.begin(), rents.end(), [](const Json* a, const Json* b) {
    return std::abs(a->at("rent").get<double>()) > std::abs(b->at("rent").get<double>());
  });
  return rents;
}

std::string none_legend(const Json& bound) {
  const std::vector<const Json*> rents = told_rents(bound);
  const bool any = std::any_of(rents.begin(), rents.end(), [](const Json* rent) {
    return !json_number(*rent, "share") || !json_number(*rent, "e_plus") ||
           !json_number(*rent, "e_minus");
  });
  return any ? "<p class=\"sub\">none: there is no plan then, or nothing of which it would be a "
               "part.</p>"
             : "";
}

std::string rents_table(const RunResult& result, const Json& bound) {
  std::string html =
      "<div class=\"scroll\"><table class=\"num\">" +
      heading_cells({{"Constraint"}, {"Rent"}, {"Share"}, {"e+"}, {"e-"}, {"Binds", true}});
  for (const Json* const rent : told_rents(bound)) {
    const std::optional<double> share = json_number(*rent, "share");
    html += "<tr><th scope=\"row\">" + rent_name(result, *rent) + "</th><td>" +
            number_html(rent->at("rent").get<double>()) + "</td><td>" +
            (share ? percent_text(*share) : "none") + "</td>" + optional_cell(*rent, "e_plus") +
            optional_cell(*rent, "e_minus") + "<td class=\"left\">" +
            intervals_of(rent->at("binds")) + "</td></tr>";
  }
  double others = bound.at("sum_of_rents").get<double>();
  for (const Json* const rent : told_rents(bound))
    others -= rent->at("rent").get<double>();
  return html + "<tr><th scope=\"row\">All others</th><td>" + number_html(others) +
         "</td><td colspan=\"4\"></td></tr><tr><th scope=\"row\">Sum of all, which is the "
         "bound</th><td>" +
         number_html(bound.at("sum_of_rents").get<double>()) +
         "</td><td colspan=\"4\"></td></tr></tbody></table></div>" + none_legend(bound);
}

std::string rents_by_year(const RunResult& result, const Json& bound) {
  std::vector<Column> columns{{"Constraint"}};
  for (const Json& year : bound.at("years"))
    columns.push_back({std::to_string(year.at("year").get<int>())});
  std::string html =
      "<details><summary>By year of effect</summary><div class=\"scroll\"><table class=\"num\"" +
      years_width(bound.at("years").size()) + ">" + heading_cells(columns);
  for (const Json* const rent : told_rents(bound)) {
    html += "<tr><th scope=\"row\">" + rent_name(result, *rent) + "</th>";
    for (const Json& year : rent->at("by_year"))
      html +=
          "<td>" +
          (year.value("varies", false) ? "varies" : number_html(year.at("rent").get<double>())) +
          "</td>";
    html += "</tr>";
  }
  html += "<tr><th scope=\"row\">All others</th>";
  bool any_varies = false;
  for (std::size_t y = 0; y < bound.at("years").size(); ++y) {
    const auto in_year = [y](double sum, const Json& rent) {
      return sum + rent.at("by_year").at(y).at("rent").get<double>();
    };
    const Json& all = bound.at("rents");
    double others = std::accumulate(all.begin(), all.end(), 0.0, in_year);
    for (const Json* const rent : told_rents(bound))
      others -= in_year(0, *rent);
    const bool varies = std::any_of(all.begin(), all.end(), [y](const Json& rent) {
      return rent.at("by_year").at(y).value("varies", false);
    });
    any_varies = any_varies || varies;
    html += "<td>" + (varies ? "varies" : number_html(others)) + "</td>";
  }
  return html + "</tr></tbody></table></div>" +
         (any_varies ? "<p class=\"sub\">varies: that rent holds for changes far below two per "
                       "cent only; with "
                       "two per cent more or less of it other limits take over, and part of what "
                       "it brings moves "
                       "to other years. Totals hold.</p>"
                     : "") +
         "</details>";
}

/// Of which goods the stock is that was there at the start.
std::string stocks_text(const RunResult& result, const Json& bound) {
  std::string html;
  for (const Json* const rent : told_rents(bound)) {
    const double whole = rent->at("rent").get<double>();
    if (!rent->contains("stocks") || whole <= 0)  // an older version told none
      continue;
    std::string goods;
    for (const Json& stock : rent->at("stocks")) {
      const double share = stock.at("rent").get<double>() / whole;
      if (share >= kWorthARow)
        goods += (goods.empty() ? "" : ", ") + escaped(json_text(stock, "stock"), 80) + " " +
                 percent_text(share);
    }
    if (!goods.empty())
      html += "<p class=\"sub\">" + rent_name(result, *rent) + ": " + goods + ".</p>";
  }
  return html;
}

std::string tied_text(const RunResult& result, const Json& bound) {
  std::string names;
  if (bound.contains("tied")) {  // an older version told none
    for (const Json& rent : bound.at("tied"))
      names += (names.empty() ? "" : ", ") + rent_name(result, rent);
  }
  return names.empty() ? "" : "<p class=\"sub\">Tied: " + names + kTiedWords + "</p>";
}

std::string joint_text(const RunResult& result, const Json& bound) {
  std::string html;
  for (const Json& joint : bound.at("joint")) {
    html += "<p class=\"sub\">No constraint binds by itself in " +
            intervals_of(Json::array({joint})) + joint_words(joint.at("constraints").size());
    bool first = true;
    for (const Json& member : joint.at("constraints")) {
      html += (first ? "" : ", ") + rent_name(result, member) + " " +
              percent_text(member.at("share").get<double>());
      first = false;
    }
    html += ".</p>";
  }
  return html;
}

/// What the plan pays for needs of recipes, the dearest first.
std::string technologies_table(const Json& bound) {
  constexpr std::size_t kMostRows = 20;
  if (!bound.contains("technologies"))  // an older version told none
    return {};
  const double value = bound.at("value").get<double>();
  std::vector<const Json*> told;
  for (const Json& rent : bound.at("technologies")) {
    const bool short_too = std::abs(json_number(rent, "e_plus").value_or(0)) >= kWorthARow;
    if (rent.at("paid").get<double>() >= kWorthARow * value || short_too)
      told.push_back(&rent);
  }
  std::stable_sort(told.begin(), told.end(), [](const Json* a, const Json* b) {
    return a->at("paid").get<double>() > b->at("paid").get<double>();
  });
  told.resize(std::min(told.size(), kMostRows));
  if (told.empty())
    return {};
  std::string html =
      "<h3>Rents of technology: what the plan pays for a need of a recipe</h3><p "
      "class=\"sub\">Each "
      "step of a chain pays for all before it, so they do not add up. e+ and e-: per cent that the "
      "bound changes by per cent more, or less, that is needed.</p><div class=\"card\"><div "
      "class=\"scroll\"><table class=\"num\">" +
      heading_cells({{"Process"}, {"Needs", true}, {"Paid"}, {"Share"}, {"e+"}, {"e-"}});
  for (const Json* const rent : told) {
    html += "<tr><th scope=\"row\">" + escaped(json_text(*rent, "process"), 80) +
            "</th><td class=\"left\">" + escaped(json_text(*rent, "need"), 80) + "</td><td>" +
            number_html(rent->at("paid").get<double>()) + "</td><td>" +
            percent_text(rent->at("paid").get<double>() / value) + "</td>" +
            optional_cell(*rent, "e_plus") + optional_cell(*rent, "e_minus") + "</tr>";
  }
  return html + "</tbody></table></div></div>";
}

std::string foresight_table(const Json& bound) {
  const std::vector<Column> columns{{"From"},
                                    {"To", true},
                                    {"Kind", true},
                                    {json_text(bound, "unit") + "-years"},
                                    {"Rounding, at most"}};
  std::string html = "<div class=\"scroll\"><table class=\"num\">" + heading_cells(columns);
  for (const Json& step : bound.at("foresight"))
    html += "<tr><th scope=\"row\">" + escaped(json_text(step, "from"), 40) +
            "</th><td class=\"left\">" + escaped(json_text(step, "to"), 40) +
            "</td><td class=\"left\">" + escaped(json_text(step, "kind"), 20) + "</td><td>" +
            number_html(step.at("gain").get<double>()) + "</td>" + optional_cell(step, "rounding") +
            "</tr>";
  html += "</tbody></table></div>";
  const auto money = bound.find("money_gain");
  if (money != bound.end() && money->is_object()) {
    const double error = money->at("error").get<double>();
    html += "<p class=\"sub\">All the money that it can use would add " +
            to_its_error(money->at("mean").get<double>(), error) + " ± " +
            to_its_error(error, error) +
            " to the run, in the mean of some draws with two standard errors.</p>";
  }
  return html;
}

/// What part of each date's bound is the rent of a constraint, where that is a hundredth of one.
std::string shares_by_date(const RunResult& result, const Json& bound) {
  std::vector<Column> columns{{"Constraint"}};
  std::map<std::string, std::vector<double>> rows;
  const Json& dates = bound.at("decisions");
  for (std::size_t i = 0; i < dates.size(); ++i) {
    columns.push_back({json_text(dates.at(i), "decide_from")});
    for (const Json& rent : dates.at(i).at("rents")) {
      std::vector<double>& row = rows[rent_name(result, rent)];
      row.resize(dates.size());
      row[i] = json_number(rent, "share").value_or(0);
    }
  }
  std::string html =
      "<details><summary>Shares of the rent by date of decision</summary><div "
      "class=\"scroll\"><table class=\"num\">" +
      heading_cells(columns);
  for (const auto& [name, row] : rows) {
    if (std::none_of(row.begin(), row.end(), [](double share) { return share >= 0.01; }))
      continue;
    html += "<tr><th scope=\"row\">" + name + "</th>";
    for (const double share : row)
      html += "<td>" + percent_text(share) + "</td>";
    html += "</tr>";
  }
  return html + "</tbody></table></div></details>";
}

}  // namespace

std::string bound_section(const ReportModel& model) {
  const Json& bound = model.files.bound;
  if (bound.is_null())
    return {};
  const RunResult& result = model.files.result;
  const std::string unit = escaped(json_text(bound, "unit"), 20) + "-years";
  return "<section id=\"foresight\"><h2>Had everyone known and decided from " +
         escaped(json_text(bound, "decide_from"), 20) + " on: at most " +
         number_html(bound.at("value").get<double>()) + " " + unit + ", where the run has " +
         number_html(bound.at("run_value").get<double>()) +
         "</h2><p class=\"sub\">A plan that no run of the same scenario beats, counted at the ends "
         "of "
         "months.</p><div class=\"card\">" +
         path_chart(bound) + path_table(result, bound) +
         "</div><h3>Rents: what each constraint is worth to the plan</h3><p class=\"sub\">In " +
         unit +
         ", by the time of effect. e+ and e-: per cent more (less) for one per cent more (less) of "
         "it; "
         "where they differ, the rent is one of many that are right.</p><div class=\"card\">" +
         rents_table(result, bound) + tied_text(result, bound) + stocks_text(result, bound) +
         joint_text(result, bound) + rents_by_year(result, bound) + "</div>" +
         technologies_table(bound) + "<h3>The value of foresight</h3><div class=\"card\">" +
         foresight_table(bound) + shares_by_date(result, bound) + "</div></section>";
}

}  // namespace chokepoint::tools
