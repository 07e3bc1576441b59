#include "models/why.hpp"

#include <algorithm>
#include <cmath>

#include "models/typical_lot.hpp"
#include "models/why_steps.hpp"
#include "models/why_subject.hpp"
#include "models/year_roots.hpp"
#include "sim/bottleneck/explanation.hpp"
#include "sim/bottleneck/near_critical.hpp"
#include "sim/bottleneck/path.hpp"
#include "sim/bottleneck/root_cause.hpp"

namespace chokepoint::models {

namespace {

constexpr std::size_t kMostNear = 3;

double in_days(Tick ticks) {
  return static_cast<double>(ticks) / kDay;
}

class Why {
 public:
  explicit Why(const Told& told)
      : told_(told),
        ledger_(told.trace, told.scenario.timeline, told.scenario.horizon),
        roots_(told.trace, ledger_),
        wanted_(wanted_dates(told.trace)),
        lots_(told, ledger_, roots_, wanted_),
        teller_(told) {}

  WhyReport answer(const WhyQuestion& question) {
    const WhySubject subject = question.year ? of_year(*question.year)
                               : question.delivery
                                   ? subject_of_delivery(told_, *question.delivery)
                                   : subject_of_lab(told_, wanted_, question.lab, *question.date);
    return tell(subject);
  }
  std::vector<WhyOfYear> each_year();

 private:
  [[nodiscard]] const Timeline& timeline() const { return told_.scenario.timeline; }
  [[nodiscard]] const Trace& trace() const { return told_.trace; }

  [[nodiscard]] WhySubject of_year(int year) const;
  WhyReport tell(const WhySubject& subject);
  [[nodiscard]] WhyYear told_year(const YearLedger& year) const;
  /// Says where that year would be named otherwise if bursts of jobs were not looked through.
  void tell_bursts(WhyReport& report, int year);
  /// `of_year`: why there was no more when the lot came; else it is asked for the step itself.
  void tell_roots(WhyReport& report, const ChainStep& step, const RootStory* of_year);
  [[nodiscard]] WhyRoot told_root(const RootPart& root, ConstraintId asked) const;
  /// Why there was no more in the middle of the time that it took.
  [[nodiscard]] RootStory story_of(const ChainStep& step) const;
  void tell_terms(WhyReport& report, const ChainStep& step, const RootStory& story);

