// Goods that did not come to who needs them, and who owes what he did not make.

#include <algorithm>
#include <numeric>

#include "sim/record/comparison_causes.hpp"

namespace chokepoint {

namespace {

/// How much less of a good came than in the base, month by month of a window.
struct Good {
  double base = 0;      ///< all that came there
  bool is_new = true;   ///< there, too, none came before
  double missed = 0;    ///< more than there
  double on_order = 0;  ///< the same
  std::vector<double> less{};
  std::map<std::string, std::vector<double>> by_seller{};

  /// Up to when the most was missing: what comes later comes too late.
  [[nodiscard]] std::size_t worst() const {
    std::vector<double> sums(less.size());
    std::partial_sum(less.begin(), less.end(), sums.begin());
    return static_cast<std::size_t>(std::max_element(sums.begin(), sums.end()) - sums.begin());
  }
  [[nodiscard]] static double up_to(const std::vector<double>& months, std::size_t month) {
    return std::accumulate(months.begin(), months.begin() + static_cast<std::ptrdiff_t>(month) + 1,
                           0.0);
  }
};

/// Whether none came before that window, which does not begin with the run.
bool came_first(const std::vector<double>& came, const SeedWindow& window) {
  const auto begin = came.begin() + static_cast<std::ptrdiff_t>(window.first);
  return window.first > 0 && std::none_of(came.begin(), begin, [](double one) { return one > 0; });
}

/// By name, what the makers buy.
std::map<std::string, Good> goods_of(const Comparison& comparison, std::size_t world,
                                     const Makers& makers, const std::vector<SeedWindow>& windows) {
  std::map<std::string, Good> goods;
  both_sides(comparison, world, windows,
             [&](const WorldFigures& run, const SeedWindow& window, int sign) {
               for (const WorldFigures::Supply& supply : run.supplies) {
                 if (!makers.less.contains(supply.buyer) || makers.not_of.contains(supply.seller) ||
                     (!makers.goods.empty() && !makers.goods.contains(supply.commodity)))
                   continue;
                 Good& good = goods[supply.commodity];
                 good.base += sign > 0 ? over(supply.came, window) : 0;
                 if (sign > 0)
                   good.is_new = good.is_new && came_first(supply.came, window);
                 good.missed -= sign * over(supply.missed, window);
                 good.on_order -= sign * over(supply.on_order, window);
                 std::vector<double>& less = good.by_seller[supply.seller];
                 const std::size_t length = window.last + 1 - window.first;
                 less.resize(std::max(less.size(), length));
                 good.less.resize(std::max(good.less.size(), length));
                 for (std::size_t m = 0; m < length; ++m) {
                   const double came = sign * supply.came[window.first + m];
                   less[m] += came;
                   good.less[m] += came;
                 }
               }
             });
  return goods;
}

}  // namespace

std::optional<bool> owe_more(const Comparison& comparison, std::size_t world, const Makers& makers,
                             const std::vector<SeedWindow>& windows) {
  bool sell = false;
  double more = 0;
  both_sides(comparison, world, windows,
             [&](const WorldFigures& run, const SeedWindow& window, int sign) {
               for (const WorldFigures::Supply& supply : run.supplies) {
                 if (!makers.less.contains(supply.seller))
                   continue;
                 sell = true;
                 more -= sign * over(supply.missed, window);
               }
             });
  return sell ? std::optional(more > 0) : std::nullopt;
}

std::optional<Through> through_missing(const Comparison& comparison, std::size_t world,
                                       const Makers& makers, const std::vector<SeedWindow>& windows,
                                       Waits waits) {
  constexpr double kMissing = 0.1;
  const std::map<std::string, Good> goods = goods_of(comparison, world, makers, windows);
  const bool waiting = owe_more(comparison, world, makers, windows).value_or(true);
  const auto missing_most = [&](bool at_the_end) {
    std::optional<Through> found;
    double most = kMissing;
    for (const auto& [name, good] : goods) {
      // What the base gets for the first time in these months is in nothing yet that is missing.
      if (good.base <= 0 || good.is_new)
        continue;
      const std::size_t month = at_the_end ? good.less.size() - 1 : good.worst();
      const double part = Good::up_to(good.less, month) / good.base;
      if (part <= most)
        continue;
      Amounts less;
      for (const auto& [seller, months] : good.by_seller)
        less[seller] = Good::up_to(months, std::min(month, months.size() - 1));
      const std::string seller = largest(less);
      const bool is_all = goods.size() == 1;
      const double late = waits == Waits::late ? good.missed : good.on_order;
      if (late <= 0 && !(is_all && waiting) && !is_struck(comparison, world, seller, windows))
        continue;
      most = part;
      found = Through{Through::Kind::missing, name, seller};
    }
    return found;
  };
  const std::optional<Through> still = missing_most(true);
  return still ? still : missing_most(false);
}

}  // namespace chokepoint
