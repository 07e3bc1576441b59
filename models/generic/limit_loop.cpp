#include "models/generic/limit_loop.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>

#include "sim/base/text.hpp"

namespace chokepoint::models {

namespace {

/// The nodes between two parts, and how many lots of the first one of theirs stands for.
class Between {
 public:
  using Adjacency = std::vector<std::vector<std::size_t>>;

  Between(const SupplyGraph& graph, const Adjacency& leaving, const Adjacency& arriving,
          std::size_t from, std::size_t until)
      : graph_(graph), leaving_(leaving), arriving_(arriving), from_(from), until_(until) {
    const std::set<std::size_t> ahead =
        reach(from, until, [&](std::size_t node, const auto& visit) {
          for (const std::size_t edge : leaving_[node])
            visit(graph_.edges()[edge].to);
        });
    const std::set<std::size_t> behind =
        reach(until, from, [&](std::size_t node, const auto& visit) {
          for (const std::size_t edge : arriving_[node])
            visit(graph_.edges()[edge].from);
        });
    std::set_intersection(ahead.begin(), ahead.end(), behind.begin(), behind.end(),
                          std::inserter(inside_, inside_.end()));
  }

  [[nodiscard]] LimitLoop loop() {
    LimitLoop loop;
    loop.problem =
        is_store(until_) || !inside_.contains(until_) ? not_reached() : other_suppliers();
    if (loop.problem.empty())
      loop.problem = count();
    if (loop.problem.empty())
      loop.problem = stock_that_meets();
    if (loop.problem.empty())
      loop.problem = stock_in_parts();
    for (const std::size_t node : inside_) {
      if (loop.problem.empty() && is_store(node))
        loop.stocks.push_back({name(node), lots_.at(node)});
    }
    return loop;
  }

 private:
  [[nodiscard]] const std::string& name(std::size_t node) const {
    return graph_.nodes()[node].name;
  }
  [[nodiscard]] bool is_store(std::size_t node) const {
    return graph_.nodes()[node].join == Join::any;
  }

  /// Nodes reached from `begin` by steps, none of them away from `end`.
  template <class Steps>
  [[nodiscard]] std::set<std::size_t> reach(std::size_t begin, std::size_t end, Steps steps) const {
    std::set<std::size_t> reached{begin};
    std::vector<std::size_t> next{begin};
    while (!next.empty()) {
      const std::size_t node = next.back();
      next.pop_back();
      if (node == end)
        continue;
      steps(node, [&](std::size_t other) {
        if (reached.insert(other).second)
          next.push_back(other);
      });
    }
    return reached;
  }

  [[nodiscard]] std::string not_reached() const {
    return "expected a limit on work in progress until a part that lots reach from here, found '" +
           name(until_) + "'";
  }

  /// Lots that come out without having started.
  [[nodiscard]] std::string other_suppliers() const {
    for (const std::size_t node : inside_) {
      for (const std::size_t number : arriving_[node]) {
        const std::size_t other = graph_.edges()[number].from;
        if (!is_store(node) || (inside_.contains(other) && other != until_))
          continue;
        return "expected a limit on work in progress until a part that delivers only what starts "
               "here, found '" +
               name(until_) + "', as '" + name(other) + "' fills '" + name(node) + "' too";
      }
    }
    return "";
  }

  [[nodiscard]] std::string differs(std::size_t node, double lots) const {
    return "expected a limit on work in progress within which every lot stays one lot, found that "
           "one of '" +
           name(node) + "' stands for " + shortest(lots) + " of '" + name(from_) + "'";
  }

  /// Goes along the edges and counts; says what does not come out even.
  std::string count() {
    lots_[from_] = 1;
    std::vector<std::size_t> next{from_};
    while (!next.empty()) {
      const std::size_t node = next.back();
      next.pop_back();
      if (node == until_)
        continue;
      for (const std::size_t number : leaving_[node]) {
        const SupplyEdge& edge = graph_.edges()[number];
        if (!inside_.contains(edge.to))
          continue;
        const double lots = lots_[node] / edge.supplied * edge.consumed;
        const auto [known, is_new] = lots_.try_emplace(edge.to, lots);
        if (is_new)
          next.push_back(edge.to);
        else if (std::abs(known->second - lots) > 1e-9)
          return differs(edge.to, lots);
      }
    }
    return std::abs(lots_[until_] - 1) > 1e-9 ? differs(until_, lots_[until_]) : "";
  }

  /// Of stock on one of two branches that meet again nobody can say how many lots it is.
  [[nodiscard]] std::string stock_that_meets() const {
    const auto has_stock = [&](std::size_t node) { return graph_.nodes()[node].has_stock; };
    const auto stock = std::find_if(inside_.begin(), inside_.end(), has_stock);
    if (stock == inside_.end())
      return "";
    for (const std::size_t node : inside_) {
      const auto branches = std::count_if(
          arriving_[node].begin(), arriving_[node].end(),
          [&](std::size_t edge) { return inside_.contains(graph_.edges()[edge].from); });
      if (node != from_ && !is_store(node) && branches > 1)
        return "expected no initial stock within a limit on work in progress whose branches meet "
               "again at '" +
               name(node) + "', found some in '" + name(*stock) + "'";
    }
    return "";
  }

  /// Stock that would leave the limit together with a part of what starts.
  [[nodiscard]] std::string stock_in_parts() const {
    for (const std::size_t node : inside_) {
      const SupplyNode& store = graph_.nodes()[node];
      if (!store.has_stock)
        continue;
      const double lots = store.stock * lots_.at(node);
      if (std::abs(lots - std::round(lots)) > 1e-9)
        return "expected an initial stock of whole lots within a limit on work in progress, found "
               "that '" +
               store.name + "' begins with " + shortest(lots) + " lots of '" + name(from_) + "'";
    }
    return "";
  }

  const SupplyGraph& graph_;
  const Adjacency& leaving_;
  const Adjacency& arriving_;
  std::size_t from_;
  std::size_t until_;
  std::set<std::size_t> inside_;
  std::map<std::size_t, double> lots_;  ///< of the first part, by node
};

}  // namespace

LimitLoops::LimitLoops(const SupplyGraph& graph)
    : graph_(graph), leaving_(graph.nodes().size()), arriving_(graph.nodes().size()) {
  for (std::size_t i = 0; i < graph.edges().size(); ++i) {
    leaving_[graph.edges()[i].from].push_back(i);
    arriving_[graph.edges()[i].to].push_back(i);
  }
}

LimitLoop LimitLoops::between(std::string_view from, std::string_view until) const {
  const std::size_t begin = graph_.find(from);
  const std::size_t end = graph_.find(until);
  if (begin == end || begin == graph_.nodes().size() || end == graph_.nodes().size())
    return {};
  return Between(graph_, leaving_, arriving_, begin, end).loop();
}

}  // namespace chokepoint::models