  const Told& told_;
  Ledger ledger_;
  YearRoots roots_;
  std::vector<Tick> wanted_;  ///< by lot: when so much had been wanted
  TypicalLots lots_;
  StepTeller teller_;
  std::optional<Ledger> plain_;  ///< without looking through bursts; made when a year is told of
};

std::vector<WhyOfYear> Why::each_year() {
  std::vector<WhyOfYear> told;
  for (const YearLedger& year : ledger_.years()) {
    if (const std::optional<WhySubject> subject = lots_.of(year))
      told.push_back({year.year, tell(*subject)});
  }
  return told;
}

WhySubject Why::of_year(int year) const {
  const auto years = ledger_.years();
  const auto found =
      std::find_if(years.begin(), years.end(), [&](const YearLedger& y) { return y.year == year; });
  if (found == years.end()) {
    throw UnknownSubjectError("the run has no year " + std::to_string(year) + "; it has " +
                              std::to_string(years.front().year) + " to " +
                              std::to_string(years.back().year));
  }
  if (const std::optional<WhySubject> subject = lots_.of(*found))
    return *subject;
  throw UnknownSubjectError("nothing came in " + std::to_string(year));
}

WhyReport Why::tell(const WhySubject& subject) {
  SinkDelays delays;
  if (subject.year != nullptr)
    delays = {subject.wanted, wanted_};
  const CausalChain chain =
      causal_chain(trace(), subject.event, subject.wanted, subject.ties, delays);
  WhyReport report{.scenario = told_.scenario.name,
                   .subject = subject.text,
                   .wanted = chain.wanted,
                   .came = chain.came,
                   .delay_days = in_days(chain.came - chain.wanted),
                   .main = chain.came > chain.wanted ? chain.main : chain.steps.size(),
                   .year = {},
                   .start = timeline().start()};
  if (subject.year != nullptr)
    report.year = told_year(*subject.year);
  report.longest = report.main;
  if (subject.constraint && report.main < chain.steps.size())
    report.main = step_told(chain, *subject.constraint);
  if (trace().demand_steps().empty())
    report.notes.emplace_back(
        "The scenario does not say how much is wanted, so all of it is, from the first day on.");
  if (subject.year)
    tell_bursts(report, subject.year->year);
  for (std::size_t i = 0; i < chain.steps.size(); ++i)
    report.steps.push_back(teller_.tell(chain, i));
  std::vector<EventId> path;
  const TieBreaker ties(subject.ties);
  for (EventId id = subject.event; id != kWorldStart;) {
    if (!chain.steps.empty() && trace().event(id).end < chain.steps.front().from)
      break;
    path.push_back(id);
    const Enabler* by = ties.pick(trace(), id);
    if (by == nullptr)
      break;
    id = by->event;
  }
  for (const NearCritical& near : near_critical(trace(), path)) {
    if (report.near.size() < kMostNear)
      report.near.push_back({ledger_.name(near.constraint), in_days(near.slack)});
  }
  if (report.main < report.steps.size())
    tell_roots(report, chain.steps[report.main], subject.story);
  return report;
}

WhyYear Why::told_year(const YearLedger& year) const {
  WhyYear told{.year = year.year, .named_after = ledger_.name(year.label)};
  for (const RootPart& root : roots_.of(year))
    told.roots.push_back(told_root(root, year.label));
  return told;
}

void Why::tell_bursts(WhyReport& report, int year) {
  if (!plain_)
    plain_.emplace(trace(), timeline(), told_.scenario.horizon,
                   LedgerOptions{.through_bursts = false});
  const auto of_year = [year](const Ledger& ledger) {
    const auto years = ledger.years();
    return std::find_if(years.begin(), years.end(),
                        [year](const YearLedger& one) { return one.year == year; });
  };
  const auto named = of_year(ledger_);
  const auto plain = of_year(*plain_);
  if (named->label == plain->label || plain->shares.empty())
    return;
  const LedgerShare& largest = plain->shares.front();
  const auto now = std::find_if(
      named->shares.begin(), named->shares.end(),
      [&](const LedgerShare& share) { return share.constraint == largest.constraint; });
  const auto percent = [](double share) { return std::to_string(std::lround(100 * share)) + " %"; };
  report.notes.push_back(
      "Bursts of jobs at gates that have rest before such again and again are looked through: in "
      "their place counts what decided before them. Else " +
      std::to_string(year) + " would be named after " + ledger_.name(largest.constraint) +
      ", with " + percent(largest.share) + " of what it newly fell short by instead of " +
      percent(now != named->shares.end() ? now->share : 0.0) + ".");
}

WhyRoot Why::told_root(const RootPart& root, ConstraintId asked) const {
  const std::string name = roots_.causes().name(root, asked);
  std::string sentence(words(root.cause));
  if (name.find(':') != std::string::npos)
    sentence += ": " + ledger_.name(root.where);
  return {name, root.part, sentence};
}

void Why::tell_roots(WhyReport& report, const ChainStep& step, const RootStory* of_year) {
  RootStory story = of_year != nullptr ? *of_year : story_of(step);
  for (const RootPart& root : story.roots) {
    const bool lead = step.kind == EventKind::lead && root.where == step.constraint &&
                      (root.cause == RootClass::lead_time || root.cause == RootClass::unexplained);
    report.roots.push_back(lead ? WhyRoot{"lead_time", root.part, "as long as that takes"}
                                : told_root(root, step.constraint));
  }
  if (story.next == nullptr)
    return;
  if (!story.judged_by_it) {
    // It came later than the month was judged: as it had been planned then, or its dates say more
    // than the roots do.
    story.dates = roots_.causes().dates(*story.next, story.cause);
    if (lateness(story.dates).overrun != 0)
      return;
  }
  tell_terms(report, step, story);
}

RootStory Why::story_of(const ChainStep& step) const {
  const RootCauses& causes = roots_.causes();
  const Tick cause = middle_of(step);
  const Capacity capacity{step.constraint, step.gate};
  const Increment* next =
      step.kind == EventKind::service ? causes.next_increment(capacity, cause) : nullptr;
  if (next == nullptr)
    return {.roots = causes.of(capacity, cause)};
  return {.roots = causes.of(*next, cause), .next = next, .dates = causes.dates(*next, cause)};
}

void Why::tell_terms(WhyReport& report, const ChainStep& step, const RootStory& story) {
  const Increment& next = *story.next;
  const IncrementDates& dates = story.dates;
  const Lateness late = lateness(dates);
  const RootClass held = roots_.causes().held_by(next.held_by);
  report.terms =
      WhyTerms{.at = next.gate != kNoGate ? trace().gates()[next.gate] : "",
               .need = dates.need,
               .busy_before = step.from + kDay < dates.need,
               .known = dates.known,
               .funded = dates.funded,
               .ordered = dates.ordered,
               .arrived = dates.arrived,
               .order = {},
               .ordered_order = {},
               .arrived_order = {},
               .order_sentence = {},
               .information_days = in_days(late.information),
               .money_days = in_days(late.money),
               .decision_days = in_days(late.decision),
               .held_by = held == RootClass::decision ? std::string() : ledger_.name(next.held_by),
               .overrun_days = in_days(late.overrun)};
  teller_.add_order(*report.terms, next.because);
}

}  // namespace

WhyReport why(const Told& told, const WhyQuestion& question) {
  return Why(told).answer(question);
}

std::vector<WhyOfYear> whys(const Told& told) {
  return Why(told).each_year();
}

}  // namespace chokepoint::models
