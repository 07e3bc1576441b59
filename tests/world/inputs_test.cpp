// What the baseline is told, and what it is not: numbers with sources, few dates, no outcomes.

#include <algorithm>
#include <functional>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/node_json.hpp"
#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

const Resolved& resolved() {
  return baseline().scenario.resolved;
}

TEST(Inputs, AtLeastFortyNumbersAreUncertain) {
  EXPECT_GE(resolved().uncertain_count(), 40U);
}

/// Conventions are what the model chooses for itself, days and lots, and what another number speaks
/// for. They claim nothing about the world.
bool claims_something(const ResolvedValue& value) {
  return !value.unit.empty() && value.from_file && value.source_kind != "convention";
}

TEST(Inputs, EveryNumberOfAFileHasASourceAndARange) {
  const std::vector<std::string> known = baseline().document.sources().names();
  int numbers = 0;
  int cited = 0;
  for (const ResolvedValue& value : resolved().values()) {
    if (!claims_something(value))
      continue;
    SCOPED_TRACE(value.path);
    ++numbers;
    EXPECT_NE(std::find(known.begin(), known.end(), value.source), known.end()) << value.source;
    EXPECT_NE(value.source, "textbook");
    EXPECT_FALSE(resolved().place(value).empty());
    EXPECT_TRUE(value.uncertain || !value.range.empty());
    const bool assumed = value.source == "assumption";
    cited += assumed ? 0 : 1;
    // Who states no date cannot be held to having known it then.
    EXPECT_TRUE(assumed || !value.as_of.empty());
  }
  EXPECT_GE(numbers, 300);
  EXPECT_GE(cited, 100);
}

TEST(Inputs, NoNumberIsLeftToTheProgram) {
  for (const ResolvedValue& value : resolved().values()) {
    EXPECT_TRUE(value.from_file || value.unit.empty())
        << value.path << " is " << value.value << " by default";
  }
}

TEST(Inputs, OnlyStructureIsAMatterOfResolution) {
  static const std::regex structure(
      ".*\\.(planning_day|planning_minute|lots_per_order|smallest_(site|"
      "order|lot|contract|"
      "share|order_share|lot_share)"
      ")");
  int seen = 0;
  for (const ResolvedValue& value : resolved().values()) {
    const bool structural = std::regex_match(value.path, structure);
    EXPECT_EQ(value.source == "resolution", structural) << value.path << ": " << value.source;
    seen += structural ? 1 : 0;
  }
  EXPECT_GT(seen, 0);
}

/// How often a firm plans decides how fast it grows, and nobody publishes it.
TEST(Inputs, HowOftenAFirmPlansIsAnAssumptionWithARange) {
  static const std::regex rhythm(".*\\.(plans_every|idle_plans_every|order_every)");
  int seen = 0;
  for (const ResolvedValue& value : resolved().values()) {
    if (!std::regex_match(value.path, rhythm))
      continue;
    SCOPED_TRACE(value.path);
    EXPECT_EQ(value.source, "assumption");
    EXPECT_FALSE(value.range.empty());
    EXPECT_FALSE(value.why.empty());
    ++seen;
  }
  EXPECT_GT(seen, 50);
}

/// What another number says is counted there, and only there: nothing else may be called
/// bookkeeping.
TEST(Inputs, OnlyZerosAndOnesThatAnotherNumberSpeaksForAreBookkeeping) {
  static const std::regex nothing_of_its_own(
      ".*\\.nodes\\.[^.]+\\.euv_(tools|on_order|installing)|.*\\.other_ai_services\\.training_"
      "share");
  static const std::regex unit_of_measure(".*\\.first_price|.*\\.nodes\\.[^.]+\\.usable_tools");
  int seen = 0;
  for (const ResolvedValue& value : resolved().values()) {
    if (value.source != "bookkeeping")
      continue;
    SCOPED_TRACE(value.path);
    const bool nothing = std::regex_match(value.path, nothing_of_its_own);
    EXPECT_TRUE(nothing || std::regex_match(value.path, unit_of_measure));
    EXPECT_EQ(std::stod(value.value), nothing ? 0 : 1);
    EXPECT_FALSE(value.why.empty());
    // The part of tools that is usable says nothing only where no layer needs one.
    if (const std::string end = ".usable_tools"; value.path.ends_with(end)) {
      const std::string node = value.path.substr(0, value.path.size() - end.size());
      for (const ResolvedValue& layers : resolved().values()) {
        if (layers.path == node + ".euv_layers") {
          EXPECT_EQ(std::stod(layers.value), 0);
        }
      }
    }
    ++seen;
  }
  EXPECT_GT(seen, 0);
}

