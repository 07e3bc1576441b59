// What an accelerator vendor does when events strike its suppliers: it ports its designs, has other
// packagers, and opens what it put aside.

#include <algorithm>
#include <cmath>

#include "models/actors/accelerator_vendor.hpp"
#include "models/actors/packaging_house.hpp"
#include "models/core/rates.hpp"
#include "models/policy/bidding.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

constexpr double kDown = 0.5;  ///< who has less left is a supplier no more

}  // namespace

void AcceleratorVendor::meet_second_sources() {
  first_packagers_ = packaging_.firms.size();
  const bool nothing_happens = market_.disruptions.empty();
  const auto know = [&](const Firm& firm, CommodityId commodity) {
    if (nothing_happens)
      perhaps_supplied_by(firm, commodity);
    else
      later_supplied_by(firm, commodity);
  };
  for (const Spec::SecondFoundry& second : spec_.second_foundries) {
    const Firm& firm = market_.firm(second.firm);
    for (const Generation& g : generations_) {
      if (firm.offers(g.wafer))
        know(firm, g.wafer);
    }
  }
  for (const std::string& second : spec_.second_packagers)
    know(market_.firm(second), cowos_wafer_);
  if (nothing_happens)
    return;
  for (const Spec::SecondFoundry& second : spec_.second_foundries)
    second_foundries_.push_back(&market_.firm(second.firm));
  for (const std::string& second : spec_.second_packagers) {
    Firm& firm = market_.firm(second);
    for (Sellers* sellers : {&packaging_, &consigned_logic_to_, &consigned_hbm_to_}) {
      sellers->firms.push_back(&firm);
      sellers->weights.push_back(0);
      sellers->given.push_back(0);
      sellers->price.push_back(1);
    }
  }
  for (const Generation& g : generations_) {
    const bool known = std::any_of(watched_.begin(), watched_.end(), [&](const Watched& watched) {
      return watched.firm == g.foundry && watched.product == g.wafer;
    });
    if (!known)
      watched_.push_back({g.foundry, g.wafer});
  }
  for (std::size_t i = 0; i < first_packagers_; ++i)
    watched_.push_back({packaging_.firms[i], cowos_wafer_});
}

/// A design that it no longer sells, or not yet, needs no other foundry while the firm has most of
/// its nodes.
bool AcceleratorVendor::counts_on(const Watched& source) const {
  if (source.firm->part_left() < kDown)
    return true;
  for (std::size_t i = 0; i < generations_.size(); ++i) {
    const Generation& g = generations_[i];
    const Profile& share = spec_.generations[i].share;
    const Tick ahead =
        now() + months_long(spec_.logic_ahead_months + spec_.package_lag_months).minutes;
    if (g.foundry == source.firm && g.wafer == source.product &&
        (share.at(now()) > 0 || share.at(ahead) > 0))
      return true;
  }
  return false;
}

void AcceleratorVendor::look_at_sources() {
  foundry_down_ = false;
  for (Watched& watched : watched_) {
    const bool down = watched.firm->part_left_of(watched.product) < kDown;
    watched.down_since = !down ? kNever : std::min(watched.down_since, now());
    const bool is_foundry = watched.product != cowos_wafer_;
    foundry_down_ = foundry_down_ || (down && is_foundry && counts_on(watched));
    if (!down || (is_foundry && !counts_on(watched)) ||
        now() - watched.down_since < spec_.turns_elsewhere_after)
      continue;
    Porting& porting = is_foundry ? porting_ : qualifying_;
    if (porting.since == kNever)
      porting = {now(), watched.firm->places().in_force(now())};
  }
  const Disruptions::Hedge hedge = market_.disruptions.hedge(name(), now());
  for (Porting* porting : {&porting_, &qualifying_}) {
    if (hedge.share > 0 && hedge.since < porting->since)
      *porting = {hedge.since, nullptr};
  }
  look_at_packagers();
  count_stuck();
  if (foundry_down_)
    open_reserve();
}

