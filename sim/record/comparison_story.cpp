// What `compare` tells of how a world departs from its base: switches, shortages, recovery.

#include "sim/record/comparison_story.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "sim/record/text_cells.hpp"

namespace chokepoint {

namespace {

std::string month_of(const Comparison& comparison, std::size_t month) {
  return iso(comparison.months[std::min(month, comparison.months.size() - 1)]).substr(0, 7);
}

/// "2027-07", or "after 3 months" where each seed has another date.
std::string when_text(const Comparison& comparison, bool since_event, std::size_t month) {
  if (!since_event)
    return month_of(comparison, month);
  return "month " + std::to_string(month + 1);
}

/// ", too little again in 2033-02": what a later shortage is told by.
std::string again_text(const Comparison& comparison, bool since_event,
                       const std::optional<std::size_t>& month) {
  return month ? ", too little again in " + when_text(comparison, since_event, *month) : "";
}

/// Whether what is lost, or gained, can be told from chance: firms decide anew after any push.
std::string lost_text(const Comparison& comparison, const Recovery& recovered) {
  std::string out = readable(recovered.lost_unit_years) + " " + comparison.unit + "-years";
  const bool gain = recovered.lost_unit_years < 0;
  if (recovered.lost_low && recovered.lost_high) {
    out += " [" + readable(*recovered.lost_low) + ", " + readable(*recovered.lost_high) + "]";
    if (*recovered.lost_low <= 0 && *recovered.lost_high >= 0)
      out += ": with 0 among them, neither a loss nor a gain";
    else if (gain)
      out += ": more than in the base, so a gain";
  } else if (comparison.unit == "GW" && recovered.lost_unit_years != 0 &&
             (gain || !recovered.additions_fell)) {
    out += gain ? ": more than in the base. One" : ". One";
    out +=
        " draw tells no such difference from chance, as any push lets firms decide anew (--seeds "
        "does)";
  }
  return out;
}

/// "cowos -> money" of the months in which the largest constraint became another; "~>" where both
/// are about equal.
using Changes = std::map<std::string, std::vector<std::string>>;
Changes changes_of(const WorldFigures& run) {
  Changes changes;
  for (const BindingChange& change : run.binding_changes)
    changes[iso(change.month).substr(0, 7)].push_back(
        change.from + (change.about_equal ? " ~> " : " -> ") + change.to);
  return changes;
}

}  // namespace

std::string switches_text(const Comparison& comparison, std::size_t world, int width) {
  constexpr int kChangeWidth = 40;
  constexpr int kRoomForBoth = 90;
  const auto base = changes_of(comparison.worlds.front().runs.front());
  const auto here = changes_of(comparison.worlds[world].runs.front());
  std::set<std::string> months;
  for (const auto* changes : {&base, &here}) {
    for (const auto& [month, change] : *changes)
      months.insert(month);
  }
  if (months.empty())
    return "";
  int column = kChangeWidth;
  for (const auto& [month, changes] : base) {
    for (const std::string& change : changes)
      column = std::max(column, static_cast<int>(change.size()) + 2);
  }
  const bool beside = width >= kRoomForBoth + column - kChangeWidth;
  const auto at = [](const Changes& changes, const std::string& month) {
    const auto known = changes.find(month);
    return known == changes.end() ? std::vector<std::string>() : known->second;
  };
  const std::string of_seed =
      comparison.seeds.size() > 1 ? ", seed " + std::to_string(comparison.seeds.front()) : "";
  std::string out =
      wrapped("When another constraint becomes the largest (~> about equal)" + of_seed + ":",
              width) +
      "\n";
  if (beside)
    out += "           " + pad_right("in the base", column) + "here\n";
  for (const std::string& month : months) {
    const std::vector<std::string> there = at(base, month);
    const std::vector<std::string> now = at(here, month);
    const std::string line = "  " + month + "  ";
    if (!beside) {
      for (const std::string& change : there)
        out.append(line).append("base: ").append(change).append("\n");
      for (const std::string& change : now)
        out.append(line).append("here: ").append(change).append("\n");
      continue;
    }
    for (std::size_t i = 0; i < std::max(there.size(), now.size()); ++i) {
      std::string row = line + pad_right(i < there.size() ? there[i] : "", column) +
                        (i < now.size() ? now[i] : "");
      row.erase(row.find_last_not_of(' ') + 1);
      out += row + "\n";
    }
  }
  return out;
}

std::string timeline_text(const Comparison& comparison, std::size_t world, int width) {
  constexpr int kTitleWidth = 44;
  constexpr int kRoomForAll = 120;  // of the longest line there can be
  constexpr const char* kNextLine = "\n           ";
  constexpr const char* kLessOrdered = " (less is ordered)";
  constexpr const char* kNoReason = "through what, no order tells";
  const std::vector<Shortage> found = shortages(comparison, world);
  if (found.empty())
    return "Nothing that follows on the event falls below nine tenths of the base over twelve "
           "months.\n";
  std::string heading =
      "Of what there is less, in the order in which that begins: it cannot be had, or nobody "
      "orders "
      "it (twelve months below nine tenths of the base";
  if (comparison.seeds.size() > 1)
    heading += ", in the mean over seeds and in nearly all of them";
  heading += "):";
  if (found.front().since_event)
    heading += " month 1 is that in which each seed's own event begins";
  std::string out = wrapped(heading, width) + "\n";
  const int when = found.front().since_event ? 9 : 7;
  for (const Shortage& shortage : found) {
    const auto month = [&](std::size_t m) {
      return when_text(comparison, shortage.since_event, m);
    };
    const bool beside = width >= kRoomForAll;
    const std::string title = shortage_title(comparison, shortage) +
                              (shortage.less_ordered.value_or(false) ? kLessOrdered : "");
    out += "  " + pad_right(month(shortage.first), when) + "  ";
    out += beside ? pad_right(title, kTitleWidth - 1) + " " : title + kNextLine;
    out += "down to " + percent_text(shortage.worst) + " up to " + month(shortage.worst_month) +
           ", " + (shortage.last ? "back in " + month(*shortage.last) : "not back by the end");
    if (shortage.again)
      out +=
          (beside ? ", " : std::string(",") + kNextLine) + "less again " + month(*shortage.again);
    out += kNextLine + (shortage.through ? sentence(*shortage.through) : std::string(kNoReason));
    std::string deeper = kNextLine;
    for (const Through& step : shortage.back)
      out += (deeper += "  ") + sentence(step);
    out += "\n";
  }
  return out;
}

std::string recovery_text(const Comparison& comparison, std::size_t world) {
  const Recovery recovered = recovery(comparison, world);
  const auto month = [&](std::size_t m) { return when_text(comparison, recovered.since_event, m); };
  const auto again = [&](const std::optional<std::size_t>& m) {
    return again_text(comparison, recovered.since_event, m);
  };
  const bool compute = comparison.unit == "GW";
  std::string out = std::string(compute ? "Compute not online" : "Not there yet, added up") +
                    " over the run: " + lost_text(comparison, recovered) + ". ";
  if (recovered.additions_fell) {
    out += "Additions of twelve months fall below nine tenths of the base in " +
           month(*recovered.additions_fell) + " and ";
    out += recovered.additions_back ? "are back in " + month(*recovered.additions_back)
                                    : std::string("are not back by the end");
    out += again(recovered.additions_again);
  } else {
    out +=
        "No fall of additions of twelve months below nine tenths of the base follows on the event";
  }
  out += compute ? "; what is online " : "; what has arrived ";
  if (!recovered.online_fell)
    out += "never does";
  else if (recovered.online_back)
    out += "does in " + month(*recovered.online_fell) + " and is back in " +
           month(*recovered.online_back);
  else
    out += "does in " + month(*recovered.online_fell) + " and is not back by the end";
  return out + again(recovered.online_again) + ".\n";
}

}  // namespace chokepoint
