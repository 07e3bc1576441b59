#include "sim/sensitivity/scenario_discovery.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace chokepoint {
namespace {

constexpr std::size_t kLeastPoints = 20;
constexpr double kPeel = 0.1;           ///< share of the points that one peel takes at least
constexpr double kLeastSupport = 0.05;  ///< of the sample, in the smallest box
constexpr double kLimitChance = 0.05;   ///< above, a limit is given up
constexpr int kShuffles = 99;

/// A box while it is looked for: bounds of numbers, and levels that are out.
struct Box {
  std::vector<double> low;
  std::vector<double> high;
  std::vector<std::vector<double>> without;  ///< levels, by factor

  explicit Box(std::size_t factors)
      : low(factors, -HUGE_VAL), high(factors, HUGE_VAL), without(factors) {}

  [[nodiscard]] bool holds(std::size_t factor, double value) const {
    return low[factor] <= value && value <= high[factor] &&
           std::find(without[factor].begin(), without[factor].end(), value) ==
               without[factor].end();
  }
  [[nodiscard]] bool limits(std::size_t factor) const {
    return low[factor] > -HUGE_VAL || high[factor] < HUGE_VAL || !without[factor].empty();
  }
  void release(std::size_t factor) {
    low[factor] = -HUGE_VAL;
    high[factor] = HUGE_VAL;
    without[factor].clear();
  }
};

struct Count {
  std::size_t points = 0;
  std::size_t hits = 0;

  [[nodiscard]] double density() const {
    return points == 0 ? 0.0 : static_cast<double>(hits) / static_cast<double>(points);
  }
  /// Harmonic mean of density and coverage.
  [[nodiscard]] double score(std::size_t all_hits) const {
    return 2.0 * static_cast<double>(hits) / static_cast<double>(points + all_hits);
  }
};

/// One way to make a box smaller, and what is left then.
struct Peel {
  enum class Side { low, high, level };
  std::size_t factor = 0;
  Side side = Side::low;
  double value = 0.0;  ///< the new bound, or the level that goes
  Count left;
  double gain = 0.0;  ///< of density, per point lost
};

/// The sample, sorted once by each factor.
class Sample {
 public:
  Sample(const Rows& rows, const std::vector<bool>& has_levels)
      : rows_(rows), has_levels_(has_levels), order_(has_levels.size()) {
    for (std::size_t factor = 0; factor < order_.size(); ++factor) {
      order_[factor].resize(rows.size());
      std::iota(order_[factor].begin(), order_[factor].end(), std::size_t{0});
      std::stable_sort(
          order_[factor].begin(), order_[factor].end(),
          [&](std::size_t a, std::size_t b) { return rows[a][factor] < rows[b][factor]; });
    }
  }

  [[nodiscard]] std::size_t factors() const { return order_.size(); }
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] bool has_levels(std::size_t factor) const { return has_levels_[factor]; }
  [[nodiscard]] double at(std::size_t row, std::size_t factor) const { return rows_[row][factor]; }

  [[nodiscard]] bool inside(const Box& box, std::size_t row) const {
    for (std::size_t factor = 0; factor < factors(); ++factor)
      if (!box.holds(factor, rows_[row][factor]))
        return false;
    return true;
  }
  [[nodiscard]] Count count(const Box& box, const std::vector<bool>& outcome) const {
    Count count;
    for (std::size_t row = 0; row < size(); ++row) {
      if (inside(box, row)) {
        ++count.points;
        count.hits += outcome[row] ? 1 : 0;
      }
    }
    return count;
  }
  /// The rows of `alive` in ascending order of the factor.
  [[nodiscard]] std::vector<std::size_t> sorted(std::size_t factor,
                                                const std::vector<bool>& alive) const {
    std::vector<std::size_t> rows;
    for (const std::size_t row : order_[factor])
      if (alive[row])
        rows.push_back(row);
    return rows;
  }

 private:
  const Rows& rows_;
  const std::vector<bool>& has_levels_;
  std::vector<std::vector<std::size_t>> order_;
};

/// Collects the peels of one state of the box and keeps the best; of equals, the first.
class PeelChoice {
 public:
  PeelChoice(Count now, std::size_t least) : now_(now), least_(least) {}

  void offer(Peel peel) {
    if (peel.left.points < least_ || peel.left.points == now_.points)
      return;
    peel.gain = (peel.left.density() - now_.density()) /
                static_cast<double>(now_.points - peel.left.points);
    if (!best_ || peel.gain > best_->gain)
      best_ = peel;
  }
  [[nodiscard]] const std::optional<Peel>& best() const { return best_; }

