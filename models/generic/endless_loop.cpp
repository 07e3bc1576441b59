#include "models/generic/endless_loop.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>

#include "models/generic/assembly.hpp"
#include "models/generic/store.hpp"

namespace chokepoint::models {

namespace {

using AtOnce = AssemblyPart::AtOnce;

std::int64_t amount_of(const std::vector<AssemblyPart::Amount>& amounts, const std::string& store) {
  std::int64_t sum = 0;
  for (const AssemblyPart::Amount& amount : amounts)
    sum += amount.store == store ? amount.amount : 0;
  return sum;
}

/// Whether it gets back all that it takes.
bool feeds_itself(const AtOnce& part) {
  return std::all_of(part.takes.begin(), part.takes.end(), [&](const auto& taken) {
    return amount_of(part.gives, taken.store) >= amount_of(part.takes, taken.store);
  });
}

/// Lots of the other that one lot of a part makes possible, where the other needs nothing else.
double makes_possible(const AtOnce& part, const AtOnce& other) {
  if (other.takes.size() != 1)
    return 0;
  return static_cast<double>(amount_of(part.gives, other.takes.front().store)) /
         static_cast<double>(other.takes.front().amount);
}

/// A round of parts that makes at least one lot of a part out of one; empty: none. `most[i]` is
/// what one lot of the first makes of part i on the best way of so many steps.
std::vector<std::size_t> round_from(std::size_t first, const std::vector<AtOnce>& parts) {
  const std::size_t count = parts.size();
  std::vector<double> most(count, 0);
  std::vector<std::vector<std::size_t>> way(count);
  most[first] = 1;
  way[first] = {first};
  for (std::size_t step = 0; step < count; ++step) {
    std::vector<double> next(count, 0);
    std::vector<std::vector<std::size_t>> next_way(count);
    for (std::size_t from = 0; from < count; ++from) {
      for (std::size_t to = 0; most[from] > 0 && to < count; ++to) {
        const double lots = most[from] * makes_possible(parts[from], parts[to]);
        if (lots <= next[to])
          continue;
        next[to] = lots;
        next_way[to] = way[from];
        next_way[to].push_back(to);
      }
    }
    constexpr double kAsMany = 1 - 1e-9;
    if (next[first] >= kAsMany)
      return next_way[first];
    most = std::move(next);
    way = std::move(next_way);
  }
  return {};
}

std::vector<AtOnce> parts_at_once(const std::vector<PartPtr>& parts) {
  std::set<std::string> bounded;
  for (const PartPtr& part : parts) {
    const auto* store = dynamic_cast<const StorePart*>(part.get());
    if (store != nullptr && store->is_bounded())
      bounded.insert(part->name());
  }
  std::vector<AtOnce> list;
  for (const PartPtr& part : parts) {
    const auto* assembly = dynamic_cast<const AssemblyPart*>(part.get());
    if (assembly == nullptr)
      continue;
    const std::optional<AtOnce> at_once = assembly->at_once();
    if (at_once && std::none_of(at_once->gives.begin(), at_once->gives.end(),
                                [&](const auto& given) { return bounded.contains(given.store); }))
      list.push_back(*at_once);
  }
  return list;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> endless_loops(const std::vector<PartPtr>& parts) {
  constexpr std::size_t kMostLookedAt = 200;
  std::vector<AtOnce> at_once = parts_at_once(parts);
  std::vector<std::pair<std::string, std::string>> problems;
  std::vector<AtOnce> others;
  for (AtOnce& part : at_once) {
    if (feeds_itself(part))
      problems.emplace_back(part.name,
                            "expected a lead, a rate or a limit: '" + part.name +
                                "' gets back all that it takes at once, so it would make lots "
                                "without end in one minute");
    else
      others.push_back(std::move(part));
  }
  std::set<std::string> told;
  for (std::size_t i = 0; i < others.size() && others.size() <= kMostLookedAt; ++i) {
    if (told.contains(others[i].name))
      continue;
    std::string names;
    for (const std::size_t part : round_from(i, others)) {
      names += (names.empty() ? "'" : ", '") + others[part].name + "'";
      told.insert(others[part].name);
    }
    if (!names.empty())
      problems.emplace_back(others[i].name,
                            "expected a lead, a rate or a limit somewhere on this round, which "
                            "would make lots without end in one minute: " +
                                names);
  }
  return problems;
}

}  // namespace chokepoint::models
