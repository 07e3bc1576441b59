#include "tools/report/svg_chart.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "sim/record/text_cells.hpp"
#include "tools/report/html_text.hpp"

namespace chokepoint::tools {

namespace {

constexpr double kWidth = 1040;
constexpr double kHeight = 340;
constexpr double kLeft = 52;
constexpr double kRight = 190;  ///< room for the labels
constexpr double kTop = 12;
constexpr double kBottom = 26;
constexpr double kLabelGap = 16;

/// Where values go on paper.
struct Frame {
  std::size_t points = 0;
  double top = 1;  ///< the value at the upper edge

  [[nodiscard]] double x(std::size_t i) const {
    const double part = points > 1 ? static_cast<double>(i) / static_cast<double>(points - 1) : 0.5;
    return kLeft + part * (kWidth - kLeft - kRight);
  }
  [[nodiscard]] double y(double value) const {
    return kHeight - kBottom - value / top * (kHeight - kTop - kBottom);
  }
};

std::string text_at(double x, double y, std::string_view css, const std::string& html) {
  return "<text x=\"" + coordinate(x) + "\" y=\"" + coordinate(y) + "\" class=\"" +
         std::string(css) + "\">" + html + "</text>";
}

std::string axes(const Chart& chart, const Frame& frame) {
  std::string svg;
  const double step = axis_step(frame.top);
  for (int line = 0; line * step <= frame.top * 1.0001; ++line) {
    const double value = line * step;
    const std::string y = coordinate(frame.y(value));
    svg += "<path class=\"grid\" d=\"M" + coordinate(kLeft) + " " + y + "H" +
           coordinate(kWidth - kRight) + "\"/>";
    svg += text_at(kLeft - 8, frame.y(value) + 4, "tick end", value == 0 ? "0" : readable(value));
  }
  int year_before = 0;
  for (std::size_t i = 0; i < chart.dates.size(); ++i) {
    const int year = static_cast<int>(chart.dates[i].year());
    if (year != year_before)
      svg += text_at(frame.x(i), kHeight - 6, "tick", std::to_string(year));
    year_before = year;
  }
  return svg;
}

constexpr double kLetter = 6.6;  ///< about as wide as one of a label is

/// Where events begin: a dotted line with its name beside it, on the side that has more room, and a
/// line lower where that would lie on another.
std::string marks(const Chart& chart, const Frame& frame) {
  std::string svg;
  std::vector<double> ends;  // of what stands in each row of labels
  for (const ChartMark& mark : chart.marks) {
    const auto later = [&mark](const Date& date) {
      return std::chrono::sys_days(date) >= std::chrono::sys_days(mark.date);
    };
    const auto at = std::find_if(chart.dates.begin(), chart.dates.end(), later);
    if (at == chart.dates.end())
      continue;
    const double x = frame.x(static_cast<std::size_t>(at - chart.dates.begin()));
    const bool before = x > kWidth / 2;
    const double width =
        kLetter * static_cast<double>(std::min<std::size_t>(mark.label.size(), 43));
    const double left = before ? x - 5 - width : x + 5;
    const auto row = static_cast<std::size_t>(
        std::find_if(ends.begin(), ends.end(), [left](double end) { return end < left; }) -
        ends.begin());
    ends.resize(std::max(ends.size(), row + 1));
    ends[row] = left + width;
    svg += "<path class=\"mark\" d=\"M" + coordinate(x) + " " + coordinate(kTop) + "V" +
           coordinate(kHeight - kBottom) + "\"/>" +
           text_at(before ? x - 5 : x + 5, kTop + 10 + kLabelGap * static_cast<double>(row),
                   before ? "tick end" : "tick", escaped(mark.label, 40));
  }
  return svg;
}

std::string opening(const Chart& chart) {
  return "<svg class=\"chart\" viewBox=\"0 0 " + coordinate(kWidth) + " " + coordinate(kHeight) +
         "\" role=\"img\" aria-label=\"" + escaped(chart.title) + "\">";
}

/// Nobody sees a line that runs so much beside its place.
constexpr double kUnseen = 0.5;

/// Marks the points between two that are kept without which the line would lie elsewhere.
void keep_seen(const std::vector<double>& heights, std::size_t from, std::size_t to,
               std::vector<bool>& kept) {
  double largest = kUnseen;
  std::size_t at = from;
  for (std::size_t i = from + 1; i < to; ++i) {
    const double part = static_cast<double>(i - from) / static_cast<double>(to - from);
    const double off = std::abs(heights[i] - std::lerp(heights[from], heights[to], part));
    if (off > largest) {
      largest = off;
      at = i;
    }
  }
  if (at == from)
    return;
  kept[at] = true;
  keep_seen(heights, from, at, kept);
  keep_seen(heights, at, to, kept);
}

/// The points that a line through all of these heights, evenly apart, needs.
std::vector<bool> seen(const std::vector<double>& heights) {
  std::vector<bool> kept(heights.size());
  kept.front() = kept.back() = true;
  keep_seen(heights, 0, heights.size() - 1, kept);
  return kept;
}

/// A line through the values, without the points that it would pass anyway.
std::string points_text(const Frame& frame, const std::vector<double>& values, bool backwards) {
  std::vector<double> heights;
  heights.reserve(values.size());
  for (const double value : values)
    heights.push_back(frame.y(value));
  const std::vector<bool> kept = seen(heights);
  std::string text;
  for (std::size_t n = 0; n < values.size(); ++n) {
    const std::size_t i = backwards ? values.size() - 1 - n : n;
    if (kept[i])
      text += (text.empty() ? "" : " ") + coordinate(frame.x(i)) + "," + coordinate(heights[i]);
  }
  return text;
}

struct EndLabel {
  double y;
  std::string html;
  std::string css;
};

/// Labels at the right end, moved apart where they would lie on each other.
std::string end_labels(std::vector<EndLabel> labels) {
  std::stable_sort(labels.begin(), labels.end(),
                   [](const EndLabel& a, const EndLabel& b) { return a.y < b.y; });
  const double lowest = kHeight - kBottom;
  double before = kTop - kLabelGap + 6;
  for (EndLabel& label : labels) {
    label.y = std::max(label.y, before + kLabelGap);
    before = label.y;
  }
  double below = lowest + kLabelGap;
  for (std::size_t i = labels.size(); i-- > 0;) {
    labels[i].y = std::min(labels[i].y, below - kLabelGap);
    below = labels[i].y;
  }
  std::string svg;
  for (const EndLabel& label : labels) {
    svg += "<rect class=\"" + label.css + "\" x=\"" + coordinate(kWidth - kRight + 8) + "\" y=\"" +
           coordinate(label.y - 5) + "\" width=\"8\" height=\"10\" rx=\"2\"/>";
    svg += text_at(kWidth - kRight + 21, label.y + 4, "label", label.html);
  }
  return svg;
}

double largest_of_layers(const Chart& chart) {
  double largest = 0;
  for (const ChartLayer& layer : chart.layers) {
    for (const double value : layer.values)
      largest = std::max(largest, value);
  }
  for (const ChartBand& band : chart.bands) {
    for (const double value : band.high)
      largest = std::max(largest, value);
  }
  return largest;
}

double rounded_up(double largest) {
  const double step = axis_step(largest);
  return std::max(step, std::ceil(largest / step - 1e-9) * step);
}

}  // namespace

std::string coordinate(double value) {
  std::array<char, 32> buffer{};
  const double rounded = std::round(value * 10) / 10;
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), rounded == 0 ? 0.0 : rounded).ptr;
  return {buffer.data(), end};
}

