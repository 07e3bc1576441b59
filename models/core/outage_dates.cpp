#include "models/core/outage_dates.hpp"

namespace chokepoint::models {

OutageDates OutageDates::read(Reader& reader) {
  const Timeline& timeline = reader.timeline();
  const Date first = reader.date("from", "first day of the outage");
  const Tick from = timeline.tick(first);
  const Tick to = timeline.tick(reader.date("to", "first day after it"));
  reader.require(from >= 0 && from < reader.horizon(), {"from"},
                 "expected a date within the run (" + iso(timeline.start()) + " to before " +
                     timeline.iso(reader.horizon()) + "), found " + iso(first));
  reader.require(from < to, {"to", "from"}, "expected a date after 'from'");
  return {from, to};
}

}  // namespace chokepoint::models
