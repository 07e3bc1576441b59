#include "tools/report/chart_json.hpp"

#include <charconv>
#include <cmath>

#include "sim/record/headline.hpp"
#include "sim/record/text_cells.hpp"
#include "tools/report/comparison_chart.hpp"

namespace chokepoint::tools {

namespace {

using Json = nlohmann::ordered_json;

std::string shown(const std::vector<double>& values) {
  std::vector<std::string> texts;
  texts.reserve(values.size());
  for (const double value : values)
    texts.push_back(readable(value));
  return joined(texts);
}

/// Both edges of a band: "527-759".
std::string shown(const ChartBand& band) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < band.low.size(); ++i)
    texts.push_back(readable(band.low[i]) + "-" + readable(band.high[i]));
  return joined(texts);
}

/// Months as "2022-01".
Json months_json(const std::vector<Date>& dates) {
  Json months = Json::array();
  for (const Date& date : dates)
    months.push_back(iso(date).substr(0, 7));
  return months;
}

Json layers_json(const Chart& chart) {
  Json layers = Json::array();
  for (const ChartLayer& layer : chart.layers) {
    layers.push_back({{"name", layer.label},
                      {"css", layer.css},
                      {"values", drawn(layer.values)},
                      {"shown", shown(layer.values)}});
    if (!layer.named)
      layers.back()["named"] = false;
  }
  return layers;
}

/// Every third month up to the last where there are more than twenty years: more than that no
/// picture of layers can show.
Chart thinned(Chart chart) {
  constexpr std::size_t kMostMonths = 240;
  const std::size_t months = chart.dates.size();
  if (months <= kMostMonths)
    return chart;
  const auto thin = [months](auto& values) {
    std::size_t kept = 0;
    for (std::size_t i = (months - 1) % 3; i < months; i += 3)
      values[kept++] = values[i];
    values.resize(kept);
  };
  thin(chart.dates);
  for (ChartLayer& layer : chart.layers)
    thin(layer.values);
  return chart;
}

}  // namespace

Json drawn(double value) {
  char buffer[32];
  const auto end =
      std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific, 5).ptr;
  double rounded = 0;
  std::from_chars(buffer, end, rounded);
  if (rounded == std::trunc(rounded) && std::abs(rounded) < 1e9)
    return static_cast<std::int64_t>(rounded);  // "0" for "0.0"
  return rounded;
}

Json drawn(const std::vector<double>& values) {
  Json list = Json::array();
  for (const double value : values)
    list.push_back(drawn(value));
  return list;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    all += i == 0 ? "" : "|";
    if (i == 0 || texts[i] != texts[i - 1])
      all += texts[i];
  }
  return all;
}

Json stack_json(const Stack& stack) {
  const Chart chart = thinned(stack.chart);
  std::vector<double> sums(chart.dates.size());
  for (const ChartLayer& layer : chart.layers) {
    for (std::size_t i = 0; i < sums.size(); ++i)
      sums[i] += layer.values[i];
  }
  Json layers = layers_json(chart);
  for (std::size_t l = 0; l < layers.size(); ++l) {
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < sums.size(); ++i)
      parts.push_back(percent_text(sums[i] > 0 ? chart.layers[l].values[i] / sums[i] : 0));
    layers[l]["parts"] = joined(parts);
  }
  return {{"title", stack.title},
          {"unit", chart.unit},
          {"months", months_json(chart.dates)},
          {"layers", layers}};
}

Json lines_json(const ReportModel& model) {
  Json lines = Json::object();
  const auto add = [&lines](const char* id, const Chart& chart) {
    if (chart.layers.empty())
      return;
    Json bands = Json::array();
    for (const ChartBand& band : chart.bands)
      bands.push_back({{"css", band.css},
                       {"name", band.label},
                       {"names", {band.low_label, band.high_label}},
                       {"shown", shown(band)},
                       {"low", drawn(band.low)},
                       {"high", drawn(band.high)}});
    Json marks = Json::array();
    for (const ChartMark& mark : chart.marks)
      marks.push_back({{"month", iso(mark.date).substr(0, 7)}, {"name", mark.label}});
    lines[id] = {{"unit", chart.unit},
                 {"months", months_json(chart.dates)},
                 {"layers", layers_json(chart)},
                 {"bands", bands},
                 {"marks", marks}};
  };
  if (!model.files.summary.is_null())
    add("supply", supply_chart(model.files.result));
  if (model.files.compare.is_object())
    add("compare", comparison_chart(model.files.compare));
  if (model.files.sweep)
    add("fan", fan_chart(*model.files.sweep));
  return lines;
}

}  // namespace chokepoint::tools