/// Every declared key of that form, as "kind | key".
std::set<std::string> declared(KeySpec::Form form, const std::string& section) {
  std::set<std::string> found;
  const Registry registry = world_registry();
  for (const Registry::Kind& kind : registry.kinds()) {
    if (kind.section != section)
      continue;
    const std::function<void(const std::vector<KeySpec>&, const std::string&)> walk =
        [&](const std::vector<KeySpec>& keys, const std::string& prefix) {
          for (const KeySpec& key : keys) {
            if (key.form == form)
              found.insert(std::string(kind.name).append(" | ").append(prefix + key.key) + " | " +
                           key.unit);
            const char* const of_each = key.form == KeySpec::Form::list ? "[]." : ".";
            walk(key.children, std::string(prefix).append(key.key).append(of_each));
          }
        };
    walk(describe(registry, section, kind.name), "");
  }
  return found;
}

/// Rows of the page's table below a heading, as "kind | key | unit".
std::set<std::string> listed(const std::string& heading) {
  std::istringstream page(content(repository() / "docs/reference/exogenous-keys.md"));
  static const std::regex row(R"re(\| `([^`]+)` \| `([^`]+)` \| ([^ |]+) \|.*)re");
  std::set<std::string> rows;
  std::string line;
  std::string section;
  while (std::getline(page, line)) {
    if (line.rfind("## ", 0) == 0)
      section = line.substr(3);
    std::smatch match;
    if (section == heading && std::regex_match(line, match, row))
      rows.insert(match[1].str() + " | " + match[2].str() + " | " + match[3].str());
  }
  return rows;
}

TEST(Inputs, OnlyTheListedKeysMayChangeByThemselves) {
  EXPECT_EQ(declared(KeySpec::Form::profile, "actors"), listed("Actors"));
  EXPECT_EQ(declared(KeySpec::Form::profile, "parts"), listed("Parts"));
}

TEST(Inputs, WhatTheProgramPrintsAsExogenousIsWhatVaries) {
  std::size_t varying = 0;
  const std::string printed = resolved().exogenous_list();
  // What was decided before the start, and where the lines of a node stand.
  static const std::regex by_date(R"(under_way\.\d{4}-\d{2}-\d{2}\.|nodes\.\w+\.abroad)");
  for (const ResolvedValue& value : resolved().values()) {
    EXPECT_TRUE(value.exogenous || !value.time_varying) << value.path;
    const bool is_dated = !value.unit.empty() && std::regex_search(value.path, by_date);
    EXPECT_EQ(printed.find(value.path + ": ") != std::string::npos, value.exogenous || is_dated)
        << value.path;
    varying += value.time_varying ? 1 : 0;
  }
  EXPECT_GE(varying, 10U);
}

/// Every plain value of the merged scenario, with its path; names of entries are left out.
void for_each_scalar(const Node& node, const std::string& path,
                     const std::function<void(const std::string&, const Node&)>& see) {
  if (node.is_scalar())
    see(path, node);
  for (const Node& item : node.items)
    for_each_scalar(item, path + "[]", see);
  for (const Member& member : node.members)
    for_each_scalar(member.value, path.empty() ? member.key : path + "." + member.key, see);
}

