#include "tools/addition.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "models/core/rates.hpp"
#include "tools/commands/commands.hpp"

namespace chokepoint::tools {

namespace {

/// An addition that is more than so many times all there is asks about another world.
constexpr double kMostTimes = 1000;

/// An amount as typed: "1 tool/year" is 1, "tool" and {"year"}.
struct Typed {
  double amount = 0;
  std::string unit;
  std::vector<std::string> per;
};

std::optional<Typed> parse(const std::string& text) {
  Typed typed;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), typed.amount);
  // "inf" and "nan" are numbers to from_chars.
  if (error != std::errc() || !std::isfinite(typed.amount) || !(typed.amount > 0))
    return std::nullopt;
  std::string rest(end, text.data() + text.size());
  rest.erase(0, std::min(rest.size(), rest.find_first_not_of(' ')));
  for (std::size_t slash = rest.find('/'); slash != std::string::npos; slash = rest.find('/')) {
    (typed.unit.empty() ? typed.unit : typed.per.emplace_back()) = rest.substr(0, slash);
    rest.erase(0, slash + 1);
  }
  (typed.unit.empty() ? typed.unit : typed.per.emplace_back()) = rest;
  return typed;
}

/// Units per month of one unit per that time; 0 when it is no time.
double per_month_of(const std::string& time) {
  if (time == "day")
    return models::kMinutesPerMonth / static_cast<double>(kDay);
  if (time == "month")
    return 1;
  return time == "year" ? 1.0 / 12 : 0;
}

std::string forms_of(const std::vector<models::CapacityUnit>& units) {
  std::string text;
  for (const models::CapacityUnit& unit : units) {
    const std::string amount = "1 " + unit.unit + (unit.per_month ? "/month" : "");
    text += text.empty() ? "'" : " or '";
    text += amount;
    text += "' (at once), '";
    text += amount;
    text += "/year' (so much more each year)";
  }
  return text;
}

const std::vector<double>& base_of(const models::BaseFacts& facts, const std::string& constraint,
                                   bool per_month) {
  const auto& list = per_month ? facts.capacities : facts.stocks;
  return std::find_if(list.begin(), list.end(),
                      [&](const auto& entry) { return entry.constraint == constraint; })
      ->by_month;
}

}  // namespace

Relaxation addition(const std::string& text, const std::string& constraint,
                    const models::BaseFacts& facts, const Scenario& scenario, Tick from, Tick to) {
  const std::vector<models::CapacityUnit> units = models::capacity_units(facts, constraint);
  if (units.empty())
    throw UsageError("--add: '" + constraint + "' is no capacity; use --by");
  const std::optional<Typed> typed = parse(text);
  const auto unit = std::find_if(units.begin(), units.end(), [&](const auto& known) {
    if (!typed || known.unit != typed->unit)
      return false;
    const std::size_t times = typed->per.size() - (known.per_month ? 1 : 0);
    const bool rate = !known.per_month || (!typed->per.empty() && per_month_of(typed->per[0]) > 0);
    return rate && (times == 0 || (times == 1 && typed->per.back() == "year"));
  });
  if (unit == units.end())
    throw UsageError("--add: expected " + forms_of(units) + " of " + constraint + ", found '" +
                     text + "'");
  const double amount = typed->amount * (unit->per_month ? per_month_of(typed->per.front()) : 1.0);
  const bool growing = typed->per.size() > (unit->per_month ? 1U : 0U);
  const std::vector<double>& base = base_of(facts, constraint, unit->per_month);
  const double most = base.empty() ? 0 : *std::max_element(base.begin(), base.end());
  const double added = amount * (growing ? static_cast<double>(base.size()) / 12 : 1.0);
  if (most > 0 && added > kMostTimes * most)
    throw UsageError("--add: expected at most " + shortest(kMostTimes) +
                     " times what there is of " + constraint + " (at most " +
                     shortest(std::round(most)) + "), found '" + text + "'");
  Relaxation relaxation{constraint, {}};
  for (std::size_t month = 0; month < base.size(); ++month) {
    const Tick begin = scenario.timeline.month_begin(static_cast<int>(month));
    const Tick end = scenario.timeline.month_begin(static_cast<int>(month) + 1);
    if (end <= from || begin >= to || base[month] <= 0)
      continue;
    // What grows is there in the middle of each month as if it came day by day.
    const double years =
        static_cast<double>(std::max<Tick>(0, (begin + end) / 2 - from)) / models::kMinutesPerYear;
    const double more = amount * (growing ? years : 1.0);
    relaxation.steps.push_back({std::max(begin, from), 1 + more / base[month]});
  }
  if (to != kNever)
    relaxation.steps.push_back({to, 1});
  return relaxation;
}

}  // namespace chokepoint::tools
