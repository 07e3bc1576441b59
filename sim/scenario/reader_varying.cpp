#include <utility>

#include "sim/base/text.hpp"
#include "sim/scenario/number.hpp"
#include "sim/scenario/profile_parser.hpp"
#include "sim/scenario/provenance.hpp"
#include "sim/scenario/read_context.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/scenario/resolved_number.hpp"

// The calls of Reader that read what is not one number for a whole run: drawn anew at each event,
// or changing over time.

namespace chokepoint {
namespace {

std::string points_text(const Profile& profile, const Timeline& timeline) {
  std::string text;
  for (const Profile::Point& point : profile.points())
    text += (text.empty() ? "[[" : ", [") + timeline.iso(point.tick) + ", " +
            shortest(point.value) + "]";
  return text + "]";
}

}  // namespace

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
  return Distribution::constant(
      default_number(KeySpec::Form::distribution, key, unit, fallback, help, bounds));
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
  return Profile(default_number(KeySpec::Form::profile, key, unit, fallback, help, bounds));
}

}  // namespace chokepoint
