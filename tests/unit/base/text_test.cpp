#include "sim/base/text.hpp"

#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace chokepoint {
namespace {

TEST(Shortest, IsTheShortestTextThatReadsBack) {
  EXPECT_EQ(shortest(0.1), "0.1");
  EXPECT_EQ(shortest(-2.0), "-2");
  EXPECT_EQ(shortest(1e21), "1e+21");
  EXPECT_EQ(shortest(0.1 + 0.2), "0.30000000000000004");
}

TEST(WithThousands, GroupsDigits) {
  EXPECT_EQ(with_thousands(0), "0");
  EXPECT_EQ(with_thousands(999), "999");
  EXPECT_EQ(with_thousands(-999), "-999");
  EXPECT_EQ(with_thousands(1000), "1,000");
  EXPECT_EQ(with_thousands(-1234567), "-1,234,567");
  EXPECT_EQ(with_thousands(std::numeric_limits<std::int64_t>::min()), "-9,223,372,036,854,775,808");
}

TEST(EditDistance, CountsEditsAndSwaps) {
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("cowos", "cowos"), 0U);
  EXPECT_EQ(edit_distance("cowso", "cowos"), 1U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

TEST(NearestName, SuggestsWhatWasProbablyMeant) {
  const std::vector<std::string> names = {"rate", "capacity", "lead_time", "yield"};
  EXPECT_EQ(nearest_name("lead_tiem", names), "lead_time");
  EXPECT_EQ(nearest_name("capcity", names), "capacity");
  EXPECT_EQ(nearest_name("rte", names), "rate");
  EXPECT_EQ(nearest_name("LEAD_TIME", names), "lead_time") << "letters as large as they are";
  EXPECT_EQ(nearest_name("d", std::vector<std::string>{"B", "s"}), std::nullopt);
}

TEST(NearestName, IsSilentWhenNothingIsNear) {
  const std::vector<std::string> names = {"rate", "capacity"};
  EXPECT_EQ(nearest_name("wafers", names), std::nullopt);
  EXPECT_EQ(nearest_name("rate", {}), std::nullopt);
}

TEST(NearestName, PrefersTheFirstOfEquals) {
  const std::vector<std::string> names = {"node_a", "node_b"};
  EXPECT_EQ(nearest_name("node_c", names), "node_a");
}

}  // namespace
}  // namespace chokepoint
