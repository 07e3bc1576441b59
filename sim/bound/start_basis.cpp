#include "sim/bound/start_basis.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

namespace chokepoint {

namespace {

constexpr double kLeast = 1e-12;
constexpr int kNone = -1;
/// So many processes in a row may take what is given in the same month.
constexpr int kPassesPerMonth = 3;

std::size_t at(int index) {
  return static_cast<std::size_t>(index);
}

class Starter {
 public:
  Starter(const LinearProgramme& programme, const CoinPackedMatrix& matrix)
      : programme_(programme), matrix_(matrix), left_(programme.most) {
    basis_.columns.assign(at(programme.columns()), StartBasis::Column::at_lower);
    basis_.basic_rows.assign(at(programme.rows()), true);
    stock_of_.assign(at(programme.rows()), kNone);
    for (std::size_t s = 0; s < programme.first_balances.size(); ++s) {
      for (int t = 0; t < months(); ++t)
        stock_of_[at(programme.first_balances[s] + t)] = static_cast<int>(s);
    }
  }

  StartBasis start() {
    keep_all_in_stock();
    find_disputed();
    std::vector<int> order(at(programme_.columns() - programme_.first_process));
    std::iota(order.begin(), order.end(), programme_.first_process);
    std::stable_sort(order.begin(), order.end(),
                     [this](int a, int b) { return month_of(a) < month_of(b); });
    for (auto from = order.begin(); from != order.end();) {
      const auto to = std::find_if(from, order.end(),
                                   [&](int column) { return month_of(column) != month_of(*from); });
      for (int pass = 0; pass < kPassesPerMonth; ++pass)
        std::for_each(from, to, [this](int column) { begin(column); });
      from = to;
    }
    return std::move(basis_);
  }

 private:
  /// What keeps a process from being done more: nothing but its own bound when `row` is kNone.
  struct Most {
    double amount;
    int row = kNone;
  };

  [[nodiscard]] int months() const { return static_cast<int>(programme_.month_names.size()); }
  [[nodiscard]] int month_of(int column) const { return programme_.column_names[at(column)].month; }
  [[nodiscard]] int last_of_stock(int row) const {
    return programme_.first_balances[at(stock_of_[at(row)])] + months() - 1;
  }

  template <typename Visit>
  void for_each_element(int column, Visit visit) const {
    const CoinBigIndex begin = matrix_.getVectorStarts()[column];
    const CoinBigIndex end = begin + matrix_.getVectorLengths()[column];
    for (CoinBigIndex i = begin; i < end; ++i)
      visit(matrix_.getIndices()[i], matrix_.getElements()[i]);
  }

  /// What is left of a row that holds exactly is what its basic column is worth.
  void keep_all_in_stock() {
    std::vector<int> row_of(at(programme_.columns()), kNone);
    for (int row = 0; row < programme_.rows(); ++row) {
      if (!programme_.holds_exactly(row))
        continue;
      const int column = programme_.taken_up_by[at(row)];
      basis_.basic_rows[at(row)] = false;
      basis_.columns[at(column)] = StartBasis::Column::basic;
      row_of[at(column)] = row;
    }
    for (int column = 0; column < programme_.first_process; ++column) {
      const int own = row_of[at(column)];
      if (own == kNone)
        continue;
      for_each_element(column, [&](int row, double value) {
        if (row != own)
          left_[at(row)] -= value * left_[at(own)];
      });
    }
  }

  void find_disputed() {
    disputed_.assign(programme_.first_balances.size(), false);
    std::vector<const std::string*> taker(disputed_.size(), nullptr);
    for (int column = programme_.first_process; column < programme_.columns(); ++column) {
      const std::string& name = programme_.column_names[at(column)].what;
      for_each_element(column, [&](int row, double value) {
        if (value <= 0 || stock_of_[at(row)] == kNone)
          return;
        const std::size_t stock = at(stock_of_[at(row)]);
        if (taker[stock] != nullptr && *taker[stock] != name)
          disputed_[stock] = true;
        taker[stock] = &name;
      });
    }
    find_money();
  }

  void find_money() {
    money_.assign(disputed_.size(), false);
    for (const LinearProgramme::Endowment& endowment : programme_.endowments) {
      if (endowment.kind != EndowmentKind::money)
        continue;
      for (const LinearProgramme::Part& part : endowment.parts) {
        if (!part.is_column && stock_of_[at(part.index)] != kNone)
          money_[at(stock_of_[at(part.index)])] = true;
      }
    }
  }

  void begin(int column) {
    if (basis_.columns[at(column)] != StartBasis::Column::at_lower)
      return;
    const Most most = most_of(column);
    if (most.amount <= kLeast || !std::isfinite(most.amount))
      return;
    if (most.row == kNone) {
      basis_.columns[at(column)] = StartBasis::Column::at_upper;
    } else if (stock_of_[at(most.row)] == kNone) {
      basis_.columns[at(column)] = StartBasis::Column::basic;
      basis_.basic_rows[at(most.row)] = false;
    } else {
      StartBasis::Column& level = basis_.columns[at(programme_.taken_up_by[at(most.row)])];
      if (level != StartBasis::Column::basic)
        return;
      level = StartBasis::Column::at_lower;
      basis_.columns[at(column)] = StartBasis::Column::basic;
    }
    for_each_element(column, [&](int row, double value) {
      const int last = stock_of_[at(row)] == kNone ? row : last_of_stock(row);
      for (int later = row; later <= last; ++later)
        left_[at(later)] -= value * most.amount;
    });
  }

  /// Nothing of it where it would use up what is disputed, or what is used up. Money that several
  /// want is taken to be enough for all: else nothing that costs any would be begun.
  [[nodiscard]] Most most_of(int column) const {
    Most most{programme_.upper[at(column)]};
    for_each_element(column, [&](int row, double value) {
      if (value <= 0 || std::isinf(programme_.most[at(row)]))
        return;
      const bool is_stock = stock_of_[at(row)] != kNone;
      if (is_stock && disputed_[at(stock_of_[at(row)])] && money_[at(stock_of_[at(row)])])
        return;
      if (is_stock ? disputed_[at(stock_of_[at(row)])] || basis_.basic_rows[at(row)]
                   : !basis_.basic_rows[at(row)]) {
        most.amount = 0;
        return;
      }
      const int last = is_stock ? last_of_stock(row) : row;
      for (int later = row; later <= last; ++later) {
        const double amount = std::max(0.0, left_[at(later)]) / value;
        if (amount < most.amount)
          most = {amount, later};
      }
    });
    return most;
  }

  const LinearProgramme& programme_;
  const CoinPackedMatrix& matrix_;
  std::vector<double> left_;   ///< by row
  std::vector<int> stock_of_;  ///< by row; kNone: it is no balance of a stock
  std::vector<bool> disputed_;
  std::vector<bool> money_;  ///< by stock
  StartBasis basis_;
};

}  // namespace

StartBasis start_basis(const LinearProgramme& programme, const CoinPackedMatrix& matrix) {
  return Starter(programme, matrix).start();
}

}  // namespace chokepoint
