#include "sim/base/log.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

namespace chokepoint {
namespace {

struct LogTest : testing::Test {
  ~LogTest() override {
    log::set_level(log::Level::warn);
    log::set_date_source({});
  }
};

TEST_F(LogTest, WritesWarningsToStandardErrorOnly) {
  testing::internal::CaptureStderr();
  testing::internal::CaptureStdout();
  log::info("not shown");
  log::warn("shown {}");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "warning: shown {}\n");
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
}

TEST_F(LogTest, DatesMessagesInModelTime) {
  log::set_level(log::Level::info);
  log::set_date_source([] { return std::string("2027-03-01"); });
  testing::internal::CaptureStderr();
  log::info("fab ordered");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "info: 2027-03-01: fab ordered\n");
}

TEST_F(LogTest, IsSilentWhenOff) {
  log::set_level(log::Level::off);
  testing::internal::CaptureStderr();
  log::error("lost");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_FALSE(log::enabled(log::Level::off));
}

TEST_F(LogTest, KnowsItsLevelsByName) {
  EXPECT_EQ(log::parse_level("debug"), log::Level::debug);
  EXPECT_EQ(log::parse_level("off"), log::Level::off);
  EXPECT_THROW(static_cast<void>(log::parse_level("loud")), std::invalid_argument);
}

}  // namespace
}  // namespace chokepoint
