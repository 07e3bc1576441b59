#include "models/why.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>

#include "models/core/firm.hpp"
#include "models/why_steps.hpp"
#include "models/year_roots.hpp"
#include "sim/bottleneck/explanation.hpp"
#include "sim/bottleneck/near_critical.hpp"
#include "sim/bottleneck/path.hpp"
#include "sim/bottleneck/root_cause.hpp"
#include "sim/record/text_cells.hpp"
#include "sim/trace/note_index.hpp"

namespace chokepoint::models {

namespace {

/// Lots of a year that are looked at for the one that is most like the year.
constexpr std::size_t kMostLots = 64;
/// Of which it is asked first what held them up last.
constexpr std::size_t kMostAsked = 256;
/// Events that are walked over for a year and a way to decide ties, about: the chain of a line that
/// never rests is as long as the run.
constexpr std::size_t kMostEvents = 200'000;
constexpr double kTypical = 0.8;  ///< of the largest part that its main constraint takes of one
constexpr std::size_t kMostNear = 3;
constexpr std::uint64_t kTieSeeds = 8;  ///< so many ways to decide ties are tried

double in_days(Tick ticks) {
  return static_cast<double>(ticks) / kDay;
}

/// The part of a lot's delay that is its own and not that of the lots before: as finely as the
/// ledger looks.
constexpr Tick kLast = 10 * kDay;

/// What is asked about: an event, and when it had been wanted.
struct Subject {
  std::string text;
  EventId event = kWorldStart;
  Tick wanted = 0;
  std::optional<WhyYear> year{};  ///< that it is to tell of
  /// After which that year is named, where it held this up last.
  std::optional<ConstraintId> constraint{};
  const RootStory* story = nullptr;  ///< why there was no more of that then
  std::uint64_t ties = 0;            ///< seed by which ties on its path are decided
};

/// At most so many of them, evenly.
std::vector<std::size_t> spread(const std::vector<std::size_t>& all, std::size_t most) {
  std::vector<std::size_t> some;
  const std::size_t step = all.empty() ? 1 : (all.size() - 1) / most + 1;
  for (std::size_t i = 0; i < all.size(); i += step)
    some.push_back(all[i]);
  return some;
}

class Why {
 public:
  explicit Why(const Told& told)
      : told_(told),
        ledger_(told.trace, told.scenario.timeline, told.scenario.horizon),
        roots_(told.trace, ledger_),
        wanted_(wanted_dates(told.trace)),
        teller_(told) {}

  WhyReport answer(const WhyQuestion& question) {
    const Subject subject = question.year       ? of_year(*question.year)
                            : question.delivery ? of_delivery(*question.delivery)
                                                : of_lab(question.lab, *question.date);
    return tell(subject);
  }
  std::vector<WhyOfYear> each_year();

 private:
  [[nodiscard]] const Timeline& timeline() const { return told_.scenario.timeline; }
  [[nodiscard]] const Trace& trace() const { return told_.trace; }
  [[nodiscard]] bool has_firms() const {
    return told_.market != nullptr && !told_.market->firms().empty();
  }

  Subject of_year(int year);
  /// Nothing when nothing came in it.
  [[nodiscard]] std::optional<Subject> of(const YearLedger& year);
  Subject of_delivery(std::uint64_t id);
  Subject of_lab(const std::string& name, Date date);
  Subject of_lot(std::size_t lot, const std::string& whose);
  /// How late that lot was, and the part of it that was one constraint's.
  struct Delay {
    std::size_t lot = 0;
    Tick ticks = 0;
    double part = 0;        ///< 1 more where the step that took most is its own
    GateId gate = kNoGate;  ///< at which that one held it up for longest
  };
  [[nodiscard]] Delay delay_of(std::size_t lot, ConstraintId constraint, std::uint64_t ties) const;
  /// Whether that held it up last, before it came, with ties decided by that seed.
  [[nodiscard]] bool was_last(std::size_t lot, ConstraintId constraint, std::uint64_t ties) const;
  [[nodiscard]] std::vector<std::size_t> lots_of(const YearLedger& year) const;
  /// Of how many lots chains as long as that one's may be walked.
  [[nodiscard]] std::size_t affordable(std::size_t lot) const;
  WhyReport tell(const Subject& subject);
  /// `of_year`: why there was no more when the lot came; else it is asked for the step itself.
  void tell_roots(WhyReport& report, const ChainStep& step, const RootStory* of_year);
  [[nodiscard]] WhyRoot told_root(const RootPart& root, ConstraintId asked) const;
  /// Why there was no more in the middle of the time that it took.
  [[nodiscard]] RootStory story_of(const ChainStep& step) const;
  void tell_terms(WhyReport& report, const ChainStep& step, const RootStory& story);
  /// Why there was no more of what the year is named after when that lot came.
  [[nodiscard]] const RootStory* story_of(const YearLedger& year, const Delay& delay) const {
    const int month = timeline().month_index(trace().sink_lots()[delay.lot].tick);
    return roots_.story(year, month, delay.gate);
  }

