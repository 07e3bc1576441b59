#include "sim/bottleneck/tie_search.hpp"

#include <algorithm>

#include "sim/bottleneck/relief_study.hpp"

namespace chokepoint {

TieSearch::TieSearch(Names main_first) {
  main_first.resize(std::min(main_first.size(), kMost));
  for (std::size_t count = 2; count <= main_first.size(); ++count) {
    Names names(main_first.begin(), main_first.begin() + static_cast<std::ptrdiff_t>(count));
    std::sort(names.begin(), names.end());
    wanted_.push_back(std::move(names));
  }
}

/// A world without an answer brings nothing.
double TieSearch::brings(const Names& names) const {
  const auto known = found_.find(names);
  return known == found_.end() ? 0 : known->second;
}

void TieSearch::narrow() {
  const bool growing = tie_.empty();
  // While it grows the first set that brings enough counts, later the one that brings most.
  const Names* best = nullptr;
  for (const Names& names : wanted_) {
    if (brings(names) < kMainElasticity || (best != nullptr && brings(names) <= brings(*best)))
      continue;
    best = &names;
    if (growing)
      break;
  }
  const Names next = best == nullptr ? Names{} : *best;
  wanted_.clear();
  if (next.empty())
    return;
  tie_ = next;
  want_smaller_ones();
}

void TieSearch::want_smaller_ones() {
  if (tie_.size() <= 2)
    return;
  for (std::size_t without = 0; without < tie_.size(); ++without) {
    Names names = tie_;
    names.erase(names.begin() + static_cast<std::ptrdiff_t>(without));
    wanted_.push_back(std::move(names));
  }
}

}  // namespace chokepoint
