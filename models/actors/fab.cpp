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
/// What only a fab with EUV has.
void read_euv(Reader& reader, FabSpec& spec) {
  spec.euv_layers = reader.exogenous_or(
      "euv_layers", "pass/wafer", "0 pass/wafer",
      "EUV passes of one wafer (technology roadmap); without it no EUV", {.min = 0});
  spec.euv_tools = reader.number_or("euv_tools", "tool", "0 tool", "at the start", {.min = 0});
  spec.euv_on_order =
      reader.number_or("euv_on_order", "tool", "0 tool", "on order at the start", {.min = 0});
  spec.euv_installing =
      reader.count_or("euv_installing", 0, "EUV tools being installed at the start", {.min = 0});
  spec.installing_months = static_cast<int>(
      reader.count_or("euv_installing_months", 6, "they start to work evenly over so many months",
                      {.min = 1, .max = 60}));
  spec.usable_share = reader.number_or("usable_tools", "1", "1",
                                       "part of the fleet in volume production (the rest: "
                                       "development, moves, older types)",
                                       {.min = 0, .max = 1, .open_min = true});
  spec.tool_margin =
      reader.number_or("tool_margin", "1", "1.2", "tools planned for each tool needed", {.min = 0});
  spec.tool_smoothing_months = months(reader.duration_or(
      "tool_smoothing", "9 months", "a gap in tools is ordered over so long", "1 month"));
  spec.tool_horizon =
      reader.duration_or("tool_horizon", "24 months", "how far ahead EUV tools are planned");
}

}  // namespace

FabSpec FabSpec::read(Reader& reader) {
  FabSpec spec;
  spec.wafers_per_month =
      reader.number("capacity", "wafer/month", "rooms with tools at the start", {.min = 0});
  spec.inherited =
      reader.list_or_empty("rooms_under_way", "rooms decided before the start", [](Reader& keys) {
        Inherited room;
        room.wafers_per_month = keys.number("capacity", "wafer/month", "what they add", {.min = 0});
        const Date opens = keys.date("opens", "day of the first wafer");
        room.due = keys.timeline().tick(opens);
        keys.require(room.due >= 0, {"opens"},
                     "expected a date from the start of the run on (" +
                         iso(keys.timeline().start()) + "), found " + iso(opens) +
                         ": earlier rooms are in 'capacity'");
        return room;
      });
  spec.room_lead = reader.duration("room_lead", "from the decision to a finished clean room");
  if (reader.has("euv_layers"))
    read_euv(reader, spec);
  spec.rebuilding_needs_tools = reader.flag_or(
      "rebuilding_needs_tools", true,
      "when false, rooms begun while an event stops something come with all their tools: what the "
      "wait for tools costs is the difference");
  return spec;
}

Fab::Fab(Market& market, const Firm& owner, Gate& gate, const std::string& name,
         const FabSpec& spec, ConstraintId room_constraint, const ToolSheet* sheet)
    : market_(market),
      owner_(owner),
      gate_(gate),
      spec_(spec),
      sheet_(sheet),
      room_constraint_(room_constraint),
      building_(market.flow.trace.constraint("cleanroom_construction")),
      conversion_(market.flow.trace.constraint("node_conversion")),
      rooms_resource_(
          gate.add_resource(room_constraint, per_minute(std::round(spec.wafers_per_month)))),
      wafers_per_month_(std::round(spec.wafers_per_month)),
      rooms_at_(owner.places(), wafers_per_month_),
      tools_at_(owner.places(), spec.euv_tools),
      struck_(gate),
      rooms_(market.flow, name + ".rooms"),
      tool_sets_(market.flow, name + ".tool_sets"),
      room_record_(market, name, room_constraint),
      tool_record_(market, name, market.flow.trace.constraint("euv_tools")),
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
  if (sheet_ != nullptr && spec.euv_installing > 0) {
    installing_.expect(spec.euv_installing, 0, spec.installing_months - 1,
                       market.flow.trace.constraint("euv_tool_installation"),
                       [this](std::int64_t tools, EventId event) {
                         euv_tools_in(tools, event);
                         tools_installed_ -= static_cast<double>(tools);
                       });
  }
  for (const FabSpec::Inherited& room : spec.inherited) {
    schedule({nearest_whole(room.wafers_per_month), 0, room.due, kWorldStart, true});
  }
}

