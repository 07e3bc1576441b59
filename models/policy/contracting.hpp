#pragma once

#include <cstdint>

namespace chokepoint::models {

/// A lab's situation when it decides how much compute to contract; kW of IT load.
struct ContractingView {
  double wish = 0;             ///< what it would use now at the planning price
  double worth = 1;            ///< the part of it that is worth today's rent
  double growth_per_year = 0;  ///< as it announces it
  double ahead_months = 0;     ///< it contracts for so far ahead
  double contracted = 0;       ///< online and on order
  double affordable = 0;       ///< what its budget can rent in all
  double slack = 0;            ///< part above the target at which it cuts back
};

struct ContractingDecision {
  double order = 0;   ///< to contract now
  double cut = 0;     ///< to give back
  double unpaid = 0;  ///< wanted as well, but not at this rent or out of this budget
};

/// Contracts the wish of `ahead_months` from now, as far as it is worth its rent and the budget
/// reaches; gives back what is
/// more than `slack` above it.
[[nodiscard]] ContractingDecision contract(const ContractingView& view);

/// Months until that much is used, when a wish grows as announced; between 0 (it is used today) and
/// `most`. What is contracted late is so wanted at once, and what is contracted in time when it is
/// needed.
[[nodiscard]] double needed_in_months(double contracted, double wish, double growth_per_year,
                                      double most);

/// Whether what a contract still lacks is given up: it is more months behind its promised date than
/// the lab bears, and whoever breaks a promise cannot hold the other to it.
[[nodiscard]] bool walks_away(double months_late, double months_borne);

/// A wish (kW) `months` from now at a believed growth, which nobody believes beyond `most_months`.
[[nodiscard]] double announced_wish(double wish, double growth_per_year, double months,
                                    double most_months);

/// What a lab says it will take into use per month, `months` from now: growth of its wish, and the
/// part that is not served today, spread over `catch_up_months`.
[[nodiscard]] double announced_rate(double wish, double online, double growth_per_year,
                                    double months, double most_months, double catch_up_months);

}  // namespace chokepoint::models
