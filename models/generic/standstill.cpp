#include "models/generic/standstill.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace chokepoint::models {

namespace {

/// One thing that a station lacks, and the stations that could bring it.
struct Lack {
  std::vector<std::size_t> from;
  std::string text;
  bool holds;  ///< something is kept meanwhile that others wait for
};

class Waits {
 public:
  explicit Waits(const Network& network) : count_(network.stations().size()) {
    for (const Station& station : network.stations())
      stations_.push_back(&station);
    for (std::size_t i = 0; i < count_; ++i) {
      const Station::Spec& spec = stations_[i]->spec();
      for (const Station::Output& output : spec.outputs)
        suppliers_[output.store].push_back(i);
      for (const Station::Input& input : spec.inputs)
        users_[input.store].push_back(i);
      if (spec.gives_slot != nullptr)
        givers_[spec.gives_slot].push_back(i);
    }
    find_alive();
    find_waiting();
  }

  [[nodiscard]] Standstill standstill() const {
    for (std::size_t i = 0; i < count_; ++i) {
      if (!waiting_[i])
        continue;
      for (const Lack& lack : lacks_[i]) {
        const std::string text = lack.holds ? circle(i, lack) : "";
        if (!text.empty())
          return {text, !reaches_sink()};
      }
    }
    return {};
  }

 private:
  [[nodiscard]] bool is_finished(std::size_t i) const {
    return stations_[i]->lots_started() >= stations_[i]->spec().most_lots;
  }
  [[nodiscard]] bool any_of(const std::vector<std::size_t>& stations,
                            const std::vector<bool>& are) const {
    return std::any_of(stations.begin(), stations.end(), [&](std::size_t i) { return are[i]; });
  }
  [[nodiscard]] bool reaches_sink() const {
    for (std::size_t i = 0; i < count_; ++i) {
      if (alive_[i] && stations_[i]->spec().outputs.empty())
        return true;
    }
    return false;
  }

  /// What a station has not got now.
  [[nodiscard]] std::vector<Lack> lacking(std::size_t i) const {
    const Station::Spec& spec = stations_[i]->spec();
    std::vector<Lack> result;
    for (const Station::Input& input : spec.inputs) {
      if (input.store->level() < input.amount)
        result.push_back({of(suppliers_, input.store),
                          std::to_string(input.amount) + " of '" + input.store->name() +
                              "', which holds " + std::to_string(input.store->level()),
                          input.store->level() > 0});
    }
    for (const Station::Output& output : spec.outputs) {
      if (output.store->room() < output.amount)
        result.push_back(
            {of(users_, output.store), "room in '" + output.store->name() + "'", true});
    }
    if (spec.takes_slot != nullptr && !spec.takes_slot->available())
      result.push_back({of(givers_, spec.takes_slot),
                        "one of its " + std::to_string(spec.takes_slot->slots()) + " slots", true});
    return result;
  }

  template <class Key, class At>
  static std::vector<std::size_t> of(const std::map<Key, std::vector<std::size_t>>& by, At at) {
    const auto found = by.find(at);
    return found == by.end() ? std::vector<std::size_t>{} : found->second;
  }

  /// Stations that deliver again, for all that is known: what somebody alive may bring counts as
  /// brought.
  void find_alive() {
    for (std::size_t i = 0; i < count_; ++i) {
      alive_.push_back(stations_[i]->lots_started() > stations_[i]->lots_delivered());
      lacks_.push_back(lacking(i));
    }
    const auto comes = [&](const Lack& lack) { return any_of(lack.from, alive_); };
    spread(alive_, [&](std::size_t i) {
      return !is_finished(i) && std::all_of(lacks_[i].begin(), lacks_[i].end(), comes);
    });
    for (std::vector<Lack>& lacks : lacks_)
      std::erase_if(lacks, comes);
  }

  /// Sets whatever flags `holds` for, which may depend on those of stations that a station waits
  /// for, until nothing changes.
  template <class Holds>
  void spread(std::vector<bool>& flags, Holds holds) const {
    std::vector<std::vector<std::size_t>> waits_for(count_);
    std::vector<std::size_t> next;
    for (std::size_t i = 0; i < count_; ++i) {
      next.push_back(i);
      for (const Lack& lack : lacks_[i]) {
        for (const std::size_t from : lack.from)
          waits_for[from].push_back(i);
      }
    }
    while (!next.empty()) {
      const std::size_t i = next.back();
      next.pop_back();
      if (flags[i] || !holds(i))
        continue;
      flags[i] = true;
      next.insert(next.end(), waits_for[i].begin(), waits_for[i].end());
    }
  }

  /// Stations that wait in vain, without those that have come to an end: nobody could bring what
  /// they lack, or who did has no more.
  void find_waiting() {
    std::vector<bool> ended;
    for (std::size_t i = 0; i < count_; ++i)
      ended.push_back(!alive_[i] && is_finished(i));
    spread(ended, [&](std::size_t i) {
      return !alive_[i] && std::any_of(lacks_[i].begin(), lacks_[i].end(), [&](const Lack& lack) {
        return lack.from.empty() || any_of(lack.from, ended);
      });
    });
    for (std::size_t i = 0; i < count_; ++i)
      waiting_.push_back(!alive_[i] && !ended[i]);
  }

  /// The shortest way from what a station lacks back to that station, told; empty: none.
  [[nodiscard]] std::string circle(std::size_t begin, const Lack& first) const {
    constexpr std::size_t kNobody = static_cast<std::size_t>(-1);
    struct Step {
      std::size_t before;
      const Lack* lack;
    };
    std::vector<Step> steps(count_, {kNobody, nullptr});
    std::vector<std::size_t> reached;
    const auto follow = [&](std::size_t from, const Lack& lack) {
      for (const std::size_t to : lack.from) {
        if (!waiting_[to] || steps[to].lack != nullptr)
          continue;
        steps[to] = {from, &lack};
        reached.push_back(to);
      }
    };
    follow(begin, first);
    for (std::size_t i = 0; i < reached.size() && steps[begin].lack == nullptr; ++i) {
      for (const Lack& lack : lacks_[reached[i]])
        follow(reached[i], lack);
    }
    if (steps[begin].lack == nullptr)
      return "";
    std::string text;
    for (std::size_t to = begin; text.empty() || to != begin; to = steps[to].before) {
      const std::size_t from = steps[to].before;
      text.insert(0, "'" + stations_[from]->name() + "' waits for " + steps[to].lack->text +
                         ", from '" + stations_[to]->name() + "'" + (text.empty() ? "" : "; "));
    }
    return text;
  }

  std::size_t count_;
  std::vector<const Station*> stations_;
  std::map<const Store*, std::vector<std::size_t>> suppliers_;
  std::map<const Store*, std::vector<std::size_t>> users_;
  std::map<const SlotPool*, std::vector<std::size_t>> givers_;
  std::vector<bool> alive_;
  std::vector<std::vector<Lack>> lacks_;
  std::vector<bool> waiting_;
};

}  // namespace

Standstill find_standstill(const Network& network) {
  return Waits(network).standstill();
}

}  // namespace chokepoint::models
