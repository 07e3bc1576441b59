// Scenarios that could never run are refused with the place and the reason.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "tests/systems/system.hpp"

namespace chokepoint::models {
namespace {

using testing::HasSubstr;

/// What is said about these parts, without the folder.
std::string refusal(const std::string& parts) {
  try {
    SystemRun::of_text(
        "chokepoint: 1\nname: x\nstart: 2022-01-01\nend: 2022-02-01\nsource: textbook\nparts:\n" +
        parts);
  } catch (const ScenarioError& error) {
    const std::string text = error.what();
    return text.substr(text.find("system.yaml"));
  }
  return {};
}

const std::string kSource = "  - {name: a, kind: source, rate: 1 lot/day, to: x}\n";
const std::string kSink = "  - {name: out, kind: sink, from: x}\n";

TEST(Supply, AnInputThatNobodyMakes) {
  EXPECT_EQ(
      refusal(kSource + "  - {name: out, kind: sink, from: xx}\n"),
      "system.yaml:8:35: parts.out.from: missing supplier: nobody supplies 'xx'; did you mean "
      "'x'?\n");
  EXPECT_THAT(refusal(kSource + kSink +
                      "  - {name: join, kind: assembly, inputs: {glass: 1 lot}, outputs: {x: 1 "
                      "lot}}\n"),
              HasSubstr("parts.join.inputs.glass: missing supplier: nobody supplies 'glass'"));
}

TEST(Supply, ACycleThatNothingCanStart) {
  const std::string loop =
      "  - {name: b, kind: gate, rate: 1 lot/day, from: y, to: z}\n"
      "  - {name: c, kind: gate, rate: 1 lot/day, from: z, to: y}\n";
  EXPECT_THAT(refusal(kSource + kSink + loop),
              HasSubstr("cycle without stock: b, c, y, z wait for one another"));
  EXPECT_EQ(refusal(kSource + kSink + loop + "  - {name: y, kind: store, initial: 1 lot}\n"), "");
}

TEST(Supply, MoneyIsNotGoods) {
  EXPECT_THAT(refusal("  - {name: a, kind: budget, rate: 1 usd/day, to: x}\n" + kSink),
              HasSubstr("unit mismatch: 'x' counts in usd, but here 'x' is counted in lot"));
}

TEST(Supply, AStoreIsNotAPart) {
  EXPECT_THAT(refusal(kSource + "  - {name: out, kind: sink, from: a}\n"),
              HasSubstr("parts.out: expected the name of a store, found 'a', which is a part"));
}

TEST(Supply, AGateBetweenStoresIsNotShared) {
  EXPECT_THAT(
      refusal(kSource + kSink +
              "  - {name: b, kind: gate, rate: 1 lot/day, from: x, to: y}\n"
              "  - {name: c, kind: assembly, gate: b, inputs: {x: 1 lot}, outputs: {x: 1 lot}}\n"),
      HasSubstr("parts.c: expected a gate without from and to"));
}

TEST(Supply, NoSinkAtAll) {
  EXPECT_THAT(refusal(kSource), HasSubstr("there is no sink"));
}

TEST(Supply, ARateOrATimeButNotBoth) {
  EXPECT_THAT(refusal("  - {name: a, kind: source, to: x}\n" + kSink),
              HasSubstr("expected either rate or every"));
}

TEST(Supply, ACycleWithLessStockThanItTakes) {
  const std::string parts =
      "  - {name: join, kind: assembly, inputs: {y: 2 lot}, outputs: {z: 2 lot}}\n"
      "  - {name: c, kind: gate, rate: 1 lot/day, from: z, to: y}\n";
  const auto stock = [](const char* initial) {
    return std::string("  - {name: y, kind: store, initial: ") + initial + " lot}\n";
  };
  EXPECT_THAT(refusal(kSource + kSink + parts + stock("1")),
              HasSubstr("cycle with too little stock: c, join, y, z wait for one another; 'join' "
                        "takes 2 of 'y', which begins with 1"));
  EXPECT_EQ(refusal(kSource + kSink + parts + stock("2")), "");
  // What somebody outside of the cycle adds may do.
  EXPECT_EQ(refusal(kSource + kSink + parts + stock("1") +
                    "  - {name: more, kind: source, rate: 1 lot/day, to: y}\n"),
            "");
}

TEST(Supply, AStockThatIsTooLittleAndNeverAddedTo) {
  const std::string join =
      "  - {name: join, kind: assembly, inputs: {y: 3 lot}, outputs: {x: 1 lot}}\n";
  EXPECT_THAT(
      refusal(kSource + kSink + join + "  - {name: y, kind: store, initial: 2 lot}\n"),
      HasSubstr("parts.join.inputs.y: missing supplier: 'join' takes 3 of 'y', which begins "
                "with 2, and nobody supplies more"));
  EXPECT_EQ(refusal(kSource + kSink + join + "  - {name: y, kind: store, initial: 3 lot}\n"), "");
}

TEST(Supply, AStoreTooSmallForWhatComesOrGoesAtOnce) {
  const std::string store = "  - {name: y, kind: store, capacity: 4 lot}\n";
  EXPECT_THAT(refusal(kSink + store +
                      "  - {name: a, kind: source, rate: 1 lot/day, to: y, batch: 5}\n"
                      "  - {name: b, kind: gate, rate: 1 lot/day, from: y, to: x}\n"),
              HasSubstr("parts.a: 'a' gives 5 of 'y' at once, which holds 4 at most"));
  EXPECT_THAT(refusal(kSink + store +
                      "  - {name: a, kind: source, rate: 1 lot/day, to: y}\n"
                      "  - {name: b, kind: assembly, inputs: {y: 5 lot}, outputs: {x: 1 lot}}\n"),
              HasSubstr("parts.b: 'b' takes 5 of 'y' at once, which holds 4 at most"));
}

TEST(Limit, CountsWhatLiesWithinItOnDayZero) {
  // g could start 10 a day, h delivers one: of 5 slots all are taken on the first day.
  const auto at_once = [](const char* initial) {
    const auto run = SystemRun::of_text(
        std::string("chokepoint: 1\nname: x\nstart: 2022-01-01\nend: 2022-02-01\nsource: "
                    "textbook\nparts:\n"
                    "  - {name: a, kind: source, rate: 20 lot/day, to: s}\n"
                    "  - {name: g, kind: gate, rate: 10 lot/day, from: s, to: t, wip: {slots: 5, "
                    "until: h}}\n"
                    "  - {name: t, kind: store, initial: ") +
        initial +
        " lot}\n"
        "  - {name: h, kind: gate, rate: 1 lot/day, from: t, to: x}\n"
        "  - {name: out, kind: sink, from: x}\n");
    EXPECT_EQ(run.lots(), 31);
    return run.world().network().stores().at("s")->total_out();
  };
  // As many have started as have been delivered, less what was there already, and 5 more.
  EXPECT_EQ(at_once("5"), 31);
  EXPECT_EQ(at_once("2"), 34);
  EXPECT_EQ(at_once("9"), 27);
}

TEST(Limit, WithinWhichLotsDoNotStayWholeIsRefused) {
  const auto limited = [](const std::string& parts, const char* until = "h") {
    return refusal(kSource + kSink + parts +
                   "  - {name: g, kind: gate, rate: 1 lot/day, from: x, to: y, wip: {slots: 5, "
                   "until: " +
                   until + "}}\n");
  };
  const std::string h = "  - {name: h, kind: gate, rate: 1 lot/day, from: y, to: z}\n";
  EXPECT_EQ(limited(h), "");
  EXPECT_THAT(limited(h, "a"), HasSubstr("parts.g: expected a limit on work in progress until a "
                                         "part that lots reach from here, found 'a'"));
  EXPECT_THAT(limited(h + "  - {name: b, kind: source, rate: 1 lot/day, to: y}\n"),
              HasSubstr("parts.g: expected a limit on work in progress until a part that delivers "
                        "only what starts here, found 'h', as 'b' fills 'y' too"));
  EXPECT_THAT(limited("  - {name: h, kind: assembly, inputs: {y: 2 lot}, outputs: {z: 1 lot}}\n"),
              HasSubstr("found that one of 'h' stands for 2 of 'g'"));
}

/// What a run of these parts comes to a standstill with; empty: it ends at the horizon.
std::string standstill(const std::string& parts) {
  try {
    (void)refusal(parts);
  } catch (const DeadlockError& error) {
    return error.what();
  }
  return {};
}

TEST(Standstill, OfPartsThatWaitForOneAnotherEndsTheRun) {
  // Each round of the pallets loses one of two.
  const std::string pallets =
      "  - {name: join, kind: assembly, inputs: {x: 1 lot, y: 2 lot}, outputs: {z: 1 lot, done: 1 "
      "lot}}\n"
      "  - {name: back, kind: gate, rate: 1 lot/day, from: z, to: y}\n"
      "  - {name: out, kind: sink, from: done}\n";
  EXPECT_EQ(
      standstill(kSource + pallets + "  - {name: y, kind: store, initial: 3 lot}\n"),
      "nothing will reach a sink any more, and these parts wait for one another for good: "
      "'join' waits for 2 of 'y', which holds 1, from 'back'; 'back' waits for 1 of 'z', which "
      "holds 0, from 'join'");
  // With enough of them there is always another round before the end.
  EXPECT_EQ(standstill(kSource + pallets + "  - {name: y, kind: store, initial: 90 lot}\n"), "");
}

TEST(Standstill, IsNoneWhereASourceOrAStockIsUsedUp) {
  EXPECT_EQ(standstill("  - {name: a, kind: source, rate: 9 lot/day, to: w, most: 20}\n"
                       "  - {name: b, kind: gate, rate: 3 lot/day, from: w, to: x}\n" +
                       kSink),
            "");
  // Repair comes back to where the lots came from; in the end both wait for a source without more.
  EXPECT_EQ(standstill("  - {name: a, kind: source, rate: 9 lot/day, to: w, most: 21}\n"
                       "  - {name: b, kind: assembly, inputs: {w: 2 lot}, outputs: {x: 1 lot}}\n"
                       "  - {name: repair, kind: gate, rate: 1 lot/day, from: x, to: w}\n" +
                       kSink),
            "");
  EXPECT_EQ(standstill("  - {name: w, kind: store, initial: 7 lot}\n"
                       "  - {name: b, kind: gate, rate: 3 lot/day, from: w, to: x}\n" +
                       kSink),
            "");
}

}  // namespace
}  // namespace chokepoint::models
