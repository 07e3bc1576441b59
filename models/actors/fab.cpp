#include "models/actors/fab.hpp"

#include <algorithm>
#include <cmath>

#include "models/core/rates.hpp"
#include "models/core/relieved.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {
/// A division of capacity that moves by less stays as it is.
constexpr double kWorthAnEvent = 0.02;
/// So does a yield.
constexpr double kWorthLearning = 0.01;
/// Of tool sets, per wafer, while no room waits for them.
constexpr double kNoLimit = 0;
}  // namespace

Fab::Fab(Market& market, const Firm& owner, Gate& gate, const std::string& name,
         const FabSpec& spec, ConstraintId room_constraint, const ToolSheet* sheet)
    : market_(market),
      owner_(owner),
      gate_(gate),
      spec_(spec),
      own_places_(spec.node.empty() ? std::nullopt : owner.places_of(spec.node)),
      at_(own_places_ ? *own_places_ : owner.places()),
      sheet_(sheet),
      room_constraint_(room_constraint),
      building_(market.flow.trace.constraint("cleanroom_construction")),
      conversion_(market.flow.trace.constraint("node_conversion")),
      rooms_resource_(
          gate.add_resource(room_constraint, per_minute(std::round(spec.wafers_per_month)))),
      wafers_per_month_(std::round(spec.wafers_per_month)),
      rooms_at_(at_, wafers_per_month_),
      tools_at_(at_, spec.euv_tools),
      struck_(gate),
      rooms_(market.flow, name + ".rooms"),
      tool_sets_(market.flow, name + ".tool_sets"),
      room_record_(market, name, room_constraint, gate.id()),
      tool_record_(market, name, market.flow.trace.constraint("euv_tools"), gate.id()),
      set_record_(market, name, market.flow.trace.constraint("fab_tools"), gate.id()),
      run_layers_(spec.euv_layers.at(0)),
      sets_waiting_(market.series.declare("tool_sets_waiting", owner.name(), "set", owner.region(),
                                          spec.node)),
      rooms_waiting_(market.series.declare("rooms_waiting", owner.name(), "wafer/month",
                                           owner.region(), spec.node)),
      fleet_(spec.euv_tools),
      tools_on_order_(spec.euv_on_order + static_cast<double>(spec.euv_installing)),
      installing_(market) {
  rooms_.listen(*this);
  tool_sets_.listen(*this);
  if (sheet_ != nullptr) {
    euv_resource_ = gate.add_resource(market.flow.trace.constraint("euv_tools"),
                                      per_minute(fleet_ * passes_per_tool(0) * spec_.usable_share),
                                      spec_.euv_layers.at(0));
  }
  sets_resource_ =
      gate.add_resource(set_record_.constraint(), gate.rate(rooms_resource_), kNoLimit);
  if (sheet_ != nullptr && spec.euv_installing > 0)
    installing_.expect(spec.euv_installing, 0, spec.installing_months - 1,
                       market.flow.trace.constraint("euv_tool_installation"),
                       [this](std::int64_t tools, EventId event) {
                         euv_tools_in(tools, event);
                         tools_installed_ -= static_cast<double>(tools);
                       });
  for (const FabSpec::Inherited& room : spec.inherited) {
    schedule({nearest_whole(room.wafers_per_month), 0, room.due, kWorldStart, true});
  }
  for (std::size_t i = 0; owner_.is_exposed() && i < spec_.abroad.size(); ++i) {
    if (spec_.abroad[i].since <= market.flow.simulation.horizon())
      market.flow.simulation.at(spec_.abroad[i].since, Priority::capacity,
                                action<&Fab::opened_abroad>(this, i));
  }
}

void Fab::enlarged_by(const Firm* euv_maker, std::initializer_list<const Firm*> set_makers) const {
  if (uses_euv() && euv_maker != nullptr)
    market_.enlarged.push_back({euv_maker->id(), tool_record_.constraint()});
  for (const Firm* maker : set_makers) {
    if (maker != nullptr)
      market_.enlarged.push_back({maker->id(), set_record_.constraint()});
  }
}

