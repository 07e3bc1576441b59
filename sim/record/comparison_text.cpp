// What `compare` prints.

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "sim/record/comparison.hpp"
#include "sim/record/text_cells.hpp"

namespace chokepoint {

namespace {

using Year = WorldFigures::Year;

std::string signed_number(double number) {
  if (std::abs(number) < 0.005)
    return "0";
  return (number > 0 ? "+" : "-") + readable(std::abs(number));
}

std::string month_of(const Comparison& comparison, std::size_t month) {
  return iso(comparison.months[std::min(month, comparison.months.size() - 1)]).substr(0, 7);
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

std::string years_table(const Comparison& comparison, std::size_t world) {
  const bool many = comparison.seeds.size() > 1;
  std::string out =
      "Year      online       of base     added       of base   binds in the base           binds "
      "here\n";
  for (std::size_t y = 0; y < comparison.years.size(); ++y) {
    const Compared online = year_of(comparison, world, y, &Year::online);
    const Compared added = year_of(comparison, world, y, &Year::added);
    out += pad_right(std::to_string(comparison.years[y]), 6);
    out += pad_left(readable(online.value), 10) + pad_left(signed_number(*online.difference), 14);
    out += pad_left(readable(added.value), 10) + pad_left(signed_number(*added.difference), 14);
    out += "   " + pad_right(binding_text(comparison.worlds.front(), y), 28);
    out += binding_text(comparison.worlds[world], y) + "\n";
    if (many) {
      out += pad_right("", 16);
      out += pad_left("[" + signed_number(*online.difference_low) + ", " +
                          signed_number(*online.difference_high) + "]",
                      14);
      out += pad_left("", 10);
      out += pad_left("[" + signed_number(*added.difference_low) + ", " +
                          signed_number(*added.difference_high) + "]",
                      14) +
             "\n";
    }
  }
  return out;
}

std::string timeline_text(const Comparison& comparison, std::size_t world) {
  const std::vector<Shortage> found = shortages(comparison, world);
  if (found.empty())
    return "Nothing falls below nine tenths of the base for three months.\n";
  std::string out =
      "What runs short, in the order in which it does (below nine tenths of the base):\n";
  for (const Shortage& shortage : found) {
    out += "  " + month_of(comparison, shortage.first) + "  " +
           pad_right(shortage_title(shortage), 44) + "down to " +
           std::to_string(std::lround(100 * shortage.worst)) + " % in " +
           month_of(comparison, shortage.worst_month) + ", ";
    out +=
        shortage.last ? "back in " + month_of(comparison, *shortage.last) : "not back by the end";
    out += "\n";
  }
  return out;
}

std::string recovery_text(const Comparison& comparison, std::size_t world) {
  const Recovery recovered = recovery(comparison, world);
  std::string out = "Compute not online over the run: " + readable(recovered.lost_unit_years) +
                    " " + comparison.unit + "-years. ";
  if (!recovered.additions_fell)
    return out + "Additions of twelve months never fall below nine tenths of the base.\n";
  out += "Additions of twelve months fall below nine tenths of the base in " +
         month_of(comparison, *recovered.additions_fell) + " and ";
  out += recovered.additions_back ? "are back in " + month_of(comparison, *recovered.additions_back)
                                  : std::string("are not back by the end");
  out += "; what is online ";
  if (!recovered.online_fell)
    out += "never does";
  else if (recovered.online_back)
    out += "does in " + month_of(comparison, *recovered.online_fell) + " and is back in " +
           month_of(comparison, *recovered.online_back);
  else
    out +=
        "does in " + month_of(comparison, *recovered.online_fell) + " and is not back by the end";
  return out + ".\n";
}

/// "cowos -> money" of the months in which the largest constraint became another.
std::map<std::string, std::string> changes_of(const WorldFigures& run) {
  std::map<std::string, std::string> changes;
  for (const BindingChange& change : run.binding_changes)
    changes[iso(change.month).substr(0, 7)] = change.from + " -> " + change.to;
  return changes;
}

/// When the binding constraint switches, in both worlds.
std::string switches_text(const Comparison& comparison, std::size_t world) {
  const auto base = changes_of(comparison.worlds.front().runs.front());
  const auto here = changes_of(comparison.worlds[world].runs.front());
  std::set<std::string> months;
  for (const auto* changes : {&base, &here}) {
    for (const auto& [month, change] : *changes)
      months.insert(month);
  }
  if (months.empty())
    return "";
  const auto at = [](const std::map<std::string, std::string>& changes, const std::string& month) {
    const auto known = changes.find(month);
    return known == changes.end() ? std::string() : known->second;
  };
  std::string out = "When another constraint becomes the largest";
  if (comparison.seeds.size() > 1)
    out += " (seed " + std::to_string(comparison.seeds.front()) + ")";
  out += ":\n           in the base                             here\n";
  for (const std::string& month : months)
    out += "  " + month + "  " + pad_right(at(base, month), 40) + at(here, month) + "\n";
  return out;
}

/// Who has how much less, year by year.
std::string losers_text(const Comparison& comparison, std::size_t world) {
  const auto& groups = comparison.worlds[world].runs.front().groups;
  if (groups.empty() || comparison.years.empty())
    return "";
  std::string out = pad_right("Online at the end of the year, of base", 44);
  for (const int year : comparison.years)
    out += pad_left(std::to_string(year), 7);
  out += "   part\n";
  std::string by;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    if (groups[g].by != by) {
      by = groups[g].by;
      out += "  by " + by + "\n";
    }
    out += "    " + pad_right(groups[g].name, 40);
    Compared number;
    for (std::size_t y = 0; y < comparison.years.size(); ++y) {
      const auto read = [&](const WorldFigures& run) { return run.groups[g].years[y]; };
      number = compared(over_seeds(comparison.worlds[world], read),
                        over_seeds(comparison.worlds.front(), read));
      out += pad_left(signed_number(*number.difference), 7);
    }
    const double there = number.value - *number.difference;
    const double part = there > 0 ? number.value / there : 1;
    out += pad_left(std::to_string(std::lround(100 * part)) + " %", 7) + "\n";
  }
  return out;
}

std::string measures_text(const Comparison& comparison, std::size_t world) {
  if (comparison.worlds[world].runs.front().measures.empty())
    return "";
  std::string out = pad_right("Part of the base, %", 44);
  for (const int year : comparison.years)
    out += pad_left(std::to_string(year), 5);
  out += "\n";
  for (std::size_t i = 0; i < measures().size(); ++i) {
    const bool lack = measures()[i].kind == Measure::Kind::lack;
    std::string line = pad_right(measures()[i].title + std::string(lack ? ", GW" : ""), 44);
    bool any = false;
    for (std::size_t y = 0; y < comparison.years.size(); ++y) {
      const auto read = [&](const WorldFigures& run) { return year_value(comparison, run, i, y); };
      const double here = compared(over_seeds(comparison.worlds[world], read), {}).value;
      const double there = compared(over_seeds(comparison.worlds.front(), read), {}).value;
      if (lack) {
        any = any || here > 0;
        line += pad_left(readable(here), 5);
        continue;
      }
      any = any || there > 0;
      line += pad_left(there > 0 ? std::to_string(std::lround(100 * here / there)) : "", 5);
    }
    if (any)
      out += line + "\n";
  }
  return out;
}

/// What each preparation brings and what for.
std::string preparations_text(const Comparison& comparison) {
  const std::vector<Preparation> prepared = preparations(comparison);
  if (prepared.empty())
    return "";
  const bool many = comparison.seeds.size() > 1;
  const auto or_none = [](const std::optional<double>& number) {
    return number ? signed_number(*number) : std::string("-");
  };
  std::string out =
      "\nWhat each preparation brings, in " + comparison.unit +
      "-years over the run: in all, for 1,000 million usd, for 1,000 wafers stocked\n";
  for (const Preparation& preparation : prepared) {
    const Compared& brings = preparation.unit_years;
    out += "  " + pad_right(comparison.worlds[preparation.world].name, 50) +
           pad_left(signed_number(*brings.difference), 9);
    if (many)
      out += pad_left("[" + signed_number(*brings.difference_low) + ", " +
                          signed_number(*brings.difference_high) + "]",
                      18);
    out += pad_left(or_none(preparation.per_usd), 9) + pad_left(or_none(preparation.per_wafer), 9) +
           " against " + comparison.worlds[preparation.against].name + "\n";
  }
  return out;
}

}  // namespace

std::string comparison_text(const Comparison& comparison, const TerminalStyle& style) {
  std::string out;
  for (std::size_t w = 1; w < comparison.worlds.size(); ++w) {
    const ComparedWorld& world = comparison.worlds[w];
    out += (w > 1 ? "\n" : "") + world.name + " against " + comparison.worlds.front().name + ", ";
    out += comparison.seeds.size() == 1
               ? "seed " + std::to_string(comparison.seeds.front())
               : std::to_string(comparison.seeds.size()) +
                     " seeds: means, and in brackets where nine tenths of the differences lie";
    out += "\n\n";
    for (const EventNote& event : world.runs.front().events) {
      out += "  " + event.name + " (" + event.kind + ") from " + iso(event.from) +
             (event.to ? " to " + iso(*event.to) : ", never over") + "\n";
    }
    if (!world.runs.front().events.empty())
      out += "\n";
    out += years_table(comparison, w);
    out += comparison.unit + (comparison.unit == "GW" ? " of critical IT load" : "") +
           "; online at the end of the year\n\n";
    out += switches_text(comparison, w) + "\n";
    out += timeline_text(comparison, w) + "\n";
    out += wrapped(recovery_text(comparison, w), std::max(60, style.width)) + "\n";
    out += losers_text(comparison, w) + "\n" + measures_text(comparison, w);
  }
  return out + preparations_text(comparison);
}

}  // namespace chokepoint
