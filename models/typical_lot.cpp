#include "models/typical_lot.hpp"

#include <algorithm>
#include <functional>
#include <iterator>

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
constexpr std::uint64_t kTieSeeds = 8;  ///< so many ways to decide ties are tried

/// The part of a lot's delay that is its own and not that of the lots before: as finely as the
/// ledger looks.
constexpr Tick kLast = 10 * kDay;

/// At most so many of them, evenly.
std::vector<std::size_t> spread(const std::vector<std::size_t>& all, std::size_t most) {
  std::vector<std::size_t> some;
  const std::size_t step = all.empty() ? 1 : (all.size() - 1) / most + 1;
  for (std::size_t i = 0; i < all.size(); i += step)
    some.push_back(all[i]);
  return some;
}

}  // namespace

/// The step that a year is told of: the longest of the constraint that it is named after, or of all
/// where that one held up nothing of this lot.
std::size_t step_told(const CausalChain& chain, ConstraintId constraint) {
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

TypicalLots::Delay TypicalLots::delay_of(std::size_t lot, ConstraintId constraint,
                                         std::uint64_t ties) const {
  const SinkLot& sink = told_.trace.sink_lots()[lot];
  const CausalChain chain =
      causal_chain(told_.trace, sink.event, wanted_[lot], ties, {wanted_[lot], wanted_});
  double part = 0;
  double all = 1;
  for (const ChainStep& step : chain.steps) {
    all += static_cast<double>(step.delay);
    if (step.constraint == constraint)
      part += static_cast<double>(step.delay);
  }
  const bool is_main =
      chain.main < chain.steps.size() && chain.steps[chain.main].constraint == constraint;
  const std::size_t step = step_told(chain, constraint);
  return {lot, std::max<Tick>(0, chain.came - chain.wanted), part / all + (is_main ? 1 : 0),
          step < chain.steps.size() ? chain.steps[step].gate : kNoGate};
}

bool TypicalLots::was_last(std::size_t lot, ConstraintId constraint, std::uint64_t ties) const {
  const SinkLot& sink = told_.trace.sink_lots()[lot];
  const Tick since = std::max(wanted_[lot], sink.tick - kLast);
  if (sink.tick <= since)
    return false;
  const CausalChain chain =
      causal_chain(told_.trace, sink.event, since, ties, {wanted_[lot], wanted_});
  return chain.main < chain.steps.size() && chain.steps[chain.main].constraint == constraint;
}

std::vector<std::size_t> TypicalLots::lots_of(const YearLedger& year) const {
  const auto lots = told_.trace.sink_lots();
  std::vector<std::size_t> of_it;
  for (std::size_t i = 0; i < lots.size(); ++i) {
    if (lots[i].event != kWorldStart && told_.scenario.timeline.year(lots[i].tick) == year.year)
      of_it.push_back(i);
  }
  return of_it;
}

std::size_t TypicalLots::affordable(std::size_t lot) const {
  std::size_t events = 1;
  for (const ChainStep& step :
       causal_chain(told_.trace, told_.trace.sink_lots()[lot].event, 0).steps)
    events += step.events;
  return std::max<std::size_t>(1, kMostEvents / events);
}

std::optional<WhySubject> TypicalLots::of(const YearLedger& year) const {
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
  WhySubject subject = subject_of_lot(told_, wanted_, typical.lot, "");
  subject.year = &year;
  if (is_like_it) {
    subject.constraint = year.label;
    subject.story = story_of(year, typical);
  }
  subject.ties = ties;
  return subject;
}

const RootStory* TypicalLots::story_of(const YearLedger& year, const Delay& delay) const {
  const int month = told_.scenario.timeline.month_index(told_.trace.sink_lots()[delay.lot].tick);
  return roots_.story(year, month, delay.gate);
}

}  // namespace chokepoint::models
