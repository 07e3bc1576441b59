#include "sim/record/parquet.hpp"

#include <algorithm>
#include <map>
#include <span>

#include "sim/base/error.hpp"
#include "sim/record/parquet_file.hpp"

namespace chokepoint {
namespace {

constexpr std::size_t kRowsPerGroup = 122'880;  // what DuckDB reads at a time

/// The texts of some rows as a dictionary, in the order of their first use, and indices into it.
void add_texts(ParquetFile& file, std::span<const std::string> texts) {
  std::map<std::string_view, std::uint32_t> known;
  std::vector<std::string> dictionary;
  std::vector<std::uint32_t> indices;
  indices.reserve(texts.size());
  for (const std::string& text : texts) {
    const auto [entry, is_new] =
        known.try_emplace(text, static_cast<std::uint32_t>(dictionary.size()));
    if (is_new)
      dictionary.push_back(text);
    indices.push_back(entry->second);
  }
  file.add_texts(dictionary, indices);
}

void add_rows(ParquetFile& file, const Column& column, std::size_t first, std::size_t count) {
  if (column.type == Column::Type::text) {
    add_texts(file, std::span(std::get<Column::Texts>(column.values)).subspan(first, count));
  } else if (column.type == Column::Type::count) {
    file.add_counts(std::span(std::get<Column::Counts>(column.values)).subspan(first, count));
  } else {
    const auto numbers = std::span(std::get<Column::Numbers>(column.values)).subspan(first, count);
    if (column.type == Column::Type::date)
      file.add_dates(numbers);
    else
      file.add_numbers(numbers);
  }
}

void add_constant(ParquetFile& file, const std::string& text,
                  const std::vector<std::uint32_t>& zeros) {
  file.add_texts({text}, zeros);
}

/// Some whole runs of one series.
void add_runs(ParquetFile& file, const Ensemble& ensemble, const EnsembleSeries& series,
              std::size_t first_run, std::size_t runs) {
  const std::size_t months = ensemble.months.size();
  const std::size_t rows = runs * months;
  if (rows == 0)
    return;
  std::vector<std::uint32_t> run_of_row;
  std::vector<double> days;
  for (std::size_t run = 0; run < runs; ++run) {
    run_of_row.insert(run_of_row.end(), months, static_cast<std::uint32_t>(run));
    for (const Date& month : ensemble.months)
      days.push_back(static_cast<double>(std::chrono::sys_days(month).time_since_epoch().count()));
  }
  const auto first = ensemble.runs.begin() + static_cast<std::ptrdiff_t>(first_run);
  const std::vector<std::uint32_t> zeros(rows, 0);
  file.begin_group(rows);
  file.add_texts({first, first + static_cast<std::ptrdiff_t>(runs)}, run_of_row);
  file.add_dates(days);
  add_constant(file, series.series, zeros);
  add_constant(file, series.entity, zeros);
  add_constant(file, series.region, zeros);
  add_constant(file, series.generation, zeros);
  add_constant(file, series.unit, zeros);
  file.add_numbers(std::span(series.values).subspan(first_run * months, rows));
}

}  // namespace

void write_parquet(const std::filesystem::path& path, const ColumnTable& table) {
  std::vector<ParquetColumn> heads;
  for (const Column& column : table.columns) {
    ensure(std::visit([](const auto& v) { return v.size(); }, column.values) == table.rows(),
           "all columns of a table are of the same length");
    heads.push_back({column.name, column.unit, column.type});
  }
  ParquetFile file(path, std::move(heads));
  for (std::size_t first = 0; first < table.rows(); first += kRowsPerGroup) {
    const std::size_t rows = std::min(kRowsPerGroup, table.rows() - first);
    file.begin_group(rows);
    for (const Column& column : table.columns)
      add_rows(file, column, first, rows);
  }
  file.finish();
}

void write_parquet(const std::filesystem::path& path, const Ensemble& ensemble) {
  using enum Column::Type;
  ParquetFile file(path, {{"run", "", text},
                          {"month", "", date},
                          {"series", "", text},
                          {"entity", "", text},
                          {"region", "", text},
                          {"generation", "", text},
                          {"unit", "", text},
                          {"value", "", number}});
  const std::size_t months = std::max<std::size_t>(1, ensemble.months.size());
  const std::size_t runs_per_group = std::max<std::size_t>(1, kRowsPerGroup / months);
  for (const EnsembleSeries& series : ensemble.series) {
    for (std::size_t run = 0; run < ensemble.runs.size(); run += runs_per_group)
      add_runs(file, ensemble, series, run, std::min(runs_per_group, ensemble.runs.size() - run));
  }
  file.finish();
}

}  // namespace chokepoint
