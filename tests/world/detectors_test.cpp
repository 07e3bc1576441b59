// The ledger of one run of the baseline against the definition: the world run again with a little
// more and a little less of everything, decisions kept.

#include "models/detectors.hpp"

#include <gtest/gtest.h>

#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

TEST(Detectors, TheLedgerSaysOfWhatIsOnlineWhatReRunsSay) {
  const DetectorReport report = compare_detectors(baseline().scenario, 2);
  EXPECT_TRUE(report.failed.empty());
  const auto& first = report.pairs.front();
  EXPECT_EQ(first.first + first.second + first.about, "ledgercounterfactualonline");
  EXPECT_GE(first.agreement.top1, 0.90);
  EXPECT_GE(first.agreement.kappa, 0.80);
  EXPECT_GE(first.agreement.overlap, 0.75);
  ASSERT_TRUE(first.agreement.onset_months.has_value());
  EXPECT_LE(*first.agreement.onset_months, 3);
  // Months that differ are told with both names and a reason; the others agree.
  std::size_t differing = 0;
  for (const DetectorDifference& d : report.differences) {
    EXPECT_NE(d.ledger, d.counterfactual);
    EXPECT_FALSE(d.reason.empty());
    for (int m = 0; m < 168; ++m) {
      const Timeline& dates = baseline().scenario.timeline;
      const std::string day = dates.iso(dates.month_begin(m));
      differing += d.from <= day && day < d.to ? 1 : 0;
    }
  }
  EXPECT_NEAR(1 - static_cast<double>(differing) / 168, first.agreement.top1, 1e-9);
}

}  // namespace
}  // namespace chokepoint::models
