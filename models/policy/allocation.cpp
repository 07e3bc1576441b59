#include "models/policy/allocation.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace chokepoint::models {

const std::vector<std::string>& allocation_rule_names() {
  static const std::vector<std::string> names{"fifo", "contracts_first", "stable_first",
                                              "highest_bidder", "pro_rata"};
  return names;
}

AllocationRule allocation_rule(const std::string& name) {
  const auto& names = allocation_rule_names();
  const auto found = std::find(names.begin(), names.end(), name);
  ensure(found != names.end(), "an allocation rule is one of the named ones");
  return static_cast<AllocationRule>(found - names.begin());
}

namespace {

/// Orders two candidates by a rule's first criterion; equal ones keep the order of placing.
bool before(AllocationRule rule, const Candidate& a, const Candidate& b) {
  if (a.has_its_part != b.has_its_part)
    return b.has_its_part;
  switch (rule) {
    case AllocationRule::fifo:
      return false;
    case AllocationRule::contracts_first:
      return a.firm && !b.firm;
    case AllocationRule::stable_first:
      return a.stable && !b.stable;
    case AllocationRule::highest_bidder:
      return a.price > b.price;
    case AllocationRule::pro_rata:
      return a.served_share < b.served_share;
  }
  return false;
}

}  // namespace

bool has_its_part(std::int64_t begun, std::int64_t all, double largest_share) {
  return largest_share > 0 && static_cast<double>(begun) > largest_share * static_cast<double>(all);
}

std::size_t choose(AllocationRule rule, std::span<const Candidate> candidates) {
  ensure(!candidates.empty(), "there is somebody to serve");
  std::size_t best = 0;
  if (rule == AllocationRule::fifo && !candidates.front().has_its_part)
    return best;
  for (std::size_t i = 1; i < candidates.size(); ++i) {
    if (before(rule, candidates[i], candidates[best]))
      best = i;
  }
  return best;
}

}  // namespace chokepoint::models
