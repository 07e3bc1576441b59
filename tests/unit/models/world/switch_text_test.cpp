// What is said of a bottleneck that moved, or hardly did.
#include "models/switch_text.hpp"

#include <gtest/gtest.h>

#include "tests/support/jobs.hpp"
#include "tests/support/years.hpp"

namespace chokepoint::models {
namespace {

/// Two years of one gate, beside constraints of every nature that nothing ever waits for.
class SwitchText : public testing::Test {
 protected:
  SwitchText() {
    EventId last = kWorldStart;
    jobs(trace_, "works", trace_.gate("works"), 0, years(2), last);
    for (const auto& [name, nature] : {std::pair{"orders", Nature::decision},
                                       {"news", Nature::knowledge},
                                       {"purse", Nature::money},
                                       {"wishes", Nature::demand},
                                       {"licences", Nature::policy}})
      trace_.declare(trace_.constraint(name), nature);
    Conditions before;
    before.add(kWorldStart, EnablerClass::planned);
    trace_.outage(trace_.constraint("fire"), 0, kDay, before);
  }

  /// The sentence when the one ceased and the other took over at the turn of the year.
  [[nodiscard]] std::string said(SwitchSide left, SwitchSide taken, double added_growth = 0) const {
    const Ledger ledger(trace_, dates_, years(2));
    const auto sentences = switch_sentences({{.at = dates_.tick(parse_date("2023-01-15")),
                                              .left = left,
                                              .taken = taken,
                                              .added_growth = added_growth}},
                                            trace_, ledger, dates_);
    return sentences.size() == 1 ? sentences[0] : "not one sentence";
  }
  [[nodiscard]] SwitchSide side(const std::string& name,
                                std::optional<double> growth = std::nullopt) const {
    const Ledger ledger(trace_, dates_, years(2));
    return {.constraint = ledger.id(name), .growth = growth};
  }

  Timeline dates_{parse_date("2022-01-01")};
  Trace trace_;
};

TEST_F(SwitchText, WhatIsNoCapacityMovesByWhatItIs) {
  EXPECT_EQ(said(side("orders"), side("news")),
            "2023-01: Orders ceased to be the largest: enough had been ordered by then. News took "
            "over: all had been ordered as soon as it was known, and not sooner.");
  EXPECT_EQ(said(side("news"), side("orders")),
            "2023-01: News ceased to be the largest: what was wanted had been known for long "
            "enough. Orders took over: less had been ordered, or later, than was wanted.");
  EXPECT_EQ(said(side("purse"), side("wishes")),
            "2023-01: Purse ceased to be the largest: there was money again. Wishes took over: all "
            "that was wanted came.");
  EXPECT_EQ(said(side("wishes"), side("purse")),
            "2023-01: Wishes ceased to be the largest: more was wanted than came. Purse took over: "
            "no more could be paid.");
  EXPECT_EQ(said(side("initial_stock"), side("fire")),
            "2023-01: Initial stock ceased to be the largest: what was there or under way on the "
            "first day had come. Fire took over: what stood still could not be had elsewhere yet.");
  EXPECT_EQ(
      said(side("fire"), side("initial_stock")),
      "2023-01: Fire ceased to be the largest: what had stood still worked again, or was "
      "missed no longer. Initial stock took over: no more came than was there or under way on "
      "the first day.");
}

TEST_F(SwitchText, NoReasonIsEmpty) {
  EXPECT_EQ(said(side("licences"), side("licences")),
            "2023-01: Licences ceased to be the largest: another had become scarcer. Licences took "
            "over: it had become the scarcest.");
}

TEST_F(SwitchText, CapacityThatGrewIsAReasonToLeaveOnlyWhenItKeptUp) {
  SwitchSide works = side("works", 0.5);
  works.increments = 2;
  works.first_order = 0;
  works.last_order = dates_.tick(parse_date("2022-03-04"));
  EXPECT_EQ(said(works, side("news"), 0.4),
            "2023-01: Works ceased to be the largest: its capacity had grown by 50 % in a year, "
            "from 2 expansions ordered in 2022-01 to 2022-03. News took over: all had been ordered "
            "as soon as it was known, and not sooner.");
  works.increments = 1;
  works.last_order = 0;
  EXPECT_NE(said(works, side("news"), 0.4).find(", from 1 expansion ordered in 2022-01. News"),
            std::string::npos);
  EXPECT_NE(said(works, side("news"), 0.6)
                .find("although its capacity had grown by only 50 % in a year: another had become "
                      "scarcer. News"),
            std::string::npos);
  EXPECT_NE(said(side("works", 0.04), side("news"))
                .find("although its capacity had hardly changed: another had become scarcer. News"),
            std::string::npos);
  EXPECT_NE(said(side("works", -0.2), side("news"))
                .find("although its capacity for these orders had fallen by 20 % in a year. News"),
            std::string::npos);
}

TEST_F(SwitchText, CapacityThatLaggedIsAReasonToTakeOver) {
  const auto taken = [this](double growth, double added) {
    const std::string text = said(side("news"), side("works", growth), added);
    return text.substr(text.find("Works took over"));
  };
  EXPECT_EQ(taken(-0.3, 0.5),
            "Works took over, whose capacity for these orders had fallen by 30 %.");
  EXPECT_EQ(taken(0.3, 0.5),
            "Works took over, whose capacity had grown by only 30 % while what came online in a "
            "year had grown by 50 %.");
  EXPECT_EQ(taken(0.01, 0.5),
            "Works took over, whose capacity had hardly grown while what came online in a year had "
            "grown by 50 %.");
  EXPECT_EQ(taken(0.01, 0), "Works took over, whose capacity had hardly changed.");
  EXPECT_EQ(taken(0.6, 0.5),
            "Works took over although its capacity had grown by 60 %: even more of it was called "
            "for.");
}

TEST(NearSwitchText, GivesBothSharesAndTheYear) {
  Trace trace;
  EventId last = kWorldStart;
  jobs(trace, "early", trace.gate("e"), 0, years(1), last);
  jobs(trace, "late", trace.gate("l"), years(1), years(1) + 200 * kDay, last);
  jobs(trace, "early", trace.gate("e"), years(1) + 200 * kDay, years(2), last);
  const Timeline dates(parse_date("2022-01-01"));
  const Ledger ledger(trace, dates, years(2));
  EXPECT_EQ(switch_sentences({}, trace, ledger, dates),
            std::vector<std::string>{
                "2023: Late had 55 % and early 45 %: ahead by no more than chance gives to one of "
                "equals, so that the year could as well be named after the one before."});
}

}  // namespace
}  // namespace chokepoint::models
