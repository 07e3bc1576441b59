// What a data-centre builder lets a plan do, after a run short enough to tell by hand.

#include <gtest/gtest.h>

#include "models/actors/labour_pool.hpp"
#include "models/core/money_statement.hpp"
#include "models/core/statement.hpp"
#include "sim/bound/bound_study.hpp"
#include "tests/unit/models/sites/data_centre_story.hpp"

namespace chokepoint::models {
namespace {

constexpr Tick kFourMonths = 120 * kDay;

/// Lets the builder state what it can do, and reads what it did at the end of each month.
class Reader final : public Firm {
 public:
  Reader(Market& market, ProcessModel& model)
      : Firm(market, {.name = "reader", .region = "here"}), model_(model) {}
  void state(ProcessModel&) const override {}

  const DataCentreBuilder* builder = nullptr;

 private:
  void plan() override {
    if (now() == 0)
      builder->state(model_);
    else if (now() < kFourMonths)  // the last month is read when the run has ended
      model_.read_month();
  }
  ProcessModel& model_;
};

struct Sites {
  double ordered_kw = 0;
  double planned_kw = 0;  ///< so many at most
};

/// Sites that a builder with a thousand usd a month, and a year of these in hand, orders from
/// January to April, and those that a plan may start. A shell costs 98 usd a kW, and in a run gear
/// and power one each.
Sites first_months(double deposit) {
  test::ModelWorld world(kFourMonths);
  const Timeline timeline(parse_date("2022-01-01"));
  ProcessModel model(timeline, kFourMonths);
  DataCentreBuilderSpec spec = test::builder();
  spec.own_cash = Profile(1000);
  spec.site_deposit = deposit;
  world.market.commodity("compute", "kW_it");
  auto& reader = world.add<Reader>(model);  // reads a month before the builder begins the next one
  reader.builder = &world.add<DataCentreBuilder>(spec);
  LabourPoolSpec trades;
  trades.firm = {.name = "trades", .region = "here"};
  trades.worker_years_per_kw = 1;
  trades.workers = 1e6;
  trades.population = Profile(1e6);
  trades.usd_per_kw = 98;
  trades.queue_months = 1;
  trades.lead = Distribution::constant(300 * kDay);
  world.add<LabourPool>(trades);
  for (const auto& [name, what] : {std::pair("gear", "electrical_gear"),
                                   {"grid", "power"},
                                   {"engines", "power"},
                                   {"vendor", "accelerator"}})
    world.add<test::Shop>(name, world, 300 * kDay, what).quiet = true;
  world.add<test::Announcer>("announcer", "builder", "compute", 1e6);
  world.run();
  model.read_month();
  Sites sites;
  const CommodityId construction = world.market.commodity("construction", "kW_it");
  for (OrderId id = 1; id < world.market.journal.size(); ++id) {
    const Order& order = world.market.journal.at(id);
    if (order.terms.commodity == construction)
      sites.ordered_kw += static_cast<double>(order.terms.quantity);
  }
  model.count(model.stock(kSitesStarted));
  const BoundReport report = study_bound(model, {.decide = {0}, .year_ends = {3}});
  sites.planned_kw = report.dates.front().level.back() / kGwPerKw;
  return sites;
}

/// A plan pays for a site in full as it is started, a run on deposit mostly when it stands. So a
/// run may start more than its money pays for until then, and a plan has what that took.
TEST(DataCentreStatementTest, LetsAPlanPayForWhatARunStartedOnDeposit) {
  // Twelve months in hand and five plannings, and what is in hand: 120 kW at 100 usd.
  const Sites paid = first_months(1);
  EXPECT_EQ(paid.ordered_kw, 120);
  EXPECT_NEAR(paid.planned_kw, 17000.0 / 98, 1e-6);
  // Ten months of income to come pay the rest of 220 kW: 4,560 usd more than the plan had got.
  const Sites on_deposit = first_months(0.25);
  EXPECT_EQ(on_deposit.ordered_kw, 220);
  EXPECT_NEAR(on_deposit.planned_kw, 220, 1e-6);
}

}  // namespace
}  // namespace chokepoint::models
