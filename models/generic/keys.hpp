#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/core/outage_dates.hpp"
#include "sim/base/random.hpp"
#include "sim/bound/process_model.hpp"
#include "sim/flow/station.hpp"
#include "sim/scenario/reader.hpp"

namespace chokepoint::models {

class Network;
class RateSchedule;

/// How fast a gate works: a rate that may change by date, or a time drawn for each lot.
struct Pace {
  Profile rate{0.0};  ///< lots (or dollars) per day
  bool drawn = false;
  Distribution service = Distribution::constant(0);  ///< minutes

  /// Keys `rate` (in `unit`) and, for times, the key named `service_key`; exactly one of them.
  static Pace read(Reader& reader, std::string_view unit, std::string_view service_key);
  /// A gate of that pace under the name of its part, and its schedule.
  Gate& add_gate(Network& network, const std::string& part, const std::string& constraint,
                 int servers = 1) const;
  /// Refuses a pace at which so many deliveries, and no more than `most`, are too many for a run.
  void require_bearable(Reader& reader, std::string_view service_key, double most) const;
  /// Its part among the suppliers of a store, relative to theirs: never nothing, because who starts
  /// later, or only once it is expanded, delivers as well.
  [[nodiscard]] double weight() const;
  /// What a lot asks of that gate.
  void set_units(Station::Spec& spec, double amount) const;
};

/// Dates between which a gate stands still.
struct GateOutage : OutageDates {
  std::string label;  ///< the constraint it is recorded under
};

/// What a gate lets pass at most: a capacity where it has a rate; where times are drawn, as many
/// lots as the very times that a run draws leave room for. States itself under the name of its
/// part.
struct PaceStatement {
  const Pace& pace;
  std::string part;
  std::string constraint;
  std::string drawn_by;  ///< the station whose lots the times are drawn for
  int servers = 1;
  std::vector<GateOutage> outages{};
  EndowmentKind kind = EndowmentKind::capacity;

  void add_to(ProcessModel& model, const RandomSource& random) const;
  /// A process of the part asks for `amount` of it.
  void use(ProcessModel& model, ProcessModel::Process& process, double amount) const;
};
/// The earliest that a lot can be there after it left the gate.
[[nodiscard]] Duration shortest_lead(const LeadTime& lead);
[[nodiscard]] std::vector<GateOutage> read_outages(Reader& reader, const std::string& part);

/// Keys `lead` (the same for all lots) and `random_lead` (drawn for each).
[[nodiscard]] LeadTime read_lead(Reader& reader);

/// `wip: {slots: 5, until: packaging}`
struct WipLimit {
  std::int64_t slots;
  std::string until;
};
[[nodiscard]] std::optional<WipLimit> read_wip(Reader& reader);
/// States the limit that begins at a part, and that each of its lots takes a slot.
void state_limit(ProcessModel& model, const std::string& part, const WipLimit& limit,
                 ProcessModel::Process& process);
/// Each lot of a part gives a slot back where a limit ends at it.
void state_slots(ProcessModel& model, Network& network, const std::string& part,
                 ProcessModel::Process& process, Duration lead);

/// The key `label`: the name under which a part's capacity is reported. Without it, the part's
/// name, which then must not be a word of the results.
[[nodiscard]] std::string read_label(Reader& reader, const std::string& part);

/// Refuses a name that means something else among constraints in the results.
void refuse_reserved(Reader& reader, std::string_view key, std::string_view name);

}  // namespace chokepoint::models
