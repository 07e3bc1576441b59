#include "models/derived_series.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/actors/lab.hpp"
#include "models/core/firm.hpp"
#include "models/recipe.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

using Result = chokepoint::Series;
using Months = std::vector<double>;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// What is derived from the series of one run, month by month.
class Derivation {
 public:
  Derivation(RunResult& result, const Told& told)
      : result_(result), timeline_(told.scenario.timeline), market_(*told.market) {
    for (int m = 0; timeline_.month_begin(m) < told.scenario.horizon; ++m) {
      dates_.push_back(month_date(m));
      ends_.push_back(month_date(m + 1));
    }
  }

  [[nodiscard]] std::size_t months() const { return dates_.size(); }
  [[nodiscard]] Months zeros() const { return Months(months(), 0.0); }

  /// The kind of the firm that a series belongs to; empty when it belongs to none.
  [[nodiscard]] std::string_view kind_of(const Result& series) const {
    const Firm* firm = firm_of(series);
    return firm != nullptr ? std::string_view(firm->kind) : std::string_view();
  }
  [[nodiscard]] const Firm* firm_of(const Result& series) const {
    for (const Firm* firm : market_.firms()) {
      if (firm->name() == series.entity)
        return firm;
    }
    return nullptr;
  }

  /// A value for each month: the last one known. NaN before the first.
  [[nodiscard]] Months held(const Result& series) const {
    Months values(months(), kNone);
    double last = kNone;
    std::size_t next = 0;
    for (std::size_t m = 0; m < months(); ++m) {
      while (next < series.points.size() && series.points[next].date < ends_[m])
        last = series.points[next++].value;
      values[m] = last;
    }
    return values;
  }
  /// What each month has; 0 where it has nothing.
  [[nodiscard]] Months flows(const Result& series) const {
    Months values = zeros();
    std::size_t m = 0;
    for (const SeriesPoint& point : series.points) {
      while (m + 1 < months() && dates_[m + 1] <= point.date)
        ++m;
      values[m] += point.value;
    }
    return values;
  }

  /// Adds a series with the months that have a number.
  void add(Result series, const Months& values) {
    for (std::size_t m = 0; m < months(); ++m) {
      if (std::isfinite(values[m]))
        series.points.push_back({dates_[m], values[m]});
    }
    if (!series.points.empty())
      added_.push_back(std::move(series));
  }
  void add(Result series) { added_.push_back(std::move(series)); }
  /// Puts what was derived behind the series there are.
  void finish() {
    for (Result& series : added_)
      result_.series.push_back(std::move(series));
  }

  [[nodiscard]] const std::vector<Result>& series() const { return result_.series; }
  [[nodiscard]] std::vector<Result>& series() { return result_.series; }
  [[nodiscard]] const std::vector<Date>& dates() const { return dates_; }

 private:
  [[nodiscard]] Date month_date(int m) const { return timeline_.date(timeline_.month_begin(m)); }

  RunResult& result_;
  const Timeline& timeline_;
  const Market& market_;
  std::vector<Date> dates_;  ///< of the first days of the months
  std::vector<Date> ends_;   ///< of the first days after them
  std::vector<Result> added_;
};

void accumulate(Months& sum, const Months& values, double factor = 1) {
  for (std::size_t m = 0; m < sum.size(); ++m)
    sum[m] += std::isfinite(values[m]) ? factor * values[m] : 0;
}

/// Sums of a series over those who have it, by a key that `key_of` gives them (none: left out).
template <class Key>
std::map<std::string, Months> sums(const Derivation& from, std::string_view name, double factor,
                                   Key key_of) {
  std::map<std::string, Months> result;
  for (const Result& series : from.series()) {
    if (series.series != name)
      continue;
    const std::string key = key_of(series);
    if (key.empty())
      continue;
    accumulate(result.try_emplace(key, from.zeros()).first->second, from.held(series), factor);
  }
  return result;
}

std::string everybody(const Result&) {
  return "all";
}

