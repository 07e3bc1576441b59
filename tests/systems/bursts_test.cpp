/// What comes at once, in batches or from many servers, and then waits for a gate that has time.
#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/why.hpp"
#include "tests/systems/system.hpp"

namespace chokepoint::models {
namespace {

struct Feed {
  const char* name;
  const char* parts;  ///< `feed` is short, `gate` is not
  const char* rate;   ///< key of the feed's rate
  const char* more;   ///< its rate, a tenth more
  const char* gate_more;
  const char* feed = "feed";
};

void PrintTo(const Feed& feed, std::ostream* out) {
  *out << feed.name;
}

std::string world_of(const Feed& feed) {
  return std::string(
             "chokepoint: 1\nname: bursts\nstart: 2022-01-01\nend: 2024-01-01\nsource: textbook\n"
             "parts:\n") +
         feed.parts;
}

/// Lots times the days that they are there by the end.
double lot_days(const SystemRun& run) {
  double sum = 0;
  for (const SinkLot& lot : run.trace().sink_lots())
    sum += lot.amount * static_cast<double>(730 * kDay - lot.tick) / kDay;
  return sum;
}

class Bursts : public testing::TestWithParam<Feed> {};

TEST_P(Bursts, AreLaidToTheirFeedAsReRunsSay) {
  const std::string text = world_of(GetParam());
  const SystemRun run = SystemRun::of_text(text);
  const Ledger ledger(run.trace(), run.world().scenario().timeline, run.world().scenario().horizon);
  for (const YearLedger& year : ledger.years()) {
    EXPECT_EQ(ledger.name(year.label), GetParam().feed) << year.year;
    EXPECT_GE(year.shares.front().share, year.year == 2022 ? 0.7 : 0.95) << year.year;
  }
  const double base = lot_days(run);
  const auto slope = [&](const std::string& path, const char* value) {
    const SystemRun other = SystemRun::of_text(text, {.sets = {"parts." + path + "=" + value}});
    return (lot_days(other) / base - 1) / 0.1;
  };
  EXPECT_GT(slope(GetParam().rate, GetParam().more), 0.8);
  EXPECT_LT(slope("gate.rate", GetParam().gate_more), 0.1);
}

constexpr const char* kBatch10 =
    "  - {name: feed, kind: source, rate: 3 lot/day, batch: 10, to: x}\n"
    "  - {name: gate, kind: gate, rate: 4 lot/day, from: x, to: y}\n"
    "  - {name: market, kind: market, from: y, rate: 5 lot/day}\n";
constexpr const char* kBatch30 =
    "  - {name: feed, kind: source, rate: 3 lot/day, batch: 30, to: x}\n"
    "  - {name: gate, kind: gate, rate: 4 lot/day, from: x, to: y}\n"
    "  - {name: market, kind: market, from: y, rate: 5 lot/day}\n";
constexpr const char* kBatch90 =
    "  - {name: feed, kind: source, rate: 3 lot/day, batch: 90, to: x}\n"
    "  - {name: gate, kind: gate, rate: 4 lot/day, from: x, to: y}\n"
    "  - {name: market, kind: market, from: y, rate: 5 lot/day}\n";
constexpr const char* kBatch180 =
    "  - {name: feed, kind: source, rate: 3 lot/day, batch: 180, to: x}\n"
    "  - {name: gate, kind: gate, rate: 4 lot/day, from: x, to: y}\n"
    "  - {name: market, kind: market, from: y, rate: 5 lot/day}\n";
/// The gate rests for 7.5 % of its time.
constexpr const char* kLittleRest =
    "  - {name: feed, kind: source, rate: 3.7 lot/day, batch: 30, to: x}\n"
    "  - {name: gate, kind: gate, rate: 4 lot/day, from: x, to: y}\n"
    "  - {name: market, kind: market, from: y, rate: 5 lot/day}\n";
constexpr const char* kAssembly =
    "  - {name: feed, kind: source, rate: 3 lot/month, to: x}\n"
    "  - {name: p, kind: assembly, rate: 4 lot/month, inputs: {x: 1 lot}, outputs: {y: 30 lot}}\n"
    "  - {name: gate, kind: gate, rate: 4 lot/day, from: y, to: z}\n"
    "  - {name: market, kind: market, from: z, rate: 5 lot/day}\n";
constexpr const char* kServers =
    "  - {name: s, kind: source, rate: 10 lot/day, to: x}\n"
    "  - {name: feed, kind: gate, service: 30 days, servers: 150, from: x, to: y}\n"
    "  - {name: gate, kind: gate, rate: 6 lot/day, from: y, to: z}\n"
    "  - {name: market, kind: market, from: z, rate: 8 lot/day}\n";

INSTANTIATE_TEST_SUITE_P(
    Feeds, Bursts,
    testing::Values(Feed{"Batch10", kBatch10, "feed.rate", "3.3 lot/day", "4.4 lot/day"},
                    Feed{"Batch30", kBatch30, "feed.rate", "3.3 lot/day", "4.4 lot/day"},
                    Feed{"Batch90", kBatch90, "feed.rate", "3.3 lot/day", "4.4 lot/day"},
                    Feed{"Batch180", kBatch180, "feed.rate", "3.3 lot/day", "4.4 lot/day"},
                    Feed{"LittleRest", kLittleRest, "feed.rate", "4.07 lot/day", "4.4 lot/day"},
                    Feed{"Assembly", kAssembly, "feed.rate", "3.3 lot/month", "4.4 lot/day"},
                    Feed{"Servers", kServers, "feed.servers", "165", "6.6 lot/day"}),
    [](const auto& feed) { return std::string(feed.param.name); });

TEST(Bursts, OfAGateThatNeverRestsAreItsOwn) {
  const SystemRun run = SystemRun::of_text(
      world_of({"",
                "  - {name: feed, kind: source, rate: 6 lot/day, batch: 90, to: x}\n"
                "  - {name: gate, kind: gate, rate: 4 lot/day, from: x, to: y}\n"
                "  - {name: market, kind: market, from: y, rate: 5 lot/day}\n",
                "", "", ""}));
  EXPECT_EQ(run.label(2022), "gate");
  EXPECT_EQ(run.label(2023), "gate");
}

TEST(Bursts, ThatMoveTheNameOfAYearAreToldOfIt) {
  const auto notes = [](const char* feed) {
    const SystemRun run = SystemRun::of_text(
        world_of({"",
                  (std::string("  - {name: feed, kind: source, ") + feed +
                   ", to: x}\n"
                   "  - {name: gate, kind: gate, rate: 4 lot/day, from: x, to: y}\n"
                   "  - {name: market, kind: market, from: y, rate: 5 lot/day}\n")
                      .c_str(),
                  "", "", ""}));
    const Told told{
        .scenario = run.world().scenario(), .sha256 = {}, .trace = run.trace(), .market = nullptr};
    return why(told, {.year = 2023, .delivery = {}, .lab = {}, .date = {}}).notes;
  };
  EXPECT_THAT(notes("rate: 3 lot/day, batch: 30"),
              testing::ElementsAre(testing::HasSubstr("2023 would be named after gate, with ")));
  EXPECT_THAT(notes("rate: 3 lot/day"), testing::IsEmpty());
}

SystemRun peaks(const std::string& feed, const std::string& wanted) {
  return SystemRun::of_text(
      world_of({"",
                ("  - {name: feed, kind: source, " + feed + ", to: x}\n" +
                 "  - {name: gate, kind: gate, rate: 4 lot/day, from: x, to: y}\n" +
                 "  - {name: market, kind: market, from: y, rate: " + wanted + "}\n")
                    .c_str(),
                "", "", ""}));
}

/// Six a day for 40 days and one for 40 more, again and again: the gate rests half of the time, and
/// what each peak lacks is late for it alone.
TEST(Bursts, OfASeasonAreTheGatesThatIsTooSmallForIt) {
  const std::string seasons =
      "{steps: [[2022-01-01, 6 lot/day], [2022-02-10, 1 lot/day], [2022-03-22, 6 lot/day], "
      "[2022-05-01, 1 lot/day], [2022-06-10, 6 lot/day], [2022-07-20, 1 lot/day], "
      "[2022-08-29, 6 lot/day], [2022-10-08, 1 lot/day], [2022-11-17, 6 lot/day], "
      "[2022-12-27, 1 lot/day]]}";
  EXPECT_EQ(peaks("rate: " + seasons, seasons).label(2022), "gate");
}

/// Two lots that wait for one another now and then are not like forty days of a queue.
TEST(Bursts, OfOnePeakAreTheGatesWhateverComesInPairs) {
  const std::string peak =
      "{steps: [[2022-01-01, 1 lot/day], [2022-06-01, 6 lot/day], [2022-07-11, 0.5 lot/day]]}";
  EXPECT_EQ(peaks("batch: 2, rate: " + peak, peak).label(2022), "gate");
}

}  // namespace
}  // namespace chokepoint::models
