#pragma once

#include <cstdint>
#include <span>

namespace chokepoint::models {

/// What a firm's own deliveries say: a smoothed rate and its growth.
///
/// Exponential smoothing once per observation; growth is that of the smoothed rate over the last
/// twelve observations' time scale, clipped to [0, max_growth] when projected.
class Trend {
 public:
  /// `memory` in observations (months) is the time constant of the smoothing.
  explicit Trend(double initial_per_month = 0, double memory = 6,
                 double max_growth_per_year = 0.35);
  void observe(double per_month);
  [[nodiscard]] double level() const { return level_; }
  /// Growth per year of the smoothed rate (unclipped).
  [[nodiscard]] double growth_per_year() const;
  /// The rate per month expected `months_ahead` from now.
  [[nodiscard]] double project(double months_ahead) const;

 private:
  double level_;
  double slow_;
  double memory_;
  double max_growth_;
};

/// What an actor plans for: `conviction` x what it hears + the rest x its own trend (F-O1).
[[nodiscard]] double plan_rate(double conviction, double heard, double trend);

/// Whether a plan has changed by more than the part `news` since it was told last: then customers
/// and suppliers hear of it at once, and not only at the end of the quarter. Both lists are rates
/// of the same dates.
[[nodiscard]] bool is_news(std::span<const double> plan, std::span<const double> told, double news);

/// Whether a purchase is told to have waited for money: at least half of it could not be paid when
/// it was wanted last.
[[nodiscard]] bool mostly_waited(double could_not_be_paid, double bought);

/// How idle capacity takes the faith out of what customers announce: all of it is left for the
/// first `patience` months, then it falls to `floor` over `fade` months.
struct Faith {
  double idle_below = 0.75;  ///< utilisation that counts as idle
  double patience_months = 9;
  double fade_months = 12;
  double floor = 0.1;
};
/// What is left of `conviction` after so many idle months.
[[nodiscard]] double faded_conviction(double conviction, double idle_months, const Faith& faith);

/// How much of what it expects a planner counts on, after `came` of something it had expected to be
/// `expected`: moves toward the part that came true (1 at most), over `memory` such lessons.
[[nodiscard]] double next_faith(double faith, double came, double expected, double memory);

/// Capacity to start now (units per month of capacity): the gap between target and what stands or
/// is under way, closed over `smoothing_months`, at most `cap` (per month), never negative.
[[nodiscard]] double expansion_start(double target, double standing, double under_way,
                                     double smoothing_months, double cap);

/// What becomes of 1 in so many months that grows by `growth_per_year` in a year: 1 is twofold in
/// twelve of them, however often it is counted.
[[nodiscard]] double grown_over(double growth_per_year, double months);

/// Cap on what may be started in a month when capacity may grow at most by `growth_per_year`,
/// counted on what stands and is under way, so that a long lead does not slow it down again.
[[nodiscard]] double growth_cap(double standing, double under_way, double growth_per_year);

/// An order that restores the position (stock + on order) to `target`; 0 when above.
[[nodiscard]] std::int64_t restock(double target, std::int64_t stock, std::int64_t on_order);

}  // namespace chokepoint::models
