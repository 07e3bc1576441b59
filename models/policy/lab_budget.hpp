#pragma once

#include <span>
#include <vector>

namespace chokepoint::models {

/// What a lab's customers pay for a kW of compute in use.
struct RevenueRule {
  double usd_per_kw = 0;  ///< a month, at the price at which all that is wanted is served
  double exponent = 0.5;  ///< price rises as (wanted / served) to this power
  double most = 2;        ///< times the planning price; dearer services find no buyers
};

/// usd a month. Compute beyond the wish earns nothing; what cannot be served is rationed by price
/// (F-A8).
[[nodiscard]] double revenue(const RevenueRule& rule, double wish_kw, double online_kw);

/// The part of a lab's compute that serves customers when investors' money (`raised` usd a month)
/// pays for research at `rent` usd per kW and month: what that money does not pay for, within
/// [least, most].
[[nodiscard]] double serving_part(double least, double most, double online_kw, double rent,
                                  double raised);

/// usd a month for the people of a lab that takes in `income` usd: the part `staff` of it.
[[nodiscard]] double salaries(double staff, double income);

/// kW that are worth their rent: as much as customers pay for at that price, and what investors pay
/// for (`raised` usd a month); never more than the wish.
[[nodiscard]] double wish_at_rent(const RevenueRule& rule, double wish_kw, double rent,
                                  double raised);

/// What a lab offers above the asked rent: up to `most` when nothing of its wish is served (F-A4).
[[nodiscard]] double premium(double most, double unserved);

/// How a lab sees one operator.
struct OperatorOffer {
  double share = 0;        ///< of its compute, by habit; 0 for one it takes only when short
  double usd = 0;          ///< asked rent; 0 = nothing on offer
  double wait_months = 0;  ///< until a contract signed now would be served
};

/// The part of a new contract that goes to each operator; sums to 1 unless nobody offers. The part
/// of the wish that is not served moves, within `spare` of all, to operators it does not know well;
/// and everybody who is dearer, or later by a year (counted like a rent twice as high), loses
/// ground, the more the larger `price_shift` is (see shifted_weights).
[[nodiscard]] std::vector<double> contract_shares(std::span<const OperatorOffer> offers,
                                                  double unserved, double spare,
                                                  double price_shift);

}  // namespace chokepoint::models
