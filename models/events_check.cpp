#include "models/events_check.hpp"

#include <algorithm>
#include <any>
#include <array>
#include <span>

#include "models/core/disruption.hpp"
#include "models/events_struck.hpp"
#include "sim/base/log.hpp"
#include "sim/base/text.hpp"

namespace chokepoint::models {

namespace {

using Entry = Scenario::Entry;
using Kind = Disruption::Kind;

/// Where an entry mentions a word; the entry itself when it does not.
void report(const Entry& entry, std::string_view word, const std::string& message,
            Diagnostics& diagnostics) {
  const auto place = std::find_if(entry.mentions.begin(), entry.mentions.end(),
                                  [&](const Entry::Mention& m) { return m.word == word; });
  const std::string path = entry.section + "." + entry.name;
  if (place == entry.mentions.end())
    diagnostics.add(entry.origin, path, message);
  else
    diagnostics.add(place->origin, path + "." + place->path, message);
}

/// The kinds of firms or parts to which that can happen; empty: all.
std::span<const std::string_view> kinds_for(Kind kind) {
  static constexpr std::array<std::string_view, 2> kMarkets = {"consumer_market", "lab"};
  static constexpr std::array<std::string_view, 1> kVendors = {"accelerator_vendor"};
  static constexpr std::array<std::string_view, 4> kStocks = {"accelerator_vendor", "tool_maker",
                                                              "fab_tool_maker", "gear_vendor"};
  static constexpr std::array<std::string_view, 2> kBuilders = {"foundry", "memory_vendor"};
  switch (kind) {
    case Kind::demand:
      return kMarkets;
    case Kind::hedge:
      return kVendors;
    case Kind::stockpile:
      return kStocks;
    case Kind::relocate:
      return kBuilders;
    default:
      return {};
  }
}

void check_targets(const Scenario& scenario, const Entry& entry, const Disruption& event,
                   Diagnostics& diagnostics) {
  const auto kinds = kinds_for(event.kind);
  for (const std::string& name : event.firms) {
    const Entry* const firm = find_entry(scenario, "actors", name);
    if (firm == nullptr || kinds.empty() ||
        std::find(kinds.begin(), kinds.end(), firm->kind) != kinds.end())
      continue;
    std::vector<std::string> names;
    for (const std::string_view kind : kinds)
      names.emplace_back(kind);
    report(entry, name,
           "expected a firm of kind " + one_of_text(names) + ", found '" + name + "' of kind " +
               firm->kind,
           diagnostics);
  }
  for (const std::string& name : event.firms) {
    const Entry* const firm = find_entry(scenario, "actors", name);
    if (event.kind == Kind::relocate && firm != nullptr && region_of(*firm) == event.region)
      report(
          entry, event.region,
          "expected another region than its own for '" + name + "', found '" + event.region + "'",
          diagnostics);
  }
  static constexpr std::array<std::string_view, 3> kSellNothing = {"ai_services", "consumer_market",
                                                                   "lab"};
  const bool sells = event.kind == Kind::policy || event.kind == Kind::allocation;
  for (const std::string& name : event.firms) {
    const Entry* const firm = find_entry(scenario, "actors", name);
    if (sells && firm != nullptr &&
        std::find(kSellNothing.begin(), kSellNothing.end(), firm->kind) != kSellNothing.end())
      report(entry, name,
             "expected a firm that sells something, found '" + name + "' of kind " + firm->kind,
             diagnostics);
  }
  const bool from_one = event.kind == Kind::lane && event.regions.size() == 1;
  if (from_one && holds(event.into, event.regions.front()))
    report(entry, event.regions.front(),
           "expected a way into another region, found one from '" + event.regions.front() +
               "' into itself",
           diagnostics);
  static constexpr std::array<std::string_view, 4> kGates = {"source", "budget", "gate", "market"};
  for (const std::string& name : event.parts) {
    const Entry* const part = find_entry(scenario, "parts", name);
    if (part != nullptr && std::find(kGates.begin(), kGates.end(), part->kind) == kGates.end())
      report(entry, name,
             "expected a part with a capacity of its own (source, budget or gate), found '" + name +
                 "' of kind " + part->kind,
             diagnostics);
  }
}

/// Whether both last at one time, with the dates they have; `in_any_draw`: that they may have.
bool overlap(const Disruption& a, const Disruption& b, bool in_any_draw) {
  const auto begin = [&](const Disruption& event) {
    return event.from == kNever || !in_any_draw ? event.from : event.from - event.earlier;
  };
  const auto end = [&](const Disruption& event) {
    Tick over = event.to;
    if (!event.steps.empty())
      over = event.steps.back().left < 1 ? kNever : event.steps.back().from;
    if (!in_any_draw || over == kNever)
      return over;
    return event.later == kNever ? kNever : over + event.later;
  };
  return begin(a) < end(b) && begin(b) < end(a);
}

/// The first question that two stops answer differently; empty: none.
std::string disagreement(const Disruption& a, const Disruption& b) {
  if (a.orders_refused != b.orders_refused)
    return "orders";
  if (a.in_progress != b.in_progress)
    return "in_progress";
  if (a.in_transit != b.in_transit)
    return "in_transit";
  if (a.people_leave != b.people_leave)
    return "people";
  if (a.transit != b.transit)
    return "transit";
  return a.know_how_lost != b.know_how_lost ? "know_how" : "";
}

/// A word that two events of one kind share and a key that they answer differently.
struct Contradiction {
  std::string target;
  std::string key;
};

/// Whether it leaves everything as it was: a share of nothing, or all back at once.
bool changes_nothing(const Disruption& event) {
  if (event.kind == Kind::hedge)
    return event.share <= 0;
  if (event.kind != Kind::stop && event.kind != Kind::lane && event.kind != Kind::capital)
    return false;
  return event.share <= 0 ||
         (!event.steps.empty() && std::none_of(event.steps.begin(), event.steps.end(),
                                               [](const auto& step) { return step.left < 1; }));
}

/// What two events that overlap in time contradict each other in; nothing: they add up.
Contradiction contradiction(const Scenario& scenario, const Disruption& a, const Disruption& b) {
  if (a.kind != b.kind || changes_nothing(a) || changes_nothing(b))
    return {};
  if (a.kind == Kind::stop)
    return {struck_by_both(scenario, a, b), disagreement(a, b)};
  if (a.kind == Kind::lane) {
    const bool same_way = a.into.empty() || b.into.empty() || !common(a.into, b.into).empty();
    return {same_way ? common(a.regions, b.regions) : "",
            a.in_transit != b.in_transit ? "goods" : ""};
  }
  if (a.kind == Kind::allocation)
    return {common(a.firms, b.firms), a.rule != b.rule ? "rule" : ""};
  if (a.kind == Kind::hedge)
    return {common(a.firms, b.firms), a.share != b.share ? "share" : ""};
  if (a.kind == Kind::capital)
    return {"lenders", a.lenders_close != b.lenders_close ? "lenders" : ""};
  if (a.kind == Kind::relocate && a.region != b.region && a.share + b.share > 1)
    return {common(a.firms, b.firms), "region"};
  return {};
}

/// What a message says that the later one of two events should have been.
std::string expected_of_both(const std::string& key, const Disruption& event,
                             const Disruption& other, const std::string& target) {
  if (key == "region")
    return "expected shares of both that add up to 100 % at most: event '" + other.name +
           "' relocates '" + target + "' elsewhere at the same time";
  if (event.kind == Kind::capital)
    return "expected the same '" + key + "' as event '" + other.name +
           "', which lasts at the same time";
  return "expected the same '" + key + "' as event '" + other.name + "', which " +
         (event.kind == Kind::stop ? "strikes" : "concerns") + " '" + target + "' at the same time";
}

/// A date that is written as one length of time after another lies within the run; one that is
/// drawn may never come.
void check_delay(const Scenario& scenario, const Entry& entry, const Disruption& event,
                 Diagnostics& diagnostics) {
  const auto delay = std::find_if(entry.mentions.begin(), entry.mentions.end(),
                                  [](const Entry::Mention& m) { return m.path == "delay"; });
  const bool drawn =
      std::any_of(entry.mentions.begin(), entry.mentions.end(),
                  [](const Entry::Mention& m) { return m.path.starts_with("delay."); });
  if (event.from < scenario.horizon || delay == entry.mentions.end() || drawn)
    return;
  diagnostics.add(delay->origin, entry.section + "." + entry.name + ".delay",
                  "expected a date before " + iso(scenario.end) + ", found " +
                      scenario.timeline.iso(event.from).substr(0, 10));
}

/// Whose dates an event has has dates of its own, and not by chance.
void check_during(const Entry& entry, const Disruption& event,
                  const std::vector<Disruption>& events, Diagnostics& diagnostics) {
  const auto other = std::find_if(events.begin(), events.end(),
                                  [&](const Disruption& e) { return e.name == event.during; });
  if (other == events.end() || (other->during.empty() && !other->chance))
    return;
  report(entry, event.during,
         "expected an event with dates of its own, found '" + event.during + "', " +
             (other->chance ? "which strikes by chance"
                            : "which has those of '" + other->during + "'"),
         diagnostics);
}

/// Who holds two stockpiles at a time has the larger: said, as overlays otherwise add up.
void warn_of_stockpiles(const Entry& entry, const Disruption& event, const Disruption& other,
                        const Diagnostics& diagnostics) {
  const std::string firm = event.kind == Kind::stockpile && other.kind == Kind::stockpile
                               ? common(event.firms, other.firms)
                               : "";
  if (firm.empty() || !overlap(event, other, false))
    return;
  Diagnostics place;
  place.use_files(diagnostics.files());
  report(entry, firm,
         "'" + firm + "' holds the stockpile of event '" + other.name +
             "' at the same time: of both the larger counts, they do not add up",
         place);
  log::warn(place.lines().front());
}

}  // namespace

void check_events(const Scenario& scenario, Diagnostics& diagnostics) {
  std::vector<const Entry*> entries;
  std::vector<Disruption> events;
  for (const Entry& entry : scenario.entries) {
    if (entry.section != "events" || entry.faults != Entry::Faults::none)
      continue;
    const auto& event = std::any_cast<const Disruption&>(entry.value);
    check_targets(scenario, entry, event, diagnostics);
    check_delay(scenario, entry, event, diagnostics);
    entries.push_back(&entry);
    events.push_back(event);
  }
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (!events[i].during.empty())
      check_during(*entries[i], events[i], events, diagnostics);
  }
  take_dates(events);
  for (std::size_t i = 1; i < events.size(); ++i) {
    const Disruption& event = events[i];
    for (std::size_t j = 0; j < i; ++j) {
      const Disruption& other = events[j];
      warn_of_stockpiles(*entries[i], event, other, diagnostics);
      const auto [target, key] = contradiction(scenario, event, other);
      if (target.empty() || key.empty() || !overlap(event, other, true))
        continue;
      // Judged for every draw at once, so that no seed is refused where another one runs.
      const std::string_view when =
          overlap(event, other, false) ? "" : " in some draws of their dates";
      report(*entries[i], target, expected_of_both(key, event, other, target) + std::string(when),
             diagnostics);
      break;
    }
  }
}

}  // namespace chokepoint::models
