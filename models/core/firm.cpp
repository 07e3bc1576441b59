#include "models/core/firm.hpp"

#include <algorithm>
#include <cmath>

#include "models/core/rates.hpp"
#include "models/core/reasons.hpp"
#include "sim/base/error.hpp"
#include "sim/base/hash.hpp"

namespace chokepoint::models {

namespace {

/// A forecast at some time ahead: linear between the years it names, flat beyond the last.
double at_horizon(const std::array<double, 4>& per_month, Duration ahead) {
  const double years = std::clamp(months(ahead) / 12, 0.0, 3.0);
  const auto year = std::min<std::size_t>(2, static_cast<std::size_t>(years));
  const double part = years - static_cast<double>(year);
  return per_month[year] * (1 - part) + per_month[year + 1] * part;
}

}  // namespace

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

ProcessModel::CapacityId Firm::state_capacity(ProcessModel& model, const std::string& capacity,
                                              ConstraintId constraint, double per_month,
                                              GrowthRule growth, ProcessModel::Reading read) const {
  const ProcessModel::CapacityId id = model.capacity(capacity);
  ProcessModel::Capacity& stated = model.edit_capacity(id);
  stated.constraint = market_.flow.trace.name(constraint);
  growth.months_between = static_cast<int>(spec_.months_between);
  stated.path = {
      .initial = per_month, .worth = months_of_work(model.grid()), .growth = std::move(growth)};
  stated.reading = model.reading(std::move(read));
  return id;
}

std::string outage_name(std::string_view firm) {
  return "outage_" + std::string(firm);
}

FirmSpec FirmSpec::read(Reader& reader) {
  FirmSpec spec;
  spec.name = reader.name();
  spec.region = reader.reference("region", "region", "where the firm works");
  spec.planning_day = reader.count_or("planning_day", 1, "day of the month on which it plans",
                                      {.min = 1, .max = 28});
  spec.months_between =
      reader.count_or("plans_every", 1, "months between two plannings", {.min = 1, .max = 12});
  spec.planning_minute = static_cast<std::int64_t>(
      reader
          .number_if_any("planning_minute", "1",
                         "minute of that day; without it one of the first, in the order of names, "
                         "so that no two firms decide at once",
                         {.min = 0, .max = 1439})
          .value_or(-1));
  spec.outages = reader.list_or_empty("outages", "dates between which the firm's site stands still",
                                      OutageDates::read);
  spec.abroad = reader.list_or_empty("abroad",
                                     "capacity outside its region, for events that strike "
                                     "a region",
                                     AbroadSpec::read);
  spec.exports = reader.list_or_empty("export_rules",
                                      "goods that its government forbids it to sell to some "
                                      "regions; without it everybody may buy",
                                      ExportRule::read);
  double at_start = 0;
  double added = 0;
  for (const AbroadSpec& place : spec.abroad) {
    at_start += place.at_start;
    added += place.added;
  }
  reader.declare_name("site", site_name(spec.name, spec.region));
  for (const AbroadSpec& place : spec.abroad)
    reader.declare_name("site", site_name(spec.name, place.region));
  reader.require(at_start <= 1 && added <= 1, {"abroad"},
                 "expected parts that add up to 1 at most");
  const auto patience = reader.duration_if_any("gives_up_after",
                                               "capacity that an event has stopped for so long is "
                                               "given up: it is no longer planned with, and "
                                               "what is added goes elsewhere; never without it");
  if (patience)
    spec.patience = reader.timeline().after(0, *patience);
  return spec;
}

Firm::Firm(Market& market, FirmSpec spec)
    : MessageActor<Message>(spec.name, market.post),
      market_(market),
      spec_(std::move(spec)),
      id_(market.enter(*this)),
      minute_(spec_.planning_minute < 0 ? market.planning_minute() : spec_.planning_minute),
      account_(market.accounts.open(name())),
      order_stream_(market.flow.random.stream(name(), "orders")),
      name_key_(fnv1a(name())),
      places_(market.disruptions, spec_.name, spec_.region, spec_.abroad) {
  market.own_outages = market.own_outages || !spec_.outages.empty();
}

Tick Firm::next_planning() {
  const Tick day = (spec_.planning_day - 1) * kDay;
  planned_for_ = months_to_planning();
  const auto every = static_cast<int>(planned_for_);
  int month = timeline().month_index(now());
  if (timeline().month_begin(month) + day <= now())
    ++month;
  month += (every - month % every) % every;
  // Each firm at a minute of its own: no two decide at once, so none depends on who was asked
  // first.
  return timeline().month_begin(month) + day + minute_;
}

void Firm::run() {
  const bool frozen = market_.replayed != nullptr;
  if (now() == 0 && !frozen)
    plan();
  Tick planning = frozen ? simulation().horizon() : next_planning();
  for (;;) {
    const auto message = receive_until(planning);
    acted_ = false;
    if (message) {
      mail_.assign(1, *message);
      open_mail();
      if (!frozen && months_to_planning() < planned_for_)
        planning = next_planning();
    } else if (frozen) {
      return;
    } else {
      plan();
      outage_ = kWorldStart;
      planning = next_planning();
    }
    count_wakeup();
  }
}

bool Firm::attend() {
  if (months_to_planning() < planned_for_)
    return false;
  acted_ = false;
  mail_.clear();
  open_mail();
  count_wakeup();
  return true;
}

void Firm::count_wakeup() {
  ++wakeups_;
  if (!acted_)
    ++idle_wakeups_;
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

bool Firm::offers(CommodityId commodity) const {
  return std::any_of(offers_.begin(), offers_.end(),
                     [&](const Offer& offer) { return offer.commodity == commodity; });
}

Firm::Listed Firm::listed(CommodityId commodity) const {
  for (const Offer& offer : offers_) {
    if (offer.commodity == commodity)
      return {offer.usd, offer.wait};
  }
  return {};
}

std::vector<CommodityId> Firm::offered() const {
  std::vector<CommodityId> commodities;
  for (const Offer& offer : offers_)
    commodities.push_back(offer.commodity);
  return commodities;
}

Firm::Offer* Firm::offer_of(CommodityId commodity) {
  const auto known = std::find_if(offers_.begin(), offers_.end(),
                                  [&](const Offer& offer) { return offer.commodity == commodity; });
  return known == offers_.end() ? nullptr : &*known;
}

void Firm::needs(CommodityId commodity) {
  market_.needs.push_back({id_, commodity});
}

void Firm::supply(const Firm& seller, CommodityId commodity, bool to_start) {
  const auto known =
      std::find_if(market_.supplies.begin(), market_.supplies.end(), [&](const Market::Supply& s) {
        return s.seller == seller.id() && s.buyer == id_ && s.commodity == commodity;
      });
  if (known != market_.supplies.end())
    return;
  market_.supplies.push_back({seller.id(), id_, commodity, to_start});
  market_.received_series(id_, commodity);
  Offer* const offer = market_.firm(seller.id()).offer_of(commodity);
  if (offer == nullptr)
    return;
  offer->customers.push_back(id_);
  if (offer->usd > 0)
    quoted({seller.id(), commodity, offer->usd, 0, offer->wait, offer->room, offer->h100e});
}

void Firm::set_price(CommodityId commodity, double usd, Tick wait, double room, double h100e) {
  constexpr double kPrice = 0.05;  // changes that are worth a letter
  constexpr double kDate = 0.2;
  Offer* const offer = offer_of(commodity);
  ensure(offer != nullptr, "a price is for something that is sold");
  const auto near = [](double value, double before, double part) {
    return std::abs(value - before) <= part * before;
  };
  if (near(usd, offer->usd, kPrice) && near(h100e, offer->h100e, kPrice) &&
      near(room, offer->room, kDate) &&
      near(static_cast<double>(wait), static_cast<double>(offer->wait), kDate))
    return;
  offer->usd = usd;
  offer->wait = wait;
  offer->room = room;
  offer->h100e = h100e;
  for (const FirmId customer : offer->customers)
    say(market_.firm(customer), PriceQuote{id_, commodity, usd, 0, wait, room, h100e});
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

EventId Firm::record_decision(ConstraintId reason) {
  Trace& trace = market_.flow.trace;
  if (outage_ == kWorldStart) {
    const bool told = trace.enabled() && market_.may_stand_still();
    const std::optional<Outage> held = told ? outage_of_suppliers() : std::nullopt;
    if (!held)
      return trace.exogenous(EventKind::plan, reason, now(), now());
    Conditions before;
    before.add(trace.exogenous(EventKind::plan, reason, held->since, held->since),
               EnablerClass::planned);
    const EventId stood = trace.outage(held->name, held->since, now(), before);
    return trace.follow(EventKind::plan, reason, now(), now(), stood, EnablerClass::outage);
  }
  return trace.follow(EventKind::plan, reason, trace.event(outage_).end, now(), outage_,
                      EnablerClass::outage);
}

EventId Firm::decide(ConstraintId reason) {
  for (Decision& decision : decisions_) {
    if (decision.reason != reason)
      continue;
    if (decision.tick != now()) {
      decision.tick = now();
      decision.event = record_decision(reason);
    }
    return decision.event;
  }
  decisions_.push_back({reason, now(), record_decision(reason)});
  return decisions_.back().event;
}

void Firm::tell(Firm& seller, CommodityId commodity, const std::array<double, 4>& per_month) {
  // Who may not sell plans nothing for this firm.
  const bool served = seller.may_sell(*this, commodity);
  say(seller, Forecast{id_, commodity, served ? per_month : std::array<double, 4>{}});
}

void Firm::quote(Firm& buyer, CommodityId commodity, double usd, double per_month) {
  say(buyer, PriceQuote{id_, commodity, usd, per_month});
}

double Firm::heard(CommodityId commodity, Duration ahead) const {
  double sum = 0;
  for (const Forecast& forecast : forecasts_) {
    if (forecast.commodity == commodity)
      sum += at_horizon(forecast.per_month, ahead);
  }
  return sum;
}

double Firm::heard_from(FirmId customer, CommodityId commodity, Duration ahead) const {
  for (const Forecast& forecast : forecasts_) {
    if (forecast.commodity == commodity && forecast.from == customer) {
      return at_horizon(forecast.per_month, ahead);
    }
  }
  return 0;
}

}  // namespace chokepoint::models
