#pragma once

#include <ClpSimplex.hpp>
#include <algorithm>
#include <utility>
#include <vector>

namespace chokepoint {

/// Does something at the end of a scope, however it ends: a programme without a plan throws.
template <class Do>
class AtEnd {
 public:
  explicit AtEnd(Do act) : act_(std::move(act)) {}
  ~AtEnd() { act_(); }
  AtEnd(const AtEnd&) = delete;
  AtEnd& operator=(const AtEnd&) = delete;

 private:
  Do act_;
};

/// The solution that is there, which is there again at the end of the scope.
class KeptSolution {
 public:
  explicit KeptSolution(ClpSimplex& model)
      : model_(model),
        status_(model.statusArray(),
                model.statusArray() + model.numberColumns() + model.numberRows()),
        columns_(model.primalColumnSolution(),
                 model.primalColumnSolution() + model.numberColumns()),
        rows_(model.primalRowSolution(), model.primalRowSolution() + model.numberRows()) {}
  ~KeptSolution() {
    std::copy(status_.begin(), status_.end(), model_.statusArray());
    std::copy(columns_.begin(), columns_.end(), model_.primalColumnSolution());
    std::copy(rows_.begin(), rows_.end(), model_.primalRowSolution());
  }
  KeptSolution(const KeptSolution&) = delete;
  KeptSolution& operator=(const KeptSolution&) = delete;

 private:
  ClpSimplex& model_;
  std::vector<unsigned char> status_;
  std::vector<double> columns_;
  std::vector<double> rows_;
};

}  // namespace chokepoint
