#include "sim/bottleneck/explanation.hpp"

#include <algorithm>
#include <utility>

#include "sim/bottleneck/effect_walk.hpp"
#include "sim/bottleneck/path.hpp"

namespace chokepoint {

namespace {

bool continues(const ChainStep& step, const Event& event, bool queued) {
  return event.kind == EventKind::service && step.kind == EventKind::service &&
         event.constraint == step.constraint && event.gate == step.gate && queued == step.queued;
}

/// What holds nothing up takes as long as it takes.
bool takes_its_time(const ChainStep& step) {
  return step.kind == EventKind::lead || (step.kind == EventKind::service && !step.queued);
}

/// What begins with the world, at a gate or with a lead, could not have begun sooner: what nothing
/// else accounts for are the steps that take their time, each as long as it takes. The first has
/// the rest.
void settle_leads(std::vector<ChainStep>& steps, Tick rest) {
  for (ChainStep& step : steps) {
    if (!takes_its_time(step))
      continue;
    const Tick part = std::clamp<Tick>(step.to - step.from - step.delay, 0, rest);
    step.delay += part;
    rest -= part;
  }
  if (!steps.empty())
    steps.front().delay += rest;
}

/// What there is nothing to tell of: leads of no length, and stores passed by what came later than
/// the first stock.
void drop_silent(std::vector<ChainStep>& steps) {
  std::erase_if(steps, [](const ChainStep& step) {
    const bool passed = step.kind == EventKind::stock && step.to > 0;
    const bool at_once = step.kind == EventKind::lead && step.from == step.to;
    return step.delay == 0 && (passed || at_once);
  });
}

constexpr std::size_t kUsualSteps = 32;

/// The walk of one chain, from its end back.
class ChainWalk {
 public:
  ChainWalk(const Trace& trace, EventId last, Tick wanted, std::uint64_t ties,
            const SinkDelays& delays)
      : trace_(trace),
        wanted_(wanted),
        delays_(delays),
        came_(trace.event(last).end),
        left_(came_),
        id_(last),
        ties_(ties) {}

  std::vector<ChainStep> steps() {
    steps_.reserve(kUsualSteps);
    while (id_ != kWorldStart && follow()) {
    }
    return std::move(steps_);
  }
  /// What no step accounts for, as the chain begins with the world.
  [[nodiscard]] Tick rest() const { return rest_; }

 private:
  /// False: the chain ends with that event, or has been explained.
  bool follow() {
    const Event& event = trace_.event(id_);
    const Enabler* by = told_enabler(trace_, ties_, id_);
    const bool holds = holds_time(trace_, event, by);
    if (!enter(event, holds && event.kind == EventKind::service))
      return false;
    const bool outage = event.kind == EventKind::outage;
    const Tick begin = outage ? std::max<Tick>(event.start, hold_.from) : Tick{event.start};
    if (holds)
      steps_.back().delay += take_until(begin);
    else if (limits_.none())
      lead_ += event.end - event.start;
    else
      limit_step(limits_.last()).delay += take_until(event.start);
    if (event.kind == EventKind::cap)
      limits_.pass(event.constraint);
    else if (!limits_.none())
      limits_.leave(trace_, event);
    if (begin > event.start) {
      // Without the outage it would have waited for this, from before then.
      id_ = std::exchange(hold_, {}).condition;
      return true;
    }
    if (by == nullptr || by->event == kWorldStart) {
      const Tick rest = std::max<Tick>(0, left_ - wanted_);
      const bool from_start = event.kind == EventKind::service || event.kind == EventKind::lead;
      (from_start ? rest_ : steps_.back().delay) += rest;
      return false;
    }
    if (!outage)
      hold_ = by->how() == EnablerClass::outage ? outage_hold(trace_, id_, *by) : OutageHold{};
    if (event.kind == EventKind::pool)
      lead_ += event.end - trace_.event(by->event).end;
    id_ = by->event;
    return true;
  }

  /// How long an outage held up what the queue's first job waited for: that job itself, or what
  /// came to it straight from there. 0 without one.
  [[nodiscard]] Tick outage_behind() const {
    constexpr int kMostPassed = 32;
    OutageHold hold = hold_;
    EventId id = id_;
    for (int passed = 0; id != kWorldStart && passed < kMostPassed; ++passed) {
      const Event& event = trace_.event(id);
      if (event.kind == EventKind::outage)
        return event.end - std::max<Tick>(event.start, hold.from);
      const Enabler* by = told_enabler(trace_, ties_, id);
      if (by == nullptr || by->how() == EnablerClass::gate)
        return 0;
      hold = by->how() == EnablerClass::outage ? outage_hold(trace_, id, *by) : OutageHold{};
      id = by->event;
    }
    return 0;
  }

