#include "sim/scenario/registry.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace chokepoint {

void Registry::add_kind(Kind kind) {
  ensure(find(kind.section, kind.name) == nullptr, "each kind is registered once");
  kinds_.push_back(std::move(kind));
}

std::vector<std::string> Registry::sections() const {
  std::vector<std::string> result;
  for (const Kind& kind : kinds_) {
    if (std::find(result.begin(), result.end(), kind.section) == result.end()) {
      result.push_back(kind.section);
    }
  }
  return result;
}

const Registry::Kind* Registry::find(std::string_view section, std::string_view kind) const {
  for (const Kind& k : kinds_) {
    if (k.section == section && k.name == kind)
      return &k;
  }
  return nullptr;
}

std::string Scenario::resolved_yaml() const {
  return "seed: " + std::to_string(seed) +
         "\ndeterministic: " + (deterministic ? "true" : "false") + "\n" + resolved.yaml();
}

}  // namespace chokepoint
