#include "sim/bottleneck/relief_worlds.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"

namespace chokepoint {

namespace {

using Outcomes = ReliefWorlds::Outcomes;

/// Mean over replications of `measure(changed, base)` month by month.
template <class Measure>
std::vector<Estimate> compare(const Outcomes& changed, const Outcomes& base, Measure measure) {
  if (!ReliefWorlds::failure_of(changed).empty())
    return {};
  std::vector<Estimate> estimates(base.front().output.size());
  std::vector<double> values(base.size());
  for (std::size_t month = 0; month < estimates.size(); ++month) {
    for (std::size_t r = 0; r < base.size(); ++r)
      values[r] = measure(changed[r].output[month], base[r].output[month]);
    estimates[month] = estimate(values);
  }
  return estimates;
}

}  // namespace

ReliefWorlds::ReliefWorlds(const ReliefQuestion& question, const RunVariants& run)
    : ask_(question), run_(run) {
  base_ = run_(std::vector<Variant>{Variant{}}).front();
  if (const std::string failure = failure_of(base_); !failure.empty())
    throw ModelError("the base world does not run: " + failure);
}

ReliefWorlds::Wanted ReliefWorlds::wanted(Names constraints, double by, bool frozen) const {
  return {std::move(constraints), by, frozen, ask_.from, ask_.to, {}};
}

Variant ReliefWorlds::variant(const Wanted& wanted) const {
  Variant variant{.relaxed = {}, .frozen = wanted.frozen};
  if (wanted.also)
    variant.relaxed.push_back(*wanted.also);
  if (wanted.by == 0) {
    variant.relaxed.push_back(*ask_.addition);
    return variant;
  }
  for (const std::string& name : wanted.constraints) {
    const double by = wanted.whole ? step(name, wanted.by).by : wanted.by;
    variant.relaxed.push_back(Relaxation::by(name, 1 + by, wanted.from, wanted.to));
  }
  return variant;
}

WholeStep ReliefWorlds::step(const std::string& constraint, double by) const {
  for (const auto* known : {&ask_.constraints, &ask_.extensive}) {
    for (const ReliefQuestion::Constraint& one : *known) {
      if (one.name == constraint)
        return whole_step(one.wholes, by);
    }
  }
  return {by, by};
}

double ReliefWorlds::change(const Names& constraints, double by) const {
  double least = 0;
  for (std::size_t i = 0; i < constraints.size(); ++i) {
    const double change = step(constraints[i], by).change;
    if (i == 0 || std::abs(change) < std::abs(least))
      least = change;
  }
  return constraints.empty() ? by : least;
}

std::vector<Outcomes> ReliefWorlds::run(const std::vector<Wanted>& wanted) {
  if (wanted.empty())
    return {};
  std::vector<Variant> variants;
  for (const Wanted& world : wanted)
    variants.push_back(variant(world));
  std::vector<Outcomes> outcomes = run_(variants);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (const std::string reason = failure_of(outcomes[i]); !reason.empty())
      note(wanted[i], reason);
  }
  return outcomes;
}

void ReliefWorlds::note(const Wanted& wanted, const std::string& reason) {
  const FailedWorld world{wanted.title.empty() ? joined(wanted.constraints) : wanted.title,
                          wanted.by,
                          wanted.frozen,
                          wanted.from,
                          wanted.to,
                          reason};
  if (std::find(failed_.begin(), failed_.end(), world) == failed_.end())
    failed_.push_back(world);
}

std::string ReliefWorlds::failure_of(const Outcomes& outcomes) {
  for (std::size_t r = 0; r < outcomes.size(); ++r) {
    if (outcomes[r].failure.empty())
      continue;
    const std::string where =
        outcomes.size() > 1 ? "replication " + std::to_string(r + 1) + ": " : "";
    return where + outcomes[r].failure;
  }
  return {};
}

std::vector<Estimate> ReliefWorlds::online() const {
  return compare(base_, base_, [](double with, double) { return with; });
}

std::vector<Estimate> ReliefWorlds::gain(const Outcomes& changed) const {
  return compare(changed, base_, [](double with, double without) { return with - without; });
}

std::vector<Estimate> ReliefWorlds::elasticity(const Outcomes& changed, double change) const {
  if (change == 0)
    return {};
  return compare(changed, base_, [change](double with, double without) {
    return without > 0 ? (with - without) / (change * without) : 0;
  });
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "" : " + ") + name;
  return text;
}

std::vector<std::string> main_names(const ReliefQuestion& question, std::size_t most,
                                    std::string_view without) {
  auto all = question.extensive.empty() ? question.constraints : question.extensive;
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.share > b.share; });
  std::vector<std::string> names = question.main;
  for (const auto& constraint : all) {
    if (question.main.empty())
      names.push_back(constraint.name);
  }
  std::erase(names, without);
  names.resize(std::min(names.size(), most));
  return names;
}

double largest(const ReliefQuestion& question, const std::vector<Estimate>& by_month) {
  double most = 0;
  for (const std::size_t month : question.year_ends) {
    if (month < by_month.size())
      most = std::max(most, by_month[month].mean);
  }
  return most;
}

ReliefRow relief_row(const ReliefWorlds& worlds, const std::vector<std::string>& names, double step,
                     bool frozen, const Outcomes& more, const Outcomes& less) {
  ReliefRow row{.constraints = names, .frozen = frozen};
  row.failure_plus = ReliefWorlds::failure_of(more);
  row.failure_minus = ReliefWorlds::failure_of(less);
  row.gain = worlds.gain(more);
  if (less.empty())
    return row;
  row.change_plus = worlds.change(names, step);
  row.change_minus = worlds.change(names, -step);
  row.e_plus = worlds.elasticity(more, row.change_plus);
  row.e_minus = worlds.elasticity(less, row.change_minus);
  return row;
}

}  // namespace chokepoint
