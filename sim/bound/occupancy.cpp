#include "sim/bound/occupancy.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace chokepoint {

namespace {

using Flow = ProcessModel::Flow;
using Process = ProcessModel::Process;
using StockId = ProcessModel::StockId;

bool gives(const Flow& flow, StockId stock) {
  return flow.stock == stock && flow.amount > 0;
}
bool takes(const Flow& flow, StockId stock) {
  return flow.stock == stock && flow.amount < 0;
}

/// The flow of a process into, or out of, a stock.
template <class Matches>
const Flow* flow_of(const Process& process, StockId stock, Matches matches) {
  const auto found = std::find_if(process.flows.begin(), process.flows.end(),
                                  [&](const Flow& flow) { return matches(flow, stock); });
  return found == process.flows.end() ? nullptr : &*found;
}

class Occupancy {
 public:
  explicit Occupancy(ProcessModel& model) : model_(model), processes_(model.processes().size()) {}

  void state() {
    const std::size_t stocks = model_.stocks().size();
    for (StockId stock = 0; stock < stocks; ++stock) {
      if (std::isfinite(model_.stocks()[stock].most))
        state_room(stock);
      if (model_.stocks()[stock].initial_kind == EndowmentKind::slots)
        state_slots(stock);
      else
        state_loop(stock);
    }
  }

 private:
  struct Keeping {
    std::size_t process;
    double days;  ///< for each time that it is done
  };

  /// Room is kept from the beginning of what will fill it.
  void state_room(StockId stock) {
    std::vector<Keeping> list;
    double longest = 0;
    for (std::size_t p = 0; p < processes_; ++p) {
      const Flow* const in = flow_of(model_.processes()[p], stock, gives);
      const double days = in == nullptr ? 0 : least_days(model_.grid(), in->later);
      if (days <= 0)
        continue;
      list.push_back({p, days * in->amount});
      longest = std::max(longest, days);
    }
    const ProcessModel::Stock kept = model_.stocks()[stock];  // a new stock moves the others
    state_places("room-days of " + kept.name, kept.most, longest, kept.space_constraint,
                 EndowmentKind::storage, list);
  }

  void state_slots(StockId slots) {
    std::optional<std::size_t> from;
    std::optional<std::size_t> until;
    for (std::size_t p = 0; p < processes_; ++p) {
      if (flow_of(model_.processes()[p], slots, takes) != nullptr)
        from = p;
      if (flow_of(model_.processes()[p], slots, gives) != nullptr)
        until = p;
    }
    if (!from || !until)
      return;
    std::vector<bool> seen(processes_, false);
    const std::optional<double> before = days_between(*from, *until, seen);
    if (!before)
      return;
    const Flow& back = *flow_of(model_.processes()[*until], slots, gives);
    const double days = *before + least_days(model_.grid(), back.later);
    const ProcessModel::Stock limit = model_.stocks()[slots];
    state_places("slot-days, " + limit.name, limit.initial, days, limit.initial_constraint,
                 EndowmentKind::slots, {{*from, days}});
  }

  /// What comes back to where it was taken from (pallets, crews) is away in between, like a place
  /// that is kept. So it is where nothing else ever comes in.
  void state_loop(StockId stock) {
    const ProcessModel::Stock whole = model_.stocks()[stock];
    if (whole.initial <= 0 || !whole.inflows.empty())
      return;
    std::vector<Keeping> list;
    double longest = 0;
    for (std::size_t p = 0; p < processes_; ++p) {
      const Process& process = model_.processes()[p];
      const Flow* const back = flow_of(process, stock, gives);
      if (back == nullptr)
        continue;
      const Flow* const out = flow_of(process, stock, takes);
      if (out == nullptr || -out->amount < back->amount || out->later != Duration{})
        return;
      const double days = least_days(model_.grid(), back->later);
      list.push_back({p, days * back->amount});
      longest = std::max(longest, days);
    }
    state_places("days away of " + whole.name, whole.initial, longest, whole.initial_constraint,
                 whole.initial_kind, list);
  }

  /// From the beginning of one process until another can begin with what came of it; nothing where
  /// the other may have it from elsewhere.
  [[nodiscard]] std::optional<double> days_between(std::size_t from, std::size_t until,
                                                   std::vector<bool>& seen) const {
    if (from == until)
      return 0;
    if (seen[from])
      return std::nullopt;
    seen[from] = true;
    for (const Flow& out : model_.processes()[from].flows) {
      const std::optional<std::size_t> next = out.amount == 1 ? only_way(out.stock) : std::nullopt;
      if (!next)
        continue;
      const std::optional<double> rest = days_between(*next, until, seen);
      if (rest)
        return least_days(model_.grid(), out.later) + *rest;
    }
    return std::nullopt;
  }

  /// Who takes one of a stock at a time, when all of it comes from one process and goes to one.
  [[nodiscard]] std::optional<std::size_t> only_way(StockId stock) const {
    if (!model_.stocks()[stock].inflows.empty() ||
        model_.stocks()[stock].initial_kind == EndowmentKind::slots)
      return std::nullopt;
    std::optional<std::size_t> taker;
    int givers = 0;
    for (std::size_t p = 0; p < processes_; ++p) {
      if (flow_of(model_.processes()[p], stock, gives) != nullptr)
        ++givers;
      const Flow* const out = flow_of(model_.processes()[p], stock, takes);
      if (out == nullptr)
        continue;
      if (taker || out->amount != -1)
        return std::nullopt;
      taker = p;
    }
    return givers == 1 ? taker : std::nullopt;
  }

  void state_places(const std::string& name, double places, double longest,
                    const std::string& constraint, EndowmentKind kind,
                    const std::vector<Keeping>& list) {
    if (longest <= 0)
      return;
    const StockId days = model_.stock(name);
    model_.start_with(days, places * longest, constraint, kind);
    ProcessModel::Stock& stock = model_.edit(days);
    stock.most = places * longest;
    stock.space_constraint = constraint;
    stock.space_kind = kind;
    Monthly inflow;
    for (int month = 0; month < model_.grid().months(); ++month)
      inflow.push_back(places * static_cast<double>(model_.grid().minutes(month)) /
                       static_cast<double>(kDay));
    stock.inflows.push_back({constraint, kind, {.fixed = std::move(inflow)}});
    for (const Keeping& keeping : list)
      model_.edit_process(keeping.process).flows.push_back({days, -keeping.days});
  }

  ProcessModel& model_;
  std::size_t processes_;
};

}  // namespace

void state_occupancy(ProcessModel& model) {
  Occupancy(model).state();
}

double least_days(const MonthGrid& grid, Duration lead) {
  Tick least = kNever;
  for (int month = 0; month < grid.months(); ++month)
    least = std::min(least, grid.timeline().after(grid.begin(month), lead) - grid.begin(month));
  return static_cast<double>(least) / static_cast<double>(kDay);
}

}  // namespace chokepoint
