// What an accelerator vendor decides on its planning day.

#include <algorithm>
#include <cmath>

#include "models/actors/accelerator_vendor.hpp"
#include "models/core/rates.hpp"
#include "models/policy/matched_sets.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

void AcceleratorVendor::plan() {
  update_books();
  record_failed();
  if (!market_.disruptions.empty())
    look_at_sources();
  if (market_.takes_bids())
    make_bids();
  divide_memory();
  const double pace = wanted_pace();
  order_logic(pace);
  order_hbm(pace);
  order_packages(pace);
  order_dram(pace);
  if (!spec_.firm_orders)
    take_back_surplus(pace);
  expand_assembly(pace);
  const bool quarter = timeline().month_index(now()) % 3 == 0;
  const std::array<double, 4> expected = expected_pace();
  if (quarter || is_news(expected, told_plan_, spec_.news))
    tell_sellers(expected);
  if (spec_.outlook_memory) {
    judge_plans(pace, *spec_.outlook_memory);
    if (quarter)
      tell_builders();
  }
  quote_prices();
  record(pace);
  planned_before_ = now();
}

void AcceleratorVendor::update_books() {
  list_waiting(accelerator_, waiting_);
  hbm_.update();
  dram_.update();
  for (Generation& g : generations_) {
    g.logic.update();
    g.packages.update();
  }
}

/// kW of sets a month to order for: what it believes of the forecasts, and orders that wait.
double AcceleratorVendor::wanted_pace() {
  const double made = static_cast<double>(line_.made() - made_before_);
  made_before_ = line_.made();
  if (now() > 0)
    shipped_.observe(made);
  idle_months_ = made < spec_.faith.idle_below * line_.capacity_per_month() && line_.backlog() == 0
                     ? idle_months_ + 1
                     : 0;
  faith_ = faded_conviction(spec_.conviction, idle_months_, spec_.faith);
  const double announced = heard(accelerator_, months_long(spec_.plan_ahead_months));
  double plan = planned(spec_.plan_ahead_months);
  plan += std::max(0.0, static_cast<double>(line_.backlog()) - spec_.normal_backlog_months * plan) /
          spec_.backlog_months;
  const double stock_months =
      plan > 0 ? static_cast<double>(packages_.level()) / plan : spec_.usual_stock_months;
  double pace = stock_adjusted(plan, stock_months, spec_.usual_stock_months);
  pace += replaced_per_month() + filling_per_month(pace);
  reason_ = pace >= 0.95 * announced ? demand_ : own_plan_;
  decided_ = decide(reason_);
  return pace;
}

/// kW a month it expects to make then.
double AcceleratorVendor::planned(double months_ahead) const {
  const double announced = heard(accelerator_, months_long(months_ahead));
  const double own = shipped_.project(months_ahead);
  return announced > 0 ? plan_rate(faith_, announced, own) : own;
}

/// Parts ordered before the start that have not come yet: they used to be ordered at the old pace.
double AcceleratorVendor::before_start(double ahead_months) const {
  const double passed = static_cast<double>(now()) / kMinutesPerMonth;
  return spec_.at_start.pace * std::max(0.0, ahead_months - passed);
}

double AcceleratorVendor::consigned_logic(const Generation& generation) const {
  const double begun = generation.packages.started() + generation.lost;
  return std::max(0.0, generation.logic.arrived() - begun) * reachable_logic_;
}

double AcceleratorVendor::packaged_or_begun() const {
  double sum = static_cast<double>(packages_.level() + inherited_.to_come());
  for (const Generation& g : generations_)
    sum += g.packages.outstanding() - g.packages.not_started();
  return sum;
}

double AcceleratorVendor::free_memory() const {
  double begun = 0;
  for (const Generation& g : generations_)
    begun += g.packages.started() + g.lost;
  return std::max(0.0, hbm_.arrived() - begun - stuck_hbm_);
}

double AcceleratorVendor::memory_in_sight(double ahead_months) const {
  return before_start(ahead_months) + free_memory() +
         hbm_.due_by(now() + months_long(ahead_months).minutes);
}

