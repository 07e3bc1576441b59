#include "models/actors/labour_pool.hpp"

#include <algorithm>

#include "models/actors/common_keys.hpp"
#include "models/core/rates.hpp"
#include "models/core/reasons.hpp"
#include "models/core/statement.hpp"
#include "models/policy/planning.hpp"
#include "models/policy/supplier_growth.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

constexpr std::string_view kEverywhere = "everywhere";

LabourPoolSpec::Permits read_permits(Reader& reader) {
  LabourPoolSpec::Permits permits;
  permits.per_month = reader.number("rate", "kW_it/month", "sites permitted a month at the start",
                                    {.min = 0, .open_min = true});
  permits.growth_per_year = reader.number(
      "growth", "1/year", "growth of that rate while more is asked for: e to this power in a year",
      {.min = 0});
  return permits;
}

LabourPoolSpec::Office read_office(Reader& reader) {
  LabourPoolSpec::Office office;
  office.region = reader.reference(
      "name", "region", "whose builders ask it; `everywhere` is asked by all who have no other");
  office.permits = read_permits(reader);
  return office;
}

LabourPoolSpec::Modular read_modular(Reader& reader) {
  LabourPoolSpec::Modular modular;
  modular.part = reader.exogenous("part", "1", "technology roadmap: part of sites made of blocks",
                                  Bounds::share());
  modular.saves = reader.number("saves", "1", "part of the labour that such a site needs no more",
                                {.min = 0, .max = 0.95});
  return modular;
}

}  // namespace

LabourPoolSpec LabourPoolSpec::read(Reader& reader) {
  LabourPoolSpec spec;
  spec.firm = FirmSpec::read(reader);
  spec.workers =
      reader.number("workers", "worker", "who build AI data centres at the start", {.min = 1});
  spec.electricians = reader
                          .number_if_any("electricians", "1",
                                         "the part of them told as electricians; no decision "
                                         "follows from it",
                                         {.min = 0, .max = 1})
                          .value_or(0);
  spec.worker_years_per_kw = reader.number(
      "work", "worker.year/kW_it", "labour to build a kW of IT load", {.min = 0, .open_min = true});
  spec.conviction = reader.number(
      "conviction", "1", "weight of what builders announce, against orders", {.min = 0, .max = 1});
  spec.training_per_year = reader.number(
      "training", "1/year", "growth of the workforce while it is short: e to this power in a year",
      {.min = 0});
  spec.leaving_per_year =
      reader.number_or("leaving", "1/year", "0.2 1/year", "decline while it is idle", {.min = 0});
  spec.ahead_months = reader.number_or("train_ahead", "month", "12 month",
                                       "crews are trained for work so far ahead", {.min = 0});
  spec.queue_months = reader.number_or("queue_target", "month", "6 month",
                                       "a queue is to be worked off over so long", {.min = 1});
  spec.orders_count_once =
      reader.flag_or("orders_count_once", true,
                     "what was ordered since the last plan counts as pace; false: also as a queue");
  spec.idle_reserve = reader.number_or(
      "idle_reserve", "1", "1.4", "people kept, as a multiple of what the work needs", {.min = 1});
  spec.population = reader.exogenous("population", "worker",
                                     "people of these trades who could do it", {.min = 0});
  spec.sold_out_months =
      reader
          .number_if_any("sold_out", "month",
                         "turns orders away that would wait longer; none without it", {.min = 0})
          .value_or(0);
  spec.offices = reader.list_or_empty(
      "permits", "offices that let sites begin at their pace; whom none is for asks nobody",
      read_office);
  spec.modular = reader.optional_group(
      "modular", "blocks that come ready from a factory; without it sites are built in their place",
      read_modular);
  spec.lead = reader.distribution("lead", "minute", "from the crew's start to the finished shell",
                                  {.min = 0});
  spec.usd_per_kw =
      reader.number("price", "usd/kW_it", "per kW of IT load when nobody waits", {.min = 0});
  spec.price = read_queue_price(reader);
  spec.lots_per_order =
      reader.count_or("lots_per_order", 2, "a site is finished in so many parts", {.min = 1});
  return spec;
}

LabourPool::LabourPool(Market& market, Spec spec)
    : SiteSupplier(market, {.firm = spec.firm,
                            .commodity = "construction",
                            .lead_name = "shell_construction",
                            .lead = spec.lead,
                            .lots_per_order = spec.lots_per_order,
                            .sold_out_months = spec.sold_out_months,
                            .usd_per_kw = spec.usd_per_kw,
                            .price = spec.price,
                            .backlog_series = "construction_backlog"}),
      spec_(std::move(spec)),
      labour_(market.flow.trace.constraint("construction_labour")),
      demand_(market.flow.trace.constraint(kLeadTime)),
      growth_(market, name(), labour_, line().gate().id()),
      workers_(spec_.workers),
      workers_series_(market.series.declare("workers", name(), "worker", region())),
      capacity_series_(
          market.series.declare("construction_capacity", name(), "kW_it/month", region())) {
  line().gate().add_resource(labour_, per_minute(pace(workers_, 0)));
  market.series.set_every(capacity_series_, spec_.firm.months_between);
  open_offices();
  ask_price();
}

double LabourPool::work_per_kw(Tick when) const {
  return spec_.modular ? spec_.worker_years_per_kw *
                             labour_left(spec_.modular->part.at(when), spec_.modular->saves)
                       : spec_.worker_years_per_kw;
}

double LabourPool::pace(double workers, Tick when) const {
  return workers / work_per_kw(when) / 12;
}

