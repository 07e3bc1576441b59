#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/core/accounts.hpp"
#include "sim/base/order_status.hpp"
#include "sim/base/time.hpp"
#include "sim/trace/trace.hpp"

namespace chokepoint::models {

using OrderId = std::uint32_t;
inline constexpr OrderId kNoOrder = 0;
using FirmId = std::uint16_t;
inline constexpr FirmId kNoFirm = 0xFFFF;
using CommodityId = std::uint16_t;

/// When an order is paid.
enum class Settlement : std::uint8_t {
  apart,        ///< not by this order: rent month by month, or a price that is only an index
  on_order,     ///< its deposit when the seller accepts it, the rest for what arrives
  on_delivery,  ///< for what arrives
};

/// What the buyer wants and on what terms.
struct OrderTerms {
  CommodityId commodity = 0;
  std::int64_t quantity = 0;  ///< in the commodity's unit
  double sink_per_unit = 0;   ///< GW of IT load one unit is worth; 0 when it serves no compute
  Tick wanted = 0;
  bool firm = true;            ///< non-cancellable
  bool stable = false;         ///< steady business (phones, CPUs) rather than fast growth
  float deposit = 1;           ///< with Settlement::on_order: part of the price that is paid then
  double price_usd = 0;        ///< per unit
  OrderId parent = kNoOrder;   ///< the order this one helps to fill
  FirmId consignee = kNoFirm;  ///< where to deliver, when not to the buyer
  Settlement settlement = Settlement::apart;
  /// What had to come before it could be ordered: somebody's wish, or money.
  EnablerClass because = EnablerClass::order;
};

/// One line of the order journal, as long as two lines of the processor's cache: what the books are
/// summed up from, up to the terms' worth at the sink, stands in the first.
struct alignas(64) Order {
  std::int64_t started = 0;    ///< units the seller has begun to make
  std::int64_t arrived = 0;    ///< units delivered
  std::int64_t cancelled = 0;  ///< units taken back before they were begun, or lost after
  Tick promised = kNever;      ///< as acknowledged
  FirmId buyer = kNoFirm;
  FirmId seller = kNoFirm;
  OrderStatus status = OrderStatus::placed;
  OrderTerms terms;
  Tick placed = 0;
  Tick delivered = kNever;        ///< the last delivery so far
  EventId decided = kWorldStart;  ///< the decision that placed it
  std::uint64_t draw = 0;  ///< index of its random numbers: a function of who ordered and when

  /// What so many units cost.
  [[nodiscard]] Cents price_of(std::int64_t quantity) const {
    return cents(terms.price_usd) * quantity;
  }
  /// What of that is paid when they are ordered, and what when they arrive.
  [[nodiscard]] Cents deposit_of(std::int64_t quantity) const {
    return cents(terms.price_usd * static_cast<double>(terms.deposit)) * quantity;
  }
  [[nodiscard]] Cents rest_of(std::int64_t quantity) const {
    return price_of(quantity) - deposit_of(quantity);
  }
  /// Units still to be begun.
  [[nodiscard]] std::int64_t to_start() const { return terms.quantity - cancelled - started; }
  /// Units still to arrive.
  [[nodiscard]] std::int64_t outstanding() const { return terms.quantity - cancelled - arrived; }
  [[nodiscard]] bool closed() const {
    return status != OrderStatus::placed && status != OrderStatus::open;
  }
};
static_assert(sizeof(Order) <= 128);

/// All orders of a world, in the order in which they were placed. Buyer and seller look at the same
/// line, so their books cannot differ; each firm touches only its own lines.
class Journal {
 public:
  Journal();

  OrderId place(FirmId buyer, FirmId seller, const OrderTerms& terms, Tick now, EventId decided,
                std::uint64_t draw = 0);
  [[nodiscard]] const Order& at(OrderId id) const { return orders_[id]; }

  void acknowledge(OrderId id, Tick promised);
  void reject(OrderId id);
  /// Takes back up to `quantity` units that are not begun; the result is how many it were.
  std::int64_t cancel(OrderId id, std::int64_t quantity);
  void begin(OrderId id, std::int64_t quantity);
  void arrive(OrderId id, std::int64_t quantity, Tick now);
  /// What has not left its maker goes there instead.
  void redirect(OrderId id, FirmId consignee) { open(id).terms.consignee = consignee; }
  /// So much of what was begun is lost: it is neither begun any more nor wanted from this order.
  void lose(OrderId id, std::int64_t quantity);

  [[nodiscard]] std::size_t size() const { return orders_.size(); }

 private:
  Order& open(OrderId id);
  std::vector<Order> orders_;  ///< [0] is no order
};

}  // namespace chokepoint::models
