// What was observed beside the run: small pictures of one series each.

#include <algorithm>
#include <cmath>

#include "sim/record/text_cells.hpp"
#include "tools/report/html_text.hpp"
#include "tools/report/json_fields.hpp"
#include "tools/report/sections.hpp"
#include "tools/report/svg_chart.hpp"

namespace chokepoint::tools {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kWidth = 320;
constexpr double kHeight = 150;
constexpr double kLeft = 60;
constexpr double kRight = 10;
constexpr double kTop = 10;
constexpr double kBottom = 22;

/// The figures of one series of one firm, in the order of their dates.
struct Figures {
  Together together = Together::end;
  std::vector<const ScoredRow*> rows;
  [[nodiscard]] const DataRow& first() const { return rows.front()->data; }
};

std::vector<Figures> figures_of(const std::vector<ScoreTable>& tables) {
  std::vector<Figures> all;
  for (const ScoreTable& table : tables) {
    for (const ScoredRow& row : table.rows) {
      const auto same = std::find_if(all.begin(), all.end(), [&](const Figures& figures) {
        return figures.first().series == row.data.series &&
               figures.first().entity == row.data.entity &&
               figures.first().generation == row.data.generation;
      });
      if (same == all.end())
        all.push_back({table.together, {&row}});
      else
        same->rows.push_back(&row);
    }
  }
  return all;
}

std::string name_of(const DataRow& row) {
  std::string name = row.entity.empty() ? "All" : capitalised(in_words(row.entity));
  if (!row.generation.empty())
    name += " " + in_words(row.generation);
  // The unit stands beside the name.
  std::string series = in_words(row.series);
  if (series.ends_with(" " + row.unit))
    series.erase(series.size() - row.unit.size() - 1);
  return name + ": " + series;
}

/// "2024 Q3", "2024-09", "2024".
std::string period_text(const DataRow& row) {
  std::string year = iso(row.begin).substr(0, 4);
  const unsigned month = static_cast<unsigned>(row.begin.month());
  if (row.months == 12)
    return year;
  return row.months == 3 ? year + " Q" + std::to_string((month + 2) / 3)
                         : iso(row.begin).substr(0, 7);
}

/// Months from the start of `year`.
double months_from(int year, const Date& date) {
  return 12.0 * (static_cast<int>(date.year()) - year) + static_cast<unsigned>(date.month()) - 1;
}

/// Where things are on one picture.
struct Frame {
  int year = 0;  ///< at the left
  int years = 1;
  double top = 1;