void LabourPool::open_offices() {
  if (spec_.offices.empty())
    return;
  permits_limit_ = market_.flow.trace.constraint("permits");
  offices_.reserve(spec_.offices.size());
  for (const Spec::Office& office : spec_.offices) {
    Office& opened = offices_.emplace_back();
    opened.region = office.region;
    opened.per_month = office.permits.per_month;
    opened.growth_per_year = office.permits.growth_per_year;
    opened.granted = std::make_unique<Store>(
        market_.flow, name() + ".permits." + office.region,
        nearest_whole(allowance(0, opened.per_month, spec_.firm.months_between)));
    opened.inputs = {{opened.granted.get(), 1}};
    opened.series = market_.series.declare("permits", name(), "kW_it/month", office.region);
    opened.granted->listen(line());
    opened.number = market_.repeats.size();
    market_.repeats.emplace_back(
        [this, &opened](const Tape::Step& step) { grant(opened, step.quantity); });
  }
  line().set_customer_inputs([this](const Order& order) {
    Office* const office = office_of(order);
    return office != nullptr ? &office->inputs : &no_permit_needed_;
  });
}

LabourPool::Office* LabourPool::office_of(const Order& order) {
  Office* of_all = nullptr;
  for (Office& office : offices_) {
    if (office.region == market_.firm(order.buyer).region())
      return &office;
    if (office.region == kEverywhere)
      of_all = &office;
  }
  return of_all;
}

/// What an office may grant until it sits again; what it did not grant before is gone. It hires
/// while more is asked for.
void LabourPool::sit(Office& office) {
  const auto every = static_cast<double>(spec_.firm.months_between);
  double asked = 0;
  double queue = 0;
  line().for_each_waiting([&](OrderId id, GateId) {
    const Order& order = market_.journal.at(id);
    if (office_of(order) == &office)
      (order.placed >= sat_ ? asked : queue) += static_cast<double>(order.to_start());
  });
  office.per_month = next_permits(office.per_month, asked / every + queue / spec_.queue_months,
                                  office.growth_per_year, every / 12);
  const auto left = static_cast<double>(office.granted->level());
  const auto granted = nearest_whole(allowance(left, office.per_month, spec_.firm.months_between));
  if (granted > 0)
    grant(office, granted);
  market_.series.put(office.series, now(), office.per_month);
}

void LabourPool::grant(Office& office, std::int64_t kw) {
  if (market_.written != nullptr)
    market_.written->steps.push_back({.tick = now(), .by = office.number, .quantity = kw});
  // Since its last grant it was the office that was waited for.
  Trace& trace = market_.flow.trace;
  const Tick since = trace.enabled() ? trace.event(office.decided).end : now();
  const EventId event = trace.follow(EventKind::plan, permits_limit_, since, now(), office.decided,
                                     EnablerClass::policy);
  office.decided = decide(permits_limit_);
  office.granted->put(kw, event);
}

void LabourPool::plan() {
  const double every = static_cast<double>(spec_.firm.months_between);
  const auto asked = static_cast<double>(line().asked() - asked_before_);
  const double orders = asked / every;
  asked_before_ = line().asked();
  // What has just been ordered counts in the pace of orders already.
  const double counted = spec_.orders_count_once ? asked : 0;
  const double queue = std::max(0.0, static_cast<double>(line().backlog()) - counted);
  const double planned =
      plan_rate(spec_.conviction, heard(goods(), months_long(spec_.ahead_months)), orders);
  const double work = planned + queue / spec_.queue_months;
  const double needed = spec_.idle_reserve * work * 12 * work_per_kw(now());
  const double next =
      next_workforce(workers_, needed, spec_.training_per_year, spec_.leaving_per_year, every / 12,
                     spec_.population.at(now()));
  const ConstraintId reason = next < needed ? labour_ : demand_;
  growth_.planned(now(), needed, workers_, reason);
  for (Office& office : offices_)
    sit(office);
  sat_ = now();
  if (next != workers_ || spec_.modular) {
    const EventId decided = decide(reason);
    if (next > workers_)
      growth_.arrived(growth_.ordered(now(), next - workers_, workers_, 0), now(), decided);
    workers_ = next;
    line().gate().set_rate(0, per_minute(pace(workers_, now())), decided);
    booked();
  }
  market_.series.put(workers_series_, now(), workers_);
  tell_capacity();
  record_backlog();
  ask_price();
}

void LabourPool::tell_capacity() {
  market_.series.put(capacity_series_, now(), pace(workers_, now()) * part_working());
}

/// The most by which blocks add to the pace from one planning to the next.
double LabourPool::blocks_save(const MonthGrid& grid) const {
  double most = 1;
  const auto every = static_cast<int>(spec_.firm.months_between);
  for (int month = every; spec_.modular && month < grid.months(); ++month)
    most = std::max(most, work_per_kw(grid.end(month - every)) / work_per_kw(grid.end(month)));
  return most;
}

void LabourPool::state(ProcessModel& model) const {
  const double every = static_cast<double>(spec_.firm.months_between);
  const MonthGrid& grid = model.grid();
  Monthly most;
  for (int month = 0; month < grid.months(); ++month)
    most.push_back(pace(most_in(spec_.population, grid, month), grid.end(month)) * kGwPerKw);
  const auto capacity = state_capacity(
      model, name(), labour_, pace(spec_.workers, 0) * kGwPerKw,
      {.per_planning = portable_exp(spec_.training_per_year * every / 12) * blocks_save(grid),
       .most = std::move(most)},
      [this] { return gw_per_month(); });
  // Crews begin with the sites that builders have started.
  state_supply(model, capacity, {{model.stock(kSitesStarted), -1}});
}

}  // namespace chokepoint::models