void AcceleratorVendor::make_bids() {
  if (spec_.pays_for_logic <= 0)
    return;
  struct Worth {
    Firm* seller;
    CommodityId wafer;
    double usd;
  };
  std::vector<Worth> offers;  // for each wafer that of the generation to which it is worth most
  const auto offer = [&](Firm& seller, CommodityId wafer, double usd) {
    for (Worth& known : offers) {
      if (known.seller == &seller && known.wafer == wafer) {
        known.usd = std::max(known.usd, usd);
        return;
      }
    }
    offers.push_back({&seller, wafer, usd});
  };
  for (std::size_t i = 0; i < generations_.size(); ++i) {
    if (mix_[i] <= 0)
      continue;
    const Generation& g = generations_[i];
    const Spec::Generation& recipe = spec_.generations[i];
    const double usd_per_gw = recipe.usd_per_kw * kKwPerGw;
    const double usd = logic_worth(usd_per_gw, recipe.wafers_per_gw, spec_.pays_for_logic);
    offer(*g.foundry, g.wafer, usd);
    for (std::size_t k = 0; k < second_foundries_.size(); ++k) {
      if (second_foundries_[k]->offers(g.wafer))
        offer(*second_foundries_[k], g.wafer, usd / spec_.second_foundries[k].wafers);
    }
    // What is not paid for logic that waits for a package can be paid for the package.
    for (Firm* packager : packaging_.firms)
      offer(*packager, cowos_wafer_,
            logic_worth(usd_per_gw, recipe.cowos_wafers_per_gw, spec_.pays_for_logic));
  }
  for (const Worth& made : offers)
    bid(*made.seller, made.wafer, made.usd);
}

double AcceleratorVendor::second_part(const Generation& generation, bool ported) const {
  ported = ported ? porting_.since != kNever
                  : porting_.since != kNever && now() >= porting_.since + spec_.port_time;
  if (!ported || second_foundries_.empty())
    return 0;
  const double left = generation.foundry->part_left_of(generation.wafer);
  const double hedged = market_.disruptions.hedge(name(), now()).share;
  return left < kDown ? 1 - left : hedged;
}

std::vector<AcceleratorVendor::Route> AcceleratorVendor::routes(const Generation& generation,
                                                                bool ported) const {
  double second = second_part(generation, ported);
  double weights = 0;
  for (std::size_t i = 0; i < second_foundries_.size(); ++i) {
    if (second_foundries_[i]->offers(generation.wafer))
      weights +=
          spec_.second_foundries[i].weight * second_foundries_[i]->part_left_of(generation.wafer);
  }
  if (weights <= 0)
    second = 0;
  std::vector<Route> list;
  if (second < 1)
    list.push_back({generation.foundry, 1 - second, 1});
  for (std::size_t i = 0; second > 0 && i < second_foundries_.size(); ++i) {
    const Spec::SecondFoundry& spec = spec_.second_foundries[i];
    const double weight = spec.weight * second_foundries_[i]->part_left_of(generation.wafer);
    if (weight > 0 && second_foundries_[i]->offers(generation.wafer))
      list.push_back({second_foundries_[i], second * weight / weights, spec.wafers});
  }
  return list;
}

std::vector<double> AcceleratorVendor::packager_weights(bool qualified) const {
  double usual = 0;
  double open = 0;
  for (const Spec::Seller& seller : spec_.packaging)
    usual += seller.weight;
  std::vector<double> weights(packaging_.firms.size(), 0.0);
  for (std::size_t i = 0; i < first_packagers_; ++i) {
    weights[i] = spec_.packaging[i].weight / usual * packaging_.firms[i]->part_left();
    open += weights[i];
  }
  const double hedged = market_.disruptions.hedge(name(), now()).share;
  const double missing = !qualified ? 0 : open < kDown ? 1 - open : hedged;
  // Among the others by the lines that each of them has for customers.
  double lines = 0;
  for (std::size_t i = first_packagers_; i < weights.size(); ++i) {
    weights[i] = house(i).lines_for_customers();
    lines += weights[i];
  }
  for (std::size_t i = first_packagers_; i < weights.size() && lines > 0; ++i)
    weights[i] *= missing / lines;
  // With nobody open and nobody else qualified, orders wait where they always went.
  if (std::all_of(weights.begin(), weights.end(), [](double w) { return w <= 0; })) {
    for (std::size_t i = 0; i < first_packagers_; ++i)
      weights[i] = spec_.packaging[i].weight / usual;
  }
  return weights;
}

bool AcceleratorVendor::packagers_qualified(Tick when) const {
  return qualifying_.since != kNever && when >= qualifying_.since + spec_.packaging_port;
}

void AcceleratorVendor::look_at_packagers() {
  const std::vector<double> weights = packager_weights(packagers_qualified(now()));
  if (weights == packaging_.weights)
    return;
  for (Sellers* sellers : {&packaging_, &consigned_logic_to_, &consigned_hbm_to_})
    sellers->divide_anew(weights);
}

