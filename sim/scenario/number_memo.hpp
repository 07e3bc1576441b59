#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "sim/scenario/node.hpp"
#include "sim/scenario/number.hpp"

namespace chokepoint {

/// Numbers that were understood before. Of a scenario that is read again and again with a few other
/// values, nearly all numbers are written as they were the last time; to take them apart anew costs
/// more than all else of reading.
///
/// A number is found where the same is written at the same path under the same rules, and is then
/// what reading it would give. What is wrong is never kept, so it is told each time.
class NumberMemo {
 public:
  using Known = std::shared_ptr<const WrittenNumber>;

  /// Nothing when the path is new, or something else is written there.
  [[nodiscard]] Known find(const Node& node, const std::string& path,
                           const NumberRules& rules) const;
  /// In the place of what was known of the path.
  void keep(const Node& node, const std::string& path, const NumberRules& rules, Known number);

 private:
  struct Entry {
    Node node;
    std::string unit;
    std::string least;
    Bounds bounds;
    Known number;
  };
  std::unordered_map<std::string, Entry> entries_;  ///< by path; looked up, never walked through
};

}  // namespace chokepoint
