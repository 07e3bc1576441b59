#include "sim/study/study_checks.hpp"

#include <algorithm>
#include <set>

namespace chokepoint {

namespace {

/// A statistic that needs the causes of what happened.
bool needs_bottlenecks(const OutputSpec& output) {
  using Read = Statistic::Kind;
  switch (output.read.kind) {
    case Read::leads:
    case Read::binding_share:
    case Read::root_share:
    case Read::root_leads:
      return true;
    default:
      return false;
  }
}

/// Whether setting one of the two paths changes what the other one is.
bool overlap(const std::string& a, const std::string& b) {
  return a == b || a.starts_with(b + ".") || b.starts_with(a + ".");
}

/// The head of the table of runs.
const std::set<std::string>& columns_of_runs() {
  static const std::set<std::string> names = {"run", "point", "replication", "status", "reason"};
  return names;
}

}  // namespace

Origin origin_of(const Document& document, std::string_view list, const std::string& name) {
  if (const Node* const entries = document.root().find(list)) {
    for (const Node& item : entries->items) {
      if (entry_name(item) == name)
        return item.origin;
    }
  }
  return document.root().origin;
}

void check_paths(const Study& study, Diagnostics& diagnostics) {
  for (std::size_t i = 0; i < study.factors.size(); ++i) {
    const FactorSpec& factor = study.factors[i];
    for (std::size_t j = 0; j < i && !factor.path.empty(); ++j) {
      const FactorSpec& other = study.factors[j];
      if (!other.path.empty() && overlap(factor.path, other.path))
        diagnostics.add(factor.origin, "factors." + factor.name + ".path",
                        "expected a value that no other factor sets, found " +
                            in_quotes(factor.path) + ", which " + in_quotes(other.name) + " sets");
    }
  }
}

void check_outputs(const Study& study, const Document& document, Diagnostics& diagnostics) {
  for (const OutputSpec& output : study.outputs) {
    const Origin origin = origin_of(document, "outputs", output.name);
    if (!study.bottlenecks && needs_bottlenecks(output))
      diagnostics.add(origin, "outputs." + output.name,
                      "expected 'bottlenecks: true', which this output needs");
    const bool is_factor =
        std::any_of(study.factors.begin(), study.factors.end(), [&](const FactorSpec& factor) {
          return output.name == (factor.path.empty() ? factor.name : factor.path);
        });
    if (is_factor || columns_of_runs().contains(output.name))
      diagnostics.add(
          origin, "outputs." + output.name,
          "expected a name that no other column of runs.csv has, found " + in_quotes(output.name));
  }
  for (const FactorSpec& factor : study.factors) {
    if (factor.path.empty() && columns_of_runs().contains(factor.name))
      diagnostics.add(
          factor.origin, "factors." + factor.name,
          "expected a name that no other column of runs.csv has, found " + in_quotes(factor.name));
  }
}

}  // namespace chokepoint
