#include "sim/bound/process_model.hpp"

#include "sim/base/error.hpp"

namespace chokepoint {

std::string_view to_text(EndowmentKind kind) {
  switch (kind) {
    case EndowmentKind::capacity:
      return "capacity";
    case EndowmentKind::stock:
      return "stock";
    case EndowmentKind::storage:
      return "storage";
    case EndowmentKind::growth:
      return "growth";
    case EndowmentKind::slots:
      return "slots";
    case EndowmentKind::money:
      return "money";
    case EndowmentKind::demand:
      return "demand";
    case EndowmentKind::outside:
      return "outside";
    case EndowmentKind::decided:
      return "decided";
  }
  return "capacity";
}

ProcessModel::ProcessModel(const Timeline& timeline, Tick horizon) : grid_(timeline, horizon) {}

ProcessModel::StockId ProcessModel::stock(std::string_view name) {
  const auto known = stock_names_.find(name);
  if (known != stock_names_.end())
    return known->second;
  stocks_.push_back({.name = std::string(name)});
  stock_names_.emplace(name, stocks_.size() - 1);
  return stocks_.size() - 1;
}

void ProcessModel::start_with(StockId id, double amount, std::string constraint,
                              EndowmentKind kind) {
  Stock& stock = stocks_[id];
  ensure(stock.initial == 0 || stock.initial_constraint == constraint,
         "what a stock begins with has one name");
  stock.initial += amount;
  stock.initial_constraint = std::move(constraint);
  stock.initial_kind = kind;
}

ProcessModel::CapacityId ProcessModel::capacity(std::string_view name) {
  const auto known = capacity_names_.find(name);
  if (known != capacity_names_.end())
    return known->second;
  capacities_.push_back({.name = std::string(name)});
  capacity_names_.emplace(name, capacities_.size() - 1);
  return capacities_.size() - 1;
}

ProcessModel::Process* ProcessModel::find_process(std::string_view name) {
  for (Process& process : processes_) {
    if (process.name == name)
      return &process;
  }
  return nullptr;
}

std::size_t ProcessModel::reading(Reading read) {
  readings_.push_back(std::move(read));
  seen_.emplace_back();
  return readings_.size() - 1;
}

Monthly ProcessModel::month_lengths() const {
  Monthly lengths;
  for (int month = 0; month < grid_.months(); ++month)
    lengths.push_back(grid_.average_months(month));
  return lengths;
}

Monthly ProcessModel::every_month(double value) const {
  return Monthly(static_cast<std::size_t>(grid_.months()), value);
}

void ProcessModel::read_month() {
  for (std::size_t i = 0; i < readings_.size(); ++i)
    seen_[i].push_back(readings_[i]());
}

const Monthly& ProcessModel::seen(std::size_t reading) const {
  static const Monthly nothing;
  return reading == kUnread ? nothing : seen_[reading];
}

}  // namespace chokepoint
