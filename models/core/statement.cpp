#include "models/core/statement.hpp"

#include <algorithm>

#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

/// Calls `see` with the values at both ends of the time and at all points between.
template <class See>
void values_in(const Profile& profile, const MonthGrid& grid, int month, int before, See see) {
  const Tick from = grid.begin(std::max(0, month - before));
  const Tick to = grid.end(month);
  see(profile.at(from));
  see(profile.at(to));
  for (const Profile::Point& point : profile.points()) {
    if (point.tick > from && point.tick < to)
      see(point.value);
  }
}

/// A seller's goods go into a stock of several; once, however many ask for it.
void state_sale(ProcessModel& model, ProcessModel::StockId to, const std::string& seller,
                std::string_view commodity) {
  const std::string name = model.stocks()[to].name + ", sold by " + seller;
  if (model.find_process(name) != nullptr)
    return;
  model.add({.name = name, .flows = {{goods_of(model, seller, commodity), -1}, {to, 1}}});
}

}  // namespace

Duration shortest_of(const Distribution& minutes) {
  const double least = minutes.is_constant() ? minutes.median() : minutes.quantile(0x1p-53);
  return {0, static_cast<Tick>(nearest_whole(std::max(0.0, least)))};
}

double least_in(const Profile& profile, const MonthGrid& grid, int month, int before) {
  double least = profile.at(grid.begin(month));
  values_in(profile, grid, month, before, [&](double value) { least = std::min(least, value); });
  return least;
}

double most_in(const Profile& profile, const MonthGrid& grid, int month, int before) {
  double most = profile.at(grid.begin(month));
  values_in(profile, grid, month, before, [&](double value) { most = std::max(most, value); });
  return most;
}

ProcessModel::StockId goods_of(ProcessModel& model, std::string_view seller,
                               std::string_view commodity) {
  return model.stock(std::string(commodity) + " of " + std::string(seller));
}

ProcessModel::StockId goods_from(ProcessModel& model, std::vector<std::string> sellers,
                                 std::string_view commodity) {
  std::sort(sellers.begin(), sellers.end());
  if (sellers.size() == 1)
    return goods_of(model, sellers.front(), commodity);
  std::string name = std::string(commodity) + " from ";
  for (std::size_t i = 0; i < sellers.size(); ++i)
    name += (i > 0 ? ", " : "") + sellers[i];
  const ProcessModel::StockId all = model.stock(name);
  model.edit(all).passes = true;
  for (const std::string& seller : sellers)
    state_sale(model, all, seller, commodity);
  return all;
}

ProcessModel::StockId wafers_of(ProcessModel& model, std::string_view seller,
                                std::string_view commodity) {
  const ProcessModel::StockId stock = goods_of(model, seller, commodity);
  model.edit(stock).passes = true;
  return stock;
}

ProcessModel::StockId goods_for_others(ProcessModel& model, const std::vector<std::string>& sellers,
                                       std::string_view commodity) {
  const ProcessModel::StockId all = model.stock(std::string(commodity) + " for others");
  for (const std::string& seller : sellers)
    state_sale(model, all, seller, commodity);
  return all;
}

void state_inherited(ProcessModel& model, ProcessModel::StockId stock, double amount, int months) {
  Monthly parts = model.every_month(0);
  for (int month = 0; month < std::min(months, model.grid().months()); ++month)
    parts[static_cast<std::size_t>(month)] = amount / months;
  model.edit(stock).inflows.push_back(
      {"initial_stock", EndowmentKind::stock, {.fixed = std::move(parts)}});
}

}  // namespace chokepoint::models
