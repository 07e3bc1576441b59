#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/record/run_result.hpp"
#include "sim/scenario/reader.hpp"

namespace chokepoint {

/// Which rows of `timeseries.csv` are meant.
struct SeriesChoice {
  std::string series;
  std::string entity;      ///< empty: the rows without one, else all of them together
  std::string generation;  ///< empty: all together
  bool mean = false;       ///< together means their mean, not their sum
};

/// A number, or a date, that is read off a run: of its series, orders and years, nothing else.
struct Statistic {
  enum class Kind : std::uint8_t {
    at,             ///< value on `from`
    sum,            ///< of all months from `from` to before `to`
    mean,           ///< of those months
    max,            ///< of those months
    min,            ///< of those months
    share,          ///< sum of the chosen rows over the sum of all entities' rows
    ratio,          ///< mean of those months over the mean of the months of `base`
    growth,         ///< sum of those months over that of the months of `base`, per month of each
    quotient,       ///< mean of those months over that of the series `by`, in the months of `base`
    first_above,    ///< first month, from `from` on, in which the value is at least `above`
    leads,          ///< 1 when the largest share of the year of `from` is one of `names`, else 0
    cause_leads,    ///< the same of all that was lost, whenever, for what was short in that year
    binding_share,  ///< of the loss of that year: what `names` account for
    root_share,     ///< of the loss of that year: what has one of the root causes `names`
    root_leads,     ///< 1 when that part is larger than that of every other root cause, else 0
    wait,           ///< months from wanted to delivered, of orders wanted in those months
    refused,        ///< part of what was ordered in those months that the seller rejected
  };
  Kind kind = Kind::at;
  SeriesChoice of;
  SeriesChoice by;
  std::optional<Date> from;
  std::optional<Date> to;
  std::optional<Date> base_from;
  std::optional<Date> base_to;
  double above = 0;
  std::vector<std::string> names;  ///< of constraints or root causes
  std::string buyer;
  std::string seller;  ///< empty: all
  std::string commodity;

  static Statistic read(Reader& reader);
};

/// What was read; neither when the run has no such thing, and `missing` says what.
struct Reading {
  std::optional<double> number;
  std::optional<Date> date;
  std::string missing;
  std::string unit;  ///< of the series; empty where there is none or the result has no unit
};

/// Reads it off one run. A rate per month is held until the firm's next value; a sum of it is over
/// months.
[[nodiscard]] Reading evaluate(const Statistic& statistic, const RunResult& result);

}  // namespace chokepoint
