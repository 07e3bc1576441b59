#include "sim/bound/storage.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace chokepoint {

namespace {

using Goods = std::set<ProcessModel::StockId>;

bool asks(const ProcessModel& model, const ProcessModel::Process& process) {
  return std::any_of(process.uses.begin(), process.uses.end(), [&](const auto& use) {
    return model.capacities()[use.capacity].kind == EndowmentKind::demand;
  });
}

/// Wishes, money and slots are kept like goods, and are none.
bool is_of_goods(const ProcessModel& model, ProcessModel::StockId stock) {
  const ProcessModel::Stock& kept = model.stocks()[stock];
  const bool wished = std::any_of(kept.inflows.begin(), kept.inflows.end(), [](const auto& inflow) {
    return inflow.kind == EndowmentKind::demand || inflow.kind == EndowmentKind::money;
  });
  const bool asked =
      std::any_of(model.processes().begin(), model.processes().end(), [&](const auto& process) {
        return asks(model, process) &&
               std::any_of(process.flows.begin(), process.flows.end(),
                           [&](const auto& flow) { return flow.stock == stock; });
      });
  return !wished && !asked && kept.initial_kind != EndowmentKind::slots;
}

bool gives_any(const ProcessModel::Process& process, const Goods& goods,
               ProcessModel::StockId but = ProcessModel::kUnread) {
  return std::any_of(process.flows.begin(), process.flows.end(), [&](const auto& flow) {
    return flow.amount > 0 && flow.stock != but && goods.count(flow.stock) > 0;
  });
}

/// What comes only as a by-product of goods is a right, not one of them.
bool is_by_product(const ProcessModel& model, ProcessModel::StockId stock, const Goods& goods) {
  return std::all_of(model.processes().begin(), model.processes().end(), [&](const auto& process) {
    const bool gives =
        std::any_of(process.flows.begin(), process.flows.end(),
                    [&](const auto& flow) { return flow.stock == stock && flow.amount > 0; });
    return !gives || gives_any(process, goods, stock);
  });
}

/// Stocks of which one makes one at the sink.
Goods one_for_one(const ProcessModel& model) {
  Goods goods(model.sinks().begin(), model.sinks().end());
  for (bool found = true; found;) {
    found = false;
    for (const ProcessModel::Process& process : model.processes()) {
      if (!gives_any(process, goods))
        continue;
      for (const ProcessModel::Flow& flow : process.flows) {
        if (flow.amount == -1 && is_of_goods(model, flow.stock))
          found = goods.insert(flow.stock).second || found;
      }
    }
  }
  for (const ProcessModel::StockId sink : model.sinks())
    goods.erase(sink);
  std::erase_if(goods, [&](const auto stock) {
    return model.stocks()[stock].passes ||
           (model.stocks()[stock].initial == 0 && is_by_product(model, stock, goods));
  });
  return goods;
}

Monthly wanted_by_month(const ProcessModel& model) {
  Monthly wanted = model.every_month(0);
  const auto add = [&](const RatePath& path) {
    const Monthly amounts = path.amounts(model.grid(), 0, {});
    for (std::size_t t = 0; t < wanted.size(); ++t)
      wanted[t] += amounts[t];
  };
  for (const ProcessModel::Stock& stock : model.stocks()) {
    for (const ProcessModel::Inflow& inflow : stock.inflows) {
      if (inflow.kind == EndowmentKind::demand)
        add(inflow.path);
    }
  }
  for (const ProcessModel::Capacity& capacity : model.capacities()) {
    if (capacity.kind == EndowmentKind::demand)
      add(capacity.path);
  }
  return wanted;
}

bool is_held(const ProcessModel::Inflow& inflow) {
  return inflow.kind == EndowmentKind::storage && inflow.reading != ProcessModel::kUnread;
}

/// What the run held, by month; nothing where nobody tells.
std::optional<Monthly> held_of(const ProcessModel& model, ProcessModel::StockId stock) {
  std::optional<Monthly> held;
  for (const ProcessModel::Inflow& inflow : model.stocks()[stock].inflows) {
    if (!is_held(inflow))
      continue;
    if (!held)
      held = model.every_month(0);
    const Monthly& seen = model.seen(inflow.reading);
    for (std::size_t t = 0; t < seen.size(); ++t)
      (*held)[t] += seen[t];
  }
  return held;
}

}  // namespace

void add_held(ProcessModel& model, ProcessModel::StockId stock, std::size_t reading) {
  // It brings nothing: a reading has a place in a stock where something comes.
  model.edit(stock).inflows.push_back({"held", EndowmentKind::storage, {}, reading});
}

bool tells_held(const ProcessModel& model) {
  return std::any_of(model.stocks().begin(), model.stocks().end(), [](const auto& stock) {
    return std::any_of(stock.inflows.begin(), stock.inflows.end(), is_held);
  });
}

double usual_storage_months(const ProcessModel& model) {
  constexpr double kYear = 12;
  return tells_held(model) ? kYear : 0;
}

Rooms rooms_for(const ProcessModel& model, double months) {
  constexpr std::size_t kAhead = 12;
  const Monthly wanted = wanted_by_month(model);
  Monthly room;
  for (std::size_t t = 0; t < wanted.size(); ++t) {
    const std::size_t end = std::min(wanted.size(), t + 1 + kAhead);
    const std::size_t begin = std::min(t + 1, end - 1);
    double sum = 0;
    for (std::size_t u = begin; u < end; ++u)
      sum += wanted[u];
    room.push_back(months * sum / static_cast<double>(end - begin));
  }
  Rooms rooms;
  if (months <= 0 ||
      std::all_of(wanted.begin(), wanted.end(), [](double amount) { return amount <= 0; }))
    return rooms;
  const bool told = tells_held(model);
  for (const ProcessModel::StockId stock : one_for_one(model)) {
    const std::optional<Monthly> held = held_of(model, stock);
    if (told && !held)
      continue;
    Monthly most = room;
    for (std::size_t t = 0; held && t < most.size(); ++t)
      most[t] = std::max(most[t], (*held)[t]);
    rooms.emplace(stock, std::move(most));
  }
  return rooms;
}

}  // namespace chokepoint
