#include <algorithm>

#include "sim/record/headline.hpp"
#include "sim/record/text_cells.hpp"
#include "tools/report/html_text.hpp"
#include "tools/report/sections.hpp"
#include "tools/report/svg_chart.hpp"

namespace chokepoint::tools {

namespace {

constexpr double kBoxWidth = 168;
constexpr double kBoxHeight = 58;
constexpr double kColumnStep = 216;
constexpr double kRowStep = 78;
constexpr double kBar = kBoxWidth - 20;

struct Position {
  double x = 0;
  double y = 0;
};

/// Columns from left to right, each centred.
std::vector<Position> positions_of(const std::vector<Goods>& goods) {
  std::vector<std::size_t> in_column;
  for (const Goods& entry : goods) {
    in_column.resize(std::max(in_column.size(), entry.column + 1));
    ++in_column[entry.column];
  }
  const std::size_t most = *std::max_element(in_column.begin(), in_column.end());
  std::vector<std::size_t> used(in_column.size());
  std::vector<Position> positions;
  for (const Goods& entry : goods) {
    const double spare = static_cast<double>(most - in_column[entry.column]) * kRowStep / 2;
    positions.push_back({8 + static_cast<double>(entry.column) * kColumnStep,
                         20 + spare + static_cast<double>(used[entry.column]++) * kRowStep});
  }
  return positions;
}

/// The constraint of a year that sits at these goods, with its share; the largest of them.
const ConstraintShare* binding_at(const YearSummary& year, const std::string& goods) {
  const ConstraintShare* found = nullptr;
  for (const ConstraintShare& share : year.shares) {
    const bool binds = std::any_of(year.binding.begin(), year.binding.end(), [&](const Binding& b) {
      return b.constraint == share.constraint;
    });
    if (binds && goods_of(share.constraint) == goods &&
        (found == nullptr || share.share > found->share))
      found = &share;
  }
  return found;
}

std::string edge(const Position& from, const Position& to, std::size_t a, std::size_t b) {
  const double x = from.x + kBoxWidth;
  const double middle = (x + to.x) / 2;
  return "<path class=\"pipe\" data-from=\"" + std::to_string(a) + "\" data-to=\"" +
         std::to_string(b) + "\" d=\"M" + coordinate(x) + " " +
         coordinate(from.y + kBoxHeight / 2) + "C" + coordinate(middle) + " " +
         coordinate(from.y + kBoxHeight / 2) + " " + coordinate(middle) + " " +
         coordinate(to.y + kBoxHeight / 2) + " " + coordinate(to.x) + " " +
         coordinate(to.y + kBoxHeight / 2) + "\"/>";
}

std::string node(const Goods& goods, std::size_t n, const Position& at, const YearSummary& summary,
                 std::size_t year) {
  const GoodsYear& now = goods.years[year];
  const std::optional<double> used = utilisation(now);
  const bool binds = binding_at(summary, goods.name) != nullptr;
  std::string svg = "<g class=\"node" + std::string(binds ? " binds" : "") + "\" data-n=\"" +
                    std::to_string(n) + "\" transform=\"translate(" + coordinate(at.x) + " " +
                    coordinate(at.y) + ")\"><title>" + escaped(goods.name, 60) + "</title>";
  svg += "<g class=\"tag\"><rect x=\"" + coordinate(kBoxWidth - 48) +
         "\" y=\"-13\" width=\"48\" height=\"16\" rx=\"3\"/><text x=\"" +
         coordinate(kBoxWidth - 24) + "\" y=\"-1\">BINDS</text></g>";
  svg += "<rect class=\"box\" width=\"" + coordinate(kBoxWidth) + "\" height=\"" +
         coordinate(kBoxHeight) + "\" rx=\"5\"/><text x=\"10\" y=\"19\" class=\"name\">" +
         escaped(capitalised(in_words(goods.name)), 22) +
         "</text><text x=\"10\" y=\"36\" class=\"flow\">" +
         escaped(amount(now.arrived, goods.unit), 20) + "</text><text x=\"" +
         coordinate(kBoxWidth - 10) + "\" y=\"36\" class=\"use\">" +
         (used ? percent_text(*used) : std::string()) +
         "</text><rect class=\"bar\" x=\"10\" y=\"43\" width=\"" + coordinate(kBar) +
         "\" height=\"7\" rx=\"3\"/>";
  svg += "<rect class=\"fill\" x=\"10\" y=\"43\" width=\"" +
         coordinate(kBar * std::clamp(used.value_or(0), 0.0, 1.0)) +
         "\" height=\"7\" rx=\"3\"/></g>";
  return svg;
}

std::string picture(const ReportModel& model, std::size_t year) {
  const std::vector<Position> at = positions_of(model.goods);
  double right = 0;
  double bottom = 0;
  for (const Position& position : at) {
    right = std::max(right, position.x + kBoxWidth + 8);
    bottom = std::max(bottom, position.y + kBoxHeight + 8);
  }
  std::string svg = "<svg class=\"chart graph\" id=\"graph\" viewBox=\"0 0 " + coordinate(right) +
                    " " + coordinate(bottom) +
                    "\" role=\"img\" aria-label=\"Who needs what: goods as boxes with the part of "
                    "their capacity that arrived\">";
  for (std::size_t n = 0; n < model.goods.size(); ++n) {
    for (const std::size_t input : model.goods[n].needs)
      svg += edge(at[input], at[n], input, n);
  }
  for (std::size_t n = 0; n < model.goods.size(); ++n)
    svg += node(model.goods[n], n, at[n], model.files.result.years[year], year);
  return svg + "</svg>";
}

std::string table(const ReportModel& model) {
  std::string html =
      "<details><summary>Table</summary><div class=\"scroll\"><table class=\"num\">"
      "<thead><tr><th scope=\"col\">Arrived over what could be made, in use of what is ready</th>";
  for (const YearSummary& year : model.files.result.years)
    html += "<th scope=\"col\">" + std::to_string(year.year) + "</th>";
  html += "</tr></thead><tbody>";
  for (const Goods& goods : model.goods) {
    html += "<tr><th scope=\"row\">" + name_html(capitalised(in_words(goods.name))) + "</th>";
    for (const GoodsYear& year : goods.years) {
      const std::optional<double> used = utilisation(year);
      html += "<td>" + (used ? percent_text(*used) : std::string()) + "</td>";
    }
    html += "</tr>";
  }
  return html + "</tbody></table></div></details>";
}

}  // namespace

std::string goods_section(const ReportModel& model) {
  if (model.goods.empty())
    return {};
  const std::size_t year = year_to_show(model);
  const auto& years = model.files.result.years;
  return "<section id=\"chain\"><h2>How loaded each link of the chain is</h2><p class=\"sub\">What "
         "arrived in the year, and which part that is of what its makers could have made. "
         "Deliveries "
         "follow capacity by the lead time. Of compute: which part of the sites that are ready "
         "runs. "
         "BINDS: more of it would have brought more online that "
         "year. Its makers need not be busy then: what counts is how much of it stood where it was "
         "needed.</p>"
         "<div class=\"card\" data-chart=\"chain\"><div class=\"bar-row\"><button type=\"button\" "
         "class=\"js\" "
         "id=\"play\">Play</button><input class=\"js\" type=\"range\" id=\"year\" min=\"0\" "
         "max=\"" +
         std::to_string(years.size() - 1) + "\" value=\"" + std::to_string(year) +
         "\" aria-label=\"Year\"><output id=\"year-out\" class=\"big\">" +
         std::to_string(years[year].year) +
         "</output><span id=\"also\"></span></div><div class=\"scroll\" tabindex=\"0\" "
         "role=\"region\" aria-label=\"Supply chain\">" +
         picture(model, year) + "</div>" + save_buttons("chain", true) + table(model) +
         "</div></section>";
}

}  // namespace chokepoint::tools
