#include "models/switch_text.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <utility>

#include "models/answer.hpp"
#include "sim/bottleneck/switches.hpp"
#include "sim/flow/relief.hpp"
#include "sim/record/headline.hpp"
#include "sim/record/text_cells.hpp"

namespace chokepoint::models {

namespace {

bool is_outage(const Trace& trace, ConstraintId constraint) {
  return constraint < trace.constraints().size() &&
         (trace.kinds(constraint) >> static_cast<unsigned>(EventKind::outage) & 1U) != 0;
}

bool is_initial_stock(const Ledger& ledger, ConstraintId constraint) {
  return ledger.name(constraint) == kInitialStock;
}

/// Less growth of capacity in a year than this is none.
constexpr double kGrew = 0.05;

std::string month(const Timeline& timeline, Tick tick) {
  return timeline.iso(tick).substr(0, 7);
}

std::string title(const Ledger& ledger, ConstraintId constraint) {
  return label_of(constraint_titles(), ledger.name(constraint));
}

std::string capital(std::string text) {
  text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

Nature nature_of(const Trace& trace, ConstraintId constraint) {
  return constraint < trace.constraints().size() ? trace.constraints()[constraint].nature
                                                 : Nature::unknown;
}

std::string why_left(const SwitchSide& side, const Trace& trace, const Ledger& ledger,
                     const Timeline& timeline, double added_growth) {
  if (side.growth && *side.growth >= kGrew) {
    // Growth is a reason only when it kept up with what was called for.
    if (*side.growth < added_growth)
      return " although its capacity had grown by only " + percent_text(*side.growth) +
             " in a year: another had become scarcer";
    std::string text = ": its capacity had grown by " + percent_text(*side.growth) + " in a year";
    if (side.increments > 0) {
      text += ", from " + std::to_string(side.increments) +
              (side.increments == 1 ? " expansion" : " expansions") + " ordered in " +
              month(timeline, side.first_order);
      if (month(timeline, side.first_order) != month(timeline, side.last_order))
        text += " to " + month(timeline, side.last_order);
    }
    return text;
  }
  if (side.growth && *side.growth <= -kGrew)
    return " although its capacity for these orders had fallen by " + percent_text(-*side.growth) +
           " in a year";
  if (side.growth)
    return " although its capacity had hardly changed: another had become scarcer";
  switch (nature_of(trace, side.constraint)) {
    case Nature::decision:
      return ": enough had been ordered by then";
    case Nature::knowledge:
      return ": what was wanted had been known for long enough";
    case Nature::money:
      return ": there was money again";
    case Nature::demand:
      return ": more was wanted than came";
    default:
      if (is_initial_stock(ledger, side.constraint))
        return ": what was there or under way on the first day had come";
      if (is_outage(trace, side.constraint))
        return ": what had stood still worked again, or was missed no longer";
      return ": another had become scarcer";
  }
}

std::string why_taken(const SwitchSide& side, const Trace& trace, const Ledger& ledger,
                      double added_growth) {
  if (side.growth && *side.growth <= -kGrew)
    return ", whose capacity for these orders had fallen by " + percent_text(-*side.growth);
  if (side.growth && added_growth >= kGrew && *side.growth < added_growth) {
    const std::string grew =
        *side.growth < kGrew ? "hardly grown" : "grown by only " + percent_text(*side.growth);
    return ", whose capacity had " + grew + " while what came online in a year had grown by " +
           percent_text(added_growth);
  }
  if (side.growth && *side.growth < kGrew)
    return ", whose capacity had hardly changed";
  if (side.growth)
    return " although its capacity had grown by " + percent_text(*side.growth) +
           ": even more of it was called for";
  switch (nature_of(trace, side.constraint)) {
    case Nature::decision:
      return ": less had been ordered, or later, than was wanted";
    case Nature::knowledge:
      return ": all had been ordered as soon as it was known, and not sooner";
    case Nature::money:
      return ": no more could be paid";
    case Nature::demand:
      return ": all that was wanted came";
    default:
      if (is_initial_stock(ledger, side.constraint))
        return ": no more came than was there or under way on the first day";
      if (is_outage(trace, side.constraint))
        return ": what stood still could not be had elsewhere yet";
      return ": it had become the scarcest";
  }
}

}  // namespace

std::vector<std::string> switch_sentences(const std::vector<Switch>& moves, const Trace& trace,
                                          const Ledger& ledger, const Timeline& timeline) {
  std::multimap<Tick, std::string> by_date;
  for (const Switch& now : moves) {
    by_date.emplace(now.at, month(timeline, now.at) + ": " +
                                capital(title(ledger, now.left.constraint)) +
                                " ceased to be the largest" +
                                why_left(now.left, trace, ledger, timeline, now.added_growth) +
                                ". " + capital(title(ledger, now.taken.constraint)) + " took over" +
                                why_taken(now.taken, trace, ledger, now.added_growth) + ".");
  }
  for (const NearSwitch& near : near_switches(ledger)) {
    by_date.emplace(
        near.at, std::to_string(near.year) + ": " + capital(title(ledger, near.ahead.constraint)) +
                     " had " + percent_text(near.ahead.share) + " and " +
                     title(ledger, near.stands.constraint) + " " + percent_text(near.stands.share) +
                     ": ahead by no more than chance gives to one of equals, so that " +
                     "the year could as well be named after the one before.");
  }
  std::vector<std::string> sentences;
  for (auto& [at, sentence] : by_date)
    sentences.push_back(std::move(sentence));
  return sentences;
}

std::vector<BindingChange> binding_changes(const std::vector<Switch>& moves, const Ledger& ledger,
                                           const Timeline& timeline) {
  std::vector<BindingChange> changes;
  for (const Switch& now : moves) {
    const Date month = timeline.date(timeline.month_begin(timeline.month_index(now.at)));
    changes.push_back({month, std::string(ledger.name(now.left.constraint)),
                       std::string(ledger.name(now.taken.constraint))});
  }
  for (const NearSwitch& near : near_switches(ledger)) {
    const Date month{std::chrono::year(near.year), std::chrono::January, std::chrono::day(1)};
    changes.push_back({month, std::string(ledger.name(near.stands.constraint)),
                       std::string(ledger.name(near.ahead.constraint)), true});
  }
  std::stable_sort(changes.begin(), changes.end(),
                   [](const auto& a, const auto& b) { return a.month < b.month; });
  return changes;
}

}  // namespace chokepoint::models
