#pragma once

namespace chokepoint::models {

/// How lenders tire of somebody: they lend in full while debt is at most `tires_at` times a year's
/// cash flow, nothing more from `ends_at` on, and in proportion between.
struct PatienceRule {
  double tires_at = 0;
  double ends_at = 0;
};

/// Debt as a multiple of the cash flow of a year, both usd; without cash flow a debt is beyond all
/// bounds.
[[nodiscard]] double leverage(double debt, double cash_flow_per_year);

/// usd that a month's interest comes to, on debt and on what an account is overdrawn by; both rates
/// are per year.
[[nodiscard]] double interest_of_a_month(double debt, double rate, double overdrawn,
                                         double overdraft_rate);

/// The part of what they are asked for that lenders still give.
[[nodiscard]] double willingness(const PatienceRule& rule, double leverage);

/// How investors tire: they give in full while what they pay for grows by `tires_at` a year or
/// more, nothing at `ends_at` or less, and in proportion between.
struct ProgressRule {
  double tires_at = 0;
  double ends_at = 0;
};

/// The part of what they use to give that investors still give to who earned `then` a year ago and
/// earns `now`; all of it while there is no year to look back on (`then` is 0).
[[nodiscard]] double funded(const ProgressRule& rule, double then, double now);

}  // namespace chokepoint::models
