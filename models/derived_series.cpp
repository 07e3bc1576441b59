#include "models/derived_series.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/derivation.hpp"
#include "models/recipe.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

std::string everybody(const Result&) {
  return "all";
}

void add_capacities(Derivation& from) {
  const auto node_or_memory = [&](const Result& series) -> std::string {
    const std::string_view kind = from.kind_of(series);
    if (kind == "memory_vendor" && series.generation.empty())
      return "dram";
    return kind == "foundry" || kind == "memory_vendor" ? series.generation : "";
  };
  for (const auto& [entity, months] : sums(from, "capacity", 1e-3, node_or_memory))
    from.add({.series = "wafer_capacity_kwpm", .entity = entity, .unit = "kwpm"}, months);
}

/// Totals of series that stand in the tables by firm. A firm that plans by the quarter gets its
/// months, so that those of a month add up to its total.
void add_totals_of(Derivation& from, std::string_view name) {
  std::string unit;
  for (Result& series : from.series()) {
    if (series.series != name)
      continue;
    unit = series.unit;
    const Months held = from.held(series);
    series.months = 1;
    series.points.clear();
    for (std::size_t m = 0; m < held.size(); ++m) {
      if (std::isfinite(held[m]))
        series.points.push_back({from.dates()[m], held[m]});
    }
  }
  for (const auto& [all, months] : sums(from, name, 1, everybody))
    from.add({.series = std::string(name), .unit = unit}, months);
}

void add_memory(Derivation& from) {
  const auto of_memory = [&](const Result& series) -> std::string {
    return from.kind_of(series) == "memory_vendor" && series.generation.empty() ? "all" : "";
  };
  const auto made = sums(from, "output", 1, of_memory);
  const auto stacked = sums(from, "hbm_output", 1, of_memory);
  if (!made.empty() && !stacked.empty()) {
    Months share = stacked.begin()->second;
    for (std::size_t m = 0; m < share.size(); ++m)
      share[m] = made.begin()->second[m] > 0 ? share[m] / made.begin()->second[m] : kNone;
    from.add({.series = "hbm_share_of_dram_wafers", .unit = "1"}, share);
  }
}

/// The published price is the geometric mean of all makers by what they could make: its logarithm,
/// where there is one.
Months log_price(Derivation& from, const std::string& product) {
  Months sum = from.zeros();
  Months weight = from.zeros();
  for (const Result& price : from.series()) {
    if (price.series != product + "_price")
      continue;
    for (const Result& capacity : from.series()) {
      if (capacity.series != "capacity" || capacity.entity != price.entity)
        continue;
      const Months p = from.held(price);
      const Months c = from.held(capacity);
      for (std::size_t m = 0; m < from.months(); ++m) {
        if (!std::isfinite(p[m]) || !std::isfinite(c[m]))
          continue;
        sum[m] += c[m] * portable_log(p[m]);
        weight[m] += c[m];
      }
    }
  }
  for (std::size_t m = 0; m < sum.size(); ++m)
    sum[m] = weight[m] > 0 ? sum[m] / weight[m] : kNone;
  return sum;
}

void add_price_index(Derivation& from, const std::string& product, const Months& price) {
  const auto base =
      std::find(from.dates().begin(), from.dates().end(),
                Date{std::chrono::year{2025}, std::chrono::July, std::chrono::day{1}});
  if (base == from.dates().end())
    return;
  const double at = price[static_cast<std::size_t>(base - from.dates().begin())];
  Months index(from.months(), kNone);
  for (std::size_t m = 0; m < index.size(); ++m) {
    if (std::isfinite(price[m] - at))
      index[m] = round_significant(100 * portable_exp(price[m] - at));
  }
  from.add({.series = product + "_price_index", .unit = "2025-07-01 = 100"}, index);
}

/// By which part the mean price of a calendar quarter lies above that of the one before.
void add_price_changes(Derivation& from, const std::string& product, const Months& price) {
  Result changes{.series = product + "_price_change", .unit = "1", .months = 3};
  for (std::size_t m = 3; m + 3 <= from.months(); ++m) {
    if (static_cast<unsigned>(from.dates()[m].month()) % 3 != 1)
      continue;
    double before = 0;
    double now = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      before += std::isfinite(price[m - 3 + i]) ? portable_exp(price[m - 3 + i]) : kNone;
      now += std::isfinite(price[m + i]) ? portable_exp(price[m + i]) : kNone;
    }
    if (std::isfinite(before) && std::isfinite(now))
      changes.points.push_back({from.dates()[m], round_significant(now / before - 1)});
  }
  if (!changes.points.empty())
    from.add(std::move(changes));
}

void add_prices(Derivation& from, const std::string& product) {
  const Months price = log_price(from, product);
  if (std::none_of(price.begin(), price.end(), [](double p) { return std::isfinite(p); }))
    return;
  add_price_index(from, product, price);
  add_price_changes(from, product, price);
}