 private:
  Count now_;
  std::size_t least_;
  std::optional<Peel> best_;
};

void offer_levels(const Sample& sample, const std::vector<std::size_t>& sorted, std::size_t factor,
                  const std::vector<bool>& outcome, Count now, PeelChoice& choice) {
  for (std::size_t begin = 0; begin < sorted.size();) {
    const double level = sample.at(sorted[begin], factor);
    Count left = now;
    std::size_t end = begin;
    for (; end < sorted.size() && sample.at(sorted[end], factor) == level; ++end) {
      --left.points;
      left.hits -= outcome[sorted[end]] ? 1 : 0;
    }
    choice.offer({.factor = factor, .side = Peel::Side::level, .value = level, .left = left});
    begin = end;
  }
}

/// Takes the least or the greatest tenth, and whatever equals the last of it.
void offer_end(const Sample& sample, const std::vector<std::size_t>& from_end, std::size_t factor,
               Peel::Side side, const std::vector<bool>& outcome, Count now, PeelChoice& choice) {
  const auto tenth = std::max<std::size_t>(
      1, static_cast<std::size_t>(kPeel * static_cast<double>(from_end.size())));
  Count left = now;
  std::size_t next = 0;
  while (next < from_end.size() && (next < tenth || sample.at(from_end[next], factor) ==
                                                        sample.at(from_end[next - 1], factor))) {
    --left.points;
    left.hits -= outcome[from_end[next++]] ? 1 : 0;
  }
  if (next < from_end.size())
    choice.offer(
        {.factor = factor, .side = side, .value = sample.at(from_end[next], factor), .left = left});
}

void apply(const Peel& peel, Box& box) {
  switch (peel.side) {
    case Peel::Side::low:
      box.low[peel.factor] = peel.value;
      break;
    case Peel::Side::high:
      box.high[peel.factor] = peel.value;
      break;
    case Peel::Side::level:
      box.without[peel.factor].push_back(peel.value);
      break;
  }
}

std::optional<Peel> best_peel(const Sample& sample, const std::vector<bool>& alive,
                              const std::vector<bool>& outcome, Count now, std::size_t least) {
  PeelChoice choice(now, least);
  for (std::size_t factor = 0; factor < sample.factors(); ++factor) {
    std::vector<std::size_t> sorted = sample.sorted(factor, alive);
    if (sample.has_levels(factor)) {
      offer_levels(sample, sorted, factor, outcome, now, choice);
      continue;
    }
    offer_end(sample, sorted, factor, Peel::Side::low, outcome, now, choice);
    std::reverse(sorted.begin(), sorted.end());
    offer_end(sample, sorted, factor, Peel::Side::high, outcome, now, choice);
  }
  return choice.best();
}

/// Peels from the whole sample down and hands back the best box on the way.
Box peel_down(const Sample& sample, const std::vector<bool>& outcome) {
  const auto all_hits = static_cast<std::size_t>(std::count(outcome.begin(), outcome.end(), true));
  const auto least = std::max<std::size_t>(
      5, static_cast<std::size_t>(std::ceil(kLeastSupport * static_cast<double>(sample.size()))));
  Box box(sample.factors());
  Box best = box;
  Count now{.points = sample.size(), .hits = all_hits};
  double best_score = now.score(all_hits);
  std::vector<bool> alive(sample.size(), true);
  while (now.hits > 0 && now.hits < now.points) {
    const auto peel = best_peel(sample, alive, outcome, now, least);
    if (!peel)
      break;
    apply(*peel, box);
    now = peel->left;
    for (std::size_t row = 0; row < sample.size(); ++row)
      alive[row] = alive[row] && box.holds(peel->factor, sample.at(row, peel->factor));
    if (now.score(all_hits) > best_score) {
      best_score = now.score(all_hits);
      best = box;
    }
  }
  return best;
}

/// Probability of at least `hits` of `points` when each is one with probability `p`.
double binomial_tail(std::size_t points, std::size_t hits, double p) {
  if (hits == 0 || p >= 1.0)
    return 1.0;
  if (p <= 0.0)
    return 0.0;
  const auto n = static_cast<double>(points);
  double tail = 0.0;
  for (std::size_t k = hits; k <= points; ++k) {
    const auto x = static_cast<double>(k);
    tail += std::exp(std::lgamma(n + 1.0) - std::lgamma(x + 1.0) - std::lgamma(n - x + 1.0) +
                     x * std::log(p) + (n - x) * std::log1p(-p));
  }
  return std::min(tail, 1.0);
}