OrderId AcceleratorVendor::buy_part(Firm& seller, CommodityId commodity, double amount,
                                    double units_per_gw, double ahead_months, bool counts,
                                    FirmId consignee) {
  const auto units = nearest_whole(amount * kGwPerKw * units_per_gw);
  if (units < 1)
    return kNoOrder;
  OrderTerms terms;
  terms.commodity = commodity;
  terms.quantity = units;
  terms.wanted = now() + months_long(ahead_months).minutes;
  terms.sink_per_unit = counts ? 1 / units_per_gw : 0;
  terms.firm = spec_.firm_orders;
  terms.consignee = consignee;
  terms.parent = parent_;
  return buy(seller, terms, decision_for(seller));
}

void AcceleratorVendor::order_logic(double pace) {
  const double ahead = spec_.logic_ahead_months;
  const Tick used = now() + months_long(ahead + spec_.package_lag_months).minutes;
  double position = before_start(ahead);
  std::vector<GenerationView> views;
  for (std::size_t i = 0; i < generations_.size(); ++i) {
    Generation& g = generations_[i];
    position += consigned_logic(g) + g.logic.outstanding();
    GenerationView view{.share = spec_.generations[i].share.at(used)};
    const double late =
        g.logic.outstanding() - g.logic.due_by(now() + months_long(ahead + 1).minutes);
    const double hoped = pace * view.share;
    if (hoped > 0)
      view.short_by = late / (hoped * ahead) + g.rejected / hoped;
    g.rejected = 0;
    views.push_back(view);
  }
  // With its foundries it loses nodes; then every older design is asked for that another can make.
  mix_ = product_mix(views, spec_.fallback, foundry_down_ ? generations_.size() : 1);
  // Logic that memory is not in sight for would wait while other vendors have memory without logic.
  const double amount =
      matched_target(pace, ahead, spec_.margin, memory_in_sight(ahead)) - position;
  if (amount <= 0)
    return;
  double covered = packaged_or_begun() + position - before_start(ahead);
  for (std::size_t i = 0; i < generations_.size(); ++i) {
    const double part = mix_[i] * amount;
    const Spec::Generation& recipe = spec_.generations[i];
    if (part * kGwPerKw * recipe.wafers_per_gw < 1)
      continue;
    Generation& g = generations_[i];
    buy_logic(g, recipe.wafers_per_gw, part, pace, covered);
    covered += part;
    if (g.minor_foundry == nullptr || recipe.minor_wafers_per_gw <= 0)
      continue;
    buy_part(*g.minor_foundry, g.minor_wafer, part, recipe.minor_wafers_per_gw, ahead, false,
             kNoFirm);
  }
}

double AcceleratorVendor::flash_per_gw(Tick when) const {
  const double years = static_cast<double>(when) / kMinutesPerMonth / 12;
  return round_significant(spec_.storage->wafers_per_gw *
                           portable_exp(-spec_.storage->denser_per_year * years));
}

/// Drives for the systems that packages are ordered for.
void AcceleratorVendor::order_storage(double amount) {
  for (std::size_t i = 0; i < storage_.firms.size(); ++i)
    buy_part(*storage_.firms[i], nand_wafer_, amount * storage_.weights[i], flash_per_gw(now()),
             spec_.package_ahead_months, false, kNoFirm);
}

/// In orders of a month's pace at most, so that a line that is nearly sold out can take some, and
/// what was refused for months is not asked for in one piece.
void AcceleratorVendor::buy_logic(Generation& generation, double wafers_per_gw, double amount,
                                  double pace, double covered) {
  const auto slices = static_cast<std::int64_t>(std::ceil(amount / std::max(pace, 1.0)));
  for (std::int64_t slice = 0; slice < slices; ++slice) {
    const double part = amount / static_cast<double>(slices);
    parent_ = waiting_.beyond(covered + static_cast<double>(slice) * part);
    const auto buy_from = [&](Firm& foundry, double share, double wafers) {
      const OrderId order =
          buy_part(foundry, generation.wafer, part * share, wafers_per_gw * wafers,
                   spec_.logic_ahead_months, true, consigned_logic_to_.take(part * share).id());
      if (order != kNoOrder)
        generation.logic.add(order);
    };
    if (market_.disruptions.empty()) {
      buy_from(*generation.foundry, 1, 1);
      continue;
    }
    for (const Route& route : routes(generation, false))
      buy_from(*route.foundry, route.part, route.wafers);
  }
}

