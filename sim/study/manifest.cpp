#include "sim/study/manifest.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

namespace chokepoint {

namespace {

using Json = nlohmann::ordered_json;

const char* factor_kind_text(FactorFacts::Kind kind) {
  constexpr const char* kNames[] = {"number", "text", "overlay"};
  return kNames[static_cast<std::size_t>(kind)];
}

Json json_of(const Factor& factor) {
  const FactorFacts& facts = factor.facts();
  Json json = {{"name", facts.name},
               {"column", facts.column},
               {"path", facts.path},
               {"kind", factor_kind_text(facts.kind)},
               {"unit", facts.unit}};
  if (!facts.group.empty())
    json["group"] = facts.group;
  if (!facts.levels.empty())
    json["levels"] = facts.levels;
  if (facts.quoted != std::vector<bool>(facts.quoted.size(), false))
    json["quoted"] = facts.quoted;
  if (const auto& drawn = factor.distribution(); drawn && facts.levels.empty()) {
    json["distribution"] = drawn->text();
    if (factor.scale() != 1)
      json["distribution_scale"] = factor.scale();
    if (std::isfinite(drawn->min()))
      json["low"] = drawn->min() * factor.scale();
    if (std::isfinite(drawn->max()))
      json["high"] = drawn->max() * factor.scale();
  }
  if (facts.base_number)
    json["base"] = *facts.base_number;
  if (facts.base_text)
    json["base"] = *facts.base_text;
  return json;
}

FactorFacts facts_of(const Json& json) {
  FactorFacts facts;
  facts.name = json.at("name");
  facts.column = json.at("column");
  facts.path = json.at("path");
  facts.unit = json.at("unit");
  const std::string kind = json.at("kind");
  facts.kind = kind == "number" ? FactorFacts::Kind::number
               : kind == "text" ? FactorFacts::Kind::text
                                : FactorFacts::Kind::overlay;
  facts.group = json.value("group", "");
  if (json.contains("levels"))
    facts.levels = json.at("levels").get<std::vector<std::string>>();
  facts.quoted.assign(facts.levels.size(), false);
  if (json.contains("quoted"))
    facts.quoted = json.at("quoted").get<std::vector<bool>>();
  if (json.contains("base") && json.at("base").is_number())
    facts.base_number = json.at("base");
  if (json.contains("base") && json.at("base").is_string())
    facts.base_text = json.at("base");
  return facts;
}

Manifest manifest_of(const Json& json) {
  Manifest m;
  m.version = json.at("version");
  m.build = json.value("build", "unknown");
  m.study = json.at("study");
  m.states = json.at("states");
  m.study_sha256 = json.at("study_sha256");
  m.world_sha256 = json.at("world_sha256");
  const Json& design = json.at("design");
  m.design_kind = design.at("kind");
  m.design_size = design.at("size");
  m.design_levels = design.at("levels");
  m.design_sha256 = design.at("sha256");
  m.points = design.at("points");
  for (const Json& factor : json.at("factors"))
    m.factors.emplace_back(facts_of(factor));
  for (const Json& pair : json.at("correlations"))
    m.correlations.push_back({"", {pair.at("a"), pair.at("b")}, pair.at("rank_correlation")});
  m.seed = json.at("seed");
  m.others_drawn = json.at("others") == "drawn";
  m.common_random_numbers = json.at("common_random_numbers");
  m.replications = json.at("replications");
  m.auto_replications = json.at("auto_replications");
  m.runs = json.at("runs");
  m.block = json.at("block");
  for (const Json& output : json.at("outputs"))
    m.outputs.push_back({output.at("name"), output.at("is_date")});
  m.keep_series = json.at("keep_series").get<std::vector<std::string>>();
  m.bottlenecks = json.at("bottlenecks");
  const Json& base = json.at("base");
  m.base_scenario = base.at("scenario");
  m.base_sha256 = base.at("sha256");
  m.sink_unit = base.at("unit");
  m.start = parse_date(base.at("start").get<std::string>());
  m.end = parse_date(base.at("end").get<std::string>());
  return m;
}

}  // namespace

std::string Manifest::json() const {
  Json json = {{"schema", 1},
               {"program", "chokepoint"},
               {"version", version},
               {"build", build},
               {"study", study},
               {"states", states},
               {"study_sha256", study_sha256},
               {"world_sha256", world_sha256},
               {"design",
                {{"kind", design_kind},
                 {"size", design_size},
                 {"levels", design_levels},
                 {"sha256", design_sha256},
                 {"points", points}}}};
  json["factors"] = Json::array();
  for (const Factor& factor : factors)
    json["factors"].push_back(json_of(factor));
  json["correlations"] = Json::array();
  for (const CorrelationSpec& group : correlations) {
    for (std::size_t a = 0; a < group.factors.size(); ++a) {
      for (std::size_t b = a + 1; b < group.factors.size(); ++b)
        json["correlations"].push_back({{"a", group.factors[a]},
                                        {"b", group.factors[b]},
                                        {"rank_correlation", group.rank_correlation}});
    }
  }
  json["seed"] = seed;
  json["others"] = others_drawn ? "drawn" : "point";
  json["common_random_numbers"] = common_random_numbers;
  json["replications"] = replications;
  json["auto_replications"] = auto_replications;
  json["runs"] = runs;
  json["block"] = block;
  json["outputs"] = Json::array();
  for (const Output& output : outputs)
    json["outputs"].push_back({{"name", output.name}, {"is_date", output.is_date}});
  json["keep_series"] = keep_series;
  json["bottlenecks"] = bottlenecks;
  json["base"] = {{"scenario", base_scenario},
                  {"sha256", base_sha256},
                  {"unit", sink_unit},
                  {"start", iso(start)},
                  {"end", iso(end)}};
  return json.dump(2) + "\n";
}

Manifest Manifest::parse(std::string_view text, const std::string& label) {
  try {
    return manifest_of(Json::parse(text));
  } catch (const std::exception&) {
    throw ScenarioError(label +
                        ": expected a manifest of this program's results, found something else or "
                        "a part of one; when it is removed, 'sweep' makes it anew and keeps the "
                        "blocks that are good");
  }
}

std::vector<Date> Manifest::months() const {
  const Timeline timeline(start);
  const Tick horizon = timeline.tick(end);
  std::vector<Date> result;
  for (int month = 0; timeline.month_begin(month) < horizon; ++month)
    result.push_back(timeline.date(timeline.month_begin(month)));
  return result;
}

std::vector<int> Manifest::years() const {
  std::vector<int> result;
  for (const Date month : months()) {
    const int year = static_cast<int>(month.year());
    if (result.empty() || result.back() != year)
      result.push_back(year);
  }
  return result;
}

double days_of(Date date) {
  return static_cast<double>(std::chrono::sys_days(date).time_since_epoch().count());
}

Date date_of_days(double days) {
  return Date(std::chrono::sys_days(std::chrono::days(static_cast<std::int64_t>(days))));
}

}  // namespace chokepoint