double axis_step(double largest) {
  if (!(largest > 0))
    return 1;
  double step = 1;
  while (largest / step > 5)
    step *= 10;
  while (largest / step < 0.5)
    step /= 10;
  if (largest / step <= 1)
    return step / 5;
  return largest / step <= 2.5 ? step / 2 : step;
}

std::string line_svg(const Chart& chart) {
  if (chart.layers.empty() || chart.dates.empty())
    return {};
  const Frame frame{chart.dates.size(), rounded_up(largest_of_layers(chart))};
  std::string svg = opening(chart) + axes(chart, frame);
  for (const ChartBand& band : chart.bands) {
    svg += "<polygon class=\"band " + band.css + "\" points=\"" +
           points_text(frame, band.high, false) + " " + points_text(frame, band.low, true) + "\"/>";
  }
  if (chart.layers.size() == 2 && chart.bands.empty()) {
    svg += "<polygon class=\"gap\" points=\"" + points_text(frame, chart.layers[0].values, false) +
           " " + points_text(frame, chart.layers[1].values, true) + "\"/>";
  }
  svg += marks(chart, frame);
  std::vector<EndLabel> labels;
  for (const ChartLayer& layer : chart.layers) {
    svg += "<polyline class=\"line " + layer.css + (layer.named ? "" : " other") + "\" points=\"" +
           points_text(frame, layer.values, false) + "\"/>";
    if (layer.named)
      labels.push_back({frame.y(layer.values.back()),
                        escaped(layer.label, 24) + " " + readable(layer.values.back()), layer.css});
  }
  return svg + end_labels(std::move(labels)) + "</svg>";
}

