#include "sim/bound/linear_programme.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/bound/endowments.hpp"

namespace chokepoint {

namespace {

constexpr double kBoundless = std::numeric_limits<double>::infinity();
constexpr double kYear = 365.25 * 1440;  // as unit-years are counted everywhere

class Writer {
 public:
  Writer(const ProcessModel& model, int decide, const Rooms& rooms, Begun begun)
      : model_(model),
        rooms_(rooms),
        begun_(begun),
        grid_(model.grid()),
        months_(model.grid().months()),
        decide_(decide) {}

  LinearProgramme write() {
    for (int t = 0; t < months_; ++t) {
      out_.weights.push_back(static_cast<double>(grid_.minutes(t)) / kYear);
      out_.month_names.push_back(iso(grid_.timeline().date(grid_.begin(t))).substr(0, 7));
    }
    write_levels();
    write_capacities();
    out_.first_process = out_.columns();
    for (const auto& process : model_.processes()) {
      if (std::any_of(process.flows.begin(), process.flows.end(),
                      [](const auto& flow) { return flow.amount > 0 && flow.later != Duration{}; }))
        out_.rounded.insert(process.name);
      const Monthly most =
          process.limited
              ? process.limit.amounts(grid_, decide_, model_.seen(process.limit_reading), begun_)
              : Monthly(at(months_), kBoundless);
      for (int t = 0; t < months_; ++t)
        write_process(process, t, most[at(t)]);
    }
    close_rows();
    out_.first_balances = std::move(balances_);
    out_.endowments = endowments_.take();
    return std::move(out_);
  }

 private:
  static std::size_t at(int index) { return static_cast<std::size_t>(index); }

  int add_column(const std::string& name, int month, double lower, double upper) {
    out_.objective.push_back(0);
    out_.lower.push_back(lower);
    out_.upper.push_back(upper);
    out_.column_names.push_back({name, month});
    return out_.columns() - 1;
  }

  int add_row(const std::string& name, int month) {
    out_.most.push_back(0);
    out_.taken_up_by.push_back(LinearProgramme::kNothingTakesUp);
    out_.row_names.push_back({name, month});
    return out_.rows() - 1;
  }

  void put(int row, int column, double value) {
    if (value != 0)
      out_.elements.push_back({row, column, value});
  }

  void endow(int row, int month, double amount, const std::string& constraint, EndowmentKind kind) {
    if (amount == 0)
      return;
    out_.most[at(row)] += amount;
    endowments_.add(constraint, kind, {false, row, month, amount});
  }

  void write_levels() {
    out_.sinks.assign(at(months_), {});
    for (std::size_t s = 0; s < model_.stocks().size(); ++s) {
      const ProcessModel::Stock& stock = model_.stocks()[s];
      const auto& sinks = model_.sinks();
      const bool counts = std::find(sinks.begin(), sinks.end(), s) != sinks.end();
      levels_.push_back(out_.columns());
      balances_.push_back(out_.rows());
      const bool bounded = std::isfinite(stock.most);
      const auto room = rooms_.find(s);
      for (int t = 0; t < months_; ++t) {
        const double stated = stock.passes ? 0 : bounded ? stock.most + stock.in_hand : kBoundless;
        const double most =
            room == rooms_.end() ? stated : std::min(stated, room->second[at(t)] + stock.in_hand);
        const int level = add_column(std::string(kStockOf) + stock.name, t, 0, most);
        const int row = add_row(std::string(kStockOf) + stock.name, t);
        put(row, level, 1);
        if (t > 0)
          put(row, level - 1, -1);
        if (!std::isfinite(most) && !counts)
          out_.taken_up_by[at(row)] = level;
        if (most < stated)
          endowments_.add(space_of(stock.name), EndowmentKind::storage, {true, level, t, most});
        else if (bounded)
          endowments_.add(stock.space_constraint, stock.space_kind, {true, level, t, most});
        if (counts) {
          out_.objective[at(level)] = out_.weights[at(t)];
          out_.sinks[at(t)].push_back(level);
        }
      }
      endow(balances_[s], 0, stock.initial, stock.initial_constraint, stock.initial_kind);
      for (const ProcessModel::Inflow& inflow : stock.inflows) {
        const Monthly amounts =
            inflow.taken_as_seen
                ? taken(inflow)
                : inflow.path.amounts(grid_, decide_, model_.seen(inflow.reading), begun_);
        const std::vector<bool> fixed = inflow.path.decided_late(grid_, decide_, amounts);
        for (int t = 0; t < months_; ++t)
          endow(balances_[s] + t, t, amounts[at(t)], inflow.constraint,
                fixed[at(t)] ? EndowmentKind::decided : inflow.kind);
      }
    }
  }

