#include "models/actors/accelerator_vendor.hpp"

#include <algorithm>
#include <numeric>

#include "models/core/rates.hpp"
#include "models/core/reasons.hpp"
#include "models/policy/matched_sets.hpp"
#include "sim/base/error.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

LineSpec line_spec(Market& market, const AcceleratorVendorSpec& spec) {
  LineSpec line;
  line.name = spec.firm.name + ".system_assembly";
  line.commodity = market.commodity("accelerator", "kW_it");
  line.rule = spec.allocation;
  line.largest_share = spec.largest_share;
  line.lots_per_order = spec.lots_per_order;
  line.random_cycle = true;
  line.cycle_minutes = spec.delivery;
  line.sold_out_months = spec.sold_out_months;
  line.lead_constraint = market.flow.trace.constraint("system_delivery");
  return line;
}

/// The first day of the calendar quarter, or of the run when that is later.
Tick quarter_begin(const Timeline& timeline, Tick now) {
  const Date date = timeline.date(now);
  const unsigned into = (static_cast<unsigned>(date.month()) - 1) % 3;
  return timeline.month_begin(std::max(0, timeline.month_index(now) - static_cast<int>(into)));
}

}  // namespace

Firm& AcceleratorVendor::Sellers::take(double amount) {
  const std::size_t next = furthest_behind(given, weights);
  given[next] += amount;
  return *firms[next];
}

void AcceleratorVendor::Sellers::divide_anew(const std::vector<double>& parts_of_each) {
  const double all = std::accumulate(given.begin(), given.end(), 0.0);
  for (std::size_t i = 0; i < given.size(); ++i)
    given[i] += (parts_of_each[i] - weights[i]) * all;
  weights = parts_of_each;
}

std::vector<double> AcceleratorVendor::Sellers::parts() const {
  return shifted_weights(weights, price, price_shift);
}

AcceleratorVendor::AcceleratorVendor(Market& market, Spec spec)
    : Firm(market, spec.firm),
      spec_(std::move(spec)),
      accelerator_(market.commodity("accelerator", "kW_it")),
      hbm_wafer_(market.commodity("hbm_wafer", "wafer")),
      dram_wafer_(market.commodity("dram_wafer", "wafer")),
      cowos_wafer_(market.commodity("cowos_wafer", "wafer")),
      packages_(market.flow, name() + ".packages", nearest_whole(spec_.at_start.stock)),
      server_memory_(market.flow, name() + ".server_memory", nearest_whole(spec_.at_start.stock)),
      line_(market, *this, line_spec(market, spec_)),
      assembly_(market, line_.gate(),
                line_.gate().add_resource(market.flow.trace.constraint("system_assembly"),
                                          per_minute(spec_.assembly)),
                market.flow.trace.constraint("system_assembly_line")),
      inherited_(market),
      hbm_(market.journal),
      dram_(market.journal),
      shipped_(spec_.at_start.pace),
      demand_(market.flow.trace.constraint(kLeadTime)),
      own_plan_(market.flow.trace.constraint("accelerator_orders")),
      pace_series_(market.series.declare("planned_pace", name(), "GW_it/month", region())),
      capacity_series_(market.series.declare("assembly_capacity", name(), "GW_it/month", region())),
      backlog_series_(market.series.declare("accelerator_backlog", name(), "GW_it", region())),
      shipped_series_(market.series.declare("systems_shipped", name(), "GW_it", region())),
      packages_series_(market.series.declare("package_stock", name(), "GW_it", region())),
      logic_series_(market.series.declare("logic_consigned", name(), "GW_it", region())),
      hbm_series_(market.series.declare("hbm_consigned", name(), "GW_it", region())),
      price_series_(market.series.declare("accelerator_price", name(), "usd/kW_it", region())),
      shipped_packages_series_(
          market.series.declare("accelerator_packages", name(), "package/quarter", region())),
      h100e_series_(market.series.declare("installed_h100e", name(), "h100e", region())),
      tdp_series_(market.series.declare("installed_chip_tdp_gw", name(), "GW_tdp", region())) {
  for (const Spec::LightPart& part : spec_.light_parts) {
    const std::size_t resource = line_.gate().add_resource(market.flow.trace.constraint(part.name),
                                                           per_minute(part.kw_per_month));
    light_parts_.push_back(std::make_unique<Expansion>(
        market, line_.gate(), resource, market.flow.trace.constraint(part.name + "_lead_time")));
  }
  line_.add_input({&packages_, 1});
  line_.add_input({&server_memory_, 1});
  for (const Spec::Generation& g : spec_.generations) {
    Generation generation{.wafer = market.commodity(g.wafer, "wafer"),
                          .logic = PartBook(market.journal),
                          .packages = PartBook(market.journal)};
    generation.minor_wafer = market.commodity(g.minor_wafer, "wafer");
    generation.series = market.series.declare("packaged", name(), "GW_it", region(), g.name);
    generations_.push_back(std::move(generation));
  }
  for (const Spec::Generation& g : spec_.generations)
    mix_.push_back(g.share.at(0));
  // What was under way at the start is of the generation that was sold then.
  stock_up(first_generation(), spec_.at_start.stock);
  line_.on_shipped([this](OrderId, std::int64_t quantity, EventId) {
    count_failed();
    count_shipped(static_cast<double>(quantity));
  });
  quote_prices();
}

