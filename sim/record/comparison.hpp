#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/record/compared_figures.hpp"
#include "sim/record/run_result.hpp"
#include "sim/record/terminal.hpp"

namespace chokepoint {

/// Something that happened to a world on a date, whatever anybody decided.
struct EventNote {
  std::string name;
  std::string kind;
  Date from{};
  std::optional<Date> to;  ///< none: never over
  double cost_usd = 0;     ///< what it says that it costs who prepares
  /// Firms whose capacity stands where it strikes; of a lane or a ban those whose goods it stops,
  /// of customers who want less these, of investors and lenders who close those to whom they gave.
  std::vector<std::string> struck{};
};

/// What a comparison keeps of one run: monthly and yearly figures, in a fixed order.
struct WorldFigures {
  std::string fingerprint;
  std::string headline;
  std::vector<std::string> switches;
  std::vector<BindingChange> binding_changes;
  std::vector<EventNote> events;
  struct Year {
    double online = 0;
    double added = 0;
    double demand = 0;
    double unmet = 0;
    std::vector<ConstraintShare> shares;
  };
  std::vector<Year> years;
  std::vector<double> online;  ///< at the end of each month
  struct Group {
    std::string by;  ///< "lab", "operator", "region"
    std::string name;
    std::vector<double> years;  ///< online at their ends
  };
  std::vector<Group> groups;
  std::vector<std::vector<double>> measures;  ///< month by month, in the order of the table
  /// The same of what was ordered of it and not begun, and of what its makers were able to make;
  /// empty where no series tells.
  std::vector<std::vector<double>> waiting;
  std::vector<std::vector<double>> able;
  std::vector<double> stocked;  ///< wafers put aside, at the end of each month
  double stock_usd = 0;         ///< price of all that was ever put aside
  /// One of the firms whose months a measure adds up; past the last one: an operator.
  struct Member {
    std::size_t measure = 0;
    std::string entity;
    std::string commodity;  ///< what it received, or made its goods of; empty: anything
    std::vector<double> months;
    std::string region{};  ///< where it is at home
  };
  std::vector<Member> members;
  /// What a firm got of a good from another one, month by month, and what did not come: what the
  /// seller refused in the month, and what was overdue at its end; and what was on order then.
  struct Supply {
    std::string commodity;
    std::string buyer;
    std::string seller;
    std::vector<double> came;
    std::vector<double> missed;
    std::vector<double> on_order{};
  };
  std::vector<Supply> supplies;
};

/// Reads off a run what is compared.
[[nodiscard]] WorldFigures figures_of(const RunResult& result, const FigureTable& table);
/// Of its orders, who got what from whom and what did not come, in so many months.
[[nodiscard]] std::vector<WorldFigures::Supply> supplies_of(const RunResult& result,
                                                            std::size_t months);

/// One world of a comparison with all its runs, one for each seed.
struct ComparedWorld {
  std::string name;
  std::vector<std::string> files;
  std::string scenario_sha256;
  std::vector<WorldFigures> runs;
};

/// Worlds side by side; the first is the base.
struct Comparison {
  std::vector<std::uint64_t> seeds;
  Date start{};
  Date end{};
  std::string unit = "GW";
  std::vector<int> years;
  std::vector<Date> months;  ///< first days
  std::vector<ConstraintTitle> titles;
  std::vector<ComparedWorld> worlds;
  std::vector<Measure> measures;  ///< in the order of the table of figures
  std::string consigned;          ///< the good that it names