  static std::string space_of(std::string name) {
    std::replace(name.begin(), name.end(), ' ', '_');
    return name + "_space";
  }

  /// What went out in each month of the run, below zero; nothing when there was none.
  [[nodiscard]] Monthly taken(const ProcessModel::Inflow& inflow) const {
    Monthly amounts(at(months_), 0.0);
    const Monthly& seen = model_.seen(inflow.reading);
    for (std::size_t t = 0; t < seen.size(); ++t)
      amounts[t] = (t > 0 ? seen[t - 1] : 0.0) - seen[t];
    return amounts;
  }

  void write_capacities() {
    for (const ProcessModel::Capacity& capacity : model_.capacities()) {
      usages_.push_back(out_.rows());
      for (int t = 0; t < months_; ++t)
        add_row("capacity of " + capacity.name, t);
      stands_.push_back(-1);
      grown_.push_back(-1);
      boundless_.emplace_back(at(months_), false);
      const std::size_t k = usages_.size() - 1;
      if (capacity.grows)
        write_growing(capacity, k);
      else
        write_path(capacity, k);
    }
  }

  void write_path(const ProcessModel::Capacity& capacity, std::size_t k) {
    const Monthly work =
        capacity.path.amounts(grid_, decide_, model_.seen(capacity.reading), begun_);
    const std::vector<bool> fixed = capacity.path.decided_late(grid_, decide_, work);
    for (int t = 0; t < months_; ++t) {
      if (std::isfinite(work[at(t)]))
        endow(usages_[k] + t, t, work[at(t)], capacity.constraint,
              fixed[at(t)] ? EndowmentKind::decided : capacity.kind);
      else
        boundless_[k][at(t)] = true;
    }
  }

  void write_growing(const ProcessModel::Capacity& capacity, std::size_t k) {
    stands_[k] = out_.columns();
    grown_[k] = out_.rows();
    for (int t = 0; t < months_; ++t) {
      const int column = add_column(capacity.name + std::string(kStanding), t, 0, kBoundless);
      const int row = add_row(capacity.name + std::string(kStanding), t);
      const double keeps = keeps_in(capacity, t);
      put(row, column, 1);
      out_.taken_up_by[at(row)] = column;
      if (t > 0)
        put(row, column - 1, -keeps);
      endow(row, t, keeps * arrivals_in(capacity, t), capacity.constraint, capacity.kind);
      put(usages_[k] + t, column, -capacity.path.worth[at(t)]);
    }
    endow(grown_[k], 0, keeps_in(capacity, 0) * capacity.path.initial, capacity.constraint,
          capacity.kind);
  }

  static double keeps_in(const ProcessModel::Capacity& capacity, int month) {
    return capacity.keeps.empty() ? 1 : capacity.keeps[at(month)];
  }
  static double arrivals_in(const ProcessModel::Capacity& capacity, int month) {
    return capacity.arrivals.empty() ? 0 : capacity.arrivals[at(month)];
  }

  /// Until when a process stays as it was in the run.
  [[nodiscard]] int as_it_was_until(const ProcessModel::Process& process) const {
    if (process.begun == ProcessModel::kUnread || decide_ <= 0 ||
        model_.seen(process.begun).empty())
      return 0;
    return decide_ >= months_ ? months_
                              : std::min(months_, grid_.after(decide_, process.begun_lead));
  }

  /// What a decision to do it is about: the limit on it, or the capacity that it adds to.
  [[nodiscard]] const std::string& limit_of(const ProcessModel::Process& process) const {
    if (!process.limit_constraint.empty())
      return process.limit_constraint;
    return process.adds.empty() ? process.name
                                : model_.capacities()[process.adds.front().capacity].constraint;
  }

  /// How much of it was begun in that month of the run.
  [[nodiscard]] double begun_in(const ProcessModel::Process& process, int month) const {
    const Monthly& seen = model_.seen(process.begun);
    return std::max(0.0, seen[at(month)] - (month > 0 ? seen[at(month - 1)] : 0.0));
  }