/// Parts that lie where nothing works are not counted on. What is on its way there, or came when
/// nothing worked any more, goes to others as soon as some are qualified; what lies spare at these
/// goes back when they get no orders any more.
void AcceleratorVendor::count_stuck() {
  double logic = 0;
  stuck_hbm_ = 0;
  for (std::size_t i = 0; i < packaging_.firms.size(); ++i) {
    PackagingHouse& here = house(i);
    const bool works = here.part_left() > 0;
    if (!works || packaging_.weights[i] <= 0)
      move_parts_from(here);
    if (works)
      continue;
    const PackagingHouse::Spare late = here.late(id());
    logic += here.consigned_logic(id()) - static_cast<double>(late.logic);
    stuck_hbm_ += here.consigned_hbm(id()) - static_cast<double>(late.hbm);
  }
  reachable_logic_ = 1;
  double consigned = 0;
  for (const Generation& g : generations_)
    consigned += consigned_logic(g);
  if (consigned > 0)
    reachable_logic_ = std::clamp(1 - logic / consigned, 0.0, 1.0);
}

PackagingHouse& AcceleratorVendor::house(std::size_t packager) const {
  return static_cast<PackagingHouse&>(*packaging_.firms[packager]);
}

void AcceleratorVendor::move_parts_from(PackagingHouse& house) {
  double open = 0;
  for (std::size_t i = 0; i < packaging_.firms.size(); ++i)
    open += packaging_.firms[i]->part_left() > 0 ? packaging_.weights[i] : 0;
  const PackagingHouse::Spare spare = house.spare(id());
  const bool any = spare.logic > 0 || spare.hbm > 0;
  if (open <= 0)
    return;
  const Disruption* const stop = house.part_left() > 0 ? nullptr : house.places().in_force(now());
  const EventId decided = !any              ? kWorldStart
                          : stop != nullptr ? decide_after(*stop, now())
                                            : decide(own_plan_);
  double left = open;  // of what has not been passed on yet
  for (std::size_t i = 0; any && i < packaging_.firms.size(); ++i) {
    const double weight = packaging_.weights[i];
    if (packaging_.firms[i]->part_left() <= 0 || weight <= 0)
      continue;
    auto& other = static_cast<PackagingHouse&>(*packaging_.firms[i]);
    house.pass_on(id(), weight / left, other, decided);
    left -= weight;
  }
  // What is on its way to a house that works is for orders that wait there.
  if (house.part_left() > 0)
    return;
  const auto redirect = [&](const PartBook& book, Sellers& to) {
    for (const OrderId open_order : book.open()) {
      const Order& order = market_.journal.at(open_order);
      if (order.terms.consignee != house.id())
        continue;
      const Firm& elsewhere = to.take(PartBook::kw(order, order.outstanding()));
      market_.journal.redirect(open_order, elsewhere.id());
    }
  };
  redirect(hbm_, consigned_hbm_to_);
  for (const Generation& g : generations_)
    redirect(g.logic, consigned_logic_to_);
}

EventId AcceleratorVendor::decide_after(const Disruption& event, Tick ready) {
  Trace& trace = market_.flow.trace;
  const Tick since = event.standing_since(now());
  Conditions before;
  before.add(trace.exogenous(EventKind::plan, own_plan_, since, since), EnablerClass::planned);
  const EventId outage = trace.outage(trace.constraint(event.name), since, ready, before);
  return trace.follow(EventKind::plan, own_plan_, ready, now(), outage, EnablerClass::outage);
}

EventId AcceleratorVendor::first_decision(const Porting& porting, Tick after) {
  if (porting.because == nullptr)
    return decided_;
  const Tick ready = porting.since + after;
  return ready <= now() && ready > planned_before_ ? decide_after(*porting.because, ready)
                                                   : decided_;
}

EventId AcceleratorVendor::decision_for(const Firm& seller) {
  const auto is_seller = [&](const Firm* firm) { return firm == &seller; };
  if (std::any_of(second_foundries_.begin(), second_foundries_.end(), is_seller))
    return first_decision(porting_, spec_.port_time);
  const auto second = packaging_.firms.begin() + static_cast<std::ptrdiff_t>(first_packagers_);
  if (std::any_of(second, packaging_.firms.end(), is_seller))
    return first_decision(qualifying_, spec_.packaging_port);
  return decided_;
}

void AcceleratorVendor::goods_lost(OrderId id, std::int64_t quantity) {
  const Order& order = market_.journal.at(id);
  if (order.terms.commodity != cowos_wafer_)
    return;
  for (const PackageOrder& known : package_orders_) {
    if (known.order == id)
      generations_[known.generation].lost += PartBook::kw(order, quantity);
  }
}

}  // namespace chokepoint::models
