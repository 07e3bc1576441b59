#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/core/outage_dates.hpp"
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
  /// What a lot asks of that gate.
  void set_units(Station::Spec& spec, double amount) const;
};

/// Dates between which a gate stands still.
struct GateOutage : OutageDates {
  std::string label;  ///< the constraint it is recorded under
};
[[nodiscard]] std::vector<GateOutage> read_outages(Reader& reader, const std::string& part);

/// Keys `lead` (the same for all lots) and `random_lead` (drawn for each).
[[nodiscard]] LeadTime read_lead(Reader& reader);

/// `wip: {slots: 5, until: packaging}`
struct WipLimit {
  std::int64_t slots;
  std::string until;
};
[[nodiscard]] std::optional<WipLimit> read_wip(Reader& reader);

/// The key `label`: the name under which a part's capacity is reported. Without it, the part's
/// name, which then must not be a word of the results.
[[nodiscard]] std::string read_label(Reader& reader, const std::string& part);

/// Refuses a name that means something else among constraints in the results.
void refuse_reserved(Reader& reader, std::string_view key, std::string_view name);

}  // namespace chokepoint::models