double Fab::standing() const {
  return wafers_per_month_ * rooms_at_.counted();
}

double Fab::passes_per_tool(Tick at) const {
  return sheet_->passes_per_month(at);
}

void Fab::start_room(double wafers_per_month, EventId decided) {
  const std::int64_t amount = nearest_whole(wafers_per_month * relieved(market_, decided));
  if (amount <= 0)
    return;
  const Places& places = owner_.places();
  const std::int64_t moved =
      owner_.is_exposed()
          ? nearest_whole(static_cast<double>(amount) * places.moved(market_.flow.now()))
          : 0;
  start_room(amount - moved, spec_.room_lead, decided);
  start_room(moved,
             {.months = spec_.room_lead.months + places.extra_lead().months,
              .minutes = spec_.room_lead.minutes + places.extra_lead().minutes},
             decided);
}

void Fab::start_room(std::int64_t wafers_per_month, Duration lead, EventId decided) {
  if (wafers_per_month <= 0)
    return;
  const Tick now = market_.flow.now();
  const Tick due = shortened(market_.flow, building_, market_.timeline.after(now, lead));
  const bool equipped = !spec_.rebuilding_needs_tools && market_.disruptions.something_stands(now);
  schedule({wafers_per_month, now, due, decided, equipped});
}

void Fab::give_up_rooms() {
  const Tick now = market_.flow.now();
  for (Project& project : projects_) {
    if (project.due <= now)
      continue;
    const std::vector<double> parts = owner_.places().split_before(project.began);
    double kept = 0;
    for (std::size_t place = 0; place < parts.size(); ++place)
      kept += parts[place] * owner_.places().counted(place);
    const std::int64_t left =
        nearest_whole(static_cast<double>(project.wafers_per_month) * std::min(1.0, kept));
    under_way_ -= static_cast<double>(project.wafers_per_month - left);
    project.wafers_per_month = left;
  }
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

void Fab::schedule(Project project) {
  project.increment =
      room_record_.ordered(project.began, static_cast<double>(project.wafers_per_month),
                           standing() + under_way_, project.due - project.began);
  projects_.push_back(project);
  under_way_ += static_cast<double>(project.wafers_per_month);
  if (project.due > market_.flow.simulation.horizon())
    return;
  market_.flow.simulation.at(project.due, Priority::capacity,
                             action<&Fab::room_done>(this, projects_.size() - 1));
}

void Fab::room_done(std::uint64_t index) {
  const Project& project = projects_[index];
  if (project.wafers_per_month == 0)
    return;
  const ConstraintId lead = project.moved_tools ? conversion_ : building_;
  const EventId built = market_.flow.trace.follow(EventKind::lead, lead, project.began, project.due,
                                                  project.decided, EnablerClass::planned);
  if (project.moved_tools) {
    const auto tools = static_cast<double>(*project.moved_tools);
    tools_on_order_ -= tools;
    fleet_ += tools;
    tools_at_.add_beside(rooms_at_, tools, project.began);
    last_tool_ = built;
    converting_ -= static_cast<double>(project.wafers_per_month);
    apply_passes();
  } else if (project.with_tools && project.began > 0 && uses_euv()) {
    const double tools = static_cast<double>(project.wafers_per_month) *
                         layers_at(market_.flow.now()) /
                         (passes_per_tool(market_.flow.now()) * spec_.usable_share);
    fleet_ += tools;
    tools_at_.add_beside(rooms_at_, tools, project.began);
    apply_passes();
  }
  if (project.with_tools) {
    tool_sets_.put(project.wafers_per_month, built);
    rooms_opened_ -= static_cast<double>(project.wafers_per_month);
  }
  openings_.push_back(
      {project.increment, project.wafers_per_month, project.began, project.began == 0});
  rooms_.put(project.wafers_per_month, built);
}

Fab::Moved Fab::give_up(double wafers_per_month, EventId decided) {
  Moved moved;
  moved.wafers_per_month = std::min(nearest_whole(wafers_per_month),
                                    static_cast<std::int64_t>(std::floor(wafers_per_month_)));
  if (moved.wafers_per_month <= 0)
    return {};
  const auto rooms = static_cast<double>(moved.wafers_per_month);
  moved.euv_tools = static_cast<std::int64_t>(std::floor(fleet_ * rooms / wafers_per_month_));
  const auto tools = static_cast<double>(moved.euv_tools);
  rooms_at_.grow(-rooms);
  tools_at_.grow(-tools);
  wafers_per_month_ -= rooms;
  fleet_ -= tools;
  last_room_ = decided;
  last_tool_ = decided;
  apply_rooms();
  apply_passes();
  return moved;
}

void Fab::convert(const Moved& moved, double yields, Duration lead, EventId decided) {
  const Tick now = market_.flow.now();
  const std::int64_t rooms = nearest_whole(static_cast<double>(moved.wafers_per_month) * yields);
  tools_on_order_ += static_cast<double>(moved.euv_tools);
  converting_ += static_cast<double>(rooms);
  converted_ += static_cast<double>(rooms);
  converted_tools_ += static_cast<double>(moved.euv_tools);
  schedule({.wafers_per_month = rooms,
            .began = now,
            .due = market_.timeline.after(now, lead),
            .decided = decided,
            .with_tools = true,
            .moved_tools = moved.euv_tools});
}

/// Rooms come into use in the order in which they were finished.
void Fab::open(std::int64_t wafers_per_month, EventId because) {
  while (wafers_per_month > 0) {
    Opening& next = openings_.front();
    const std::int64_t part = std::min(wafers_per_month, next.left);
    wafers_per_month -= part;
    next.left -= part;
    if (next.inherited)
      rooms_at_.grow(static_cast<double>(part));
    else
      rooms_at_.add(static_cast<double>(part), next.began);
    if (next.left > 0)
      return;
    room_record_.arrived(next.increment, market_.flow.now(), because);
    openings_.pop_front();
  }
}

void Fab::tool_sets_in(std::int64_t sets, EventId arrival) {
  sets_on_order_ -= sets;
  tool_sets_.put(sets * kWafersPerSet, arrival);
}

void Fab::stirred() {
  const std::int64_t ready = std::min(rooms_.level(), tool_sets_.level());
  if (ready <= 0)
    return;
  Conditions conditions;
  conditions.add(rooms_.take(ready), EnablerClass::material);
  conditions.add(tool_sets_.take(ready), EnablerClass::material);
  const Tick now = market_.flow.now();
  const EventId opened = market_.flow.trace.add(EventKind::capacity, room_constraint_, now, now,
                                                static_cast<double>(ready), 0, conditions);
  under_way_ -= static_cast<double>(ready);
  rooms_opened_ += static_cast<double>(ready);
  open(ready, opened);
  wafers_per_month_ += static_cast<double>(ready);
  last_room_ = opened;
  if (rooms_left_ <= 0)
    apply_left(0);
  apply_rooms();
}

void Fab::improve(double wafers_per_month, EventId because) {
  rooms_at_.grow(wafers_per_month);
  wafers_per_month_ += wafers_per_month;
  last_room_ = because;
  apply_rooms();
}

void Fab::give_steady(Gate& gate) {
  steady_ = &gate;
  steady_struck_.emplace(gate);
  steady_->add_resource(room_constraint_, 0);
  if (uses_euv()) {
    steady_->add_resource(market_.flow.trace.constraint("euv_tools"), 0,
                          gate_.per_unit(euv_resource_));
  }
}

bool Fab::divide(double steady_share) {
  if (steady_ == nullptr || std::abs(steady_share - steady_share_) < kWorthAnEvent)
    return false;
  steady_share_ = steady_share;
  apply_rooms();
  apply_passes();
  return true;
}

void Fab::apply_left(ConstraintId outage) {
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
  struck_.leave(some ? 1 : 0, outage);
  if (steady_struck_)
    steady_struck_->leave(some ? 1 : 0, outage);
}

void Fab::yields(double part) {
  if (std::abs(part - yield_) < kWorthLearning)
    return;
  yield_ = part;
  apply_rooms();
  apply_passes();
}

void Fab::apply_rooms() {
  const double rate = per_minute(wafers_per_month_ * yield_ * rooms_at_.left(market_.flow.now()));
  gate_.set_rate(rooms_resource_, rate * (1 - steady_share_), last_room_);
  gate_.poke();
  if (steady_ == nullptr)
    return;
  steady_->set_rate(rooms_resource_, rate * steady_share_, last_room_);
  steady_->poke();
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

void Fab::follow_roadmap() {
  if (!uses_euv())
    return;
  const double layers = layers_at(market_.flow.now());
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
