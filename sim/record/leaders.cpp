#include "sim/record/leaders.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/record/headline.hpp"
#include "sim/record/text_table.hpp"

namespace chokepoint {

namespace {

constexpr std::array<const char*, 3> kLeaderKeys = {"effect", "cause", "root"};
constexpr std::array<const char*, 3> kLeaderLines = {
    "first of what came less in a year, % of worlds",
    "first of what was lost for a shortage of a year, whenever it came less, % of worlds",
    "first of why it was no bigger, % of worlds"};

/// The name of the largest; `demand` where there is none.
template <class Parts, class Name, class Size>
std::string largest(const Parts& parts, Name name, Size size) {
  const auto found = std::max_element(
      parts.begin(), parts.end(), [&](const auto& a, const auto& b) { return size(a) < size(b); });
  return found == parts.end() || size(*found) <= 0 ? "demand" : name(*found);
}

/// How many worlds have each name first, by name and year.
using Counts = std::map<std::string, std::map<int, int>>;
Counts counted(const std::vector<Leaders>& worlds, std::size_t by) {
  Counts counts;
  for (const Leaders& world : worlds) {
    for (const auto& [year, names] : world.first)
      ++counts[names[by]][year];
  }
  return counts;
}

int years_led(const std::map<int, int>& years) {
  int sum = 0;
  for (const auto& [year, count] : years)
    sum += count;
  return sum;
}

/// Whether a row of its own tells something: first in a twentieth of the worlds of some year.
bool ever_often(const std::map<int, int>& years, std::size_t worlds) {
  return std::any_of(years.begin(), years.end(), [&](const auto& year) {
    return 20 * static_cast<std::size_t>(year.second) >= worlds;
  });
}

}  // namespace

Leaders leaders_of(const RunResult& result) {
  Leaders leaders;
  std::map<int, std::map<std::string, double>> lost;
  for (const MatrixCell& cell : result.matrix)
    lost[cell.cause_year][cell.constraint] += cell.lost;
  for (const YearSummary& year : result.years) {
    leaders.first[year.year] = {largest(
                                    year.shares, [](const auto& part) { return part.constraint; },
                                    [](const auto& part) { return part.share; }),
                                largest(
                                    lost[year.year], [](const auto& part) { return part.first; },
                                    [](const auto& part) { return part.second; }),
                                largest(
                                    year.roots, [](const auto& part) { return part.cause; },
                                    [](const auto& part) { return part.share; })};
  }
  return leaders;
}

std::string leaders_text(const std::vector<Leaders>& worlds) {
  if (worlds.empty())
    return "";
  std::string text;
  for (std::size_t by = 0; by < kLeaderKeys.size(); ++by) {
    const Counts counts = counted(worlds, by);
    std::vector<std::pair<std::string, std::map<int, int>>> rows(counts.begin(), counts.end());
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
      return years_led(a.second) > years_led(b.second);
    });
    TextTable table;
    std::vector<std::string> head = {""};
    for (const auto& [year, names] : worlds.front().first)
      head.push_back(std::to_string(year));
    table.add(head);
    std::map<int, int> others;
    const auto add = [&](const std::string& label, const std::map<int, int>& years) {
      std::vector<std::string> line = {label};
      for (const auto& [year, names] : worlds.front().first) {
        const auto found = years.find(year);
        const double part =
            found == years.end() ? 0 : 100.0 * found->second / static_cast<double>(worlds.size());
        line.push_back(part < 0.5 ? "·" : std::to_string(std::lround(part)));
      }
      table.add(line);
    };
    for (const auto& [name, years] : rows) {
      if (ever_often(years, worlds.size())) {
        add(label_of({}, name), years);
        continue;
      }
      for (const auto& [year, count] : years)
        others[year] += count;
    }
    if (!others.empty())
      add("others", others);
    text += (by == 0 ? "" : "\n") + std::string(kLeaderLines[by]) + "\n" + table.text();
  }
  return text;
}

void write_leaders(JsonText& json, const std::vector<Leaders>& worlds) {
  json.begin_object();
  for (std::size_t by = 0; by < kLeaderKeys.size(); ++by) {
    json.key(kLeaderKeys[by]).begin_object();
    std::map<int, std::map<std::string, double>> years;
    for (const auto& [name, of_year] : counted(worlds, by)) {
      for (const auto& [year, count] : of_year)
        years[year][name] = static_cast<double>(count) / static_cast<double>(worlds.size());
    }
    for (const auto& [year, parts] : years) {
      json.key(std::to_string(year)).begin_object();
      for (const auto& [name, part] : parts)
        json.key(name).value(part);
      json.end_object();
    }
    json.end_object();
  }
  json.end_object();
}

}  // namespace chokepoint