TEST(Inputs, HoldNoDateButThoseOfTheListBelow) {
  const std::map<std::string, std::string> allowed{
      {"start", "first day of the run"},
      {"end", "the day at whose beginning the run ends"},
      {"actors[].rooms_under_way[].opens", "clean rooms decided before the start"},
      {"actors[].nodes[].rooms_under_way[].opens", "clean rooms decided before the start"},
      {"actors[].nodes[].abroad[].from", "where lines of a node stand, not how many there are"},
      {"actors[].under_way[].opens", "specialists whose training was decided before the start"},
      // Exogenous series, each under a key of docs/reference/exogenous-keys.md:
      {"actors[].generations[].share.linear[][]", "technology roadmap"},
      {"actors[].nodes[].euv_layers.linear[][]", "technology roadmap"},
      {"actors[].euv_layers.linear[][]", "technology roadmap"},
      {"actors[].hbm.euv_layers.linear[][]", "technology roadmap"},
      {"actors[].throughput.linear[][]", "technology roadmap"},
      {"actors[].price.linear[][]", "technology roadmap: prices by which nothing is decided"},
      {"actors[].tools.linear[][]", "fabs outside the story"},
      {"actors[].tool_sets.linear[][]", "fabs outside the story"},
      {"actors[].other_use.linear[][]", "packages for customers outside the world"},
      {"actors[].needs[].demand.linear[][]", "consumers before price"},
      {"actors[].population.linear[][]", "workers who could do it"},
      {"actors[].growth.linear[][]", "willingness to pay"},
      {"actors[].discovery.steps[][]", "willingness to pay"},
      {"actors[].own_cash.linear[][]", "patience of shareholders"},
      {"actors[].raises.linear[][]", "patience of investors"},
  };
  static const std::regex date(R"(\d{4}-\d{2}-\d{2}.*)");
  for_each_scalar(baseline().document.root(), "", [&](const std::string& path, const Node& node) {
    if (std::regex_match(node.text, date)) {
      EXPECT_TRUE(allowed.contains(path)) << path << " is " << node.text;
    }
  });
  // Outages, prepaid rights, laws, moderators of demand and events are for overlays; the baseline
  // has none.
  for (const std::string& key : declared(KeySpec::Form::date, "actors")) {
    const bool is_outage = key.find(" | outages[].") != std::string::npos;
    const bool is_pipeline = key.find("under_way[].opens") != std::string::npos;
    const bool is_right = key.find(" | prepaid_rights.") != std::string::npos;
    const bool is_law = key.find(" | export_rules[].") != std::string::npos ||
                        key.find(" | subsidy.") != std::string::npos;
    const bool is_demand = key.find(" | moderators.") != std::string::npos;
    const bool is_place = key.find("nodes[].abroad[].from") != std::string::npos;
    EXPECT_TRUE(is_outage || is_pipeline || is_right || is_law || is_demand || is_place) << key;
  }
}

TEST(Inputs, RoomsUnderWayWereDecidedBeforeTheStart) {
  const Node* actors = baseline().document.root().find("actors");
  ASSERT_NE(actors, nullptr);
  const Timeline& timeline = baseline().scenario.timeline;
  int rooms = 0;
  const auto check = [&](const Node& fab, const std::string& path) {
    const Node* list = fab.find("rooms_under_way");
    if (list == nullptr)
      return;
    const ResolvedValue* lead = resolved().find(path + ".room_lead");
    ASSERT_NE(lead, nullptr) << path;
    const int lead_months = std::stoi(lead->value);  // "31 months 5824 minutes"
    ASSERT_NE(lead->value.find("month"), std::string::npos) << lead->value;
    for (const Node& room : list->items) {
      ++rooms;
      const Tick opens = timeline.tick(parse_date(room.find("opens")->text));
      EXPECT_LE(opens, timeline.after(0, Duration{.months = lead_months + 1}))
          << path << " " << room.find("opens")->text;
    }
  };
  for (const Node& actor : actors->items) {
    const std::string path = "actors." + std::string(entry_name(actor));
    check(actor, path);
    if (const Node* nodes = actor.find("nodes")) {
      for (const Node& node : nodes->items)
        check(node, path + ".nodes." + std::string(entry_name(node)));
    }
  }
  EXPECT_GT(rooms, 3);
}

