// The parts that a firm keeps its books in.
#include <gtest/gtest.h>

#include "models/core/customer_news.hpp"
#include "models/core/price_list.hpp"
#include "models/core/purchase_book.hpp"
#include "models/core/sales_book.hpp"

namespace chokepoint::models {
namespace {

constexpr CommodityId kTool = 1;
constexpr CommodityId kWafer = 4;
constexpr FirmId kBuyer = 2;
constexpr FirmId kOther = 3;
constexpr FirmId kSeller = 7;

OrderTerms units(CommodityId commodity, std::int64_t quantity) {
  return {.commodity = commodity, .quantity = quantity};
}

TEST(PurchaseBook, KeepsWhatIsOnOrderFromEachSeller) {
  PurchaseBook book;
  EXPECT_EQ(book.on_order(kWafer), 0);
  Order first;
  first.seller = kSeller;
  first.terms = units(kWafer, 10);
  Order second = first;
  second.seller = kOther;
  second.terms.quantity = 5;
  book.ordered(first);
  book.ordered(second);
  book.settle(first, 4, true);
  book.settle(first, 3, false);
  EXPECT_EQ(book.on_order(kWafer), 8);
  EXPECT_EQ(book.on_order(kWafer, kSeller), 3);
  EXPECT_EQ(book.on_order(kWafer, kOther), 5);
  EXPECT_EQ(book.received(kWafer), 4);
  EXPECT_EQ(book.on_order(kTool), 0);
  EXPECT_EQ(book.on_order(kTool, kSeller), 0);
}

TEST(PurchaseBook, CarriesPartsOfUnitsOn) {
  PurchaseBook book;
  std::int64_t bought = 0;
  for (int order = 0; order < 10; ++order)
    bought += book.scaled(units(kTool, 3), 1.1);
  EXPECT_EQ(bought, 33);
  EXPECT_EQ(book.scaled(units(kWafer, 3), 1.1), 3) << "the parts of another commodity";
}

TEST(SalesBook, NamesTheOldestOrderThatIsNotCovered) {
  Journal journal;
  SalesBook book(journal);
  const auto sold = [&](CommodityId commodity, std::int64_t quantity) {
    const OrderId order =
        journal.place(kBuyer, kSeller, units(commodity, quantity), 0, kWorldStart);
    journal.acknowledge(order, 0);
    book.accepted(order);
    return order;
  };
  const OrderId a = sold(kWafer, 10);
  const OrderId tool = sold(kTool, 1);
  const OrderId b = sold(kWafer, 20);
  const std::vector<CommodityId> wafer{kWafer};
  EXPECT_EQ(book.waiting(wafer, 9), a);
  EXPECT_EQ(book.waiting(wafer, 10), b);
  EXPECT_EQ(book.waiting(wafer, 30), kNoOrder);
  const std::vector<CommodityId> both{kWafer, kTool};
  EXPECT_EQ(book.waiting(both, 10), tool);
  journal.begin(a, 10);
  EXPECT_EQ(book.waiting(wafer, 0), b) << "what is begun waits no longer";
  EXPECT_EQ(book.waiting(both, 0), tool);
}

TEST(PriceList, TellsOnlyChangesThatAreWorthALetter) {
  PriceList list;
  list.offer(kWafer);
  EXPECT_EQ(list.find(kTool), nullptr);
  EXPECT_EQ(list.terms(kTool).usd, 0);
  const PriceQuote quote{.from = kSeller, .commodity = kWafer, .usd = 100, .wait = 1000};
  ASSERT_NE(list.enter(quote), nullptr);
  PriceQuote next = quote;
  next.usd = 105;
  next.wait = 1200;
  EXPECT_EQ(list.enter(next), nullptr);
  EXPECT_EQ(list.terms(kWafer).usd, 100);
  next.usd = 105.1;
  EXPECT_NE(list.enter(next), nullptr);
  EXPECT_EQ(list.terms(kWafer).usd, 105.1);
  next.wait = 1441;
  EXPECT_NE(list.enter(next), nullptr);
  EXPECT_EQ(list.terms(kWafer).wait, 1441);
}

TEST(CustomerNews, AddUpWhatEachSaidLast) {
  CustomerNews news;
  news.file(Forecast{kOther, kWafer, {1, 1, 1, 1}});
  news.file(Forecast{kBuyer, kWafer, {10, 20, 40, 80}});
  news.file(Forecast{kBuyer, kTool, {5, 5, 5, 5}});
  news.file(Forecast{kOther, kWafer, {100, 100, 100, 100}});
  EXPECT_EQ(news.wanted(kWafer, {}), 110);
  EXPECT_EQ(news.wanted(kWafer, {.months = 18}), 130);
  EXPECT_EQ(news.wanted(kWafer, {.months = 60}), 180) << "the last value beyond";
  EXPECT_EQ(news.wanted_by(kBuyer, kWafer, {.months = 18}), 30);
  EXPECT_EQ(news.wanted_by(kSeller, kWafer, {}), 0);
}

TEST(CustomerNews, KeepTheLastBidOfEachBuyer) {
  CustomerNews news;
  news.file(Bid{kBuyer, kWafer, 7});
  news.file(Bid{kOther, kWafer, 8});
  news.file(Bid{kBuyer, kWafer, 9});
  EXPECT_EQ(news.bid_of(kBuyer, kWafer), 9);
  EXPECT_EQ(news.bid_of(kOther, kWafer), 8);
  EXPECT_EQ(news.bid_of(kBuyer, kTool), 0);
}

}  // namespace
}  // namespace chokepoint::models