  const Told& told_;
  Ledger ledger_;
  YearRoots roots_;
  std::vector<Tick> wanted_;  ///< by lot: when so much had been wanted
  StepTeller teller_;
};

/// The step that a year is told of: the longest of the constraint that it is named after, or of all
/// where that one held up nothing of this lot.
std::size_t marked(const CausalChain& chain, ConstraintId constraint) {
  std::size_t best = chain.main;
  for (std::size_t i = 0; i < chain.steps.size(); ++i) {
    const ChainStep& step = chain.steps[i];
    const bool better =
        chain.steps[best].constraint != constraint || step.delay > chain.steps[best].delay;
    if (step.constraint == constraint && step.delay > 0 && better)
      best = i;
  }
  return best;
}

std::vector<WhyOfYear> Why::each_year() {
  std::vector<WhyOfYear> told;
  for (const YearLedger& year : ledger_.years()) {
    if (const std::optional<Subject> subject = of(year))
      told.push_back({year.year, tell(*subject)});
  }
  return told;
}

Subject Why::of_lot(std::size_t lot, const std::string& whose) {
  const SinkLot& sink = trace().sink_lots()[lot];
  const std::string amount =
      has_firms() ? readable(sink.amount * 1000) + " MW" : readable(sink.amount) + " lot";
  return {"The " + amount + whose + " that came online on " + timeline().iso(sink.tick), sink.event,
          std::min(sink.tick, wanted_[lot])};
}

Why::Delay Why::delay_of(std::size_t lot, ConstraintId constraint, std::uint64_t ties) const {
  const SinkLot& sink = trace().sink_lots()[lot];
  const CausalChain chain = causal_chain(trace(), sink.event, wanted_[lot], ties);
  double part = 0;
  double all = 1;
  for (const ChainStep& step : chain.steps) {
    all += static_cast<double>(step.delay);
    if (step.constraint == constraint)
      part += static_cast<double>(step.delay);
  }
  const bool is_main =
      chain.main < chain.steps.size() && chain.steps[chain.main].constraint == constraint;
  const std::size_t step = marked(chain, constraint);
  return {lot, std::max<Tick>(0, chain.came - chain.wanted), part / all + (is_main ? 1 : 0),
          step < chain.steps.size() ? chain.steps[step].gate : kNoGate};
}

Subject Why::of_year(int year) {
  const auto years = ledger_.years();
  const auto found =
      std::find_if(years.begin(), years.end(), [&](const YearLedger& y) { return y.year == year; });
  if (found == years.end()) {
    throw UnknownSubjectError("the run has no year " + std::to_string(year) + "; it has " +
                              std::to_string(years.front().year) + " to " +
                              std::to_string(years.back().year));
  }
  if (const std::optional<Subject> subject = of(*found))
    return *subject;
  throw UnknownSubjectError("nothing came in " + std::to_string(year));
}

bool Why::was_last(std::size_t lot, ConstraintId constraint, std::uint64_t ties) const {
  const SinkLot& sink = trace().sink_lots()[lot];
  const Tick since = std::max(wanted_[lot], sink.tick - kLast);
  if (sink.tick <= since)
    return false;
  const CausalChain chain = causal_chain(trace(), sink.event, since, ties);
  return chain.main < chain.steps.size() && chain.steps[chain.main].constraint == constraint;
}

std::vector<std::size_t> Why::lots_of(const YearLedger& year) const {
  const auto lots = trace().sink_lots();
  std::vector<std::size_t> of_it;
  for (std::size_t i = 0; i < lots.size(); ++i) {
    if (lots[i].event != kWorldStart && timeline().year(lots[i].tick) == year.year)
      of_it.push_back(i);
  }
  return of_it;
}

std::size_t Why::affordable(std::size_t lot) const {
  std::size_t events = 1;
  for (const ChainStep& step : causal_chain(trace(), trace().sink_lots()[lot].event, 0).steps)
    events += step.events;
  return std::max<std::size_t>(1, kMostEvents / events);
}

std::optional<Subject> Why::of(const YearLedger& year) {
  std::vector<std::size_t> of_it = lots_of(year);
  if (of_it.empty())
    return std::nullopt;
  const std::size_t lots = affordable(of_it.back());
  of_it = spread(of_it, std::min(kMostAsked, lots));
  // Of the lots of the year, one that is like it: of those which its main constraint held up last,
  // so that they make up its share, those of which it took most, and of these the one in the middle
  // by how late they were.
  std::vector<std::size_t> held;
  std::uint64_t ties = 0;
  for (std::uint64_t seed = 0; seed < kTieSeeds && held.empty(); ++seed) {
    ties = seed;
    std::copy_if(of_it.begin(), of_it.end(), std::back_inserter(held),
                 [&](std::size_t lot) { return was_last(lot, year.label, seed); });
  }
  const bool is_like_it = !held.empty();
  if (is_like_it)
    of_it = std::move(held);
  std::vector<Delay> delays;
  for (const std::size_t lot : spread(of_it, std::min(kMostLots, lots)))
    delays.push_back(delay_of(lot, year.label, ties));
  // What held up none of those that came in time is not told by one of them.
  const auto is_late = [](const Delay& delay) { return delay.ticks > kDay / 2; };
  if (std::any_of(delays.begin(), delays.end(), is_late))
    std::erase_if(delays, std::not_fn(is_late));
  // Its root is to be the year's, if possible with the dates of what came next.
  for (const bool with_dates : {false, true}) {
    const auto tells_root = [&](const Delay& delay) {
      const RootStory* const story = story_of(year, delay);
      return story != nullptr && roots_.tells(year, *story) &&
             (!with_dates || story->next != nullptr);
    };
    if (is_like_it && std::any_of(delays.begin(), delays.end(), tells_root))
      std::erase_if(delays, std::not_fn(tells_root));
  }
  double most = 0;
  for (const Delay& delay : delays)
    most = std::max(most, delay.part);
  std::erase_if(delays, [&](const Delay& delay) { return delay.part < kTypical * most; });
  std::stable_sort(delays.begin(), delays.end(),
                   [](const Delay& a, const Delay& b) { return a.ticks < b.ticks; });
  const Delay& typical = delays[delays.size() / 2];
  Subject subject = of_lot(typical.lot, "");
  subject.year = WhyYear{.year = year.year, .named_after = ledger_.name(year.label)};
  for (const RootPart& root : roots_.of(year))
    subject.year->roots.push_back(told_root(root, year.label));
  if (is_like_it) {
    subject.constraint = year.label;
    subject.story = story_of(year, typical);
  }
  subject.ties = ties;
  return subject;
}

Subject Why::of_delivery(std::uint64_t id) {
  if (!has_firms())
    throw UnknownSubjectError("this scenario has no orders; ask with --year");
  const Journal& journal = told_.market->journal;
  if (id == kNoOrder || id >= journal.size()) {
    throw UnknownSubjectError("there is no order " + std::to_string(id) +
                              "; they are numbered 1 to " + std::to_string(journal.size() - 1));
  }
  EventId event = kWorldStart;
  for (const Note& note : trace().notes()) {
    if (note.subject == id)
      event = std::max(event, note.event);
  }
  const Order& order = journal.at(static_cast<OrderId>(id));
  if (event == kWorldStart || order.arrived == 0) {
    throw UnknownSubjectError("nothing was delivered on order " + std::to_string(id) +
                              ", which is " + std::string(text(order.status)) +
                              " at the end of the run");
  }
  const Tick came = trace().event(event).end;
  return {"Order " + std::to_string(id) + ", " + order_text(*told_.market, timeline(), order) +
              ", delivered on " + timeline().iso(came) + ",",
          event, std::min(came, order.terms.wanted)};
}

Subject Why::of_lab(const std::string& name, Date date) {
  std::vector<std::string> labs;
  FirmId lab = kNoFirm;
  if (has_firms()) {
    for (const Firm* firm : told_.market->firms()) {
      if (!firm->is_customer() || firm->kind != "lab")
        continue;
      labs.push_back(firm->name());
      if (firm->name() == name)
        lab = firm->id();
    }
  }
  if (labs.empty())
    throw UnknownSubjectError("this scenario has no labs; ask with --year");
  if (lab == kNoFirm)
    throw UnknownSubjectError("there is no lab '" + name + "'", name, labs);
  const Tick until = timeline().tick(date);
  if (until <= 0 || until > told_.scenario.horizon) {
    throw UnknownSubjectError("the date must lie in the run, after " + iso(timeline().start()) +
                              " and up to " + timeline().iso(told_.scenario.horizon));
  }
  const NoteIndex notes(trace());
  const auto lots = trace().sink_lots();
  for (std::size_t i = lots.size(); i-- > 0;) {
    if (lots[i].tick > until)
      continue;
    for (const Note& note : notes.of(lots[i].event)) {
      const Order& order = told_.market->journal.at(note.subject);
      if (order.buyer != lab)
        continue;
      Subject subject = of_lot(i, ", part of it for " + name + ",");
      subject.wanted = std::min(lots[i].tick, order.terms.wanted);
      return subject;
    }
  }
  throw UnknownSubjectError("nothing had come online for " + name + " by " + iso(date) +
                            " but what was there at the start");
}

WhyReport Why::tell(const Subject& subject) {
  const CausalChain chain = causal_chain(trace(), subject.event, subject.wanted, subject.ties);
  WhyReport report{.scenario = told_.scenario.name,
                   .subject = subject.text,
                   .wanted = chain.wanted,
                   .came = chain.came,
                   .delay_days = in_days(chain.came - chain.wanted),
                   .main = chain.came > chain.wanted ? chain.main : chain.steps.size(),
                   .year = subject.year,
                   .start = timeline().start()};
  report.longest = report.main;
  if (subject.constraint && report.main < chain.steps.size())
    report.main = marked(chain, *subject.constraint);
  if (trace().demand_steps().empty())
    report.notes.emplace_back(
        "The scenario does not say how much is wanted, so all of it is, from the first day on.");
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
