#pragma once

#include <cstdint>
#include <vector>

#include "models/core/order.hpp"

namespace chokepoint::models {

/// How much a firm has on order, and how much has come, of each commodity and from each seller.
class PurchaseBook {
 public:
  struct Account {
    FirmId seller;
    std::int64_t on_order = 0;
    std::int64_t received = 0;
  };
  struct Page {
    std::int64_t on_order = 0;
    std::int64_t received = 0;
    double carry = 0;  ///< parts of units that a relaxation has added so far
    std::vector<Account> by_seller;
  };

  void ordered(const Order& order);
  /// Takes units off what is on order: they arrived, or will never come.
  void settle(const Order& order, std::int64_t quantity, bool arrived);
  [[nodiscard]] std::int64_t on_order(CommodityId commodity) const {
    return commodity < pages_.size() ? pages_[commodity].on_order : 0;
  }
  [[nodiscard]] std::int64_t on_order(CommodityId commodity, FirmId seller) const;
  [[nodiscard]] std::int64_t received(CommodityId commodity) const {
    return commodity < pages_.size() ? pages_[commodity].received : 0;
  }
  /// Whole units when `factor` times as many are bought; what is left over is carried on.
  std::int64_t scaled(const OrderTerms& terms, double factor);
  /// By commodity.
  [[nodiscard]] const std::vector<Page>& pages() const { return pages_; }

 private:
  Page& page_of(CommodityId commodity);
  static Account& account_of(Page& page, FirmId seller);

  std::vector<Page> pages_;
};

}  // namespace chokepoint::models