double chance_of_limit(const Sample& sample, const Box& box, std::size_t factor,
                       const std::vector<bool>& outcome) {
  Box without = box;
  without.release(factor);
  const Count inside = sample.count(box, outcome);
  return binomial_tail(inside.points, inside.hits, sample.count(without, outcome).density());
}

/// Gives up limits that chance explains, the most likely first.
void prune(const Sample& sample, const std::vector<bool>& outcome, Box& box) {
  while (true) {
    double worst_chance = kLimitChance;
    std::optional<std::size_t> worst;
    for (std::size_t factor = 0; factor < sample.factors(); ++factor) {
      if (!box.limits(factor))
        continue;
      const double chance = chance_of_limit(sample, box, factor, outcome);
      if (chance > worst_chance) {
        worst_chance = chance;
        worst = factor;
      }
    }
    if (!worst)
      return;
    box.release(*worst);
  }
}

BoxLimit limit_of(const Sample& sample, const Box& box, std::size_t factor,
                  const std::vector<bool>& outcome) {
  BoxLimit limit{.factor = factor, .chance = chance_of_limit(sample, box, factor, outcome)};
  if (box.low[factor] > -HUGE_VAL)
    limit.low = box.low[factor];
  if (box.high[factor] < HUGE_VAL)
    limit.high = box.high[factor];
  if (sample.has_levels(factor)) {
    for (std::size_t row = 0; row < sample.size(); ++row)
      if (box.holds(factor, sample.at(row, factor)))
        limit.levels.push_back(sample.at(row, factor));
    std::sort(limit.levels.begin(), limit.levels.end());
    limit.levels.erase(std::unique(limit.levels.begin(), limit.levels.end()), limit.levels.end());
  }
  return limit;
}

/// How often a box as good comes out when the outcomes are dealt at random.
double chance_of_score(const Sample& sample, std::vector<bool> outcome, double score,
                       std::size_t hits, const RandomSource& random) {
  const Stream stream = random.stream("scenario discovery", "shuffle");
  std::uint64_t draw = 0;
  int as_good = 1;
  for (int shuffle = 0; shuffle < kShuffles; ++shuffle) {
    for (std::size_t left = outcome.size(); left > 1; --left) {
      const auto pick =
          static_cast<std::size_t>(stream.uniform(draw++) * static_cast<double>(left));
      const bool taken = outcome[pick];
      outcome[pick] = outcome[left - 1];
      outcome[left - 1] = taken;
    }
    if (sample.count(peel_down(sample, outcome), outcome).score(hits) >= score)
      ++as_good;
  }
  return static_cast<double>(as_good) / (kShuffles + 1);
}

}  // namespace

double DiscoveredBox::density() const {
  return static_cast<double>(hits_inside) / static_cast<double>(points_inside);
}

double DiscoveredBox::coverage() const {
  return static_cast<double>(hits_inside) / static_cast<double>(hits);
}

std::optional<DiscoveredBox> discover_box(const Rows& rows, const std::vector<bool>& outcome,
                                          const std::vector<bool>& has_levels,
                                          const RandomSource& random) {
  if (rows.size() != outcome.size() || std::any_of(rows.begin(), rows.end(), [&](const auto& row) {
        return row.size() != has_levels.size();
      }))
    throw std::invalid_argument("scenario discovery: one outcome a row, one value a factor");
  const auto hits = static_cast<std::size_t>(std::count(outcome.begin(), outcome.end(), true));
  if (rows.size() < kLeastPoints || hits == 0 || hits == rows.size())
    return std::nullopt;
  const Sample sample(rows, has_levels);
  Box box = peel_down(sample, outcome);
  const double score = sample.count(box, outcome).score(hits);
  prune(sample, outcome, box);
  DiscoveredBox found{.points = rows.size(), .hits = hits};
  for (std::size_t factor = 0; factor < sample.factors(); ++factor)
    if (box.limits(factor))
      found.limits.push_back(limit_of(sample, box, factor, outcome));
  if (found.limits.empty())
    return std::nullopt;
  const Count inside = sample.count(box, outcome);
  found.points_inside = inside.points;
  found.hits_inside = inside.hits;
  found.chance = chance_of_score(sample, outcome, score, hits, random);
  return found;
}

}  // namespace chokepoint