  void set_table(const FigureTable& table);
};

/// An event of a world over its seeds. Of one whose dates are drawn the note has the earliest date
/// on which it first comes, and no end.
struct EventSpan {
  EventNote note;
  Date last_from{};       ///< the latest
  std::size_t seeds = 0;  ///< in which it comes
  bool drawn = false;
};
/// By date. Notes of a run are by date, too.
[[nodiscard]] std::vector<EventSpan> event_spans(const ComparedWorld& world);

/// A number over all seeds, and its difference from the base. Bounds hold nine tenths of the seeds;
/// there are none with one seed.
struct Compared {
  double value = 0;
  std::optional<double> low;
  std::optional<double> high;
  std::optional<double> difference;  ///< none in the base
  std::optional<double> difference_low;
  std::optional<double> difference_high;
};
/// Of the values of one world and of the base, seed by seed; `base` empty: it is the base.
[[nodiscard]] Compared compared(const std::vector<double>& values, const std::vector<double>& base);

/// What a shortage came through: an event that strikes those who make it (`what`, and `from` whom
/// most is missing), a good that these did not get (`what`, from the seller of whom most is
/// missing), or buyers who order less (`what`, and the one who takes least of what he took).
struct Through {
  enum class Kind { event, missing, ordered } kind = Kind::event;
  std::string what;
  std::string from;
  std::string event{};  ///< its kind, where it is one
};
[[nodiscard]] std::string_view text(Through::Kind kind);
[[nodiscard]] std::string sentence(const Through& through);

/// Of something there is less: not nine tenths of the base, over twelve months. With several seeds
/// that holds of their sum, and at most one in twenty has as much as the base. It cannot be had, or
/// nobody orders it.
///
/// Months are those of the calendar, or, where the event comes on another date in each seed, months
/// since it of the seeds that it struck.
struct Shortage {
  std::size_t measure = 0;  ///< a place in the table of figures; past its end: what comes online
  bool since_event = false;
  std::size_t first = 0;            ///< in which less began to come
  std::optional<std::size_t> last;  ///< up to which twelve months had as much; none: to the end
  std::size_t shown = 0;            ///< up to which twelve months first had too little
  std::size_t worst_month = 0;
  double worst = 1;                  ///< part of the base in the twelve months up to it
  std::size_t months = 0;            ///< up to how many twelve had too little: three at least
  std::optional<std::size_t> again;  ///< up to which twelve months had too little once more
  /// In these twelve months what waited to be begun fell at least as much as what was made, and
  /// what could have been made fell less. None: no series tells.
  std::optional<bool> less_ordered;
  /// In the twelve months about `first`, since what is missing is so before, of what is less
  /// ordered in those up to the worst; none: no order tells.
  std::optional<Through> through{};
  /// What that came through in its turn, step by step, as far as orders and events tell.
  std::vector<Through> back{};
};
/// Twelve months of one seed.
struct SeedWindow {
  std::size_t seed = 0;
  std::size_t first = 0;
  std::size_t last = 0;
};
[[nodiscard]] std::optional<Through> came_through(const Comparison& comparison, std::size_t world,
                                                  std::size_t measure, bool less_ordered,
                                                  const std::vector<SeedWindow>& windows);
/// Who takes less of it where no reason is found and its makers owe nobody more than in the base.
[[nodiscard]] std::optional<Through> less_taken(const Comparison& comparison, std::size_t world,
                                                std::size_t measure,
                                                const std::vector<SeedWindow>& windows);
/// From a good that was missing to what its seller lacked, and so on to an event; from a buyer who
/// orders less to what it lacks or sells less of, if that leads to an event. Each step looks at
/// half a year more before the windows, since goods take their time.
[[nodiscard]] std::vector<Through> steps_back(const Comparison& comparison, std::size_t world,
                                              const Through& through,
                                              std::vector<SeedWindow> windows);
[[nodiscard]] std::vector<Shortage> shortages(const Comparison& comparison, std::size_t world);
[[nodiscard]] std::string shortage_title(const Comparison& comparison, const Shortage& shortage);

/// When less than nine tenths of the base was there, when again as much, and when once more too
/// little. Months count as in a shortage; additions are those of twelve months. A fall is one that
/// follows on the event, as those among `shortages` do.
struct Recovery {
  double lost_unit_years = 0;  ///< base minus world, over the run
  /// Between which nine tenths of the seeds lie; none of one seed.
  std::optional<double> lost_low;
  std::optional<double> lost_high;
  bool since_event = false;
  std::optional<std::size_t> additions_fell;
  std::optional<std::size_t> additions_back;  ///< none although they fell: never
  std::optional<std::size_t> additions_again;
  std::optional<std::size_t> online_fell;
  std::optional<std::size_t> online_back;
  std::optional<std::size_t> online_again;
};
[[nodiscard]] Recovery recovery(const Comparison& comparison, std::size_t world);

/// Two worlds of which one has overlays that the other has not, and nothing else.
struct Preparation {
  std::size_t world = 0;
  std::size_t against = 0;
  std::vector<std::string> added;
  Compared unit_years;  ///< online that it has more, over the run
  Compared at_end;      ///< and at its end
  double cost_usd = 0;  ///< what the events say, and the price of what was put aside; 0: unknown
  double stocked = 0;   ///< most wafers that ever lay there; 0: none
  bool late = false;    ///< some of it began only after what strikes, and then answers it
  /// Per thousand million usd, and per thousand wafers; none where nothing was spent or stocked.
  std::optional<double> per_usd;
  std::optional<double> per_wafer;
};
[[nodiscard]] std::vector<Preparation> preparations(const Comparison& comparison);

/// Mean shares of a year over all seeds, largest first.
[[nodiscard]] std::vector<ConstraintShare> shares_of(const ComparedWorld& world, std::size_t year);
/// Values of one kind over the seeds.
template <class Read>
[[nodiscard]] std::vector<double> over_seeds(const ComparedWorld& world, Read read) {
  std::vector<double> values;
  for (const WorldFigures& run : world.runs)
    values.push_back(read(run));
  return values;
}
/// A group that a world or the base has.
struct GroupName {
  std::string by;
  std::string name;
  auto operator<=>(const GroupName&) const = default;
};
/// All groups of a world and of the base, over all seeds, by kind and name.
[[nodiscard]] std::vector<GroupName> groups_of(const Comparison& comparison, std::size_t world);
[[nodiscard]] bool has_group(const ComparedWorld& world, const GroupName& group);
/// What labs have online less what operators run. Scenarios tell both at the start, by sources of
/// their own, and that difference stays.
inline constexpr const char* kLabsLessOperators = "labs_less_operators";
/// Adds that, so that the groups `by` operator or region add up to what is online; nothing where
/// they do, or where there are none.
void add_rest(WorldFigures& figures, std::string_view by);
/// What a group has online at the end of a year; 0 where a run has no such group.
[[nodiscard]] double group_value(const WorldFigures& run, const GroupName& group, std::size_t year);
/// One of the firms of a measure, or all of them that are at home in a region.
struct PartOfMeasure {
  std::size_t measure = 0;
  std::string by;  ///< "maker", "region"
  std::string name;
  auto operator<=>(const PartOfMeasure&) const = default;
};
/// Of those measures whose firms are counted in the measure's own unit, in a world and in the base.
[[nodiscard]] std::vector<PartOfMeasure> parts_of_measures(const Comparison& comparison,
                                                           std::size_t world);
[[nodiscard]] double part_value(const Comparison& comparison, const WorldFigures& run,
                                const PartOfMeasure& part, std::size_t year);
/// The value in a year of what is told month by month.
[[nodiscard]] double year_of_months(const Comparison& comparison, const std::vector<double>& months,
                                    Measure::Kind kind, std::size_t year);
/// A measure's value in a year.
[[nodiscard]] double year_value(const Comparison& comparison, const WorldFigures& run,
                                std::size_t measure, std::size_t year);

/// The texts of the result files, and what is printed.
[[nodiscard]] std::string comparison_csv(const Comparison& comparison);
[[nodiscard]] std::string milestones_csv(const Comparison& comparison);
[[nodiscard]] std::string preparations_csv(const Comparison& comparison);
[[nodiscard]] std::string comparison_json(const Comparison& comparison);
[[nodiscard]] std::string comparison_text(const Comparison& comparison, const TerminalStyle& style);

}  // namespace chokepoint