std::size_t AcceleratorVendor::first_generation() const {
  const auto sold_less = [](const Spec::Generation& a, const Spec::Generation& b) {
    return a.share.at(0) < b.share.at(0);
  };
  const std::vector<Spec::Generation>& all = spec_.generations;
  return static_cast<std::size_t>(std::max_element(all.begin(), all.end(), sold_less) -
                                  all.begin());
}

void AcceleratorVendor::meet() {
  for (std::size_t i = 0; i < generations_.size(); ++i) {
    const Spec::Generation& g = spec_.generations[i];
    generations_[i].foundry = &market_.firm(g.foundry);
    if (!g.minor_foundry.empty())
      generations_[i].minor_foundry = &market_.firm(g.minor_foundry);
    supplied_by(*generations_[i].foundry, generations_[i].wafer);
    if (generations_[i].minor_foundry != nullptr)
      supplied_by(*generations_[i].minor_foundry, generations_[i].minor_wafer);
  }
  const auto sellers = [&](const std::vector<Spec::Seller>& list) {
    Sellers result;
    double total = 0;
    for (const Spec::Seller& seller : list)
      total += seller.weight;
    ensure(list.empty() || total > 0, "somebody sells every part");
    for (const Spec::Seller& seller : list) {
      result.firms.push_back(&market_.firm(seller.firm));
      result.weights.push_back(seller.weight / total);
      result.given.push_back(0);
      result.price.push_back(1);
    }
    return result;
  };
  needs(hbm_wafer_);
  needs(dram_wafer_);
  needs(cowos_wafer_);
  memory_ = sellers(spec_.memory);
  memory_.price_shift = spec_.price_shift;
  usual_memory_ = memory_.weights;
  last_hbm_ = last_dram_ = std::vector<OrderId>(memory_.firms.size(), kNoOrder);
  packaging_ = consigned_logic_to_ = consigned_hbm_to_ = sellers(spec_.packaging);
  for (Firm* firm : memory_.firms) {
    supplied_by(*firm, hbm_wafer_);
    supplied_by(*firm, dram_wafer_);
  }
  for (Firm* firm : packaging_.firms)
    supplied_by(*firm, cowos_wafer_);
  if (spec_.storage) {
    nand_wafer_ = market_.commodity("nand_wafer", "wafer");
    storage_ = sellers(spec_.storage->makers);
    for (Firm* firm : storage_.firms)
      later_supplied_by(*firm, nand_wafer_);
  }
  meet_second_sources();
  inherited_.expect(nearest_whole(spec_.at_start.packages), 0, spec_.at_start.package_months - 1,
                    market_.flow.trace.constraint("cowos_cycle_time"),
                    [this](std::int64_t amount, EventId event) {
                      server_memory_.put(amount, event);
                      packages_.put(amount, event);
                      stock_up(first_generation(), static_cast<double>(amount));
                    });
}

void AcceleratorVendor::receive_order(OrderId order) {
  answer(order, line_.book(order, expected_to_ship()));
}

void AcceleratorVendor::order_cancelled(OrderId order, std::int64_t quantity) {
  line_.cancelled(order, quantity);
}

void AcceleratorVendor::goods_in(OrderId id, std::int64_t quantity, EventId arrival) {
  const Order& order = market_.journal.at(id);
  const double amount = PartBook::kw(order, quantity);
  if (order.terms.commodity == cowos_wafer_) {
    const auto known =
        std::lower_bound(package_orders_.begin(), package_orders_.end(), id,
                         [](const PackageOrder& p, OrderId wanted) { return p.order < wanted; });
    const std::int64_t kw = nearest_whole(amount);
    std::int64_t rest = replace_failed(kw);
    const auto replaced = static_cast<double>(kw - rest);
    if (known != package_orders_.end() && known->order == id) {
      generations_[known->generation].packaged += std::min(replaced, amount);
      stock_up(known->generation, std::max(0.0, amount - replaced));
    }
    if (!market_.disruptions.empty())
      rest = put_aside(rest, static_cast<double>(quantity) / std::max(1.0, amount));
    if (rest > 0)
      packages_.put(rest, arrival);
  } else if (order.terms.commodity == dram_wafer_) {
    server_memory_.put(nearest_whole(amount), arrival);
  }
  // I/O and switch dies are bought alongside and never the last to come.
}

