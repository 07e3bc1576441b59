#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/bound/linear_programme.hpp"

namespace chokepoint {

/// Collects parts of endowments by name and kind.
class EndowmentList {
 public:
  void add(const std::string& constraint, EndowmentKind kind, LinearProgramme::Part part) {
    parts_[{constraint, kind}].push_back(part);
  }
  /// Sorted by name, then by kind.
  [[nodiscard]] std::vector<LinearProgramme::Endowment> take() {
    std::vector<LinearProgramme::Endowment> list;
    for (auto& [key, parts] : parts_)
      list.push_back({key.first, key.second, std::move(parts)});
    parts_.clear();
    return list;
  }

 private:
  std::map<std::pair<std::string, EndowmentKind>, std::vector<LinearProgramme::Part>> parts_;
};

}  // namespace chokepoint