  static constexpr int kBeforeTheRun = -1;

  /// The month in which what it takes or gives counts.
  [[nodiscard]] int month_of(const ProcessModel::Flow& flow, int month) const {
    if (flow.later == Duration{})
      return month;
    if (!flow.earlier && begun_ == Begun::last_minute)
      return grid_.timeline().month_index(grid_.timeline().after(grid_.end(month) - 1, flow.later));
    if (!flow.earlier)
      return grid_.delivered(month, flow.later);
    int when = month;
    while (when >= 0 && grid_.after(when, flow.later) > month)
      --when;
    return when >= 0 ? when : kBeforeTheRun;
  }

  /// `limit` is how much of it there may be in that month.
  void write_process(const ProcessModel::Process& process, int month, double limit) {
    const bool as_it_was = month < as_it_was_until(process);
    std::vector<int> when;
    for (const ProcessModel::Flow& flow : process.flows) {
      when.push_back(month_of(flow, month));
      if (when.back() == kBeforeTheRun && !as_it_was)
        return;
    }
    const double most = as_it_was ? begun_in(process, month) : limit;
    if (most <= 0)
      return;
    const int column = add_column(process.name, month,
                                  as_it_was && begun_ == Begun::first_minute ? most : 0, most);
    if (as_it_was)
      endowments_.add(limit_of(process), EndowmentKind::decided, {true, column, month, most});
    else if (std::isfinite(most))
      endowments_.add(process.limit_constraint, process.limit_kind, {true, column, month, most});
    for (std::size_t i = 0; i < process.flows.size(); ++i) {
      const ProcessModel::Flow& flow = process.flows[i];
      // Rights that were used before the date of decision are gone.
      if (when[i] < months_ && !(as_it_was && flow.earlier))
        put(balances_[flow.stock] + when[i], column, -flow.amount);
    }
    for (const ProcessModel::Use& use : process.uses) {
      if (!boundless_[use.capacity][at(month)])
        put(usages_[use.capacity] + month, column,
            use.by_month.empty() ? use.each : use.by_month[at(month)]);
    }
    const int counts_from = begun_ == Begun::first_minute ? month : month + 1;
    for (const ProcessModel::Addition& add : process.adds) {
      if (counts_from < months_)
        put(grown_[add.capacity] + counts_from, column,
            -add.amount * keeps_in(model_.capacities()[add.capacity], counts_from));
    }
    if (!std::isfinite(most))
      take_all(process, when, column);
  }

  /// Nothing stays in a stock that passes: what is left of it may as well go to a process that
  /// takes nothing else, as giving harms nobody.
  void take_all(const ProcessModel::Process& process, const std::vector<int>& when, int column) {
    int taken = kBeforeTheRun;
    for (std::size_t i = 0; i < process.flows.size(); ++i) {
      const ProcessModel::Flow& flow = process.flows[i];
      if (flow.amount >= 0)
        continue;
      if (taken != kBeforeTheRun || !model_.stocks()[flow.stock].passes || when[i] >= months_)
        return;
      taken = balances_[flow.stock] + when[i];
    }
    if (taken != kBeforeTheRun && process.uses.empty())
      out_.taken_up_by[at(taken)] = column;
  }

  /// Rows without a limit say nothing.
  void close_rows() {
    for (std::size_t k = 0; k < usages_.size(); ++k) {
      for (int t = 0; t < months_; ++t) {
        if (boundless_[k][at(t)])
          out_.most[at(usages_[k] + t)] = kBoundless;
      }
    }
  }

  const ProcessModel& model_;
  const Rooms& rooms_;
  Begun begun_;
  const MonthGrid& grid_;
  int months_;
  int decide_;
  LinearProgramme out_;
  EndowmentList endowments_;
  std::vector<int> levels_;    ///< first column, by stock
  std::vector<int> balances_;  ///< first row, by stock
  std::vector<int> usages_;    ///< first row, by capacity
  std::vector<int> stands_;
  std::vector<int> grown_;  ///< first row of what stands, by capacity; -1: a path
  std::vector<std::vector<bool>> boundless_;
};

}  // namespace

LinearProgramme write_programme(const ProcessModel& model, int decide, const Rooms& rooms,
                                Begun begun) {
  return Writer(model, decide, rooms, begun).write();
}

}  // namespace chokepoint
