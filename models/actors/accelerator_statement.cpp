// What an accelerator vendor can do at most.

#include <algorithm>

#include "models/actors/accelerator_vendor.hpp"
#include "models/actors/memory_vendor.hpp"
#include "models/actors/packaging_house.hpp"
#include "models/core/rates.hpp"
#include "models/core/statement.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

constexpr double kNoLimit = std::numeric_limits<double>::infinity();

}  // namespace

/// Months in which parts of a generation may be made: from the first order for a date at which it is
/// on the roadmap. The generation before it is a fallback as long as the next one is sold, and no
/// longer.
Monthly AcceleratorVendor::months_on_sale(std::size_t index, const MonthGrid& grid) const {
  const double ahead = spec_.logic_ahead_months + spec_.package_lag_months;
  const auto sold = [&](std::size_t generation, int month, double ahead_months) {
    if (generation >= spec_.generations.size())
      return false;
    const Profile& share = spec_.generations[generation].share;
    for (Tick day = grid.begin(month); day < grid.end(month); day += kDay) {
      if (share.at(day) > 0 || share.at(day + months_long(ahead_months).minutes) > 0)
        return true;
    }
    return false;
  };
  Monthly allowed;
  for (int month = 0; month < grid.months(); ++month) {
    bool now = sold(index, month, ahead);
    // Once begun, until the next generation is no longer sold.
    const bool begun = month > 0 && allowed.back() > 0;
    now = now || (begun && sold(index + 1, month, ahead));
    allowed.push_back(now ? kNoLimit : 0);
  }
  return allowed;
}

double AcceleratorVendor::least_memory() const {
  double dearest = 1;
  for (const Firm* firm : memory_.firms) {
    if (const auto* maker = dynamic_cast<const MemoryVendor*>(firm))
      dearest = std::max(dearest, maker->highest_price());
  }
  return portable_pow(dearest, -spec_.memory_thrift);
}

void AcceleratorVendor::state(ProcessModel& model) const {
  const auto stock = [&](std::string_view what) { return goods_of(model, name(), what); };
  std::vector<std::string> makers;
  for (const Spec::Seller& seller : spec_.memory)
    makers.push_back(seller.firm);
  for (const std::string_view what : {kPackages, kServerMemory}) {
    model.start_with(stock(what), spec_.at_start.stock * kGwPerKw, std::string(kInitialStock));
    state_inherited(model, stock(what), spec_.at_start.packages * kGwPerKw,
                    spec_.at_start.package_months);
  }
  for (std::size_t i = 0; i < spec_.generations.size(); ++i) {
    const Spec::Generation& g = spec_.generations[i];
    const RatePath on_sale{.fixed = months_on_sale(i, model.grid())};
    const auto add = [&](const std::string& what, std::vector<ProcessModel::Flow> flows,
                         std::vector<ProcessModel::Use> uses = {}) {
      model.add({.name = g.name + " " + what + " of " + name(),
                 .flows = std::move(flows),
                 .uses = std::move(uses),
                 .limited = true,
                 .limit = on_sale,
                 .limit_constraint = "roadmap"});
    };
    add("dies", {{goods_of(model, g.foundry, g.wafer), -g.wafers_per_gw * kWafers},
                 {stock(kDies), 1}});
    add("stacks", {{goods_from(model, makers, "hbm_wafer"), -g.hbm_wafers_per_gw * kWafers},
                   {stock(kStacks), 1}});
    add("memory", {{goods_from(model, makers, "dram_wafer"),
                    -g.dram_wafers_per_gw * least_memory() * kWafers},
                   {stock(kServerMemory), 1}});
    for (const Spec::Seller& seller : spec_.packaging) {
      const auto* packager = dynamic_cast<const PackagingHouse*>(&market_.firm(seller.firm));
      const Duration cycle = packager == nullptr ? Duration{} : packager->shortest_cycle();
      add("packages at " + seller.firm,
          {{stock(kDies), -1}, {stock(kStacks), -1}, {stock(kPackages), 1, cycle}},
          {{model.capacity(seller.firm), g.cowos_wafers_per_gw * kWafers}});
    }
  }
  const auto lines = state_capacity(
      model, name() + ".assembly", line_.gate().constraint(0), spec_.assembly * kGwPerKw,
      {.lead = spec_.assembly_lead, .boundless = true},
      [this] { return per_month(line_.gate().rate(0)) * kGwPerKw; });
  model.add({.name = "systems of " + name(),
             .flows = {{stock(kPackages), -1},
                       {stock(kServerMemory), -1},
                       {model.stock("accelerator"), 1, shortest_of(spec_.delivery)}},
             .uses = {{lines, 1}}});
}

}  // namespace chokepoint::models
