#include "tools/report/goods.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chokepoint::tools {
namespace {

using testing::ElementsAre;

OrderRow order(const char* commodity, const char* buyer, const char* seller) {
  return {.commodity = commodity,
          .buyer = buyer,
          .seller = seller,
          .unit = "lot",
          .quantity = 1,
          .placed = 0,
          .wanted = 0,
          .promised = 30 * kDay,
          .delivered = 60 * kDay,
          .status = OrderStatus::delivered};
}

RunResult chain() {
  RunResult result;
  result.start = Date{std::chrono::year{2022}, std::chrono::January, std::chrono::day{1}};
  result.years = {{.year = 2022}};
  result.orders = {order("lens", "toolmaker", "optician"), order("tool", "fab", "toolmaker"),
                   order("chip", "vendor", "fab"), order("site", "vendor", "builder"),
                   order("compute", "lab", "vendor")};
  result.series = {{.series = "received",
                    .entity = "vendor",
                    .generation = "chip",
                    .unit = "lot",
                    .points = {{result.start, 30}}},
                   {.series = "capacity_quarterly",
                    .entity = "fab",
                    .unit = "lot/month",
                    .points = {{result.start, 5}}}};
  return result;
}

TEST(Goods, StandInColumnsFromWhatIsNeededFirstToWhatIsCounted) {
  const std::vector<Goods> goods = goods_of_orders(chain());
  std::vector<std::pair<std::string, std::size_t>> columns;
  for (const Goods& entry : goods)
    columns.emplace_back(entry.name, entry.column);
  EXPECT_THAT(columns,
              ElementsAre(std::pair("lens", 0U), std::pair("tool", 1U), std::pair("chip", 2U),
                          std::pair("site", 2U), std::pair("compute", 3U)));
  EXPECT_THAT(goods[4].needs, ElementsAre(2U, 3U));
  EXPECT_THAT(goods[1].needs, ElementsAre(0U));
}

TEST(Goods, UtilisationIsWhatArrivedOverWhatCouldBeMade) {
  const std::vector<Goods> goods = goods_of_orders(chain());
  EXPECT_DOUBLE_EQ(*goods[2].years[0].capacity, 60);
  EXPECT_DOUBLE_EQ(*utilisation(goods[2].years[0]), 0.5);
  EXPECT_FALSE(utilisation(goods[3].years[0]));
}

TEST(Goods, OfWhatIsLetUtilisationIsWhatRunsOverWhatCouldRun) {
  RunResult result = chain();
  const Date next = result.start + std::chrono::months(1);
  result.series.push_back({.series = "operated",
                           .entity = "vendor",
                           .unit = "lot",
                           .points = {{result.start, 2}, {next, 4}}});
  result.series.push_back({.series = "idle_sites",
                           .entity = "vendor",
                           .unit = "lot",
                           .points = {{result.start, 0}, {next, 2}}});
  const std::vector<Goods> goods = goods_of_orders(result);
  EXPECT_DOUBLE_EQ(*utilisation(goods[4].years[0]), 0.75);
}

TEST(Goods, LeadAndDelayAreMeansOfDeliveredOrders) {
  const std::vector<Goods> goods = goods_of_orders(chain());
  EXPECT_NEAR(*goods[0].years[0].lead_months, 60 / 30.44, 1e-9);
  EXPECT_NEAR(*goods[0].years[0].late_months, 30 / 30.44, 1e-9);
}

TEST(Goods, FirmsThatSupplyEachOtherDoNotHang) {
  RunResult result = chain();
  result.orders.push_back(order("chip", "toolmaker", "fab"));
  EXPECT_EQ(goods_of_orders(result).size(), 5U);
}

TEST(Goods, WithoutOrdersThereAreNone) {
  RunResult result = chain();
  result.orders.clear();
  EXPECT_TRUE(goods_of_orders(result).empty());
}

}  // namespace
}  // namespace chokepoint::tools
