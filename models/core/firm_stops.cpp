// What stops a firm: its own outages, and what an event leaves of its places.
#include <algorithm>

#include "models/core/firm.hpp"

namespace chokepoint::models {

std::string outage_name(std::string_view firm) {
  return "outage_" + std::string(firm);
}

Monthly Firm::months_of_work(const MonthGrid& grid) const {
  Monthly months;
  for (int month = 0; month < grid.months(); ++month) {
    Tick stopped = 0;
    for (const OutageDates& outage : spec_.outages) {
      stopped = std::max(
          stopped, std::min(outage.to, grid.end(month)) - std::max(outage.from, grid.begin(month)));
    }
    const double part = static_cast<double>(stopped) / static_cast<double>(grid.minutes(month));
    const double left = places_.most_left(grid.begin(month), grid.end(month));
    months.push_back(grid.average_months(month) * std::min(1 - part, left));
  }
  return months;
}

void Firm::stop_site() {
  if (outages_now_++ > 0)
    return;
  stopped_at_ = now();
  simulation().site_off(name());
  const ConstraintId outage = market_.flow.trace.constraint(outage_name(name()));
  for (Gate* gate : gates_)
    gate->stop(outage);
  tell_capacity();
}

void Firm::resume_site() {
  if (--outages_now_ > 0)
    return;
  simulation().site_on(name());
  const ConstraintId outage = market_.flow.trace.constraint(outage_name(name()));
  for (Gate* gate : gates_)
    gate->resume(outage);
  Conditions before;
  before.add(kWorldStart, EnablerClass::planned);
  outage_ = market_.flow.trace.outage(outage, stopped_at_, now(), before);
  tell_capacity();
}

double Firm::part_left() const {
  return places_.concerned() ? places_.left(0, now()) : 1;
}

std::optional<Places> Firm::places_of(std::string_view node) const {
  if (!market_.disruptions.strikes_nodes(name(), node))
    return std::nullopt;
  return Places(market_.disruptions, name(), region(), spec_.abroad, node);
}

double Firm::part_struck(const Disruption& event) const {
  const std::vector<double> parts = places_.at_start();
  double struck = 0;
  for (std::size_t place = 0; place < places_.count(); ++place) {
    const auto& stops = places_.stops(place);
    if (std::find(stops.begin(), stops.end(), &event) != stops.end())
      struck += parts[place];
  }
  return struck;
}

double Firm::part_working() const {
  return has_own_outage() ? 0 : part_left();
}

double Firm::part_counted() const {
  return places_.concerned() ? places_.counted(0) : 1;
}

template <class Which>
void Firm::cancel_sales(Which which) {
  for (OrderId id = 1; id < market_.journal.size(); ++id) {
    const Order& order = market_.journal.at(id);
    if (order.seller == id_ && !order.closed() && order.to_start() > 0 && which(order))
      market_.firm(order.buyer).lose(id);
  }
}

void Firm::cancel_sales_of(CommodityId commodity) {
  cancel_sales([&](const Order& order) { return order.terms.commodity == commodity; });
}

void Firm::stop_exports() {
  cancel_sales([this](const Order& order) {
    return !may_sell(market_.firm(order.buyer), order.terms.commodity);
  });
}

void Firm::struck() {
  const bool nodes_given_up = nodes_struck();
  const bool given_up = places_.give_up_or_take_up(now(), spec_.patience) || nodes_given_up;
  const bool deserted = places_.deserted(now());
  if (deserted != site_struck_) {
    site_struck_ = deserted;
    if (deserted && outages_now_++ == 0)
      simulation().site_off(name());
    if (!deserted && --outages_now_ == 0)
      simulation().site_on(name());
  }
  if (given_up)
    capacity_given_up();
  apply_left();
  if (const double left = part_left(); left != told_left_) {
    told_left_ = left;
    tell_capacity();
  }
  const Disruption* const stop = places_.in_force(now());
  if (stop == nullptr) {
    in_business_ = true;
  } else if (stop->orders_refused && in_business_) {
    in_business_ = false;
    cancel_sales([](const Order&) { return true; });
  }
}

void Firm::apply_left() {
  const double left = part_left();
  if (struck_gates_.empty()) {
    for (Gate* gate : gates_)
      struck_gates_.emplace_back(*gate);
  }
  const Disruption* const stop = places_.in_force(now());
  for (StruckGate& gate : struck_gates_)
    gate.leave(left, stop == nullptr ? 0 : market_.flow.trace.constraint(stop->name));
}

std::optional<Firm::Outage> Firm::outage() const {
  constexpr double kMost = 0.5;
  Trace& trace = market_.flow.trace;
  if (has_own_outage())
    return Outage{trace.constraint(outage_name(name())), stopped_at_};
  const bool stands = places_.concerned() && part_left() < kMost;
  const Disruption* const stop = stands ? places_.in_force(now()) : nullptr;
  if (stop == nullptr)
    return std::nullopt;
  return Outage{trace.constraint(stop->name), stop->standing_since(now())};
}

}  // namespace chokepoint::models
