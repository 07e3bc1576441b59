// compare.csv and compare.json.

#include <algorithm>
#include <set>

#include "sim/record/comparison.hpp"
#include "sim/record/csv.hpp"
#include "sim/record/json.hpp"
#include "sim/record/version.hpp"

namespace chokepoint {

namespace {

using Year = WorldFigures::Year;

struct Column {
  const char* id;
  double Year::*value;
};
constexpr Column kColumns[] = {{"online_gw_end", &Year::online},
                               {"added_gw", &Year::added},
                               {"demand_gw", &Year::demand},
                               {"unmet_gw_years", &Year::unmet}};

/// Values of a world and, unless it is the base, of the base.
template <class Read>
Compared compare_by(const Comparison& comparison, std::size_t world, Read read) {
  return compared(over_seeds(comparison.worlds[world], read),
                  world == 0 ? std::vector<double>{} : over_seeds(comparison.worlds.front(), read));
}

std::string month_text(const Comparison& comparison, std::size_t month) {
  return iso(comparison.months[std::min(month, comparison.months.size() - 1)]);
}

void put(JsonText& json, const std::optional<double>& number) {
  if (number)
    json.value(*number);
  else
    json.null();
}

/// A date, or null with the number of months since the event beside it.
void put_month(JsonText& json, const Comparison& comparison, const std::string& key,
               bool since_event, const std::optional<std::size_t>& month) {
  json.key(key);
  if (month && !since_event)
    json.value(month_text(comparison, *month));
  else
    json.null();
  if (!since_event)
    return;
  json.key(key + "_after");
  if (month)
    json.value(std::uint64_t{*month});
  else
    json.null();
}

void put(JsonText& json, const Compared& number) {
  json.begin_object();
  json.key("value").value(number.value);
  put(json.key("low"), number.low);
  put(json.key("high"), number.high);
  put(json.key("difference"), number.difference);
  put(json.key("difference_low"), number.difference_low);
  put(json.key("difference_high"), number.difference_high);
  json.end_object();
}

void put_texts(JsonText& json, const char* key, const std::vector<std::string>& texts) {
  json.key(key).begin_array();
  for (const std::string& text : texts)
    json.value(text);
  json.end_array();
}

void put_years(JsonText& json, const Comparison& comparison, std::size_t world) {
  json.key("years").begin_array();
  for (std::size_t y = 0; y < comparison.years.size(); ++y) {
    json.begin_object().key("year").value(comparison.years[y]);
    for (const Column& column : kColumns) {
      json.key(column.id);
      put(json, compare_by(comparison, world,
                           [&](const WorldFigures& run) { return run.years[y].*column.value; }));
    }
    json.key("binding").begin_array();
    bool first = true;
    for (const ConstraintShare& share : shares_of(comparison.worlds[world], y)) {
      if (!first && share.share < 0.2)
        break;
      first = false;
      json.begin_object().key("constraint").value(share.constraint);
      json.key("share").value(share.share).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

void put_monthly(JsonText& json, const Comparison& comparison, std::size_t world) {
  json.key("monthly").begin_object().key("date").begin_array();
  for (std::size_t m = 0; m < comparison.months.size(); ++m)
    json.value(month_text(comparison, m));
  json.end_array();
  std::vector<Compared> months;
  for (std::size_t m = 0; m < comparison.months.size(); ++m) {
    months.push_back(compared(over_seeds(comparison.worlds[world],
                                         [m](const WorldFigures& run) { return run.online[m]; }),
                              {}));
  }
  json.key("online_gw").begin_array();
  for (const Compared& month : months)
    json.value(month.value);
  json.end_array().key("low").begin_array();
  for (const Compared& month : months) {
    if (month.low)
      json.value(*month.low);
  }
  json.end_array().key("high").begin_array();
  for (const Compared& month : months) {
    if (month.high)
      json.value(*month.high);
  }
  json.end_array().end_object();
}

/// One row of a group or measure: its years with value and difference.
template <class Read>
void put_row(JsonText& json, const Comparison& comparison, std::size_t world, Read read) {
  json.key("years").begin_array();
  for (std::size_t y = 0; y < comparison.years.size(); ++y) {
    const Compared number =
        compare_by(comparison, world, [&](const WorldFigures& run) { return read(run, y); });
    json.begin_object().key("year").value(comparison.years[y]);
    json.key("value").value(number.value);
    put(json.key("low"), number.low);
    put(json.key("high"), number.high);
    put(json.key("difference"), number.difference);
    put(json.key("difference_low"), number.difference_low);
    put(json.key("difference_high"), number.difference_high);
    json.end_object();
  }
  json.end_array();
}

void put_groups(JsonText& json, const Comparison& comparison, std::size_t world) {
  json.key("groups").begin_array();
  for (const GroupName& group : groups_of(comparison, world)) {
    json.begin_object().key("by").value(group.by).key("name").value(group.name);
    put_row(json, comparison, world,
            [&](const WorldFigures& run, std::size_t y) { return group_value(run, group, y); });
    json.end_object();
  }
  json.end_array();
}

void put_series(JsonText& json, const Comparison& comparison, std::size_t world) {
  json.key("series").begin_array();
  const std::size_t count = comparison.worlds[world].runs.front().measures.size();
  for (std::size_t i = 0; i < count; ++i) {
    const Measure& measure = comparison.measures[i];
    json.begin_object().key("series").value(measure.id).key("title").value(measure.title);
    json.key("unit").value(measure.unit);
    put_row(json, comparison, world, [&](const WorldFigures& run, std::size_t y) {
      return year_value(comparison, run, i, y);
    });
    json.end_object();
  }
  json.end_array();
}

void put_makers(JsonText& json, const Comparison& comparison, std::size_t world) {
  json.key("makers").begin_array();
  for (const PartOfMeasure& part : parts_of_measures(comparison, world)) {
    json.begin_object().key("series").value(comparison.measures[part.measure].id);
    json.key("by").value(part.by).key("name").value(part.name);
    put_row(json, comparison, world, [&](const WorldFigures& run, std::size_t y) {
      return part_value(comparison, run, part, y);
    });
    json.end_object();
  }
  json.end_array();
}

void put_through(JsonText& json, const Through& through) {
  json.key("kind").value(text(through.kind));
  json.key("what").value(through.what).key("from").value(through.from);
}

void put_timeline(JsonText& json, const Comparison& comparison, std::size_t world) {
  json.key("timeline").begin_array();
  if (world > 0) {
    for (const Shortage& shortage : shortages(comparison, world)) {
      json.begin_object();
      json.key("what").value(shortage.measure < comparison.measures.size()
                                 ? comparison.measures[shortage.measure].id
                                 : "added");
      json.key("title").value(shortage_title(comparison, shortage));
      const auto put = [&](const char* key, const std::optional<std::size_t>& month) {
        put_month(json, comparison, key, shortage.since_event, month);
      };
      put("first_month", shortage.first);
      put("last_month", shortage.last);
      put("worst_month", shortage.worst_month);
      put("again", shortage.again);
      json.key("worst").value(shortage.worst).key("less_ordered");
      if (shortage.less_ordered)
        json.value(*shortage.less_ordered);
      else
        json.null();
      json.key("through");
      if (shortage.through) {
        json.begin_object();
        put_through(json, *shortage.through);
        json.end_object();
      } else {
        json.null();
      }
      json.objects("back", shortage.back, [&](const Through& step) { put_through(json, step); });
      json.end_object();
    }
  }
  json.end_array();
  json.key("recovery").begin_object();
  const Recovery recovered = recovery(comparison, world);
  json.key("lost_gw_years").value(recovered.lost_unit_years);
  put(json.key("lost_gw_years_low"), recovered.lost_low);
  put(json.key("lost_gw_years_high"), recovered.lost_high);
  const auto put_date = [&](const char* key, const std::optional<std::size_t>& month) {
    put_month(json, comparison, key, recovered.since_event, month);
  };
  put_date("additions_fell", recovered.additions_fell);
  put_date("additions_back", recovered.additions_back);
  put_date("additions_again", recovered.additions_again);
  put_date("online_fell", recovered.online_fell);
  put_date("online_back", recovered.online_back);
  put_date("online_again", recovered.online_again);
  json.end_object();
}

void put_world(JsonText& json, const Comparison& comparison, std::size_t index) {
  const ComparedWorld& world = comparison.worlds[index];
  const WorldFigures& first = world.runs.front();
  json.key("name").value(world.name);
  put_texts(json, "files", world.files);
  json.key("scenario_sha256").value(world.scenario_sha256);
  json.key("fingerprint").value(first.fingerprint).key("headline").value(first.headline);
  put_texts(json, "switches", first.switches);
  json.objects("binding_changes", first.binding_changes, [&](const BindingChange& change) {
    json.key("month").value(iso(change.month));
    json.key("from").value(change.from).key("to").value(change.to);
    json.key("about_equal").value(change.about_equal);
  });
  json.objects("events", event_spans(world), [&](const EventSpan& span) {
    const EventNote& event = span.note;
    json.key("name").value(event.name).key("kind").value(event.kind);
    json.key("from").value(iso(event.from)).key("to");
    if (event.to)
      json.value(iso(*event.to));
    else
      json.null();
    json.key("cost_usd").value(event.cost_usd).key("drawn").value(span.drawn);
    json.key("last_from").value(iso(span.last_from));
    json.key("seeds").value(std::uint64_t{span.seeds});
  });
  put_years(json, comparison, index);
  put_monthly(json, comparison, index);
  put_groups(json, comparison, index);
  put_series(json, comparison, index);
  put_makers(json, comparison, index);
  put_timeline(json, comparison, index);
}

double share_of(const Year& year, const std::string& constraint) {
  for (const ConstraintShare& share : year.shares) {
    if (share.constraint == constraint)
      return share.share;
  }
  return 0;
}

/// Constraints with a share in a year of this world or the base, by name.
std::set<std::string> binding_in(const Comparison& comparison, std::size_t world, std::size_t y) {
  std::set<std::string> names;
  for (const std::size_t w : {std::size_t{0}, world}) {
    for (const ConstraintShare& share : shares_of(comparison.worlds[w], y)) {
      if (share.share > 0)
        names.insert(share.constraint);
    }
  }
  return names;
}

}  // namespace

std::string comparison_json(const Comparison& comparison) {
  JsonText json;
  json.begin_object();
  json.key("schema").value(1).key("version").value(version());
  json.key("seeds").begin_array();
  for (const std::uint64_t seed : comparison.seeds)
    json.value(seed);
  json.end_array();
  json.key("start").value(iso(comparison.start)).key("end").value(iso(comparison.end));
  json.key("unit").value(comparison.unit);
  json.key("worlds").begin_array();
  for (std::size_t i = 0; i < comparison.worlds.size(); ++i) {
    json.begin_object();
    put_world(json, comparison, i);
    json.end_object();
  }
  json.end_array();
  json.objects("preparations", preparations(comparison), [&](const Preparation& preparation) {
    json.key("world").value(comparison.worlds[preparation.world].name);
    json.key("against").value(comparison.worlds[preparation.against].name);
    put_texts(json, "added", preparation.added);
    json.key("gw_years").value(*preparation.unit_years.difference);
    put(json.key("gw_years_low"), preparation.unit_years.difference_low);
    put(json.key("gw_years_high"), preparation.unit_years.difference_high);
    json.key("gw_at_end").value(*preparation.at_end.difference);
    json.key("cost_usd").value(preparation.cost_usd);
    json.key("stocked_wafers").value(preparation.stocked);
    json.key("begun_after").value(preparation.late);
    put(json.key("gw_years_per_billion_usd"), preparation.per_usd);
    put(json.key("gw_years_per_thousand_wafers"), preparation.per_wafer);
  });
  json.end_object();
  return json.take();
}

std::string comparison_csv(const Comparison& comparison) {
  CsvText csv(
      "world,year,quantity,entity,unit,value,low,high,difference,difference_low,difference_high");
  for (std::size_t w = 0; w < comparison.worlds.size(); ++w) {
    const ComparedWorld& world = comparison.worlds[w];
    const std::vector<GroupName> groups = groups_of(comparison, w);
    const std::vector<PartOfMeasure> parts = parts_of_measures(comparison, w);
    const auto row = [&](std::size_t y, std::string_view quantity, std::string_view entity,
                         std::string_view unit, const Compared& number) {
      csv.add(world.name).add(std::to_string(comparison.years[y])).add(quantity).add(entity);
      csv.add(unit).add(number.value).add(number.low).add(number.high);
      csv.add(number.difference).add(number.difference_low).add(number.difference_high);
      csv.end_row();
    };
    for (std::size_t y = 0; y < comparison.years.size(); ++y) {
      for (const Column& column : kColumns) {
        const std::string unit = comparison.unit + (column.value == &Year::unmet ? "-years" : "");
        row(y, column.id, "", unit, compare_by(comparison, w, [&](const WorldFigures& run) {
              return run.years[y].*column.value;
            }));
      }
      const WorldFigures& first = world.runs.front();
      for (const std::string& constraint : binding_in(comparison, w, y)) {
        row(y, "binding", constraint, "1", compare_by(comparison, w, [&](const WorldFigures& run) {
              return share_of(run.years[y], constraint);
            }));
      }
      for (const GroupName& group : groups) {
        row(y, "online_by_" + group.by, group.name, "GW",
            compare_by(comparison, w,
                       [&](const WorldFigures& run) { return group_value(run, group, y); }));
      }
      for (std::size_t i = 0; i < first.measures.size(); ++i) {
        row(y, comparison.measures[i].id, "", comparison.measures[i].unit,
            compare_by(comparison, w,
                       [&](const WorldFigures& run) { return year_value(comparison, run, i, y); }));
      }
      for (const PartOfMeasure& part : parts) {
        const Measure& measure = comparison.measures[part.measure];
        row(y, std::string(measure.id) + "_by_" + part.by, part.name, measure.unit,
            compare_by(comparison, w, [&](const WorldFigures& run) {
              return part_value(comparison, run, part, y);
            }));
      }
    }
  }
  return csv.take();
}

}  // namespace chokepoint
