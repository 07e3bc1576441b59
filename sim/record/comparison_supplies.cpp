// Who got what from whom in a run, and what did not come.

#include <algorithm>
#include <map>
#include <tuple>

#include "sim/base/time.hpp"
#include "sim/record/comparison.hpp"

namespace chokepoint {

std::vector<WorldFigures::Supply> supplies_of(const RunResult& result, std::size_t months) {
  const Timeline timeline(result.start);
  const auto month_of = [&](Tick tick) {
    return tick == kNever ? months
                          : static_cast<std::size_t>(std::max(0, timeline.month_index(tick)));
  };
  std::map<std::tuple<std::string_view, std::string_view, std::string_view>, std::size_t> known;
  std::vector<WorldFigures::Supply> supplies;
  for (const OrderRow& order : result.orders) {
    const auto [entry, is_new] =
        known.try_emplace({order.commodity, order.buyer, order.seller}, supplies.size());
    if (is_new)
      supplies.push_back({std::string(order.commodity), std::string(order.buyer),
                          std::string(order.seller), std::vector<double>(months, 0.0),
                          std::vector<double>(months, 0.0), std::vector<double>(months, 0.0)});
    WorldFigures::Supply& supply = supplies[entry->second];
    const std::size_t delivered = month_of(order.delivered);
    if (delivered < months)
      supply.came[delivered] += order.delivered_quantity;
    if (order.status == OrderStatus::rejected) {
      if (const std::size_t placed = month_of(order.placed); placed < months)
        supply.missed[placed] += order.quantity;
      continue;
    }
    const bool over = order.status == OrderStatus::delivered;
    const double late =
        order.quantity - order.cancelled_quantity - (over ? 0 : order.delivered_quantity);
    if (order.placed == kNever || late <= 0)
      continue;
    for (std::size_t m = month_of(order.placed); m < (over ? delivered : months); ++m)
      supply.on_order[m] += late;
    if (order.wanted == kNever)
      continue;
    const std::size_t due = month_of(std::max(order.wanted, order.placed));
    for (std::size_t m = due; m < (over ? delivered : months); ++m)
      supply.missed[m] += late;
  }
  return supplies;
}

}  // namespace chokepoint
