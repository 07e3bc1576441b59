#include "models/core/places.hpp"

#include <algorithm>
#include <numeric>

namespace chokepoint::models {

namespace {
constexpr double kClosed = 0.5;  ///< a place where less works counts as closed
}  // namespace

AbroadSpec AbroadSpec::read(Reader& reader) {
  AbroadSpec spec;
  spec.region = reader.reference("region", "region", "where else it has capacity");
  spec.at_start = reader.number_or("at_start", "1", "0 %", "part of its capacity that stands there",
                                   {.min = 0, .max = 1});
  spec.added = reader.number_or("added", "1", "0 %", "part of what it adds that goes there",
                                {.min = 0, .max = 1});
  spec.extra_lead =
      reader
          .duration_if_any("extra_lead",
                           "so much longer it takes to build there more than that part")
          .value_or(Duration{});
  return spec;
}

Places::Places(const Disruptions& events, std::string_view firm, std::string_view home,
               const std::vector<AbroadSpec>& abroad, std::string_view node)
    : events_(&events) {
  if (events.empty())
    return;
  places_.push_back({.region = std::string(home), .at_start = 1, .added = 1});
  for (const AbroadSpec& spec : abroad) {
    places_.push_back({.region = spec.region, .at_start = spec.at_start, .added = spec.added});
    places_.front().at_start -= spec.at_start;
    places_.front().added -= spec.added;
    extra_lead_ = spec.extra_lead;
  }
  relocations_ = events.relocations(firm);
  for (const Disruption* move : relocations_) {
    const bool known = std::any_of(places_.begin(), places_.end(), [&](const Place& place) {
      return place.region == move->region;
    });
    if (!known)
      places_.push_back({.region = move->region});
  }
  for (Place& place : places_) {
    place.stops = events.stops_on(firm, place.region, node);
    concerned_ = concerned_ || !place.stops.empty();
  }
  const bool divided = places_.size() > 1;
  concerned_ = concerned_ || !relocations_.empty() || events.strikes_nodes(firm) ||
               std::any_of(places_.begin(), places_.end(), [&](const Place& place) {
                 return divided && events.lane_closes(place.region);
               });
}

double Places::left(std::size_t place, Tick when) const {
  double left = 1;
  for (const Disruption* stop : places_[place].stops)
    left *= stop->left(when);
  return left;
}

double Places::most_left(Tick when) const {
  double most = places_.empty() ? 1 : 0;
  for (std::size_t place = 0; place < places_.size(); ++place)
    most = std::max(most, left(place, when));
  return most;
}

double Places::most_left(Tick from, Tick to) const {
  std::vector<Tick> changes{from, to};
  for (const Place& place : places_) {
    for (const Disruption* stop : place.stops) {
      for (const Tick tick : stop->changes()) {
        if (tick > from && tick < to)
          changes.push_back(tick);
      }
    }
  }
  std::sort(changes.begin(), changes.end());
  double sum = 0;
  for (std::size_t i = 0; i + 1 < changes.size(); ++i)
    sum += most_left(changes[i]) * static_cast<double>(changes[i + 1] - changes[i]);
  return sum / static_cast<double>(to - from);
}

std::size_t Places::in(std::string_view region) const {
  const auto place = std::find_if(places_.begin(), places_.end(),
                                  [region](const Place& known) { return known.region == region; });
  return place == places_.end() ? 0 : static_cast<std::size_t>(place - places_.begin());
}

std::vector<double> Places::at_start() const {
  std::vector<double> parts;
  for (const Place& place : places_)
    parts.push_back(place.at_start);
  return parts;
}

std::vector<double> Places::planned(Tick when) const {
  std::vector<double> parts;
  for (const Place& place : places_)
    parts.push_back(place.added);
  double moved = 0;
  for (const Disruption* move : relocations_)
    moved += move->in_force(when) ? move->share : 0;
  if (moved <= 0)
    return parts;
  for (double& part : parts)
    part *= std::max(0.0, 1 - moved);
  for (const Disruption* move : relocations_) {
    if (move->in_force(when))
      parts[in(move->region)] += move->share / std::max(1.0, moved);
  }
  return parts;
}

std::vector<double> Places::split_of(Tick decided) const {
  const bool given_up_since = std::any_of(places_.begin(), places_.end(), [&](const Place& place) {
    return place.given_up && decided < place.given_up_at;
  });
  return given_up_since ? planned(decided) : split(decided);
}

std::vector<double> Places::split(Tick when) const {
  std::vector<double> parts = planned(when);
  double open = 0;
  for (std::size_t i = 0; i < places_.size(); ++i)
    open += parts[i] * counted(i);
  if (open > 0) {
    for (std::size_t i = 0; i < places_.size(); ++i)
      parts[i] *= counted(i) / open;
    return parts;
  }
  // Nothing was meant to go where it still can: it goes to all such places alike, if there are any.
  double places = 0;
  for (std::size_t i = 0; i < places_.size(); ++i)
    places += counted(i);
  for (std::size_t i = 0; i < places_.size() && places > 0; ++i)
    parts[i] = counted(i) / places;
  return parts;
}

double Places::moved(Tick when) const {
  const std::vector<double> parts = split(when);
  double moved = 0;
  for (std::size_t i = 1; i < parts.size(); ++i)
    moved += std::max(0.0, parts[i] - places_[i].added);
  return moved;
}

bool Places::give_up_or_take_up(Tick now, Tick patience) {
  bool changed = false;
  for (std::size_t i = 0; i < places_.size(); ++i) {
    Place& place = places_[i];
    const bool closed = left(i, now) < kClosed;
    if (!closed)
      place.closed_since = kNever;
    else if (place.closed_since == kNever)
      place.closed_since = now;
    const bool given_up = closed && now - place.closed_since >= patience;
    changed = changed || given_up != place.given_up;
    if (given_up && !place.given_up)
      place.given_up_at = now;
    place.given_up = given_up;
  }
  return changed;
}

bool Places::know_how_lost(Tick now) const {
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (left(i, now) >= kClosed || events_->airlifted(places_[i].region, now))
      continue;
    for (const Disruption* stop : places_[i].stops) {
      if (stop->know_how_lost && stop->left(now) < 1)
        return true;
    }
  }
  return false;
}

