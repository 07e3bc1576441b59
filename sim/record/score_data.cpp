// Reads what a run is held against: its own series, and the data.

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <stdexcept>
#include <tuple>

#include "sim/record/result_table.hpp"
#include "sim/record/score.hpp"
#include "sim/scenario/csv_table.hpp"

namespace chokepoint {

namespace {

Date plus_months(Date date, int months) {
  return date + std::chrono::months(months);
}

int months_between(Date from, Date to) {
  return (static_cast<int>(to.year()) - static_cast<int>(from.year())) * 12 +
         static_cast<int>(static_cast<unsigned>(to.month())) -
         static_cast<int>(static_cast<unsigned>(from.month()));
}

constexpr std::pair<const char*, int> kPeriods[] = {
    {"month", 1}, {"quarter", 3}, {"half-year", 6}, {"year", 12}};

/// Reads the rows of one data file.
class DataReader {
 public:
  DataReader(const CsvTable& table, const TogetherRule& rule, Diagnostics& diagnostics)
      : table_(table), rule_(rule), diagnostics_(diagnostics) {}

  std::vector<DataRow> read() {
    if (!has_right_columns())
      return {};
    for (const Cells& cells : table_.rows)
      read_row(cells);
    if (table_.is_whole)
      check_periods();
    return std::move(rows_);
  }

 private:
  using Cells = std::vector<CsvTable::Cell>;

  void fail(Origin at, std::string_view column, const std::string& message) {
    diagnostics_.add(at, column, message);
  }

  bool has_right_columns() {
    static const std::vector<std::string> known = {"date",   "series", "entity", "value",
                                                   "unit",   "low",    "high",   "generation",
                                                   "period", "source"};
    const Origin top = table_.rows.front().front().origin;
    bool good = true;
    for (const std::string& column : table_.columns) {
      if (std::find(known.begin(), known.end(), column) == known.end()) {
        fail({top.file, 1, 1}, "columns",
             "unknown column " + in_quotes(column) + ", expected " + one_of_text(known) +
                 did_you_mean(column, known));
        good = false;
      }
    }
    for (const char* column : {"series", "entity", "value", "unit"}) {
      if (!table_.column(column)) {
        fail({top.file, 1, 1}, "columns",
             std::string("expected a column '") + column + "', found none");
        good = false;
      }
    }
    if (table_.column("low").has_value() != table_.column("high").has_value()) {
      fail({top.file, 1, 1}, "columns",
           "expected both of the columns 'low' and 'high', or neither");
      good = false;
    }
    return good;
  }

  [[nodiscard]] const CsvTable::Cell* cell(const Cells& cells, std::string_view column) const {
    const auto at = table_.column(column);
    return at ? &cells[*at] : nullptr;
  }

  std::optional<double> number(const CsvTable::Cell& cell, const char* column) {
    double value = 0;
    const char* const end = cell.text.data() + cell.text.size();
    const auto [stop, error] = std::from_chars(cell.text.data(), end, value);
    if (error == std::errc() && stop == end && std::isfinite(value))
      return value;
    fail(cell.origin, column, "expected a number, found " + in_quotes(cell.text));
    return std::nullopt;
  }

  void read_row(const Cells& cells) {
    DataRow row;
    row.origin = cells.front().origin;
    const auto text = [&](std::string_view column, std::string& into, Origin& at) {
      const CsvTable::Cell* const found = cell(cells, column);
      if (found != nullptr)
        into = found->text;
      at = found != nullptr ? found->origin : row.origin;
    };
    Origin source_at;
    text("series", row.series, row.series_at);
    text("entity", row.entity, row.entity_at);
    if (row.entity == "total")  // as the tables print it
      row.entity.clear();
    text("generation", row.generation, row.generation_at);
    text("unit", row.unit, row.unit_at);
    text("source", row.source, source_at);
    read_date(cells, row);
    if (const auto value = number(*cell(cells, "value"), "value")) {
      row.value = *value;
      read_interval(cells, row);
    }
    if (const CsvTable::Cell* const period = cell(cells, "period"))
      read_period(*period, row);
    rows_.push_back(std::move(row));
  }

  void read_date(const Cells& cells, DataRow& row) {
    const CsvTable::Cell& date = cells.front();
    try {
      row.begin = parse_date(date.text);
      if (static_cast<unsigned>(row.begin.day()) == 1)
        return;
    } catch (const std::invalid_argument&) {
    }
    row.has_date = false;
    fail(date.origin, "date",
         "expected the first day of a period such as 2024-04-01, found " + in_quotes(date.text));
  }

  void read_interval(const Cells& cells, DataRow& row) {
    const CsvTable::Cell* const low = cell(cells, "low");
    const CsvTable::Cell* const high = cell(cells, "high");
    if (low == nullptr || (low->text.empty() && high->text.empty()))
      return;
    row.low = number(*low, "low");
    row.high = number(*high, "high");
    if (row.low && row.high && (*row.low > row.value || row.value > *row.high))
      fail(low->origin, "low",
           "expected an interval that holds the value, found " + low->text + " to " + high->text);
  }

