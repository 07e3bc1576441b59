#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/text.hpp"
#include "sim/graph/supply_graph.hpp"

namespace chokepoint {

namespace {

std::string quote(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      result += '\\';
    result += c;
  }
  return result + "\"";
}

std::string node_line(const SupplyNode& node) {
  const char* shape = "box";
  if (node.is_sink) {
    shape = "doublecircle";
  } else if (node.join == Join::any) {
    shape = node.kind == "pool" ? "diamond" : "cylinder";
  } else if (node.needs.empty()) {
    shape = "invhouse";
  }
  // The line break of a label is a backslash and an n, which quote() would double.
  std::string label = quote(node.name);
  label.pop_back();
  label += "\\n" + node.kind;
  for (const std::string& commodity : node.makes)
    label += "\\n" + commodity;
  label += '"';
  return quote(node.name) + " [shape=" + shape + ", label=" + label + "];\n";
}

/// "lot" or "2 lot" where a store at one end names the goods, "hbm_stack (stack)" elsewhere.
std::string edge_label(const SupplyEdge& edge, const std::vector<SupplyNode>& nodes) {
  const bool is_said =
      edge.commodity == nodes[edge.from].name || edge.commodity == nodes[edge.to].name;
  const double amount = edge.consumed != 1 ? edge.consumed : edge.supplied;
  const std::string count = amount != 1 ? shortest(amount) + " " : "";
  if (is_said)
    return count + edge.unit;
  return count + edge.commodity + (edge.unit.empty() ? "" : " (" + edge.unit + ")");
}

}  // namespace

std::string SupplyGraph::graphviz(std::string_view title) const {
  std::string text = "digraph " + quote(title) + " {\n  rankdir=LR;\n" +
                     "  node [fontname=\"sans-serif\", fontsize=10];\n" +
                     "  edge [fontname=\"sans-serif\", fontsize=9, color=\"#555555\"];\n";
  std::map<std::string, std::vector<const SupplyNode*>> by_region;
  for (const SupplyNode& node : nodes_)
    by_region[node.region].push_back(&node);
  std::size_t cluster = 0;
  for (const auto& [region, nodes] : by_region) {
    const std::string indent = region.empty() ? "  " : "    ";
    if (!region.empty())
      text += "  subgraph cluster_" + std::to_string(cluster++) + " {\n    label=" + quote(region) +
              "; color=\"#bbbbbb\";\n";
    for (const SupplyNode* node : nodes)
      text += indent + node_line(*node);
    if (!region.empty())
      text += "  }\n";
  }
  std::map<std::pair<std::size_t, std::string_view>, int> suppliers;  // of what a node needs
  for (const SupplyEdge& edge : edges_)
    ++suppliers[{edge.to, edge.commodity}];
  for (const SupplyEdge& edge : edges_) {
    text += "  " + quote(nodes_[edge.from].name) + " -> " + quote(nodes_[edge.to].name);
    const std::string label = edge_label(edge, nodes_);
    // A store shows by its shape that any of its suppliers will do.
    const bool one_of_several =
        nodes_[edge.to].join == Join::all && suppliers[{edge.to, edge.commodity}] > 1;
    std::string attributes = label.empty() ? "" : "label=" + quote(label);
    if (one_of_several)
      attributes += std::string(label.empty() ? "" : ", ") + "style=dashed";
    if (!attributes.empty())
      text += " [" + attributes + "]";
    text += ";\n";
  }
  return text + "}\n";
}

}  // namespace chokepoint
