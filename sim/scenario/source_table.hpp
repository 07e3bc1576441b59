#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/node.hpp"

namespace chokepoint {

/// Where numbers come from.
struct Source {
  std::string name;  ///< "F-L4"
  std::string title;
  std::string who;
  /// The as-of date of its numbers: "2026-03-13", "2026-03" or "2026". A convention may have none.
  std::string published;
  std::string address;
  /// "primary" (a filing, a company's own word, a data set), "secondary" (told by others), or
  /// "convention" (its numbers claim nothing about the world). Empty: not stated, so secondary.
  std::string kind;
};

/// The sources that a scenario may cite: three built-in ones and those of its source table.
class SourceTable {
 public:
  static constexpr std::int32_t kTextbook = 0;     ///< an exercise: needs no range
  static constexpr std::int32_t kAssumption = 1;   ///< nobody's number: needs a range
  static constexpr std::int32_t kCommandLine = 2;  ///< given with --set

  SourceTable();

  /// Reads a list of {name, title, published, who, address, kind}.
  void read(const Node& list, Diagnostics& diagnostics);

  /// -1 when there is none of that name.
  [[nodiscard]] std::int32_t find(std::string_view name) const;
  [[nodiscard]] const Source& at(std::int32_t index) const {
    return sources_[static_cast<std::size_t>(index)];
  }
  [[nodiscard]] const std::vector<Source>& all() const { return sources_; }
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  void add(Source source);

  std::vector<Source> sources_;
  std::map<std::string, std::int32_t, std::less<>> by_name_;
};

}  // namespace chokepoint
