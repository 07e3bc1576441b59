#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chokepoint {

/// What a node does with several suppliers.
enum class Join {
  all,  ///< needs every commodity it lists: an assembly, a firm
  any   ///< takes from whoever delivers: a store, a pool
};

/// A firm, a part or a store of the supply graph.
struct SupplyNode {
  static constexpr double kMore = std::numeric_limits<double>::infinity();
  std::string name;
  std::string kind;    ///< as scenarios call it; shown in the picture
  std::string region;  ///< empty where there is none
  std::string unit;    ///< of what it holds or makes; empty: not checked
  Join join = Join::all;
  bool is_sink = false;            ///< what arrives here is what is counted
  bool is_end = false;             ///< goods may end here, uncounted
  bool has_stock = false;          ///< holds something on day 0: it can start a cycle
  double stock = kMore;            ///< so much, where it has stock; kMore: as much as it takes
  double most = kMore;             ///< of what it can hold
  std::vector<std::string> needs;  ///< commodities that somebody has to supply
  std::vector<std::string> makes;  ///< shown in the picture where one node makes several
};

/// Goods that go from one node to another.
struct SupplyEdge {
  std::size_t from;
  std::size_t to;
  std::string commodity;
  std::string unit;      ///< empty: not checked
  double supplied = 1;   ///< units that one lot of `from` gives
  double consumed = 1;   ///< units that one lot of `to` takes
  double weight = 1;     ///< part among the suppliers of an `any` node, relative to the others
  bool to_start = true;  ///< false: `to` gets going without it (it has some, or only grows by it)
};

/// Something wrong with a graph, at one of its nodes.
struct GraphFinding {
  enum class Kind { missing_supplier, unit_mismatch, no_room, cycle, no_sink, dead_end };

  std::size_t node;  ///< nodes().size() when it is the graph as a whole
  bool error;        ///< false: odd, but it runs
  std::string message;
  Kind kind = Kind::missing_supplier;
  /// What it is about: the commodity nobody supplies, the nodes of a cycle.
  std::vector<std::string> names = {};
};

/// What one lot of a node means for the sinks.
struct SinkWorth {
  double lots_per_sink = 0;  ///< lots needed for one unit at the sinks; 0: never gets there
  double worth = 0;          ///< units at the sinks that one lot stands for
};

/// Who supplies whom with what. Built from a scenario before its world is, so that a scenario that
/// could never run is refused with a reason.
class SupplyGraph {
 public:
  /// Names are unique (ModelError).
  std::size_t add_node(SupplyNode node);
  void add_edge(SupplyEdge edge);
  /// Adds to what a node needs; naming it twice is the same as once.
  void need(std::size_t node, std::string commodity);

  [[nodiscard]] const std::vector<SupplyNode>& nodes() const { return nodes_; }
  [[nodiscard]] const std::vector<SupplyEdge>& edges() const { return edges_; }
  /// nodes().size() when there is none of that name.
  [[nodiscard]] std::size_t find(std::string_view name) const;

  /// Missing suppliers, cycles that nothing can start, units that differ, stores too small for what
  /// comes or goes at once, no sink, dead ends.
  /// In the order of nodes.
  [[nodiscard]] std::vector<GraphFinding> check() const;
  /// The bill of materials, from the sinks back; by node.
  [[nodiscard]] std::vector<SinkWorth> worth() const;
  /// One sink, and every node delivers to one other at most; stores have one supplier at most.
  [[nodiscard]] bool is_tree() const;
  /// Nobody gives several units at once: none comes from the middle of a lot.
  [[nodiscard]] bool gives_singly() const;
  /// Graphviz text; regions become clusters. Edges say what goes along them in which unit; dashed
  /// ones are alternatives, one of several suppliers of the same goods.
  [[nodiscard]] std::string graphviz(std::string_view title) const;

 private:
  using Adjacency = std::vector<std::vector<std::size_t>>;
  /// By node, the numbers of the edges that leave it.
  [[nodiscard]] Adjacency outgoing() const;
  /// By node, the numbers of the edges that arrive.
  [[nodiscard]] Adjacency incoming() const;
  /// The commodities that edges carry, each once, sorted.
  [[nodiscard]] std::vector<std::string> supplied() const;
  /// Nodes that get going: all their needs come from nodes that do, or from stock that is enough.
  [[nodiscard]] std::vector<bool> fed() const;
  /// Nodes from which goods reach a sink.
  [[nodiscard]] std::vector<bool> useful() const;
  void check_suppliers(std::vector<GraphFinding>& findings) const;
  void check_stock(std::vector<GraphFinding>& findings) const;
  void check_units(std::vector<GraphFinding>& findings) const;
  void check_room(std::vector<GraphFinding>& findings) const;
  [[nodiscard]] std::string cycle_text(const std::vector<std::size_t>& members,
                                       const std::string& together) const;
  void check_cycles(std::vector<GraphFinding>& findings) const;
  void check_ends(std::vector<GraphFinding>& findings) const;

  std::vector<SupplyNode> nodes_;
  std::vector<SupplyEdge> edges_;
  std::map<std::string, std::size_t, std::less<>> by_name_;
  std::set<std::pair<std::size_t, std::string>> needed_;  ///< by node: the needs again
};

}  // namespace chokepoint
