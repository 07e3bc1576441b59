#include "models/core/purchase_book.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

PurchaseBook::Page& PurchaseBook::page_of(CommodityId commodity) {
  if (pages_.size() <= commodity)
    pages_.resize(commodity + 1U);
  return pages_[commodity];
}

PurchaseBook::Account& PurchaseBook::account_of(Page& page, FirmId seller) {
  for (Account& account : page.by_seller) {
    if (account.seller == seller)
      return account;
  }
  return page.by_seller.emplace_back(Account{seller});
}

void PurchaseBook::ordered(const Order& order) {
  Page& page = page_of(order.terms.commodity);
  page.on_order += order.terms.quantity;
  account_of(page, order.seller).on_order += order.terms.quantity;
}

void PurchaseBook::settle(const Order& order, std::int64_t quantity, bool arrived) {
  Page& page = page_of(order.terms.commodity);
  Account& account = account_of(page, order.seller);
  page.on_order -= quantity;
  account.on_order -= quantity;
  if (arrived) {
    page.received += quantity;
    account.received += quantity;
  }
}

std::int64_t PurchaseBook::on_order(CommodityId commodity, FirmId seller) const {
  if (commodity >= pages_.size())
    return 0;
  for (const Account& account : pages_[commodity].by_seller) {
    if (account.seller == seller)
      return account.on_order;
  }
  return 0;
}

std::int64_t PurchaseBook::scaled(const OrderTerms& terms, double factor) {
  // A tenth more of three tools a month is one tool more in the fourth month.
  double& carry = page_of(terms.commodity).carry;
  const double wanted = static_cast<double>(terms.quantity) * factor + carry;
  const std::int64_t whole = std::max<std::int64_t>(1, nearest_whole(std::floor(wanted + 0.5)));
  carry = wanted - static_cast<double>(whole);
  return whole;
}

}  // namespace chokepoint::models