double Fab::standing() const {
  return wafers_per_month_ * rooms_at_.counted();
}

double Fab::passes_per_tool(Tick at) const {
  return sheet_->passes_per_month(at);
}

void Fab::rooms_planned(double wafers_per_month, ConstraintId limit) {
  room_record_.planned(market_.flow.now(), wafers_per_month, standing() + under_way_, limit);
}

void Fab::tools_planned(double starts_per_month, ConstraintId limit) {
  if (!uses_euv())
    return;
  const ToolNeed need = tool_need(horizon(), starts_per_month);
  tool_record_.planned(market_.flow.now(), tool_target(need), fleet_ + tools_on_order_, limit);
}

void Fab::give_steady(Gate& gate) {
  steady_ = &gate;
  steady_struck_.emplace(gate);
  steady_->add_resource(room_constraint_, 0);
  if (uses_euv()) {
    steady_->add_resource(market_.flow.trace.constraint("euv_tools"), 0,
                          gate_.per_unit(euv_resource_));
  }
  steady_->add_resource(set_record_.constraint(), 0, kNoLimit);
}

bool Fab::divide(double steady_share) {
  if (steady_ == nullptr || std::abs(steady_share - steady_share_) < kWorthAnEvent)
    return false;
  steady_share_ = steady_share;
  apply_rooms();
  apply_passes();
  return true;
}

void Fab::apply_left() {
  // Only then: the gates' pace is otherwise looked at on planning days.
  const Tick now = market_.flow.now();
  const double rooms = rooms_at_.left(now);
  const double tools = tools_at_.left(now);
  if (rooms == rooms_left_ && tools == tools_left_)
    return;
  rooms_left_ = rooms;
  tools_left_ = tools;
  apply_rooms();
  apply_passes();
  const bool some = rooms > 0;
  const Disruption* const stop = at_.in_force(now);
  const ConstraintId outage = stop == nullptr ? 0 : market_.flow.trace.constraint(stop->name);
  struck_.set(some ? 1 : 0, outage);
  if (steady_struck_)
    steady_struck_->set(some ? 1 : 0, outage);
  record_idle();
}

/// For both gates together: what of rooms and tools stands still, and why.
void Fab::record_idle() {
  Trace& trace = market_.flow.trace;
  const Tick now = market_.flow.now();
  // Also when rooms that open elsewhere change what is left.
  const Disruption* const stop = at_.in_force(now);
  const ConstraintId outage = stop == nullptr ? 0 : trace.constraint(stop->name);
  trace.idle({.tick = now,
              .rate = per_minute(wafers_per_month_ * yield_ * (1 - rooms_left_)),
              .constraint = room_constraint_,
              .outage = outage,
              .gate = gate_.id()});
  if (!uses_euv())
    return;
  const double passes = fleet_ * (1 - tools_left_) * passes_per_tool(now) * spec_.usable_share;
  trace.idle({.tick = now,
              .rate = per_minute(passes * yield_),
              .constraint = trace.constraint("euv_tools"),
              .outage = outage,
              .gate = gate_.id()});
}

void Fab::yields(double part) {
  if (std::abs(part - yield_) < kWorthLearning)
    return;
  yield_ = part;
  apply_rooms();
  apply_passes();
}

void Fab::euv_tools_in(std::int64_t tools, EventId arrival) {
  tools_on_order_ -= static_cast<double>(tools);
  fleet_ += static_cast<double>(tools);
  tools_installed_ += static_cast<double>(tools);
  tools_at_.add_beside(rooms_at_, static_cast<double>(tools), market_.flow.now());
  last_tool_ = arrival;
  apply_passes();
}

void Fab::apply_passes() {
  if (!uses_euv())
    return;
  const double passes = fleet_ * tools_at_.left(market_.flow.now()) *
                        passes_per_tool(market_.flow.now()) * spec_.usable_share * yield_;
  gate_.set_rate(euv_resource_, per_minute(passes) * (1 - steady_share_), last_tool_);
  gate_.poke();
  if (steady_ == nullptr)
    return;
  steady_->set_rate(euv_resource_, per_minute(passes) * steady_share_, last_tool_);
  steady_->poke();
}

