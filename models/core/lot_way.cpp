#include "models/core/lot_way.hpp"

#include <algorithm>

namespace chokepoint::models {

namespace {

using Goods = Disruption::Goods;

/// Lots that have met the same so far: those from `low` to `high` of all that begin.
struct Spread {
  double low = 0;
  double high = 1;
  Tick at = 0;
  Tick due = 0;
  bool stands = false;
  bool at_dock = false;            ///< and waits for a lane until `due`
  std::vector<Goods> rules;        ///< what each stop has done with them; `wait` before it begins
  std::vector<double> lost_parts;  ///< of those it strikes, where the rule is `lost`
  std::vector<const Disruption*> passed{};  ///< lanes
  Disruptions::Way way{};
};

class Walk {
 public:
  Walk(const Disruptions& events, const std::vector<const Disruption*>& stops, const LotWay& way)
      : events_(events), stops_(stops), way_(way) {
    for (const Disruption* stop : stops_)
      works_ *= stop->left(way_.begun);
  }

  std::vector<Fate> fates() {
    Spread all{.at = way_.begun, .due = way_.due};
    // What leaves the line on the very day on which nothing works any more has escaped that.
    all.rules.assign(stops_.size(), works_ > 0 ? Goods::wait : Goods::arrive);
    all.lost_parts.assign(stops_.size(), 1);
    works_ = works_ > 0 ? works_ : 1;
    open_.push_back(std::move(all));
    while (!open_.empty()) {
      Spread next = std::move(open_.back());
      open_.pop_back();
      go_on(std::move(next));
    }
    return std::move(ended_);
  }

 private:
  /// Until they have arrived, are lost, or fare differently from each other.
  void go_on(Spread lots) {
    const Tick change = change_after(lots.at);
    if (!lots.stands && change >= lots.due) {
      reach_dock(std::move(lots));
      return;
    }
    if (change == kNever) {
      lots.due = kNever;
      end(lots);
      return;
    }
    if (lots.stands)
      lots.due = lots.at_dock ? std::max(lots.due, change) : lots.due + (change - lots.at);
    lots.at = change;
    meet(std::move(lots));
  }

  /// What changes at their place now parts those that work on, stand still and are lost.
  void meet(Spread lots) {
    const Disruption* by = nullptr;
    bool loses = false;
    double works = 1;
    double spared = 1;
    for (std::size_t i = 0; i < stops_.size(); ++i) {
      const Disruption& stop = *stops_[i];
      const double left = stop.left(lots.at);
      const bool begins = left < stop.left(lots.at - 1);
      if (begins) {
        const bool under_way = lots.at_dock || lots.at >= lots.due - stop.transit;
        lots.rules[i] = under_way ? stop.in_transit : stop.in_progress;
        lots.lost_parts[i] = under_way ? 1 : stop.scrapped;
      }
      if (lots.rules[i] == Goods::arrive)
        continue;
      works *= left;
      if (lots.rules[i] == Goods::lost)
        spared *= 1 - lots.lost_parts[i] * (1 - left);
      loses = loses || (begins && lots.rules[i] == Goods::lost);
      if (begins && (by == nullptr || lots.rules[i] == Goods::lost))
        by = &stop;
    }
    const double moving = std::clamp(works / works_, lots.low, lots.high);
    const double kept = loses ? std::clamp(spared, moving, lots.high) : lots.high;
    if (kept < lots.high)
      end(lots, kept, {lots.at, true, by, lots.at});
    if (moving < kept)
      open_.push_back(standing(lots, moving, kept, by));
    if (lots.low < moving) {
      lots.high = moving;
      lots.stands = false;
      open_.push_back(std::move(lots));
    }
  }

  [[nodiscard]] Spread standing(const Spread& lots, double low, double high,
                                const Disruption* by) const {
    Spread still = lots;
    still.low = low;
    still.high = high;
    still.stands = true;
    if (still.way.held == nullptr) {
      still.way.held = by;
      still.way.since = lots.at;
    }
    return still;
  }

  /// Of the goods a part passes each lane at once, others as it opens. Those that had to wait for
  /// one may find another closed meanwhile.
  void reach_dock(Spread lots) {
    const Disruption* lane = nullptr;
    for (const Disruption* closed : events_.lanes_closed(way_.out_of, way_.into, lots.due)) {
      const bool known =
          std::find(lots.passed.begin(), lots.passed.end(), closed) != lots.passed.end();
      if (lane == nullptr && !known)
        lane = closed;
    }
    if (lane == nullptr || lots.due == kNever) {
      end(lots);
      return;
    }
    lots.at = std::max(lots.at, lots.due);
    lots.passed.push_back(lane);
    double passes = lane->left(lots.at);
    if (passes > 0)
      open_.push_back(piece(lots, 0, passes));
    if (lane->in_transit == Goods::lost) {
      const Spread rest = piece(lots, passes, 1);
      end(rest, rest.low, {lots.at, true, lane, lots.at});
      return;
    }
    Spread held = lots;
    held.at_dock = true;
    if (held.way.held == nullptr) {
      held.way.held = lane;
      held.way.since = lots.at;
    }
    for (const Disruption::Step& step : lane->steps) {
      if (step.from <= lots.at || step.left <= passes)
        continue;
      held.due = step.from;
      open_.push_back(piece(held, passes, step.left));
      passes = step.left;
    }
    held.due = kNever;
    if (passes < 1)
      end(piece(held, passes, 1));
  }

  /// Of these lots the part between two of its quantiles.
  [[nodiscard]] static Spread piece(const Spread& lots, double from, double to) {
    Spread part = lots;
    const double width = lots.high - lots.low;
    part.low = lots.low + from * width;
    if (to < 1)
      part.high = lots.low + to * width;
    return part;
  }

  void end(const Spread& lots) {
    Disruptions::Way way = lots.way;
    way.arrives = lots.due;
    end(lots, lots.low, way);
  }
  void end(const Spread& lots, double low, const Disruptions::Way& way) {
    ended_.push_back({lots.high - low, way});
  }

  [[nodiscard]] Tick change_after(Tick when) const {
    Tick next = kNever;
    for (const Disruption* stop : stops_) {
      const auto step = std::upper_bound(
          stop->steps.begin(), stop->steps.end(), when,
          [](Tick tick, const Disruption::Step& known) { return tick < known.from; });
      if (step != stop->steps.end())
        next = std::min(next, step->from);
    }
    return next;
  }

  const Disruptions& events_;
  const std::vector<const Disruption*>& stops_;
  const LotWay way_;
  double works_ = 1;  ///< part of their place that works when they begin
  std::vector<Spread> open_;
  std::vector<Fate> ended_;
};

}  // namespace

std::vector<Fate> fates_of(const Disruptions& events, const std::vector<const Disruption*>& stops,
                           const LotWay& way) {
  return Walk(events, stops, way).fates();
}

void sort_fates(std::vector<Fate>& fates) {
  std::stable_sort(fates.begin(), fates.end(), [](const Fate& a, const Fate& b) {
    if (a.way.lost != b.way.lost)
      return a.way.lost;
    return a.way.arrives > b.way.arrives;
  });
  std::vector<Fate> different;
  for (const Fate& fate : fates) {
    const bool same = !different.empty() && different.back().way.lost == fate.way.lost &&
                      different.back().way.arrives == fate.way.arrives;
    if (same)
      different.back().part += fate.part;
    else if (fate.part > 0)
      different.push_back(fate);
  }
  fates = std::move(different);
}

}  // namespace chokepoint::models