std::string stacked_svg(const Chart& chart) {
  if (chart.layers.empty() || chart.dates.empty())
    return {};
  std::vector<double> top(chart.dates.size());
  for (const ChartLayer& layer : chart.layers) {
    for (std::size_t i = 0; i < top.size(); ++i)
      top[i] += layer.values[i];
  }
  const Frame frame{chart.dates.size(), rounded_up(*std::max_element(top.begin(), top.end()))};
  std::string svg = opening(chart) + axes(chart, frame);
  const std::string ground = " " + coordinate(frame.x(top.size() - 1)) + "," +
                             coordinate(frame.y(0)) + " " + coordinate(frame.x(0)) + "," +
                             coordinate(frame.y(0));
  // From the top: each covers the lower part of the one before, and needs its upper edge only.
  std::vector<EndLabel> labels;
  for (std::size_t l = chart.layers.size(); l-- > 0;) {
    const ChartLayer& layer = chart.layers[l];
    svg += "<polygon class=\"layer " + layer.css + "\" points=\"" + points_text(frame, top, false) +
           ground + "\"><title>" + escaped(layer.label, 60) + "</title></polygon>";
    const double above = top.back();
    for (std::size_t i = 0; i < top.size(); ++i)
      top[i] -= layer.values[i];
    labels.push_back({frame.y((above + top.back()) / 2),
                      escaped(layer.label, 24) + " " + readable(layer.values.back()), layer.css});
  }
  return svg + end_labels(std::move(labels)) + "</svg>";
}

std::string spark_svg(const std::vector<double>& values, const std::string& css) {
  if (values.size() < 2)
    return {};
  const double largest = std::max(1e-12, *std::max_element(values.begin(), values.end()));
  std::vector<double> heights;
  heights.reserve(values.size());
  for (const double value : values)
    heights.push_back(34 - 30 * std::max(0.0, value) / largest);
  const std::vector<bool> kept = seen(heights);
  std::string points;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double x = 200.0 * static_cast<double>(i) / static_cast<double>(values.size() - 1);
    if (kept[i])
      points += (points.empty() ? "" : " ") + coordinate(x) + "," + coordinate(heights[i]);
  }
  return "<svg class=\"spark\" viewBox=\"0 0 200 36\" preserveAspectRatio=\"none\" "
         "aria-hidden=\"true\"><polyline class=\"line " +
         css + "\" points=\"" + points + "\"/></svg>";
}

}  // namespace chokepoint::tools
