#include "tools/report/html_text.hpp"

#include <gtest/gtest.h>

namespace chokepoint::tools {
namespace {

TEST(Escaped, CharactersThatMeanSomethingInHtmlAreInert) {
  EXPECT_EQ(escaped("<img src=x onerror='a(\"b\")'> & co"),
            "&lt;img src=x onerror=&#39;a(&quot;b&quot;)&#39;&gt; &amp; co");
}

TEST(Escaped, TextOfOtherScriptsStays) {
  EXPECT_EQ(escaped("\xE5\x8F\xB0\xE7\xA9\x8D \xC3\xA9"), "\xE5\x8F\xB0\xE7\xA9\x8D \xC3\xA9");
}

TEST(Escaped, OverridesOfTheDirectionOfWritingAndControlsAreDropped) {
  EXPECT_EQ(escaped("a\xE2\x80\xAE"
                    "b\xE2\x81\xA6"
                    "c\x1B[31m\x7F"),
            "abc[31m");
}

TEST(Escaped, BytesThatAreNoUtf8BecomeTheReplacementCharacter) {
  EXPECT_EQ(escaped("a\xFF"
                    "b\xC3"),
            "a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD");
}

TEST(Escaped, LongTextIsCutBetweenCharacters) {
  EXPECT_EQ(escaped("\xC3\xA9\xC3\xA9\xC3\xA9", 2), "\xC3\xA9\xC3\xA9...");
  EXPECT_EQ(escaped("ab", 2), "ab");
  EXPECT_EQ(escaped("<<<", 1), "&lt;...");
}

TEST(JsonForScript, NothingInItCanEndTheElement) {
  EXPECT_EQ(json_for_script(R"({"name":"</script><!--"})"),
            R"({"name":"\u003c/script>\u003c!--"})");
}

TEST(InWords, AbbreviationsAreWrittenAsPeopleDo) {
  EXPECT_EQ(in_words("euv_tool_crews"), "EUV tool crews");
  EXPECT_EQ(in_words("tsmc"), "TSMC");
  EXPECT_EQ(in_words("3d_dram_taiwan_stop"), "3D DRAM Taiwan stop");
  EXPECT_EQ(in_words("korea_samsung_china_arizona_ddr"), "Korea Samsung China Arizona DDR");
  EXPECT_EQ(in_words(""), "");
}

TEST(Amount, LargeNumbersTakeAFewCharacters) {
  EXPECT_EQ(amount(14'622'501, "wafer"), "14.6 M wafer");
  EXPECT_EQ(amount(34'855'562, "kW_it"), "34.9 GW_it");
  EXPECT_EQ(amount(79, "module"), "79.0 module");
  EXPECT_EQ(amount(0.5, "1"), "0.50");
  EXPECT_EQ(amount(0, "kW_it"), "0 kW_it");
}

TEST(WithHyphens, LongWordsMayBeDividedBeforeTheirEndings) {
  EXPECT_EQ(with_hyphens("Grid connections"), "Grid connec&shy;tions");
  EXPECT_EQ(with_hyphens("Packaging"), "Packag&shy;ing");
  EXPECT_EQ(with_hyphens("Aeroderivative"), "Aeroder&shy;ivative");
  EXPECT_EQ(with_hyphens("EUV tools"), "EUV tools");
  EXPECT_EQ(with_hyphens("<img/onerror=alert> x"), "&lt;img/onerror=alert&gt; x");
}

}  // namespace
}  // namespace chokepoint::tools
