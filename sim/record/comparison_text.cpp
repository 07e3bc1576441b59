// What `compare` prints.

#include <algorithm>
#include <cmath>

#include "sim/record/comparison.hpp"
#include "sim/record/comparison_story.hpp"
#include "sim/record/text_cells.hpp"
#include "sim/record/year_columns.hpp"

namespace chokepoint {

namespace {

using Year = WorldFigures::Year;

constexpr double kMillion = 1e6;

std::string signed_number(double number) {
  if (std::abs(number) < 0.005)
    return "0";
  return (number > 0 ? "+" : "-") + readable(std::abs(number));
}

std::string binding_text(const ComparedWorld& world, std::size_t year) {
  const std::vector<ConstraintShare> shares = shares_of(world, year);
  if (shares.empty() || shares.front().share <= 0)
    return "";
  return shares.front().constraint + " " + std::to_string(std::lround(100 * shares.front().share)) +
         " %";
}

Compared year_of(const Comparison& comparison, std::size_t world, std::size_t y,
                 double Year::*value) {
  const auto read = [&](const WorldFigures& run) { return run.years[y].*value; };
  return compared(over_seeds(comparison.worlds[world], read),
                  over_seeds(comparison.worlds.front(), read));
}

/// What binds in both worlds: beside the numbers, or below them where there is no room.
std::string binds_text(const std::string& base, const std::string& here, bool beside) {
  constexpr int kBindsWidth = 28;
  if (beside)
    return "   " + pad_right(base, kBindsWidth) + here + "\n";
  std::string out = "\n";
  if (!base.empty())
    out += "      base: " + base + "\n";
  return here.empty() ? out : out + "      here: " + here + "\n";
}

std::string years_table(const Comparison& comparison, std::size_t world, int width) {
  constexpr int kRoomForBoth = 110;
  const bool many = comparison.seeds.size() > 1;
  const bool beside = width >= kRoomForBoth;
  const bool compute = comparison.unit == "GW";
  std::string out = "Year  " + pad_left(compute ? "online" : "arrived", 10) +
                    "       of base     added       of base";
  out += beside ? "   binds in the base           binds here\n" : "\n";
  for (std::size_t y = 0; y < comparison.years.size(); ++y) {
    const Compared online = year_of(comparison, world, y, &Year::online);
    const Compared added = year_of(comparison, world, y, &Year::added);
    out += pad_right(std::to_string(comparison.years[y]), 6);
    out += pad_left(readable(online.value), 10) + pad_left(signed_number(*online.difference), 14);
    out += pad_left(readable(added.value), 10) + pad_left(signed_number(*added.difference), 14);
    const std::string binds = binds_text(binding_text(comparison.worlds.front(), y),
                                         binding_text(comparison.worlds[world], y), beside);
    std::string between;
    if (many) {
      between = pad_right("", 16);
      between += pad_left("[" + signed_number(*online.difference_low) + ", " +
                              signed_number(*online.difference_high) + "]",
                          14);
      between += pad_left("", 10);
      between += pad_left("[" + signed_number(*added.difference_low) + ", " +
                              signed_number(*added.difference_high) + "]",
                          14) +
                 "\n";
    }
    out += beside ? binds + between : "\n" + between + binds.substr(1);
  }
  return out;
}

/// Who has how much less, year by year.
std::string losers_text(const Comparison& comparison, std::size_t world, int width) {
  const std::vector<GroupName> groups = groups_of(comparison, world);
  if (groups.empty() || comparison.years.empty())
    return "";
  std::vector<std::string> columns = year_headings(comparison.years);
  columns.emplace_back("part");
  YearColumns table("Online at year's end, of base", columns);
  std::string by;
  for (const GroupName& group : groups) {
    if (group.name == kLabsLessOperators)
      continue;  // the same in both worlds
    if (group.by != by) {
      by = group.by;
      table.add("  by " + by, {});
    }
    std::vector<std::string> cells;
    Compared number;
    for (std::size_t y = 0; y < comparison.years.size(); ++y) {
      const auto read = [&](const WorldFigures& run) { return group_value(run, group, y); };
      number = compared(over_seeds(comparison.worlds[world], read),
                        over_seeds(comparison.worlds.front(), read));
      cells.push_back(signed_number(*number.difference));
    }
    const double there = number.value - *number.difference;
    const double part = there > 0 ? number.value / there : 1;
    if (!has_group(comparison.worlds.front(), group))
      cells.emplace_back("new");
    else if (!has_group(comparison.worlds[world], group))
      cells.emplace_back("gone");
    else
      cells.push_back(std::to_string(std::lround(100 * part)) + " %");
    table.add("    " + group.name, std::move(cells));
  }
  return table.text(width);
}

std::string measures_text(const Comparison& comparison, std::size_t world, int width) {
  if (comparison.worlds[world].runs.front().measures.empty())
    return "";
  YearColumns table("Part of the base, %", year_headings(comparison.years));
  bool none = true;
  for (std::size_t i = 0; i < comparison.measures.size(); ++i) {
    const bool lack = comparison.measures[i].kind == Measure::Kind::lack;
    std::vector<std::string> cells;
    bool any = false;
    for (std::size_t y = 0; y < comparison.years.size(); ++y) {
      const auto read = [&](const WorldFigures& run) { return year_value(comparison, run, i, y); };
      const double here = compared(over_seeds(comparison.worlds[world], read), {}).value;
      const double there = compared(over_seeds(comparison.worlds.front(), read), {}).value;
      any = any || (lack ? here : there) > 0;
      if (lack)
        cells.push_back(readable(here));
      else
        cells.push_back(there > 0 ? std::to_string(std::lround(100 * here / there)) : "");
    }
    none = none && !any;
    if (any)
      table.add(comparison.measures[i].title + std::string(lack ? ", GW" : ""), std::move(cells));
  }
  return none ? "" : table.text(width);
}

/// The same of those who are at home in one region.
std::string regions_text(const Comparison& comparison, std::size_t world, int width) {
  YearColumns table("Part of the base, by region, %", year_headings(comparison.years));
  bool none = true;
  std::optional<std::size_t> measure;
  for (const PartOfMeasure& part : parts_of_measures(comparison, world)) {
    if (part.by != "region")
      continue;
    std::vector<std::string> cells;
    for (std::size_t y = 0; y < comparison.years.size(); ++y) {
      const auto read = [&](const WorldFigures& run) {
        return part_value(comparison, run, part, y);
      };
      const double here = compared(over_seeds(comparison.worlds[world], read), {}).value;
      const double there = compared(over_seeds(comparison.worlds.front(), read), {}).value;
      cells.push_back(there > 0 ? std::to_string(std::lround(100 * here / there)) : "");
    }
    if (measure != part.measure)
      table.add("  " + std::string(comparison.measures[part.measure].title), {});
    measure = part.measure;
    none = false;
    table.add("    " + part.name, std::move(cells));
  }
  return none ? "" : table.text(width);
}

std::string events_text(const ComparedWorld& world) {
  std::string out;
  for (const EventSpan& event : event_spans(world)) {
    const EventNote& note = event.note;
    out += "  " + note.name + " (" + note.kind + ") ";
    if (!event.drawn)
      out += "from " + iso(note.from) + (note.to ? " to " + iso(*note.to) : ", never over");
    else
      out += "on drawn dates, in " + std::to_string(event.seeds) + " of " +
             std::to_string(world.runs.size()) + " seeds, first on " + iso(note.from) +
             (note.from == event.last_from ? "" : " to " + iso(event.last_from));
    if (note.cost_usd > 0)
      out += ", costs " + readable(note.cost_usd / kMillion) + " million usd";
    out += "\n";
  }
  return out.empty() ? out : out + "\n";
}

/// Says so where what happens in all runs is what happens in those of a world before it.
std::string same_as_text(const Comparison& comparison, std::size_t world, int width) {
  const auto& runs = comparison.worlds[world].runs;
  for (std::size_t other = 0; other < world; ++other) {
    const bool same =
        std::equal(runs.begin(), runs.end(), comparison.worlds[other].runs.begin(),
                   comparison.worlds[other].runs.end(),
                   [](const auto& a, const auto& b) { return a.fingerprint == b.fingerprint; });
    if (!same)
      continue;
    std::string out = "Nothing differs from " + comparison.worlds[other].name + ", order by order";
    if (other == 0)
      out += ": what is laid on it strikes nothing that was made, ordered or on its way";
    return wrapped(out + ".", width) + "\n\n";
  }
  return "";
}

/// What each preparation brings and what for.
std::string preparations_text(const Comparison& comparison, int width) {
  constexpr int kNameWidth = 50;
  constexpr int kRoomForAll = 110;
  const std::vector<Preparation> prepared = preparations(comparison);
  if (prepared.empty())
    return "";
  const bool many = comparison.seeds.size() > 1;
  const auto or_none = [](const std::optional<double>& number) {
    return number ? signed_number(*number) : std::string("-");
  };
  std::string out =
      "\n" +
      wrapped("What each preparation brings, in " + comparison.unit +
                  "-years: in all, for 1,000 million usd, for 1,000 wafers; its cost, million usd",
              width) +
      "\n";
  for (const Preparation& preparation : prepared) {
    const Compared& brings = preparation.unit_years;
    const std::string& name = comparison.worlds[preparation.world].name;
    const std::string against = " against " + comparison.worlds[preparation.against].name +
                                (preparation.late ? " (begun after it: an answer)" : "");
    std::string numbers = pad_left(signed_number(*brings.difference), 9);
    if (many)
      numbers += pad_left("[" + signed_number(*brings.difference_low) + ", " +
                              signed_number(*brings.difference_high) + "]",
                          18);
    numbers +=
        pad_left(or_none(preparation.per_usd), 9) + pad_left(or_none(preparation.per_wafer), 9) +
        pad_left(preparation.cost_usd > 0 ? readable(preparation.cost_usd / kMillion) : "-", 9);
    if (width >= kRoomForAll)
      out.append("  ").append(pad_right(name, kNameWidth)).append(numbers).append(against);
    else
      out.append(wrapped("  " + name + against, width)).append("\n").append(numbers);
    out += "\n";
  }
  return out;
}

}  // namespace

std::string comparison_text(const Comparison& comparison, const TerminalStyle& style) {
  const int width = std::max(60, style.width);
  std::string out;
  for (std::size_t w = 1; w < comparison.worlds.size(); ++w) {
    const ComparedWorld& world = comparison.worlds[w];
    const std::string seeds =
        comparison.seeds.size() == 1
            ? "seed " + std::to_string(comparison.seeds.front())
            : std::to_string(comparison.seeds.size()) +
                  " seeds: means, and in brackets where nine tenths of the differences lie";
    out += w > 1 ? "\n" : "";
    out += wrapped(world.name + " against " + comparison.worlds.front().name + ", " + seeds, width);
    out += "\n\n";
    out += events_text(world) + same_as_text(comparison, w, width);
    out += years_table(comparison, w, width);
    out += comparison.unit == "GW" ? "GW of critical IT load; online at the end of the year\n"
                                   : comparison.unit + "; arrived by the end of the year\n";
    for (const std::string& part :
         {switches_text(comparison, w, width), timeline_text(comparison, w, width),
          wrapped(recovery_text(comparison, w), width), losers_text(comparison, w, width),
          measures_text(comparison, w, width), regions_text(comparison, w, width)})
      out += part.empty() ? "" : "\n" + part;
  }
  return out + preparations_text(comparison, width);
}

}  // namespace chokepoint