bool Places::deserted(Tick now) const {
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (left(i, now) > 0 && (i == 0 || places_[i].at_start + places_[i].added > 0))
      return false;
  }
  if (places_.empty() || events_->airlifted(places_.front().region, now))
    return false;
  const auto& stops = places_.front().stops;
  return std::none_of(stops.begin(), stops.end(), [now](const Disruption* stop) {
    return stop->left(now) < 1 && stop->people_leave;
  });
}

const Disruption* Places::in_force(Tick now) const {
  for (const Place& place : places_) {
    for (const Disruption* stop : place.stops) {
      if (stop->left(now) < 1)
        return stop;
    }
  }
  return nullptr;
}

void StruckGate::leave(double part, ConstraintId outage) {
  set(part, outage);
  if (part > 0 && part != left_)
    gate_->record_left(part, outage);
  left_ = part;
}

void StruckGate::set(double part, ConstraintId outage) {
  if (part > 0)
    gate_->throttle(part);
  if (part <= 0 && !stopped_) {
    outage_ = outage;
    gate_->stop(outage_);
  } else if (part > 0 && stopped_) {
    gate_->resume(outage_);
  }
  stopped_ = part <= 0;
}

PlacedCapacity::PlacedCapacity(const Places& places, double at_start) : places_(&places) {
  if (!places.concerned())
    return;
  amounts_ = places.at_start();
  for (double& amount : amounts_)
    amount *= at_start;
}

void PlacedCapacity::add(double amount, Tick decided) {
  if (!places_->concerned())
    return;
  const std::vector<double> parts = places_->split_of(decided);
  for (std::size_t i = 0; i < amounts_.size(); ++i)
    amounts_[i] += amount * parts[i];
}

void PlacedCapacity::grow(double amount) {
  const double all = std::accumulate(amounts_.begin(), amounts_.end(), 0.0);
  if (all <= 0) {
    if (!amounts_.empty())
      amounts_.front() += amount;
    return;
  }
  for (double& standing : amounts_)
    standing *= (all + amount) / all;
}

void PlacedCapacity::move(std::size_t place, double amount) {
  if (amounts_.empty())
    return;
  const double moved = std::min(amount, amounts_.front());
  amounts_.front() -= moved;
  amounts_[place] += moved;
}

void PlacedCapacity::add_beside(const PlacedCapacity& other, double amount, Tick decided) {
  double open = 0;
  for (std::size_t i = 0; i < amounts_.size(); ++i)
    open += other.part(i) * places_->counted(i);
  if (open <= 0) {
    add(amount, decided);
    return;
  }
  for (std::size_t i = 0; i < amounts_.size(); ++i)
    amounts_[i] += amount * other.part(i) * places_->counted(i) / open;
}

double PlacedCapacity::left(Tick when) const {
  double all = 0;
  double works = 0;
  for (std::size_t i = 0; i < amounts_.size(); ++i) {
    all += amounts_[i];
    works += amounts_[i] * places_->left(i, when);
  }
  // A firm without capacity yet has none that works where it is.
  return all > 0 ? works / all : amounts_.empty() ? 1 : places_->left(0, when);
}

double PlacedCapacity::counted() const {
  double all = 0;
  double counted = 0;
  for (std::size_t i = 0; i < amounts_.size(); ++i) {
    all += amounts_[i];
    counted += amounts_[i] * places_->counted(i);
  }
  return all > 0 ? counted / all : amounts_.empty() ? 1 : places_->counted(0);
}

double PlacedCapacity::part(std::size_t place) const {
  const double all = std::accumulate(amounts_.begin(), amounts_.end(), 0.0);
  return all > 0 ? amounts_[place] / all : place == 0 ? 1 : 0;
}

}  // namespace chokepoint::models
