#include "tools/report/repeating.hpp"

#include <gtest/gtest.h>

#include "sim/base/shell_words.hpp"

namespace chokepoint::tools {
namespace {

using Words = std::vector<std::string>;

TEST(ShellWords, AreTheWordsThatTheLineWasMadeOf) {
  const Words words{"run", "a b.yaml",         "it's", "",  "--set", "x=1 lot/day", "$HOME",
                    "\\",  "a\nb's\\\x1b[0m7", "$'x'", "\t"};
  EXPECT_EQ(shell_words(shell_line(words)), words);
  EXPECT_EQ(shell_line(Words{"run", "a b", "it's"}), "run 'a b' 'it'\\''s'");
  EXPECT_EQ(shell_line(Words{"a\n'b"}), "$'a\\012\\'b'");
  EXPECT_EQ(shell_words("  a   b "), (Words{"a", "b"}));
  EXPECT_EQ(shell_words("a 'b c"), (Words{"a", "b c"}));
}

TEST(Repeating, LeavesOutWhatChangesNoResult) {
  EXPECT_EQ(repeating("build/x/chokepoint run a.yaml -o out --report --seed 7 -q --log-level=info"),
            "chokepoint run a.yaml --seed 7");
  EXPECT_EQ(repeating("chokepoint run a.yaml --output=out --trace -oout --set 'x=1 lot/day'"),
            "chokepoint run a.yaml --set 'x=1 lot/day'");
  EXPECT_EQ(repeating("chokepoint compare a.yaml b.yaml+c.yaml --seeds 3 -j 2 --deterministic"),
            "chokepoint compare a.yaml b.yaml+c.yaml --seeds 3 --deterministic");
}

TEST(Repeating, GivesASweepADirectory) {
  EXPECT_EQ(repeating("chokepoint sweep s.yaml -o /tmp/x --resume --reps 5 --shard 2/10"),
            "chokepoint sweep s.yaml --reps 5 -o out");
  EXPECT_EQ(repeating(""), "");
}

}  // namespace
}  // namespace chokepoint::tools
