#include "models/core/disruption.hpp"

#include <algorithm>
#include <any>

#include "models/core/rates.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

using Kind = Disruption::Kind;

/// Dates of a hazard in one world: a Poisson process with a stream of its own, so that no other
/// event shifts it.
void draw_dates(Disruption& event, const RandomSource& random, Tick horizon) {
  const Stream waits = random.stream(event.name, "hazard");
  const Stream lengths = random.stream(event.name, "output_lost");
  double at = static_cast<double>(event.from);
  Tick end_before = 0;
  for (std::uint64_t i = 0; event.chance->per_year > 0; ++i) {
    at -= portable_log(waits.uniform(i)) * kMinutesPerYear / event.chance->per_year;
    if (at >= static_cast<double>(std::min(horizon, event.to)))
      break;
    const Tick begin = std::max(end_before, static_cast<Tick>(nearest_whole(at)));
    const double minutes = event.chance->minutes.quantile(lengths.uniform(i));
    const Tick end = begin + std::max<Tick>(1, static_cast<Tick>(nearest_whole(minutes)));
    if (begin == end_before && !event.steps.empty())
      event.steps.pop_back();
    else
      event.steps.push_back({begin, 1 - event.share});
    event.steps.push_back({end, 1});
    end_before = end;
  }
}

}  // namespace

double Disruption::left(Tick when) const {
  double left = 1;
  for (const Step& step : steps) {
    if (step.from > when)
      break;
    left = step.left;
  }
  return left;
}

Tick Disruption::standing_since(Tick when) const {
  Tick since = from;
  double before = 1;
  for (const Step& step : steps) {
    if (step.from > when)
      break;
    if (before >= 1)
      since = step.from;
    before = step.left;
  }
  return since;
}

bool Disruption::moves_capacity() const {
  return kind == Kind::stop || kind == Kind::hazard || (kind == Kind::relocate && share > 0);
}

std::vector<Tick> Disruption::changes() const {
  std::vector<Tick> ticks;
  for (const Step& step : steps)
    ticks.push_back(step.from);
  if (steps.empty() && from != kNever) {
    ticks.push_back(from);
    if (to != kNever)
      ticks.push_back(to);
  }
  return ticks;
}

namespace {

/// From the first stop of its region on until the last one is over.
void answer_stops(Disruption& event, const std::vector<Disruption>& events) {
  event.from = kNever;
  event.to = 0;
  for (const Disruption& stop : events) {
    const bool stops = stop.kind == Kind::stop && stop.during.empty();
    if (!stops || std::find(stop.regions.begin(), stop.regions.end(), event.while_stopped) ==
                      stop.regions.end())
      continue;
    event.from = std::min(event.from, stop.from);
    event.to = std::max(event.to, stop.to);
    event.earlier = std::max(event.earlier, stop.earlier);
    event.later = std::max(event.later, stop.later);
  }
}

}  // namespace

void take_dates(std::vector<Disruption>& events) {
  for (Disruption& event : events) {
    if (!event.while_stopped.empty())
      answer_stops(event, events);
    const auto other = std::find_if(events.begin(), events.end(), [&](const Disruption& e) {
      return e.name == event.during && e.during.empty();
    });
    if (event.during.empty() || other == events.end())
      continue;
    event.from = other->from;
    event.to = other->to;
    event.earlier = other->earlier;
    event.later = other->later;
    if (event.steps.empty())
      continue;
    event.steps.clear();
    for (const Disruption::Step& step : other->steps) {
      const double still = other->share > 0 ? (1 - step.left) / other->share : 0;
      event.steps.push_back({step.from, 1 - event.share * still});
    }
    if (other->steps.empty()) {
      event.steps.push_back({event.from, 1 - event.share});
      if (event.to != kNever)
        event.steps.push_back({event.to, 1});
    }
  }
}

std::vector<Disruption> events_of(const Scenario& scenario) {
  std::vector<Disruption> events;
  for (const Scenario::Entry& entry : scenario.entries) {
    if (entry.section == "events")
      events.push_back(std::any_cast<const Disruption&>(entry.value));
  }
  return events;
}

bool Disruption::takes_nothing() const {
  const auto whole = [this](const Step& step) { return left(step.from) >= 1; };
  return !steps.empty() && std::all_of(steps.begin(), steps.end(), whole);
}

std::vector<Disruption> disruptions_of(const Scenario& scenario, const RandomSource& random) {
  std::vector<Disruption> events = events_of(scenario);
  take_dates(events);
  for (Disruption& event : events) {
    if (event.chance)
      draw_dates(event, random, scenario.horizon);
  }
  // Nobody looks at the world on the dates of what takes nothing from it.
  std::erase_if(events, [](const Disruption& event) { return event.takes_nothing(); });
  return events;
}

std::string site_name(std::string_view firm, std::string_view region) {
  return std::string(firm).append(".").append(region);
}

std::string node_name(std::string_view firm, std::string_view node, std::string_view region) {
  return site_name(region.empty() ? std::string(firm) : site_name(firm, region), node);
}

std::string_view text(Disruption::Kind kind) {
  switch (kind) {
    case Kind::stop:
      return "stop";
    case Kind::hazard:
      return "hazard";
    case Kind::lane:
      return "lane";
    case Kind::policy:
      return "policy";
    case Kind::demand:
      return "demand";
    case Kind::capital:
      return "capital";
    case Kind::airlift:
      return "airlift";
    case Kind::relocate:
      return "relocate";
    case Kind::hedge:
      return "hedge";
    case Kind::stockpile:
      return "stockpile";
    case Kind::allocation:
      break;
  }
  return "allocation";
}

}  // namespace chokepoint::models
