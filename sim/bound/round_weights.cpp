#include "sim/bound/round_weights.hpp"

#include <ClpSimplex.hpp>
#include <cstddef>
#include <map>

#include "sim/base/error.hpp"

namespace chokepoint {

namespace {

using Process = ProcessModel::Process;
using StockId = ProcessModel::StockId;

/// Columns are the weights of stocks, and then for each stock whether it has one: at most its
/// weight, and at most 1. Rows say of each process that it gives no more than it takes.
class WeightProblem {
 public:
  WeightProblem(const ProcessModel& model, const std::set<StockId>& round)
      : stocks_(round.begin(), round.end()) {
    const int count = static_cast<int>(stocks_.size());
    model_.setLogLevel(0);
    model_.resize(0, 2 * count);
    for (int i = 0; i < count; ++i) {
      column_of_[stocks_[static_cast<std::size_t>(i)]] = i;
      model_.setColumnBounds(i, 0, COIN_DBL_MAX);
      model_.setColumnBounds(count + i, 0, 1);
      const int columns[] = {i, count + i};
      const double values[] = {-1, 1};
      model_.addRow(2, columns, values, -COIN_DBL_MAX, 0);
    }
    for (const Process& process : model.processes())
      add(process);
  }

  [[nodiscard]] std::vector<double> solve() {
    const int count = static_cast<int>(stocks_.size());
    for (int i = 0; i < count; ++i)
      model_.setObjectiveCoefficient(count + i, -1);
    require_plan();
    // Those that can have one have at least 1, as little as can be, and little may come in.
    for (int i = 0; i < count; ++i) {
      model_.setColumnLower(count + i, model_.primalColumnSolution()[count + i] > 0.5 ? 1 : 0);
      model_.setColumnUpper(count + i, model_.columnLower()[count + i]);
    }
    for (int i = 0; i < count; ++i) {
      model_.setObjectiveCoefficient(count + i, 0);
      model_.setObjectiveCoefficient(i, 1);
    }
    for (int gain = 2 * count; gain < model_.numberColumns(); ++gain)
      model_.setObjectiveCoefficient(gain, kDear);
    require_plan();
    std::vector<double> weights;
    for (int i = 0; i < count; ++i)
      weights.push_back(model_.columnUpper()[count + i] > 0 ? model_.primalColumnSolution()[i] : 0);
    return weights;
  }

 private:
  static constexpr double kDear = 1000;

  void add(const Process& process) {
    std::map<int, double> gives;
    bool takes = false;
    bool fed = false;
    for (const ProcessModel::Flow& flow : process.flows) {
      const auto found = column_of_.find(flow.stock);
      if (found != column_of_.end())
        gives[found->second] += flow.amount;
      takes = takes || (flow.amount < 0 && found != column_of_.end());
      fed = fed || (flow.amount < 0 && found == column_of_.end());
    }
    if (!takes)
      return;
    std::vector<int> columns;
    std::vector<double> values;
    for (const auto& [column, amount] : gives) {
      columns.push_back(column);
      values.push_back(amount);
    }
    if (fed) {
      model_.addColumn(0, nullptr, nullptr, 0, COIN_DBL_MAX, 0);
      columns.push_back(model_.numberColumns() - 1);
      values.push_back(-1);
    }
    model_.addRow(static_cast<int>(columns.size()), columns.data(), values.data(), -COIN_DBL_MAX,
                  0);
  }

  void require_plan() {
    model_.primal();
    if (model_.status() != 0)
      throw ModelError("a round of goods has no weights");  // nothing is a plan, and 1 the most
  }

  std::vector<StockId> stocks_;
  std::map<StockId, int> column_of_;
  ClpSimplex model_;
};

}  // namespace

std::vector<double> round_weights(const ProcessModel& model, const std::set<StockId>& round) {
  return WeightProblem(model, round).solve();
}

}  // namespace chokepoint