TEST(Inputs, NameNoOutcome) {
  static const std::regex outcome(
      "bottleneck|binding|binds|unmet|shortage|scarce|added_gw|online_(gw|20)|gw_20|(^|_)20[23][0-"
      "9]");
  const std::function<void(const Node&, const std::string&)> walk = [&](const Node& node,
                                                                        const std::string& path) {
    for (const Node& item : node.items)
      walk(item, path);
    for (const Member& member : node.members) {
      EXPECT_FALSE(std::regex_search(member.key, outcome)) << path << "." << member.key;
      walk(member.value, path + "." + member.key);
    }
  };
  walk(baseline().document.root(), "");
  // Nor does the code offer a key for one.
  const Registry registry = world_registry();
  for (const Registry::Kind& kind : registry.kinds()) {
    for (const KeySpec& key : describe(registry, kind.section, kind.name))
      EXPECT_FALSE(std::regex_search(key.key, outcome)) << kind.name << "." << key.key;
  }
}

bool accepted(const nlohmann::json& document, std::string* why = nullptr) {
  static const nlohmann::json text = nlohmann::json::parse(json_schema(world_registry()));
  valijson::Schema schema;
  valijson::SchemaParser().populateSchema(valijson::adapters::NlohmannJsonAdapter(text), schema);
  valijson::ValidationResults results;
  valijson::Validator validator;
  const valijson::adapters::NlohmannJsonAdapter adapter(document);
  const bool ok = validator.validate(schema, adapter, &results);
  valijson::ValidationResults::Error error;
  while (why != nullptr && results.popError(error)) {
    for (const std::string& step : error.context)
      *why += step;
    *why += ": " + error.description + "\n";
  }
  return ok;
}

TEST(Inputs, ThePrintedSchemaAcceptsTheBaselineAndRefusesABrokenOne) {
  nlohmann::json good = chokepoint::testing::to_json(baseline().document.root());
  good["chokepoint"] = 1;  // the format, which loading takes off
  std::string why;
  EXPECT_TRUE(accepted(good, &why)) << why;

  // `defaults` may give what an entry needs.
  nlohmann::json market = {{"defaults", {{"lab", {{"catch_up", "12 month"}}}}},
                           {"actors", {{{"name", "a"}, {"kind", "lab"}}}}};
  EXPECT_TRUE(accepted(market, &why)) << why;
  market["actors"][0].erase("name");
  EXPECT_FALSE(accepted(market));

  nlohmann::json no_end = good;
  no_end.erase("end");
  EXPECT_FALSE(accepted(no_end));
  nlohmann::json with_defaults = good;
  with_defaults["defaults"]["lab"]["catch_up"] = "12 month";
  with_defaults["defaults"]["foundry"]["nodes"]["euv_tools"] = "1 tool";
  EXPECT_TRUE(accepted(with_defaults, &why)) << why;
  with_defaults["defaults"]["lab"]["bottleneck"] = "cowos";
  EXPECT_FALSE(accepted(with_defaults));
  nlohmann::json unknown_key = good;
  unknown_key["actors"][0]["bottleneck"] = "cowos";
  EXPECT_FALSE(accepted(unknown_key));
  nlohmann::json unknown_kind = good;
  unknown_kind["actors"][0]["kind"] = "oracle";
  EXPECT_FALSE(accepted(unknown_kind));
  nlohmann::json wrong_type = good;
  wrong_type["actors"][0]["region"] = nlohmann::json::array();
  EXPECT_FALSE(accepted(wrong_type));
}

}  // namespace
}  // namespace chokepoint::models
