#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "models/compared_figures.hpp"
#include "sim/record/comparison.hpp"
#include "tests/unit/record/example_result.hpp"
#include "tests/unit/record/measure_index.hpp"

namespace chokepoint {

inline constexpr std::size_t kMonths = 84;
inline constexpr std::size_t kEvent = 24;

inline const std::size_t kWafers = index_of("logic_wafers");
inline const std::size_t kTools = index_of("euv_tools");

/// Ten a month of everything, a GW a month more online.
inline WorldFigures steady() {
  WorldFigures figures;
  figures.years.resize(kMonths / 12);
  for (std::size_t m = 0; m < kMonths; ++m)
    figures.online.push_back(static_cast<double>(m + 1));
  figures.measures.assign(measure_count(), std::vector<double>(kMonths, 10.0));
  figures.stocked.assign(kMonths, 0.0);
  return figures;
}

inline Date month_date(std::size_t month) {
  return date(2026 + static_cast<int>(month / 12), static_cast<unsigned>(month % 12) + 1, 1);
}

/// Struck in that month; what is made in some months is something else.
inline WorldFigures struck(std::size_t event,
                           const std::vector<std::pair<std::size_t, double>>& made,
                           std::size_t measure = kWafers) {
  WorldFigures figures = steady();
  figures.events = {{"stop", "stop", month_date(event), std::nullopt, 0}};
  for (const auto& [month, amount] : made)
    figures.measures[measure].at(month) = amount;
  return figures;
}

inline std::vector<std::pair<std::size_t, double>> months(std::size_t from, std::size_t to,
                                                          double made) {
  std::vector<std::pair<std::size_t, double>> list;
  for (std::size_t m = from; m < to; ++m)
    list.emplace_back(m, made);
  return list;
}

inline Comparison beside_steady(std::vector<WorldFigures> runs) {
  Comparison comparison;
  comparison.set_table(models::compared_figures());
  comparison.start = month_date(0);
  comparison.end = month_date(kMonths);
  for (std::size_t y = 0; y < kMonths / 12; ++y)
    comparison.years.push_back(2026 + static_cast<int>(y));
  for (std::size_t m = 0; m < kMonths; ++m)
    comparison.months.push_back(month_date(m));
  ComparedWorld base{"base", {"b.yaml"}, "", {}};
  for (std::size_t s = 0; s < runs.size(); ++s) {
    comparison.seeds.push_back(s + 1);
    base.runs.push_back(steady());
  }
  comparison.worlds = {base, {"stop", {"b.yaml", "s.yaml"}, "", std::move(runs)}};
  return comparison;
}

/// What waits to be begun of wafers and what could be made, in every month.
inline WorldFigures with_books(WorldFigures figures, double waiting, double able) {
  figures.waiting.resize(measure_count());
  figures.able.resize(measure_count());
  figures.waiting[kWafers].assign(kMonths, waiting);
  figures.able[kWafers].assign(kMonths, able);
  return figures;
}

}  // namespace chokepoint
