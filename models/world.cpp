#include "models/world.hpp"

#include <algorithm>
#include <any>
#include <set>

#include "models/actors/register.hpp"
#include "models/generic/next_lot.hpp"
#include "models/generic/register.hpp"
#include "models/generic/standstill.hpp"
#include "models/natures.hpp"
#include "models/stoppages.hpp"
#include "sim/base/log.hpp"

namespace chokepoint::models {

Registry world_registry() {
  Registry registry;
  register_parts(registry);
  for (const ActorKind& kind : actor_kinds()) {
    registry.add("actors", std::string(kind.name), kind.read, std::string(kind.help));
  }
  register_events(registry);
  return registry;
}

namespace {

SupplyGraph graph_of(const std::vector<PartPtr>& parts) {
  SupplyGraph graph;
  connect_parts(parts, graph);
  return graph;
}

}  // namespace

World::World(const Scenario& scenario, WorldOptions options)
    : scenario_(scenario),
      trace_(options.record || !options.relaxed.empty() || options.written != nullptr),
      random_(scenario.seed, scenario.replication),
      simulation_({.horizon = scenario.horizon,
                   .shuffle_ties = options.shuffle_ties.has_value(),
                   .shuffle_seed = options.shuffle_ties.value_or(0),
                   .stack_kib = options.guarded_stacks.value_or(kStackKib),
                   .guard_stacks = options.guarded_stacks.has_value(),
                   .start = scenario.timeline.start()}),
      flow_{simulation_, trace_, random_},
      market_(flow_, scenario.timeline, disruptions_of(scenario, random_)),
      replay_(market_),
      written_(options.written),
      parts_graph_(graph_of(parts_of(scenario))),
      network_(flow_, scenario.timeline, parts_graph_) {
  if (options.tells && log::enabled(log::Level::info))
    tell_years();
  tells_ = options.tells && log::enabled(log::Level::debug);
  flow_.relief = Relief(std::move(options.relaxed));
  if (options.names != nullptr)
    flow_.relief.listen(*options.names);
  market_.written = options.written;
  market_.replayed = options.replayed;
  if (options.written != nullptr)
    flow_.written = &options.written->pace;
  if (options.replayed != nullptr)
    flow_.replayed = &options.replayed->pace;
  for (const std::string& region : scenario.regions)
    simulation_.add_region(region);
  network_.build(parts_of(scenario));
  for (const Disruption& event : market_.disruptions.all())
    network_.await(event);
  settle_firms();
  await_events();
  await_rules();
  await_export_rules();
}

World::~World() = default;

void World::settle_firms() {
  for (const Scenario::Entry& entry : scenario_.entries) {
    if (entry.section != "actors")
      continue;
    firms_.push_back(std::any_cast<const FirmMaker&>(entry.value)(market_));
    firms_.back()->kind = entry.kind;
  }
  for (std::size_t i = 0; i < firms_.size(); ++i) {
    Firm& firm = *firms_[i];
    simulation_.add_site(firm.name(), firm.region());
    simulation_.add_actor(firm, firm.name());
    for (const OutageDates& outage : firm.outages()) {
      if (outage.from > simulation_.horizon())
        continue;
      simulation_.at(outage.from, Priority::outage, action<&World::stop_site>(this, i));
      const Tick to = outage.from + flow_.relief.span(outage_name(firm.name()), outage.from,
                                                      outage.to - outage.from);
      if (to > simulation_.horizon())
        continue;
      simulation_.at(to, Priority::outage, action<&World::resume_site>(this, i));
    }
  }
  for (const auto& firm : firms_) {
    try {
      firm->meet();
    } catch (const UnknownFirm& absent) {
      problems_.push_back({firm->name(), absent.what(), true});
    } catch (const ModelError& problem) {
      problems_.push_back({firm->name(), problem.what()});
    }
  }
}

void World::tell_years() {
  std::vector<Tick> ends;
  const int first = static_cast<int>(scenario_.timeline.start().year());
  for (int year = first + 1;; ++year) {
    const Tick end = scenario_.timeline.tick(
        Date(std::chrono::year(year), std::chrono::month(1), std::chrono::day(1)));
    if (end > scenario_.horizon)
      break;
    ends.push_back(end);
  }
  simulation_.watch(std::move(ends), [this, year = first](Tick) mutable {
    log::info(std::to_string(year++) + " is over: " + std::to_string(simulation_.events()) +
              " events, " + std::to_string(market_.journal.size() - 1) + " orders so far");
  });
}

/// Each firm that an event concerns looks at every change, and once more when its patience is over.
void World::await_events() {
  for (std::size_t i = 0; i < firms_.size(); ++i) {
    const Firm& firm = *firms_[i];
    if (!firm.is_exposed())
      continue;
    std::set<Tick> ticks;
    for (const Disruption& event : market_.disruptions.all()) {
      if (!event.moves_capacity())
        continue;
      for (const Tick tick : event.changes()) {
        ticks.insert(tick);
        if (firm.patience() != kNever)
          ticks.insert(tick + firm.patience());
      }
    }
    for (const Tick tick : ticks) {
      if (tick <= simulation_.horizon())
        simulation_.at(tick, Priority::outage, action<&World::strike_firm>(this, i));
    }
  }
}

/// Orders that a government's rule forbids go when it begins; in a frozen world as on the tape.
void World::await_export_rules() {
  for (std::size_t i = 0; i < firms_.size() && market_.replayed == nullptr; ++i) {
    for (const ExportRule& rule : firms_[i]->export_rules()) {
      if (rule.from > 0 && rule.from <= simulation_.horizon())
        simulation_.at(rule.from, Priority::outage, action<&World::stop_exports>(this, i));
    }
  }
}

void World::stop_exports(std::uint64_t firm) {
  firms_[firm]->stop_exports();
}

/// Lines look at their books when an event changes whom they serve.
void World::await_rules() {
  for (const Disruption& event : market_.disruptions.all()) {
    if (event.kind != Disruption::Kind::allocation)
      continue;
    for (std::size_t i = 0; i < firms_.size(); ++i) {
      if (std::find(event.firms.begin(), event.firms.end(), firms_[i]->name()) == event.firms.end())
        continue;
      for (const Tick tick : event.changes()) {
        if (tick <= simulation_.horizon())
          simulation_.at(tick, Priority::capacity, action<&World::look_at_books>(this, i));
      }
    }
  }
}

void World::look_at_books(std::uint64_t firm) {
  for (Gate* gate : firms_[firm]->gates())
    gate->poke();
}

void World::strike_firm(std::uint64_t firm) {
  firms_[firm]->struck();
}

void World::stop_site(std::uint64_t firm) {
  firms_[firm]->stop_site();
}

void World::resume_site(std::uint64_t firm) {
  firms_[firm]->resume_site();
}

void World::state(ProcessModel& model) {
  for (const PartPtr& part : parts_of(scenario_))
    part->state(model, network_);
  for (const auto& firm : firms_)
    firm->state(model);
  read_ = &model;
  simulation_.at(model.grid().end(0), Priority::horizon, action<&World::read_month>(this, 0));
}

void World::read_month(std::uint64_t month) {
  read_->read_month();
  const int next = static_cast<int>(month) + 1;
  if (next < read_->grid().months())
    simulation_.at(read_->grid().end(next), Priority::horizon,
                   action<&World::read_month>(this, month + 1));
}

void World::write_capacities() {
  for (std::size_t number = 0; number < flow_.gates.size(); ++number) {
    const Gate& gate = *flow_.gates[number];
    for (std::size_t i = 0; i < gate.resources(); ++i)
      written_->capacities.push_back({trace_.name(gate.constraint(i)), number, i, gate.rate(i)});
  }
}

void World::write_orders() {
  const Journal& journal = market_.journal;
  written_->orders.assign(1, {});
  for (OrderId id = 1; id < journal.size(); ++id) {
    const Order& order = journal.at(id);
    written_->orders.push_back({.buyer = order.buyer,
                                .seller = order.seller,
                                .terms = order.terms,
                                .placed = order.placed,
                                .reason = trace_.name(trace_.event(order.decided).constraint),
                                .turned_away = order.status == OrderStatus::rejected});
  }
}

bool World::adds_up() const {
  const auto& gates = network_.gates();
  return is_tree() && parts_graph_.gives_singly() &&
         std::all_of(gates.begin(), gates.end(),
                     [](const auto& gate) { return gate.second->servers() == 1; });
}

void World::refuse_standstill() const {
  const Standstill standstill = find_standstill(network_);
  if (standstill.text.empty())
    return;
  const std::string text = "these parts wait for one another for good: " + standstill.text;
  if (standstill.is_all && firms_.empty())
    throw DeadlockError("nothing will reach a sink any more, and " + text);
  log::warn(text);
}

/// Whom no chain of open orders leads to from those at whom the story ends.
void World::declare_aside() {
  std::vector<std::vector<FirmId>> sellers(market_.firms().size());
  for (OrderId id = 1; id < market_.journal.size(); ++id) {
    const Order& order = market_.journal.at(id);
    if (!order.closed() && order.outstanding() > 0)
      sellers[order.buyer].push_back(order.seller);
  }
  std::vector<FirmId> to_ask;
  for (const Firm* firm : market_.firms()) {
    if (firm->is_sink())
      to_ask.push_back(firm->id());
  }
  std::vector<bool> awaited(sellers.size());
  while (!to_ask.empty()) {
    const FirmId firm = to_ask.back();
    to_ask.pop_back();
    if (awaited[firm])
      continue;
    awaited[firm] = true;
    to_ask.insert(to_ask.end(), sellers[firm].begin(), sellers[firm].end());
  }
  for (const Firm* firm : market_.firms()) {
    if (!awaited[firm->id()])
      trace_.declare_aside(outage_name(firm->name()));
  }
}

namespace {

bool is_among(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Whether a firm sends goods on that lane.
bool uses(const Firm& firm, const Disruption& lane, const std::string& into) {
  if (!lane.into.empty() && !is_among(lane.into, into))
    return false;
  const Places& places = firm.places();
  bool uses = firm.region() != into && is_among(lane.regions, firm.region());
  for (std::size_t place = 0; firm.is_exposed() && place < places.count(); ++place)
    uses = uses || (places.region(place) != into && is_among(lane.regions, places.region(place)));
  return uses;
}

/// A lane on which goods wait for ever is what whoever expects them waits for.
void leave_lanes_open(const Market& market, Trace& trace) {
  for (const Disruption& lane : market.disruptions.all()) {
    if (lane.kind != Disruption::Kind::lane || lane.to != kNever ||
        lane.in_transit == Disruption::Goods::lost)
      continue;
    bool holds = false;
    for (OrderId id = 1; id < market.journal.size() && !holds; ++id) {
      const Order& order = market.journal.at(id);
      holds = order.started > order.arrived &&
              uses(market.firm(order.seller), lane, market.firm(order.buyer).region());
    }
    if (holds)
      trace.left_open({.constraint = trace.constraint(lane.name),
                       .since = lane.from,
                       .kind = EventKind::outage,
                       .ends = false});
  }
}

/// What runs away has most lots under way where it grows.
void run_clock(Simulation& simulation, const Network& network) {
  try {
    simulation.run();
  } catch (const RunError& error) {
    const Station* most = nullptr;
    const auto under_way = [](const Station& station) {
      return station.lots_started() - station.lots_delivered();
    };
    for (const Station& station : network.stations()) {
      if (most == nullptr || under_way(station) > under_way(*most))
        most = &station;
    }
    constexpr std::int64_t kMany = 100'000;
    if (most == nullptr || under_way(*most) < kMany)
      throw;
    throw RunError(std::string(error.what()) + "; most lots are under way in '" + most->name() +
                   "': " + std::to_string(under_way(*most)));
  }
}

}  // namespace

void World::run() {
  if (!problems_.empty())
    throw ModelError(problems_.front().firm + ": " + problems_.front().message);
  if (written_ != nullptr)
    write_capacities();
  flow_.running = true;
  flow_.tells = tells_;  // what was decided before the start is the scenario's
  if (market_.replayed != nullptr)
    replay_.begin();
  run_clock(simulation_, network_);
  declare_natures(trace_);  // some constraints are named only when they first matter
  refuse_standstill();
  for (Gate* gate : flow_.gates)
    gate->leave_open();
  if (trace_.has(EventKind::outage))
    declare_aside();
  leave_lanes_open(market_, trace_);
  record_stoppages(market_);
  for (const OpenActivity& awaited : NextLot(network_).waits_for())
    trace_.left_open(awaited);
  if (written_ != nullptr)
    write_orders();
}

}  // namespace chokepoint::models
