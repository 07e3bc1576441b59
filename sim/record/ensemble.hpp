#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sim/base/time.hpp"

namespace chokepoint {

/// A number that is not there: no run, or nothing that could be read.
inline constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/// One column of a table. Dates are numbers: days since 1970-01-01.
struct Column {
  enum class Type : std::uint8_t { number, date, count, text };
  using Numbers = std::vector<double>;  ///< of numbers and dates; kMissing where there is none
  using Counts = std::vector<std::int64_t>;
  using Texts = std::vector<std::string>;

  std::string name;
  std::string unit;   ///< "1" for a bare number; empty for what is not a number
  std::string title;  ///< what it is, in a few words
  Type type = Type::number;
  std::variant<Numbers, Counts, Texts> values;
};

/// A table by columns; all columns are of the same length.
struct ColumnTable {
  std::string name;  ///< of the file, without its ending: "runs"
  std::vector<Column> columns;

  [[nodiscard]] std::size_t rows() const {
    return columns.empty() ? 0
                           : std::visit([](const auto& v) { return v.size(); }, columns[0].values);
  }
};

/// One monthly series of all runs.
struct EnsembleSeries {
  std::string series;  ///< "online"; "share" is a constraint's part of the month's loss
  std::string entity;
  std::string region;
  std::string generation;
  std::string unit;
  std::vector<double> values;  ///< of the first run month by month, of the second, ...
};

/// The monthly series of the runs that are ok.
struct Ensemble {
  std::vector<std::string> runs;  ///< ids, in the order in which runs.csv has them first
  std::vector<Date> months;       ///< the first day of each
  std::vector<EnsembleSeries> series;

  [[nodiscard]] double value(std::size_t s, std::size_t run, std::size_t month) const {
    return series[s].values[run * months.size() + month];
  }
};

/// What a file of results says about itself: "title" -> "Ensemble of baseline-uncertainty".
using FileNotes = std::vector<std::pair<std::string, std::string>>;

}  // namespace chokepoint