double Fab::layers_at(Tick at) const {
  return (1 - other_share_) * spec_.euv_layers.at(at) + other_share_ * other_layers_.at(at);
}

void Fab::mix(const Profile& layers, double share) {
  other_layers_ = layers;
  other_share_ = share;
}

double Fab::layers_today() {
  const Tick now = market_.flow.now();
  if (!spec_.layers_wait)
    return layers_at(now);
  // Wafers of the newest kind exist on their process only; ordinary ones get the passes they leave.
  const double other = other_share_ * other_layers_.at(now);
  const double passes = fleet_ * passes_per_tool(now) * spec_.usable_share;
  run_layers_ =
      layers_run(spec_.euv_layers.at(now), run_layers_, passes - wafers_per_month_ * other,
                 wafers_per_month_ * (1 - other_share_));
  return (1 - other_share_) * run_layers_ + other;
}

void Fab::follow_roadmap() {
  if (!uses_euv())
    return;
  const double layers = layers_today();
  gate_.set_per_unit(euv_resource_, layers);
  if (steady_ != nullptr)
    steady_->set_per_unit(euv_resource_, layers);
  apply_passes();
}

double Fab::rooms_in(double ahead_months, double starts_per_month) const {
  const Tick now = market_.flow.now();
  const Tick until = now + static_cast<Tick>(nearest_whole(ahead_months * kMinutesPerMonth));
  double sum = standing() + static_cast<double>(rooms_.level());
  for (const Project& project : projects_) {
    if (project.due > now && project.due <= until) {
      sum += static_cast<double>(project.wafers_per_month);
    }
  }
  const double not_decided_yet = ahead_months - months(spec_.room_lead);
  return sum + std::max(0.0, not_decided_yet) * starts_per_month;
}

std::int64_t Fab::sets_to_order(Duration ahead) const {
  const Tick now = market_.flow.now();
  const Tick until = market_.timeline.after(now, ahead);
  double wafers = static_cast<double>(rooms_.level() - tool_sets_.level());
  for (const Project& project : projects_) {
    if (project.due > now && project.due <= until && !project.with_tools) {
      wafers += static_cast<double>(project.wafers_per_month);
    }
  }
  const auto sets = static_cast<std::int64_t>(std::ceil(wafers / kWafersPerSet));
  return std::max<std::int64_t>(0, sets - sets_on_order_);
}

ToolNeed Fab::tool_need(double ahead_months, double starts_per_month) const {
  const Tick then =
      market_.flow.now() + static_cast<Tick>(nearest_whole(ahead_months * kMinutesPerMonth));
  return {.wafers_per_month = rooms_in(ahead_months, starts_per_month),
          .layers = layers_at(then),
          .passes_per_tool = passes_per_tool(then),
          .usable_share = spec_.usable_share,
          .margin = spec_.tool_margin,
          .fleet = fleet_ * tools_at_.counted(),
          .on_order = tools_on_order_,
          .smoothing_months = spec_.tool_smoothing_months};
}

double Fab::tools_short() const {
  if (!uses_euv())
    return 0;
  const Tick now = market_.flow.now();
  return standing() * layers_at(now) / (passes_per_tool(now) * spec_.usable_share) -
         fleet_ * tools_at_.counted();
}

double Fab::horizon() const {
  return tool_horizon(months(spec_.tool_horizon), promised_months_);
}

double Fab::tools_per_month(double starts_per_month) const {
  if (!uses_euv())
    return 0;
  return tools_to_order(tool_need(horizon(), starts_per_month));
}

double Fab::tools_per_month_in(int months_ahead, double starts_per_month) const {
  if (!uses_euv())
    return 0;
  const double then = tool_target(tool_need(months_ahead + horizon(), starts_per_month));
  const double year_before =
      tool_target(tool_need(months_ahead + horizon() - 12, starts_per_month));
  return std::max(0.0, then - year_before) / 12;
}

}  // namespace chokepoint::models
