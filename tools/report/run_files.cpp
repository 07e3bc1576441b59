#include "tools/report/run_files.hpp"

#include <optional>
#include <sstream>

#include "sim/record/read_result.hpp"
#include "sim/record/result_table.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/yaml_parser.hpp"
#include "tools/report/json_file.hpp"
#include "tools/report/repeating.hpp"
#include "tools/series_rules.hpp"

namespace chokepoint::tools {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::optional<Date> date_in(const Json& value) {
  if (!value.is_string())
    return std::nullopt;
  return parse_date(value.get<std::string>());
}

Binding binding_in(const Json& json) {
  Binding binding{.constraint = json.at("constraint").get<std::string>(),
                  .share = json.at("share").get<double>(),
                  .from = date_in(json.at("from")),
                  .to = date_in(json.at("to")),
                  .cause_from = date_in(json.at("cause_from")),
                  .cause_to = date_in(json.at("cause_to"))};
  for (const Json& root : json.at("root"))
    binding.root.push_back({root.at("cause").get<std::string>(), root.at("share").get<double>()});
  return binding;
}

void read_summary(RunResult& result, const Json& summary) {
  result.scenario = summary.at("scenario").get<std::string>();
  result.scenario_sha256 = summary.at("scenario_sha256").get<std::string>();
  result.seed = summary.at("seed").get<std::uint64_t>();
  result.fingerprint = summary.at("fingerprint").get<std::string>();
  result.headline = summary.at("headline").get<std::string>();
  for (const Json& json : summary.at("years")) {
    YearSummary& year = result.years.emplace_back();
    year.year = json.at("year").get<int>();
    year.online_gw_end = json.at("online_gw_end").get<double>();
    year.added_gw = json.at("added_gw").get<double>();
    year.demand_gw = json.at("demand_gw").get<double>();
    year.unmet_gw_years = json.at("unmet_gw_years").get<double>();
    for (const Json& binding : json.at("binding"))
      year.binding.push_back(binding_in(binding));
  }
}

/// Without context.json the shares are those of the constraints that bind.
void read_context(RunResult& result, const Json& context) {
  for (YearSummary& year : result.years) {
    for (const Binding& binding : year.binding)
      year.shares.push_back({binding.constraint, binding.share});
  }
  if (context.is_null())
    return;
  result.deterministic = context.at("deterministic").get<bool>();
  result.wanted = context.at("wanted").get<bool>();
  result.sink_unit = context.at("unit").get<std::string>();
  for (const Json& title : context.at("titles"))
    result.titles.push_back(
        {title.at("constraint").get<std::string>(), title.at("title").get<std::string>()});
  result.switches = context.at("switches").get<std::vector<std::string>>();
  for (const Json& json : context.at("years")) {
    for (YearSummary& year : result.years) {
      if (year.year != json.at("year").get<int>())
        continue;
      year.shares.clear();
      for (const Json& share : json.at("shares"))
        year.shares.push_back(
            {share.at("constraint").get<std::string>(), share.at("share").get<double>()});
      for (const Json& root : json.at("roots"))
        year.roots.push_back({root.at("cause").get<std::string>(), root.at("share").get<double>()});
    }
  }
}

std::vector<UsedValue> read_values(const fs::path& file) {
  Diagnostics diagnostics;
  const std::uint32_t label = diagnostics.add_file(file.generic_string());
  const std::optional<Node> root = parse_yaml(text_of_file(file), label, diagnostics);
  diagnostics.throw_if_any();
  std::vector<UsedValue> values;
  const Node* const all = root ? root->find("values") : nullptr;
  if (all == nullptr)
    return values;
  for (const Member& member : all->members) {
    const auto text = [&](std::string_view key) {
      const Node* const node = member.value.find(key);
      return node == nullptr ? std::string() : node->text;
    };
    values.push_back({.path = member.key,
                      .value = text("value"),
                      .unit = text("unit"),
                      .range = text("range"),
                      .source = text("source"),
                      .as_of = text("as_of"),
                      .why = text("why"),
                      .drawn_from = text("drawn_from"),
                      .place = text("from")});
  }
  return values;
}

/// From run.log.
std::string command_in(const std::string& log) {
  std::istringstream lines(log);
  const std::string key = "command: ";
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(key))
      return repeating(line.substr(key.size()));
  }
  return {};
}

Relief read_relief(const fs::path& directory) {
  Relief relief;
  const Json json = read_json_file(directory / "relief.json");
  if (json.is_object() && json.contains("change") && json.at("change").is_string())
    relief.change = json.at("change").get<std::string>();
  // Both ways were tried; what the page shows is more.
  if (const std::size_t both = relief.change.find(" more and less"); both != std::string::npos)
    relief.change.erase(both);
  enum { kConstraint, kMode, kYear, kGain = 7, kWithinNoise = 9, kUnit = 10 };
  ResultTable table(directory / "relief.csv",
                    {"constraint", "mode", "year", "e_plus", "e_plus_half", "e_minus",
                     "e_minus_half", "gain", "gain_half", "within_noise", "unit", "failure"});
  while (table.next()) {
    const std::optional<double> gain = table.optional_number(kGain);
    if (table.text(kMode) != "responsive" || !gain)
      continue;
    constexpr std::uint64_t kLastYear = 9999;
    if (table.whole(kYear) > kLastYear)
      table.refuse(kYear, "a year");
    relief.unit = table.text(kUnit);
    relief.gain[table.text(kConstraint)][static_cast<int>(table.whole(kYear))] = {
        *gain, table.text(kWithinNoise) == "yes"};
  }
  return relief;
}

