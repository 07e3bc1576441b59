#pragma once

#include <span>

namespace chokepoint::models {

/// A data-centre builder's situation when it decides how many sites to start; kW of IT load, rates
/// per month.
struct SiteView {
  double heard_gain = 0;  ///< what labs say they will add until a site started now is ready
  double own_gain = 0;    ///< what its own trend says
  double conviction = 1;
  double coming = 0;            ///< ready, standing or being built, not yet in use
  double chips_gain = 0;        ///< systems in hand, on order and to be expected until then
  bool chips_short = false;     ///< vendors say how many will come, or finished sites stand empty
  double smoothing_months = 1;  ///< the gap is closed over so many months
  double least = 0;             ///< starts for other business that can be turned over to AI
  double cap = 0;               ///< crews, permits and sites allow no more
  double affordable = 0;
};

enum class SiteLimit { demand, conviction, chips, cap, money };

struct SiteDecision {
  double start = 0;
  double wanted = 0;  ///< what it would start if crews, permits and money were no limit
  SiteLimit limit = SiteLimit::demand;
};

/// Starts toward what is expected to be wanted when they are ready. Sites have the longest lead, so
/// systems are matched to sites and not the other way round; only while sites stand empty are no
/// more started than the chips that are promised can fill.
[[nodiscard]] SiteDecision start_sites(const SiteView& view);

/// kW of finished halls to buy: what is wanted by the time they are refitted and will have chips,
/// beyond the sites there are by then.
[[nodiscard]] double hall_gap(double wanted, double chips, double sites);

/// Amounts with the date they are due, in months from now.
struct Due {
  double months;
  double amount;
};
[[nodiscard]] double due_within(std::span<const Due> due, double months);

/// What to order now from a source of power that delivers in `lead_months`.
///
/// Need and arrivals are compared at the source's own lead: what arrives later is no cover. Beyond
/// the visible shells (which end `visible_months` from now) the planned rate of starts counts with
/// `faith`.
struct PowerView {
  double shells_standing = 0;  ///< shells ever built and power ever connected, kW
  double power_connected = 0;
  std::span<const Due> shells;
  std::span<const Due> power;
  double visible_months = 0;
  double planned_per_month = 0;
  double faith = 0;
  double smoothing_months = 1;
};
[[nodiscard]] double power_gap(const PowerView& view, double lead_months);

}  // namespace chokepoint::models
