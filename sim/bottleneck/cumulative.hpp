#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "sim/bottleneck/agreement.hpp"
#include "sim/bottleneck/ledger.hpp"

namespace chokepoint {

/// Which part of all that is online each constraint decided: the elasticity of cumulative output.
/// What is added in one month answers a change with overshoot, because it comes sooner and is then
/// missing later; what is online does not.

/// Stands for everything that is no work: orders, money, what was there on day 0. A path that ends
/// at one of these leaves it the rest of what is online.
inline constexpr const char* kDecisions = "decisions";

/// By month: the constraints of which something holds.
using NamesByMonth = std::vector<std::set<std::string, std::less<>>>;

/// Constraints under which work is served, or of which there is a fixed amount.
[[nodiscard]] std::vector<std::string> works(const Trace& trace, const Ledger& ledger);

/// What has reached the sink by the end of each month of the ledger.
[[nodiscard]] std::vector<double> online_by_month(const Trace& trace, const Ledger& ledger);

/// The ledger's parts: work on the critical paths of up to 40 lots of each month. What a path's
/// work leaves of all that is online is first stock, as far as that has reached the sink by then,
/// and on top of it what the decision at the path's end stands for. The columns are all
/// constraints. A month without lots has no shares.
[[nodiscard]] ShareMatrix ledger_parts(const Trace& trace, const Ledger& ledger);

/// The same with `works`, then all others added up as kDecisions.
[[nodiscard]] ShareMatrix with_decisions_as_one(const ShareMatrix& parts,
                                                const std::vector<std::string>& works);

/// Worlds with each constraint a step larger and a step smaller: cumulative output at the ends of
/// months, [constraint][month]; empty where a world failed.
struct Responses {
  double step = 0.05;
  std::vector<double> online;  ///< of the world as it is
  std::vector<std::string> constraints;
  std::vector<std::vector<double>> relaxed;
  std::vector<std::vector<double>> tightened;
  /// By constraint: what it is relaxed by and tightened by, together; empty: twice the step each.
  std::vector<double> spans;

  [[nodiscard]] double span(std::size_t k) const { return spans.empty() ? 2 * step : spans[k]; }
  /// By month: the constraints of which as much more brings another part of what is online than as
  /// much less costs, by more than `apart` of it for one of them; over so many months on either
  /// side.
  [[nodiscard]] NamesByMonth uneven(double apart, int around) const;
  /// Of constraint k: what lies between both worlds, over what it differs by in them. In the sink's
  /// unit.
  [[nodiscard]] std::vector<double> central(std::size_t k) const;
};

/// The definition: the elasticities of what is online, averaged over so many months on either side.
/// Negative ones count as none. A share is the part of the sum; `sums` are the sums, which are 1
/// where nothing is missing from the list and output follows in proportion.
struct ResponseParts {
  ShareMatrix shares;
  std::vector<double> sums;
};
[[nodiscard]] ResponseParts response_parts(const Responses& responses, int around);

/// Shares averaged over so many months on either side, weighted by what is online in them.
[[nodiscard]] ShareMatrix averaged(const ShareMatrix& matrix, const std::vector<double>& online,
                                   int around);

}  // namespace chokepoint
