#include "tools/commands/run_context.hpp"

#include <filesystem>
#include <set>
#include <string_view>
#include <vector>

#include "models/why.hpp"
#include "sim/record/facts.hpp"
#include "sim/record/json.hpp"
#include "sim/record/why_report.hpp"
#include "tools/commands/facts_file.hpp"

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

/// Those that some value names, as its source or in its reason, without those of the program.
std::vector<const Source*> used_sources(const LoadedScenario& loaded) {
  std::vector<const Source*> used;
  for (const Source& source : loaded.document.sources().all()) {
    if (!source.title.empty() && !citations(loaded.scenario.resolved, source.name).empty())
      used.push_back(&source);
  }
  return used;
}

}  // namespace

std::string context_json(const RunResult& result, const LoadedScenario& loaded) {
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
  json.objects("sources", used_sources(loaded), [&json](const Source* source) {
    json.key("name").value(source->name);
    json.key("title").value(source->title);
    json.key("who").value(source->who);
    json.key("published").value(source->published);
    json.key("address").value(source->address);
  });
  json.end_object();
  return json.take();
}

std::string whys_json(const models::Told& told, const RunResult& result) {
  std::string text = "{\n\"schema\": " + std::to_string(kContextSchema) + ",\n\"years\": [";
  bool first = true;
  for (const YearSummary& year : result.years) {
    try {
      const WhyReport report = models::why(told, {.year = year.year});
      text += std::string(first ? "\n" : ",\n") + "{\"year\": " + std::to_string(year.year) +
              ", \"why\": " + why_json(report) + "}";
      first = false;
    } catch (const models::UnknownSubjectError&) {
      // Nothing came online in that year.
    }
  }
  return text + "\n]}\n";
}

std::string facts_beside_json(const ScenarioArguments& arguments, const LoadedScenario& loaded,
                              bool deterministic, const RunResult& result) {
  const std::filesystem::path file = facts_beside(arguments);
  if (!std::filesystem::exists(file))
    return {};
  FactsReport report;
  report.scenario = loaded.scenario.name;
  report.scenario_sha256 = loaded.document.sha256();
  report.seed = loaded.scenario.seed;
  report.deterministic = deterministic;
  report.rows = classified(load_facts_file(file), loaded.scenario.resolved);
  std::vector<Reading> readings = read_off(report.rows, result);
  for (std::size_t i = 0; i < readings.size(); ++i)
    report.rows[i].readings = {std::move(readings[i])};
  return facts_json(report);
}

}  // namespace chokepoint::tools
