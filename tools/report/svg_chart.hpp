#pragma once

#include <string>
#include <vector>

#include "sim/base/time.hpp"

namespace chokepoint::tools {

/// One line or layer of a chart: a value for each of its dates.
struct ChartLayer {
  std::string label;
  std::string css;  ///< class that colours it: "k1", "online"
  std::vector<double> values;
  bool named = true;  ///< its label stands at its end; without, one of many, drawn thin
};

/// What lies between two lines, pale, behind the layer of the same class.
struct ChartBand {
  std::string css;
  std::vector<double> low;
  std::vector<double> high;
  std::string label;      ///< of both edges: "Wanted P10-P90"
  std::string low_label;  ///< in tables: "Wanted P10"
  std::string high_label;
};

/// A month that a chart points out: events begin in it.
struct ChartMark {
  Date date;
  std::string label;  ///< beside the line: the names, or the number of its entry in the key below
  std::string names;
};

struct Chart {
  std::string title;  ///< for those who do not see it
  std::string unit;
  std::vector<Date> dates;  ///< in order
  std::vector<ChartLayer> layers;
  std::vector<ChartBand> bands;
  std::vector<ChartMark> marks;  ///< in order
};

/// Lines with their labels at the right end; the first is filled down to the second where there are
/// two and no bands: the gap. Inline SVG, coloured by the page's style.
[[nodiscard]] std::string line_svg(const Chart& chart);

/// Layers on top of each other, the first at the bottom, labels at the right end.
[[nodiscard]] std::string stacked_svg(const Chart& chart);

/// A small line without axes.
[[nodiscard]] std::string spark_svg(const std::vector<double>& values, const std::string& css);

/// A coordinate with at most one decimal.
[[nodiscard]] std::string coordinate(double value);

/// A round number of steps for an axis from 0 to `largest`: the step.
[[nodiscard]] double axis_step(double largest);

}  // namespace chokepoint::tools