void AcceleratorVendor::order_hbm(double pace) {
  const double ahead = spec_.hbm_ahead_months;
  double logic = before_start(ahead);
  double units = 0;
  double weights = 0;
  for (std::size_t i = 0; i < generations_.size(); ++i) {
    logic += consigned_logic(generations_[i]) +
             generations_[i].logic.due_by(now() + months_long(ahead).minutes);
    units += mix_[i] * spec_.generations[i].hbm_wafers_per_gw;
    weights += mix_[i];
  }
  if (weights <= 0)
    return;
  // Logic that will be ordered next month still comes in time.
  logic += pace * std::max(0.0, ahead - spec_.logic_ahead_months);
  const double position = before_start(ahead) + free_memory() + hbm_.outstanding();
  const double amount = matched_target(pace, ahead, spec_.margin, logic) - position;
  if (amount * kGwPerKw * units / weights < 1)
    return;
  const double covered = packaged_or_begun() + position - before_start(ahead);
  buy_memory(hbm_, hbm_wafer_, amount, units / weights, ahead, covered);
}

Firm& AcceleratorVendor::memory_maker(Firm& usual, CommodityId commodity) const {
  if (usual.may_sell(*this, commodity))
    return usual;
  const auto open = std::find_if(memory_.firms.begin(), memory_.firms.end(), [&](const Firm* firm) {
    return firm->may_sell(*this, commodity);
  });
  return open == memory_.firms.end() ? usual : **open;
}

/// A wait that nobody told it is as long as it asks for.
void AcceleratorVendor::divide_memory() {
  if (!spec_.promise_shift)
    return;
  const auto wait = [&](OrderId last, double asked_months) {
    if (last == kNoOrder || market_.journal.at(last).promised == kNever)
      return asked_months;
    const Order& order = market_.journal.at(last);
    return static_cast<double>(order.promised - order.placed) / kMinutesPerMonth;
  };
  std::vector<double> waits(memory_.firms.size());
  for (std::size_t i = 0; i < waits.size(); ++i)
    waits[i] =
        wait(last_hbm_[i], spec_.hbm_ahead_months) + wait(last_dram_[i], spec_.dram_ahead_months);
  memory_.divide_anew(shifted_weights(usual_memory_, waits, *spec_.promise_shift));
}

void AcceleratorVendor::buy_memory(PartBook& book, CommodityId commodity, double amount,
                                   double units_per_gw, double ahead_months, double covered) {
  std::vector<OrderId>& last = commodity == hbm_wafer_ ? last_hbm_ : last_dram_;
  const auto buy_from = [&](Firm& usual, double part) {
    Firm& seller = memory_maker(usual, commodity);
    parent_ = waiting_.beyond(covered);
    covered += part;
    const FirmId consignee = commodity == hbm_wafer_ ? consigned_hbm_to_.take(part).id() : kNoFirm;
    const OrderId order =
        buy_part(seller, commodity, part, units_per_gw, ahead_months, true, consignee);
    if (order == kNoOrder)
      return;
    book.add(order);
    for (std::size_t i = 0; i < last.size(); ++i) {
      if (memory_.firms[i] == &seller)
        last[i] = order;
    }
  };
  if (amount * kGwPerKw * units_per_gw < spec_.split_wafers) {
    buy_from(memory_.take(amount), amount);
    return;
  }
  const std::vector<double> parts = memory_.parts();
  for (std::size_t i = 0; i < memory_.firms.size(); ++i) {
    const double part = amount * parts[i];
    memory_.given[i] += part;
    buy_from(*memory_.firms[i], part);
  }
}

