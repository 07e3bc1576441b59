#include "tools/report/goods.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace chokepoint::tools {

namespace {

using Names = std::set<std::string_view>;

/// Who buys and sells what.
struct Trade {
  std::map<std::string_view, Names> bought;   ///< by firm: goods
  std::map<std::string_view, Names> sold;     ///< by firm: goods
  std::map<std::string_view, Names> sellers;  ///< by goods: firms
};

Trade trade_of(const RunResult& result) {
  Trade trade;
  for (const OrderRow& order : result.orders) {
    trade.bought[order.buyer].insert(order.commodity);
    trade.sold[order.seller].insert(order.commodity);
    trade.sellers[order.commodity].insert(order.seller);
  }
  return trade;
}

/// By goods: what its sellers buy for it.
std::map<std::string_view, Names> needs_of(const Trade& trade) {
  std::map<std::string_view, Names> needs;
  for (const auto& [firm, sold] : trade.sold) {
    const auto bought = trade.bought.find(firm);
    if (bought == trade.bought.end())
      continue;
    for (const std::string_view goods : sold)
      needs[goods].insert(bought->second.begin(), bought->second.end());
  }
  return needs;
}

/// Steps from each goods to the last of its chain. A circle (firms that supply each other) ends
/// after as many steps as there are goods.
std::map<std::string_view, std::size_t> steps_to_end(const std::map<std::string_view, Names>& needs,
                                                     const Trade& trade) {
  std::map<std::string_view, std::size_t> steps;
  for (const auto& entry : trade.sellers)
    steps[entry.first] = 0;
  for (std::size_t round = 0; round < steps.size(); ++round) {
    bool changed = false;
    for (const auto& [goods, inputs] : needs) {
      for (const std::string_view input : inputs) {
        if (input != goods && steps[input] < steps[goods] + 1 && steps[goods] < round + 1) {
          steps[input] = steps[goods] + 1;
          changed = true;
        }
      }
    }
    if (!changed)
      break;
  }
  return steps;
}

double units_per(std::string_view from, std::string_view to) {
  if (from == to)
    return 1;
  if (from == "GW_it" && to == "kW_it")
    return 1e6;
  return from == "MW_it" && to == "kW_it" ? 1e3 : 0;
}

/// "capacity" of "capacity_quarterly"
std::string_view without_period(std::string_view series) {
  for (const std::string_view period : {"_quarterly", "_half_yearly", "_yearly"}) {
    if (series.ends_with(period))
      return series.substr(0, series.size() - period.size());
  }
  return series;
}

/// The goods whose capacity a series says; empty when it says none.
std::string_view goods_of_series(const Series& series, const Trade& trade) {
  const std::string_view name = without_period(series.series);
  const auto sold = trade.sold.find(series.entity);
  if (sold == trade.sold.end() || !(name == "capacity" || name.ends_with("_capacity")))
    return {};
  if (name == "capacity" && !series.generation.empty()) {
    for (const std::string_view goods : sold->second) {
      if (goods.starts_with(series.generation + "_"))
        return goods;
    }
    return {};
  }
  if (sold->second.size() == 1)
    return *sold->second.begin();
  // A maker of two goods: the one that the series names, else the one that no series names.
  const std::string_view kind = name == "capacity" ? "" : name.substr(0, name.find('_'));
  for (const std::string_view goods : sold->second) {
    if (kind.empty() ? !goods.starts_with("hbm") : goods.starts_with(kind))
      return goods;
  }
  return {};
}

std::size_t index_of_year(const RunResult& result, int year) {
  return static_cast<std::size_t>(year - result.years.front().year);
}

/// Means of a series in the years that it has.
std::vector<std::optional<double>> yearly_means(const RunResult& result, const Series& series,
                                                std::size_t years) {
  std::vector<double> sum(years);
  std::vector<int> count(years);
  for (const SeriesPoint& point : series.points) {
    const std::size_t y = index_of_year(result, static_cast<int>(point.date.year()));
    if (y < years) {
      sum[y] += point.value;
      ++count[y];
    }
  }
  std::vector<std::optional<double>> means(years);
  for (std::size_t y = 0; y < years; ++y) {
    if (count[y] > 0)
      means[y] = sum[y] / count[y];
  }
  return means;
}

/// What is made in a year at the mean pace of its months, in the unit of the goods.
void add_capacity(const RunResult& result, const Series& series, Goods& goods) {
  const double units =
      units_per(std::string_view(series.unit).substr(0, series.unit.find('/')), goods.unit);
  if (units == 0 || !series.unit.ends_with("/month"))
    return;
  const auto means = yearly_means(result, series, goods.years.size());
  for (std::size_t y = 0; y < means.size(); ++y) {
    if (means[y])
      goods.years[y].capacity = goods.years[y].capacity.value_or(0) + *means[y] * 12 * units;
  }
}

/// Whoever lets something runs a part of the sites that are ready for it.
void add_let(const RunResult& result, const Trade& trade, const Series& series,
             std::vector<Goods>& all) {
  const auto sold = trade.sold.find(series.entity);
  if (sold == trade.sold.end() || sold->second.size() != 1)
    return;
  const auto level = series.series == "operated" ? &GoodsYear::running : &GoodsYear::ready;
  for (Goods& goods : all) {
    if (goods.name != *sold->second.begin())
      continue;
    const auto means = yearly_means(result, series, goods.years.size());
    for (std::size_t y = 0; y < means.size(); ++y)
      goods.years[y].*level += means[y].value_or(0);
  }
}

void add_series(const RunResult& result, const Trade& trade, std::vector<Goods>& all) {
  const auto find = [&all](std::string_view name) {
    return std::find_if(all.begin(), all.end(),
                        [&](const Goods& goods) { return goods.name == name; });
  };
  for (const Series& series : result.series) {
    if (series.series == "received") {
      const auto goods = find(series.generation);
      for (const SeriesPoint& point : series.points) {
        const std::size_t y = index_of_year(result, static_cast<int>(point.date.year()));
        if (goods != all.end() && y < goods->years.size())
          goods->years[y].arrived += point.value;
      }
    } else if (series.series == "operated" || series.series == "idle_sites") {
      add_let(result, trade, series, all);
    } else if (const std::string_view name = goods_of_series(series, trade); !name.empty()) {
      if (const auto goods = find(name); goods != all.end())
        add_capacity(result, series, *goods);
    }
  }
}

void add_leads(const RunResult& result, std::vector<Goods>& all) {
  constexpr double kMonth = 30.44 * static_cast<double>(kDay);
  const Timeline timeline(result.start);
  struct Sum {
    double lead = 0;
    double late = 0;
    int count = 0;
  };
  std::map<std::pair<std::string_view, std::size_t>, Sum> sums;
  for (const OrderRow& order : result.orders) {
    if (order.status != OrderStatus::delivered || order.promised == kNever)
      continue;
    Sum& sum = sums[{order.commodity, index_of_year(result, timeline.year(order.delivered))}];
    sum.lead += static_cast<double>(order.delivered - order.placed) / kMonth;
    sum.late += static_cast<double>(order.delivered - order.promised) / kMonth;
    ++sum.count;
  }
  for (Goods& goods : all) {
    for (std::size_t y = 0; y < goods.years.size(); ++y) {
      const auto sum = sums.find({goods.name, y});
      if (sum == sums.end())
        continue;
      goods.years[y].lead_months = sum->second.lead / sum->second.count;
      goods.years[y].late_months = sum->second.late / sum->second.count;
    }
  }
}

}  // namespace

