// What a key allows, a run can do: every numeric key of the baseline's firms at the ends of what it
// declares.

#include <map>
#include <set>
#include <sstream>
#include <utility>

#include <gtest/gtest.h>

#include "sim/base/text.hpp"
#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

std::vector<std::string> steps_of(const std::string& path) {
  std::vector<std::string> steps;
  std::istringstream in(path);
  for (std::string step; std::getline(in, step, '.');)
    steps.push_back(step);
  return steps;
}

/// The key that a path leads to, from that step on; nullptr when it is no number of its own.
const KeySpec* key_at(const std::vector<KeySpec>& keys, const std::vector<std::string>& steps,
                      std::size_t at) {
  for (const KeySpec& key : keys) {
    if (at >= steps.size() || key.key != steps[at])
      continue;
    if (key.form == KeySpec::Form::group)
      return key_at(key.children, steps, at + 1);
    if (key.form == KeySpec::Form::list)
      return key_at(key.children, steps, at + 2);
    return &key;
  }
  return nullptr;
}

/// Zero, and the least and the most that the key declares.
std::vector<std::string> ends_of(const KeySpec& key) {
  using Form = KeySpec::Form;
  if (key.form == Form::duration)
    return {"0 days", key.least};
  if (key.form != Form::number && key.form != Form::count && key.form != Form::profile &&
      key.form != Form::distribution && key.form != Form::table)
    return {};
  const std::string unit = key.unit == "1" ? "" : " " + key.unit;
  std::set<double> ends{0.0};
  for (const auto& end : {key.bounds.min, key.bounds.max}) {
    if (end)
      ends.insert(*end);
  }
  std::vector<std::string> texts;
  for (const double end : ends)
    texts.push_back(shortest(end) + unit);
  return texts;
}

/// What went wrong with that setting in a year: nothing when the scenario is refused or runs.
std::string fault_of(const std::string& setting) {
  try {
    const Plan plan = read_plan({repository() / "scenarios/baseline.yaml"}, {.deterministic = true},
                                {"end=2023-01-01", setting});
    World world(plan.scenario);
    world.run();
    if (world.trace().unexplained() > 0)
      return "something is unexplained";
  } catch (const ScenarioError&) {
    return "";
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

TEST(Bounds, WhatAKeyAllowsARunCanDo) {
  std::map<std::string, std::vector<KeySpec>> kinds;
  std::set<const KeySpec*> seen;
  std::vector<std::pair<const KeySpec*, std::string>> places;  // of each key the first
  for (const Scenario::Entry& entry : baseline().scenario.entries) {
    if (!kinds.contains(entry.kind))
      kinds[entry.kind] = describe(world_registry(), entry.section, entry.kind);
    for (const ResolvedValue& value : baseline().scenario.resolved.values()) {
      const std::vector<std::string> steps = steps_of(value.path);
      if (steps.size() < 3 || steps[1] != entry.name)
        continue;
      const KeySpec* const key = key_at(kinds[entry.kind], steps, 2);
      if (key != nullptr && seen.insert(key).second)
        places.emplace_back(key, value.path);
    }
  }
  EXPECT_GT(places.size(), 200U);
  for (const auto& [key, path] : places) {
    for (const std::string& end : ends_of(*key)) {
      const std::string setting = std::string(path).append("=").append(end);
      EXPECT_EQ(fault_of(setting), "") << setting;
    }
  }
}

}  // namespace
}  // namespace chokepoint::models
