// What an accelerator vendor expects, and tells those who wait for it.

#include <algorithm>
#include <array>

#include "models/actors/accelerator_vendor.hpp"
#include "models/core/rates.hpp"
#include "models/policy/matched_sets.hpp"

namespace chokepoint::models {

std::array<double, 4> AcceleratorVendor::expected_pace() const {
  std::array<double, 4> pace{};
  for (std::size_t year = 0; year < pace.size(); ++year)
    pace[year] = planned(12.0 * static_cast<double>(year) + spec_.plan_ahead_months);
  return pace;
}

/// Foundries, memory makers and packagers hear what the plan means in wafers, by date.
void AcceleratorVendor::tell_sellers(const std::array<double, 4>& expected) {
  struct Told {
    Firm* seller;
    CommodityId commodity;
    std::array<double, 4> per_month{};
  };
  std::vector<Told> told;
  const auto add = [&](Firm* seller, CommodityId commodity, std::size_t year, double per_month) {
    for (Told& known : told) {
      if (known.seller != seller || known.commodity != commodity)
        continue;
      known.per_month[year] += per_month;
      return;
    }
    told.push_back({seller, commodity});
    told.back().per_month[year] = per_month;
  };
  told_plan_ = expected;
  for (std::size_t year = 0; year < 4; ++year) {
    const double ahead = 12.0 * static_cast<double>(year);
    const double gw = (told_plan_[year] + replaced_per_month()) * kGwPerKw;
    const Tick used = now() + months_long(ahead + spec_.plan_ahead_months).minutes;
    // Those who will be qualified by then hear of it now.
    const std::vector<double> packagers = market_.disruptions.empty()
                                              ? packaging_.weights
                                              : packager_weights(packagers_qualified(used));
    for (std::size_t m = 0; m < storage_.firms.size(); ++m)
      add(storage_.firms[m], nand_wafer_, year, gw * storage_.weights[m] * flash_per_gw(used));
    for (std::size_t i = 0; i < generations_.size(); ++i) {
      const Generation& g = generations_[i];
      const Spec::Generation& recipe = spec_.generations[i];
      const double part = gw * recipe.share.at(used);
      if (market_.disruptions.empty()) {
        add(g.foundry, g.wafer, year, part * recipe.wafers_per_gw);
      } else {
        // In a year its designs will be ported.
        for (const Route& route : routes(g, year > 0))
          add(route.foundry, g.wafer, year,
              part * route.part * route.wafers * recipe.wafers_per_gw);
      }
      if (g.minor_foundry != nullptr && recipe.minor_wafers_per_gw > 0) {
        add(g.minor_foundry, g.minor_wafer, year, part * recipe.minor_wafers_per_gw);
      }
      for (std::size_t m = 0; m < memory_.firms.size(); ++m) {
        const double weight = memory_.weights[m];
        add(&memory_maker(*memory_.firms[m], hbm_wafer_), hbm_wafer_, year,
            part * weight * recipe.hbm_wafers_per_gw);
        add(&memory_maker(*memory_.firms[m], dram_wafer_), dram_wafer_, year,
            part * weight * recipe.dram_wafers_per_gw);
      }
      for (std::size_t m = 0; m < packaging_.firms.size(); ++m) {
        add(packaging_.firms[m], cowos_wafer_, year,
            part * packagers[m] * recipe.cowos_wafers_per_gw);
      }
    }
  }
  for (const Told& forecast : told)
    tell(*forecast.seller, forecast.commodity, forecast.per_month);
}

/// What it received since a plan was made, and what is left of it in stock, is what came of it.
void AcceleratorVendor::judge_plans(double pace, double lessons) {
  double received = 0;
  for (const Generation& g : generations_)
    received += g.packaged;
  const auto stock = static_cast<double>(packages_.level());
  while (!plans_.empty() && plans_.front().due <= now()) {
    const Planned& past = plans_.front();
    plan_faith_ = next_faith(plan_faith_, received + stock - past.received, past.expected, lessons);
    plans_.pop_front();
  }
  plans_.push_back({now() + months_long(spec_.plan_ahead_months).minutes, received,
                    pace * spec_.plan_ahead_months});
}

double AcceleratorVendor::expected_to_ship() const {
  return supply_outlook(planned(spec_.plan_ahead_months), plan_faith_, 1, shipped_.level());
}

void AcceleratorVendor::tell_builders() {
  for (const Market::Supply& supply : market_.supplies) {
    if (supply.seller != id() || supply.commodity != accelerator_)
      continue;
    Firm& builder = market_.firm(supply.buyer);
    std::array<double, 4> expected{};
    for (std::size_t year = 0; year < expected.size(); ++year) {
      const double ahead = 12.0 * static_cast<double>(year);
      const double all = heard(accelerator_, months_long(ahead));
      if (all <= 0)
        continue;
      const double part = heard_from(builder.id(), accelerator_, months_long(ahead)) / all;
      expected[year] =
          part * supply_outlook(planned(ahead), plan_faith_,
                                ahead / std::max(1.0, spec_.plan_ahead_months), shipped_.level());
    }
    tell(builder, accelerator_, expected);
  }
}

}  // namespace chokepoint::models