/// Each figure beside what the run has for it, as `score` reads it. Figures of series, firms and
/// times that the run does not have are left out.
std::vector<ScoreTable> read_observed(const fs::path& directory) {
  Diagnostics diagnostics;
  const std::vector<DataRow> data = read_data(directory / "observed.csv", together_of, diagnostics);
  diagnostics.throw_if_any();
  const std::vector<ScoredRun> run{read_scored_run(directory)};
  std::vector<DataRow> known;
  for (const DataRow& row : data) {
    Diagnostics missing;
    const auto tables = score(run, {row}, together_of, missing);
    if (missing.empty() && tables.front().rows.front().run)
      known.push_back(row);
  }
  return score(run, known, together_of, diagnostics);
}

void check_same_run(const Json& ours, const fs::path& other) {
  const Json theirs = read_json_file(other / "summary.json");
  for (const char* key : {"scenario_sha256", "seed", "fingerprint"}) {
    if (!theirs.contains(key) || theirs.at(key) != ours.at(key))
      throw ScenarioError((other / "summary.json").generic_string() +
                          ": expected the same run as that of the report; its " + key +
                          " is another");
  }
}

/// A comparison has worlds, and each of them the same years and months, at least one.
void check_comparison(const Json& compare, const fs::path& file) {
  if (compare.is_null())
    return;
  try {
    std::size_t years = 0;
    std::size_t months = 0;
    for (const Json& world : compare.at("worlds")) {
      const Json& monthly = world.at("monthly");
      years = years == 0 ? world.at("years").size() : years;
      months = months == 0 ? monthly.at("date").size() : months;
      const std::size_t bands = monthly.at("low").size();
      if (years == 0 || months == 0 || world.at("years").size() != years ||
          monthly.at("date").size() != months || monthly.at("online_gw").size() != months ||
          (bands != 0 && bands != months) || monthly.at("high").size() != bands)
        throw ScenarioError(file.generic_string() + ": its worlds differ in their years or months");
    }
    if (months == 0)
      throw ScenarioError(file.generic_string() + ": expected worlds, found none");
  } catch (const Json::exception&) {
    refuse_json(file);
  }
}

}  // namespace

RunFiles read_run_files(const fs::path& directory, const fs::path& relief) {
  RunFiles files;
  files.directory = directory;
  files.summary = read_json_file(directory / "summary.json");
  files.compare = read_json_file(directory / "compare.json");
  check_comparison(files.compare, directory / "compare.json");
  files.sweep = read_sweep(directory);
  files.command = command_in(text_of_file(directory / "run.log"));
  if (files.summary.is_null()) {
    if (!files.compare.is_null() || files.sweep) {
      check_package(directory);
      return files;
    }
    throw ScenarioError(directory.generic_string() +
                        ": expected a directory that run, compare or sweep wrote, found no "
                        "summary.json, compare.json or quantiles.csv in it");
  }
  files.context = read_json_file(directory / "context.json");
  files.why = read_json_file(directory / "why.json");
  files.facts = read_json_file(directory / "facts.json");
  files.bound = read_json_file(directory / "bound.json");
  try {
    read_summary(files.result, files.summary);
  } catch (const std::exception&) {
    refuse_json(directory / "summary.json");
  }
  try {
    read_context(files.result, files.context);
  } catch (const std::exception&) {
    refuse_json(directory / "context.json");
  }
  try {
    // `bound` writes no context.json.
    if (files.context.is_null() && files.bound.is_object())
      files.result.deterministic = files.bound.value("deterministic", false);
  } catch (const std::exception&) {
    refuse_json(directory / "bound.json");
  }
  const int first = files.result.years.empty() ? 2000 : files.result.years.front().year;
  files.result.start = Date{std::chrono::year{first}, std::chrono::January, std::chrono::day{1}};
  if (fs::exists(directory / "timeseries.csv"))
    files.result.series = read_series(directory / "timeseries.csv");
  if (fs::exists(directory / "bottlenecks.csv"))
    files.result.bottlenecks = read_bottlenecks(directory / "bottlenecks.csv");
  if (fs::exists(directory / "orders.csv"))
    read_orders(files.result, directory / "orders.csv");
  if (fs::exists(directory / "resolved.yaml"))
    files.values = read_values(directory / "resolved.yaml");
  if (fs::exists(directory / "observed.csv") && fs::exists(directory / "timeseries.csv"))
    files.observed = read_observed(directory);
  if (!relief.empty()) {
    check_same_run(files.summary, relief);
    check_package(relief);
    files.relief = read_relief(relief);
  } else if (fs::exists(directory / "relief.csv")) {
    files.relief = read_relief(directory);
  }
  check_package(directory);
  return files;
}

}  // namespace chokepoint::tools