  [[nodiscard]] double x(double month) const {
    return kLeft + month / (12.0 * years) * (kWidth - kLeft - kRight);
  }
  [[nodiscard]] double y(double value) const {
    return kHeight - kBottom - value / top * (kHeight - kTop - kBottom);
  }
  /// What holds at the end of a period stands there, what happened in it in its middle.
  [[nodiscard]] double x(const Date& begin, int months, Together together) const {
    return x(months_from(year, begin) + (together == Together::end ? months : months / 2.0));
  }
};

/// The years of all figures: pictures beside each other share their axis.
Frame shared_frame(const std::vector<Figures>& all) {
  Frame frame;
  frame.year = static_cast<int>(all.front().first().begin.year());
  double last = 0;
  for (const Figures& figures : all)
    frame.year = std::min(frame.year, static_cast<int>(figures.first().begin.year()));
  for (const Figures& figures : all) {
    const DataRow& row = figures.rows.back()->data;
    last = std::max(last, months_from(frame.year, row.begin) + row.months);
  }
  frame.years = static_cast<int>(std::ceil(last / 12 - 1e-9));
  return frame;
}

/// The run's own months within the years of the picture, where one series is what was observed.
const Series* series_of(const RunResult& result, const Figures& figures) {
  const DataRow& row = figures.first();
  const Series* found = nullptr;
  for (const Series& series : result.series) {
    if (series.series != row.series || series.entity != row.entity || series.unit != row.unit ||
        series.generation != row.generation)
      continue;
    if (found != nullptr)
      return nullptr;
    found = &series;
  }
  const bool adds_up = figures.together == Together::sum &&
                       row.months != months_of(row.series, found == nullptr ? "" : found->unit);
  return adds_up ? nullptr : found;
}

/// The run: its months, or, where they have to be added up, its values for the same periods.
std::vector<std::pair<double, double>> run_line(const RunResult& result, const Figures& figures,
                                                const Frame& frame) {
  std::vector<std::pair<double, double>> line;
  if (const Series* const series = series_of(result, figures)) {
    const int months = months_of(series->series, series->unit);
    for (const SeriesPoint& point : series->points) {
      const double from = months_from(frame.year, point.date);
      if (from >= 0 && from < 12.0 * frame.years)
        line.emplace_back(frame.x(point.date, months, figures.together), point.value);
    }
    return line;
  }
  for (const ScoredRow* const row : figures.rows)
    line.emplace_back(frame.x(row->data.begin, row->data.months, figures.together), *row->run);
  return line;
}

std::string told(const ScoredRow& row) {
  std::string text = period_text(row.data) + ": observed " + readable(row.data.value);
  if (row.data.low)
    text += " (" + readable(*row.data.low) + " to " + readable(*row.data.high) + ")";
  return text + ", run " + readable(*row.run) + "; " + row.data.source;
}

std::string observed_point(const ScoredRow& row, const Figures& figures, const Frame& frame) {
  const double x = frame.x(row.data.begin, row.data.months, figures.together);
  std::string svg = "<g><title>" + escaped(told(row), 200) + "</title>";
  if (row.data.low)
    svg += "<path class=\"spread\" d=\"M" + coordinate(x) + " " +
           coordinate(frame.y(*row.data.low)) + "V" + coordinate(frame.y(*row.data.high)) + "\"/>";
  return svg + "<circle class=\"seen\" cx=\"" + coordinate(x) + "\" cy=\"" +
         coordinate(frame.y(row.data.value)) + "\" r=\"3.5\"/></g>";
}

std::string tick(double x, double y, const char* css, const std::string& text) {
  return "<text x=\"" + coordinate(x) + "\" y=\"" + coordinate(y) + "\" class=\"" + css + "\">" +
         text + "</text>";
}

std::string picture(const RunResult& result, const Figures& figures, Frame frame) {
  const auto line = run_line(result, figures, frame);
  double largest = 0;
  for (const auto& point : line)
    largest = std::max(largest, point.second);
  for (const ScoredRow* const row : figures.rows)
    largest = std::max({largest, row->data.value, row->data.high.value_or(0)});
  const double step = axis_step(largest);
  frame.top = std::max(step, std::ceil(largest / step - 1e-9) * step);
  std::string svg = "<svg class=\"chart\" viewBox=\"0 0 " + coordinate(kWidth) + " " +
                    coordinate(kHeight) + "\" role=\"img\" aria-label=\"" +
                    escaped(name_of(figures.first()), 120) + ", observed and in the run\">";
  for (const double value : {0.0, frame.top}) {
    svg += "<path class=\"grid\" d=\"M" + coordinate(kLeft) + " " + coordinate(frame.y(value)) +
           "H" + coordinate(kWidth - kRight) + "\"/>" +
           tick(kLeft - 6, frame.y(value) + 4, "tick end", value == 0 ? "0" : compact(value));
  }
  for (int y = 0; y < frame.years; ++y)
    svg += tick(frame.x(12.0 * y + 6), kHeight - 6, "tick mid", std::to_string(frame.year + y));
  std::string points;
  for (const auto& [x, value] : line)
    points += (points.empty() ? "" : " ") + coordinate(x) + "," + coordinate(frame.y(value));
  if (line.size() == 1)
    svg += "<circle class=\"dot\" cx=\"" + coordinate(line.front().first) + "\" cy=\"" +
           coordinate(frame.y(line.front().second)) + "\" r=\"2.5\"/>";
  else
    svg += "<polyline class=\"line online\" points=\"" + points + "\"/>";
  for (const ScoredRow* const row : figures.rows)
    svg += observed_point(*row, figures, frame);
  return "<figure class=\"dots\"><figcaption><b>" + escaped(name_of(figures.first()), 60) +
         "</b> " + (figures.first().unit == "1" ? "share" : escaped(figures.first().unit, 30)) +
         "</figcaption>" + svg + "</svg></figure>";
}

std::string table(const std::vector<Figures>& all) {
  std::string html =
      "<details><summary>Table</summary><div class=\"scroll\"><table class=\"num\"><thead><tr>"
      "<th scope=\"col\">Figure</th><th scope=\"col\">Period</th><th scope=\"col\">Observed</th>"
      "<th scope=\"col\">From</th><th scope=\"col\">To</th><th scope=\"col\">Run</th><th "
      "scope=\"col\">Unit</th><th scope=\"col\">Source</th></tr></thead><tbody>";
  const auto cell = [](const std::optional<double>& number) {
    return "<td>" + (number ? number_html(*number) : std::string());
  };
  for (const Figures& figures : all) {
    for (const ScoredRow* const row : figures.rows) {
      const DataRow& data = row->data;
      html += "<tr><th scope=\"row\">" + escaped(name_of(data), 60) + "<td>" + period_text(data) +
              cell(data.value) + cell(data.low) + cell(data.high) + cell(row->run) + "<td>" +
              escaped(data.unit, 30) + "<td>" + escaped(data.source, 30);
    }
  }
  return html + "</tbody></table></div></details>";
}

/// Who is to be thanked, by the sources of the figures.
std::string credits(const RunFiles& files, const std::vector<Figures>& all) {
  std::vector<std::string> names;
  for (const Figures& figures : all) {
    for (const ScoredRow* const row : figures.rows) {
      if (std::find(names.begin(), names.end(), row->data.source) == names.end())
        names.push_back(row->data.source);
    }
  }
  std::string html;
  for (const std::string& name : names) {
    std::string said = escaped(name, 30);
    if (files.context.is_object() && files.context.contains("sources")) {
      for (const Json& source : files.context.at("sources")) {
        if (json_text(source, "name") == name)
          said.insert(0, escaped(json_text(source, "who"), 60) + ", " +
                             escaped(json_text(source, "title"), 90) + " (")
              .append(")");
      }
    }
    html += (html.empty() ? "" : "; ") + said;
  }
  return "<p class=\"muted\"><small>Observed figures: " + html + ".</small></p>";
}

std::string finding(const std::vector<ScoreTable>& tables) {
  int held = 0;
  int of = 0;
  for (const ScoreTable& table : tables) {
    held += table.in_data().held;
    of += table.in_data().of;
  }
  return of == 0 ? "The run beside what was observed"
                 : "The run lies inside the interval of " + std::to_string(held) + " of " +
                       std::to_string(of) + " observed figures";
}

}  // namespace

std::string observed_section(const ReportModel& model) {
  const std::vector<Figures> all = figures_of(model.files.observed);
  if (all.empty())
    return {};
  const Frame frame = shared_frame(all);
  std::string pictures;
  for (const Figures& figures : all)
    pictures += picture(model.files.result, figures, frame);
  return "<section id=\"observed\"><h2>" + finding(model.files.observed) +
         "</h2><p class=\"sub\">Circles: what was observed, with the ends that its sources give. "
         "Line: this run. Figures that correspond to a series of the model; those without an "
         "interval are not counted.</p><div class=\"card\" data-chart=\"observed\"><div "
         "class=\"small-charts\">" +
         pictures + "</div>" + save_buttons("observed", true) + table(all) +
         credits(model.files, all) + "</div></section>";
}

}  // namespace chokepoint::tools
