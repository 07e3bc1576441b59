#include "models/generic/keys.hpp"

#include <algorithm>
#include <array>

#include "models/generic/network.hpp"
#include "sim/base/text.hpp"

namespace chokepoint::models {

Pace Pace::read(Reader& reader, std::string_view unit, std::string_view service_key) {
  Pace pace;
  pace.rate = reader.exogenous_or("rate", unit, "0 " + std::string(unit), "capacity by date");
  pace.service = reader.distribution_or(service_key, "minute", "0 minutes",
                                        "time for one lot, drawn for each, instead of a rate",
                                        Bounds::more_than(0));
  pace.drawn = reader.has(service_key);
  reader.require(reader.has("rate") != pace.drawn, {"rate", service_key},
                 "expected either rate or " + std::string(service_key));
  return pace;
}

void Pace::require_bearable(Reader& reader, std::string_view service_key, double most) const {
  constexpr double kMost = 50e6;  // as many as the engine lets happen
  const auto minutes = static_cast<double>(reader.horizon());
  const double lots = drawn ? minutes / service.mean()
                            : rate.integral(0, reader.horizon()) / static_cast<double>(kDay);
  reader.require(std::min(lots, most) <= kMost, {drawn ? service_key : "rate"},
                 "expected at most 50 million deliveries in the run, found " + shortest(lots));
}

Gate& Pace::add_gate(Network& network, const std::string& part, const std::string& constraint,
                     int servers) const {
  Gate& gate = network.add_gate(part, servers);
  const ConstraintId id = network.flow().trace.constraint(constraint);
  const std::size_t resource = gate.add_resource(id, drawn ? 1.0 : 0.0);
  if (!drawn)
    network.add_schedule(part, gate, resource, rate);
  return gate;
}

double Pace::weight() const {
  if (drawn)
    return 1;
  constexpr double kLeast = 1e-6;
  double most = kLeast;
  for (const Profile::Point& point : rate.points())
    most = std::max(most, point.value);
  return most;
}

void Pace::set_units(Station::Spec& spec, double amount) const {
  spec.units = amount;
  spec.random_units = drawn;
  spec.units_drawn = service;
}

std::vector<GateOutage> read_outages(Reader& reader, const std::string& part) {
  return reader.list_or_empty("outages", "when it stands still", [&](Reader& entry) {
    GateOutage outage{
        OutageDates::read(entry),
        entry.name_or("label", part + "_outage", "the name under which it is reported")};
    refuse_reserved(entry, "label", outage.label);
    return outage;
  });
}

LeadTime read_lead(Reader& reader) {
  LeadTime lead;
  lead.fixed = reader.duration_or("lead", "0 days", "delay behind the gate, the same for all lots");
  lead.minutes = reader.distribution_or("random_lead", "minute", "0 minutes",
                                        "delay behind the gate, drawn for each lot");
  lead.random = reader.has("random_lead") && !reader.is_describing();
  reader.require(!reader.has("lead") || !reader.has("random_lead"), {"random_lead", "lead"},
                 "expected either lead or random_lead");
  return lead;
}

std::optional<WipLimit> read_wip(Reader& reader) {
  return reader.optional_group(
      "wip", "limit on lots between the start here and a delivery further on", [](Reader& group) {
        const auto slots =
            group.count("slots", "lots at most under way at once", Bounds::at_least(1));
        return WipLimit{slots, group.reference("until", "part", "whose delivery frees the slot")};
      });
}

void refuse_reserved(Reader& reader, std::string_view key, std::string_view name) {
  // What the ledger says where no constraint held anything back, and the classes of root causes
  // that stand in the same column.
  static constexpr std::array<std::string_view, 4> kReserved = {"demand", "unexplained",
                                                                "lead_time", "initial_stock"};
  reader.require(std::find(kReserved.begin(), kReserved.end(), name) == kReserved.end(), {key},
                 "expected another name, found '" + std::string(name) +
                     "', which means something else in the results");
}

std::string read_label(Reader& reader, const std::string& part) {
  std::string label = reader.name_or("label", part, "the constraint's name in the results");
  refuse_reserved(reader, reader.has("label") ? "label" : "name", label);
  return label;
}

}  // namespace chokepoint::models
