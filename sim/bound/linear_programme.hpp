#pragma once

#include <cmath>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sim/bound/process_model.hpp"
#include "sim/bound/storage.hpp"

namespace chokepoint {

/// How the row and the columns of a stock are named, before its own name.
inline constexpr std::string_view kStockOf = "stock of ";
/// How the row of what stands of a capacity is named, after its name.
inline constexpr std::string_view kStanding = " standing";

/// A linear programme in columns and rows: maximise `objective` times the columns, each column
/// within its bounds, each row's sum at most `most`. It says of which endowment every limit is
/// made, so that prices can be told by constraint.
struct LinearProgramme {
  struct Element {
    int row;
    int column;
    double value;
  };
  /// Part of an endowment: so much of a row's limit, or of the upper bound of a column.
  struct Part {
    bool is_column;
    int index;
    int month;
    double amount;
  };
  struct Endowment {
    std::string constraint;
    EndowmentKind kind;
    std::vector<Part> parts;
  };

  std::vector<double> objective;  ///< by column
  std::vector<double> lower;
  std::vector<double> upper;
  std::vector<double> most;  ///< by row
  /// By row: the column without cost or upper bound that takes up whatever the row leaves, so that
  /// the row may as well hold exactly. kNothingTakesUp where there is none.
  std::vector<int> taken_up_by;
  static constexpr int kNothingTakesUp = -1;
  std::vector<Element> elements;
  /// What a column or a row is about, and in which month.
  struct Name {
    std::string what;
    int month;
  };
  std::vector<Name> column_names;
  std::vector<Name> row_names;
  /// Processes with a lead, which is rounded down to whole months.
  std::set<std::string> rounded;
  int first_process = 0;            ///< columns before it are levels and what stands
  std::vector<int> first_balances;  ///< by stock: the row of its first month, before the others
  std::vector<std::string> month_names;  ///< "2024-03"
  std::vector<Endowment> endowments;
  /// What has come into the sink by the end of each month: those columns count, by these weights,
  /// and by this constant weight of what is there at the start.
  std::vector<std::vector<int>> sinks;
  std::vector<double> weights;  ///< years in each month

  [[nodiscard]] int columns() const { return static_cast<int>(objective.size()); }
  [[nodiscard]] int rows() const { return static_cast<int>(most.size()); }
  [[nodiscard]] bool holds_exactly(int row) const {
    return taken_up_by[static_cast<std::size_t>(row)] != kNothingTakesUp &&
           std::isfinite(most[static_cast<std::size_t>(row)]);
  }
};

/// Writes a model down month by month, with everybody free to decide from that month on:
///
///     level[s,t] <= level[s,t-1] + flows + inflows          0 <= level <= room
///     stands[k,t] <= keeps[k,t] (stands[k,t-1] + additions + arrivals)
///     sum of use x begun[p,t] <= worth[k,t] stands[k,t], or the capacity's path
///     maximise sum over months of years[t] x level[sink,t]
///
/// `rooms` are limits on levels besides those that the model states.
///
/// Goods come a lead after the first minute of the month in which they were begun, and capacity of
/// firms works from there on; or, to tell what that is worth, after its last one. Then what was
/// decided before is done at most, since goods for all of it may be late.
[[nodiscard]] LinearProgramme write_programme(const ProcessModel& model, int decide = 0,
                                              const Rooms& rooms = {},
                                              Begun begun = Begun::first_minute);

}  // namespace chokepoint
