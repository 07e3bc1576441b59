#include <map>

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
  for (const SupplyEdge& edge : edges_) {
    std::string label =
        edge.commodity == nodes_[edge.from].name || edge.commodity == nodes_[edge.to].name
            ? ""
            : edge.commodity;
    if (edge.consumed != 1)
      label = shortest(edge.consumed) + " " + (label.empty() ? edge.unit : label);
    text += "  " + quote(nodes_[edge.from].name) + " -> " + quote(nodes_[edge.to].name);
    if (!label.empty())
      text += " [label=" + quote(label) + "]";
    text += ";\n";
  }
  return text + "}\n";
}

}  // namespace chokepoint
