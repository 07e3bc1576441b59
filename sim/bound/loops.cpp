#include "sim/bound/loops.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "sim/bound/occupancy.hpp"

namespace chokepoint {

namespace {

using Flow = ProcessModel::Flow;
using Process = ProcessModel::Process;
using StockId = ProcessModel::StockId;
using Stocks = std::set<StockId>;

class Loops {
 public:
  explicit Loops(ProcessModel& model) : model_(model), processes_(model.processes().size()) {
    for (const Process& process : model.processes()) {
      for (const Flow& in : process.flows) {
        if (in.amount >= 0 || !is_of_goods(in.stock))
          continue;
        for (const Flow& out : process.flows) {
          if (out.amount > 0 && is_of_goods(out.stock))
            next_[in.stock].insert(out.stock);
        }
      }
    }
  }

  void state() {
    Stocks done;
    for (const auto& [stock, ahead] : next_) {
      if (done.contains(stock))
        continue;
      const Stocks loop = loop_of(stock);
      done.insert(loop.begin(), loop.end());
      if (!loop.empty())
        state_loop(loop);
    }
  }

 private:
  /// Slots and what was given as places are no goods, and have their own place-days.
  [[nodiscard]] bool is_of_goods(StockId stock) const {
    const ProcessModel::Stock& kept = model_.stocks()[stock];
    return kept.initial_kind != EndowmentKind::slots && kept.inflows.empty();
  }

  [[nodiscard]] Stocks reached_from(StockId stock) const {
    Stocks reached;
    std::vector<StockId> open{stock};
    while (!open.empty()) {
      const auto ahead = next_.find(open.back());
      open.pop_back();
      if (ahead == next_.end())
        continue;
      for (const StockId other : ahead->second) {
        if (reached.insert(other).second)
          open.push_back(other);
      }
    }
    return reached;
  }

  /// The stocks that it reaches and that reach it; none where it does not come back.
  [[nodiscard]] Stocks loop_of(StockId stock) const {
    Stocks loop;
    for (const StockId other : reached_from(stock)) {
      if (reached_from(other).contains(stock))
        loop.insert(other);
    }
    return loop;
  }

  struct Part {
    double takes = 0;
    double gives = 0;
    double days = 0;     ///< for each time that it is done: of what it gives
    double longest = 0;  ///< days
  };
  [[nodiscard]] Part part_of(const Process& process, const Stocks& loop) const {
    Part part;
    for (const Flow& flow : process.flows) {
      if (!loop.contains(flow.stock))
        continue;
      if (flow.amount < 0) {
        part.takes -= flow.amount;
        continue;
      }
      const double days = least_days(model_.grid(), flow.later);
      part.gives += flow.amount;
      part.days += flow.amount * days;
      part.longest = std::max(part.longest, days);
    }
    return part;
  }

  void state_loop(const Stocks& loop) {
    std::map<std::size_t, Part> inside;
    std::map<std::size_t, double> entries;
    double longest = 0;
    for (std::size_t p = 0; p < processes_; ++p) {
      const Part part = part_of(model_.processes()[p], loop);
      if (part.takes > 0 && part.gives > part.takes)
        return;
      if (part.takes > 0 && part.days > 0)
        inside.emplace(p, part);
      if (part.takes <= 0 && part.gives > 0)
        entries.emplace(p, part.gives);
      if (part.takes > 0)
        longest = std::max(longest, part.longest);
    }
    // Of a single stock that only comes back to itself others have said it.
    if (inside.empty() || (loop.size() == 1 && entries.empty()))
      return;
    state_days(loop, longest, inside, entries);
  }

  void state_days(const Stocks& loop, double longest, const std::map<std::size_t, Part>& inside,
                  const std::map<std::size_t, double>& entries) {
    const std::string name = "round of " + model_.stocks()[*loop.begin()].name;
    double whole = 0;
    std::string constraint = model_.stocks()[*loop.begin()].name;
    EndowmentKind kind = EndowmentKind::stock;
    for (const StockId stock : loop) {
      const ProcessModel::Stock& kept = model_.stocks()[stock];
      if (kept.initial > 0) {
        constraint = kept.initial_constraint;
        kind = kept.initial_kind;
      }
      whole += kept.initial;
    }
    const auto units = model_.capacity(name);
    ProcessModel::Capacity& capacity = model_.edit_capacity(units);
    capacity.constraint = constraint;
    capacity.kind = kind;
    capacity.grows = true;
    capacity.path.initial = whole;
    for (int month = 0; month < model_.grid().months(); ++month)
      capacity.path.worth.push_back(static_cast<double>(model_.grid().minutes(month)) /
                                    static_cast<double>(kDay));
    const StockId days = model_.stock("days of the " + name);
    model_.start_with(days, whole * longest, constraint, kind);
    for (const auto& [p, part] : inside)
      model_.edit_process(p).flows.push_back({days, -part.days});
    for (const auto& [p, amount] : entries) {
      model_.edit_process(p).flows.push_back({days, amount * longest});
      model_.edit_process(p).adds.push_back({units, amount});
    }
    model_.add({.name = "days of the " + name, .flows = {{days, 1}}, .uses = {{units, 1}}});
  }

  ProcessModel& model_;
  std::size_t processes_;
  std::map<StockId, Stocks> next_;
};

}  // namespace

void state_loops(ProcessModel& model) {
  Loops(model).state();
}

}  // namespace chokepoint