void add_capacities(Derivation& from) {
  const auto node_or_dram = [&](const Result& series) -> std::string {
    const std::string_view kind = from.kind_of(series);
    return kind == "foundry" ? series.generation : kind == "memory_vendor" ? "dram" : "";
  };
  for (const auto& [entity, months] : sums(from, "capacity", 1e-3, node_or_dram))
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

void add_memory(Derivation& from) {
  const auto of_memory = [&](const Result& series) -> std::string {
    return from.kind_of(series) == "memory_vendor" ? "all" : "";
  };
  const auto made = sums(from, "output", 1, of_memory);
  const auto stacked = sums(from, "hbm_output", 1, of_memory);
  if (!made.empty() && !stacked.empty()) {
    Months share = stacked.begin()->second;
    for (std::size_t m = 0; m < share.size(); ++m)
      share[m] = made.begin()->second[m] > 0 ? share[m] / made.begin()->second[m] : kNone;
    from.add({.series = "hbm_share_of_dram_wafers", .unit = "1"}, share);
  }
  // The published price is the geometric mean of all makers by what they could make.
  Months sum = from.zeros();
  Months weight = from.zeros();
  for (const Result& price : from.series()) {
    if (price.series != "dram_price")
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
  const auto base =
      std::find(from.dates().begin(), from.dates().end(),
                Date{std::chrono::year{2025}, std::chrono::July, std::chrono::day{1}});
  if (base == from.dates().end())
    return;
  const auto at = static_cast<std::size_t>(base - from.dates().begin());
  Months index(from.months(), kNone);
  for (std::size_t m = 0; m < index.size() && weight[at] > 0; ++m) {
    if (weight[m] > 0)
      index[m] = round_significant(100 * portable_exp(sum[m] / weight[m] - sum[at] / weight[at]));
  }
  from.add({.series = "dram_price_index", .unit = "2025-07-01 = 100"}, index);
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
  const auto is_logic = [&](const std::string& commodity) {
    return std::any_of(from.series().begin(), from.series().end(), [&](const Result& series) {
      return series.series == "capacity" && series.generation + "_wafer" == commodity &&
             from.kind_of(series) == "foundry";
    });
  };
  for (const auto& [commodity, sum] : all) {
    if (!is_logic(commodity))
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

/// The sum over all firms that have a series of that name; empty when none has.
Months sum_of(const Derivation& from, std::string_view name) {
  const auto by_firm = [](const Result& series) { return series.entity.empty() ? "" : "all"; };
  const auto sum = sums(from, name, 1, by_firm);
  return sum.empty() ? Months{} : sum.begin()->second;
}

/// FLOP of one run with all of a year's compute for training, by the month in which it ends. NaN
/// while less than a year is known. `gw` is the lab's, `h100e_per_gw` the world's average.
Months training_runs(const ComputeUse& use, const Months& gw, const Months& h100e_per_gw) {
  constexpr std::size_t kYear = 12;
  constexpr double kSecondsPerMonth = 60 * kMinutesPerMonth;
  const double flop = use.training * use.flop_per_h100e * use.utilisation * kSecondsPerMonth;
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

/// What labs do with their compute, and the largest run that each could have made of it.
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
    const auto add = [&](std::string_view what, double part) {
      Months used = gw;
      for (double& value : used)
        value *= part;
      from.add({.series = "compute_use",
                .entity = series.entity,
                .region = series.region,
                .generation = std::string(what),
                .unit = series.unit},
               used);
    };
    add("inference", use.inference);
    add("research", 1 - use.inference - use.training);
    add("training", use.training);
    const Months runs = training_runs(use, gw, h100e_per_gw);
    for (std::size_t m = 0; m < runs.size(); ++m) {
      if (std::isfinite(runs[m]))
        largest[m] = std::isfinite(largest[m]) ? std::max(largest[m], runs[m]) : runs[m];
    }
    from.add({.series = "training_run",
              .entity = series.entity,
              .region = series.region,
              .unit = "flop"},
             runs);
  }
  from.add({.series = "training_run", .unit = "flop"}, largest);
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
  add_allocation(from);
  add_compute_use(from);
  for (chokepoint::Series& series : recipe_series(*told.market, told.scenario.horizon))
    from.add(std::move(series));
  from.finish();
}

}  // namespace chokepoint::models
