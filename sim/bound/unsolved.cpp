#include "sim/bound/unsolved.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/bound/solver.hpp"

namespace chokepoint {

namespace {

constexpr double kNothing = 1e-9;
constexpr std::size_t kMostNamed = 8;

/// What the largest weights are about, with the months in which they are: "a (2022-01 to 2022-03),
/// b (2022-02) and 3 more".
std::string names_of(const double* weights, const std::vector<LinearProgramme::Name>& names,
                     const std::vector<std::string>& months, std::size_t first = 0) {
  struct Named {
    std::string what;
    double weight = 0;
    int from;
    int to;
  };
  std::vector<Named> list;
  for (std::size_t i = first; i < names.size(); ++i) {
    if (std::abs(weights[i]) <= kNothing)
      continue;
    auto known = std::find_if(list.begin(), list.end(),
                              [&](const Named& one) { return one.what == names[i].what; });
    if (known == list.end())
      known = list.insert(known, {names[i].what, 0, names[i].month, names[i].month});
    known->weight = std::max(known->weight, std::abs(weights[i]));
    known->from = std::min(known->from, names[i].month);
    known->to = std::max(known->to, names[i].month);
  }
  std::stable_sort(list.begin(), list.end(),
                   [](const Named& a, const Named& b) { return a.weight > b.weight; });
  std::string text;
  for (std::size_t i = 0; i < std::min(list.size(), kMostNamed); ++i) {
    text +=
        (i > 0 ? ", " : "") + list[i].what + " (" + months[static_cast<std::size_t>(list[i].from)];
    if (list[i].to != list[i].from)
      text += " to " + months[static_cast<std::size_t>(list[i].to)];
    text += ")";
  }
  if (list.size() > kMostNamed)
    text += " and " + std::to_string(list.size() - kMostNamed) + " more";
  return text;
}

/// What of a plan without end has a lead, and so is no more than a defect of whole months.
std::string rounded_of(const double* ray, const LinearProgramme& programme) {
  std::set<std::string> names;
  for (auto i = static_cast<std::size_t>(programme.first_process);
       i < programme.column_names.size(); ++i) {
    if (std::abs(ray[i]) > kNothing && programme.rounded.contains(programme.column_names[i].what))
      names.insert(programme.column_names[i].what);
  }
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? ""
                      : "; these have a lead, which the programme rounds down to whole months, so "
                        "a run may be bounded where the programme is not: " +
                            text;
}

}  // namespace

void explain_unsolved(const ClpSimplex& model, const CoinPackedMatrix& matrix,
                      const LinearProgramme& programme) {
  ClpSimplex again;
  std::vector<double> none(programme.most.size(), -COIN_DBL_MAX);
  const std::vector<double> free(programme.objective.size(), 0.0);
  again.setLogLevel(0);
  again.loadProblem(matrix, model.columnLower(), model.columnUpper(), free.data(), none.data(),
                    model.rowUpper());
  again.dual();
  if (again.status() == 1) {
    const std::unique_ptr<double[]> ray(again.infeasibilityRay());
    throw NoBoundError("no plan keeps to all of these limits: " +
                       (ray ? names_of(ray.get(), programme.row_names, programme.month_names)
                            : std::string("unknown")));
  }
  std::copy(model.objective(), model.objective() + model.numberColumns(), again.objective());
  again.primal();
  if (again.status() == 2) {
    const std::unique_ptr<double[]> ray(again.unboundedRay());
    throw NoBoundError("nothing limits these, so the output has no bound: " +
                       (ray ? names_of(ray.get(), programme.column_names, programme.month_names,
                                       static_cast<std::size_t>(programme.first_process)) +
                                  rounded_of(ray.get(), programme)
                            : std::string("unknown")));
  }
  throw ModelError("the linear programme could not be solved (status " +
                   std::to_string(model.status()) + ")");
}

}  // namespace chokepoint