/// What operators run in H100 equivalents, as if all ran the world's average mix.
void add_operated_h100e(Derivation& from) {
  const auto sum_of = [&](std::string_view name, std::string_view of) {
    const auto wanted = [&](const Result& series) -> std::string {
      return from.kind_of(series) == of ? "all" : "";
    };
    const auto found = sums(from, name, 1, wanted);
    return found.empty() ? Months() : found.begin()->second;
  };
  const Months shipped = sum_of("installed_h100e", "accelerator_vendor");
  const Months online = sum_of("operated", "data_centre_builder");
  if (shipped.empty() || online.empty())
    return;
  for (const Result& operated : from.series()) {
    if (operated.series != "operated")
      continue;
    Months h100e = from.held(operated);
    for (std::size_t m = 0; m < h100e.size(); ++m)
      h100e[m] = online[m] > 0 ? round_significant(h100e[m] * shipped[m] / online[m]) : kNone;
    from.add({.series = "operated_h100e",
              .entity = operated.entity,
              .region = operated.region,
              .unit = "h100e"},
             h100e);
  }
}

/// What part of a foundry's wafers of a node accelerator vendors receive.
void add_shares_of_foundries(Derivation& from) {
  std::map<std::string, std::pair<Months, Months>> by_goods;  // to all, to vendors
  for (const Result& series : from.series()) {
    if (series.series != "received_from")
      continue;
    auto& [all, vendors] =
        by_goods.try_emplace(series.generation, from.zeros(), from.zeros()).first->second;
    const Months flows = from.flows(series);
    accumulate(all, flows);
    accumulate(vendors, flows, from.kind_of(series) == "accelerator_vendor" ? 1 : 0);
  }
  for (auto& [goods, sums] : by_goods) {
    auto& [all, share] = sums;
    for (std::size_t m = 0; m < share.size(); ++m)
      share[m] = all[m] > 0 ? share[m] / all[m] : kNone;
    const std::size_t blank = goods.rfind(' ');
    from.add({.series = "ai_share_of_foundry",
              .entity = goods.substr(0, blank),
              .generation = goods.substr(blank + 1, goods.rfind("_wafer") - blank - 1),
              .unit = "1"},
             share);
  }
}

/// Who gets how much of what is delivered in a month.
void add_allocation(Derivation& from) {
  std::map<std::string, Months> all;
  std::map<std::string, Months> to_vendors;
  for (const Result& series : from.series()) {
    if (series.series != "received" || series.points.empty())
      continue;
    const Months flows = from.flows(series);
    accumulate(all.try_emplace(series.generation, from.zeros()).first->second, flows);
    Months& vendors = to_vendors.try_emplace(series.generation, from.zeros()).first->second;
    if (from.kind_of(series) == "accelerator_vendor")
      accumulate(vendors, flows);
  }
  for (const Result& series : from.series()) {
    if (series.series != "received" || series.points.empty())
      continue;
    Months share = from.flows(series);
    const Months& sum = all.at(series.generation);
    // Before its first delivery nothing says that a firm is a buyer: what comes later must not.
    bool is_buyer = false;
    for (std::size_t m = 0; m < share.size(); ++m) {
      is_buyer = is_buyer || share[m] > 0;
      share[m] = is_buyer && sum[m] > 0 ? share[m] / sum[m] : kNone;
    }
    from.add({.series = "allocated_share",
              .entity = series.entity,
              .region = series.region,
              .generation = series.generation,
              .unit = "1"},
             share);
  }
  std::set<std::string> logic;
  for (const Result& series : from.series()) {
    if (series.series == "capacity" && from.kind_of(series) == "foundry")
      logic.insert(series.generation + "_wafer");
  }
  for (const auto& [commodity, sum] : all) {
    if (!logic.contains(commodity))
      continue;
    Months share = to_vendors.at(commodity);
    for (std::size_t m = 0; m < share.size(); ++m)
      share[m] = sum[m] > 0 ? share[m] / sum[m] : kNone;
    from.add({.series = "ai_share_of_logic",
              .entity = commodity.substr(0, commodity.rfind("_wafer")),
              .unit = "1"},
             share);
  }
}

}  // namespace

void add_derived_series(RunResult& result, const Told& told) {
  Derivation from(result, told);
  hold_labs(from);
  add_capacities(from);
  add_totals_of(from, "euv_tools_installed");
  add_totals_of(from, "cowos_kwpm");
  add_totals_of(from, "installed_h100e");
  add_totals_of(from, "installed_chip_tdp_gw");
  add_memory(from);
  add_prices(from, "dram");
  add_prices(from, "nand");
  add_operated_h100e(from);
  add_allocation(from);
  add_shares_of_foundries(from);
  add_compute_use(from);
  add_lab_compute_and_revenue(from);
  add_sites_and_power(from);
  for (chokepoint::Series& series : recipe_series(*told.market, told.scenario.horizon))
    from.add(std::move(series));
  from.finish();
}

}  // namespace chokepoint::models