void AcceleratorVendor::order_packages(double pace) {
  const double ahead = spec_.package_ahead_months;
  const Tick soon = now() + months_long(ahead).minutes;
  double waiting = 0;
  double on_order = 0;
  std::vector<double> sets(generations_.size());
  double logic = 0;
  for (std::size_t i = 0; i < generations_.size(); ++i) {
    const Generation& g = generations_[i];
    waiting += g.packages.not_started();
    on_order += g.packages.outstanding();
    sets[i] = std::max(0.0, consigned_logic(g) + g.logic.due_by(soon) - g.packages.not_started());
    logic += sets[i];
  }
  const double hbm = std::max(0.0, free_memory() + hbm_.due_by(soon) - waiting);
  const double position = static_cast<double>(packages_.level() + inherited_.to_come()) + on_order;
  // The short-lead part follows the long-lead ones.
  const double amount = std::min({pace * ahead - position, logic, hbm});
  if (amount <= 0 || logic <= 0)
    return;
  double covered = position;
  for (std::size_t i = 0; i < generations_.size(); ++i) {
    const double part = amount * sets[i] / logic;
    const double units = spec_.generations[i].cowos_wafers_per_gw;
    if (part * kGwPerKw * units < 1)
      continue;
    parent_ = waiting_.beyond(covered);
    covered += part;
    for (std::size_t k = 0; k < packaging_.firms.size(); ++k) {
      const OrderId order = buy_part(*packaging_.firms[k], cowos_wafer_,
                                     part * packaging_.weights[k], units, ahead, true, kNoFirm);
      if (order == kNoOrder)
        continue;
      package_orders_.push_back({order, i});
      generations_[i].packages.add(order);
    }
    order_storage(part);
  }
}

void AcceleratorVendor::order_dram(double pace) {
  const double ahead = spec_.dram_ahead_months;
  double packages = static_cast<double>(packages_.level() + inherited_.to_come());
  double units = 0;
  double weights = 0;
  for (std::size_t i = 0; i < generations_.size(); ++i) {
    const Generation& g = generations_[i];
    packages += g.packages.outstanding() + consigned_logic(g) +
                g.logic.due_by(now() + months_long(ahead).minutes);
    units += mix_[i] * spec_.generations[i].dram_wafers_per_gw;
    weights += mix_[i];
  }
  if (weights <= 0)
    return;
  const double thrift = portable_pow(std::max(1.0, memory_price_), -spec_.memory_thrift);
  const double per_gw = thrift * units / weights;
  const double position =
      static_cast<double>(server_memory_.level() + inherited_.to_come()) + dram_.outstanding();
  const double amount =
      matched_target(pace, ahead, spec_.margin, std::max(packages, pace)) - position;
  if (amount * kGwPerKw * per_gw < 1)
    return;
  buy_memory(dram_, dram_wafer_, amount, per_gw, ahead, position);
}

/// Who orders without commitment takes back what the shrunken plan does not need, newest first.
void AcceleratorVendor::take_back_surplus(double pace) {
  double position = 0;
  for (const Generation& g : generations_)
    position += consigned_logic(g) + g.logic.outstanding();
  double surplus = position - spec_.surplus * pace * spec_.logic_ahead_months;
  for (Generation& g : generations_) {
    const std::vector<OrderId>& open = g.logic.open();
    for (auto it = open.rbegin(); it != open.rend() && surplus > 0; ++it) {
      const Order& order = market_.journal.at(*it);
      const double unit = PartBook::kw(order, 1);
      const auto units =
          std::min<std::int64_t>(order.to_start(), static_cast<std::int64_t>(surplus / unit));
      if (units <= 0)
        continue;
      surplus -= unit * static_cast<double>(take_back(*it, units));
    }
  }
}

/// Assembly grows by what it lacks. Makers of light parts hear the same plan, and grow as fast as
/// they can.
void AcceleratorVendor::expand_assembly(double pace) {
  const double target = pace * (1 + spec_.assembly_reserve);
  expand(assembly_, target, target, spec_.assembly_lead);
  for (std::size_t i = 0; i < light_parts_.size(); ++i) {
    const Spec::LightPart& part = spec_.light_parts[i];
    Expansion& capacity = *light_parts_[i];
    expand(capacity, pace * (1 + part.reserve),
           growth_cap(capacity.standing(), capacity.under_way(), part.growth_per_year), part.lead);
  }
}

void AcceleratorVendor::expand(Expansion& capacity, double target, double most, Duration lead) {
  constexpr double kWorthAProject = 0.01;  // of what stands
  const double start = expansion_start(target, capacity.standing(), capacity.under_way(),
                                       spec_.assembly_smoothing_months, most);
  capacity.planned(target, reason_);
  if (start < kWorthAProject * capacity.standing())
    return;
  capacity.start(start, lead, decided_);
  booked();
}

}  // namespace chokepoint::models
