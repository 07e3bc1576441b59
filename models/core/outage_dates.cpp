#include "models/core/outage_dates.hpp"

namespace chokepoint::models {

OutageDates OutageDates::read(Reader& reader) {
  const Timeline& timeline = reader.timeline();
  const Tick from = timeline.tick(reader.date("from", "first day of the outage"));
  const Tick to = timeline.tick(reader.date("to", "first day after it"));
  reader.require(from >= 0, {"from"},
                 "expected a date from the start of the run on (" + iso(timeline.start()) + ")");
  reader.require(from < to, {"to", "from"}, "expected a date after 'from'");
  return {from, to};
}

}  // namespace chokepoint::models
