#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sim/bottleneck/agreement.hpp"
#include "sim/bottleneck/cumulative.hpp"

namespace chokepoint {

/// Why a method names another constraint of a month than the re-runs do. The first that fits.
enum class DisagreementReason {
  tie,      ///< one of the two gives both names nearly the same share
  orders,   ///< both name a decision, or the re-runs what was there before the last one
  lumps,    ///< with the months around it both name the same: single lots decide the month
  step,     ///< more and less of one of the two do not answer alike: the step is too large for it
  steps,    ///< the elasticities add up to more than one: output has steps
  missing,  ///< to less than one: something is missing from the list
  stock,    ///< the method sees no stock, queue or lead, and the ledger names what the re-runs do
  policy,   ///< several buyers were served under one of the two, so that it was allotted
  unexplained,  ///< none of these can be shown
};
/// "tie", "orders", "lumps", "finite step", "steps", "missing constraint", "stock or queue",
/// "policy", "not explained".
[[nodiscard]] std::string_view text(DisagreementReason reason);

/// Months in a row in which two methods name different constraints, for one reason.
struct Disagreement {
  std::size_t first = 0;
  std::size_t last = 0;
  std::string method;  ///< what the method names
  std::string truth;   ///< what the re-runs name
  DisagreementReason reason = DisagreementReason::unexplained;
};

/// What the rule looks at beside the two matrices.
struct DisagreementFacts {
  const std::vector<double>& sums;      ///< by month: all elasticities of what is online, added up
  const ShareMatrix* calm_method = {};  ///< what both say of the month with those around it
  const ShareMatrix* calm_truth = {};
  /// What the ledger, which sees stocks and queues, says; of a method that does not see them.
  const ShareMatrix* sees_stock = {};
  const NamesByMonth* uneven = {};  ///< of which more brings another amount than less costs
  const NamesByMonth* shared = {};  ///< under which several buyers were served
};

/// Sums so near to one are one.
inline constexpr double kNearlyOne = 0.10;

[[nodiscard]] std::vector<Disagreement> disagreements(const ShareMatrix& method,
                                                      const ShareMatrix& truth,
                                                      const DisagreementFacts& facts);

}  // namespace chokepoint
