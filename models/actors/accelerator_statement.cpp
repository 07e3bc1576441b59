// What an accelerator vendor can do at most.

#include <algorithm>
#include <limits>

#include "models/actors/accelerator_vendor.hpp"
#include "models/actors/memory_vendor.hpp"
#include "models/actors/packaging_house.hpp"
#include "models/core/money_statement.hpp"
#include "models/core/rates.hpp"
#include "models/core/statement.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

constexpr double kNoLimit = std::numeric_limits<double>::infinity();

}  // namespace

/// Months in which parts of a generation may be made: from the first order for a date at which it
/// is on the roadmap until it has left it. Who may lose a source asks for every older design.
Monthly AcceleratorVendor::months_on_sale(std::size_t generation, const MonthGrid& grid) const {
  const Tick ahead = months_long(spec_.logic_ahead_months + spec_.package_lag_months).minutes;
  const Profile& share = spec_.generations[generation].share;
  const bool for_ever = may_lose_sources();
  Monthly allowed;
  for (int month = 0; month < grid.months(); ++month) {
    bool sold = for_ever && !allowed.empty() && allowed.back() > 0;
    for (Tick day = grid.begin(month); day < grid.end(month) && !sold; day += kDay)
      sold = share.at(day) > 0 || share.at(day + ahead) > 0;
    allowed.push_back(sold ? kNoLimit : 0);
  }
  return allowed;
}

/// The generation before it takes over a part when it is short, so no mix needs less than that.
double AcceleratorVendor::least_mixed(std::size_t generation,
                                      double Spec::Generation::*per_gw) const {
  const double own = spec_.generations[generation].*per_gw;
  if (generation == 0)
    return own;
  const double before = spec_.generations[generation - 1].*per_gw;
  return std::min(own, (own + spec_.fallback * before) / (1 + spec_.fallback));
}

/// Whether events may stop one of its suppliers.
bool AcceleratorVendor::may_lose_sources() const {
  const std::vector<Disruption>& events = market_.disruptions.all();
  return std::any_of(events.begin(), events.end(), [](const Disruption& event) {
    return event.kind == Disruption::Kind::stop || event.kind == Disruption::Kind::hazard ||
           event.kind == Disruption::Kind::lane;
  });
}

/// Second sources are asked by whom an event tells to, and by those whose suppliers stand still.
bool AcceleratorVendor::hedges() const {
  const std::vector<Disruption>& events = market_.disruptions.all();
  return may_lose_sources() ||
         std::any_of(events.begin(), events.end(), [&](const Disruption& event) {
           return event.kind == Disruption::Kind::hedge &&
                  std::find(event.firms.begin(), event.firms.end(), name()) != event.firms.end();
         });
}

double AcceleratorVendor::least_memory() const {
  double dearest = 1;
  for (const Firm* firm : memory_.firms) {
    if (const auto* maker = dynamic_cast<const MemoryVendor*>(firm))
      dearest = std::max(dearest, maker->highest_price());
  }
  return portable_pow(dearest, -spec_.memory_thrift);
}

void AcceleratorVendor::state_generation(ProcessModel& model, std::size_t index,
                                         const std::vector<std::string>& makers) const {
  const Spec::Generation& g = spec_.generations[index];
  const auto stock = [&](std::string_view what) { return goods_of(model, name(), what); };
  const Monthly on_sale = months_on_sale(index, model.grid());
  Monthly later = on_sale;
  if (index + 1 < spec_.generations.size()) {
    const Monthly next = months_on_sale(index + 1, model.grid());
    for (std::size_t t = 1; t < later.size(); ++t)
      later[t] = std::max(later[t], later[t - 1] > 0 ? next[t] : 0.0);
  }
  const auto add = [&](const std::string& what, const Monthly& months,
                       std::vector<ProcessModel::Flow> flows,
                       std::vector<ProcessModel::Use> uses = {}) {
    model.add({.name = g.name + " " + what + " of " + name(),
               .flows = std::move(flows),
               .uses = std::move(uses),
               .limited = true,
               .limit = {.fixed = months},
               .limit_constraint = "roadmap"});
  };
  // When the next generation is short of its node, this one takes over a part of the pace.
  const auto fallback = [&](std::size_t of) {
    return model.stock("fallback from " + spec_.generations[of].name + " of " + name());
  };
  const auto add_dies = [&](const std::string& foundry, double per_gw, const std::string& at) {
    const ProcessModel::Flow wafers{goods_of(model, foundry, g.wafer), -per_gw * kWafers};
    std::vector<ProcessModel::Flow> dies{wafers, {stock(kDies), 1}};
    if (index > 0)
      dies.push_back({fallback(index), spec_.fallback / std::max(0.01, 1 - spec_.fallback)});
    add("dies" + at, on_sale, std::move(dies));
    if (index + 1 < spec_.generations.size())
      add("dies" + at + " as a fallback", later,
          {wafers, {stock(kDies), 1}, {fallback(index + 1), -1}});
  };
  add_dies(g.foundry, g.wafers_per_gw, "");
  if (hedges()) {
    for (const Spec::SecondFoundry& second : spec_.second_foundries) {
      if (market_.firm(second.firm).offers(generations_[index].wafer))
        add_dies(second.firm, g.wafers_per_gw * second.wafers, " at " + second.firm);
    }
  }
  add("stacks", on_sale,
      {{goods_from(model, makers, "hbm_wafer"),
        -least_mixed(index, &Spec::Generation::hbm_wafers_per_gw) * kWafers},
       {stock(kStacks), 1}});
  add("memory", on_sale,
      {{goods_from(model, makers, "dram_wafer"),
        -least_mixed(index, &Spec::Generation::dram_wafers_per_gw) * least_memory() * kWafers},
       {stock(kServerMemory), 1}});
  std::vector<std::string> packagers;
  for (const Spec::Seller& seller : spec_.packaging)
    packagers.push_back(seller.firm);
  if (hedges())
    packagers.insert(packagers.end(), spec_.second_packagers.begin(), spec_.second_packagers.end());
  for (const std::string& seller : packagers) {
    const auto* packager = dynamic_cast<const PackagingHouse*>(&market_.firm(seller));
    const Duration cycle = packager == nullptr ? Duration{} : packager->shortest_cycle();
    add("packages at " + seller, later,
        {{stock(kDies), -1}, {stock(kStacks), -1}, {stock(kPackages), 1, cycle}},
        {{model.capacity(seller), g.cowos_wafers_per_gw * kWafers}});
  }
}

/// Prices are means over the generations that it sells.
double AcceleratorVendor::least_price() const {
  double least = spec_.generations.front().usd_per_kw;
  for (const Spec::Generation& generation : spec_.generations)
    least = std::min(least, generation.usd_per_kw);
  return least;
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
  for (std::size_t i = 0; i < spec_.generations.size(); ++i)
    state_generation(model, i, makers);
  const auto lines =
      state_capacity(model, name() + ".assembly", line_.gate().constraint(0),
                     spec_.assembly * kGwPerKw, {.lead = spec_.assembly_lead, .boundless = true},
                     [this] { return per_month(line_.gate().rate(0)) * kGwPerKw; });
  model.add({.name = "systems of " + name(),
             .flows = {{stock(kPackages), -1},
                       {stock(kServerMemory), -1},
                       {money_of_builders(model), -least_price() * kGusd},
                       {model.stock("accelerator"), 1, shortest_of(spec_.delivery)}},
             .uses = {{lines, 1}}});
}

}  // namespace chokepoint::models
