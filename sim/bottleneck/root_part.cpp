#include "sim/bottleneck/root_part.hpp"

#include <algorithm>
#include <utility>

namespace chokepoint {

void merge_parts(std::vector<RootPart>& parts) {
  std::sort(parts.begin(), parts.end(), [](const RootPart& a, const RootPart& b) {
    return std::pair(a.cause, a.where) < std::pair(b.cause, b.where);
  });
  double sum = 0;
  std::size_t kept = 0;
  for (const RootPart part : parts) {
    sum += part.part;
    if (kept > 0 && parts[kept - 1].cause == part.cause && parts[kept - 1].where == part.where) {
      parts[kept - 1].part += part.part;
    } else {
      parts[kept++] = part;
    }
  }
  parts.resize(kept);
  std::erase_if(parts, [](const RootPart& part) { return part.part <= 0; });
  for (RootPart& part : parts)
    part.part /= sum;
  std::sort(parts.begin(), parts.end(), [](const RootPart& a, const RootPart& b) {
    return a.part != b.part ? a.part > b.part
                            : std::pair(a.cause, a.where) < std::pair(b.cause, b.where);
  });
}

void add_toll(const MonthLedger& month, const StoppageToll::Part& toll,
              std::span<std::vector<RootPart>> roots) {
  const auto is_outage = [&](const RootPart& root) {
    return root.cause == RootClass::outage && root.where == toll.outage;
  };
  const auto slows = [&](ConstraintId constraint) {
    return toll.slows->empty() ||
           std::find(toll.slows->begin(), toll.slows->end(), constraint) != toll.slows->end();
  };
  double all = 0;  // of what it can have held up
  double had = 0;  // as the paths say
  for (std::size_t i = 0; i < month.shares.size(); ++i) {
    if (!slows(month.shares[i].constraint))
      continue;
    all += month.shares[i].share;
    for (const RootPart& root : roots[i])
      had += is_outage(root) ? month.shares[i].share * root.part : 0.0;
  }
  const double more = std::min(toll.part, all) - had;
  if (more <= 0)
    return;
  const double taken = more / (all - had);  // of what others have
  for (std::size_t i = 0; i < month.shares.size(); ++i) {
    if (!slows(month.shares[i].constraint))
      continue;
    double others = 0;
    for (RootPart& root : roots[i]) {
      if (is_outage(root))
        continue;
      others += root.part;
      root.part *= 1 - taken;
    }
    if (others > 0)
      roots[i].push_back({RootClass::outage, toll.outage, others * taken});
    merge_parts(roots[i]);
  }
}

}  // namespace chokepoint
