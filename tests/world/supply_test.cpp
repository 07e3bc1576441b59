// The supply graph of firms: what each of them needs and makes, and what is refused because of it.

#include "models/supply.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// All that is wrong with the baseline after these settings; empty when nothing is.
std::string refusal(const std::vector<std::string>& sets) {
  Diagnostics diagnostics;
  const Document document = load_document(
      {.files = {repository() / "scenarios/baseline.yaml"}, .sets = sets}, diagnostics);
  const Scenario scenario = read_scenario(document, world_registry(), {}, diagnostics);
  check_supply(scenario, diagnostics);
  return diagnostics.text();
}

std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(SupplyOfFirms, ShowsWhatAFirmNeedsAndMakes) {
  const SupplyGraph graph = supply_graph(baseline().scenario);
  const SupplyNode& asml = graph.nodes()[graph.find("asml")];
  EXPECT_THAT(asml.makes, ::testing::ElementsAre("euv_tool"));
  EXPECT_THAT(asml.needs,
              ::testing::UnorderedElementsAre("euv_optics", "euv_reticle_stage", "euv_source",
                                              "euv_wafer_stage", "n28_wafer"));
  EXPECT_FALSE(asml.has_stock);
  EXPECT_TRUE(graph.nodes()[graph.find("openai")].is_sink);
  EXPECT_FALSE(graph.nodes()[graph.find("phones")].is_sink);
}

TEST(SupplyOfFirms, WithoutALabNothingCounts) {
  std::vector<std::string> sets;
  for (const Scenario::Entry& entry : baseline().scenario.entries) {
    if (entry.kind == "lab")
      sets.push_back("actors." + entry.name + "=!delete");
  }
  ASSERT_GE(sets.size(), 3U);
  EXPECT_THAT(refusal(sets), HasSubstr("baseline.yaml:1:1: document: there is no sink"));
}

TEST(SupplyOfFirms, AFirmThatNobodySuppliesIsRefusedAtItsPlace) {
  const std::string text = refusal({"actors.amazon.vendors=[]"});
  EXPECT_THAT(text, ::testing::ContainsRegex(
                        "sites.yaml:[0-9]+:[0-9]+: actors.amazon: missing supplier: nobody "
                        "supplies 'accelerator'"));
  EXPECT_EQ(lines_of(text), 1U);
}

TEST(SupplyOfFirms, KeysPartnersAndTheGraphAreReportedTogether) {
  const std::string text =
      refusal({"actors.amazon.vendors=[]", "actors.coreweave.labour=gear_makers",
               "actors.phones.over_order=3", "actors.osat.spaace=1 kwpm"});
  EXPECT_THAT(text, HasSubstr("actors.amazon: missing supplier: nobody supplies 'accelerator'"));
  EXPECT_THAT(text, HasSubstr("actors.coreweave: expected a firm that sells construction"));
  EXPECT_THAT(text, HasSubstr("actors.phones.over_order: expected"));
  EXPECT_THAT(text, HasSubstr("actors.osat.spaace: unknown key"));
  EXPECT_EQ(lines_of(text), 4U);
}

TEST(SupplyOfFirms, AnExportRuleIsAboutGoodsThatTheFirmSells) {
  const std::string text =
      refusal({"actors.sk_hynix.export_rules=[{into: america, goods: hbm_wafr}]"});
  EXPECT_THAT(text, HasSubstr("actors.sk_hynix: export_rules: expected goods that 'sk_hynix' "
                              "sells, found 'hbm_wafr'; did you mean 'hbm_wafer'?"));
  EXPECT_EQ(lines_of(text), 1U);
}

TEST(SupplyOfFirms, RoomsOfANodeStandAbroadOnlyWhereTheFirmDoes) {
  const std::string text = refusal({"actors.tsmc.abroad=[]"});
  EXPECT_THAT(text, HasSubstr("node 'n5' has rooms in 'america', where the firm's own 'abroad' "
                              "names nothing"));
  EXPECT_EQ(lines_of(text), 1U);
}

TEST(SupplyOfFirms, AFirmThatCouldNotBeReadCausesNoFurtherErrors) {
  EXPECT_EQ(lines_of(refusal({"actors.tsmc.conviction=3"})), 1U);
  EXPECT_EQ(lines_of(refusal({"actors.openai.builderss=1"})), 1U);
}

}  // namespace
}  // namespace chokepoint::models