  /// The queue began as an outage ended: lots are late by what that left behind, and only what came
  /// on top is the queue's.
  void split_queue(ChainStep& queue) {
    const Tick begun = trace_.event(queue.first).start + lead_;
    const std::size_t lot = trace_.lots_by(trace_.event(queue.first).end + lead_);
    if (lot == 0 || lot > delays_.by_lot.size())
      return;
    const Tick late = trace_.sink_lots()[lot - 1].tick - delays_.by_lot[lot - 1];
    const Tick left_behind = std::min(late, outage_behind());
    if (left_behind <= 0)
      return;
    const Tick made_up = std::min(came_, delays_.wanted + left_behind);
    moved_ = std::clamp<Tick>(made_up - std::max(wanted_, begun), 0, queue.delay);
    left_behind_ = moved_ > 0 ? left_behind : 0;
    queue.delay -= moved_;
  }

  /// Finds the step that the event is part of, or begins one; false when all is explained.
  bool enter(const Event& event, bool queued) {
    const bool same = !steps_.empty() && continues(steps_.back(), event, queued);
    if (!same) {
      if (moved_ == 0 && !steps_.empty() && steps_.back().queued)
        split_queue(steps_.back());
      // The chain goes on until its delay is explained; a queue is followed to its first job.
      if (left_ <= wanted_ && moved_ == 0 && !steps_.empty())
        return false;
      if (event.kind != EventKind::cap || !come_round(event.constraint))
        steps_.push_back({.kind = event.kind,
                          .constraint = event.constraint,
                          .gate = event.gate,
                          .to = event.end,
                          .last = id_,
                          .queued = queued});
      if (event.kind == EventKind::outage) {
        steps_.back().delay = std::exchange(moved_, 0);
        steps_.back().left_behind = std::exchange(left_behind_, 0);
      }
    }
    ChainStep& step = steps_.back();
    step.from = event.start;
    step.first = id_;
    ++step.events;
    return true;
  }

  /// Whether the same limit held up what it holds up now: then what lies between is that one's
  /// time, and no step of its own.
  bool come_round(ConstraintId limit) {
    std::size_t before = steps_.size();
    while (before > 0 && !is_limit(steps_[before - 1], limit)) {
      if (steps_[--before].delay > 0)
        return false;
    }
    if (before == 0)
      return false;
    steps_.resize(before);
    return true;
  }

  static bool is_limit(const ChainStep& step, ConstraintId limit) {
    return step.kind == EventKind::cap && step.constraint == limit;
  }
  /// Where a limit that has been passed stands; one within another may have lost its step when the
  /// chain came round to that.
  ChainStep& limit_step(ConstraintId limit) {
    const auto found = std::find_if(steps_.rbegin(), steps_.rend(), [limit](const ChainStep& step) {
      return is_limit(step, limit);
    });
    return found != steps_.rend() ? *found : steps_.back();
  }

  /// How much of the delay lies behind that date, on the clock of what came last.
  Tick take_until(Tick date) {
    const Tick low = std::max(wanted_, std::min<Tick>(left_, date + lead_));
    return std::max<Tick>(0, std::exchange(left_, std::min(left_, low)) - low);
  }

  const Trace& trace_;
  Tick wanted_;
  SinkDelays delays_;
  Tick came_;
  Tick left_;  ///< of the effect window [wanted, came], what is not yet accounted for
  Tick lead_ = 0;
  Tick rest_ = 0;
  OutageHold hold_;       ///< of the outage that was waited for
  Tick left_behind_ = 0;  ///< by that outage
  Tick moved_ = 0;        ///< of the delay, from the queue behind it
  EventId id_;
  TieBreaker ties_;
  LimitsPassed limits_;
  std::vector<ChainStep> steps_;
};

}  // namespace

Tick middle_of(const ChainStep& step) {
  return std::max(step.from, step.to - std::max<Tick>(step.delay, kDay)) +
         std::min(step.delay, step.to - step.from) / 2;
}

CausalChain causal_chain(const Trace& trace, EventId last, Tick wanted, std::uint64_t ties,
                         const SinkDelays& delays) {
  ChainWalk walk(trace, last, wanted, ties, delays);
  CausalChain chain{.wanted = wanted, .came = trace.event(last).end, .steps = walk.steps()};
  std::reverse(chain.steps.begin(), chain.steps.end());
  settle_leads(chain.steps, walk.rest());
  drop_silent(chain.steps);
  const auto main =
      std::max_element(chain.steps.begin(), chain.steps.end(),
                       [](const ChainStep& a, const ChainStep& b) { return a.delay < b.delay; });
  chain.main = static_cast<std::size_t>(main - chain.steps.begin());
  return chain;
}

std::vector<Tick> wanted_dates(const Trace& trace) {
  std::vector<Tick> dates;
  const auto steps = trace.demand_steps();
  auto step = steps.begin();
  double demand = steps.empty() ? 0 : step->amount;
  double online = 0;
  for (const SinkLot& lot : trace.sink_lots()) {
    online += lot.amount;
    while (step != steps.end() && demand < online) {
      if (++step != steps.end())
        demand += step->amount;
    }
    dates.push_back(steps.empty() ? 0 : step != steps.end() ? step->tick : lot.tick);
  }
  return dates;
}

}  // namespace chokepoint