void AcceleratorVendor::order_rejected(OrderId id) {
  const Order& order = market_.journal.at(id);
  for (Generation& g : generations_) {
    if (g.wafer != order.terms.commodity || order.terms.consignee == kNoFirm)
      continue;
    g.rejected += PartBook::kw(order, order.terms.quantity);
    return;
  }
}

void AcceleratorVendor::quoted(const PriceQuote& price) {
  if (price.commodity != dram_wafer_)
    return;
  memory_price_ = 0;
  for (std::size_t i = 0; i < memory_.firms.size(); ++i) {
    if (memory_.firms[i]->id() == price.from)
      memory_.price[i] = price.usd;
    memory_price_ += memory_.weights[i] * memory_.price[i];
  }
}

void AcceleratorVendor::quote_prices() {
  double price = 0;
  double total = 0;
  for (std::size_t i = 0; i < mix_.size(); ++i) {
    price += mix_[i] * spec_.generations[i].usd_per_kw;
    total += mix_[i];
  }
  if (total <= 0)
    return;
  quoted_ = price / total;
  double h100e = 0;  // of what is on sale today, whose parts were ordered long ago
  for (const Spec::Generation& g : spec_.generations)
    h100e += g.share.at(market_.flow.now()) * g.h100e_per_gw * kGwPerKw;
  set_price(accelerator_, quoted_, 0, PriceQuote::kNoLimit, h100e);
}

void AcceleratorVendor::stock_up(std::size_t generation, double kw) {
  if (kw <= 0)
    return;
  generations_[generation].packaged += kw;
  if (!batches_.empty() && batches_.back().generation == generation) {
    batches_.back().kw += kw;
  } else {
    batches_.push_back({generation, kw});
  }
}

void AcceleratorVendor::count_shipped(double kw) {
  const double before = shipped_packages_;
  while (kw > 0 && !batches_.empty()) {
    Batch& oldest = batches_.front();
    const double part = std::min(kw, oldest.kw);
    const Spec::Generation& recipe = spec_.generations[oldest.generation];
    if (recipe.kw_per_package > 0) {
      const double packages = part / recipe.kw_per_package;
      shipped_packages_ += packages;
      shipped_tdp_kw_ += packages * recipe.tdp_kw_per_package;
    }
    shipped_h100e_ += part * kGwPerKw * recipe.h100e_per_gw;
    kw -= part;
    oldest.kw -= part;
    if (oldest.kw <= 0)
      batches_.pop_front();
  }
  market_.series.add(shipped_packages_series_, quarter_begin(timeline(), now()),
                     shipped_packages_ - before);
  record_shipped();
}

void AcceleratorVendor::record_shipped() {
  market_.series.put(h100e_series_, now(), shipped_h100e_);
  market_.series.put(tdp_series_, now(), shipped_tdp_kw_ * kGwPerKw);
}

void AcceleratorVendor::tell_capacity() {
  market_.series.put(capacity_series_, now(), line_.capacity_per_month() * kGwPerKw);
}

void AcceleratorVendor::record(double pace) {
  Series& series = market_.series;
  double logic = 0;
  for (Generation& g : generations_) {
    logic += consigned_logic(g);
    series.add(g.series, recorded_, (g.packaged - g.reported) * kGwPerKw);
    g.reported = g.packaged;
  }
  series.put(pace_series_, now(), pace * kGwPerKw);
  tell_capacity();
  series.put(backlog_series_, now(), static_cast<double>(line_.backlog()) * kGwPerKw);
  series.put(shipped_series_, now(), static_cast<double>(line_.made()) * kGwPerKw);
  series.put(packages_series_, now(), static_cast<double>(packages_.level()) * kGwPerKw);
  series.put(logic_series_, now(), logic * kGwPerKw);
  series.put(hbm_series_, now(), (free_memory() + stuck_hbm_) * kGwPerKw);
  series.put(price_series_, now(), quoted_);
  record_shipped();
  recorded_ = now();
}

}  // namespace chokepoint::models
