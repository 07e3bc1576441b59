// What `relieve` prints below its tables: what is noise, what failed, whether it adds up.

#include <algorithm>
#include <cmath>

#include "sim/base/text.hpp"
#include "sim/record/relief_cells.hpp"
#include "sim/record/relief_tables.hpp"
#include "sim/record/text_cells.hpp"
#include "sim/record/year_columns.hpp"

namespace chokepoint {

namespace {

/// Elasticities that add up to this much or little account for all.
constexpr double kSumLow = 0.95;
constexpr double kSumHigh = 1.05;

std::vector<std::string> year_cells(const ReliefHeading& heading,
                                    const std::vector<double>& by_month) {
  std::vector<std::string> cells;
  for (const std::size_t month : heading.year_ends)
    cells.push_back(by_month.empty() ? "failed" : two_digits(by_month[month]));
  return cells;
}

bool outside(double sum) {
  return sum < kSumLow || sum > kSumHigh;
}

std::string too_much_or_little(double sum) {
  return two_digits(std::abs(sum - 1)) + (sum < 1 ? " is missing" : " too much");
}

/// "works 0.70 (together 0.40), decisions 0.61 (together 0.55)".
std::string groups_text(const ReliefReport& report, std::size_t month) {
  std::string text;
  for (const auto& [group, sum] : report.groups) {
    text += (text.empty() ? "" : ", ") + std::string(chokepoint::text(group)) + " " +
            two_digits(sum.parts[month]) + " (together " +
            (sum.together.empty() ? "failed" : two_digits(sum.together[month])) + ")";
  }
  return text;
}

/// The year's end at which all amounts together are furthest from bringing their step.
std::size_t worst_together(const ReliefHeading& heading, const ReliefSum& sum) {
  if (sum.together.empty() || heading.year_ends.empty())
    return 0;
  return *std::max_element(heading.year_ends.begin(), heading.year_ends.end(),
                           [&](std::size_t a, std::size_t b) {
                             return std::abs(sum.together[a] - 1) < std::abs(sum.together[b] - 1);
                           });
}

/// What all amounts together bring, where that is not their step.
std::string together_verdict(const ReliefReport& report, std::size_t month) {
  const ReliefSum& sum = *report.sum;
  if (sum.together.empty() || !outside(sum.together[month]))
    return {};
  const std::string off = " Of all together " + too_much_or_little(sum.together[month]);
  if (sum.together[month] < 1)
    return off +
           ": that is for amounts without a name, whole numbers that a step does not change, what "
           "was there before the change began, and rules that do not scale.";
  if (report.has_frozen())
    return off + ": rules do not scale.";
  return off +
         ": in worlds that react, a capacity grows by its own step, and by those of whoever orders "
         "it and builds it. The steps multiply; with decisions replayed (--frozen) each counts "
         "once.";
}

/// In which years the sum is not 1, and who is to blame where it is furthest off.
std::string sum_verdict(const ReliefHeading& heading, const ReliefReport& report) {
  const ReliefSum& sum = *report.sum;
  std::vector<int> years;
  std::size_t worst = 0;
  for (std::size_t y = 0; y < heading.years.size(); ++y) {
    const auto off = [&](std::size_t year) {
      return std::abs(sum.parts[heading.year_ends[year]] - 1);
    };
    if (outside(sum.parts[heading.year_ends[y]]))
      years.push_back(heading.years[y]);
    if (off(y) > off(worst))
      worst = y;
  }
  if (years.empty())
    return "The amounts one by one add up to 1 within 0.05 in every year." +
           together_verdict(report, worst_together(heading, sum)) +
           " Lead times are no amounts: they are not in the sum.";
  const std::size_t month = heading.year_ends[worst];
  std::string text = "The amounts do not add up to 1 within 0.05 in " + years_text(years) +
                     ". In " + std::to_string(heading.years[worst]) + " " +
                     too_much_or_little(sum.parts[month]) + ": " + groups_text(report, month) + ".";
  text += " Where parts sum to more than they bring together, one makes another or they are tied";
  text += heading.not_run.empty() ? "" : "; where to less, some were not run";
  text += "." + one_sided_text(report, report.has_frozen(), month);
  text += together_verdict(report, month);
  return text + " Lead times are no amounts: they are not in the sum.";
}

std::string sum_text(const ReliefHeading& heading, const ReliefReport& report, int width) {
  if (!report.sum)
    return {};
  YearColumns table("does it add up?", year_headings(heading.years));
  const auto line = [&](const std::string& name, const std::vector<double>& by_month) {
    table.add(pad_right(name, 28), year_cells(heading, by_month));
  };
  line("sum of the amounts above", report.sum->parts);
  for (const auto& [group, sum] : report.groups)
    line("  " + std::string(text(group)), sum.parts);
  if (!report.online_at_start.empty())
    line("  online at the start", report.online_at_start);
  line("all amounts together", report.sum->together);
  for (const auto& [group, sum] : report.groups)
    line("  all " + std::string(text(group)), sum.together);
  std::string out = "\n" + table.text(width, kReliefCell);
  if (!report.sum->missing.empty()) {
    return out +
           wrapped("The sum is incomplete: without " + names_text(report.sum->missing) +
                       ", whose worlds failed. Whether it adds up is not known.",
                   width) +
           "\n";
  }
  return out + wrapped(sum_verdict(heading, report), width) + "\n";
}

bool any_doubtful(const ReliefHeading& heading, const ReliefReport& report, const ReliefRow& row) {
  return std::any_of(heading.year_ends.begin(), heading.year_ends.end(), [&](std::size_t month) {
    return !row.gain.empty() && std::abs(row.gain[month].mean) >= 0.005 &&
           report.within_noise(row.frozen, row.gain[month], month);
  });
}

std::string noise_text(const ReliefHeading& heading, const ReliefReport& report, int width) {
  const bool doubtful =
      std::any_of(report.rows.begin(), report.rows.end(),
                  [&](const ReliefRow& row) { return any_doubtful(heading, report, row); });
  if (!doubtful)
    return {};
  const std::string silent = ": this gain says nothing about its constraint.";
  if (heading.replications > 1)
    return "\n" + wrapped("? the 95 % interval reaches over zero" + silent, width) + "\n";
  std::size_t worlds = 0;
  for (const ReliefNoise& noise : report.noise)
    worlds = std::max(worlds, noise.worlds);
  std::string text = "? within the noise" + silent + " The noise is judged from " +
                     std::to_string(worlds) +
                     " worlds in which a main constraint was changed by 0.01 % or less: so little "
                     "moves more than that 1 time in 20, and as many values without a ? are noise.";
  if (!heading.more_worlds.empty())
    text += " All is of one draw of the random numbers: what holds in others, " +
            heading.more_worlds + " tells.";
  return "\n" + wrapped(text, width) + "\n";
}

bool any_no_slope(const ReliefHeading& heading, const ReliefReport& report) {
  return std::any_of(report.rows.begin(), report.rows.end(), [&](const ReliefRow& row) {
    return std::any_of(heading.year_ends.begin(), heading.year_ends.end(), [&](std::size_t month) {
      const auto marked = [&](const std::vector<Estimate>& e, bool plus) {
        return !e.empty() && two_digits(e[month].mean) != "0" &&
               report.is_no_slope(row, plus, month);
      };
      return marked(row.e_plus, true) || marked(row.e_minus, false);
    });
  });
}

std::string slope_text(const ReliefHeading& heading, const ReliefReport& report, int width) {
  if (heading.step == 0 || !any_no_slope(heading, report))
    return {};
  return "\n" +
         wrapped(
             "e+? and e-? are no slopes: the change is within the noise, or (in frozen worlds) a "
             "fifth of the step gives less than two thirds of it, or more than half as much again. "
             "Output then has steps, such as whole sites, or another constraint takes over within "
             "the step.",
             width) +
         "\n";
}

/// What was changed by something else than the step, because it comes in whole units.
std::string whole_text(const ReliefHeading& heading, const ReliefReport& report, int width) {
  constexpr double kNear = 0.05;  // of the step: as good as it
  std::string out;
  for (const ReliefRow& row : report.rows) {
    const bool near = std::abs(row.change_plus - heading.step) <= kNear * heading.step &&
                      std::abs(row.change_minus + heading.step) <= kNear * heading.step;
    if (heading.step == 0 || near || row.failed())
      continue;
    const auto percent = [](double change) {
      return shortest(std::round(std::abs(change) * 1e3) / 10) + " %";
    };
    out +=
        wrapped(
            name_of(row) + " comes in whole units: it was relaxed by " + percent(row.change_plus) +
                (row.change_minus == 0 ? ", and there can be no less of it."
                                       : " and tightened by " + percent(row.change_minus) + "."),
            width) +
        "\n";
  }
  return out.empty() ? out : "\n" + out;
}

/// In which years each set binds only together.
std::string ties_text(const ReliefHeading& heading, const ReliefReport& report, int width) {
  std::string out;
  for (const ReliefRow& tie : report.ties) {
    std::vector<int> years;
    for (std::size_t y = 0; y < heading.years.size(); ++y) {
      if (std::find(tie.tied.begin(), tie.tied.end(), heading.year_ends[y]) != tie.tied.end())
        years.push_back(heading.years[y]);
    }
    out += wrapped("Tied at the end of " + years_text(years) + ": " + name_of(tie) +
                       " help together, and none of them alone.",
                   width) +
           "\n";
  }
  return out.empty() ? out : "\n" + out;
}

/// In which years a single world does not say what an addition brings.
std::string drowned_text(const ReliefHeading& heading, const ReliefReport& report, int width) {
  if (heading.step > 0)
    return {};
  std::string out;
  for (const ReliefRow& row : report.rows) {
    std::vector<int> years;
    for (std::size_t y = 0; y < heading.years.size(); ++y) {
      const std::size_t month = heading.year_ends[y];
      if (!row.gain.empty() && std::abs(row.gain[month].mean) >= 0.005 &&
          report.within_noise(row.frozen, row.gain[month], month))
        years.push_back(heading.years[y]);
    }
    if (row.frozen || years.empty())
      continue;
    out += "\n" +
           wrapped("What " + heading.change + " of " + name_of(row) +
                       " brings drowns in the noise of a single world that reacts in " +
                       years_text(years) +
                       (heading.more_worlds.empty() ? "."
                                                    : "; what it brings in other draws, " +
                                                          heading.more_worlds + " tells."),
                   width) +
           "\n";
  }
  return out;
}

/// "by the end of 2031 +2.1 GW (0.4 to 3.8)", the last of the years that are clear, and all others.
std::string like_text(const ReliefHeading& heading, const ReliefReport& report, int width) {
  std::string out;
  for (const ReliefRow& row : report.rows) {
    if (row.like_gain.empty())
      continue;
    std::string years;
    for (std::size_t y = 0; y < heading.years.size(); ++y) {
      const Estimate& gain = row.like_gain[heading.year_ends[y]];
      if (std::abs(gain.mean) + gain.half < 0.005)
        continue;
      years += (years.empty() ? "" : ", ") + std::to_string(heading.years[y]) + " " +
               gain_text(gain.mean) + " (" + gain_text(gain.mean - gain.half) + " to " +
               gain_text(gain.mean + gain.half) + ")";
    }
    if (years.empty())
      years = "nothing in any year";
    out += "\n" +
           wrapped(heading.change + " of " + name_of(row) + " brings, in " + heading.sink_unit +
                       " more online at the end of the year: " + years + ". Means of " +
                       std::to_string(row.like_worlds) +
                       " pairs of worlds, one with it and one without, that differ from this one "
                       "by 1 % of a main constraint or less, with their 95 % intervals.",
                   width) +
           "\n";
  }
  return out;
}

std::string failures_text(const ReliefHeading& heading, const ReliefReport& report, int width) {
  if (report.failed.empty())
    return {};
  const Timeline timeline(heading.start);
  const Tick from = timeline.tick(heading.from);
  std::string out = "\nWorlds that failed, and are in no table and no sum:\n";
  for (const FailedWorld& world : report.failed) {
    std::string text = title_of(world, heading.change);
    if (world.from != from)
      text += " from " + timeline.iso(world.from);
    if (world.to != kNever && timeline.date(world.to) != heading.to)
      text += " to " + timeline.iso(world.to);
    out += wrapped(text + (world.frozen ? " (frozen): " : ": ") + world.reason, width) + "\n";
  }
  return out;
}

}  // namespace

std::string relief_checks_text(const ReliefHeading& heading, const ReliefReport& report,
                               int width) {
  return noise_text(heading, report, width) + slope_text(heading, report, width) +
         whole_text(heading, report, width) + ties_text(heading, report, width) +
         unpaired_text(heading, report, width) + drowned_text(heading, report, width) +
         like_text(heading, report, width) + labels_text(heading, report, width) +
         sum_text(heading, report, width) + failures_text(heading, report, width);
}

}  // namespace chokepoint
