#include "models/core/firm_spec.hpp"

namespace chokepoint::models {

FirmSpec FirmSpec::read(Reader& reader) {
  FirmSpec spec;
  spec.name = reader.name();
  spec.region = reader.reference("region", "region", "where the firm works");
  spec.planning_day = reader.count_or("planning_day", 1, "day of the month on which it plans",
                                      {.min = 1, .max = 28});
  spec.months_between =
      reader.count_or("plans_every", 1, "months between two plannings", {.min = 1, .max = 12});
  spec.planning_minute = static_cast<std::int64_t>(
      reader
          .number_if_any("planning_minute", "1",
                         "minute of that day; without it one of the first, in the order of names, "
                         "so that no two firms decide at once",
                         {.min = 0, .max = 1439})
          .value_or(-1));
  spec.outages = reader.list_or_empty("outages", "dates between which the firm's site stands still",
                                      OutageDates::read);
  spec.abroad = reader.list_or_empty("abroad",
                                     "capacity outside its region, for events that strike "
                                     "a region",
                                     AbroadSpec::read);
  spec.exports = reader.list_or_empty("export_rules",
                                      "goods that its government forbids it to sell to some "
                                      "regions; without it everybody may buy",
                                      ExportRule::read);
  double at_start = 0;
  double added = 0;
  for (const AbroadSpec& place : spec.abroad) {
    at_start += place.at_start;
    added += place.added;
  }
  reader.declare_name("site", site_name(spec.name, spec.region));
  for (const AbroadSpec& place : spec.abroad)
    reader.declare_name("site", site_name(spec.name, place.region));
  reader.require(at_start <= 1 && added <= 1, {"abroad"},
                 "expected parts that add up to 1 at most");
  const auto patience = reader.duration_if_any("gives_up_after",
                                               "capacity that an event has stopped for so long is "
                                               "given up: it is no longer planned with, and "
                                               "what is added goes elsewhere; never without it");
  if (patience)
    spec.patience = reader.timeline().after(0, *patience);
  return spec;
}

}  // namespace chokepoint::models
