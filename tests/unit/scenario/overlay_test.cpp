#include "sim/scenario/overlay.hpp"

#include "tests/unit/scenario/files.hpp"

namespace chokepoint {
namespace {

using testing::Gate;
using testing::Store;

class Overlay : public testing::ScenarioFiles {
 protected:
  /// The tree of main.yaml with an overlay and settings; fails the test on faults.
  static Document tree(const std::string& overlay, const std::vector<std::string>& sets) {
    write("over.yaml", overlay);
    Diagnostics diagnostics;
    Document document = load_document({{"main.yaml", "over.yaml"}, sets}, diagnostics);
    EXPECT_EQ(diagnostics.text(), "");
    return document;
  }
};

std::vector<std::string> names(const Scenario& scenario) {
  std::vector<std::string> result;
  for (const Scenario::Entry& entry : scenario.entries)
    result.push_back(entry.name);
  return result;
}

TEST_F(Overlay, FilesGivenLaterWinAndSettingsWinOverFiles) {
  write("include/base.yaml",
        "source: textbook\nparts:\n  - {name: press, servers: 2, rate: 1 lot/day}\n");
  write_main(std::string("include: [include/base.yaml]\n") + kParts);
  write("one.yaml", "source: textbook\nparts: [{name: press, rate: 11 lot/day}]\n");
  write("two.yaml", "source: textbook\nparts: [{name: press, rate: 12 lot/day}]\n");
  const auto rate = [](const LoadOptions& options) {
    return part<Gate>(read(options), "press").rate;
  };
  EXPECT_EQ(rate({{"main.yaml"}, {}}), 10.0) << "the file lies over its include";
  EXPECT_EQ(rate({{"main.yaml", "one.yaml"}, {}}), 11.0);
  EXPECT_EQ(rate({{"main.yaml", "one.yaml", "two.yaml"}, {}}), 12.0);
  EXPECT_EQ(rate({{"main.yaml", "two.yaml", "one.yaml"}, {}}), 11.0);
  EXPECT_EQ(rate({{"main.yaml", "one.yaml"}, {"parts.press.rate=13 lot/day"}}), 13.0);
  EXPECT_EQ(rate({{"main.yaml"}, {"parts.press.rate=13 lot/day", "parts.press.rate=14 lot/day"}}),
            14.0);
  EXPECT_EQ(part<Gate>(read({{"main.yaml"}, {}}), "press").servers, 2) << "maps merge by key";
}

TEST_F(Overlay, IncludesMergeInTheirOrder) {
  write("a.yaml", "source: textbook\nparts: [{name: raw, stock: 1 lot, yield: 0.5}]\n");
  write("b.yaml", "source: textbook\nparts: [{name: raw, stock: 2 lot, kind: store}]\n");
  write_main("include: [a.yaml, b.yaml]\n");
  const Scenario scenario = read_main();
  EXPECT_EQ(part<Store>(scenario, "raw").stock, 2.0);
  EXPECT_EQ(part<Store>(scenario, "raw").yield, 0.5);
}

TEST_F(Overlay, NamedListsMergeByNameAndKeepTheOthers) {
  write_main(kParts);
  write("more.yaml", "source: textbook\nparts: [{name: out, kind: store}]\n");
  EXPECT_EQ(names(read({{"main.yaml", "more.yaml"}, {}})),
            (std::vector<std::string>{"mid", "out", "press", "raw"}));
}

constexpr const char* kPartners =
    "lab:\n"
    "  builders:\n"
    "    - {firm: amazon, share: 0.6}\n"
    "    - {firm: google, share: 0.4}\n"
    "  rooms:\n"
    "    - {opens: 2023-01-01, capacity: 4}\n"
    "  stages: [1, 2, 3]\n";

TEST_F(Overlay, EntriesWithoutANameMergeByTheirPartnerOrDate) {
  write_main(kPartners);
  const Document document = tree(
      "lab:\n  builders:\n    - {firm: google, share: 0.3}\n    - {firm: oracle, share: 0.1}\n"
      "    - !delete {firm: amazon}\n  rooms: [{opens: 2024-01-01, capacity: 7}]\n",
      {});
  const Node& lab = *document.root().find("lab");
  const Node& builders = *lab.find("builders");
  ASSERT_EQ(builders.items.size(), 2U);
  EXPECT_EQ(builders.items[0].find("share")->text, "0.3");
  EXPECT_EQ(builders.items[1].find("firm")->text, "oracle");
  EXPECT_EQ(lab.find("rooms")->items.size(), 2U);
}

TEST_F(Overlay, SettingsReachEntriesByPartnerDateAndPosition) {
  write_main(kPartners);
  const Document document =
      tree("seed: 2\n", {"lab.builders.google.share=0.9", "lab.rooms.2023-01-01.capacity=5",
                         "lab.stages[1]=7", "lab.builders.amazon=!delete"});
  const Node& lab = *document.root().find("lab");
  ASSERT_EQ(lab.find("builders")->items.size(), 1U);
  EXPECT_EQ(lab.find("builders")->items[0].find("share")->text, "0.9");
  EXPECT_EQ(lab.find("rooms")->items[0].find("capacity")->text, "5");
  EXPECT_EQ(lab.find("stages")->items[1].text, "7");
}

TEST_F(Overlay, DeleteTakesKeysAndEntriesAway) {
  write_main(std::string(kParts) + "  - {name: spare, kind: store, stock: 5 lot}\n");
  write("less.yaml", "parts:\n  - !delete {name: spare}\n  - {name: raw, stock: !delete}\n");
  const Scenario scenario = read({{"main.yaml", "less.yaml"}, {}});
  EXPECT_EQ(names(scenario), (std::vector<std::string>{"mid", "press", "raw"}));
  EXPECT_EQ(part<Store>(scenario, "raw").stock, 0.0) << "the default";
  EXPECT_EQ(names(read({{"main.yaml"}, {"parts.spare=!delete"}})),
            (std::vector<std::string>{"mid", "press", "raw"}));
}

TEST_F(Overlay, ANumberIsReplacedWithItsSourceAndRange) {
  write_main(
      "parts:\n  - name: raw\n    kind: store\n"
      "    stock: {value: 5 lot, source: assumption, range: [1 lot, 9 lot]}\n");
  write("over.yaml", "source: textbook\nparts: [{name: raw, stock: {value: 70 lot}}]\n");
  const Scenario scenario = read({{"main.yaml", "over.yaml"}, {}});
  const ResolvedValue* stock = scenario.resolved.find("parts.raw.stock");
  ASSERT_NE(stock, nullptr);
  EXPECT_EQ(stock->value, "70");
  EXPECT_EQ(stock->range, "");
  EXPECT_EQ(stock->source, "textbook");
}

TEST_F(Overlay, SettingsMayMakeABlockThatTheReaderKnows) {
  write_main(kParts);
  const Scenario scenario =
      read({{"main.yaml"},
            {"market.price=3 usd/lot", "market.opening=2022-05-01", "market.buyers=[press, mid]"}});
  const auto& market = scenario.root<std::optional<testing::Market>>("market");
  ASSERT_TRUE(market);
  EXPECT_EQ(market->price, 3.0);
  EXPECT_EQ(market->buyers, (std::vector<std::string>{"mid", "press"}));
}

TEST_F(Overlay, TheOrderOfKeysAndEntriesDoesNotMatter) {
  write_main(std::string(kParts) + "seed: 4\n");
  const Scenario straight = read_main();
  write("main.yaml",
        "seed: 4\nparts:\n  - {to: mid, from: raw, rate: 10 lot/day, kind: gate, name: press}\n"
        "  - {kind: store, name: mid}\n  - {stock: 100 lot, name: raw, kind: store}\n"
        "source: textbook\nend: 2023-01-01\nstart: 2022-01-01\nname: test\nchokepoint: 1\n");
  const Scenario shuffled = read_main();
  EXPECT_EQ(names(straight), names(shuffled));
  ASSERT_EQ(straight.resolved.values().size(), shuffled.resolved.values().size());
  for (std::size_t i = 0; i < straight.resolved.values().size(); ++i) {
    EXPECT_EQ(straight.resolved.values()[i].path, shuffled.resolved.values()[i].path);
    EXPECT_EQ(straight.resolved.values()[i].value, shuffled.resolved.values()[i].value);
  }
}

TEST_F(Overlay, SettingsOfWhatOnlyFilesHaveAreRefused) {
  write_main(kParts);
  for (const std::string key : {"chokepoint", "include", "sources", "source"}) {
    for (const std::string rest : {"=foo", "=[nonexist.yaml]", "=!delete", ".a=1"}) {
      Diagnostics diagnostics;
      (void)load_document({{"main.yaml"}, {std::string(key).append(rest)}}, diagnostics);
      EXPECT_EQ(diagnostics.text(), "--set 1:1:1: " + key +
                                        ": expected a key that a setting can change, found '" +
                                        key + "', which is read from files only\n")
          << rest;
    }
  }
}

std::string hash_of(const LoadOptions& options) {
  Diagnostics diagnostics;
  std::string hash = load_document(options, diagnostics).sha256();
  EXPECT_EQ(diagnostics.text(), "");
  return hash;
}

TEST_F(Overlay, TheHashIsOfWhatIsSaidNotOfHowItIsWritten) {
  const std::string sources = "sources:\n- {name: A, title: a, published: 2020}\n";
  const std::string more =
      "regions: [{name: x}, {name: y}]\nmarket: {price: 3 usd/lot, opening: "
      "2022-02-01, buyers: [press, mid]}\n";
  write_main(sources + kParts + more);
  const std::string plain = hash_of({{"main.yaml"}, {}});
  write_main("# a comment\n" +
             std::string("market: {buyers: [mid, press], opening: 2022-02-01, price: '3 usd/lot'}\n"
                         "regions: [{name: y}, {name: x}]\n"
                         "parts:\n"
                         "- {kind: gate, name: press, rate: 10 lot/day, to: mid, from: raw}\n"
                         "- {name: mid, kind: store}\n"
                         "- {stock: 100 lot, name: raw, kind: store}\n") +
             sources);
  EXPECT_EQ(hash_of({{"main.yaml"}, {}}), plain);
  EXPECT_NE(hash_of({{"main.yaml"}, {"parts.raw.stock=101 lot"}}), plain);
  write("over.yaml", "parts: [{name: raw, stock: {value: 100 lot, source: A}}]\n");
  EXPECT_NE(hash_of({{"main.yaml", "over.yaml"}, {}}), plain) << "another source";
}

TEST_F(Overlay, TheHashHoldsTheOrderOfNumbersAndTheContentOfDataFiles) {
  const auto with = [&](const std::string& inflow) {
    write_main("parts:\n- {name: s, kind: store, inflow: " + inflow + "}\n");
    return hash_of({{"main.yaml"}, {}});
  };
  EXPECT_NE(with("{choice: [1 lot/day, 2 lot/day], weights: [1, 3]}"),
            with("{choice: [1 lot/day, 2 lot/day], weights: [3, 1]}"));
  write("data.csv", "date,a\n2022-01-01,1\n");
  const std::string series = "{series: data.csv, column: a, unit: lot/day}";
  const std::string before = with(series);
  write("data.csv", "# said again\ndate,a\n2022-01-01,1\n");
  EXPECT_EQ(with(series), before);
  write("data.csv", "date,a\n2022-01-01,2\n");
  EXPECT_NE(with(series), before);
}

TEST_F(Overlay, AnEntryToDeleteHasItsNameAndNothingElse) {
  write_main(kParts);
  write("over.yaml", "parts:\n- !delete {name: press, rate: 3 lot/day}\n");
  Diagnostics diagnostics;
  (void)load_document({{"main.yaml", "over.yaml"}, {}}, diagnostics);
  EXPECT_NE(
      diagnostics.text().find("parts.press.rate: expected only the name of an entry to delete, "
                              "found 'rate'\n"),
      std::string::npos);
}

TEST_F(Overlay, KeysThatTheLoaderUsesUpAreKnown) {
  for (const std::string key : {"chokepoint", "include", "sources", "source", "defaults"}) {
    EXPECT_TRUE(("\n" + parameter_list(testing::scenario_kinds(), "")).find("\n" + key + "  ") !=
                std::string::npos)
        << key;
  }
  write_main(std::string("default: {gate: {servers: 3}}\n") + kParts);
  Diagnostics diagnostics;
  const Document document = load_document({{"main.yaml"}, {}}, diagnostics);
  (void)read_scenario(document, testing::scenario_kinds(), {}, diagnostics);
  EXPECT_NE(diagnostics.text().find("did you mean 'defaults'?"), std::string::npos);
}

}  // namespace
}  // namespace chokepoint
