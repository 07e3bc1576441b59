#include "sim/scenario/number_memo.hpp"

#include "tests/unit/scenario/files.hpp"

namespace chokepoint {
namespace {

using testing::Store;

class Memo : public testing::ScenarioFiles {
 protected:
  Store store(const std::string& keys, std::uint64_t seed) {
    write_main("parts:\n  - {name: raw, kind: store, " + keys + "}\n");
    return part<Store>(read_main({.seed = seed, .memo = &memo_}), "raw");
  }
  static Store plain(const std::string& keys, std::uint64_t seed) {
    write_main("parts:\n  - {name: raw, kind: store, " + keys + "}\n");
    return part<Store>(read_main({.seed = seed}), "raw");
  }

  NumberMemo memo_;
};

TEST_F(Memo, ChangesNoNumberWhateverWasReadBefore) {
  const std::vector<std::string> texts = {"stock: {uniform: [10 lot, 20 lot]}",
                                          "stock: {uniform: [10 lot, 30 lot]}",
                                          "stock: 12 lot",
                                          "stock: 12 klot",
                                          "stock: {value: 12 lot}",
                                          "stock: {choice: [1 lot, 2 lot], weights: [1, 3]}",
                                          "stock: {choice: [1 lot, 2 lot]}",
                                          "service: {exponential: 2 day}",
                                          "service: {normal: [2 day, 1 day], min: 0 day}"};
  for (const int round : {1, 2})
    for (const std::string& text : texts)
      for (const std::uint64_t seed : {1, 2}) {
        const Store known = store(text, seed);
        const Store read = plain(text, seed);
        EXPECT_EQ(known.stock, read.stock) << round << " " << text;
        EXPECT_EQ(known.service, read.service) << round << " " << text;
      }
}

TEST_F(Memo, FindsWhatIsWrittenAtThePathUnderTheSameRulesAlone) {
  Node node;
  node.type = Node::Type::scalar;
  node.text = "12";
  node.source = 0;
  const NumberRules bare{.unit = "1"};
  EXPECT_EQ(memo_.find(node, "a", bare), nullptr);
  const auto number = std::make_shared<const WrittenNumber>();
  memo_.keep(node, "a", bare, number);
  EXPECT_EQ(memo_.find(node, "a", bare), number);
  EXPECT_EQ(memo_.find(node, "b", bare), nullptr);
  EXPECT_EQ(memo_.find(node, "a", {.unit = "lot"}), nullptr);
  EXPECT_EQ(memo_.find(node, "a", {.unit = "1", .bounds = Bounds::at_least(1)}), nullptr);
  EXPECT_EQ(memo_.find(node, "a", {.unit = "1", .least = "1 day"}), nullptr);
  Node other = node;
  other.text = "13";
  EXPECT_EQ(memo_.find(other, "a", bare), nullptr);
  other = node;
  other.source = -1;
  EXPECT_EQ(memo_.find(other, "a", bare), nullptr);
  other = node;
  other.origin.line = 7;  // where it stands does not count
  EXPECT_EQ(memo_.find(other, "a", bare), number);
}

TEST_F(Memo, KeepsNothingThatIsWrongSoThatItIsToldEachTime) {
  for (const int round : {1, 2}) {
    SCOPED_TRACE(round);
    write_main("parts:\n  - {name: raw, kind: store, stock: 12 gallons}\n");
    Diagnostics diagnostics;
    const Document document = load_document({.files = {"main.yaml"}, .sets = {}}, diagnostics);
    static_cast<void>(
        read_scenario(document, testing::scenario_kinds(), {.memo = &memo_}, diagnostics));
    EXPECT_NE(diagnostics.text().find("gallons"), std::string::npos);
  }
}

}  // namespace
}  // namespace chokepoint
