// What the reasons of a shortage are found with.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/record/comparison.hpp"

namespace chokepoint {

using Amounts = std::map<std::string, double>;

/// Sum over the months of a window.
[[nodiscard]] double over(const std::vector<double>& months, const SeedWindow& window);
/// Who or what has the largest positive amount; empty: nobody.
[[nodiscard]] std::string largest(const Amounts& amounts);

/// Calls `see(run, window, sign)` with every window of the base (1) and of the world (-1).
template <class See>
void both_sides(const Comparison& comparison, std::size_t world,
                const std::vector<SeedWindow>& windows, See see) {
  for (const SeedWindow& window : windows) {
    see(comparison.worlds.front().runs[window.seed], window, 1);
    see(comparison.worlds[world].runs[window.seed], window, -1);
  }
}

/// How much less each of the firms has that a measure adds up.
struct Makers {
  Amounts less;
  std::set<std::string> goods;   ///< that it counts or is made of, where that is said
  std::set<std::string> not_of;  ///< sellers whose goods do not count
};

/// What an event does to a firm: it stands still, its goods do not pass, it wants less or is given
/// less.
enum class Strikes { capacity, goods, purse };

/// An event of the world alone that strikes makers of half of what is missing.
[[nodiscard]] std::optional<Through> through_event(const Comparison& comparison, std::size_t world,
                                                   const Makers& makers, Strikes what,
                                                   const std::vector<SeedWindow>& windows);
/// Whether one strikes that firm, or keeps its goods from its buyers.
[[nodiscard]] bool is_struck(const Comparison& comparison, std::size_t world,
                             const std::string& firm, const std::vector<SeedWindow>& windows);
/// By what a good was waited for: it was refused or overdue, or it was on order.
enum class Waits { late, on_order };
/// Of what the makers buy, the good of which the least came of what came in the base, or if it has
/// all come by the end, had come by some month, if it was waited for more than in the base. What an
/// event loses is taken off the orders, and what comes before it is wanted is never overdue; then
/// it was missed if the makers owe more than in the base, and it is all they buy or an event
/// strikes its seller.
[[nodiscard]] std::optional<Through> through_missing(const Comparison& comparison,
                                                     std::size_t world, const Makers& makers,
                                                     const std::vector<SeedWindow>& windows,
                                                     Waits waits = Waits::late);
/// Whether the makers owe their buyers more than in the base: what these ordered is refused or
/// overdue. None: they sell nothing.
[[nodiscard]] std::optional<bool> owe_more(const Comparison& comparison, std::size_t world,
                                           const Makers& makers,
                                           const std::vector<SeedWindow>& windows);

}  // namespace chokepoint
