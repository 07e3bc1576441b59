// Rooms of a fab: built, converted, given up and put to use as tool sets arrive.

#include <algorithm>
#include <cmath>

#include "models/actors/fab.hpp"
#include "models/core/rates.hpp"
#include "models/core/relieved.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

void Fab::start_room(double wafers_per_month, EventId decided) {
  const std::int64_t amount = nearest_whole(wafers_per_month * relieved(market_, decided));
  if (amount <= 0)
    return;
  const Places& places = at_;
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
    const std::vector<double> parts = at_.split_before(project.began);
    double kept = 0;
    for (std::size_t place = 0; place < parts.size(); ++place)
      kept += parts[place] * at_.counted(place);
    const std::int64_t left =
        nearest_whole(static_cast<double>(project.wafers_per_month) * std::min(1.0, kept));
    under_way_ -= static_cast<double>(project.wafers_per_month - left);
    project.wafers_per_month = left;
  }
}

bool Fab::node_struck() {
  if (!own_places_)
    return false;
  const Tick now = market_.flow.now();
  const Disruption* const stop = at_.in_force(now);
  const bool refuses = stop != nullptr && stop->orders_refused && !stop->nodes.empty();
  cancels_ = refuses && in_business_;
  in_business_ = !refuses;
  return own_places_->give_up_or_take_up(now, owner_.patience());
}

bool Fab::refuses() const {
  return !in_business_ && rooms_at_.left(market_.flow.now()) <= 0;
}

bool Fab::know_how_lost() const {
  return own_places_ && own_places_->know_how_lost(market_.flow.now());
}

double Fab::part_struck(const Disruption& event) const {
  double struck = 0;
  for (std::size_t place = 0; place < at_.count(); ++place) {
    const auto& stops = at_.stops(place);
    if (std::find(stops.begin(), stops.end(), &event) != stops.end())
      struck += rooms_at_.part(place);
  }
  return struck;
}

void Fab::opened_abroad(std::uint64_t index) {
  const FabSpec::Abroad& rooms = spec_.abroad[index];
  const std::size_t place = at_.in(rooms.region);
  if (wafers_per_month_ <= 0)
    return;
  rooms_at_.move(place, rooms.wafers_per_month);
  tools_at_.move(place, fleet_ * rooms.wafers_per_month / wafers_per_month_);
  apply_left();
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
    last_set_ = built;
    tool_sets_.put(project.wafers_per_month, built);
    rooms_opened_ -= static_cast<double>(project.wafers_per_month);
  }
  if (!project.moved_tools)
    spend(static_cast<double>(project.wafers_per_month) * spec_.cost.usd_per_room);
  openings_.push_back(
      {project.increment, project.wafers_per_month, project.began, project.began == 0});
  rooms_.put(project.wafers_per_month, built);
  if (rooms_.level() == 0)
    return;
  openings_.back().told = true;
  room_record_.arrived(project.increment, market_.flow.now(), built);
  last_room_ = built;
  apply_rooms();
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

void Fab::apply_rooms() {
  apply_rooms(gate_, 1 - steady_share_);
  if (steady_ != nullptr)
    apply_rooms(*steady_, steady_share_);
}

/// Rooms that wait for tool sets are no limit: the sets are. Sets are ordered for rooms, so they
/// are none while no room waits: who had more rooms would have theirs, too. When both come at once
/// it is the room that counts.
void Fab::apply_rooms(Gate& gate, double part) {
  const double left = rooms_at_.left(market_.flow.now());
  const auto rate = [&](const Store& waiting) {
    const double all = wafers_per_month_ + static_cast<double>(waiting.level());
    return per_minute(all * yield_ * left) * part;
  };
  const double sets_per_wafer = rooms_.level() > 0 ? 1 : 0;
  // Sets first: they limit before there are more rooms, and no job is recorded in pieces for it.
  gate.set_rate(sets_resource_, rate(tool_sets_), last_set_);
  if (gate.per_unit(sets_resource_) != sets_per_wafer)
    gate.set_per_unit(sets_resource_, sets_per_wafer);
  gate.set_rate(rooms_resource_, rate(rooms_), last_room_);
  gate.poke();
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
    if (!next.told)
      room_record_.arrived(next.increment, market_.flow.now(), because);
    openings_.pop_front();
  }
}

void Fab::tool_sets_in(std::int64_t sets, EventId arrival) {
  sets_on_order_ -= sets;
  spend(static_cast<double>(sets) * spec_.cost.usd_per_set);
  last_set_ = arrival;
  tool_sets_.put(sets * kWafersPerSet, arrival);
}

double Fab::sets_covered() const {
  const double here = wafers_per_month_ + static_cast<double>(tool_sets_.level());
  return here / kWafersPerSet + static_cast<double>(sets_on_order_);
}

void Fab::sets_planned(std::int64_t sets, ConstraintId limit) {
  const double covered = sets_covered();
  set_record_.planned(market_.flow.now(), covered + static_cast<double>(sets), covered, limit);
}

void Fab::tell_waiting() const {
  const Tick now = market_.flow.now();
  market_.series.put(sets_waiting_, now, static_cast<double>(tool_sets_.level()) / kWafersPerSet);
  market_.series.put(rooms_waiting_, now, static_cast<double>(rooms_.level()));
}

void Fab::spend(double usd) {
  if (usd > 0)
    market_.invested(owner_.id(), usd);
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
    apply_left();
  apply_rooms();
}

void Fab::improve(double wafers_per_month, EventId because) {
  rooms_at_.grow(wafers_per_month);
  wafers_per_month_ += wafers_per_month;
  last_room_ = because;
  apply_rooms();
}

}  // namespace chokepoint::models
