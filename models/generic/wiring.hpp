#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sim/flow/store.hpp"
#include "sim/graph/supply_graph.hpp"

namespace chokepoint::models {

/// Puts the parts of a scenario into a supply graph. Parts and stores are nodes; a store that no
/// entry defines is made when a part first names it.
class Wiring {
 public:
  explicit Wiring(SupplyGraph& graph) : graph_(graph) {}

  /// A store or pool that an entry defines.
  void store(std::string_view name, std::string_view kind, std::string_view unit,
             std::int64_t initial = 0, std::int64_t capacity = Store::kUnlimited);
  /// A part that makes or takes things. One with a rate can be expanded.
  void part(std::string_view name, std::string_view kind, bool is_sink = false);
  void has_rate(std::string_view part) { rated_.insert(std::string(part)); }
  void needs_rate(std::string_view part, std::string_view of);
  /// A limit on lots from the start of one part to the delivery of another.
  void limit(std::string_view from, std::string_view until);
  /// Looks at the limits once all parts are connected.
  void check_limits();
  /// A network has sinks or markets: beside a market nobody would say how much of what a sink takes
  /// is wanted, and it would make up for what the market lacks.
  void check_ends();
  /// A gate that parts share: each lot of `part` takes `work` of it.
  void shared_gate(std::string_view name);
  void uses(std::string_view part, std::string_view gate, double work);
  /// One lot of `part` adds so much to a store; `weight` is its part among the store's suppliers.
  void makes(std::string_view part, std::string_view store, double amount, std::string_view unit,
             double weight = 1);
  /// One lot of `part` takes so much from a store.
  void takes(std::string_view part, std::string_view store, double amount, std::string_view unit);

  /// Something that a part asks for and another part cannot give.
  struct Problem {
    std::string part;
    std::string message;
    bool is_about_others = false;  ///< a part that could not be read may put it right
  };
  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }

 private:
  /// The node of a store that `part` names.
  std::size_t node(std::string_view part, std::string_view name, std::string_view unit);

  SupplyGraph& graph_;
  std::set<std::string, std::less<>> shared_;
  std::set<std::string, std::less<>> rated_;
  std::map<std::string, std::string, std::less<>> limits_;  ///< where they begin, by their ends
  std::vector<Problem> problems_;
};

}  // namespace chokepoint::models
