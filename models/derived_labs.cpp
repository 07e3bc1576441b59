// What is derived of labs.

#include <algorithm>
#include <cmath>

#include "models/actors/lab.hpp"
#include "models/core/rates.hpp"
#include "models/derivation.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

/// The sum over all firms that have a series of that name; empty when none has.
Months sum_of(const Derivation& from, std::string_view name) {
  const auto by_firm = [](const Result& series) { return series.entity.empty() ? "" : "all"; };
  const auto sum = sums(from, name, 1, by_firm);
  return sum.empty() ? Months{} : sum.begin()->second;
}

/// The part of its compute that served customers; `told` while nothing was recorded.
Months serving_of(const Derivation& from, const std::string& lab, double told) {
  Months part(from.months(), told);
  for (const Result& series : from.series()) {
    if (series.series != "serving_share" || series.entity != lab)
      continue;
    const Months held = from.held(series);
    for (std::size_t m = 0; m < part.size(); ++m)
      part[m] = std::isfinite(held[m]) ? held[m] : told;
  }
  return part;
}

/// FLOP of one run with all of a year's compute for training, by the month in which it ends. NaN
/// while less than a year is known. `gw` is the lab's, `h100e_per_gw` the world's average.
Months training_runs(const ComputeUse& use, const Months& gw, const Months& h100e_per_gw) {
  constexpr std::size_t kYear = 12;
  constexpr double kSecondsPerMonth = 60 * kMinutesPerMonth;
  const double left = use.sites ? left_on_sites(*use.sites, use.training) : 1;
  const double flop = left * use.training * use.flop_per_h100e * use.utilisation * kSecondsPerMonth;
  Months runs(gw.size(), kNone);
  for (std::size_t m = 0; m < gw.size(); ++m) {
    double sum = 0;
    for (std::size_t past = m + 1 - std::min(m + 1, kYear); past <= m; ++past)
      sum += gw[past] * h100e_per_gw[past];
    if (m + 1 >= kYear)
      runs[m] = round_significant(sum * flop);
  }
  return runs;
}

}  // namespace

/// A lab that stands still reads nothing and writes nothing: what it has and wants is what it had
/// and wanted, so that labs add up to the totals.
void hold_labs(Derivation& from) {
  for (Result& series : from.series()) {
    const std::string_view kind = from.kind_of(series);
    const bool of_lab = kind == "lab" || kind == "ai_services";
    if (!of_lab || (series.series != "online" && series.series != "demand"))
      continue;
    const Months held = from.held(series);
    series.points.clear();
    for (std::size_t m = 0; m < held.size(); ++m) {
      if (std::isfinite(held[m]))
        series.points.push_back({from.dates()[m], held[m]});
    }
  }
}

void add_compute_use(Derivation& from) {
  Months h100e_per_gw = sum_of(from, "installed_h100e");
  const Months online = sum_of(from, "online");
  if (h100e_per_gw.empty() || online.empty())
    return;
  for (std::size_t m = 0; m < online.size(); ++m)
    h100e_per_gw[m] = online[m] > 0 ? h100e_per_gw[m] / online[m] : 0;
  Months largest(from.months(), kNone);
  for (const Result& series : from.series()) {
    const auto* lab =
        series.series == "online" ? dynamic_cast<const Lab*>(from.firm_of(series)) : nullptr;
    if (lab == nullptr || !lab->use() || lab->use()->training <= 0)
      continue;
    const ComputeUse& use = *lab->use();
    const Months gw = from.held(series);
    const Months serving = serving_of(from, series.entity, use.inference);
    const auto add = [&](std::string_view what, double part, double of_serving) {
      Months used = gw;
      for (std::size_t m = 0; m < used.size(); ++m)
        used[m] *= part + of_serving * serving[m];
      from.add({.series = "compute_use",
                .entity = series.entity,
                .region = series.region,
                .generation = std::string(what),
                .unit = series.unit},
               used);
    };
    add("inference", 0, 1);
    add("research", 1 - use.training, -1);
    add("training", use.training, 0);
    const Months runs = training_runs(use, gw, h100e_per_gw);
    for (std::size_t m = 0; m < runs.size(); ++m)
      largest[m] = std::fmax(largest[m], runs[m]);  // a number where either is one
    from.add({.series = "training_run",
              .entity = series.entity,
              .region = series.region,
              .unit = "flop"},
             runs);
  }
  from.add({.series = "training_run", .unit = "flop"}, largest);
}

/// What labs run and earn, by calendar month and in the units of other firms.
void add_lab_compute_and_revenue(Derivation& from) {
  Months all = from.zeros();
  for (const Result& series : from.series()) {
    if (from.kind_of(series) != "lab")
      continue;
    const auto add = [&](const char* name, const char* unit) {
      from.add({.series = name, .entity = series.entity, .region = series.region, .unit = unit},
               from.held(series));
    };
    if (series.series == "online") {
      add("lab_compute_gw", "GW_it");
      accumulate(all, from.held(series));
    } else if (series.series == "revenue") {
      add("lab_revenue_usd", "usd");
    }
  }
  from.add({.series = "lab_compute_gw", .unit = "GW_it"}, all);
}

}  // namespace chokepoint::models
