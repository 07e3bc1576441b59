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

/// The part of what they are asked for that lenders still give.
[[nodiscard]] double willingness(const PatienceRule& rule, double leverage);

}  // namespace chokepoint::models
