#include "sim/bound/loops.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "sim/bound/occupancy.hpp"
#include "sim/bound/round_weights.hpp"

namespace chokepoint {

namespace {

using Flow = ProcessModel::Flow;
using Process = ProcessModel::Process;
using StockId = ProcessModel::StockId;
using Stocks = std::set<StockId>;
using Weights = std::map<StockId, double>;

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
    bool takes = false;
    double grows = 0;    ///< by how much what it gives counts for more than what it takes
    double days = 0;     ///< for each time that it is done: of what it gives
    double longest = 0;  ///< days
  };
  [[nodiscard]] Part part_of(const Process& process, const Weights& weights) const {
    Part part;
    for (const Flow& flow : process.flows) {
      const auto weight = weights.find(flow.stock);
      if (weight == weights.end())
        continue;
      part.grows += flow.amount * weight->second;
      if (flow.amount < 0) {
        part.takes = true;
        continue;
      }
      const double days = least_days(model_.grid(), flow.later);
      part.days += flow.amount * weight->second * days;
      part.longest = std::max(part.longest, days);
    }
    return part;
  }

  void state_loop(const Stocks& loop) {
    Weights weights;
    const std::vector<double> counts = round_weights(model_, loop);
    std::size_t next = 0;
    for (const StockId stock : loop) {
      if (const double weight = counts[next++]; weight > 0)
        weights.emplace(stock, weight);
    }
    if (weights.empty())
      return;
    std::map<std::size_t, Part> parts;
    double longest = 0;
    bool turns = false;
    bool entered = false;
    for (std::size_t p = 0; p < processes_; ++p) {
      const Part part = part_of(model_.processes()[p], weights);
      turns = turns || (part.takes && part.days > 0);
      entered = entered || (!part.takes && part.grows > 0);
      if (part.takes)
        longest = std::max(longest, part.longest);
      parts.emplace(p, part);
    }
    // Of a single stock that only comes back to itself others have said it.
    if (turns && (loop.size() > 1 || entered))
      state_days(weights, longest, parts);
  }

  void state_days(const Weights& weights, double longest,
                  const std::map<std::size_t, Part>& parts) {
    const std::string name =
        std::string(kGoingRound) + model_.stocks()[weights.begin()->first].name;
    double whole = 0;
    std::string constraint = model_.stocks()[weights.begin()->first].name;
    EndowmentKind kind = EndowmentKind::stock;
    for (const auto& [stock, weight] : weights) {
      const ProcessModel::Stock& kept = model_.stocks()[stock];
      if (kept.initial > 0) {
        constraint = kept.initial_constraint;
        kind = kept.initial_kind;
      }
      whole += kept.initial * weight;
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
    const StockId days = model_.stock(std::string(kDaysOf) + name);
    model_.start_with(days, whole * longest, constraint, kind);
    for (const auto& [p, part] : parts) {
      if (part.takes && part.days > 0)
        model_.edit_process(p).flows.push_back({days, -part.days});
      if (part.grows <= kNothing)
        continue;
      model_.edit_process(p).flows.push_back({days, part.grows * longest});
      model_.edit_process(p).adds.push_back({units, part.grows});
    }
    model_.add({.name = std::string(kDaysOf) + name, .flows = {{days, 1}}, .uses = {{units, 1}}});
  }

  static constexpr double kNothing = 1e-9;

  ProcessModel& model_;
  std::size_t processes_;
  std::map<StockId, Stocks> next_;
};

}  // namespace

void state_loops(ProcessModel& model) {
  Loops(model).state();
}

}  // namespace chokepoint
