#include "models/generic/limit_loop.hpp"

#include <cmath>

#include "sim/base/text.hpp"

namespace chokepoint::models {

namespace {

/// The nodes between two parts, and how many lots of the first one of theirs stands for.
class Between {
 public:
  Between(const SupplyGraph& graph, std::size_t from, std::size_t until)
      : graph_(graph), from_(from), until_(until), leaving_(size()), arriving_(size()) {
    for (std::size_t i = 0; i < graph.edges().size(); ++i) {
      leaving_[graph.edges()[i].from].push_back(i);
      arriving_[graph.edges()[i].to].push_back(i);
    }
    const auto ahead = reach(from, until, [&](std::size_t node, const auto& visit) {
      for (const std::size_t edge : leaving_[node])
        visit(graph.edges()[edge].to);
    });
    const auto behind = reach(until, from, [&](std::size_t node, const auto& visit) {
      for (const std::size_t edge : arriving_[node])
        visit(graph.edges()[edge].from);
    });
    for (std::size_t node = 0; node < size(); ++node)
      inside_.push_back(ahead[node] && behind[node]);
  }

  [[nodiscard]] LimitLoop loop() {
    LimitLoop loop;
    loop.problem = is_store(until_) || !inside_[until_] ? not_reached() : other_suppliers();
    if (loop.problem.empty())
      loop.problem = count();
    if (loop.problem.empty())
      loop.problem = stock_that_meets();
    if (loop.problem.empty())
      loop.problem = stock_in_parts();
    for (std::size_t node = 0; node < size() && loop.problem.empty(); ++node) {
      if (inside_[node] && is_store(node))
        loop.stocks.push_back({name(node), lots_[node]});
    }
    return loop;
  }

 private:
  [[nodiscard]] std::size_t size() const { return graph_.nodes().size(); }
  [[nodiscard]] const std::string& name(std::size_t node) const {
    return graph_.nodes()[node].name;
  }
  [[nodiscard]] bool is_store(std::size_t node) const {
    return graph_.nodes()[node].join == Join::any;
  }

  /// Nodes reached from `begin` by steps, none of them away from `end`.
  template <class Steps>
  [[nodiscard]] std::vector<bool> reach(std::size_t begin, std::size_t end, Steps steps) const {
    std::vector<bool> reached(size());
    std::vector<std::size_t> next{begin};
    reached[begin] = true;
    while (!next.empty()) {
      const std::size_t node = next.back();
      next.pop_back();
      if (node == end)
        continue;
      steps(node, [&](std::size_t other) {
        if (!reached[other])
          next.push_back(other);
        reached[other] = true;
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
    for (const SupplyEdge& edge : graph_.edges()) {
      if (!inside_[edge.to] || !is_store(edge.to) || (inside_[edge.from] && edge.from != until_))
        continue;
      return "expected a limit on work in progress until a part that delivers only what starts "
             "here, found '" +
             name(until_) + "', as '" + name(edge.from) + "' fills '" + name(edge.to) + "' too";
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
    lots_.assign(size(), 0);
    lots_[from_] = 1;
    std::vector<std::size_t> next{from_};
    while (!next.empty()) {
      const std::size_t node = next.back();
      next.pop_back();
      if (node == until_)
        continue;
      for (const std::size_t number : leaving_[node]) {
        const SupplyEdge& edge = graph_.edges()[number];
        if (!inside_[edge.to])
          continue;
        const double lots = lots_[node] / edge.supplied * edge.consumed;
        if (lots_[edge.to] == 0) {
          lots_[edge.to] = lots;
          next.push_back(edge.to);
        } else if (std::abs(lots_[edge.to] - lots) > 1e-9) {
          return differs(edge.to, lots);
        }
      }
    }
    return std::abs(lots_[until_] - 1) > 1e-9 ? differs(until_, lots_[until_]) : "";
  }

  /// Of stock on one of two branches that meet again nobody can say how many lots it is.
  [[nodiscard]] std::string stock_that_meets() const {
    const auto meets = [&](std::size_t node) {
      int branches = 0;
      for (const std::size_t edge : arriving_[node])
        branches += inside_[graph_.edges()[edge].from] ? 1 : 0;
      return node != from_ && !is_store(node) && inside_[node] && branches > 1;
    };
    for (std::size_t node = 0; node < size(); ++node) {
      if (!meets(node))
        continue;
      for (std::size_t store = 0; store < size(); ++store) {
        if (inside_[store] && is_store(store) && graph_.nodes()[store].has_stock)
          return "expected no initial stock within a limit on work in progress whose branches meet "
                 "again at '" +
                 name(node) + "', found some in '" + name(store) + "'";
      }
    }
    return "";
  }

  /// Stock that would leave the limit together with a part of what starts.
  [[nodiscard]] std::string stock_in_parts() const {
    for (std::size_t node = 0; node < size(); ++node) {
      const SupplyNode& store = graph_.nodes()[node];
      if (!inside_[node] || !is_store(node) || !store.has_stock)
        continue;
      const double lots = store.stock * lots_[node];
      if (std::abs(lots - std::round(lots)) > 1e-9)
        return "expected an initial stock of whole lots within a limit on work in progress, found "
               "that '" +
               store.name + "' begins with " + shortest(lots) + " lots of '" + name(from_) + "'";
    }
    return "";
  }

  const SupplyGraph& graph_;
  std::size_t from_;
  std::size_t until_;
  std::vector<std::vector<std::size_t>> leaving_;   ///< edges by node
  std::vector<std::vector<std::size_t>> arriving_;  ///< edges by node
  std::vector<bool> inside_;
  std::vector<double> lots_;  ///< of the first part, by node
};

}  // namespace

LimitLoop limit_loop(const SupplyGraph& graph, std::string_view from, std::string_view until) {
  const std::size_t begin = graph.find(from);
  const std::size_t end = graph.find(until);
  if (begin == end || begin == graph.nodes().size() || end == graph.nodes().size())
    return {};
  return Between(graph, begin, end).loop();
}

}  // namespace chokepoint::models
