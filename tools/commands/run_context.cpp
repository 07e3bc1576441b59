#include "tools/commands/run_context.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>
#include <string_view>
#include <vector>

#include "models/why.hpp"
#include "sim/bottleneck/near_by_year.hpp"
#include "sim/record/csv.hpp"
#include "sim/record/facts.hpp"
#include "sim/record/json.hpp"
#include "sim/record/score.hpp"
#include "sim/record/text_cells.hpp"
#include "sim/record/why_report.hpp"
#include "tools/commands/facts_file.hpp"
#include "tools/series_rules.hpp"

namespace chokepoint::tools {

namespace {

constexpr int kContextSchema = 1;

/// The titles of constraints that have a share somewhere.
std::vector<ConstraintTitle> used_titles(const RunResult& result) {
  std::set<std::string_view> used;
  for (const BottleneckRow& row : result.bottlenecks)
    used.insert(row.constraint);
  std::vector<ConstraintTitle> titles;
  for (const ConstraintTitle& title : result.titles) {
    if (used.count(title.constraint) > 0)
      titles.push_back(title);
  }
  return titles;
}

/// Those that some value names, as its source or in its reason, without those of the program; and
/// those that are cited elsewhere. By name: the order in the source table says nothing.
std::vector<const Source*> used_sources(const LoadedScenario& loaded,
                                        const std::vector<std::string>& cited) {
  std::vector<const Source*> used;
  for (const Source& source : loaded.document.sources().all()) {
    const bool elsewhere = std::find(cited.begin(), cited.end(), source.name) != cited.end();
    if (!source.title.empty() &&
        (elsewhere || !citations(loaded.scenario.resolved, source.name).empty()))
      used.push_back(&source);
  }
  std::sort(used.begin(), used.end(),
            [](const Source* a, const Source* b) { return a->name < b->name; });
  return used;
}

}  // namespace

std::string context_json(const RunResult& result, const LoadedScenario& loaded,
                         const std::vector<std::string>& cited, const std::vector<GateUse>& gates) {
  JsonText json;
  json.begin_object();
  json.key("schema").value(kContextSchema);
  json.key("deterministic").value(result.deterministic);
  json.key("wanted").value(result.wanted);
  json.key("unit").value(result.sink_unit);
  json.objects("titles", used_titles(result), [&json](const ConstraintTitle& title) {
    json.key("constraint").value(title.constraint);
    json.key("title").value(title.title);
  });
  json.key("switches").begin_array();
  for (const std::string& sentence : result.switches)
    json.value(sentence);
  json.end_array();
  json.objects("years", result.years, [&json](const YearSummary& year) {
    json.key("year").value(year.year);
    json.objects("shares", year.shares, [&json](const ConstraintShare& share) {
      json.key("constraint").value(share.constraint);
      json.key("share").value(share.share);
    });
    json.objects("roots", year.roots, [&json](const RootShare& root) {
      json.key("cause").value(root.cause);
      json.key("share").value(root.share);
    });
  });
  json.objects("sources", used_sources(loaded, cited), [&json](const Source* source) {
    json.key("name").value(source->name);
    json.key("title").value(source->title);
    json.key("who").value(source->who);
    json.key("published").value(source->published);
    json.key("address").value(source->address);
  });
  if (!gates.empty()) {
    json.objects("gates", gates, [&json](const GateUse& gate) {
      json.key("gate").value(gate.gate);
      json.key("busy").value(gate.busy);
      json.key("queue").value(gate.queue);
      json.key("wait_days").value(gate.wait_days);
    });
  }
  json.end_object();
  return json.take();
}

namespace {

std::vector<NearYear> near_years(const models::Told& told) {
  return near_by_year(told.trace, told.scenario.timeline, told.scenario.horizon);
}

/// To a tenth.
double days(Tick ticks) {
  return std::round(10 * static_cast<double>(ticks) / static_cast<double>(kDay)) / 10;
}

}  // namespace

std::string whys_json(const models::Told& told) {
  std::string text = "{\n\"schema\": " + std::to_string(kContextSchema) + ",\n\"years\": [";
  bool first = true;
  for (const auto& [year, report] : models::whys(told)) {
    text += std::string(first ? "\n" : ",\n") + "{\"year\": " + std::to_string(year) +
            ", \"why\": " + why_json(report) + "}";
    first = false;
  }
  JsonText json;
  json.begin_object();
  json.objects("near_critical", near_years(told), [&](const NearYear& year) {
    json.key("year").value(static_cast<std::uint64_t>(year.year));
    json.key("starts").value(static_cast<std::uint64_t>(year.starts));
    json.objects("inputs", year.inputs, [&](const NearYear::Input& input) {
      json.key("constraint").value(told.trace.name(input.constraint));
      json.key("starts").value(static_cast<std::uint64_t>(input.starts));
      json.key("least_slack_days").value(days(input.least));
      json.key("median_slack_days").value(days(input.median));
    });
  });
  json.end_object();
  return text + "\n],\n" + json.take().substr(1);
}

std::string slack_table(const models::Told& told) {
  if (!told.trace.enabled())
    return {};
  constexpr int kName = 26;
  std::string text =
      "Inputs that came no more than 30 days before the last one, at starts on critical paths:\n"
      "Year  " +
      pad_right("input", kName) + pad_left("starts", 8) + pad_left("of all", 8) +
      pad_left("least days", 12) + pad_left("median", 8) + "\n";
  for (const NearYear& year : near_years(told)) {
    for (const NearYear::Input& input : year.inputs) {
      const bool first = &input == &year.inputs.front();
      text += (first ? std::to_string(year.year) : "    ") + "  " +
              pad_right(told.trace.name(input.constraint), kName) +
              pad_left(std::to_string(input.starts), 8) +
              pad_left(first ? std::to_string(year.starts) : "", 8) +
              pad_left(readable(days(input.least)), 12) +
              pad_left(readable(days(input.median)), 8) + "\n";
    }
  }
  return text;
}

namespace {

std::string_view period_of(int months) {
  switch (months) {
    case 3:
      return "quarter";
    case 6:
      return "half-year";
    case 12:
      return "year";
    default:
      return "month";
  }
}

/// One table of all files, in the same columns.
void add_observed(const std::vector<std::filesystem::path>& files, KnownBeside& known) {
  CsvText csv("date,series,entity,generation,value,unit,low,high,period,source");
  Diagnostics diagnostics;
  for (const std::filesystem::path& file : files) {
    for (const DataRow& row : read_data(file, together_of, diagnostics)) {
      csv.add(iso(row.begin)).add(row.series).add(row.entity).add(row.generation).add(row.value);
      csv.add(row.unit).add(row.low).add(row.high).add(period_of(row.months)).add(row.source);
      csv.end_row();
      if (std::find(known.sources.begin(), known.sources.end(), row.source) == known.sources.end())
        known.sources.push_back(row.source);
    }
  }
  diagnostics.throw_if_any();
  if (!files.empty())
    known.observed = csv.take();
}

}  // namespace

KnownBeside known_beside(const ScenarioArguments& arguments, const LoadedScenario& loaded,
                         bool deterministic, const RunResult& result) {
  KnownBeside known;
  const std::filesystem::path file = facts_beside(arguments);
  if (!std::filesystem::exists(file))
    return known;
  FactsReport report;
  report.scenario = loaded.scenario.name;
  report.scenario_sha256 = loaded.document.sha256();
  report.seed = loaded.scenario.seed;
  report.deterministic = deterministic;
  std::vector<std::filesystem::path> observed;
  report.rows = classified(load_facts_file(file, &observed), loaded.scenario.resolved);
  std::vector<Reading> readings = read_off(report.rows, result);
  for (std::size_t i = 0; i < readings.size(); ++i)
    report.rows[i].readings = {std::move(readings[i])};
  known.facts = facts_json(report);
  add_observed(observed, known);
  return known;
}

}  // namespace chokepoint::tools
