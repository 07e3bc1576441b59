#include "models/core/part_book.hpp"

#include "models/core/rates.hpp"

namespace chokepoint::models {

double PartBook::kw(const Order& order, std::int64_t units) {
  return static_cast<double>(units) * order.terms.sink_per_unit * kKwPerGw;
}

void PartBook::update() {
  std::erase_if(open_, [this](OrderId id) {
    const Order& order = journal_->at(id);
    if (!order.closed())
      return false;
    closed_arrived_ += kw(order, order.arrived);
    closed_started_ += kw(order, order.started);
    return true;
  });
  arrived_ = closed_arrived_;
  started_ = closed_started_;
  outstanding_ = 0;
  not_started_ = 0;
  for (const OrderId id : open_) {
    const Order& order = journal_->at(id);
    arrived_ += kw(order, order.arrived);
    started_ += kw(order, order.started);
    outstanding_ += kw(order, order.outstanding());
    not_started_ += kw(order, order.to_start());
  }
}

double PartBook::due_by(Tick date) const {
  double sum = 0;
  for (const OrderId id : open_) {
    const Order& order = journal_->at(id);
    // What nobody has promised yet may still be turned away.
    if (order.promised <= date)
      sum += kw(order, order.outstanding());
  }
  return sum;
}

}  // namespace chokepoint::models
