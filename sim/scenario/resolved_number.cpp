#include "sim/scenario/resolved_number.hpp"

#include <utility>

#include "sim/base/error.hpp"
#include "sim/scenario/provenance.hpp"
#include "sim/scenario/quantity.hpp"

namespace chokepoint {

std::string quantity_in(std::string_view unit) {
  return unit == "1" ? "a bare number" : "a quantity in " + std::string(unit);
}

double default_amount(std::string_view text, std::string_view unit) {
  std::string problem;
  const auto value = parse_quantity(text, unit, problem);
  if (!value)
    throw ModelError("the default of a key is wrong: " + problem);
  return *value;
}

void record_default(const ReadContext& context, std::string path, std::string_view fallback,
                    std::string_view unit, bool whole) {
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

}  // namespace chokepoint
