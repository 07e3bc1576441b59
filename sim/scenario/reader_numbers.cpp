#include <algorithm>
#include <charconv>
#include <cmath>
#include <stdexcept>

#include "sim/base/error.hpp"
#include "sim/base/portable_math.hpp"
#include "sim/base/text.hpp"
#include "sim/scenario/number.hpp"
#include "sim/scenario/profile_parser.hpp"
#include "sim/scenario/provenance.hpp"
#include "sim/scenario/read_context.hpp"
#include "sim/scenario/reader.hpp"

// The calls of Reader that read numbers; the others are in reader.cpp.

namespace chokepoint {
namespace {

std::string quantity_in(std::string_view unit) {
  return unit == "1" ? "a bare number" : "a quantity in " + std::string(unit);
}

/// The default of a key, written in code as in a scenario.
double default_amount(std::string_view text, std::string_view unit) {
  std::string problem;
  const auto value = parse_quantity(text, unit, problem);
  if (!value)
    throw ModelError("the default of a key is wrong: " + problem);
  return *value;
}

Duration default_duration(std::string_view text) {
  std::string problem;
  const auto value = parse_duration(text, problem);
  if (!value)
    throw ModelError("the default of a key is wrong: " + problem);
  return *value;
}

void record_default(const ReadContext& context, std::string path, std::string_view fallback,
                    std::string_view unit, bool whole = false) {
  if (context.resolved == nullptr || context.only_for_world)
    return;
  ResolvedValue record;
  record.path = std::move(path);
  record.value = fallback;
  record.unit = unit;
  record.from_file = false;
  record.whole = whole;
  context.resolved->add(std::move(record));
}

void record_number(const ReadContext& context, const Node& node, std::string path,
                   const WrittenNumber& number, const NumberRules& rules, std::string value) {
  if (context.only_for_world)
    return;
  ResolvedValue record;
  record.path = std::move(path);
  record.value = std::move(value);
  record.unit = rules.unit;
  record.written = number.written;
  record.range = number.range;
  record.why = number.why;
  record.uncertain = number.uncertain;
  record.low = number.uncertain ? number.distribution.quantile(0.1) : number.low;
  record.high = number.uncertain ? number.distribution.quantile(0.9) : number.high;
  record.range_unit = rules.is_duration() ? number.in_months ? "months" : "minutes"
                      : rules.unit == "1" ? ""
                                          : std::string(rules.unit);
  record.per_event = rules.per_event;
  record.exogenous = rules.exogenous;
  record.whole = rules.whole;
  fill_provenance(record, node, context);
  context.resolved->add(std::move(record));
}

std::string points_text(const Profile& profile, const Timeline& timeline) {
  std::string text;
  for (const Profile::Point& point : profile.points())
    text += (text.empty() ? "[[" : ", [") + timeline.iso(point.tick) + ", " +
            shortest(point.value) + "]";
  return text + "]";
}

Duration as_duration(double value, const WrittenNumber& number) {
  return number.in_months ? duration_of(value, 0.0) : duration_of(0.0, value);
}

}  // namespace

double Reader::read_number(const Node& node, const std::string& path, const NumberRules& rules) {
  const auto number = known_number(node, path, rules, *context_);
  if (!number)
    return rules.bounds.harmless();
  const double value = number->sample(*context_, path);
  record_number(*context_, node, path, *number, rules, shortest(value));
  return value;
}

double Reader::number(std::string_view key, std::string_view unit, std::string_view help,
                      Bounds bounds) {
  KeySpec& spec = declare(KeySpec::Form::number, key, help, true);
  spec.unit = unit;
  spec.bounds = bounds;
  const Node* node = take(key, true, quantity_in(unit));
  if (node == nullptr)
    return bounds.harmless();
  return read_number(*node, join_path(path_, key), {.unit = unit, .bounds = bounds});
}

double Reader::number_or(std::string_view key, std::string_view unit, std::string_view fallback,
                         std::string_view help, Bounds bounds) {
  KeySpec& spec = declare(KeySpec::Form::number, key, help, false);
  spec.unit = unit;
  spec.bounds = bounds;
  spec.default_text = fallback;
  const Node* node = take(key, false, quantity_in(unit));
  if (node != nullptr) {
    return read_number(*node, join_path(path_, key), {.unit = unit, .bounds = bounds});
  }
  const double value = default_amount(fallback, unit);
  if (node_ != nullptr)
    record_default(*context_, join_path(path_, key), shortest(value), unit);
  return value;
}

std::optional<double> Reader::number_if_any(std::string_view key, std::string_view unit,
                                            std::string_view help, Bounds bounds) {
  if (node_ != nullptr && node_->find(key) != nullptr)
    return number(key, unit, help, bounds);
  KeySpec& spec = declare(KeySpec::Form::number, key, help, false);
  spec.unit = unit;
  spec.bounds = bounds;
  return std::nullopt;
}

std::vector<double> Reader::numbers(std::string_view key, std::string_view unit,
                                    std::string_view help, Bounds bounds) {
  KeySpec& spec = declare(KeySpec::Form::numbers, key, help, true);
  spec.unit = unit;
  spec.bounds = bounds;
  const Node* node = take(key, true, "a list of quantities");
  if (node == nullptr)
    return {bounds.harmless()};
  if (!node->is_list() || node->items.empty()) {
    fail(*node, key, "expected a list of quantities, found " + found(*node));
    return {bounds.harmless()};
  }
  std::vector<double> result;
  for (std::size_t i = 0; i < node->items.size(); ++i) {
    const std::string path = join_path(path_, key) + "[" + std::to_string(i) + "]";
    result.push_back(read_number(node->items[i], path, {.unit = unit, .bounds = bounds}));
  }
  return result;
}

std::int64_t Reader::count(std::string_view key, std::string_view help, Bounds bounds) {
  KeySpec& spec = declare(KeySpec::Form::count, key, help, true);
  spec.unit = "1";
  spec.bounds = bounds;
  const Node* node = take(key, true, "a whole number");
  const std::int64_t harmless = nearest_whole(bounds.harmless());
  if (node == nullptr)
    return harmless;
  const NumberRules rules{.unit = "1", .bounds = bounds};
  const std::string path = join_path(path_, key);
  const auto number = known_number(*node, path, rules, *context_);
  if (!number)
    return harmless;
  const Node* const written = node->is_map() ? node->find("value") : node;
  if (written != nullptr && !is_bare_number(*written)) {
    fail(*written, key,
         "expected a whole number without quotes, sign + or unit, found " + found(*written));
    return harmless;
  }
  const double drawn = number->sample(*context_, path);
  const double value = std::round(drawn);
  if ((value != drawn && !number->uncertain) || std::abs(value) > 9e15) {
    fail(*node, key, "expected a whole number, found " + found(*node));
    return harmless;
  }
  record_number(*context_, *node, path, *number, {.unit = "1", .bounds = bounds, .whole = true},
                shortest(value));
  return static_cast<std::int64_t>(value);
}

std::int64_t Reader::count_or(std::string_view key, std::int64_t fallback, std::string_view help,
                              Bounds bounds) {
  if (node_ != nullptr && node_->find(key) != nullptr)
    return count(key, help, bounds);
  KeySpec& spec = declare(KeySpec::Form::count, key, help, false);
  spec.unit = "1";
  spec.bounds = bounds;
  spec.default_text = std::to_string(fallback);
  if (node_ != nullptr)
    record_default(*context_, join_path(path_, key), std::to_string(fallback), "1", true);
  return fallback;
}

Duration Reader::duration(std::string_view key, std::string_view help, std::string_view least) {
  KeySpec& spec = declare(KeySpec::Form::duration, key, help, true);
  spec.unit = NumberRules::kDuration;
  spec.least = least;
  const Node* node = take(key, true, "a length of time such as '18 months'");
  if (node == nullptr)
    return {0, kDay};
  const NumberRules rules{.unit = NumberRules::kDuration, .least = least};
  const std::string path = join_path(path_, key);
  const auto number = known_number(*node, path, rules, *context_);
  if (!number)
    return {0, kDay};
  const Duration value = as_duration(number->sample(*context_, path), *number);
  record_number(*context_, *node, path, *number, rules, duration_text(value));
  return value;
}

Duration Reader::duration_or(std::string_view key, std::string_view fallback, std::string_view help,
                             std::string_view least) {
  if (node_ != nullptr && node_->find(key) != nullptr)
    return duration(key, help, least);
  KeySpec& spec = declare(KeySpec::Form::duration, key, help, false);
  spec.unit = NumberRules::kDuration;
  spec.least = least;
  spec.default_text = fallback;
  const Duration value = default_duration(fallback);
  if (node_ != nullptr) {
    record_default(*context_, join_path(path_, key), duration_text(value), NumberRules::kDuration);
  }
  return value;
}

std::optional<Duration> Reader::duration_if_any(std::string_view key, std::string_view help) {
  if (node_ != nullptr && node_->find(key) != nullptr)
    return duration(key, help);
  declare(KeySpec::Form::duration, key, help, false).unit = NumberRules::kDuration;
  return std::nullopt;
}

Date Reader::date(std::string_view key, std::string_view help) {
  declare(KeySpec::Form::date, key, help, true);
  const Node* node = take_scalar(key, true, "a date such as 2026-03-01");
  if (node == nullptr)
    return context_->timeline.start();
  try {
    const Date value = parse_date(node->text);
    record_text(*node, key, node->text);
    return value;
  } catch (const std::invalid_argument&) {
    fail(*node, key, "expected a date such as 2026-03-01, found " + in_quotes(node->text));
    return context_->timeline.start();
  }
}

std::optional<Date> Reader::date_if_any(std::string_view key, std::string_view help) {
  if (node_ != nullptr && node_->find(key) != nullptr)
    return date(key, help);
  declare(KeySpec::Form::date, key, help, false);
  return std::nullopt;
}

Date Reader::date_or(std::string_view key, Date fallback, std::string_view help) {
  if (node_ != nullptr && node_->find(key) != nullptr)
    return date(key, help);
  declare(KeySpec::Form::date, key, help, false).default_text = iso(fallback);
  return fallback;
}

Distribution Reader::distribution(std::string_view key, std::string_view unit,
                                  std::string_view help, Bounds bounds) {
  KeySpec& spec = declare(KeySpec::Form::distribution, key, help, true);
  spec.unit = unit;
  spec.bounds = bounds;
  const Node* node = take(key, true, quantity_in(unit) + " or a distribution");
  if (node == nullptr)
    return Distribution::constant(bounds.harmless());
  const NumberRules rules{.unit = unit, .bounds = bounds, .per_event = true};
  const std::string path = join_path(path_, key);
  const auto number = known_number(*node, path, rules, *context_);
  if (!number)
    return Distribution::constant(bounds.harmless());
  Distribution result = number->distribution;
  if (context_->deterministic && number->uncertain) {
    result = Distribution::constant(number->sample(*context_, path));
  }
  record_number(*context_, *node, path, *number, rules, shortest(result.median()));
  return result;
}

Distribution Reader::distribution_or(std::string_view key, std::string_view unit,
                                     std::string_view fallback, std::string_view help,
                                     Bounds bounds) {
  if (node_ != nullptr && node_->find(key) != nullptr)
    return distribution(key, unit, help, bounds);
  KeySpec& spec = declare(KeySpec::Form::distribution, key, help, false);
  spec.unit = unit;
  spec.bounds = bounds;
  spec.default_text = fallback;
  const double value = default_amount(fallback, unit);
  if (node_ != nullptr)
    record_default(*context_, join_path(path_, key), shortest(value), unit);
  return Distribution::constant(value);
}

Profile Reader::exogenous(std::string_view key, std::string_view unit, std::string_view help,
                          Bounds bounds) {
  KeySpec& spec = declare(KeySpec::Form::profile, key, help, true);
  spec.unit = unit;
  spec.bounds = bounds;
  const Node* node = take(key, true, quantity_in(unit) + ", steps, linear or a series");
  if (node == nullptr)
    return Profile(bounds.harmless());
  const NumberRules rules{.unit = unit, .bounds = bounds, .exogenous = true};
  const std::string path = join_path(path_, key);
  if (!is_time_varying(*node))
    return Profile(read_number(*node, path, rules));
  auto written = parse_profile(*node, path, rules, *context_);
  if (!written)
    return Profile(bounds.harmless());
  if (context_->only_for_world)
    return std::move(written->profile);
  ResolvedValue record;
  record.path = path;
  record.value = shortest(written->profile.points().front().value);
  record.unit = unit;
  record.written = written->written;
  record.points = points_text(written->profile, context_->timeline);
  record.range = written->range;
  record.low = written->low_factor;
  record.high = written->high_factor;
  record.range_unit = "times";
  record.why = written->why;
  record.uncertain = written->uncertain;
  record.exogenous = true;
  record.time_varying = true;
  fill_provenance(record, *node, *context_);
  context_->resolved->add(std::move(record));
  return std::move(written->profile);
}

Profile Reader::exogenous_or(std::string_view key, std::string_view unit, std::string_view fallback,
                             std::string_view help, Bounds bounds) {
  if (node_ != nullptr && node_->find(key) != nullptr)
    return exogenous(key, unit, help, bounds);
  KeySpec& spec = declare(KeySpec::Form::profile, key, help, false);
  spec.unit = unit;
  spec.bounds = bounds;
  spec.default_text = fallback;
  const double value = default_amount(fallback, unit);
  if (node_ != nullptr)
    record_default(*context_, join_path(path_, key), shortest(value), unit);
  return Profile(value);
}

std::vector<NamedNumber> Reader::read_table(std::string_view key, const NumberRules& rules,
                                            std::string_view help, bool required) {
  KeySpec& spec = declare(KeySpec::Form::table, key, help, required);
  spec.unit = rules.unit;
  spec.bounds = rules.bounds;
  const Node* node = take(key, required, "a mapping of names to quantities");
  std::vector<NamedNumber> result;
  if (node == nullptr) {
    if (is_describing())
      result.push_back({"unknown", rules.bounds.harmless()});
    return result;
  }
  if (!node->is_map() || is_number_map(*node)) {
    fail(*node, key, "expected a mapping of names to quantities, found " + found(*node));
    return result;
  }
  for (const Member& m : node->members) {
    if (context_->diagnostics->is_overfull())
      break;
    const std::string path = join_path(join_path(path_, key), m.key);
    result.push_back({m.key, read_number(m.value, path, rules)});
  }
  std::sort(result.begin(), result.end(),
            [](const NamedNumber& a, const NamedNumber& b) { return a.name < b.name; });
  return result;
}

std::vector<NamedNumber> Reader::table(std::string_view key, std::string_view unit,
                                       std::string_view help, Bounds bounds) {
  return read_table(key, {.unit = unit, .bounds = bounds}, help, true);
}

std::vector<NamedNumber> Reader::table_or_empty(std::string_view key, std::string_view unit,
                                                std::string_view help, Bounds bounds) {
  return read_table(key, {.unit = unit, .bounds = bounds}, help, false);
}

}  // namespace chokepoint
