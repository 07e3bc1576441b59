#include "sim/record/allocation.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <span>
#include <utility>

namespace chokepoint {

namespace {

struct Asked {
  double quantity;
  Tick notice;
  int wanted;  ///< year
  const OrderRow* order;
};

/// Sums over orders, by quantity.
class FateSum {
 public:
  void add(const Asked& asked) {
    if (asked.order->status != OrderStatus::open)
      ended_ += asked.quantity;
    if (asked.order->status != OrderStatus::delivered)
      return;
    delivered_ += asked.quantity;
    late_ += asked.quantity * static_cast<double>(asked.order->delivered - asked.order->wanted);
  }
  [[nodiscard]] Fate fate() const {
    Fate fate;
    if (delivered_ > 0)
      fate.wait_days = late_ / delivered_ / static_cast<double>(kDay);
    if (ended_ > 0)
      fate.kept = delivered_ / ended_;
    return fate;
  }

 private:
  double ended_ = 0;
  double delivered_ = 0;
  double late_ = 0;
};

OrdersAhead sum_up(std::span<const Asked> orders, const std::vector<int>& years) {
  OrdersAhead sum;
  sum.orders = orders.size();
  FateSum all;
  std::map<int, FateSum> by_year;
  for (const Asked& asked : orders) {
    sum.quantity += asked.quantity;
    sum.notice_days += asked.quantity * static_cast<double>(asked.notice);
    all.add(asked);
    by_year[asked.wanted].add(asked);
  }
  sum.notice_days /= sum.quantity * static_cast<double>(kDay);
  sum.all = all.fate();
  for (const int year : years)
    sum.years.push_back(by_year[year].fate());
  return sum;
}

/// Splits orders at the notice of the one in the middle.
void split(Allocation& allocation, std::vector<Asked> orders) {
  std::stable_sort(orders.begin(), orders.end(),
                   [](const Asked& a, const Asked& b) { return a.notice < b.notice; });
  double all = 0;
  for (const Asked& asked : orders)
    all += asked.quantity;
  std::size_t middle = 0;
  for (double sum = 0; middle < orders.size(); ++middle) {
    sum += orders[middle].quantity;
    if (2 * sum >= all)
      break;
  }
  if (middle == orders.size())
    return;
  const auto by_notice = [](const Asked& asked, Tick notice) { return asked.notice < notice; };
  auto cut = std::lower_bound(orders.begin(), orders.end(), orders[middle].notice, by_notice);
  if (cut == orders.begin())
    cut = std::lower_bound(orders.begin(), orders.end(), orders[middle].notice + 1, by_notice);
  if (cut == orders.end())
    return;
  const auto at = static_cast<std::size_t>(cut - orders.begin());
  const std::span<const Asked> sorted(orders);
  allocation.late = sum_up(sorted.first(at), allocation.years);
  allocation.early = sum_up(sorted.subspan(at), allocation.years);
}

void split_by_terms(Allocation& allocation, const std::vector<Asked>& orders) {
  std::vector<Asked> firm;
  std::vector<Asked> cancellable;
  for (const Asked& asked : orders)
    (asked.order->firm ? firm : cancellable).push_back(asked);
  if (firm.empty() || cancellable.empty())
    return;
  allocation.firm = sum_up(firm, allocation.years);
  allocation.cancellable = sum_up(cancellable, allocation.years);
}

/// Collects one commodity.
struct Collected {
  std::string unit;
  std::map<std::string, std::map<int, BuyerYear>> buyers;
  std::vector<Asked> orders;
};

int year_of(Date date) {
  return static_cast<int>(date.year());
}

Allocation tabled(const std::string& commodity, Collected& collected) {
  Allocation allocation{.commodity = commodity, .unit = collected.unit};
  std::map<int, double> received;
  for (const auto& [buyer, years] : collected.buyers) {
    for (const auto& [year, amounts] : years)
      received[year] += amounts.received;
  }
  // What is wanted after the end nobody can have got.
  while (!received.empty() && std::prev(received.end())->second <= 0)
    received.erase(std::prev(received.end()));
  for (const auto& [year, sum] : received)
    allocation.years.push_back(year);
  for (auto& [buyer, years] : collected.buyers) {
    Allocation::Buyer& row = allocation.buyers.emplace_back();
    row.name = buyer;
    for (const auto& [year, sum] : received) {
      BuyerYear amounts = years[year];
      amounts.share = sum > 0 ? amounts.received / sum : 0;
      row.years.push_back(amounts);
    }
  }
  split_by_terms(allocation, collected.orders);
  split(allocation, std::move(collected.orders));
  return allocation;
}

}  // namespace

AllocationReport allocation_of(const RunResult& result) {
  const Timeline timeline(result.start);
  std::map<std::string, Collected> commodities;
  for (const OrderRow& order : result.orders) {
    Collected& of = commodities[std::string(order.commodity)];
    of.unit = order.unit;
    auto& buyer = of.buyers[std::string(order.buyer)];
    const int wanted = timeline.year(order.wanted);
    buyer[wanted].asked += order.quantity;
    if (order.status == OrderStatus::rejected)
      buyer[wanted].refused += order.quantity;
    else if (order.promised != kNever)
      buyer[timeline.year(order.promised)].promised += order.quantity;
    of.orders.push_back({order.quantity, order.wanted - order.placed, wanted, &order});
  }
  for (const Series& series : result.series) {
    const auto known =
        series.series == "received" ? commodities.find(series.generation) : commodities.end();
    if (known == commodities.end())
      continue;
    for (const SeriesPoint& point : series.points)
      known->second.buyers[series.entity][year_of(point.date)].received += point.value;
  }
  AllocationReport report{.run = result.scenario};
  for (auto& [commodity, collected] : commodities)
    report.commodities.push_back(tabled(commodity, collected));
  return report;
}

}  // namespace chokepoint
