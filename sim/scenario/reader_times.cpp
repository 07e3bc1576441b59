#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/base/error.hpp"
#include "sim/scenario/number.hpp"
#include "sim/scenario/read_context.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/scenario/resolved_number.hpp"

// The calls of Reader that read lengths of time and dates.

namespace chokepoint {
namespace {

Duration default_duration(std::string_view text) {
  std::string problem;
  const auto value = parse_duration(text, problem);
  if (!value)
    throw ModelError("the default of a key is wrong: " + problem);
  return *value;
}

Duration as_duration(double value, const WrittenNumber& number) {
  return number.in_months ? duration_of(value, 0.0) : duration_of(0.0, value);
}

}  // namespace

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

Reader::DurationRange Reader::duration_range(std::string_view key) const {
  const Node* node = node_ == nullptr ? nullptr : node_->find(key);
  Diagnostics again;  // what is wrong with it has been told when it was read
  const auto number = node == nullptr ? std::nullopt
                                      : parse_number(*node, join_path(path_, key),
                                                     {.unit = NumberRules::kDuration}, again);
  if (!number)
    return {Duration{}, Duration{}};
  const double least = number->distribution.min();
  const double greatest = number->distribution.max();
  DurationRange range{as_duration(std::isfinite(least) ? std::max(0.0, least) : 0, *number), {}};
  if (std::isfinite(greatest))
    range.greatest = as_duration(std::max(0.0, greatest), *number);
  return range;
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

}  // namespace chokepoint
