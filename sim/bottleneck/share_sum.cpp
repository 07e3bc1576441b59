#include "sim/bottleneck/share_sum.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/base/portable_math.hpp"

namespace chokepoint {

namespace {

void sort_by_share(std::vector<LedgerShare>& shares) {
  std::sort(shares.begin(), shares.end(), [](const LedgerShare& a, const LedgerShare& b) {
    return a.share != b.share ? a.share > b.share : a.constraint < b.constraint;
  });
}

void widen(Tick& from, Tick& to, Tick more_from, Tick more_to) {
  from = std::min(from, more_from);
  to = to == kNever ? more_to : std::max(to, more_to);
}

Tick rounded(double minutes) {
  return static_cast<Tick>(nearest_whole(minutes));
}

}  // namespace

void ShareSum::add(const LedgerShare& share, double weight) {
  if (weight <= 0)
    return;
  LedgerShare& sum = sums_[share.constraint];
  if (sum.share <= 0) {
    const auto place = std::lower_bound(added_.begin(), added_.end(), share.constraint);
    if (place == added_.end() || *place != share.constraint)
      added_.insert(place, share.constraint);
  }
  sum.constraint = share.constraint;
  sum.share += share.share * weight;
  total_ += share.share * weight;
  widen(sum.cause_from, sum.cause_to, share.cause_from, share.cause_to);
  widen(sum.effect_from, sum.effect_to, share.effect_from, share.effect_to);
}

void ShareSum::add(const ShareSum& other, double weight) {
  if (other.total_ <= 0)
    return;
  for (const ConstraintId constraint : other.added_) {
    if (other.sums_[constraint].share > 0)
      add(other.sums_[constraint], weight / other.total_);
  }
}

void ShareSum::scale(double factor) {
  for (const ConstraintId constraint : added_)
    sums_[constraint].share *= factor;
  total_ *= factor;
}

std::vector<LedgerShare> ShareSum::parts() const {
  std::vector<LedgerShare> result;
  result.reserve(added_.size());
  for (const ConstraintId constraint : added_) {
    if (sums_[constraint].share > 0) {
      result.push_back(sums_[constraint]);
      result.back().share /= total_;
    }
  }
  sort_by_share(result);
  return result;
}

std::vector<LedgerShare> ShareSum::take() {
  std::vector<LedgerShare> result = parts();
  for (const LedgerShare& share : result)
    sums_[share.constraint] = {};
  added_.clear();
  total_ = 0;
  return result;
}

void SlotSum::add(const std::vector<EffectPiece>& pieces, double lot_weight) {
  double all = 0;
  for (const EffectPiece& piece : pieces)
    all += piece.weight;
  if (all <= 0)
    return;
  for (const EffectPiece& piece : pieces) {
    Sum& sum = sums_[piece.constraint];
    const double weight = lot_weight * piece.weight / all;
    if (std::isinf(sum.low))
      added_.push_back(piece.constraint);
    sum.weight += weight;
    sum.lag_from += weight * (piece.effect_from - piece.cause_from);
    sum.lag_to += weight * (piece.effect_to - piece.cause_to);
    sum.low = std::min(sum.low, piece.effect_from);
    sum.high = std::max(sum.high, piece.effect_to);
    total_ += weight;
    if (piece.gate == kNoGate)
      continue;
    const auto known = std::find_if(gates_.begin(), gates_.end(), [&](const GateShare& share) {
      return share.gate == piece.gate && share.constraint == piece.constraint;
    });
    if (known == gates_.end())
      gates_.push_back({piece.constraint, piece.gate, weight});
    else
      known->share += weight;
  }
}

std::vector<LedgerShare> SlotSum::take(Tick from, Tick to) {
  std::vector<LedgerShare> result;
  result.reserve(added_.size());
  for (const ConstraintId constraint : added_) {
    const Sum sum = std::exchange(sums_[constraint], {});
    if (sum.weight <= 0)
      continue;
    result.push_back({.constraint = constraint,
                      .share = sum.weight / total_,
                      .cause_from = std::max<Tick>(from - rounded(sum.lag_from / sum.weight), 0),
                      .cause_to = std::max<Tick>(to - rounded(sum.lag_to / sum.weight), 0),
                      .effect_from = std::max(from, rounded(sum.low)),
                      .effect_to = std::min(to, rounded(sum.high))});
  }
  for (GateShare& share : gates_)
    share.share /= total_;
  taken_.swap(gates_);
  gates_.clear();
  added_.clear();
  total_ = 0;
  sort_by_share(result);
  return result;
}

}  // namespace chokepoint
