#pragma once

#include <vector>

#include "models/core/order.hpp"

namespace chokepoint::models {

/// A buyer's own orders for one part of its product, counted in kW of complete sets (an order's
/// quantity times its worth at the sink).
class PartBook {
 public:
  explicit PartBook(const Journal& journal) : journal_(&journal) {}

  void add(OrderId order) { open_.push_back(order); }
  /// Reads the journal again; call before the figures below are asked for.
  void update();

  /// Since the start, kW.
  [[nodiscard]] double arrived() const { return arrived_; }
  /// Of what was ordered, begun by the seller since the start, kW.
  [[nodiscard]] double started() const { return started_; }
  [[nodiscard]] double outstanding() const { return outstanding_; }
  [[nodiscard]] double not_started() const { return not_started_; }
  /// The part of the outstanding that is promised until `date`; what is overdue counts, what nobody
  /// has acknowledged does not.
  [[nodiscard]] double due_by(Tick date) const;
  /// Open orders, oldest first.
  [[nodiscard]] const std::vector<OrderId>& open() const { return open_; }
  /// kW of sets in so many units of that order.
  [[nodiscard]] static double kw(const Order& order, std::int64_t units);

 private:
  const Journal* journal_;
  std::vector<OrderId> open_;
  double closed_arrived_ = 0;
  double closed_started_ = 0;
  double arrived_ = 0;
  double started_ = 0;
  double outstanding_ = 0;
  double not_started_ = 0;
};

}  // namespace chokepoint::models
