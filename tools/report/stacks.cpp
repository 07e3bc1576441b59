#include "tools/report/stacks.hpp"

#include <algorithm>
#include <functional>
#include <map>

#include "tools/report/html_text.hpp"

namespace chokepoint::tools {

namespace {

/// As many as can be told apart, and others.
constexpr std::size_t kMostLayers = 9;

using NameOf = std::function<std::string(const Series&)>;

/// The dates of all months of the run: those of the total.
std::vector<Date> months_of(const RunResult& result) {
  std::vector<Date> dates;
  for (const Series& series : result.series) {
    if (series.series != "online" || !series.entity.empty())
      continue;
    for (const SeriesPoint& point : series.points)
      dates.push_back(point.date);
  }
  return dates;
}

std::vector<ChartLayer> layers_of(const RunResult& result, std::string_view name,
                                  const NameOf& name_of, const std::vector<Date>& dates) {
  std::map<std::string, std::vector<double>> values;
  for (const Series& series : result.series) {
    const std::string layer = name_of(series);
    if (series.series != name || layer.empty())
      continue;
    auto& row = values[layer];
    row.resize(dates.size());
    for (const SeriesPoint& point : series.points) {
      const auto at = std::lower_bound(dates.begin(), dates.end(), point.date);
      if (at != dates.end() && *at == point.date)
        row[static_cast<std::size_t>(at - dates.begin())] += point.value;
    }
  }
  std::vector<ChartLayer> layers;
  for (auto& [layer, row] : values)
    layers.push_back({capitalised(in_words(layer)), "", std::move(row)});
  return layers;
}

/// Largest at the end first; those beyond what can be told apart become one.
void arrange(std::vector<ChartLayer>& layers) {
  std::stable_sort(layers.begin(), layers.end(), [](const ChartLayer& a, const ChartLayer& b) {
    return a.values.back() > b.values.back();
  });
  if (layers.size() > kMostLayers + 1) {
    ChartLayer others{"Others", "k0", std::vector<double>(layers.front().values.size())};
    for (std::size_t l = kMostLayers; l < layers.size(); ++l) {
      for (std::size_t i = 0; i < others.values.size(); ++i)
        others.values[i] += layers[l].values[i];
    }
    layers.resize(kMostLayers);
    layers.push_back(std::move(others));
  }
  for (std::size_t l = 0; l < layers.size(); ++l) {
    if (layers[l].css.empty())
      layers[l].css = "k" + std::to_string(l + 1);
  }
}

void accumulate(std::vector<ChartLayer>& layers) {
  for (ChartLayer& layer : layers) {
    double sum = 0;
    for (double& value : layer.values)
      value = sum += value;
  }
}

}  // namespace

std::vector<Stack> stacks_of(const RunResult& result) {
  struct Division {
    const char* id;
    const char* name;
    const char* title;
    const char* series;
    NameOf name_of;
  };
  const std::vector<Division> divisions{
      {"lab", "Lab", "Online by lab", "online", [](const Series& s) { return s.entity; }},
      {"operator", "Operator", "Online by operator", "operated",
       [](const Series& s) { return s.entity; }},
      {"region", "Region", "Online by region of the operator", "operated",
       [](const Series& s) { return s.region; }},
      {"generation", "Generation", "Packaged since the start, by generation of accelerators",
       "packaged", [](const Series& s) { return s.generation; }}};
  const std::vector<Date> dates = months_of(result);
  std::vector<Stack> stacks;
  for (const Division& division : divisions) {
    std::vector<ChartLayer> layers = layers_of(result, division.series, division.name_of, dates);
    if (layers.size() < 2 || dates.empty())
      continue;
    if (std::string_view(division.series) == "packaged")
      accumulate(layers);
    arrange(layers);
    stacks.push_back({division.id,
                      division.name,
                      division.title,
                      {.title = division.title, .unit = "GW", .dates = dates, .layers = layers}});
  }
  return stacks;
}

}  // namespace chokepoint::tools
