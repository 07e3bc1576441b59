// Labs, operators and regions of a comparison.

#include <algorithm>
#include <cmath>
#include <set>

#include "sim/record/comparison.hpp"

namespace chokepoint {

namespace {

const WorldFigures::Group* find_group(const WorldFigures& run, const GroupName& group) {
  for (const WorldFigures::Group& one : run.groups) {
    if (one.by == group.by && one.name == group.name)
      return &one;
  }
  return nullptr;
}

}  // namespace

std::vector<GroupName> groups_of(const Comparison& comparison, std::size_t world) {
  std::set<GroupName> names;
  for (const std::size_t w : {std::size_t{0}, world}) {
    for (const WorldFigures& run : comparison.worlds[w].runs) {
      for (const WorldFigures::Group& group : run.groups)
        names.insert({group.by, group.name});
    }
  }
  return {names.begin(), names.end()};
}

bool has_group(const ComparedWorld& world, const GroupName& group) {
  return std::any_of(world.runs.begin(), world.runs.end(),
                     [&](const WorldFigures& run) { return find_group(run, group) != nullptr; });
}

double group_value(const WorldFigures& run, const GroupName& group, std::size_t year) {
  const WorldFigures::Group* found = find_group(run, group);
  return found == nullptr ? 0 : found->years[year];
}

void add_rest(WorldFigures& figures, std::string_view by) {
  constexpr double kRounding = 1e-9;
  WorldFigures::Group rest{std::string(by), kLabsLessOperators, {}};
  for (const WorldFigures::Year& year : figures.years)
    rest.years.push_back(year.online);
  bool told = false;
  for (const WorldFigures::Group& group : figures.groups) {
    for (std::size_t y = 0; group.by == by && y < rest.years.size(); ++y) {
      rest.years[y] -= group.years[y];
      told = true;
    }
  }
  const bool adds_up = std::all_of(rest.years.begin(), rest.years.end(),
                                   [](double year) { return std::abs(year) < kRounding; });
  if (told && !adds_up)
    figures.groups.push_back(std::move(rest));
}

}  // namespace chokepoint
