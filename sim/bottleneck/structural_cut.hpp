#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace chokepoint {

/// Capacities in series and in parallel, and which of them cut off the flow: the plain structural
/// view of one month, without stocks, queues or decisions.
///
/// What is needed together (AND) is in series, what can replace each other (OR) in parallel. Sound
/// for a bill of materials that is a tree; a resource shared in a fixed mix is one capacity, of
/// which a unit of output takes what all its uses need together.
class StructuralCut {
 public:
  using Node = std::size_t;

  /// A capacity, in whole units of the sink (kW).
  Node capacity(std::string name, std::int64_t units);
  /// All of them are needed.
  Node all_of(std::vector<Node> nodes);
  /// Each of them will do; what they give adds up.
  Node any_of(std::vector<Node> nodes);

  struct Verdict {
    std::string name;
    std::int64_t units = 0;
    bool helps_if_raised =
        false;  ///< more of it alone would let more through: in every minimum cut
    bool hurts_if_lowered = false;  ///< less of it would let less through: in some minimum cut
  };
  struct Result {
    std::int64_t flow = 0;
    std::vector<Verdict> capacities;  ///< in the order in which they were added
  };
  /// What passes through `root`, and what each capacity has to do with it.
  [[nodiscard]] Result cut(Node root) const;

 private:
  enum class Kind { capacity, all_of, any_of };
  struct Item {
    Kind kind;
    std::string name;
    std::int64_t units;
    std::vector<Node> nodes;
  };
  struct Arc {
    std::size_t from;
    std::size_t to;
    std::size_t item;
  };
  void connect(Node node, std::size_t from, std::size_t to, std::size_t& vertices,
               std::vector<Arc>& arcs) const;

  std::vector<Item> items_;
};

/// Divides what is missing of `demand` among the capacities that lie below it: every layer between
/// one level and the next is shared equally by all that lie below it. This is the Shapley value of
/// the shortfall when the lowest capacity decides. In the order of the capacities; what lies above
/// the demand gets 0.
[[nodiscard]] std::vector<double> water_filling(std::span<const double> capacities, double demand);

/// A stock that lasts `months` months (or a backlog that is to be worked off in so many) as a rate.
[[nodiscard]] constexpr double spread(double amount, double months) {
  return amount / months;
}

}  // namespace chokepoint
