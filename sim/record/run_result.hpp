#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/order_status.hpp"
#include "sim/base/time.hpp"

namespace chokepoint {

/// Why a proximate constraint was no bigger, with its part of the period's loss: the roots of a
/// constraint add up to the constraint's share. A cause is a class ("decision") or a class and what
/// was short or decided ("capacity:euv_optics").
struct RootShare {
  std::string cause;
  double share = 0.0;
};

/// One constraint and its part of a period's loss; the parts of a period add up to 1.
struct ConstraintShare {
  std::string constraint;
  double share = 0.0;
};

/// A constraint that binds in a year. `from` and `to` are effect dates: when GW online was lower;
/// `cause_from` and `cause_to` say when the shortage itself was.
struct Binding {
  std::string constraint;
  double share = 0.0;
  std::optional<Date> from;
  std::optional<Date> to;
  std::optional<Date> cause_from;
  std::optional<Date> cause_to;
  std::vector<RootShare> root;
};

/// One calendar year of the run. GW is critical IT load.
struct YearSummary {
  int year = 0;
  double online_gw_end = 0.0;   ///< online when the year ends
  double added_gw = 0.0;        ///< online at its end minus online at its beginning
  double demand_gw = 0.0;       ///< effective demand when the year ends
  double unmet_gw_years = 0.0;  ///< demand minus online, integrated over the year
  /// Every constraint with a part of the year's loss; empty when there was none.
  std::vector<ConstraintShare> shares;
  /// The second largest, when it has at least a quarter; empty: none.
  std::string runner_up;
  /// Why they were no bigger, by class of cause, all constraints together; largest first.
  std::vector<RootShare> roots;
  /// Those that bind, largest first.
  std::vector<Binding> binding;
  /// Parts of `unmet_gw_years`, by the names under which what was missing had been lost, whenever
  /// that was; largest first, adding up to 1; empty when nothing was unmet.
  std::vector<ConstraintShare> unmet_shares;
};

/// The month in which the largest constraint became another.
struct BindingChange {
  Date month{};
  std::string from;
  std::string to;
  bool about_equal = false;  ///< ahead by no more than chance gives to one of equals: no switch
};

/// What a constraint that was short in one year cost in another (or the same), in unit-years.
struct MatrixCell {
  std::string constraint;
  int effect_year = 0;
  int cause_year = 0;
  double lost = 0.0;
};

/// One value of a series; `date` is the first day of its period.
struct SeriesPoint {
  Date date;
  double value = 0.0;
};

/// A time series; what does not apply to it (entity, region, generation) stays empty.
struct Series {
  std::string series;
  std::string entity;
  std::string region;
  std::string generation;
  std::string unit;
  int months = 1;  ///< length of a period
  std::vector<SeriesPoint> points;
};

/// One month, one constraint, one root cause; what was not computed stays empty. Of a constraint
/// with several roots the first row alone has the proximate share, so that each column adds up
/// to 1.
struct BottleneckRow {
  Date month;
  std::string constraint;
  std::optional<double> proximate_share;
  std::string root;
  std::optional<double> root_share;
  std::optional<double> e_plus;
  std::optional<double> e_minus;
};

/// One order of the journal. Ticks are minutes since the start; kNever where there is no such date.
/// There are many of them and few names: a row's texts live in RunResult::order_names.
struct OrderRow {
  std::uint64_t order = 0;
  std::optional<std::uint64_t> parent;  ///< the order this one was placed for
  std::string_view commodity;
  std::string_view buyer;
  std::string_view seller;
  std::string_view unit;
  double quantity = 0.0;
  Tick placed = kNever;
  Tick wanted = kNever;
  Tick promised = kNever;
  Tick delivered = kNever;                 ///< the last delivery so far
  OrderStatus status = OrderStatus::open;  ///< never placed: unanswered ones are open
  bool firm = true;                        ///< false for a forecast that can still be withdrawn
  std::optional<double> price_usd;         ///< per unit
  double delivered_quantity = 0.0;
  /// Taken back by the buyer before it was begun; all of it when the seller rejected the order.
  double cancelled_quantity = 0.0;
};

/// How a constraint is called in sentences and tables: "Packaging" for `cowos`.
struct ConstraintTitle {
  std::string constraint;
  std::string title;
};

/// Everything one run answers, as plain values; the writers and the terminal only format it.
struct RunResult {
  std::string scenario;         ///< the scenario's name
  std::string scenario_sha256;  ///< of the scenario's files as they were merged
  std::uint64_t seed = 0;
  std::uint64_t replication = 0;              ///< which of several worlds of the seed
  std::optional<std::uint64_t> shuffle_ties;  ///< seed of a random order of simultaneous events
  bool deterministic = false;                 ///< no number was drawn
  bool recorded = true;                       ///< causes were kept, so bottlenecks are known
  bool wanted = true;       ///< it was said how much is wanted; else all that comes is
  std::string fingerprint;  ///< of what happened; fingerprint_of() where the run gives none
  std::string headline;     ///< headline_of() where the run gives none
  Date start{};
  /// What is counted at the sink; GW everywhere but in textbook networks.
  std::string sink_unit = "GW";
  std::vector<ConstraintTitle> titles;
  std::vector<YearSummary> years;
  /// How far critical paths add up, for run.log; empty without an event graph. Not in any result.
  std::string balance;
  /// Each time the bottleneck moved: a sentence that says when, from what to what, and why.
  std::vector<std::string> switches;
  /// Each time a constraint bound, from and to; without shares and roots, by date. Not read back.
  std::vector<Binding> intervals;
  std::vector<BindingChange> binding_changes;  ///< the same, to be compared
  /// Unit-years lost, by year of effect and of cause.
  std::vector<MatrixCell> matrix;
  std::vector<Series> series;
  std::vector<BottleneckRow> bottlenecks;
  std::vector<OrderRow> orders;
  /// What the texts in `orders` are parts of; copies of a result share it.
  std::shared_ptr<const std::vector<std::string>> order_names;
};

/// What a run cost; never part of a comparison between runs.
struct RunTiming {
  double load_s = 0.0;    ///< reading and checking the scenario
  double build_s = 0.0;   ///< graph and actors
  double run_s = 0.0;     ///< from the first event to the horizon
  double answer_s = 0.0;  ///< from the event graph to the tables
  double wall_s = 0.0;    ///< all of it, up to the writing of the files
  std::uint64_t events = 0;
  std::uint64_t wakeups = 0;
  std::int64_t peak_memory_kib = 0;
};

}  // namespace chokepoint
