#include "sim/scenario/number_memo.hpp"

#include <algorithm>
#include <utility>

namespace chokepoint {

namespace {

/// Whether the two say the same, wherever they stand.
bool same(const Node& a, const Node& b) {
  return a.type == b.type && a.quoted == b.quoted && a.remove == b.remove && a.source == b.source &&
         a.text == b.text &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), same) &&
         std::equal(a.members.begin(), a.members.end(), b.members.begin(), b.members.end(),
                    [](const Member& x, const Member& y) {
                      return x.key == y.key && same(x.value, y.value);
                    });
}

bool same(const Bounds& a, const Bounds& b) {
  return a.min == b.min && a.max == b.max && a.open_min == b.open_min && a.open_max == b.open_max;
}

}  // namespace

NumberMemo::Known NumberMemo::find(const Node& node, const std::string& path,
                                   const NumberRules& rules) const {
  const auto at = entries_.find(path);
  if (at == entries_.end())
    return nullptr;
  const Entry& known = at->second;
  const bool is_known = known.unit == rules.unit && known.least == rules.least &&
                        same(known.bounds, rules.bounds) && same(known.node, node);
  return is_known ? known.number : nullptr;
}

void NumberMemo::keep(const Node& node, const std::string& path, const NumberRules& rules,
                      Known number) {
  entries_.insert_or_assign(path, Entry{node, std::string(rules.unit), std::string(rules.least),
                                        rules.bounds, std::move(number)});
}

}  // namespace chokepoint
