#include "models/detectors.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

#include "sim/record/json.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/load.hpp"
#include "tools/output.hpp"
#include "tools/steps_progress.hpp"

namespace chokepoint::tools {

namespace {

constexpr const char* kHowToRead =
    R"(The counterfactual is the definition: the world run again with a little more and a little less of
each constraint, and everybody's decisions kept. The ledger says the same from one run.
online: what is online by then, the mean of a year; each decision by its name, and first stock is
what was online on day 0, too. capacities alone: decisions and first stock left out, what is left
held against each other; a cut can say no more. decisions as one: orders, money and first stock
changed all together. additions: what is added in a month, with the quarter on either side; there a
change brings lots sooner that are then missing later, so that re-runs with other steps name others
in some. Leads are times, not amounts, and left out, and what was ordered as soon as it was wanted
(lead_time) is one with demand. The cut knows no stock, queue or order: where it differs, those
matter. Where all work reaches the sink, piles are known, and the cut is also shown with a third of
each (cut with stocks) and with all of it (fluid cut). Active periods see only that machines work,
no lead, demand, money or order; so they are compared inside one tier, gates as many leads away from
the sink, with what the ledger says of these alone.
top-1: part of the months in which both name the same largest constraint; kappa: the same beyond
chance. Where one constraint is the largest nearly always, chance alone names the same nearly
always: then a few months that differ take kappa far down, and top-1 and the overlap say more. A tie
is a month in which the largest two of one method are within a tenth; overlap: what their shares
have in common; intervals: months in which both say that the same constraint binds, of those in
which either does; onset: how far the beginnings lie apart.
)";

constexpr const char* kReasons =
    R"(tie: one of the two gives both nearly the same (within a tenth). orders: both name a decision, or
the re-runs what was under way on day 0: a path ends at the last decision, and what stands before it
and beside it is asked for by others. lumps: in the mean of the year around both name the same; in
the month single lots decide. stock or queue: a cut sees neither, and the ledger, which sees both,
names what the re-runs do. finite step: of one of the names a little more brings another part than a
little less costs, so that within the step another takes over. steps: all elasticities add up to
more than one, because too little for a whole site brings nothing. missing constraint: they add up
to less. policy: under one of the names orders of several buyers were served in that month, and
allocation may have decided. not explained: none of these can be shown.
)";

std::string two_digits(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", number);
  return text;
}

/// "169 months", and what kappa makes of them.
std::string months_text(const Agreement& a) {
  std::string text = " (" + std::to_string(a.months) + " months";
  if (a.top1 < 1)
    text += ", " + a.usual + " in " + two_digits(a.usual_part) +
            " of them; the same by chance in " + two_digits(a.chance);
  if (a.top1 < 1 && a.clear.months > 0 && a.clear.months < a.months)
    text += "; in the " + std::to_string(a.clear.months) + " without a tie top-1 " +
            two_digits(a.clear.top1) + " kappa " + two_digits(a.clear.kappa);
  return text + ")\n";
}

std::string scores(const Agreement& a) {
  if (a.months == 0)
    return "nothing to compare: in no month do both name a constraint\n";
  std::string text = "top-1 " + two_digits(a.top1) + " kappa " + two_digits(a.kappa) + " overlap " +
                     two_digits(a.overlap);
  if (a.jaccard)
    text += " intervals " + two_digits(*a.jaccard);
  if (a.onset_months)
    text += " onset " + two_digits(*a.onset_months) + " months";
  return text + months_text(a);
}

std::string line_of(const models::DetectorReport::Pair& pair) {
  return pair.first + " vs " + pair.second + ", " + pair.about + ": " + scores(pair.agreement);
}

std::string line_of(const models::DetectorReport::Tier& tier) {
  std::string text = "ledger vs active periods, " + std::to_string(tier.leads) +
                     (tier.leads == 1 ? " lead" : " leads") + " from the sink (";
  for (const std::string& name : tier.constraints)
    text += (name == tier.constraints.front() ? "" : ", ") + name;
  return text + "): " + scores(tier.agreement);
}

/// A line for each year with the largest shares of its shortfall.
std::string shortfall_text(const models::DetectorReport& report) {
  constexpr std::size_t kMost = 4;
  std::string text = "\nShares of each year's shortfall, by water-filling over the capacities:\n";
  for (const auto& [year, shares] : report.shortfall_years) {
    text += std::to_string(year) + "  ";
    for (std::size_t i = 0; i < std::min(kMost, shares.size()); ++i)
      text += (i > 0 ? ", " : "") + shares[i].first + " " +
              std::to_string(std::lround(100 * shares[i].second)) + " %";
    if (shares.empty())
      text += "none: all that was wanted came";
    text += shares.size() > kMost ? ", others\n" : "\n";
  }
  return text;
}

/// "2 tie, 5 lumps": months by reason.
std::string reasons_text(const std::map<std::string, int>& months) {
  std::string text;
  for (const auto& [reason, count] : months)
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + reason;
  return text;
}

/// The months in which a method and the re-runs differ, pair by pair.
std::string differences_text(const models::DetectorReport& report) {
  constexpr int kMostRuns = 12;  // of a pair that is about what is added
  std::string text;
  for (const auto& pair : report.pairs) {
    std::string lines;
    std::map<std::string, int> months;
    int runs = 0;
    for (const auto& d : report.differences) {
      if (d.method != pair.first || d.about != pair.about || pair.second != "counterfactual")
        continue;
      months[d.reason] += d.months;
      const bool all = pair.about.starts_with("online");
      if (++runs > kMostRuns && !all)
        continue;
      lines += d.from + " to " + d.to + "  " + d.named + " / " + d.counterfactual + "  (" +
               d.reason + ")\n";
    }
    if (lines.empty())
      continue;
    const auto told = std::count(lines.begin(), lines.end(), '\n');
    if (runs > told)
      lines += "and " + std::to_string(runs - told) + " more (--json has them)\n";
    text += "\nWhere " + pair.first + " and " + pair.second + " differ, " + pair.about +
            " (months: " + reasons_text(months) + "):\n" + lines;
  }
  return text.empty() ? text : text + "\n" + kReasons;
}

