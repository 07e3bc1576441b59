// Every number of the baseline can be traced: to a source, to a reason, or to a listed default.

#include <filesystem>
#include <regex>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "sim/scenario/node.hpp"
#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

const Resolved& resolved() {
  return baseline().scenario.resolved;
}

TEST(Sources, EveryAssumptionSaysWhy) {
  for (const ResolvedValue& value : resolved().values()) {
    if (value.from_file && !value.unit.empty() && value.source == "assumption") {
      EXPECT_FALSE(value.why.empty()) << value.path;
    }
  }
}

/// Names of the form F-L4, PD-G16, S30 in a text.
std::set<std::string> source_names_in(const std::string& text) {
  static const std::regex name(R"(\b(F-[A-Z]\d+|PD-[A-Z]\d+|S\d{1,3})\b)");
  const std::sregex_iterator begin(text.begin(), text.end(), name);
  std::set<std::string> names;
  for (auto match = begin; match != std::sregex_iterator(); ++match)
    names.insert(match->str());
  return names;
}

TEST(Sources, EverySourceNamedAnywhereIsInTheTableAndEveryEntryIsNamedSomewhere) {
  std::set<std::string> named{"resolution"};
  const auto see = [&](const std::filesystem::path& folder, const std::string& extension) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.path().extension() == extension && entry.path().filename() != "sources.yaml")
        named.merge(source_names_in(content(entry.path())));
    }
  };
  see(repository() / "scenarios", ".yaml");
  see(repository() / "docs", ".md");
  named.merge(source_names_in(content(repository() / "README.md")));
  std::set<std::string> table;
  for (const std::string& name : baseline().document.sources().names()) {
    if (name != "textbook" && name != "assumption" && name != "command line")
      table.insert(name);
  }
  EXPECT_EQ(named, table);
}

/// The key of a path without actor and names of entries: "actors.tsmc.nodes.n3.lots" is
/// "nodes.lots".
std::string key_of(const std::string& path, const std::string& actor) {
  static const std::set<std::string> lists{"nodes", "needs", "generations"};
  std::istringstream steps(path.substr(std::string("actors.").size() + actor.size() + 1));
  std::string key;
  bool entry = false;
  for (std::string step; std::getline(steps, step, '.');) {
    if (!entry)
      key += (key.empty() ? "" : ".") + step;
    entry = !entry && lists.contains(step);
  }
  return key;
}

/// Rows "| `key` | `value` | ... |" of the page of defaults.
std::set<std::string> listed_defaults() {
  std::istringstream page(content(repository() / "docs/reference/defaults.md"));
  static const std::regex row(R"re(\| `([^`]+)` \| `([^`]+)` \|.*)re");
  std::set<std::string> rows;
  for (std::string line; std::getline(page, line);) {
    std::smatch match;
    if (std::regex_match(line, match, row))
      rows.insert(match[1].str() + " = " + match[2].str());
  }
  return rows;
}

TEST(Sources, WhatTheCodeDecidesForMakersOfChipsAndToolsIsListed) {
  static const std::set<std::string> kinds{
      "accelerator_vendor", "consumer_market", "fab_tool_maker",  "foundry",
      "memory_vendor",      "module_supplier", "packaging_house", "tool_maker"};
  const std::set<std::string> listed = listed_defaults();
  int seen = 0;
  for (const Node& actor : baseline().document.root().find("actors")->items) {
    if (!kinds.contains(actor.find("kind")->text))
      continue;
    const std::string name(entry_name(actor));
    const std::string prefix = "actors." + name + ".";
    for (const ResolvedValue& value : resolved().values()) {
      if (value.from_file || value.unit.empty() || value.path.rfind(prefix, 0) != 0)
        continue;
      const bool plain = value.unit == "1" || value.unit == "duration";
      const std::string row =
          key_of(value.path, name) + " = " + value.value + (plain ? "" : " " + value.unit);
      EXPECT_TRUE(listed.contains(row)) << value.path << ": " << row;
      ++seen;
    }
  }
  EXPECT_GT(seen, 20);
}

}  // namespace
}  // namespace chokepoint::models
