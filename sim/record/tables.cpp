#include "sim/record/tables.hpp"

#include "sim/base/hash.hpp"
#include "sim/record/csv.hpp"
#include "sim/record/json.hpp"
#include "sim/record/version.hpp"

namespace chokepoint {

namespace {

/// Raised when a key or column of the result files changes its meaning.
constexpr int kSchema = 1;

void write_date(JsonText& json, const char* key, const std::optional<Date>& date) {
  json.key(key);
  if (date) {
    json.value(iso(*date));
  } else {
    json.null();
  }
}

void write_dates(JsonText& json, const Binding& binding) {
  write_date(json, "from", binding.from);
  write_date(json, "to", binding.to);
  write_date(json, "cause_from", binding.cause_from);
  write_date(json, "cause_to", binding.cause_to);
}

void write_binding(JsonText& json, const Binding& binding, double unmet_share) {
  json.key("constraint").value(binding.constraint);
  json.key("share").value(binding.share);
  json.key("unmet_share").value(unmet_share);
  write_dates(json, binding);
  json.objects("root", binding.root, [&json](const RootShare& root) {
    json.key("cause").value(root.cause);
    json.key("share").value(root.share);
  });
}

void write_year(JsonText& json, const YearSummary& year) {
  json.key("year").value(year.year);
  json.key("online_gw_end").value(year.online_gw_end);
  json.key("added_gw").value(year.added_gw);
  json.key("demand_gw").value(year.demand_gw);
  json.key("unmet_gw_years").value(year.unmet_gw_years);
  json.objects("unmet_shares", year.unmet_shares, [&json](const ConstraintShare& share) {
    json.key("constraint").value(share.constraint);
    json.key("share").value(share.share);
  });
  json.key("runner_up");
  if (year.runner_up.empty())
    json.null();
  else
    json.value(year.runner_up);
  json.objects("binding", year.binding, [&](const Binding& binding) {
    double part = 0;
    for (const ConstraintShare& share : year.unmet_shares)
      part += share.constraint == binding.constraint ? share.share : 0.0;
    write_binding(json, binding, part);
  });
}

/// What a series with periods of so many months is called after its name; one whose unit says its
/// period ("package/quarter") needs no more.
std::string_view suffix_of(const Series& series) {
  if (series.unit.ends_with("/quarter"))
    return "";
  switch (series.months) {
    case 3:
      return "_quarterly";
    case 6:
      return "_half_yearly";
    case 12:
      return "_yearly";
    default:
      return "";
  }
}

void add_time(CsvText& csv, const Timeline& timeline, Tick tick) {
  if (tick == kNever) {
    csv.add_empty();
  } else {
    csv.add(iso_time(timeline, tick));
  }
}

}  // namespace

std::string iso_time(const Timeline& timeline, Tick tick) {
  std::string text = timeline.iso(tick);
  const Tick minutes = tick - timeline.tick(timeline.date(tick));
  if (minutes == 0)
    return text;
  const auto two_digits = [&text](Tick number) {
    text += static_cast<char>('0' + number / 10);
    text += static_cast<char>('0' + number % 10);
  };
  text += 'T';
  two_digits(minutes / 60);
  text += ':';
  two_digits(minutes % 60);
  text += 'Z';
  return text;
}

std::string summary_json(const RunResult& result) {
  JsonText json;
  json.begin_object();
  json.key("schema").value(kSchema);
  json.key("version").value(version());
  json.key("scenario").value(result.scenario);
  json.key("scenario_sha256").value(result.scenario_sha256);
  json.key("seed").value(result.seed);
  if (result.replication > 0)
    json.key("replication").value(result.replication);
  if (result.shuffle_ties)
    json.key("shuffle_ties").value(*result.shuffle_ties);
  json.key("fingerprint").value(result.fingerprint);
  json.key("headline").value(result.headline);
  json.objects("years", result.years, [&json](const YearSummary& year) { write_year(json, year); });
  json.objects("intervals", result.intervals, [&json](const Binding& interval) {
    json.key("constraint").value(interval.constraint);
    write_dates(json, interval);
  });
  json.objects("effects_by_cause", result.matrix, [&json](const MatrixCell& cell) {
    json.key("constraint").value(cell.constraint);
    json.key("effect_year").value(cell.effect_year);
    json.key("cause_year").value(cell.cause_year);
    json.key("unmet_gw_years").value(cell.lost);
  });
  json.end_object();
  return json.take();
}

namespace {

constexpr std::string_view kSeriesHeader = "date,series,entity,region,generation,value,unit";
constexpr std::string_view kOrdersHeader =
    "order,parent,commodity,buyer,seller,quantity,unit,placed,wanted,promised,delivered,status,"
    "firm,price_usd";

void write_series(CsvText& csv, const RunResult& result) {
  for (const Series& series : result.series) {
    const std::string name = series.series + std::string(suffix_of(series));
    for (const SeriesPoint& point : series.points) {
      csv.add(iso(point.date)).add(name).add(series.entity).add(series.region);
      csv.add(series.generation).add(point.value).add(series.unit).end_row();
    }
  }
}

/// What was taken back of an order that came otherwise is a line of its own.
bool has_part_taken_back(const OrderRow& row) {
  const bool goes_on = row.status == OrderStatus::delivered || row.status == OrderStatus::open;
  return goes_on && row.cancelled_quantity > 0 && row.cancelled_quantity < row.quantity;
}

/// One line of the journal: so much of an order, and what became of it.
void write_order(CsvText& csv, const Timeline& timeline, const OrderRow& row, double quantity,
                 OrderStatus status) {
  csv.add(row.order);
  if (row.parent) {
    csv.add(*row.parent);
  } else {
    csv.add_empty();
  }
  csv.add(row.commodity).add(row.buyer).add(row.seller).add(quantity).add(row.unit);
  const Tick delivered = status == OrderStatus::cancelled ? kNever : row.delivered;
  for (const Tick tick : {row.placed, row.wanted, row.promised, delivered})
    add_time(csv, timeline, tick);
  csv.add(text(status));
  csv.add(std::string_view(row.firm ? "true" : "false")).add(row.price_usd).end_row();
}

void write_orders(CsvText& csv, const RunResult& result) {
  const Timeline timeline(result.start);
  for (const OrderRow& row : result.orders) {
    const double taken_back = has_part_taken_back(row) ? row.cancelled_quantity : 0.0;
    write_order(csv, timeline, row, row.quantity - taken_back, row.status);
    if (taken_back > 0)
      write_order(csv, timeline, row, taken_back, OrderStatus::cancelled);
  }
}

}  // namespace

TextInPieces timeseries_csv(const RunResult& result) {
  return [&result](const TextSink& sink) {
    CsvText csv(kSeriesHeader, sink);
    write_series(csv, result);
    csv.finish();
  };
}

TextInPieces orders_csv(const RunResult& result) {
  return [&result](const TextSink& sink) {
    CsvText csv(kOrdersHeader, sink);
    write_orders(csv, result);
    csv.finish();
  };
}

std::string bottlenecks_csv(const RunResult& result) {
  CsvText csv("month,constraint,proximate_share,root,root_share,e_plus,e_minus");
  for (const BottleneckRow& row : result.bottlenecks) {
    csv.add(iso(row.month)).add(row.constraint).add(row.proximate_share).add(row.root);
    csv.add(row.root_share).add(row.e_plus).add(row.e_minus).end_row();
  }
  return csv.take();
}

std::string timing_json(const RunTiming& timing) {
  JsonText json;
  json.begin_object();
  json.key("wall_s").value(timing.wall_s);
  json.key("load_s").value(timing.load_s);
  json.key("build_s").value(timing.build_s);
  json.key("run_s").value(timing.run_s);
  json.key("answer_s").value(timing.answer_s);
  json.key("events").value(timing.events);
  json.key("wakeups").value(timing.wakeups);
  json.key("events_per_second")
      .value(timing.run_s > 0.0 ? static_cast<double>(timing.events) / timing.run_s : 0.0);
  json.key("peak_memory_kib").value(static_cast<std::uint64_t>(timing.peak_memory_kib));
  json.end_object();
  return json.take();
}

std::string fingerprint_of(const RunResult& result) {
  Fingerprint fingerprint;
  fingerprint.add(std::uint64_t{result.deterministic});
  for (const OrderRow& row : result.orders) {
    fingerprint.add(row.order);
    fingerprint.add(row.parent.value_or(0));
    for (const std::string_view field : {row.commodity, row.buyer, row.seller})
      fingerprint.add(field);
    fingerprint.add(row.quantity);
    for (const Tick tick : {row.placed, row.wanted, row.promised, row.delivered})
      fingerprint.add(tick);
    fingerprint.add(static_cast<std::uint64_t>(row.status) * 2 + (row.firm ? 1 : 0));
    fingerprint.add(row.price_usd.value_or(-1.0));
    fingerprint.add(row.delivered_quantity);
    fingerprint.add(row.cancelled_quantity);
  }
  for (const Series& series : result.series) {
    for (const std::string_view field :
         {std::string_view(series.series), std::string_view(series.entity),
          std::string_view(series.region), std::string_view(series.generation),
          std::string_view(series.unit)})
      fingerprint.add(field);
    for (const SeriesPoint& point : series.points) {
      fingerprint.add(std::int64_t{std::chrono::sys_days(point.date).time_since_epoch().count()});
      fingerprint.add(point.value);
    }
  }
  return fingerprint.hex();
}

}  // namespace chokepoint
