#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/distribution.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/node.hpp"
#include "sim/scenario/number.hpp"

namespace chokepoint {

struct DistributionFamily;

/// Reads one number; says everything that is wrong with it.
class NumberParser {
 public:
  NumberParser(std::string_view path, const NumberRules& rules, Diagnostics& diagnostics)
      : path_(path), rules_(rules), diagnostics_(diagnostics) {}
  std::optional<WrittenNumber> parse(const Node& node);

 private:
  void fail(const Node& node, const std::string& message);
  [[nodiscard]] std::string unit_text() const;
  [[nodiscard]] std::string expected() const;
  /// Calendar months are kept when everything is written in months or years.
  static bool all_in_months(const Node& node);
  std::optional<double> amount(const Node& node);
  bool is_too_short(const Node& node);
  bool read_value(const Node& node);
  bool read_map(const Node& map);
  void read_why(const Node& map);
  bool read_value_map(const Node& map, const Node& value);
  bool read_range(const Node& range, double value);

  // In number_distribution.cpp:
  /// A guess which keyword was meant.
  static std::string near_keyword(const Node& map);
  bool read_distribution(const Node& map, const Member& form);
  bool read_arguments(const Member& form, const DistributionFamily& family,
                      std::vector<double>& arguments);
  std::optional<Distribution> make(const Node& map, const DistributionFamily& family,
                                   const std::vector<double>& a);
  bool truncate(const Node& map, Distribution& distribution);
  bool check_support(const Member& form);
  bool read_point(const Node& map);

  std::string_view path_;
  const NumberRules& rules_;
  Diagnostics& diagnostics_;
  WrittenNumber result_;
};

}  // namespace chokepoint
