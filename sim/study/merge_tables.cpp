// The texts of the files that a merge writes.

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/base/portable_math.hpp"
#include "sim/record/csv.hpp"
#include "sim/study/merge.hpp"
#include "sim/study/quantiles.hpp"

namespace chokepoint {

namespace {

/// From this share of a month's loss on a constraint binds in it.
constexpr double kBindsInMonth = 0.2;

void add_cell(CsvText& text, const Column& column, std::size_t row) {
  switch (column.type) {
    case Column::Type::number:
    case Column::Type::date: {
      const double value = std::get<Column::Numbers>(column.values)[row];
      if (std::isnan(value))
        text.add_empty();
      else if (column.type == Column::Type::date)
        text.add(std::string_view(iso(date_of_days(value))));
      else
        text.add(value);
      break;
    }
    case Column::Type::count:
      text.add(static_cast<std::uint64_t>(std::get<Column::Counts>(column.values)[row]));
      break;
    case Column::Type::text:
      text.add(std::string_view(std::get<Column::Texts>(column.values)[row]));
      break;
  }
}

/// As a header of CSV: quoted where needed.
std::string header_of(const ColumnTable& table) {
  CsvText row("");
  for (const Column& column : table.columns)
    row.add(std::string_view(column.name));
  return row.take().substr(1);
}

/// Dates are numbers here, so that a column of the file is of one type.
constexpr const char* kDateUnit = "days since 1970-01-01";

/// One line of quantiles.csv.
class QuantileLines {
 public:
  void add(const std::vector<std::string>& labels, const std::vector<double>& values,
           bool is_date) {
    const Distributed found = distributed(values, is_date);
    for (const std::string& label : labels)
      text_.add(std::string_view(label));
    text_.add(std::uint64_t{found.count});
    if (found.count == 0) {
      for (int i = 0; i < 11; ++i)
        text_.add_empty();
    } else {
      text_.add(found.mean).add(found.sd).add(found.min);
      for (const double value : found.quantiles)
        text_.add(value);
      text_.add(found.max);
    }
    text_.end_row();
  }
  std::string take() { return text_.take(); }

 private:
  CsvText text_{
      "quantity,date,entity,region,generation,unit,runs,mean,sd,min,p05,p10,p25,p50,p75,"
      "p90,p95,max"};
};

bool is_result(const Column& column) {
  const bool is_number = column.type == Column::Type::number || column.type == Column::Type::date;
  return is_number && !column.title.starts_with("factor ");
}

}  // namespace

std::string table_csv(const ColumnTable& table) {
  std::string header = header_of(table);
  CsvText text(header);
  text.reserve(table.rows() * table.columns.size() * 12);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    for (const Column& column : table.columns)
      add_cell(text, column, row);
    text.end_row();
  }
  return text.take();
}

std::string quantiles_csv(const MergedSweep& merged) {
  QuantileLines lines;
  for (const Column& column : merged.runs.columns) {
    if (is_result(column))
      lines.add({column.name, "", "", "", "",
                 column.type == Column::Type::date ? kDateUnit : column.unit},
                std::get<Column::Numbers>(column.values), column.type == Column::Type::date);
  }
  const Ensemble& ensemble = merged.ensemble;
  std::vector<double> values(ensemble.runs.size());
  for (std::size_t s = 0; s < ensemble.series.size(); ++s) {
    const EnsembleSeries& series = ensemble.series[s];
    if (series.series == "share")
      continue;
    for (std::size_t month = 0; month < ensemble.months.size(); ++month) {
      for (std::size_t run = 0; run < values.size(); ++run)
        values[run] = ensemble.value(s, run, month);
      if (std::all_of(values.begin(), values.end(), [](double v) { return std::isnan(v); }))
        continue;
      lines.add({series.series, iso(ensemble.months[month]), series.entity, series.region,
                 series.generation, series.unit},
                values, false);
    }
  }
  return lines.take();
}

std::string binding_csv(const MergedSweep& merged) {
  CsvText text("month,constraint,runs,binds,probability");
  const Ensemble& ensemble = merged.ensemble;
  const std::size_t runs = ensemble.runs.size();
  for (std::size_t month = 0; month < ensemble.months.size(); ++month) {
    for (std::size_t s = 0; s < ensemble.series.size(); ++s) {
      if (ensemble.series[s].series != "share")
        continue;
      std::uint64_t binds = 0;
      for (std::size_t run = 0; run < runs; ++run)
        binds += ensemble.value(s, run, month) >= kBindsInMonth ? 1 : 0;
      if (binds == 0)
        continue;
      text.add(std::string_view(iso(ensemble.months[month])));
      text.add(std::string_view(ensemble.series[s].entity));
      text.add(std::uint64_t{runs}).add(binds);
      text.add(round_significant(static_cast<double>(binds) / static_cast<double>(runs)));
      text.end_row();
    }
  }
  return text.take();
}

PackageNotes package_notes(const MergedSweep& merged, const Manifest& manifest) {
  PackageNotes notes{.name = "chokepoint-sweep",
                     .title = "Sweep " + manifest.study,
                     .description = manifest.states};
  for (const Column& column : merged.runs.columns) {
    constexpr const char* kTypes[] = {"number", "date", "integer", "string"};
    notes.columns["runs.csv"][column.name] = {kTypes[static_cast<std::size_t>(column.type)],
                                              column.title, column.unit};
  }
  return notes;
}

}  // namespace chokepoint