  void read_period(const CsvTable::Cell& period, DataRow& row) {
    std::vector<std::string> names;
    for (const auto& [name, months] : kPeriods) {
      names.emplace_back(name);
      if (period.text == name)
        row.months = months;
    }
    if (row.months == 0)
      fail(period.origin, "period",
           "expected " + one_of_text(names) + ", found " + in_quotes(period.text) +
               did_you_mean(period.text, names));
  }

  void check_periods() {
    std::map<std::tuple<std::string, std::string, std::string>, std::vector<DataRow*>> groups;
    for (DataRow& row : rows_)
      groups[{row.series, row.entity, row.generation}].push_back(&row);
    for (const auto& [key, rows] : groups) {
      // Periods follow from all dates.
      const bool dated =
          std::all_of(rows.begin(), rows.end(), [](const DataRow* row) { return row->has_date; });
      if (!dated || !rise(rows))
        continue;
      if (table_.column("period")) {
        refuse_overlaps(rows);
      } else {
        infer_periods(rows);
      }
    }
  }

  bool rise(const std::vector<DataRow*>& rows) {
    for (std::size_t i = 1; i < rows.size(); ++i) {
      if (rows[i]->begin > rows[i - 1]->begin)
        continue;
      fail(rows[i]->origin, "date",
           "expected rising dates of one series and entity, found " + iso(rows[i]->begin) +
               (rows[i]->begin == rows[i - 1]->begin ? " again"
                                                     : " after " + iso(rows[i - 1]->begin)));
      return false;
    }
    return true;
  }

  void refuse_overlaps(const std::vector<DataRow*>& rows) {
    for (std::size_t i = 1; i < rows.size(); ++i) {
      const Date end = plus_months(rows[i - 1]->begin, rows[i - 1]->months);
      if (rows[i]->begin < end)
        fail(rows[i]->origin, "date",
             "expected a period that begins when the one before has ended, on " + iso(end) +
                 ", found " + iso(rows[i]->begin));
    }
  }

  /// The shortest step between dates is the period; a longer one leaves a gap.
  void infer_periods(const std::vector<DataRow*>& rows) {
    int step = 0;
    for (std::size_t i = 1; i < rows.size(); ++i) {
      const int months = months_between(rows[i - 1]->begin, rows[i]->begin);
      step = step == 0 ? months : std::min(step, months);
    }
    if (rows.size() == 1 && rule_(rows.front()->series) == Together::sum) {
      fail(rows.front()->origin, "period",
           "expected a column 'period' (month, quarter, half-year or year), since a single date "
           "does not tell how long its period is");
      return;
    }
    for (DataRow* row : rows)
      row->months = std::max(step, 1);
    const bool is_period =
        std::any_of(std::begin(kPeriods), std::end(kPeriods),
                    [&](const auto& period) { return period.second == rows.front()->months; });
    if (!is_period) {
      fail(rows[1]->origin, "date",
           "expected the next month, quarter, half-year or year after " + iso(rows[0]->begin) +
               ", found " + iso(rows[1]->begin));
      return;
    }
    for (std::size_t i = 1; i < rows.size(); ++i) {
      const Date next = plus_months(rows[i - 1]->begin, step);
      if (rows[i]->begin != next)
        fail(rows[i]->origin, "date",
             "expected no gap in a series: the row of " + iso(next) + ", found " +
                 iso(rows[i]->begin));
    }
  }

  const CsvTable& table_;
  const TogetherRule& rule_;
  Diagnostics& diagnostics_;
  std::vector<DataRow> rows_;
};

}  // namespace

int months_of(std::string_view series, std::string_view unit) {
  if (series.ends_with("_quarterly") || unit.ends_with("/quarter"))
    return 3;
  return series.ends_with("_half_yearly") ? 6 : series.ends_with("_yearly") ? 12 : 1;
}

ScoredRun read_scored_run(const std::filesystem::path& directory) {
  ScoredRun run;
  run.label = directory.generic_string();
  run.directory = run.label;
  ResultTable table(directory / "timeseries.csv",
                    {"date", "series", "entity", "region", "generation", "value", "unit"});
  std::map<std::tuple<std::string, std::string, std::string, std::string>, std::size_t> known;
  while (table.next()) {
    const auto [at, fresh] = known.emplace(
        std::tuple(table.text(1), table.text(2), table.text(3), table.text(4)), run.series.size());
    if (fresh) {
      run.series.push_back({.series = table.text(1),
                            .entity = table.text(2),
                            .region = table.text(3),
                            .generation = table.text(4),
                            .unit = table.text(6),
                            .months = months_of(table.text(1), table.text(6)),
                            .points = {}});
    }
    Series& series = run.series[at->second];
    const Date date = table.date(0);
    series.points.push_back({date, table.number(5)});
    const bool first = run.begin == Date{};
    run.begin = first ? date : std::min(run.begin, date);
    run.end = first ? plus_months(date, series.months)
                    : std::max(run.end, plus_months(date, series.months));
  }
  return run;
}

std::vector<DataRow> read_data(const std::filesystem::path& file, const TogetherRule& rule,
                               Diagnostics& diagnostics) {
  const auto table = load_csv(file, "date", diagnostics);
  return table && !table->rows.empty() ? DataReader(*table, rule, diagnostics).read()
                                       : std::vector<DataRow>();
}

}  // namespace chokepoint
