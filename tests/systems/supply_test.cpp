// Scenarios that could never run are refused with the place and the reason.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
  EXPECT_EQ(refusal(kSource + "  - {name: out, kind: sink, from: xx}\n"),
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
  EXPECT_EQ(refusal(kSource + kSink + loop + "  - {name: y, kind: store, initial: 1}\n"), "");
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

}  // namespace
}  // namespace chokepoint::models
