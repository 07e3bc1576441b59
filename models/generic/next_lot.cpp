#include "models/generic/next_lot.hpp"

#include <algorithm>

namespace chokepoint::models {

namespace {

/// So long without a lot, and others who take what comes are to blame.
constexpr Tick kLong = 60 * kDay;

bool fills(const Station& station, const Store& store) {
  const auto& outputs = station.spec().outputs;
  return std::any_of(outputs.begin(), outputs.end(),
                     [&](const Station::Output& output) { return output.store == &store; });
}

bool ends(const OpenActivity& activity) {
  return activity.ends;
}

void append(std::vector<OpenActivity>& all, const std::vector<OpenActivity>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

bool takes(const Station& station, const Store& store) {
  const auto& inputs = station.spec().inputs;
  return std::any_of(inputs.begin(), inputs.end(),
                     [&](const Station::Input& input) { return input.store == &store; });
}

}  // namespace

NextLot::NextLot(Network& network) : network_(network) {
  const Flow& flow = network.flow();
  if (const auto lots = flow.trace.sink_lots(); !lots.empty())
    last_lot_ = lots.back().tick;
  starved_ = flow.now() - last_lot_ > kLong;
}

std::vector<OpenActivity> NextLot::waits_for() {
  Reasons all;
  for (const Station& station : network_.stations()) {
    if (station.spec().outputs.empty())
      append(all, of(station));
  }
  // One sink that goes on getting lots is enough.
  if (std::any_of(all.begin(), all.end(), ends))
    std::erase_if(all, [](const OpenActivity& activity) { return !activity.ends; });
  for (OpenActivity& activity : all)
    activity.awaited = true;
  return all;
}

const NextLot::Reasons& NextLot::of(const Station& station) {
  const auto [place, fresh] = known_.try_emplace(&station);
  if (fresh)  // a loop comes back here and finds nothing
    place->second = find(station);
  return place->second;
}

NextLot::Reasons NextLot::find(const Station& station) {
  const Station::Spec& spec = station.spec();
  if (const Tick since = station.under_way_since(); since != kNever)
    return {{spec.constraint, since, EventKind::lead}};
  if (spec.gate != nullptr) {
    if (const auto job = spec.gate->under_way())
      return {*job};
  }
  // There was no more from the first day on.
  if (station.lots_started() >= spec.most_lots)
    return {{spec.most_constraint, 0, EventKind::capacity, false}};
  Reasons reasons = of_inputs(station, false);
  if (reasons.empty())
    reasons = of_inputs(station, true);
  return reasons;
}

/// It needs all of them: one that never comes is enough.
NextLot::Reasons NextLot::of_inputs(const Station& station, bool orders) {
  Reasons reasons;
  for (const Station::Input& input : station.spec().inputs) {
    if ((input.how == EnablerClass::order) == orders && input.store->level() < input.amount)
      append(reasons, of_store(station, input));
  }
  if (!std::all_of(reasons.begin(), reasons.end(), ends))
    std::erase_if(reasons, ends);
  return reasons;
}

/// Any that fills it will do: one that goes on is enough.
NextLot::Reasons NextLot::of_store(const Station& taker, const Station::Input& input) {
  Reasons reasons;
  bool filled = false;
  for (const Station& station : network_.stations()) {
    if (!fills(station, *input.store))
      continue;
    filled = true;
    append(reasons, of(station));
  }
  if (!filled)
    reasons.push_back({input.store->stock_constraint(), 0, EventKind::stock, false});
  if (std::any_of(reasons.begin(), reasons.end(), ends))
    std::erase_if(reasons, [](const OpenActivity& activity) { return !activity.ends; });
  // Its suppliers have delivered since, and it is not there: somebody else has it.
  const bool is_filled = std::all_of(
      reasons.begin(), reasons.end(),
      [this](const OpenActivity& activity) { return activity.ends && activity.since > last_lot_; });
  if (starved_ && is_filled && is_shared(taker, *input.store)) {
    Trace& trace = network_.flow().trace;
    const ConstraintId allocation = trace.constraint(input.store->name() + "_allocation");
    trace.declare(allocation, Nature::policy);
    reasons = {{allocation, last_lot_, EventKind::stock}};
  }
  return reasons;
}

bool NextLot::is_shared(const Station& taker, const Store& store) const {
  const auto& stations = network_.stations();
  return std::any_of(stations.begin(), stations.end(), [&](const Station& other) {
    return &other != &taker && takes(other, store) && other.lots_started() > 0;
  });
}

}  // namespace chokepoint::models