std::vector<Goods> goods_of_orders(const RunResult& result) {
  if (result.orders.empty() || result.years.empty())
    return {};
  const Trade trade = trade_of(result);
  const auto needs = needs_of(trade);
  const auto steps = steps_to_end(needs, trade);
  std::size_t furthest = 0;
  for (const auto& entry : steps)
    furthest = std::max(furthest, entry.second);
  std::vector<Goods> all;
  for (const auto& [name, distance] : steps) {
    Goods& goods = all.emplace_back();
    goods.name = name;
    goods.column = furthest - distance;
    const Names& sellers = trade.sellers.at(name);
    goods.sellers.assign(sellers.begin(), sellers.end());
    goods.years.resize(result.years.size());
  }
  for (const OrderRow& order : result.orders) {
    for (Goods& goods : all) {
      if (goods.unit.empty() && goods.name == order.commodity)
        goods.unit = order.unit;
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Goods& a, const Goods& b) { return a.column < b.column; });
  for (Goods& goods : all) {
    const auto inputs = needs.find(goods.name);
    for (std::size_t i = 0; i < all.size() && inputs != needs.end(); ++i) {
      if (inputs->second.count(all[i].name) > 0 && all[i].column < goods.column)
        goods.needs.push_back(i);
    }
  }
  add_series(result, trade, all);
  add_leads(result, all);
  return all;
}

std::optional<double> utilisation(const GoodsYear& year) {
  if (year.running > 0)
    return year.running / (year.running + year.ready);
  if (!year.capacity || *year.capacity <= 0)
    return std::nullopt;
  return year.arrived / *year.capacity;
}

}  // namespace chokepoint::tools
