// Who makes what a comparison counts, firm by firm and by the region where these are at home.

#include <set>

#include "sim/record/comparison.hpp"

namespace chokepoint {

namespace {

bool is_told(const Comparison& comparison, std::size_t measure) {
  return measure < comparison.measures.size() && comparison.measures[measure].by_maker;
}

}  // namespace

std::vector<PartOfMeasure> parts_of_measures(const Comparison& comparison, std::size_t world) {
  std::set<PartOfMeasure> parts;
  for (const std::size_t w : {std::size_t{0}, world}) {
    for (const WorldFigures& run : comparison.worlds[w].runs) {
      for (const WorldFigures::Member& member : run.members) {
        if (!is_told(comparison, member.measure))
          continue;
        parts.insert({member.measure, "maker", member.entity});
        if (!member.region.empty())
          parts.insert({member.measure, "region", member.region});
      }
    }
  }
  return {parts.begin(), parts.end()};
}

double part_value(const Comparison& comparison, const WorldFigures& run, const PartOfMeasure& part,
                  std::size_t year) {
  double sum = 0;
  for (const WorldFigures::Member& member : run.members) {
    const std::string& name = part.by == "region" ? member.region : member.entity;
    if (member.measure == part.measure && name == part.name)
      sum +=
          year_of_months(comparison, member.months, comparison.measures[part.measure].kind, year);
  }
  return sum;
}

}  // namespace chokepoint