std::string text_of(const models::DetectorReport& report) {
  std::string text;
  for (const auto& pair : report.pairs)
    text += line_of(pair);
  for (const auto& tier : report.tiers)
    text += line_of(tier);
  text += "\n" + std::string(kHowToRead) + shortfall_text(report);
  text += differences_text(report);
  for (const std::string& failure : report.failed)
    text += "no counterfactual for " + failure + "\n";
  return text;
}

void write_optional(JsonText& json, const char* key, const std::optional<double>& value) {
  json.key(key);
  if (value) {
    json.value(*value);
  } else {
    json.null();
  }
}

void write_names(JsonText& json, const std::vector<std::string>& names) {
  json.begin_array();
  for (const std::string& name : names)
    json.value(name);
  json.end_array();
}

void write_shares(JsonText& json, const models::DetectorReport::Shares& shares) {
  json.begin_array();
  for (const auto& [name, share] : shares) {
    json.begin_object();
    json.key("constraint").value(name);
    json.key("share").value(share);
    json.end_object();
  }
  json.end_array();
}

void write_shortfall(JsonText& json, const models::DetectorReport& report) {
  json.key("shortfall_years").begin_array();
  for (const auto& [year, shares] : report.shortfall_years) {
    json.begin_object();
    json.key("year").value(static_cast<std::uint64_t>(year));
    json.key("shares");
    write_shares(json, shares);
    json.end_object();
  }
  json.end_array();
  json.key("shortfall_months").begin_array();
  for (const auto& shares : report.shortfall_months)
    write_shares(json, shares);
  json.end_array();
}

void write_same(JsonText& json, const SameTop& same) {
  json.key("months").value(static_cast<std::uint64_t>(same.months));
  const std::optional<double> none;
  const auto value = [&](double number) { return same.months > 0 ? std::optional(number) : none; };
  write_optional(json, "top1", value(same.top1));
  write_optional(json, "chance", value(same.chance));
  write_optional(json, "kappa", value(same.kappa));
}

void write_scores(JsonText& json, const Agreement& agreement) {
  write_same(json, agreement);
  json.key("usual").value(agreement.usual);
  json.key("usual_part").value(agreement.usual_part);
  json.key("without_ties").begin_object();
  write_same(json, agreement.clear);
  json.end_object();
  json.key("overlap").value(agreement.overlap);
  write_optional(json, "jaccard", agreement.jaccard);
  write_optional(json, "onset_months", agreement.onset_months);
}

std::string json_of(const models::DetectorReport& report) {
  JsonText json;
  json.begin_object();
  json.key("scenario").value(report.scenario);
  json.key("step").value(report.step);
  json.key("pairs").begin_array();
  for (const auto& pair : report.pairs) {
    json.begin_object();
    json.key("first").value(pair.first);
    json.key("second").value(pair.second);
    json.key("about").value(pair.about);
    write_scores(json, pair.agreement);
    json.end_object();
  }
  json.end_array();
  json.key("tiers").begin_array();
  for (const auto& tier : report.tiers) {
    json.begin_object();
    json.key("leads").value(static_cast<std::uint64_t>(tier.leads));
    json.key("constraints");
    write_names(json, tier.constraints);
    write_scores(json, tier.agreement);
    json.key("active_periods");
    write_names(json, tier.months);
    json.objects("momentary", tier.spans, [&json](const auto& span) {
      json.key("constraint").value(span.constraint);
      json.key("from").value(span.from);
      json.key("to").value(span.to);
      json.key("sole").value(span.sole);
    });
    json.end_object();
  }
  json.end_array();
  json.key("methods");
  write_names(json, report.methods);
  json.key("months").begin_array();
  for (const auto& tops : report.months)
    write_names(json, tops);
  json.end_array();
  json.key("cuts").begin_array();
  for (const auto& cut : report.cuts) {
    json.begin_object();
    json.key("helps_if_raised");
    write_names(json, cut.helps_if_raised);
    json.key("hurts_if_lowered");
    write_names(json, cut.hurts_if_lowered);
    json.end_object();
  }
  json.end_array();
  write_shortfall(json, report);
  json.key("differences").begin_array();
  for (const auto& d : report.differences) {
    json.begin_object();
    json.key("from").value(d.from);
    json.key("to").value(d.to);
    json.key("method").value(d.method);
    json.key("about").value(d.about);
    json.key("named").value(d.named);
    json.key("counterfactual").value(d.counterfactual);
    json.key("reason").value(d.reason);
    json.end_object();
  }
  json.end_array();
  json.key("constraints");
  write_names(json, report.constraints);
  json.key("failed");
  write_names(json, report.failed);
  json.end_object();
  return json.take();
}

}  // namespace

int detectors_command(const DetectorArguments& arguments) {
  const StepsProgress progress;
  const SampleOptions sampling = sample_options(arguments.sampling);
  const LoadedScenario loaded = load_scenario(arguments.scenario, sampling);
  const models::DetectorReport report =
      models::compare_detectors(loaded.scenario, arguments.workers);
  print(arguments.json ? json_of(report) : text_of(report));
  return exit_ok;
}

}  // namespace chokepoint::tools
