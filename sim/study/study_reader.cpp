#include "sim/study/study_reader.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "sim/scenario/registry.hpp"

namespace chokepoint {

namespace {

using Kind = DesignSpec::Kind;

const std::vector<std::string>& design_names() {
  static const std::vector<std::string> names = {"replications", "grid",     "table", "lhs",
                                                 "sobol",        "saltelli", "morris"};
  return names;
}

/// More runs than these are a mistake of typing.
constexpr double kMost = 10'000'000;

std::vector<std::string> texts_of(const std::vector<Node>& nodes) {
  std::vector<std::string> texts;
  texts.reserve(nodes.size());
  for (const Node& node : nodes)
    texts.push_back(node.text);
  return texts;
}

bool all_differ(const std::vector<Node>& nodes) {
  const std::vector<std::string> texts = texts_of(nodes);
  return std::set<std::string>(texts.begin(), texts.end()).size() == texts.size();
}

FactorSpec read_factor(Reader& reader) {
  FactorSpec factor;
  factor.name = reader.name();
  factor.path = reader.text_or("path", "", "the value that varies, as --set names it");
  factor.distribution = reader.written_number(
      "distribution",
      "what it is drawn from; without it, and without between or levels, what the "
      "scenario draws it from");
  factor.between = reader.scalars("between", "[low, high]: all in between is equally likely");
  factor.levels = reader.scalars("levels", "the values that it takes");
  const std::vector<Node> overlays =
      reader.scalars("overlays", "instead of a path: files laid on the scenario; none is no file");
  factor.overlays = texts_of(overlays);
  factor.grid_levels =
      reader.count_or("grid_levels", 3, "in a grid: values of a distribution or of between",
                      Bounds::between(2, 10000));
  const int forms = (factor.distribution.type != Node::Type::null ? 1 : 0) +
                    (factor.between.empty() ? 0 : 1) + (factor.levels.empty() ? 0 : 1);
  reader.require(factor.path.empty() != factor.overlays.empty(), {"path", "overlays"},
                 "expected either the path of a value ('path:') or files ('overlays:')");
  reader.require(forms <= 1, {"distribution", "between", "levels"},
                 "expected one of 'distribution:', 'between:' and 'levels:'");
  reader.require(forms == 0 || factor.overlays.empty(), {"overlays"},
                 "expected no values beside 'overlays:'");
  reader.require(factor.between.empty() || factor.between.size() == 2, {"between"},
                 "expected two values: [low, high]");
  reader.require(all_differ(factor.levels), {"levels"}, "expected each level once");
  reader.require(all_differ(overlays), {"overlays"}, "expected each file once");
  return factor;
}

CorrelationSpec read_correlation(Reader& reader) {
  CorrelationSpec correlation;
  correlation.name = reader.name();
  correlation.factors =
      reader.references("factors", "factor", "those that move together: two or more");
  reader.require(correlation.factors.size() >= 2, {"factors"}, "expected two factors or more");
  correlation.rank_correlation =
      reader.number("rank_correlation", "1", "Spearman's rank correlation of each two of them",
                    Bounds{.min = -1, .max = 1, .open_min = true, .open_max = true});
  return correlation;
}

GroupSpec read_group(Reader& reader) {
  GroupSpec group;
  group.name = reader.name();
  group.factors = reader.references("factors", "factor", "those that it is made of: two or more");
  reader.require(group.factors.size() >= 2, {"factors"}, "expected two factors or more");
  return group;
}

/// Tells each factor its group. No factor may be in two, and no group be called like a factor.
void set_groups(Reader& top, const std::vector<GroupSpec>& groups, Study& study) {
  bool is_clear = true;
  for (const GroupSpec& group : groups) {
    for (FactorSpec& factor : study.factors) {
      is_clear = is_clear && factor.name != group.name;
      if (std::find(group.factors.begin(), group.factors.end(), factor.name) == group.factors.end())
        continue;
      is_clear = is_clear && factor.group.empty();
      factor.group = group.name;
    }
  }
  top.require(is_clear, {"groups"},
              "expected each factor in one group at most, and no group with a factor's name");
  top.require(groups.empty() || study.design.kind == Kind::saltelli, {"groups", "design"},
              "expected groups with a saltelli design only: it exchanges them as one");
}

/// Whether the design keeps correlated factors together.
bool keeps_correlations(const Study& study) {
  const auto group_of = [&](const std::string& name) {
    const auto factor = std::find_if(study.factors.begin(), study.factors.end(),
                                     [&](const FactorSpec& one) { return one.name == name; });
    return factor == study.factors.end() ? "" : factor->group;
  };
  const auto is_kept = [&](const CorrelationSpec& correlation) {
    const std::string group =
        correlation.factors.empty() ? "" : group_of(correlation.factors.front());
    return study.design.kind == Kind::saltelli && !group.empty() &&
           std::all_of(correlation.factors.begin(), correlation.factors.end(),
                       [&](const std::string& name) { return group_of(name) == group; });
  };
  return study.design.kind == Kind::lhs ||
         std::all_of(study.correlations.begin(), study.correlations.end(), is_kept);
}

OutputSpec read_output(Reader& reader) {
  std::string called = reader.name();
  return {std::move(called), reader.group("read", "how it is read off a run", &Statistic::read)};
}

DesignSpec read_design(Reader& reader) {
  DesignSpec design;
  const std::vector<std::string>& names = design_names();
  const std::string kind = reader.one_of("kind", names, "how points are chosen");
  design.kind = static_cast<Kind>(std::find(names.begin(), names.end(), kind) - names.begin());
  design.size = reader.count_or(
      "size", 0, "lhs, sobol: points; saltelli: rows of each matrix; morris: trajectories",
      Bounds::between(0, kMost));
  design.levels = reader.count_or("levels", 4, "morris: levels of each factor, an even number",
                                  Bounds::between(2, 1000));
  design.file = reader.text_or("file", "", "table: a CSV file, from the study's folder");
  reader.require(design.is_sampled() == (design.size > 0), {"kind", "size"},
                 "expected a 'size:' for lhs, sobol, saltelli and morris, and for no other");
  reader.require((design.kind == Kind::table) != design.file.empty(), {"kind", "file"},
                 "expected a 'file:' for a table, and for no other design");
  reader.require(design.levels % 2 == 0, {"levels"}, "expected an even number of levels");
  return design;
}

void read_base(Reader& top, Study& study) {
  study.name = top.text("name", "what the study is called");
  study.states = top.text_or("states", "", "the question it answers, in a sentence");
  study.base = top.text("base", "the scenario: a file, from the study's folder");
  study.overlays = texts_of(top.scalars("overlays", "files laid on it in every run"));
  study.sets = texts_of(top.scalars("set", "path=value: settings of every run"));
  study.seed = static_cast<std::uint64_t>(
      top.count_or("seed", 1, "seed of the design and of all random streams",
                   Bounds::between(0, static_cast<double>(kLargestSeed))));
  study.others_drawn =
      top.one_of_or("others", {"drawn", "point"}, "drawn",
                    "uncertain numbers that are no factors: drawn for each replication, or at "
                    "their best guess as with --deterministic") == "drawn";
  study.replications = top.count_or("replications", 1, "runs of each point, with other draws",
                                    Bounds::between(1, kMost));
  study.common_random_numbers =
      top.flag_or("common_random_numbers", true,
                  "a replication draws the same at every point; false: each point its own");
  study.block = top.count_or("block", 25, "runs that are kept in one file of results",
                             Bounds::between(1, 100000));
}

}  // namespace

std::string text_of(DesignSpec::Kind kind) {
  return design_names()[static_cast<std::size_t>(kind)];
}

void read_study(Reader& top, Study& study) {
  read_base(top, study);
  study.design = top.group("design", "which points are run", read_design);
  study.factors = top.list_or_empty("factors", "what differs from run to run", read_factor);
  for (const FactorSpec& factor : study.factors)
    top.declare_name("factor", factor.name);
  const std::vector<GroupSpec> groups = top.list_or_empty(
      "groups", "saltelli: factors that are exchanged together; indices are of the group",
      read_group);
  set_groups(top, groups, study);
  study.correlations = top.list_or_empty(
      "correlations", "factors that move together: lhs, or within a group of saltelli",
      read_correlation);
  study.outputs = top.list_or_empty("outputs", "what is read off each run", read_output);
  const std::vector<Node> kept =
      top.scalars("keep_series",
                  "monthly series kept of each run: online, demand and unmet "
                  "unless others are named; online is the total, online.openai one "
                  "row, online.* all");
  study.keep_series =
      kept.empty() ? std::vector<std::string>{"online", "demand", "unmet"} : texts_of(kept);
  std::sort(study.keep_series.begin(), study.keep_series.end());
  study.bottlenecks = top.flag_or("bottlenecks", true,
                                  "work out shares and dates of constraints, too; false is faster");
  const bool sampled = study.design.kind == Kind::replications;
  top.require(sampled == study.factors.empty(), {"factors", "design"},
              "expected factors for every design but 'replications', which has none");
  top.require(keeps_correlations(study), {"correlations", "design"},
              "expected no correlations: only an lhs can keep them. First-order and total indices "
              "(saltelli, sobol) and elementary effects (morris) take factors for independent; use "
              "lhs with rank correlations, or saltelli with the correlated factors in one of "
              "'groups:', whose indices are of all of them");
}

}  // namespace chokepoint
