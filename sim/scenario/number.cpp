#include "sim/scenario/number.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "sim/base/text.hpp"
#include "sim/scenario/number_memo.hpp"
#include "sim/scenario/number_parser.hpp"

namespace chokepoint {

double WrittenNumber::sample(const ReadContext& context, std::string_view path) const {
  if (!uncertain)
    return distribution.min();
  if (context.deterministic)
    return point.value_or(distribution.median());
  return distribution.quantile(context.random.stream(path, "parameter").uniform(0));
}

std::optional<WrittenNumber> parse_number(const Node& node, std::string_view path,
                                          const NumberRules& rules, Diagnostics& diagnostics) {
  return NumberParser(path, rules, diagnostics).parse(node);
}

std::shared_ptr<const WrittenNumber> known_number(const Node& node, const std::string& path,
                                                  const NumberRules& rules,
                                                  const ReadContext& context) {
  if (context.memo != nullptr) {
    if (auto known = context.memo->find(node, path, rules))
      return known;
  }
  const std::size_t faults = context.diagnostics->count();
  auto number = parse_number(node, path, rules, *context.diagnostics);
  if (!number)
    return nullptr;
  auto written = std::make_shared<const WrittenNumber>(*std::move(number));
  if (context.memo != nullptr && context.diagnostics->count() == faults)
    context.memo->keep(node, path, rules, written);
  return written;
}

std::optional<double> parse_amount(const Node& node, std::string_view path, std::string_view unit,
                                   Diagnostics& diagnostics) {
  std::string problem;
  if (!node.is_scalar()) {
    problem = "expected " + (unit == "1" ? "a bare number" : "a quantity in " + std::string(unit)) +
              ", found " + found(node);
  } else if (const auto value = parse_quantity(node.text, unit, problem)) {
    return value;
  }
  diagnostics.add(node.origin, path, problem);
  return std::nullopt;
}

void refuse_other_keys(const Node& map, std::string_view path,
                       const std::vector<std::string>& allowed, Diagnostics& diagnostics) {
  for (const Member& m : map.members) {
    if (std::find(allowed.begin(), allowed.end(), m.key) != allowed.end())
      continue;
    diagnostics.add(m.origin, join_path(path, m.key),
                    "unknown key " + in_quotes(m.key) + ", expected " + one_of_text(allowed) +
                        did_you_mean(m.key, allowed));
  }
}

}  // namespace chokepoint
